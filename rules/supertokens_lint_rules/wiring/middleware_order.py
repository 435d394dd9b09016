"""ST503: the SDK's middleware is mounted in a way in which it cannot work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.wiring_facts import Fault, HttpApp, Layer, LayerKind
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Call, Fixable, Pass, Remedy
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cors.crossings import crossings
from supertokens_lint_rules.wiring.backends import base_paths, covers, running, takes_post

_OK = 200
_NAMES = {
    "fastapi": "get_middleware",
    "starlette": "get_middleware",
    "fastify": "plugin",
    "hapi": "plugin",
}
_FAULTS = {
    Fault.NOT_CALLED: (
        "{name} of the SDK is passed without being called: it only returns the middleware.",
        "Users will see that requests hang or fail: what is mounted is not the SDK's middleware.",
        "Call it: {name}().",
    ),
    Fault.CALLED: (
        "{name} of the SDK is called here, but this framework wants the function itself.",
        "Users will see that sign-in fails: the framework gets something that is no middleware.",
        "Pass {name} without parentheses.",
    ),
    Fault.NO_ABORT: (
        "The request goes on to the routes after the SDK has answered it.",
        "Users will see broken answers of the SDK's API: two handlers write to one response.",
        "Stop the request after the SDK's middleware has run (in gin: c.Abort()).",
    ),
    Fault.NOT_WRAPPING: (
        "The SDK's middleware is mounted where it does not run for paths that have no route.",
        "Users will see that sign-in fails: requests to the SDK's API end in a 404.",
        "Wrap the whole router in the SDK's middleware.",
    ),
    Fault.AFTER_ROUTES: (
        "The SDK's middleware is added after routes, which this framework does not accept.",
        "Users will see that the API does not start: the router panics.",
        "Add the SDK's middleware before the routes.",
    ),
    Fault.AFTER_LISTEN: (
        "The SDK's middleware is mounted after the server was started.",
        "Users will see that sign-in fails: requests may arrive before the middleware is there.",
        "Mount the SDK's middleware before the server listens.",
    ),
}
_MENDS = {
    ("fastify", Fault.NOT_WRAPPING): "Register the SDK's plugin on the server itself, or wrap the "
    "plugin around it in fastify-plugin.",
}


class MiddlewareOrder(AppRule):
    """ST503."""

    code = "ST503"
    name = "middleware-order"
    severity = Severity.ERROR
    reasons = ("D",)
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="The SDK's middleware is mounted in a way in which it cannot serve its API.",
        why="""
            The middleware has to see the requests to the SDK's API before anything that answers
            every path does, such as a handler for 404. Frameworks differ in what they want to be
            given: Express and Koa the result of `middleware()`, LoopBack the function itself. gin
            goes on to what comes after unless the wrapper aborts. gorilla/mux and go-zero run
            `Use`, gin and chi the middleware of a group, only for paths with a route. Flask
            answers the preflight of a path without a route with 404, so without a catch-all route
            browsers stop all requests to the SDK's API.
        """,
        fix="""
            Mount the middleware before the routes, in the form that the framework wants. In Flask
            add the catch-all route of the SDK's documentation.
        """,
        bad="""
```ts
app.use((req, res) => res.status(404).json({ error: "not found" }));
app.use(middleware());
```
        """,
        good="""
