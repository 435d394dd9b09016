"""Recipes: which each SDK has, under which module, in which releases.

Found in the recipe folders of each SDK at all its release tags.
"""

from __future__ import annotations

from msgspec import Struct

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import Release, SdkVersion, at_least

SESSION = "session"
COMBINATION_RECIPES = frozenset({"thirdpartyemailpassword", "thirdpartypasswordless"})


class Recipe(Struct, frozen=True):
    """One recipe of one SDK; ``since`` and ``removed`` are its first and first missing release."""

    name: str
    since: Release
    removed: Release | None = None


def _recipes(combinations_removed: Release, **since: Release) -> dict[str, Recipe]:
    return {
        name: Recipe(name, first, combinations_removed if name in COMBINATION_RECIPES else None)
        for name, first in since.items()
    }


_RECIPES: dict[Sdk, dict[str, Recipe]] = {
    Sdk.NODE: _recipes(
        (18, 0, 0),
        emailpassword=(3, 0, 0),
        session=(3, 0, 0),
        emailverification=(4, 0, 0),
        thirdparty=(4, 0, 0),
        thirdpartyemailpassword=(4, 1, 0),
        jwt=(7, 2, 0),
        openid=(8, 3, 0),
        passwordless=(8, 5, 0),
        thirdpartypasswordless=(9, 1, 0),
        usermetadata=(9, 2, 0),
        userroles=(9, 3, 0),
        dashboard=(11, 2, 0),
        multitenancy=(15, 0, 0),
        accountlinking=(16, 0, 0),
        multifactorauth=(17, 0, 0),
        totp=(17, 0, 0),
        oauth2provider=(21, 0, 0),
        webauthn=(22, 0, 0),
        saml=(24, 0, 0),
    ),
    Sdk.WEB_JS: _recipes(
        (0, 12, 0),
        emailpassword=(0, 0, 1),
        emailverification=(0, 0, 1),
        passwordless=(0, 0, 1),
        session=(0, 0, 1),
        thirdparty=(0, 0, 1),
        thirdpartyemailpassword=(0, 0, 1),
        thirdpartypasswordless=(0, 0, 1),
        userroles=(0, 2, 0),
        multitenancy=(0, 7, 0),
        multifactorauth=(0, 10, 0),
        totp=(0, 10, 0),
        oauth2provider=(0, 14, 0),
        webauthn=(0, 15, 0),
    ),
    Sdk.AUTH_REACT: _recipes(
        (0, 42, 0),
        emailpassword=(0, 1, 0),
        session=(0, 1, 0),
        emailverification=(0, 6, 0),
        thirdparty=(0, 6, 0),
        thirdpartyemailpassword=(0, 7, 0),
        passwordless=(0, 18, 0),
        thirdpartypasswordless=(0, 20, 0),
        userroles=(0, 26, 0),
        multitenancy=(0, 34, 0),
        multifactorauth=(0, 39, 0),
        totp=(0, 39, 0),
        oauth2provider=(0, 48, 0),
        webauthn=(0, 49, 0),
    ),
    Sdk.PYTHON: _recipes(
        (0, 21, 0),
        emailpassword=(0, 0, 1),
        emailverification=(0, 0, 1),
        session=(0, 0, 1),
        thirdparty=(0, 0, 1),
        thirdpartyemailpassword=(0, 0, 1),
        jwt=(0, 2, 0),
        openid=(0, 3, 0),
        passwordless=(0, 4, 0),
        thirdpartypasswordless=(0, 5, 2),
        usermetadata=(0, 6, 5),
        userroles=(0, 9, 1),
        dashboard=(0, 11, 1),
        multitenancy=(0, 15, 0),
        accountlinking=(0, 25, 0),
        multifactorauth=(0, 25, 0),
        totp=(0, 25, 0),
        oauth2provider=(0, 27, 0),
        webauthn=(0, 30, 0),
        saml=(0, 31, 0),
    ),
    Sdk.GOLANG: _recipes(
        (0, 20, 0),
        emailpassword=(0, 0, 1),
        emailverification=(0, 0, 1),
        session=(0, 0, 1),
        thirdparty=(0, 0, 1),
        thirdpartyemailpassword=(0, 0, 1),
        jwt=(0, 0, 3),
        openid=(0, 3, 2),
        passwordless=(0, 4, 0),
        thirdpartypasswordless=(0, 5, 2),
        usermetadata=(0, 5, 6),
        userroles=(0, 7, 2),
        dashboard=(0, 9, 1),
        multitenancy=(0, 13, 0),
    ),
    Sdk.WEBSITE: {},
    Sdk.REACT_NATIVE: {},
}

