"""Stored references to fetch, and packages that bring their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from supertokens_lint.extract.facts import ClientImport, FetchCapture, Runtime
from supertokens_lint.extract.requests import libraries
from supertokens_lint.extract.requests.bindings import Named
from supertokens_lint.extract.requests.context import Context, place_of
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import External, FirstOf, Invocation, Value
from supertokens_lint.source import Place


@dataclass(frozen=True)
class Captured:
    """A stored reference to fetch and the module-level name that holds it."""

    named: Named
    fact: FetchCapture


def captures_of(context: Context, path: str) -> Iterator[Captured]:
    """Yield the references to ``fetch`` that a module keeps under module-level names."""
    for site in context.ev.sites.of(path):
        node = site.node
        if not site.at_module_level or site.owner is not None or node is not site.statement:
            continue
        for name, expression in _kept(node):
            if isinstance(expression, ir.Name) and expression.id not in ("fetch", "window"):
                continue
            runtime = context.runs(site)
            if runtime is None or runtime is Runtime.SERVER:
                continue
            if not holds_fetch(context.ev.evaluate(expression, site.scope)):
                continue
            place = Place(path, node.span)
            fact = FetchCapture(name, place, runtime, precedes=context.inits_after(site))
            yield Captured((path, name), fact)


def _kept(node: ir.Node) -> Iterator[tuple[str, ir.Expr]]:
    """Yield the names that a statement binds and expressions that tell what they hold."""
    if isinstance(node, ir.ExportDefault):
        yield "default", node.value
    if not isinstance(node, ir.Bind) or node.value is None:
        return
    if isinstance(node.target, ir.Name):
        yield node.target.id, node.value
    elif isinstance(node.target, ir.ObjectPattern):
        for entry in node.target.entries:
            if entry.key == "fetch" and isinstance(entry.target, ir.Name):
                member = ir.Member(node.value, "fetch", entry.span, entry.span)
                yield entry.target.id, member


def holds_fetch(value: Value) -> bool:
    """Tell whether a value is the global fetch, bound or not."""
    if isinstance(value, FirstOf):
        return holds_fetch(value.options[0])
    if isinstance(value, External):
        return libraries.is_fetch(value)
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    return not value.callee.module and value.callee.path == ("fetch", "bind")


def is_live(callee: ir.Expr) -> bool:
    """Tell whether an expression reads the global fetch at the very moment it is called."""
    if isinstance(callee, ir.Member):
        return callee.name == "fetch"
    return isinstance(callee, ir.Name) and callee.id == "fetch"


def imports_of(context: Context, path: str) -> Iterator[tuple[ClientImport, Site]]:
    """Yield the imports of packages that bring their own fetch; bare imports bind nothing."""
    for site in context.ev.sites.of(path):
        found = _imported(site.node)
        if found is None:
            continue
        module, local = found
        package = libraries.package_of_module(module)
        runtime = context.runtimes.of_import(path, site)
        if package is None or runtime is None:
            continue
        owner = context.runtimes.package(path)
        text = None if owner is None else owner.dependencies.get(package)
        fact = ClientImport(
            package,
            place_of(site),
            runtime,
            local,
            mechanism=libraries.mechanism(package, text),
            range=text,
            precedes=context.inits_after(site),
            follows=context.inits_before(site),
        )
        yield fact, site


def _imported(node: ir.Node) -> tuple[str, str | None] | None:
    if isinstance(node, ir.Import):
        names = [name.local for name in node.names if not name.type_only]
        if node.namespace is not None:
            names.append(node.namespace)
        return None if node.type_only or not names else (node.module, names[0])
    if isinstance(node, ir.Call) and isinstance(node.callee, ir.Name) and node.args:
        module = node.args[0].value
        called = node.callee.id in ("require", "import") and isinstance(module, ir.Literal)
        if called and isinstance(module, ir.Literal) and isinstance(module.value, str):
            return module.value, None
    return None