```ts
app.use(middleware());
app.use((req, res) => res.status(404).json({ error: "not found" }));
```
        """,
        quiet="""
            Routes before the middleware do no harm unless they answer the paths of the SDK's API.
            Nothing is said where the base path is not known, where the handler may pass requests
            on, and in Flask when website and API have one origin or something else answers
            preflights.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield faults of the SDK's layers, once a place."""
        seen: set[Place] = set()
        for http in running(app):
            for finding in self._checked(http, app, system):
                if finding.primary.place not in seen:
                    seen.add(finding.primary.place)
                    yield finding

    def _checked(self, http: HttpApp, app: App, system: System) -> Iterator[Finding]:
        layers = http.of_kind(LayerKind.SUPERTOKENS)
        for layer in layers:
            if layer.fault is not None:
                yield self._faulty(layer, layer.fault, http)
        sound = [layer for layer in layers if layer.fault is None]
        if not sound or len(sound) < len(layers):
            return
        paths = base_paths(system, app)
        yield from self._shadowed(http, sound[0], paths)
        if http.framework == "flask" and _refuses_preflights(http, paths):
            yield from self._preflights(http, sound[0], app, system)

    def _faulty(self, layer: Layer, fault: Fault, http: HttpApp) -> Finding:
        message, effect, mend = _FAULTS[fault]
        name = _NAMES.get(http.framework, "middleware")
        mend = _MENDS.get((http.framework, fault), mend)
        harmless = fault is Fault.NO_ABORT and not _answers_after(http, layer)
        return self.finding(
            message.format(name=name),
            Evidence("SuperTokens middleware", layer.place),
            effect=effect,
            help=mend.format(name=name),
            severity=Severity.WARNING if harmless else None,
            remedy=_remedy(layer, fault, name),
        )

    def _shadowed(self, http: HttpApp, sdk: Layer, paths: frozenset[str]) -> Iterator[Finding]:
        for layer in http.layers[: http.layers.index(sdk)]:
            if layer.kind is not LayerKind.CATCH_ALL or layer.conditional or not takes_post(layer):
                continue
            if layer.answers == _OK or not paths or not _all_covered(layer.path, paths):
                continue
            path = min(paths)
            yield self.finding(
                f"This handler answers every request before the SDK's middleware sees those to "
                f"{path!r}.",
                Evidence("handler", layer.place, layer.name or None),
                Evidence("SuperTokens middleware", sdk.place),
                effect="Users will see that sign-in fails: requests to the SDK's API are answered "
                "by this handler.",
                help="Mount the SDK's middleware before this handler.",
            )
            return

    def _preflights(self, http: HttpApp, sdk: Layer, app: App, system: System) -> Iterator[Finding]:
        for environment in system.environments(app):
            crossing = next(crossings(system, app, environment), None)
            if crossing is None:
                continue
            site = crossing.sites[0]
            yield self.finding(
                "No catch-all route: Flask answers the preflight of the SDK's API from "
                f"{site.origin!r} with 404.",
                Evidence("SuperTokens middleware", sdk.place),
                Evidence("application", http.place),
                site.end.evidence(),
                effect="Users will see that sign-in fails: the browser stops the request after its "
                "preflight.",
                help='Add a route for "/<path:u_path>" that aborts with 404.',
            )
            return


def _remedy(layer: Layer, fault: Fault, name: str) -> Remedy | None:
    if fault is Fault.NOT_CALLED:
        return Remedy(f"Call {name}()", (Call(layer.place),), safe=True)
    if fault is Fault.CALLED:
        return Remedy(f"Pass {name} without calling it", (Pass(layer.place),), safe=True)
    return None


def _answers_after(http: HttpApp, sdk: Layer) -> bool:
    """Tell whether something behind the SDK's middleware may answer what it has answered."""
    after = http.layers[http.layers.index(sdk) + 1 :]
    return not http.complete or any(
        layer.kind in (LayerKind.CATCH_ALL, LayerKind.SESSION_LAYER) for layer in after
    )


def _all_covered(prefix: str, paths: frozenset[str]) -> bool:
    return all(covers(prefix, path) for path in paths)


def _refuses_preflights(http: HttpApp, paths: frozenset[str]) -> bool:
    """Tell whether nothing answers ``OPTIONS`` below the paths of the SDK's API."""
    if not http.complete or not paths:
        return False
    for layer in http.layers:
        if layer.kind is LayerKind.CATCH_ALL and any(covers(layer.path, path) for path in paths):
            return False
        if "OPTIONS" in layer.methods and layer.kind is not LayerKind.ROUTE:
            return False
        if layer.kind is LayerKind.OWN_ERROR_HANDLER and layer.name in ("404", "NotFound"):
            return False
        if layer.kind is LayerKind.OTHER and not layer.name:
            return False
    return True
