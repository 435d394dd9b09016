"""How the SDKs are spelled in code: modules, init functions, recipes and globals.

Sources: the packages' index files and documented import forms (supertokens-website index.js,
supertokens-web-js and supertokens-auth-react package exports, supertokens-node lib/ts/index.ts,
supertokens_python/__init__.py), the packages of supertokens-golang, and the script bundles'
webpack entry names.
"""

from __future__ import annotations

import re

from msgspec import Struct

from supertokens_lint.resolve.go_packages import is_sdk
from supertokens_lint.resolve.values import External
from supertokens_lint.sdk.names import Sdk

SCRIPT_SUFFIX = re.compile(r"(/index)?(\.[cm]?js)?$")
BUILD_FOLDER = re.compile(r"^(supertokens-[\w-]+)/lib/build(?=/|$)")
ROOT_MODULES = ("/supertokens", "/superTokens")
"""The modules of a build folder whose class has ``init``, beside the index that hands it on."""
PACKAGES: dict[str, Sdk] = {
    "supertokens-auth-react": Sdk.AUTH_REACT,
    "supertokens-web-js": Sdk.WEB_JS,
    "supertokens-website": Sdk.WEBSITE,
    "supertokens-react-native": Sdk.REACT_NATIVE,
    "supertokens-node": Sdk.NODE,
    "supertokens-nestjs": Sdk.NESTJS,
    "supertokens-auth-react-script": Sdk.PREBUILT_UI,
    "supertokens-web-js-script": Sdk.WEB_JS,
    "supertokens_python": Sdk.PYTHON,
}
RECIPE_GLOBAL = re.compile(r"^supertokens(UI)?([A-Z]\w*)$")
FLAT_SDKS = frozenset({Sdk.WEBSITE, Sdk.REACT_NATIVE})


class InitForm(Struct, frozen=True):
    """A recognised init function: its SDK and which argument is the configuration.

    ``argument`` is ``None`` where the arguments themselves are the configuration (Python).
    """

    sdk: Sdk
    argument: int | None


def sdk_of_module(module: str) -> Sdk | None:
    """Return the SDK that a module belongs to, or ``None``."""
    if module.startswith("supertokens_python"):
        return Sdk.PYTHON
    if is_sdk(module):
        return Sdk.GOLANG
    return PACKAGES.get(module.split("/", 1)[0])


def module_name(module: str) -> str:
    """Return a script module's specifier without build folder, ``/index`` and extension.

    The modules at the root of the packages hand on those of ``lib/build``, so both are the same.
    """
    return SCRIPT_SUFFIX.sub("", BUILD_FOLDER.sub(r"\1", module))


def dotted(value: External) -> str:
    """Return a Python name in full."""
    return ".".join((value.module, *value.path))


def names_of(value: External) -> tuple[str, ...]:
    """Return the path inside a script module without ``default``."""
    return tuple(part for part in value.path if part != "default")


def init_form(callee: External) -> InitForm | None:
    """Return the init function that a callee is, or ``None``."""
    if callee.module.startswith("supertokens_python"):
        if dotted(callee) in ("supertokens_python.init", "supertokens_python.Supertokens.init"):
            return InitForm(Sdk.PYTHON, None)
        return None
    if is_sdk(callee.module):
        is_init = callee.module.endswith("/supertokens") and callee.path == ("Init",)
        return InitForm(Sdk.GOLANG, 0) if is_init else None
    path = names_of(callee)
    if not callee.module:
        if path == ("supertokensUIInit",):
            return InitForm(Sdk.PREBUILT_UI, 1)
        return InitForm(Sdk.WEB_JS, 0) if path == ("supertokens", "init") else None
    module = module_name(callee.module)
    if BUILD_FOLDER.match(callee.module) and module.endswith(ROOT_MODULES):
        module = module.split("/", 1)[0]
    sdk = PACKAGES.get(module)
    if sdk is None:
        return None
    if sdk is Sdk.NESTJS:
        nest = path in (("SuperTokensModule", "forRoot"), ("SuperTokensModule", "forRootAsync"))
        return InitForm(sdk, 0) if nest else None
    return InitForm(sdk, 0) if path == ("init",) else None


def recipe_name(callee: External) -> str | None:
    """Return the recipe whose ``init`` a callee is ("session", "emailpassword"), or ``None``."""
    if callee.module.startswith("supertokens_python"):
        parts = dotted(callee).split(".")
        if parts[:2] == ["supertokens_python", "recipe"] and parts[-1] == "init":
            return parts[2] if len(parts) > 3 else None
        return None
    if is_sdk(callee.module):
        inner = callee.module.removeprefix(Sdk.GOLANG.module).split("/")
        is_recipe = len(inner) == 3 and inner[1] == "recipe" and callee.path == ("Init",)
        return inner[2] if is_recipe else None
    path = names_of(callee)
    if not callee.module:
        match = RECIPE_GLOBAL.match(path[0]) if len(path) == 2 and path[1] == "init" else None
        return match.group(2).lower() if match else None
    parts = module_name(callee.module).split("/")
    is_recipe = len(parts) > 2 and parts[0] in PACKAGES and parts[1] == "recipe"
    return parts[2] if is_recipe and path == ("init",) else None
