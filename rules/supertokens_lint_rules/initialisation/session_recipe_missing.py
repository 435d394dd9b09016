"""ST102: an init without the Session recipe."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init, RecipeList, SdkUse
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import AddItems, Fixable, RecipeInit, Remedy
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.sdk.option_names import spelled
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint.topology.pairing import SIGN_IN_RECIPES
from supertokens_lint_rules.initialisation.wrong_recipe_import import is_misnamed

_FLAT = frozenset({Sdk.WEBSITE, Sdk.REACT_NATIVE})
_SESSION = "session"
_SERVING = ("/framework/", ".framework.", "/nextjs", "/custom")
SDK_PACKAGES = {Sdk.NESTJS: Sdk.NODE.package}


class SessionRecipeMissing(AppRule):
    """ST102."""

    code = "ST102"
    name = "session-recipe-missing"
    severity = Severity.ERROR
    reasons = ("F21", "A.2", "A.4")
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="The recipe list of an init has no Session recipe.",
        why="""
            Sessions are a recipe of their own. On the frontend, only `Session.init()` installs the
            interceptors that send the session with requests and refresh it. On the backend, every
            sign-in ends by creating a session, and throws when the recipe is not there. An init
            without any recipe list fails as a whole.
        """,
        fix="""
            Add `Session.init()` (in Python `session.init()`) to the recipe list, from the module
            of the SDK that this init belongs to. Each init of an application needs its own.
        """,
        bad="""
```ts
SuperTokens.init({
  appInfo,
  recipeList: [EmailPassword.init()],
});
```
        """,
        good="""
```ts
SuperTokens.init({
  appInfo,
  recipeList: [EmailPassword.init(), Session.init()],
});
```
        """,
        quiet="""
            Nothing is said when part of the list is not known (a spread, a variable, a plugin),
            about SDKs without recipes (supertokens-website, React Native), about a backend init
            whose application neither serves the SDK's API nor uses sessions, about one without any
            recipe for signing in whose application does not use sessions, and about a further init
            of a backend that has the recipe in another one. Where another recipe is imported as
            Session, `wrong-recipe-import` says so alone.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield a finding for each init whose recipes certainly lack Session, once a place."""
        del system
        seen: set[Place] = set()
        for init in app.inits:
            if (
                init.sdk in _FLAT
                or init.session is not None
                or "experimental" in (init.root.settings)
            ):
                continue
            recipes = init.recipes
            place = init.root.place if recipes is None else recipes.place
            if place in seen or not _matters(app, init) or _is_imported_wrongly(app, recipes):
                continue
            seen.add(place)
            yield (
                self._without_list(app, init)
                if recipes is None
                else self._without_session(app, init, recipes)
            )

    def _without_list(self, app: App, init: Init) -> Finding:
        key = spelled(init.sdk, "recipeList")
        return self.finding(
            f"The {app.side.value}'s init of {init.sdk.value} has no {key}, so no Session recipe.",
            Evidence(f"{app.side.value} init", init.root.place),
            *_call(app, init),
            effect=_effect(app.side, empty=True),
            help=f"Give {key} with the recipes that are used, {_session(init)} among them.",
        )

    def _without_session(self, app: App, init: Init, recipes: RecipeList) -> Finding:
        key = spelled(init.sdk, "recipeList")
        names = ", ".join(recipe.name for recipe in recipes.recipes)
        told = f"has {names}, but not Session" if names else "is empty, so it has no Session recipe"
        return self.finding(
            f"The {key} of the {app.side.value}'s {init.sdk.value} {told}.",
            Evidence(f"{app.side.value} {key}", recipes.place, names or "no recipe"),
            *_call(app, init),
            effect=_effect(app.side, empty=not recipes.recipes),
            help=f"Add {_session(init)} to the {key}.",
            remedy=_remedy(init, recipes),
        )


def _matters(app: App, init: Init) -> bool:
    """Tell whether anything needs the Session recipe that this init lacks."""
    if init.side is Side.FRONTEND or init.recipes is None or not init.recipes.recipes:
        return True
    if any(other.session is not None for other in app.inits):
        return False
    used = [use for use in app.uses if not use.type_only and not use.is_test]
    signs_in = any(recipe.name in SIGN_IN_RECIPES for recipe in init.recipes.recipes)
    return any(_is_of_sessions(use) or (signs_in and _serves(use)) for use in used)


def _is_imported_wrongly(app: App, recipes: RecipeList | None) -> bool:
    """Tell whether a list holds another recipe that goes by the name of Session."""
    imports = app.sessions.recipe_imports
    right = {item.recipe for item in imports if item.local.lower() == item.recipe}
    names = [] if recipes is None else [recipe.name for recipe in recipes.recipes]
    return any(
        is_misnamed(item)
        and item.local.lower() == _SESSION
        and names.count(item.recipe) > (item.recipe in right)
        for item in imports
    )


def _is_of_sessions(use: SdkUse) -> bool:
    return "recipe/session" in use.module or "recipe.session" in use.module


def _serves(use: SdkUse) -> bool:
    """Tell whether an import is there to answer requests, and not to call recipes alone."""
    if use.sdk is Sdk.GOLANG:
        return "Middleware" in use.names
    return use.sdk is Sdk.NESTJS or any(mark in use.module for mark in _SERVING)


def _call(app: App, init: Init) -> tuple[Evidence, ...]:
    """Return the init call as the other end, where the list stands elsewhere."""
    return (Evidence(f"{app.side.value} init", init.callee, init.sdk.value),)


def _remedy(init: Init, recipes: RecipeList) -> Remedy | None:
    """Add the recipe of the package that the other recipes are from."""
    if recipes.rest is not None:
        return None
    module = _session_module(init, recipes)
    if module is None:
        return None
    change = AddItems(recipes.place, RecipeInit(module))
    return Remedy(f"Add {_session(init)}", (change,), safe=True)


def _session_module(init: Init, recipes: RecipeList) -> str | None:
    """Return where the Session recipe is imported from, as the other recipes are."""
    if init.sdk is Sdk.PYTHON:
        return "supertokens_python.recipe"
    if init.sdk is Sdk.PREBUILT_UI:
        return None
    for recipe in recipes.recipes:
        front, found, rest = recipe.module.partition("/recipe/")
        if found:
            ending = "/".join(("session", *rest.split("/")[1:]))
            return f"{front}{found}{ending}"
    package = SDK_PACKAGES.get(init.sdk, init.sdk.package)
    return f"{package}/recipe/session"


def _session(init: Init) -> str:
    if init.sdk is Sdk.GOLANG:
        return "session.Init(nil)"
    return "session.init()" if init.sdk is Sdk.PYTHON else "Session.init()"


def _effect(side: Side, *, empty: bool) -> str:
    if empty:
        return (
            "Users will see that nothing works: the SDK throws "
            '"Please provide at least one recipe to the supertokens.init function call".'
        )
    if side is Side.FRONTEND:
        return (
            "Users will see that they are signed out after sign-in: no request carries the session "
            "and nothing refreshes it."
        )
    return (
        "Users will see that sign-in answers with status 500: "
        '"Initialisation not done. Did you forget to call the Session.init function?"'
    )
