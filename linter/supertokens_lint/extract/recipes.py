"""Recipe lists of inits."""

from __future__ import annotations

from supertokens_lint.extract import sdks
from supertokens_lint.extract.facts import Options, Recipe, RecipeList
from supertokens_lint.extract.go_options import as_record
from supertokens_lint.extract.options import call_options, options_of
from supertokens_lint.resolve.values import (
    Choice,
    Const,
    External,
    FirstOf,
    Invocation,
    Items,
    Reason,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.option_model import Level
from supertokens_lint.sdk.versions import SdkVersion
from supertokens_lint.source import Place


def recipe_list(value: Value, sdk: Sdk, place: Place, version: SdkVersion | None) -> RecipeList:
    """Return the recipes that a value holds; what cannot be seen is said in ``rest``."""
    recipes: list[Recipe] = []
    rest: Unknown | None = None
    lists = [item for item in alternatives(value) if not _is_null(item)]
    if not lists:
        return RecipeList((), place, None)
    for item in lists:
        if not isinstance(item, Items):
            rest = item if isinstance(item, Unknown) else Unknown(Reason.EXTERNAL, "recipe list")
            continue
        place = item.place
        rest = rest or item.rest
        for element in item.items:
            found, unseen = _elements(element, sdk, version)
            recipes.extend(found)
            rest = rest or unseen
    return RecipeList(tuple(recipes), place, rest)


def _elements(
    element: Value, sdk: Sdk, version: SdkVersion | None
) -> tuple[list[Recipe], Unknown | None]:
    found: list[Recipe] = []
    rest: Unknown | None = None
    for value in alternatives(element):
        if isinstance(value, Invocation) and isinstance(value.callee, External):
            name = sdks.recipe_name(value.callee)
            if name is not None:
                found.append(_recipe(value, value.callee, name, sdk, version))
                continue
        if not _is_null(value):
            rest = Unknown(Reason.EXTERNAL, "recipe that is not made by an init of the SDK")
    conditional = isinstance(element, Choice | FirstOf) and not found
    return found, rest or (Unknown(Reason.SYNTAX) if conditional else None)


def _is_null(value: Value) -> bool:
    return isinstance(value, Const) and not value.value


def _recipe(
    value: Invocation, callee: External, name: str, sdk: Sdk, version: SdkVersion | None
) -> Recipe:
    level = Level.SESSION if name == "session" else None
    if sdk is Sdk.PYTHON:
        options = call_options(value, sdk, level, version)
    elif value.args:
        given = as_record(value.args[0]) if sdk is Sdk.GOLANG else value.args[0]
        options = options_of(given, sdk, level, value.place)
    else:
        options = Options({}, value.place)
    module = callee.module or callee.path[0]
    return Recipe(name, module, options, value.place)
