"""ST501: nothing serves the SDK's API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import AuthRoute, Init
from supertokens_lint.extract.session_facts import FrameworkImport
from supertokens_lint.extract.wiring_facts import HttpApp, LayerKind
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.wiring.backends import pairs_with, running, serves_sdk, signs_in
from supertokens_lint_rules.wiring.file_routes import TITLES, unanswered, without_route

_CALLS = {
    "express": "app.use(middleware())",
    "koa": "app.use(middleware())",
    "fastify": "await fastify.register(plugin)",
    "hapi": "await server.register(plugin)",
    "loopback": "app.middleware(middleware)",
    "nest": "consumer.apply(AuthMiddleware).forRoutes('*')",
    "fastapi": "app.add_middleware(get_middleware())",
    "starlette": "app.add_middleware(get_middleware())",
    "flask": "Middleware(app)",
    "gin": "router.Use(...) with a function that calls supertokens.Middleware",
    "chi": "r.Use(supertokens.Middleware)",
    "mux": "http.ListenAndServe(address, supertokens.Middleware(router))",
    "net/http": "http.ListenAndServe(address, supertokens.Middleware(handler))",
    "echo": "e.Use(echo.WrapMiddleware(supertokens.Middleware))",
    "fiber": "app.Use(adaptor.HTTPMiddleware(supertokens.Middleware))",
    "go-zero": "server.Use(rest.ToMiddleware(supertokens.Middleware))",
    "django": "'supertokens_python.framework.django.django_middleware.middleware' in MIDDLEWARE",
}
_KNOWN = frozenset(_CALLS)
_OF_PYTHON = frozenset({"fastapi", "starlette", "flask", "django"})
_OF_GO = frozenset({"gin", "chi", "mux", "net/http", "echo", "fiber", "go-zero"})
_LAMBDA_CALL = "middleware()"
_WITHOUT = "session_exception_handler"
_CHECKS = frozenset({"verifySession", "verify_session"})


class MiddlewareMissing(AppRule):
    """ST501."""

    code = "ST501"
    name = "middleware-missing"
    severity = Severity.ERROR
    reasons = ("D",)
    documentation = Documentation(
        summary="The SDK's middleware is never mounted, so nothing serves its API.",
        why="""
            `init` only configures the SDK. Its API (sign-in, sign-out, `/session/refresh`) is
            served by the middleware, plugin or route handler for the web framework, which the
            application has to mount. Without it these requests end in the application's 404.
        """,
        fix="""
            Mount it after CORS and before the routes: `app.use(middleware())` in Express and Koa,
            `register(plugin)` in Fastify and Hapi, `app.add_middleware(get_middleware())` in
            FastAPI, `Middleware(app)` in Flask, the entry in Django's `MIDDLEWARE`,
            `supertokens.Middleware` around the handler in Go, a function of its own on AWS Lambda.
        """,
        bad="""
```ts
import { middleware } from "supertokens-node/framework/express";

supertokens.init({ ... });
app.use(cors({ ... }));
app.get("/orders", verifySession(), listOrders);
```
        """,
        good="""
