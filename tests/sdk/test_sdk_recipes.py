"""Recipes of each SDK and their import paths."""

from __future__ import annotations

import pytest

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.recipes import (
    find_recipe,
    has_recipe,
    recipe_module,
    recipe_names,
    recipe_of_module,
)
from supertokens_lint.sdk.versions import Release, exactly


@pytest.mark.parametrize(
    ("sdk", "name", "release", "present"),
    [
        (Sdk.NODE, "thirdpartyemailpassword", (17, 1, 5), True),
        (Sdk.NODE, "thirdpartyemailpassword", (18, 0, 0), False),
        (Sdk.AUTH_REACT, "ThirdPartyPasswordless", (0, 42, 0), False),
        (Sdk.PYTHON, "webauthn", (0, 29, 0), False),
        (Sdk.PYTHON, "webauthn", (0, 30, 0), True),
        (Sdk.GOLANG, "totp", (0, 25, 0), False),
        (Sdk.PREBUILT_UI, "session", (0, 50, 0), True),
    ],
)
def test_recipes_by_version(sdk: Sdk, name: str, release: Release, present: bool) -> None:
    """Recipes come and go with releases."""
    assert has_recipe(sdk, name, exactly(release)) is present


def test_every_backend_has_the_session_recipe() -> None:
    """Session is in every SDK with recipes and in no other."""
    for sdk in Sdk:
        with_recipes = sdk not in {Sdk.WEBSITE, Sdk.REACT_NATIVE}
        assert ("session" in recipe_names(sdk)) is with_recipes
    assert find_recipe(Sdk.NODE, "nothing") is None


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("supertokens-node/recipe/session", (Sdk.NODE, "session")),
        ("supertokens-node/recipe/session/framework/express", (Sdk.NODE, "session")),
        (
            "supertokens-auth-react/recipe/emailpassword/prebuiltui",
            (Sdk.AUTH_REACT, "emailpassword"),
        ),
        ("supertokens_python.recipe.session.framework.fastapi", (Sdk.PYTHON, "session")),
        (
            "github.com/supertokens/supertokens-golang/recipe/thirdparty/tpmodels",
            (Sdk.GOLANG, "thirdparty"),
        ),
        ("supertokens-web-js", None),
        ("supertokens-web-js/utils/cookieHandler", None),
        ("supertokens-node/recipe/", None),
    ],
)
def test_modules_name_recipes(module: str, found: tuple[Sdk, str] | None) -> None:
    """An import path tells SDK and recipe."""
    assert recipe_of_module(module) == found


def test_recipe_modules() -> None:
    """Recipes are imported from the SDK, for NestJS from supertokens-node."""
    assert recipe_module(Sdk.PYTHON, "session") == "supertokens_python.recipe.session"
    assert recipe_module(Sdk.NESTJS, "Session") == "supertokens-node/recipe/session"
    assert recipe_module(Sdk.PREBUILT_UI, "session") is None
    assert recipe_module(Sdk.WEBSITE, "session") is None
