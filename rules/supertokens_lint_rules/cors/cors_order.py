"""ST307: the SDK's middleware answers before CORS is added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Fixable, Move, Remedy
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cors.crossings import Crossing, crossings
from supertokens_lint_rules.cors.evidence import site_evidence
from supertokens_lint_rules.cors.faults import Fault, Sound, findings
from supertokens_lint_rules.cors.policies import Guarded, guarded_apps

_ADDED_LAST = frozenset({"fastapi", "starlette"})
_BY_HAND = "manual"
_ROUTED_BY_FILES = frozenset(
    {"custom", "next", "nuxt", "sveltekit", "astro", "remix", "solidstart"}
)


class CorsOrder(AppRule):
    """ST307."""

    code = "ST307"
    name = "cors-order"
    severity = Severity.ERROR
    reasons = ("D8", "D")
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="The SDK's middleware answers requests before CORS headers are added.",
        why="""
            The SDK's middleware answers the requests to its own API itself and calls nothing after
            it. When CORS comes after it, those answers have no CORS headers and the browser keeps
            them from the page. Preflights still work, which makes this hard to see. Express, Koa,
            Django, gin, chi, echo and fiber run middleware from first to last; in FastAPI and
            Starlette the middleware that is added last runs first; with net/http and gorilla/mux
            what is put around the rest runs first.
        """,
        fix="""
            Let CORS run before the SDK's middleware: above it in Express, Koa, Go's routers and
            Django's `MIDDLEWARE`, after it in the calls of `add_middleware` of FastAPI and
            Starlette, around `supertokens.Middleware` with net/http and gorilla/mux.
        """,
        bad="""
```py
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"], ...)
app.add_middleware(get_middleware())
```
        """,
        good="""
```py
app.add_middleware(get_middleware())
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"], ...)
```
        """,
        quiet="""
            Nothing is said when website and API have one origin or nobody knows, when CORS headers
            are also added outside (a second CORS layer, a proxy), when something that nobody could
            follow is mounted, and about frameworks where the order makes no difference (Flask,
            Fastify, Hapi). Where files are routes, headers may be set on the answer that the SDK's
            handler returned, so that only CORS libraries have an order there.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the applications whose CORS layers all come after the SDK's middleware."""

        def check(environment: Environment) -> Iterator[Fault | Sound]:
            crossing = next(crossings(system, app, environment), None)
            if crossing is None:
                return
            for guarded in guarded_apps(app, environment, system):
                late = _late(guarded)
                if late is not None:
                    yield _fault(guarded, late, crossing)

        yield from findings(self, system, app, check)


def _late(guarded: Guarded) -> Layer | None:
    """Return the first CORS layer when all of them stand after the SDK's middleware."""
    kinds = {LayerKind.CORS, LayerKind.SUPERTOKENS}
    passed = [layer for layer in guarded.http.layers if layer.kind in kinds]
    if not guarded.http.complete or not guarded.layers or passed[0].kind is LayerKind.CORS:
        return None
    sdk = passed[0]
    if sdk.conditional or sdk.fault is not None:
        return None
    late = next((layer for layer in guarded.layers if layer.cors is not None), None)
    is_written = late is not None and late.name == _BY_HAND
    return None if is_written and guarded.http.framework in _ROUTED_BY_FILES else late


def _fault(guarded: Guarded, late: Layer, crossing: Crossing) -> Fault:
    site = crossing.sites[0]
    added_last = guarded.http.framework in _ADDED_LAST
    how = ", because what is added last runs first" if added_last else ""
    move = "Add CORS after" if added_last else "Mount CORS before"
    return Fault(
        f"Requests reach the SDK's middleware before CORS{how}: its answers to {site.origin!r} "
        "have no CORS headers.",
        Evidence("CORS", late.place),
        (Evidence("SuperTokens middleware", guarded.sdk.place), site_evidence(site)),
        effect="Users will see that sign-in fails: the API answers, but the browser keeps the "
        "answer from the page.",
        help=f"{move} the SDK's middleware.",
        remedy=Remedy(
            f"{move} the SDK's middleware",
            (Move(late.place, guarded.sdk.place, before=not added_last),),
            safe=True,
        ),
    )
