"""ST104: two inits of one app disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import address
from supertokens_lint_rules.agreements import Verdict, disagreements, first_disagreement
from supertokens_lint_rules.ends import Disagreement, End, ends_of

_APP_INFO = {"apiDomain": None, "apiBasePath": "/auth", "apiGatewayPath": ""}
_SESSION = {
    "tokenTransferMethod": "cookie",
    "sessionTokenFrontendDomain": "",
    "sessionTokenBackendDomain": "",
}
_REPLACING = frozenset({Sdk.WEBSITE, Sdk.REACT_NATIVE})
_PATHS = frozenset({"apiBasePath", "apiGatewayPath"})
_OF_PAGES = frozenset({Sdk.WEB_JS, Sdk.AUTH_REACT})
_MOST = 20
"""As many inits of an app are compared with each other; no program that people write has more."""


class ConflictingInits(AppRule):
    """ST104."""

    code = "ST104"
    name = "conflicting-inits"
    severity = Severity.ERROR
    reasons = ("E.6",)
    documentation = Documentation(
        summary="Two inits of one app disagree on a setting that must be equal.",
        why="""
            A frontend that shows the pre-built UI from its script bundle has two copies of the
            SDK, each with an init of its own. The copy that is initialised first wraps `fetch`;
            the other's API address and token settings are ignored for interception, while its own
            requests still use them. When the two differ, one of them loses the session. Of two
            inits of one SDK that a program runs, the second is ignored (in supertokens-website and
            React Native it replaces the first).
        """,
        fix="""
            Keep the settings in one place and give them to both inits.
        """,
        bad="""
```ts
SuperTokens.init({ appInfo: { appName, apiDomain: "https://api.example.com" }, recipeList });
window.supertokensUIInit("supertokensui", {
  appInfo: { appName, apiDomain: "https://api.example.org", websiteDomain },
  recipeList: uiRecipes,
});
```
        """,
        good="""
