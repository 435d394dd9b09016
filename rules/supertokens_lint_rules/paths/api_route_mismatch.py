"""ST118: the file route or mount point of the auth API is not at the backend's base path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import AuthRoute, Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules.agreements import Verdict, disagreements
from supertokens_lint_rules.ends import Disagreement, End
from supertokens_lint_rules.paths.effective import BaseEnd, base_ends, path_text

_NEST = "Nest"


class ApiRouteMismatch(AppRule):
    """ST118."""

    code = "ST118"
    name = "api-route-mismatch"
    severity = Severity.ERROR
    reasons = ("D",)
    documentation = Documentation(
        summary="The route that serves the auth API is not at the backend's apiBasePath.",
        why="""
            In full-stack frameworks the place of a file decides which requests reach it, and in
            Express the path that a middleware is mounted at does. The SDK then compares the
            whole path of the request with its own `apiBasePath`. When the two differ, no request
            passes both: the framework answers with a 404, or the SDK hands the request on. In Nest
            (9 and later) middleware that a module applies sees only paths below the global prefix.
            Next takes its own `basePath` off before its routes see a path: it belongs into
            `apiGatewayPath`, and not into `apiBasePath`.
        """,
        fix="""
            Move the file (or the mount point) to the base path, or set `apiBasePath` on both
            sides to the path of the file. `/api/auth` belongs to `pages/api/auth/[[...path]].ts`
            or `app/api/auth/[[...path]]/route.ts` in Next, `routes/api/auth/[...path]/+server.ts`
            in SvelteKit, `server/api/auth/[...path].ts` in Nuxt, `pages/api/auth/[...path].ts` in
            Astro and `routes/api.auth.$.tsx` in Remix.
        """,
        bad="""
```ts
// app/api/session/[[...path]]/route.ts serves /api/session
const handleCall = getAppDirRequestHandler();
// config/backend.ts
apiBasePath: "/api/auth",
```
        """,
        good="""
