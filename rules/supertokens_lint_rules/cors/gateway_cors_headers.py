"""ST309: CORS lists of a proxy or API gateway lack the SDK's headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.gateway_facts import GatewayCors, HeaderList
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cors.crossings import is_same_origin
from supertokens_lint_rules.proxies.needs import allowed_headers, exposed_headers
from supertokens_lint_rules.proxies.passages import Passage, passages

_ALL = "*"


class GatewayCorsHeaders(AppRule):
    """ST309."""

    code = "ST309"
    name = "gateway-cors-headers"
    severity = Severity.ERROR
    reasons = ("F44",)
    documentation = Documentation(
        summary="The CORS lists of a proxy or API gateway lack the SDK's headers.",
        why="""
            A gateway that is told about CORS answers the browser's preflight requests itself; what
            the application lists does not count. The frontend SDK sends `rid`, `fdi-version` and
            `st-auth-mode` (and `anti-csrf` or `authorization`, by configuration). When the
            gateway's list lacks one of them, the browser does not send the request.

            The default lists of API Gateway, the Serverless Framework, SAM, the CDK and the nginx
            ingress know none of these. An HTTP API of AWS also replaces the list of exposed
            headers, and then has to name `front-token`. A policy of CloudFront for response headers
            that overrides the origin replaces both lists of the application.
        """,
        fix="""
            List `content-type`, `rid`, `fdi-version`, `anti-csrf` and `st-auth-mode`, and
            `authorization` for sessions in headers, in the gateway's allowed headers; or let the
            application answer preflight requests.
        """,
        bad="""
```yaml
# serverless.yml
provider:
  httpApi:
    cors:
      allowedOrigins: [https://example.com]
      allowedHeaders: [Content-Type, Authorization]
      allowCredentials: true
```
        """,
        good="""
```yaml
# serverless.yml
provider:
  httpApi:
    cors:
      allowedOrigins: [https://example.com]
      allowedHeaders: [Content-Type, Authorization, rid, fdi-version, anti-csrf, st-auth-mode]
      exposedResponseHeaders: [front-token]
      allowCredentials: true
```
        """,
        quiet="""
            Nothing is said about lists that repeat what the browser asks for or hold values that
            nobody can see, where the application answers preflight requests itself, and where the
            website and the API have one origin.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the lists that lack headers, once a place."""
        seen: set[Place] = set()
        for passage in passages(system, app):
            cors = passage.location.cors
            if cors is None or _is_native(passage):
                continue
            if is_same_origin(system, app, passage.environment):
                continue
            for finding in self._findings(cors, passage):
                if finding.primary.place not in seen:
                    seen.add(finding.primary.place)
                    yield finding

    def _findings(self, cors: GatewayCors, passage: Passage) -> Iterator[Finding]:
        tool = passage.gateway.tool
        lacking = _lacking(cors, cors.allow_headers, allowed_headers(passage))
        listed = cors.allow_headers
        if lacking and (cors.answers or (cors.overrides and listed is not None)):
            place = cors.place if listed is None else listed.place
            does = (
                f"answers preflight requests itself, {_listing(listed)}"
                if cors.answers
                else "replaces the allowed headers of the application by a list that lacks"
            )
            yield self.finding(
                f"{tool} {does} {_text(lacking)}.",
                Evidence(f"{tool} allowed headers", place, _shown(listed)),
                *_frontend_evidence(passage),
                effect="Users will see that sign-in fails: the browser blocks every request of the "
                'SDK ("not allowed by Access-Control-Allow-Headers" in its console).',
                help=f"Add {_text(lacking)} to the allowed headers of {tool}.",
            )
        hidden = _lacking(cors, cors.expose_headers, exposed_headers(passage))
        if cors.replaces and cors.expose_headers is not None and hidden:
            yield self.finding(
                f"{tool} replaces the exposed headers of the SDK by a list that lacks "
                f"{_text(hidden)}.",
                Evidence(
                    f"{tool} exposed headers",
                    cors.expose_headers.place,
                    _shown(cors.expose_headers),
                ),
                *_frontend_evidence(passage),
                effect="Users will see that they are not signed in after sign-in: the frontend "
                f"cannot read {_text(hidden)}.",
                help=f"Add {_text(hidden)} to the exposed headers of {tool}.",
            )


def _is_native(passage: Passage) -> bool:
    return passage.frontend is not None and passage.frontend.sdk is Sdk.REACT_NATIVE


def _lacking(
    cors: GatewayCors, given: HeaderList | None, wanted: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what a list lacks; ``*`` stands for all but where requests carry credentials."""
    if given is None:
        return wanted
    if given.is_open or (_ALL in given.names and cors.credentials is not True):
        return ()
    return tuple(name for name in wanted if name not in given.names)


def _text(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _listing(given: HeaderList | None) -> str:
    if given is None:
        return "and allows none of"
    return f"with {'its default' if given.is_default else 'a'} list of headers that lacks"


def _shown(given: HeaderList | None) -> str:
    return "none" if given is None else ", ".join(given.names) or "none"


def _frontend_evidence(passage: Passage) -> tuple[Evidence, ...]:
    init = passage.frontend
    if init is None:
        return ()
    version = "" if init.version is None else f" {init.version.text}"
    return (Evidence("frontend init", init.callee, f"{init.sdk.value}{version}"),)
