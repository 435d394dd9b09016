"""Stored references to fetch, and packages that bring their own."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import ClientImport, FetchCapture, Runtime
from supertokens_lint.extract.requests import libraries
from supertokens_lint.extract.requests.bindings import Named
from supertokens_lint.extract.requests.context import (
    Context,
    place_of,
)
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    Choice,
    Const,
    External,
    FirstOf,
    Invocation,
    Record,
    Value,
    alternatives,
)


class Captured(Struct, frozen=True):
    """A stored reference to fetch; ``named`` is the module-level name that holds it, if any."""

    named: Named | None
    fact: FetchCapture


def captures_of(context: Context, path: str) -> Iterator[Captured]:
    """Yield the references to ``fetch`` that a module stores while it is loaded."""
    clients = _uses_capturing_package(context, path)
    kinds = (ir.Property, ir.Call, ir.Bind, ir.ExportDefault)
    for site in context.ev.sites.of_kinds(path, *kinds):
        if not site.at_module_level or site.owner is not None:
            continue
        if isinstance(site.node, ir.Property):
            yield from _in_object(context, site, site.node)
        elif clients and isinstance(site.node, ir.Call):
            yield from _in_client(context, site, site.node)
        elif site.node is site.statement:
            for name, expression in _kept(site.node):
                yield from _capture(context, site, expression, name, (path, name))


def _in_object(context: Context, site: Site, node: ir.Property) -> Iterator[Captured]:
    if isinstance(node.key, str) and node.kind == "value":
        yield from _capture(context, site, node.value, node.key, None)


def _in_client(context: Context, site: Site, node: ir.Call) -> Iterator[Captured]:
    runtime = context.runs(site)
    if runtime in (None, Runtime.SERVER) or not makes_capturing_client(context, node, site):
        return
    if runtime is not None:
        after = context.inits_after(site)
        yield Captured(None, FetchCapture("", place_of(site), runtime, precedes=after))


def _uses_capturing_package(context: Context, path: str) -> bool:
    scope = context.ev.program.scope(path)
    return scope is not None and any(
        isinstance(placed.statement, ir.Import)
        and placed.statement.module in libraries.CAPTURING_PACKAGES
        for placed in scope.names.statements
    )


def makes_capturing_client(context: Context, node: ir.Call, site: Site) -> bool:
    """Tell whether a call makes a client that keeps the fetch of this moment."""
    if not isinstance(node.callee, ir.Name | ir.Member):
        return False
    callee = context.ev.evaluate(node.callee, site.scope)
    if not isinstance(callee, External) or not libraries.captures_at_creation(callee):
        return False
    if not node.args:
        return True
    config = context.ev.evaluate(node.args[0].value, site.scope)
    return isinstance(config, Record) and config.rest is None and "fetch" not in config.entries


def _capture(
    context: Context, site: Site, expression: ir.Expr, name: str, named: Named | None
) -> Iterator[Captured]:
    if not _names_fetch(expression):
        return
    runtime = context.runs(site)
    if runtime is None or runtime is Runtime.SERVER:
        return
    if holds_fetch(context.ev.evaluate(expression, site.scope)):
        fact = FetchCapture(name, place_of(site), runtime, precedes=context.inits_after(site))
        yield Captured(named, fact)


def _names_fetch(expression: ir.Expr) -> bool:
    if isinstance(expression, ir.Call):
        callee = expression.callee
        return (
            isinstance(callee, ir.Member) and callee.name == "bind" and _names_fetch(callee.object)
        )
    if isinstance(expression, ir.Binary):
        return _names_fetch(expression.left)
    if isinstance(expression, ir.Conditional):
        return _names_fetch(expression.then) or _names_fetch(expression.otherwise)
    if isinstance(expression, ir.Member):
        return expression.name == "fetch"
    return isinstance(expression, ir.Name) and expression.id == "fetch"


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
    if isinstance(value, Choice):
        held = [item for item in alternatives(value) if not isinstance(item, Const)]
        return bool(held) and all(holds_fetch(item) for item in held)
    if isinstance(value, External):
        return libraries.is_fetch(value)
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    return not value.callee.module and value.callee.path == ("fetch", "bind")


def imports_of(context: Context, path: str) -> Iterator[tuple[ClientImport, Site]]:
    """Yield the imports of packages that bring their own fetch; bare imports bind nothing."""
    for site in context.ev.sites.of_kinds(path, ir.Import, ir.Call):
        found = _imported(site.node)
        if found is None:
            continue
        module, local = found
        package = libraries.package_of_module(module)
        runtime = context.runtimes.of_import(path, site)
        if package is None or runtime is None:
            continue
        text = context.version_of(package, path)
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