```ts
// app/api/auth/[[...path]]/route.ts serves /api/auth
const handleCall = getAppDirRequestHandler();
// config/backend.ts
apiBasePath: "/api/auth",
```
        """,
        quiet="""
            A route that catches everything above the base path is fine. Nothing is said when the
            base path is unknown, when a rewrite inside the framework may change the path, and
            when the frontend calls the route's path: then the backend's `apiBasePath` is what
            differs, which is `api-base-path-mismatch`.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield a finding where no route of a backend serves its base path."""
        if app.side is not Side.BACKEND or _rewrites_inside(app, system):
            return

        def compare(_first: Init, environment: Environment) -> Verdict:
            return _unserved(app, system, environment)

        for found in disagreements(system.environments(app), app.inits[:1], compare):
            yield from self._findings(app, system, found)
        yield from self._below_base_path(app, system)

    def _below_base_path(self, app: App, system: System) -> Iterator[Finding]:
        """Yield frontends that leave out the path which Next puts in front of all routes."""
        routes = [route for route in app.auth_routes if route.public]
        if not routes or len(routes) < len(app.auth_routes):
            return
        ends = base_ends(system)
        for pair in system.pairs:
            if pair.backend is not app:
                continue

            def compare(init: Init, environment: Environment, pair: Pair = pair) -> Verdict:
                known = ends(pair.frontend, init, environment)
                found = [end for end in known or () if isinstance(end, BaseEnd)]
                if not found:
                    return None
                if any(end.effective not in {r.path for r in routes} for end in found):
                    return True
                return found[0], found[0]

            environments = system.environments(app, pair.frontend)
            for found in disagreements(environments, pair.frontend.inits, compare):
                if isinstance(found.left, BaseEnd):
                    yield self._without_base_path(routes[0], found.left, found)

    def _without_base_path(self, route: AuthRoute, end: BaseEnd, found: Disagreement) -> Finding:
        front = route.public.removesuffix(route.path)
        return self.finding(
            f"The frontend calls the auth API under {path_text(end.effective)}, but Next serves it "
            f"under {path_text(route.public)}: its basePath is {front!r}.",
            end.evidence(),
            Evidence(f"{route.framework} route", route.place, path_text(route.path)),
            effect="Users will see that sign-in fails: every call of the auth API ends in a 404.",
            help=f"Set apiGatewayPath to {front!r} on both sides.",
            severity=found.severity,
            environments=found.environments,
        )

    def _findings(self, app: App, system: System, found: Disagreement) -> Iterator[Finding]:
        end = found.left
        if not isinstance(end, BaseEnd):
            return
        route = max(
            _routes(app, system, end.environment), key=lambda item: (item.catch_all, item.path)
        )
        if not route.catch_all and route.path.rstrip("/") in _paths(end, route):
            yield self._narrow(route, end, found)
            return
        yield self.finding(
            f"The auth API is {_at(route)}, but the backend's base path is {end.shown}.",
            end.evidence(),
            Evidence(f"{route.framework} route", route.place, path_text(route.path)),
            effect="Users will see that sign-in fails: every call of the auth API ends in a 404.",
            help=_mend(route, end),
            severity=found.severity,
            environments=found.environments,
        )

    def _narrow(self, route: AuthRoute, end: BaseEnd, found: Disagreement) -> Finding:
        return self.finding(
            f"The {_kind(route)} of the auth API answers {path_text(route.path)} alone, and no "
            "path below it, where the API is.",
            Evidence(f"{route.framework} route", route.place, path_text(route.path)),
            end.evidence(),
            effect="Users will see that sign-in fails: every call of the auth API ends in a 404.",
            help="Make it a catch-all route.",
            severity=found.severity,
            environments=found.environments,
        )


def _at(route: AuthRoute) -> str:
    if route.framework == _NEST:
        return f"below {path_text(route.path)}, Nest's global prefix"
    return f"at {path_text(route.path)} by its {_kind(route)}"


def _mend(route: AuthRoute, end: BaseEnd) -> str:
    if route.framework == _NEST:
        below = route.path.rstrip("/") + end.own
        return f"Set apiBasePath to {path_text(below)} on both sides."
    return (
        f"Set apiBasePath to {path_text(route.path)} on both sides, or move the route to "
        f"{path_text(end.effective)}."
    )


def _routes(app: App, system: System, environment: Environment) -> tuple[AuthRoute, ...]:
    """Return the routes that serve the API, a global prefix of Nest among them."""
    if app.auth_routes:
        return app.auth_routes
    found: list[AuthRoute] = []
    running = [http for http in app.http_apps if http.reached and not http.is_test]
    for http in running:
        if http.framework == "custom":
            continue
        if http.prefix is None:
            return ()
        for outcome in system.outcomes(http.prefix.value, environment):
            if outcome.text is None:
                return ()
            path = "/" + outcome.text.strip("/")
            found.append(AuthRoute(path, http.prefix.place, _NEST))
    return tuple(found)


def _kind(route: AuthRoute) -> str:
    if route.framework == _NEST:
        return "global prefix"
    return "mount point" if route.framework == "Express" else f"{route.framework} file route"


def serves(route: AuthRoute, path: str) -> bool:
    """Tell whether a route answers requests below a base path, or one of those requests."""
    fixed = route.path.rstrip("/")
    if not route.catch_all:
        return fixed.startswith(f"{path.rstrip('/')}/")
    return path == fixed or path.startswith(f"{fixed}/")


def _unserved(app: App, system: System, environment: Environment) -> Verdict:
    """Return the base path of the first init when no route serves that of any."""
    ends: list[End] = []
    for init in app.inits:
        known = base_ends(system)(app, init, environment)
        if known is None:
            return None
        ends.extend(known)
    found = [end for end in ends if isinstance(end, BaseEnd)]
    routes = _routes(app, system, environment)
    for end in found:
        if any(serves(route, path) for route in routes for path in _paths(end, route)):
            return True
    if not found or not routes or _is_called(app, system, environment, routes):
        return None
    return found[0], found[0]


def _paths(end: BaseEnd, route: AuthRoute) -> tuple[str, ...]:
    return (end.own,) if route.public else (end.effective, end.own)


def _is_called(
    app: App, system: System, environment: Environment, routes: tuple[AuthRoute, ...]
) -> bool:
    """Tell whether a frontend calls a path that a route serves: then the backend is the odd one."""
    for pair in system.pairs:
        if pair.backend is not app:
            continue
        for init in pair.frontend.inits:
            for end in base_ends(system)(pair.frontend, init, environment) or ():
                if isinstance(end, BaseEnd) and any(
                    serves(route, end.effective) and not route.public for route in routes
                ):
                    return True
    return False


def _rewrites_inside(app: App, system: System) -> bool:
    """Tell whether a rewrite of the framework leads from one path of the app to another."""
    return any(
        outcome.text is not None and not outcome.text.startswith("http")
        for rule in app.proxies
        for environment in system.environments(app)
        for outcome in system.outcomes(rule.target, environment)
    )
