"""ST105: something is imported from a module that it does not belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import Init, Recipe
from supertokens_lint.extract.session_facts import FrameworkImport, RecipeImport
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.values import Const
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.sdk.recipes import (
    COMBINATION_RECIPES,
    find_recipe,
    has_recipe,
    recipe_module,
    recipe_names,
    recipe_of_module,
)
from supertokens_lint.topology.model import App, System

_NODE_FRAMEWORKS = frozenset({"express", "fastify", "hapi", "koa", "loopback", "awsLambda"})
_PYTHON_FRAMEWORKS = frozenset({"fastapi", "flask", "django"})
_ALIKE = {"starlette": "fastapi"}
_DEFAULT_FRAMEWORK = "express"


class WrongRecipeImport(AppRule):
    """ST105."""

    code = "ST105"
    name = "wrong-recipe-import"
    severity = Severity.ERROR
    reasons = ("F11",)
    documentation = Documentation(
        summary="A recipe or a function of the SDK is imported from the wrong module.",
        why="""
            Every SDK takes its own recipes only: one of supertokens-web-js in the init of
            supertokens-auth-react throws "recipe is not a function". Recipes have the same
            functions, so an import under another recipe's name goes unnoticed until it is called.
            `verifySession`, `middleware` and `errorHandler` exist once for each web framework and
            read that framework's requests only.
        """,
        fix="""
            Import each recipe from the SDK whose init it is given to, and functions for a web
            framework from the module of that framework. Give `init` the same `framework`.
        """,
        bad="""
```ts
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-web-js/recipe/session";

SuperTokens.init({ appInfo, recipeList: [Session.init()] });
```
        """,
        good="""
