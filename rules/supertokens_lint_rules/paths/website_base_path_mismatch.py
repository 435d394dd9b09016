"""ST116: websiteBasePath differs between the sides, or from where the auth UI is shown."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init, Options, UiRoute
from supertokens_lint.extract.redirections import moves_auth_ui
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Fixable, Remedy
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.resolve.values import Invocation, Record, alternatives
from supertokens_lint.rule import Documentation, PairRule
from supertokens_lint.sdk.errors import InvalidPathError
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.sdk.paths import DEFAULT_WEBSITE_BASE_PATH, normalise_path
from supertokens_lint.sdk.versions import at_least
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules.agreements import (
    Verdict,
    disagreements,
    first_disagreement,
    severity_between,
    version_of,
)
from supertokens_lint_rules.ends import (
    Disagreement,
    End,
    EndsOf,
    ends_of,
    pair_disagreements,
)
from supertokens_lint_rules.mending import is_own_literal, is_unambiguous, setting_change
from supertokens_lint_rules.paths.effective import path_text

KEY = "websiteBasePath"
SEPARATE_UI = (0, 32, 0)
GENERATED = "getSuperTokensRoutesForReactRouterDom"


class WebsiteBasePathMismatch(PairRule):
    """ST116."""

    code = "ST116"
    name = "website-base-path-mismatch"
    severity = Severity.WARNING
    reasons = ("F27",)
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="websiteBasePath differs between frontend and backend, or from the route of the "
        "auth UI.",
        why="""
            The frontend SDK sends users who have to sign in to `websiteBasePath`, and shows its
            UI only there. The backend SDK puts its own `websiteBasePath` into the links of
            e-mails: password reset, e-mail verification, magic links. When the two differ, those
            links lead to a page that shows nothing. When the application shows the UI at another
            route, redirects to sign-in do.
        """,
        fix="""
            Give both sides the same `websiteBasePath`, or leave it out on both (`/auth`), and
            show the UI at that route and everything below it.
        """,
        bad="""
```ts
// frontend: auth-react
websiteBasePath: "/login",
// backend: no websiteBasePath, so links lead to /auth
```
        """,
        good="""
