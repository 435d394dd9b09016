"""Whether anything leads to a piece of Go code.

Source: the Go specification, "Program execution": a program is what package main imports; every
``init`` of an imported package runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, MethodOf, Unknown, alternatives
from supertokens_lint.workspace.files import FileKind

STARTED = frozenset({"main", "init"})
MAIN = "main"


def module_reached(ev: Evaluator, path: str) -> bool:
    """Tell whether a file is part of a program, or of a package that some file imports."""
    if ev.program.go.name(path) == MAIN:
        return True
    return any(True for _ in importers(ev, path))


def importers(ev: Evaluator, path: str) -> Iterator[str]:
    """Yield the files, tests left out, that import the package of a file."""
    package = frozenset(ev.program.go.files(path))
    for entry in ev.workspace.files(FileKind.GO):
        if entry.is_test or entry.path in package:
            continue
        if package.intersection(imports(ev, entry.path)):
            yield entry.path


def imports(ev: Evaluator, path: str) -> set[str]:
    """Return the files of all packages of the project that a file imports."""
    found: set[str] = set()
    for module in ev.program.go.imports(path):
        target = ev.program.go.resolve(path, module)
        if target is not None:
            found.update(ev.program.go.files(target))
    return found


def function_reached(ev: Evaluator, site: Site) -> bool:
    """Tell whether a site stands in a function that runs by itself or is named elsewhere."""
    outer = site.functions[0] if site.functions else None
    if outer is None or outer.name is None or outer.name in STARTED:
        return True
    return any(
        _refers(ev, other, outer)
        for path in ev.paths_mentioning(outer.name, ir.Language.GO)
        for other in ev.sites.of(path)
        if outer not in other.functions
    )


def _refers(ev: Evaluator, other: Site, function: ir.Function) -> bool:
    node = other.node
    if not isinstance(node, ir.Name | ir.Member):
        return False
    if (node.id if isinstance(node, ir.Name) else node.name) != function.name:
        return False
    statement = other.statement
    if isinstance(statement, ir.Bind) and statement.target is node:
        return False
    value = ev.evaluate(node, other.scope)
    for option in alternatives(value):
        if isinstance(option, Closure) and option.function is function:
            return True
        if isinstance(option, Unknown | MethodOf) and isinstance(node, ir.Member):
            return True
    return False