```ts
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";

SuperTokens.init({ appInfo, recipeList: [Session.init()] });
```
        """,
        quiet="""
            Type imports and other names for the right module are fine, and so are functions of
            supertokens-web-js beside supertokens-auth-react, which initialises it. A combination
            recipe under one of its parts' names works. The SDK's functions for a framework work
            whatever `framework` init is given, which only decides how the application's own
            requests are read, those that it gives to `getSession` and its like. Where it calls
            none of them, a different one is told of as a warning, a missing one, and any in
            Python, as `info`.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield recipes in the wrong init, wrongly named imports and mixed frameworks."""
        del system
        for init in app.inits:
            for recipe in () if init.recipes is None else init.recipes.recipes:
                yield from self._recipe(init, recipe)
        for item in app.sessions.recipe_imports:
            if item.sdk.side is app.side and is_misnamed(item):
                yield self._misnamed(item)
        if app.side is Side.BACKEND:
            yield from self._frameworks(app)

    # --- recipes ---------------------------------------------------------------------------------

    def _recipe(self, init: Init, recipe: Recipe) -> Iterator[Finding]:
        found = recipe_of_module(recipe.module)
        if found is None or init.sdk is Sdk.PREBUILT_UI:
            return
        sdk = found[0]
        if sdk is not init.sdk.engine:
            yield self._foreign(init, recipe)
            return
        known = init.version is not None and init.sdk is sdk
        version = init.version.version if init.version is not None and known else None
        if version is not None and has_recipe(sdk, recipe.name, version) is False:
            yield self._unavailable(init, recipe)

    def _foreign(self, init: Init, recipe: Recipe) -> Finding:
        own = recipe_module(init.sdk, recipe.name)
        mend = f"Import it from {own!r}." if own else "Leave it out: this SDK has no such recipe."
        return self.finding(
            f"The recipe {recipe.name} in the init of {init.sdk.value} comes from "
            f"{recipe.module!r}.",
            Evidence("recipe", recipe.place, recipe.module),
            Evidence("init", init.callee, init.sdk.value),
            effect="Users will see nothing of the application: init throws.",
            help=mend,
        )

    def _unavailable(self, init: Init, recipe: Recipe) -> Finding:
        version = init.version
        text = "" if version is None else version.text
        known = find_recipe(init.sdk, recipe.name)
        removed = known is not None and known.removed is not None
        counterparts = [] if version is None else [Evidence("version", version.place, text)]
        return self.finding(
            f"{init.sdk.value} {text} has no recipe {recipe.name}{' any more' if removed else ''}.",
            Evidence("recipe", recipe.place, recipe.module),
            *counterparts,
            effect="Users will see nothing of the application: the import fails.",
            help="Use the recipes that it was made of, emailpassword or passwordless and "
            "thirdparty."
            if recipe.name in COMBINATION_RECIPES
            else "Use a release of the SDK that has it.",
        )

    def _misnamed(self, item: RecipeImport) -> Finding:
        own = recipe_module(item.sdk, item.local.lower())
        return self.finding(
            f"The module of the recipe {item.recipe} is imported as {item.local}, the name of "
            "another recipe.",
            Evidence("import", item.place, item.recipe),
            effect="Users will see errors where functions of the other recipe are called, or that "
            "its part of the SDK does nothing.",
            help=f"Import {item.local} from {own!r}." if own else "Import the right recipe.",
        )

    # --- frameworks ------------------------------------------------------------------------------

    def _frameworks(self, app: App) -> Iterator[Finding]:
        running = _running(app)
        used = [item for item in app.sessions.framework_imports if item.used and _is_known(item)]
        strange = [item for item in used if running and item.framework not in running]
        for item in strange:
            yield self._other_application(item, app, running)
        others = {item.framework: item for item in reversed(used) if item not in strange}
        for item in others.values():
            yield from self._other_init(item, app)

    def _other_application(
        self, item: FrameworkImport, app: App, running: frozenset[str]
    ) -> Finding:
        http = next(http for http in app.http_apps if http.reached and not http.is_test)
        return self.finding(
            f"{item.name} for {item.framework} is used in an application of "
            f"{' and '.join(sorted(running))}.",
            Evidence("import", item.place, item.framework),
            Evidence("application", http.place, http.framework),
            effect=_EFFECT,
            help=f"Import {item.name} from the SDK's module for {min(running)}.",
        )

    def _other_init(self, item: FrameworkImport, app: App) -> Iterator[Finding]:
        inits = [init for init in app.inits if init.sdk.engine is item.sdk]
        known = [(_framework(init), init) for init in inits]
        if not known or any(name is None or name == item.framework for name, _ in known):
            return
        if any(init.sdk is Sdk.NESTJS for init in inits):
            return
        name, init = known[0]
        setting = init.root.get("framework")
        calls = [call for call in app.sessions.direct if call.sdk is item.sdk]
        yield self.finding(
            f"{item.name} is for {item.framework}, but init says framework {name!r}"
            f"{' (the default)' if setting is None else ''}.",
            Evidence("import", item.place, item.framework),
            Evidence("init", init.callee if setting is None else setting.place, name),
            *(Evidence("call with the application's own request", c.place) for c in calls[:1]),
            effect=f"Users will see errors (status 500) where {calls[0].name} is called: it reads "
            f"the request as one of {name}."
            if calls
            else "Users may see errors where the application gives its own request and response "
            "to functions of the SDK such as getSession.",
            help=f'Give init framework "{item.framework}".',
            severity=_severity(
                stated=setting is not None and (bool(calls) or name != _ANY_FRAMEWORK),
                sdk=item.sdk,
                called=bool(calls),
            ),
        )


_ANY_FRAMEWORK = "custom"
"""What init is given where several ways of serving requests are used side by side."""


def _severity(*, stated: bool, sdk: Sdk, called: bool) -> Severity:
    """Grade a framework that init has another name for: only direct calls are read by it."""
    if sdk is Sdk.PYTHON:
        return Severity.INFO
    if called:
        return Severity.ERROR if stated else Severity.WARNING
    return Severity.WARNING if stated else Severity.INFO


_EFFECT = "Users will see errors (status 500): the SDK cannot read the framework's requests."


def is_misnamed(item: RecipeImport) -> bool:
    """Tell whether a module goes by the name of another recipe of its SDK."""
    local = item.local.lower()
    if local == item.recipe or local not in recipe_names(item.sdk):
        return False
    return not {local, item.recipe} & COMBINATION_RECIPES


def _is_known(item: FrameworkImport) -> bool:
    return item.framework in (_PYTHON_FRAMEWORKS if item.sdk is Sdk.PYTHON else _NODE_FRAMEWORKS)


def _running(app: App) -> frozenset[str]:
    """Return the frameworks of the running applications, none when one of them is another kind."""
    found = {
        _ALIKE.get(http.framework, http.framework)
        for http in app.http_apps
        if http.reached and not http.is_test
    }
    known = _NODE_FRAMEWORKS | _PYTHON_FRAMEWORKS
    return frozenset(found) if found <= known else frozenset()


def _framework(init: Init) -> str | None:
    """Return the framework that an init names, ``None`` when it is not known."""
    setting = init.root.get("framework")
    if setting is None:
        lacking = init.root.surely_lacks("framework") and init.sdk.engine is Sdk.NODE
        return _DEFAULT_FRAMEWORK if lacking else None
    value = setting.value
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None
