"""What modules import of a backend SDK, and whether they use it.

Sources: package.json ``exports`` and lib/ts of supertokens-node (framework/*,
recipe/session/framework/*, nextjs, custom), supertokens_python/framework and
supertokens_python/recipe/session/framework.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.extract import sdks
from supertokens_lint.extract.session_facts import FrameworkImport, RecipeImport, SessionFacts
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Binding, Scope
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

_NODE_FRAMEWORK = re.compile(
    r"^supertokens-node/(?:lib/build/)?(?:recipe/session/)?framework/(?P<name>\w+)"
)
_PYTHON_FRAMEWORK = re.compile(
    r"^supertokens_python(?:\.recipe\.session)?\.framework\.(?P<name>\w+)"
)
_NODE_WHOLE = {"supertokens-node/nextjs": "nextjs", "supertokens-node/custom": "custom"}
MOUNTING = frozenset(
    {
        "middleware", "plugin", "getAppDirRequestHandler", "handleAuthAPIRequest",
        "get_middleware", "Middleware",
    }
)  # fmt: skip


def facts(context: Context) -> SessionFacts:
    """Return the imports of framework functions and of recipes."""
    frameworks: list[FrameworkImport] = []
    recipes: list[RecipeImport] = []
    paths = dict.fromkeys(use.place.path for use in context.uses)
    for path in paths:
        scope = context.ev.program.scope(path)
        if scope is None:
            continue
        for binding in _imports(scope):
            frameworks.extend(_framework(context.ev, binding, scope))
            recipes.extend(_recipe(binding, path))
    return SessionFacts(framework_imports=tuple(frameworks), recipe_imports=tuple(recipes))


def framework_of(module: str) -> tuple[Sdk, str] | None:
    """Return the SDK and the framework that a module of the SDK is for, or ``None``."""
    name = sdks.module_name(module)
    if name in _NODE_WHOLE:
        return Sdk.NODE, _NODE_WHOLE[name]
    match = _NODE_FRAMEWORK.match(name)
    if match is not None:
        return Sdk.NODE, match["name"]
    match = _PYTHON_FRAMEWORK.match(module)
    return None if match is None else (Sdk.PYTHON, match["name"])


def _imports(scope: Scope) -> Iterator[Binding]:
    """Yield the names that a module binds by imports, ``require`` included."""
    for bindings in scope.names.bindings.values():
        for binding in bindings:
            if binding.kind == "import" and binding.imported is not None:
                if not binding.imported.type_only and not _is_type(binding):
                    yield binding
            elif binding.kind == "value" and _required(binding) is not None:
                yield binding


def _is_type(binding: Binding) -> bool:
    return binding.imported_name is not None and binding.imported_name.type_only


def _required(binding: Binding) -> str | None:
    value = binding.value
    if not isinstance(value, ir.Call) or not isinstance(value.callee, ir.Name):
        return None
    if value.callee.id != "require" or not value.args:
        return None
    module = value.args[0].value
    text = module.value if isinstance(module, ir.Literal) else None
    return text if isinstance(text, str) else None


def _origin(binding: Binding) -> tuple[str, str | None]:
    """Return the module and the name in it that a binding stands for."""
    if binding.imported is not None:
        name = binding.imported_name
        return binding.imported.module, None if name is None else name.imported
    key = binding.steps[0].key if binding.steps else None
    return _required(binding) or "", key if isinstance(key, str) else None


def _framework(ev: Evaluator, binding: Binding, scope: Scope) -> Iterator[FrameworkImport]:
    module, name = _origin(binding)
    found = framework_of(module)
    if found is None:
        return
    sdk, framework = found
    place = Place(scope.path, binding.span)
    if name is not None and name != "default" and not _is_module(sdk, name):
        used = any(_is_use(site.node, binding) for site in ev.sites.of(scope.path))
        mounts = name in MOUNTING and "recipe" not in module
        yield FrameworkImport(sdk, framework, name, place, mounts=mounts, used=used)
        return
    for member in sorted(_members(ev, binding, scope)):
        mounts = member in MOUNTING and "recipe" not in module
        yield FrameworkImport(sdk, framework, member, place, mounts=mounts, used=True)


def _is_module(sdk: Sdk, name: str) -> bool:
    return sdk is Sdk.PYTHON and name in ("fastapi", "flask", "django", "syncio", "asyncio")


def _members(ev: Evaluator, binding: Binding, scope: Scope) -> set[str]:
    return {
        site.node.name
        for site in ev.sites.of(scope.path)
        if isinstance(site.node, ir.Member)
        and isinstance(site.node.object, ir.Name)
        and site.node.object.id == binding.name
    }


def _is_use(node: ir.Node, binding: Binding) -> bool:
    if isinstance(node, ir.Name):
        return node.id == binding.name and node.span != binding.span
    if isinstance(node, ir.Export):
        return any(name.local == binding.name for name in node.names)
    return False


def _recipe(binding: Binding, path: str) -> Iterator[RecipeImport]:
    module, name = _origin(binding)
    sdk = sdks.sdk_of_module(module)
    if sdk is None or (name is not None and name != "default" and sdk is not Sdk.PYTHON):
        return
    recipe = _recipe_of(sdk, module, name)
    if recipe is not None:
        yield RecipeImport(sdk, recipe, binding.name, Place(path, binding.span))


def _recipe_of(sdk: Sdk, module: str, name: str | None) -> str | None:
    if sdk is Sdk.PYTHON:
        return name if module == "supertokens_python.recipe" else None
    parts = sdks.module_name(module).split("/")
    return parts[2] if len(parts) == 3 and parts[1] == "recipe" else None