```ts
// frontend: auth-react
websiteBasePath: "/login",
// backend
websiteBasePath: "/login",
```
        """,
        quiet="""
            supertokens-web-js and supertokens-website have no such key, so frontends that use
            only those are not looked at, nor is auth-react without its own UI. A frontend whose
            `getRedirectionURL` moves the auth UI is compared with its routes alone, and a backend
            that writes its own links is not compared. Routes that the SDK makes for React Router
            are always at the right place.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield the paths that differ, once a place in the frontend."""
        seen: set[Place] = set()
        frontends = [app for app in system.apps if app.side is Side.FRONTEND]
        sides = (found for pair in system.pairs for found in self.check_pair(pair, system))
        routes = (found for app in frontends for found in self._routes(app, system))
        for finding in (*sides, *routes):
            if finding.primary.place not in seen:
                seen.add(finding.primary.place)
                yield finding

    def check_pair(self, pair: Pair, system: System) -> Iterator[Finding]:
        """Yield where the sides of a pair disagree."""
        yield from self._sides(pair, system)

    def _sides(self, pair: Pair, system: System) -> Iterator[Finding]:
        for found in pair_disagreements(
            system, pair, _frontend(system), _backend(system), _same_path
        ):
            yield self._between_sides(found, pair, system)

    def _between_sides(self, found: Disagreement, pair: Pair, system: System) -> Finding:
        left, right = found.left, found.right
        routes = pair.frontend.ui_routes
        shown = [route for route in routes if _serves(route, left) or _serves(route, right)]
        return self.finding(
            f"The frontend's websiteBasePath is {left.shown}, but the backend's is {right.shown}.",
            left.evidence(),
            right.evidence(),
            *(_route_evidence(route) for route in shown[:1]),
            effect="Users will see that links in e-mails (password reset, verification) lead to a "
            "page that does not show the auth UI.",
            help=_help(left, right, pair.frontend),
            severity=severity_between(pair, found),
            environments=found.environments,
            remedy=_remedy(system, pair, found),
        )

    def _routes(self, app: App, system: System) -> Iterator[Finding]:
        if not app.ui_routes or _has_generated_routes(app):
            return

        def compare(init: Init, environment: Environment) -> Verdict:
            if not init.root.surely_lacks("disableAuthRoute"):
                return None
            ends = _website_ends(system, app, init, environment)
            return first_disagreement(ends, ends, lambda end, _same: _is_shown(end, app))

        for found in disagreements(system.environments(app), app.inits, compare):
            route = app.ui_routes[0]
            yield self.finding(
                f"The frontend's websiteBasePath is {found.left.shown}, but the auth UI is shown "
                f"at {path_text(route.path)}.",
                found.left.evidence(),
                _route_evidence(route),
                effect="Users who have to sign in are sent to a page that does not show the auth "
                "UI.",
                help=f"Show the UI at {found.left.shown}, or set websiteBasePath on both sides to "
                f"{path_text(route.path)}.",
                severity=found.severity,
                environments=found.environments,
            )


def _help(left: End, right: End, app: App) -> str:
    return f"Set websiteBasePath to {_kept(left, right, app)[0].text!r} on both sides."


def _kept(left: End, right: End, app: App) -> tuple[End, bool]:
    """Return the value at which the UI is shown, else the one that is written; and if it is one."""
    at_left = any(_serves(route, left) for route in app.ui_routes)
    at_right = any(_serves(route, right) for route in app.ui_routes)
    kept = right if at_right and not at_left else left
    if at_left == at_right and left.setting is None:
        kept = right
    return kept, at_left != at_right


def _remedy(system: System, pair: Pair, found: Disagreement) -> Remedy | None:
    """Write the kept value on the other side; a route of the UI proves it."""
    kept, is_proven = _kept(found.left, found.right, pair.frontend)
    other = found.right if kept is found.left else found.left
    change = setting_change(other, kept.text, found)
    if change is None or not kept.text:
        return None
    safe = is_proven and is_own_literal(other) and is_unambiguous(system, pair, found)
    text = f"Set the {other.app.side.value}'s websiteBasePath to {kept.text!r}"
    return Remedy(text, (change,), safe)


def _has_generated_routes(app: App) -> bool:
    return any(GENERATED in use.names for use in app.uses)


def _route_evidence(route: UiRoute) -> Evidence:
    name = "route" if route.framework == "router" else f"{route.framework} route"
    return Evidence(f"{name} of the auth UI", route.place, path_text(route.path))


def _website_ends(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[End, ...] | None:
    if init.sdk.engine is not Sdk.AUTH_REACT or not _shows_ui(app, init):
        return ()
    return ends_of(system, app, init, KEY, environment, default=DEFAULT_WEBSITE_BASE_PATH)


def _frontend(system: System) -> EndsOf:
    def ends(app: App, init: Init, environment: Environment) -> tuple[End, ...] | None:
        if _moves_auth_ui(init):
            return None
        return _website_ends(system, app, init, environment)

    return ends


def _shows_ui(app: App, init: Init) -> bool:
    """Tell whether the SDK's own UI is in use; before version 0.32 every recipe brought it."""
    if init.sdk is Sdk.PREBUILT_UI or not at_least(init.sdk, version_of(init), SEPARATE_UI):
        return True
    return any(use.module.endswith(("/prebuiltui", "/ui")) for use in app.uses)


def _moves_auth_ui(init: Init) -> bool:
    given = init.root.get("getRedirectionURL")
    if given is None:
        return init.root.rest is not None
    return moves_auth_ui(given.value)


def _backend(system: System) -> EndsOf:
    def ends(app: App, init: Init, environment: Environment) -> tuple[End, ...] | None:
        if _writes_own_links(init):
            return None
        return ends_of(system, app, init, KEY, environment, default=DEFAULT_WEBSITE_BASE_PATH)

    return ends


def _writes_own_links(init: Init) -> bool:
    """Tell whether a recipe's ``emailDelivery`` is overridden, so that links may be its own."""
    recipes = () if init.recipes is None else init.recipes.recipes
    return any(_is_overridden(recipe.options) for recipe in recipes)


def _is_overridden(options: Options) -> bool:
    given = options.get("emailDelivery")
    if given is None:
        return False
    for value in alternatives(given.value):
        keys = value.entries if isinstance(value, Record) else {}
        keys = value.keywords if isinstance(value, Invocation) else keys
        if "override" in keys or not keys:
            return True
    return False


def _path(end: End) -> str | None:
    text = end.outcome.text
    if text is None and end.outcome.scalar is not None:
        return None
    try:
        return normalise_path(
            DEFAULT_WEBSITE_BASE_PATH if text is None else text, end.init.sdk, version_of(end.init)
        )
    except InvalidPathError:
        return None


def _same_path(left: End, right: End) -> bool | None:
    mine, theirs = _path(left), _path(right)
    if mine is None or theirs is None:
        return None
    return mine == theirs or mine.lower() == theirs.lower()


def _is_shown(end: End, app: App) -> bool | None:
    path = _path(end)
    if path is None:
        return None
    return any(_serves(route, end) or _is_inside(route, path) for route in app.ui_routes)


def _serves(route: UiRoute, end: End) -> bool:
    path = _path(end)
    fixed = route.path.rstrip("/")
    return path is not None and (path == fixed or path.startswith(f"{fixed}/"))


def _is_inside(route: UiRoute, path: str) -> bool:
    return bool(path) and route.path.startswith(f"{path}/")