# Recipes of the prebuilt UI bundle, by the global variable that holds each.
PREBUILT_UI_GLOBALS = {
    "supertokensUISession": SESSION,
    "supertokensUIEmailPassword": "emailpassword",
    "supertokensUIEmailVerification": "emailverification",
    "supertokensUIThirdParty": "thirdparty",
    "supertokensUIPasswordless": "passwordless",
    "supertokensUIThirdPartyEmailPassword": "thirdpartyemailpassword",
    "supertokensUIThirdPartyPasswordless": "thirdpartypasswordless",
    "supertokensUIMultitenancy": "multitenancy",
    "supertokensUIMultiFactorAuth": "multifactorauth",
    "supertokensUITOTP": "totp",
    "supertokensUIOAuth2Provider": "oauth2provider",
    "supertokensUIUserRoles": "userroles",
    "supertokensUIWebAuthn": "webauthn",
}

# Recipes of web-js loaded by script tags, by the global variable that holds each.
WEB_JS_GLOBALS = {
    "supertokensSession": SESSION,
    "supertokensEmailPassword": "emailpassword",
    "supertokensEmailVerification": "emailverification",
    "supertokensThirdParty": "thirdparty",
    "supertokensPasswordless": "passwordless",
    "supertokensUserRoles": "userroles",
    "supertokensMultitenancy": "multitenancy",
    "supertokensMultiFactorAuth": "multifactorauth",
    "supertokensTOTP": "totp",
    "supertokensOAuth2Provider": "oauth2provider",
    "supertokensWebAuthn": "webauthn",
}

BACKEND_FRAMEWORKS = {
    Sdk.NODE: frozenset({"express", "fastify", "hapi", "koa", "loopback", "awsLambda", "custom"}),
    Sdk.NESTJS: frozenset({"express", "fastify"}),
    Sdk.PYTHON: frozenset({"fastapi", "flask", "django"}),
}


def recipe_names(sdk: Sdk) -> frozenset[str]:
    """Return the names of all recipes that any release of ``sdk`` has or had."""
    return frozenset(_RECIPES[sdk.engine])


def find_recipe(sdk: Sdk, name: str) -> Recipe | None:
    """Return the recipe of that name, in any letter case, or None."""
    return _RECIPES[sdk.engine].get(name.lower())


def has_recipe(sdk: Sdk, name: str, version: SdkVersion | None = None) -> bool | None:
    """Tell whether ``version`` has the recipe; None where its releases differ or it is unknown."""
    recipe = find_recipe(sdk, name)
    if recipe is None:
        return False
    begun = at_least(sdk, version, recipe.since)
    gone = False if recipe.removed is None else at_least(sdk, version, recipe.removed)
    if begun is False or gone is True:
        return False
    return True if begun and gone is False else None


def recipe_module(sdk: Sdk, name: str) -> str | None:
    """Return the import path of a recipe; None where the SDK has none or no modules for them."""
    if find_recipe(sdk, name) is None or sdk is Sdk.PREBUILT_UI:
        return None
    separator = "." if sdk is Sdk.PYTHON else "/"
    return separator.join((sdk.engine.module, "recipe", name.lower()))


def recipe_of_module(module: str) -> tuple[Sdk, str] | None:
    """Return the SDK and recipe that an import path names, sub-paths of the recipe included.

    Recipes that the SDK never had are returned too, so that a wrong import can be reported.
    """
    for sdk in (Sdk.NODE, Sdk.WEB_JS, Sdk.AUTH_REACT, Sdk.GOLANG, Sdk.PYTHON):
        separator = "." if sdk is Sdk.PYTHON else "/"
        prefix = separator.join((sdk.module, "recipe", ""))
        if module.startswith(prefix):
            name = module.removeprefix(prefix).partition(separator)[0].lower()
            return (sdk, name) if name else None
    return None
