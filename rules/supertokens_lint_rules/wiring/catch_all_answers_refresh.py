"""ST504: something else answers the refresh of sessions with 200."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.wiring_facts import HttpApp, Layer, LayerKind
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Side
from supertokens_lint.sdk.paths import REFRESH_PATH
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.proxies.answers import Answered, answered
from supertokens_lint_rules.wiring.backends import base_paths, covers, running, takes_post

_OK = 200
_EFFECT = (
    'Users will see that they are signed out, with the error "Failed to retrieve local session '
    'state from cookies after a successful session refresh".'
)


class CatchAllAnswersRefresh(AppRule):
    """ST504."""

    code = "ST504"
    name = "catch-all-answers-refresh"
    severity = Severity.ERROR
    reasons = ("F40",)
    documentation = Documentation(
        summary="A catch-all answers the refresh of sessions with 200.",
        why="""
            The frontend SDK takes any 200 on `/session/refresh` for a refreshed session and then
            finds none: "Failed to retrieve local session state from cookies after a successful
            session refresh". A handler that answers every path, mounted before the SDK's
            middleware, does that, and answers sign-in as well. So does a proxy that serves the
            website's page for every path that it does not hand on, where its configuration turns
            the error that a POST to a page gives into 200.
        """,
        fix="""
            Mount the SDK's middleware before the catch-all, or let the catch-all answer GET only.
            In a proxy, hand the auth path on to the backend, and leave errors of POST requests as
            they are.
        """,
        bad="""
```ts
app.use((req, res) => res.sendFile(index));
app.use(middleware());
```
```nginx
location / {
    try_files $uri /index.html;
    error_page 405 =200 $uri;
}
```
        """,
        good="""
```ts
app.use(middleware());
app.get("*", (req, res) => res.sendFile(index));
```
        """,
        quiet="""
            A catch-all for GET only, one that answers 404, and one after the SDK's middleware do
            no harm. Nothing is said when the base path or the answer is not known. nginx and Caddy
            answer a POST to a file with 405 by themselves, so that `try_files` and `file_server`
            alone are no catch-all; Apache answers it with 200.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the catch-alls that requests to the SDK's API reach first."""
        seen: set[Place] = set()
        for http in running(app):
            for layer, sdk in _answering(http, base_paths(system, app)):
                if layer.place not in seen:
                    seen.add(layer.place)
                    yield self._finding(layer, sdk, min(base_paths(system, app)))
        for found in answered(system, app) if app.side is Side.BACKEND else ():
            yield self._by_proxy(found)

    def _by_proxy(self, found: Answered) -> Finding:
        tool = found.gateway.tool
        path = found.end.effective + REFRESH_PATH
        return self.finding(
            f"{tool} answers every POST request that it hands on to nobody with 200, that to "
            f"{path!r} among them.",
            Evidence(f"{tool} proxy", found.answer.place, found.answer.text),
            *found.end.evidences(),
            effect=_EFFECT,
            help=f"Hand {found.end.effective or '/'!r} on to the backend, and do not turn other "
            "answers to POST requests into 200.",
        )

    def _finding(self, layer: Layer, sdk: Layer, path: str) -> Finding:
        return self.finding(
            f"This handler answers every request with 200, that to {path + '/session/refresh'!r} "
            "among them, before the SDK's middleware sees it.",
            Evidence("handler", layer.place, layer.name or None),
            Evidence("SuperTokens middleware", sdk.place),
            effect=_EFFECT,
            help="Mount the SDK's middleware before this handler, or let it answer GET only.",
        )


def _answering(http: HttpApp, paths: frozenset[str]) -> Iterator[tuple[Layer, Layer]]:
    sdk = next(iter(http.of_kind(LayerKind.SUPERTOKENS)), None)
    if sdk is None or not paths:
        return
    for layer in http.layers[: http.layers.index(sdk)]:
        certain = layer.kind is LayerKind.CATCH_ALL and not layer.conditional
        covering = all(covers(layer.path, path) for path in paths)
        if certain and layer.answers == _OK and takes_post(layer) and covering:
            yield layer, sdk
