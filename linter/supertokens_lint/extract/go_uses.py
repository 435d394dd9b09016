"""What a Go file uses of an SDK package that it imports."""

from __future__ import annotations

from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator


def names_used(ev: Evaluator, path: str, statement: ir.Import) -> tuple[str, ...]:
    """Return the names of a package that run: calls and values, types left out.

    A dot import may use anything, a blank one runs the package's ``init``: ``*``.
    """
    name = statement.namespace
    if name is None:
        return ("*",)
    types = {
        id(site.node.callee)
        for site in ev.sites.of(path)
        if isinstance(site.node, ir.Call) and site.node.is_new
    }
    found = [
        site.node.name
        for site in ev.sites.of(path)
        if isinstance(site.node, ir.Member)
        and isinstance(site.node.object, ir.Name)
        and site.node.object.id == name
        and id(site.node) not in types
    ]
    return ("*", *dict.fromkeys(found)) if found else ()