```ts
import { middleware } from "supertokens-node/framework/express";

supertokens.init({ ... });
app.use(cors({ ... }));
app.use(middleware());
app.get("/orders", verifySession(), listOrders);
```
        """,
        quiet="""
            The whole program is searched, not the file with the init: anything that uses the
            middleware, serves the API by a file route or sets the SDK up through Nest's module is
            enough. Services that only verify sessions (no recipe for signing in) need no
            middleware. Nothing is said about applications that are given to code which nobody can
            follow, nor about a full-stack framework whose website and API have different origins.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield a finding for a backend whose init signs users in and whose API nothing serves."""
        inits = [init for init in app.inits if init.side is Side.BACKEND and signs_in(init)]
        if not inits or app.gaps:
            return
        lacking = unanswered(app)
        if lacking is not None and pairs_with(system, app):
            yield self._unanswered(*lacking, inits[0])
        if serves_sdk(app) or _is_served_elsewhere(app, system):
            return
        unused = [item for item in app.sessions.framework_imports if item.mounts and not item.used]
        if unused:
            yield self._unused(unused[0], inits[0], app)
            return
        if not pairs_with(system, app) and not _verifies(app):
            return
        routed = without_route(app, system, inits)
        if routed is not None and pairs_with(system, app):
            yield self._without_route(routed, inits[0])
            return
        for http in _lacking(app, inits[0]):
            yield self._absent(http, inits[0])
            return
        function = _lone_function(app)
        if function is not None and pairs_with(system, app):
            yield self._without_function(function, inits[0])

    def _unused(self, item: FrameworkImport, init: Init, app: App) -> Finding:
        place = next((http.place for http in running(app)), None)
        counterparts = [Evidence("init of the SDK", init.callee)]
        if place is not None:
            counterparts.append(Evidence("application", place))
        return self.finding(
            f"{item.name} of the SDK is imported and never mounted: nothing serves its API.",
            Evidence("import", item.place, item.name),
            *counterparts,
            effect=_EFFECT,
            help=f"Mount it: {_CALLS.get(item.framework, item.name)}.",
        )

    def _absent(self, http: HttpApp, init: Init) -> Finding:
        return self.finding(
            f"The SDK's middleware is not mounted on this {_title(http.framework)} application: "
            "nothing serves its API.",
            Evidence("application", http.place),
            Evidence("init of the SDK", init.callee),
            effect=_EFFECT,
            help=f"Mount it: {_CALLS[http.framework]}.",
        )

    def _without_route(self, http: HttpApp, init: Init) -> Finding:
        title = TITLES[http.framework]
        call = "getAppDirRequestHandler" if http.framework == "next" else "handleAuthAPIRequest"
        return self.finding(
            f"No route of this {title} application serves the SDK's API.",
            Evidence("init of the SDK", init.callee),
            Evidence("application", http.place, title),
            effect=_EFFECT,
            help=f"Add a catch-all route at apiBasePath that calls {call}().",
        )

    def _without_function(self, function: FrameworkImport, init: Init) -> Finding:
        return self.finding(
            "None of the functions of AWS Lambda serves the SDK's API.",
            Evidence("init of the SDK", init.callee),
            Evidence("import of a function that needs a session", function.place, function.name),
            effect=_EFFECT,
            help=f"Add a function whose handler is {_LAMBDA_CALL}, with a catch-all path at "
            "apiBasePath.",
        )

    def _unanswered(self, route: AuthRoute, method: str, init: Init) -> Finding:
        reads = method == "GET"
        return self.finding(
            f"This route serves the SDK's API, but not its {method} requests: "
            f"{' and '.join(route.methods) or 'nothing'} alone is answered.",
            Evidence(f"{route.framework} route", route.place),
            Evidence("init of the SDK", init.callee),
            effect="Users will see errors (status 405) where the sign-in form asks the API for "
            "something."
            if reads
            else "Users will see that sign-in fails: its requests are answered with 405.",
            help=f"Handle {method} in this file as well.",
            severity=Severity.WARNING if reads else None,
        )


_EFFECT = "Users will see that sign-in fails: requests to the SDK's API end in a 404."


def _is_served_elsewhere(app: App, system: System) -> bool:
    """Tell whether another backend may serve the SDK's API to the frontends instead.

    An application that handles the SDK's errors with ``session_exception_handler`` goes without
    the middleware on purpose.
    """
    if any(item.name == _WITHOUT for item in app.sessions.framework_imports if item.used):
        return True
    others = [other for other in system.apps if other.side is Side.BACKEND and other is not app]
    return not pairs_with(system, app) and any(serves_sdk(other) for other in others)


def _verifies(app: App) -> bool:
    return any(item.name in _CHECKS for item in app.sessions.framework_imports)


def _lone_function(app: App) -> FrameworkImport | None:
    """Return what tells of functions on AWS Lambda that verify sessions, where no server runs."""
    if any(http.framework != "custom" for http in running(app)):
        return None
    found = [item for item in app.sessions.framework_imports if item.framework == "awsLambda"]
    return next((item for item in found if item.name in _CHECKS and item.used), None)


def _lacking(app: App, init: Init) -> Iterator[HttpApp]:
    """Yield the running applications when all of them are known in full and lack the SDK."""
    every = [http for http in running(app) if http.framework != "custom"]
    found = [http for http in every if _speaks(http, init)]
    if found and all(http.complete and http.framework in _KNOWN for http in every):
        yield from (http for http in found if not http.of_kind(LayerKind.SUPERTOKENS))


def _speaks(http: HttpApp, init: Init) -> bool:
    if http.framework in _OF_GO:
        return init.sdk is Sdk.GOLANG
    if http.framework in _OF_PYTHON:
        return init.sdk is Sdk.PYTHON
    return init.sdk not in (Sdk.PYTHON, Sdk.GOLANG)


def _title(framework: str) -> str:
    names = {"fastapi": "FastAPI"}
    return names.get(framework, framework if framework in _OF_GO else framework.capitalize())
