"""Code that takes part but cannot be seen: files that do not parse, modules that are not there.

An init that somebody keeps out of the repository, or in a file with a syntax error, is not
missing; rules about what is missing ask here first.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from supertokens_lint.extract.facts import Gap
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.source import Place, Span

SOURCE_EXTENSIONS = frozenset({"", ".js", ".ts", ".jsx", ".tsx", ".mjs", ".cjs", ".mts", ".cts"})


def gaps_of(ev: Evaluator, path: str) -> Iterator[Gap]:
    """Yield what cannot be seen from one file: itself, or modules of the project it imports."""
    module = ev.workspace.module(path)
    if module is None:
        yield Gap(Place(path, Span(0, 0)), "cannot be parsed")
        return
    for problem in module.problems:
        yield Gap(Place(path, problem.span), "cannot be parsed")
    for site in ev.sites.of_kinds(path, ir.Import, ir.Call):
        specifier = _specifier(site)
        if specifier is not None and _is_missing(ev, path, specifier, module.language):
            yield Gap(Place(path, site.node.span), f"imports {specifier}, which is not there")


def _specifier(site: Site) -> str | None:
    node = site.node
    if isinstance(node, ir.Import):
        return None if node.type_only else node.module
    if isinstance(node, ir.Call) and isinstance(node.callee, ir.Name) and node.args:
        value = node.args[0].value
        if node.callee.id in ("require", "import") and isinstance(value, ir.Literal):
            return value.value if isinstance(value.value, str) else None
    return None


def _is_missing(ev: Evaluator, path: str, specifier: str, language: ir.Language) -> bool:
    if language is ir.Language.GO:
        return ev.program.go.is_missing(path, specifier)
    if not specifier.startswith("."):
        return False
    if language is not ir.Language.PYTHON:
        extension = posixpath.splitext(specifier.split("?", 1)[0])[1]
        if extension not in SOURCE_EXTENSIONS and not extension.startswith("./"):
            return False
    return ev.program.resolve(path, specifier, language) is None