```ts
const apiDomain = "https://api.example.com";
SuperTokens.init({ appInfo: { appName, apiDomain }, recipeList });
window.supertokensUIInit("supertokensui", {
  appInfo: { appName, apiDomain, websiteDomain },
  recipeList: uiRecipes,
});
```
        """,
        quiet="""
            An init of the pre-built UI is compared with one of the page's own SDK, and two inits of
            one SDK where one program surely runs both: one module, or modules that the same module
            loads. Elsewhere they may belong to different pages; only of routes of one application
            of Next.js that serve the same `apiBasePath` the addresses are compared. Values that
            are not known, and paths and addresses that are equal once they are normalised, are no
            disagreement.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the settings on which two inits of an app disagree."""
        for first, second in combinations(app.inits[:_MOST], 2):
            for sooner, later in _both_run(first, second):
                for key in (*_APP_INFO, "websiteDomain", *_SESSION):
                    yield from self._compared(app, system, key, sooner, later)
            if first.callee in second.beside:
                yield from self._routes(app, system, first, second)
            pair = _ordered(first, second)
            if app.side is Side.FRONTEND and pair is not None and _belong_together(app, *pair):
                for key in (*_APP_INFO, *_SESSION):
                    yield from self._compared(app, system, key, *pair)

    def _routes(self, app: App, system: System, first: Init, second: Init) -> Iterator[Finding]:
        """Yield where routes of one server initialise the same API in different ways."""
        for environment in system.environments(app):
            left = _ends(system, app, first, "apiBasePath", environment)
            right = _ends(system, app, second, "apiBasePath", environment)
            if first_disagreement(left, right, _agree("apiBasePath")) is not True:
                return
        for key in ("apiDomain", "websiteDomain"):
            yield from self._compared(app, system, key, first, second)

    def _compared(
        self, app: App, system: System, key: str, page: Init, other: Init
    ) -> Iterator[Finding]:
        def compare(init: Init, environment: Environment) -> Verdict:
            left = _ends(system, app, init, key, environment)
            right = _ends(system, app, other, key, environment)
            return first_disagreement(left, right, _agree(key))

        for found in disagreements(system.environments(app), (page,), compare):
            if page.callee in other.beside:
                yield self._by_route(found)
            elif page.sdk is other.sdk:
                yield self._twice(found, other.sdk)
            else:
                yield self._finding(key, found)

    def _twice(self, found: Disagreement, sdk: Sdk) -> Finding:
        spelled = found.right.label.partition(" ")[2]
        outcome = "replaces the first" if sdk in _REPLACING else "is ignored"
        return self.finding(
            f"{spelled} is {found.left.shown} in the first init of {sdk.value} and "
            f"{found.right.shown} in the second, which {outcome}.",
            found.right.evidence(f"second {spelled}"),
            found.left.evidence(f"first {spelled}"),
            effect="Users will see the application work with the values of one init alone.",
            help="Keep one init.",
            severity=found.severity,
            environments=found.environments,
        )

    def _by_route(self, found: Disagreement) -> Finding:
        spelled = found.right.label.partition(" ")[2]
        return self.finding(
            f"{spelled} is {found.left.shown} in the init of one route and {found.right.shown} in "
            "that of another; the route that is asked first decides.",
            found.left.evidence(f"one {spelled}"),
            found.right.evidence(f"other {spelled}"),
            effect="Users will see sessions and redirects that work or fail by chance: each "
            "process keeps the values of the route that it served first.",
            help="Give all routes one configuration.",
            severity=Severity.WARNING,
            environments=found.environments,
        )

    def _finding(self, key: str, found: Disagreement) -> Finding:
        return self.finding(
            f"{key} is {found.left.shown} in the page's init, but {found.right.shown} in that of "
            "the pre-built UI.",
            found.left.evidence(f"page's {key}"),
            found.right.evidence(f"pre-built UI's {key}"),
            effect="Users will see that they are signed out after signing in, or that requests are "
            "sent without their session.",
            help=f"Give both inits the same {key}.",
            severity=found.severity,
            environments=found.environments,
        )


def _both_run(first: Init, second: Init) -> Iterator[tuple[Init, Init]]:
    """Yield two inits of one SDK in their order, when a program surely runs both."""
    if second.callee in first.follows:
        yield second, first
    elif first.callee in second.follows or _one_module_runs(first, second):
        yield first, second


def _one_module_runs(first: Init, second: Init) -> bool:
    return (
        first.sdk is second.sdk
        and first.sdk is not Sdk.PREBUILT_UI
        and first.place.path == second.place.path
        and first.unconditional
        and second.unconditional
    )


def _ordered(first: Init, second: Init) -> tuple[Init, Init] | None:
    """Return the page's init and that of the pre-built UI, ``None`` when they are not those."""
    for page, bundle in ((first, second), (second, first)):
        if page.sdk in _OF_PAGES and bundle.sdk is Sdk.PREBUILT_UI:
            return page, bundle
    return None


def _belong_together(app: App, page: Init, bundle: Init) -> bool:
    """Tell whether the two are in one module, or are the only inits of the frontend."""
    return page.place.path == bundle.place.path or len(app.inits) == 2


def _ends(
    system: System, app: App, init: Init, key: str, environment: Environment
) -> tuple[End, ...] | None:
    if key in _SESSION:
        return ends_of(system, app, init, key, environment, default=_SESSION[key], session=True)
    return ends_of(system, app, init, key, environment, default=_APP_INFO.get(key))


def _agree(key: str) -> Callable[[End, End], bool | None]:
    def agree(left: End, right: End) -> bool | None:
        if left.outcome.same_origin or right.outcome.same_origin:
            return True if left.outcome.same_origin == right.outcome.same_origin else None
        if key in ("apiDomain", "websiteDomain"):
            here, there = address(left), address(right)
            return None if here is None or there is None else here.origin == there.origin
        if key in _PATHS:
            return left.text.strip("/") == right.text.strip("/")
        return left.text.lstrip(".") == right.text.lstrip(".")

    return agree
