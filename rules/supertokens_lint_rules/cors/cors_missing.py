"""ST301: website and API have different origins, and nothing sends CORS headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.wiring_facts import Fault as WiringFault
from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import address
from supertokens_lint_rules.cors.crossings import Crossing, crossings, stated_by_backend
from supertokens_lint_rules.cors.evidence import headers_call, site_evidence
from supertokens_lint_rules.cors.faults import Fault, Sound, findings
from supertokens_lint_rules.cors.policies import Guarded, guarded_apps
from supertokens_lint_rules.full_stack import is_full_stack

_OF_FASTIFY = frozenset({"@fastify/cors", "fastify-cors"})


class CorsMissing(AppRule):
    """ST301."""

    code = "ST301"
    name = "cors-missing"
    severity = Severity.ERROR
    reasons = ("D",)
    documentation = Documentation(
        summary="Website and API have different origins, and nothing sends CORS headers.",
        why="""
            The SDK's middleware answers sign-in, sign-out and refresh, but leaves CORS to the
            application. A page may call an API of another origin (another scheme, host or port;
            `localhost` with two ports counts) only when the API says so with
            `Access-Control-Allow-*` headers. Without them the browser stops the first request.
        """,
        fix="""
            Add the CORS middleware of the framework before the SDK's: with the website's origin,
            credentials, and the headers of `getAllCORSHeaders()`.
        """,
        bad="""
```ts
const app = express();
app.use(middleware());
```
        """,
        good="""
```ts
const app = express();
app.use(
    cors({
        origin: "http://localhost:3000",
        allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
        credentials: true,
    })
);
app.use(middleware());
```
        """,
        quiet="""
            Nothing is said when the origins are equal or one of them is unknown (a development
            proxy, a framework that serves both), when the frontend uses the origin of its page,
            when the backend itself states one origin for both (then a differing frontend is `api-
            domain-mismatch`, as is a port of this machine at which a framework that serves both
            does not listen), when a proxy, gateway or hosting file of the system sends CORS
            headers, and when the application mounts something that nobody could follow.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the applications with the SDK's middleware that send no CORS headers."""

        def check(environment: Environment) -> Iterator[Fault | Sound]:
            crossing = next(crossings(system, app, environment), None)
            if crossing is None or not any(stated_by_backend(system, app, environment)):
                return
            if crossing.pair is not None and is_full_stack(crossing.pair):
                here = address(crossing.api)
                if here is not None and here.is_alias:
                    return  # its pages and its API are served at one port of this machine
            for guarded in guarded_apps(app, environment, system):
                sound = guarded.sdk.fault is not WiringFault.NOT_WRAPPING
                layers = [layer for layer in guarded.layers if not (sound and _is_enclosed(layer))]
                if guarded.http.complete and not layers:
                    yield self._fault(guarded, crossing, headers_call(app))

        yield from findings(self, system, app, check)

    def _fault(self, guarded: Guarded, crossing: Crossing, headers: str) -> Fault:
        site = crossing.sites[0]
        elsewhere = [layer for layer in guarded.http.of_kind(LayerKind.CORS) if not layer.methods]
        limited = ""
        if elsewhere and _is_enclosed(elsewhere[0]):
            limited = " (CORS is registered in a plugin that fastify-plugin does not wrap)"
        elif elsewhere and not elsewhere[0].conditional:
            limited = f" (CORS is only mounted at {elsewhere[0].path!r})"
        return Fault(
            f"The website {site.origin!r} calls the API {crossing.api.text!r}, another origin, but "
            f"the application sends no CORS headers for the SDK's API{limited}.",
            Evidence("SuperTokens middleware", guarded.sdk.place),
            (
                site_evidence(site),
                crossing.api.evidence(),
                *(Evidence("CORS", layer.place, layer.path) for layer in elsewhere[:1]),
            ),
            effect="Users will see that sign-in fails: the browser blocks every request to the API "
            '("blocked by CORS policy" in its console).',
            help="Mount CORS before the SDK's middleware, with the website's origin, credentials, "
            f"and content-type and the headers of {headers} as allowed headers.",
        )


def _is_enclosed(layer: Layer) -> bool:
    """Tell whether a layer holds for the routes of a plugin of Fastify alone."""
    return layer.fault is WiringFault.NOT_WRAPPING and layer.name in _OF_FASTIFY
