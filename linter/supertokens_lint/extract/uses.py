"""Imports of SDK modules, with what is used of them while the app runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.extract import sdks
from supertokens_lint.extract.facts import SdkUse
from supertokens_lint.extract.go_uses import names_used
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.go_packages import is_sdk
from supertokens_lint.resolve.sites import Site
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

SCRIPTS = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts")
TYPE_MODULES = ("/types", "/lib/build", "/lib/ts")


def uses_of(ev: Evaluator, path: str) -> Iterator[SdkUse]:
    """Yield the SDK imports of one file."""
    entry = ev.workspace.entry(path)
    is_test = entry is not None and entry.is_test
    for site in ev.sites.of(path):
        found = _import(ev, path, site) or _require(site)
        if found is None:
            continue
        module, names, type_only = found
        sdk = sdks.sdk_of_module(module)
        if sdk is None:
            continue
        if sdk is Sdk.GOLANG and isinstance(site.node, ir.Import):
            if is_sdk(ev.program.go.module_path(path)):
                continue  # the SDK's own code
            names = names_used(ev, path, site.node)
            type_only = not names
        yield SdkUse(
            sdk=sdk,
            side=sdk.side,
            module=module if sdk is Sdk.PYTHON else sdks.module_name(module),
            names=names,
            place=Place(path, site.node.span),
            type_only=type_only or any(mark in module for mark in TYPE_MODULES),
            is_test=is_test,
        )


def _import(ev: Evaluator, path: str, site: Site) -> tuple[str, tuple[str, ...], bool] | None:
    node = site.node
    if not isinstance(node, ir.Import):
        return None
    given = [(name.local, name.imported) for name in node.names if not name.type_only]
    if node.namespace is not None:
        given.append((node.namespace, "*"))
    type_only = node.type_only or (bool(node.names) and not given)
    names = tuple(imported for local, imported in given if _occurs(ev, path, node, local))
    return node.module, names, type_only


def _occurs(ev: Evaluator, path: str, node: ir.Import, name: str) -> bool:
    """Tell whether a name occurs in a script outside of the import that binds it.

    TypeScript leaves out imports of which nothing is used.
    """
    if not path.endswith(SCRIPTS):
        return True
    text = ev.workspace.text(path).text
    word = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])")
    return any(
        not node.span.start <= match.start() < node.span.end for match in word.finditer(text)
    )


def _require(site: Site) -> tuple[str, tuple[str, ...], bool] | None:
    node = site.node
    if not isinstance(node, ir.Call) or not isinstance(node.callee, ir.Name) or not node.args:
        return None
    module = node.args[0].value
    if node.callee.id not in ("require", "import") or not isinstance(module, ir.Literal):
        return None
    return (module.value, ("*",), False) if isinstance(module.value, str) else None
