"""Angular's HttpClient, which is injected rather than imported."""

from __future__ import annotations

import re

from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import External, Invocation, Value

MODULE = "@angular/common/http"
_NAME = re.compile(r"\s*(\w+)\s*")


def is_http_client(ev: Evaluator, expression: ir.Expr, site: Site) -> bool:
    """Tell whether an expression is ``this.http`` of a class that is given an HttpClient."""
    if isinstance(expression, ir.Name):
        return _is_injected(ev.evaluate(expression, site.scope))
    if not isinstance(expression, ir.Member) or site.owner is None:
        return False
    if not isinstance(expression.object, ir.Name) or expression.object.id != "this":
        return False
    for member in site.owner.members:
        if isinstance(member, ir.Field) and member.name == expression.name:
            given = member.value is not None and _is_injected(
                ev.evaluate(member.value, site.scope.module())
            )
            return given or _names_client(ev, member.annotation, site)
        if isinstance(member, ir.Method) and member.kind == "constructor":
            for param in member.function.params:
                if _param_name(param) == expression.name and param.accessibility is not None:
                    return _names_client(ev, param.annotation, site)
    return False


def _is_injected(value: Value) -> bool:
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    injected = value.args[0] if value.args else None
    called = (value.callee.module, value.callee.path) == ("@angular/core", ("inject",))
    return called and isinstance(injected, External) and injected.module == MODULE


def _names_client(ev: Evaluator, annotation: str | None, site: Site) -> bool:
    match = _NAME.fullmatch(annotation or "")
    if match is None:
        return False
    value = ev.name(match.group(1), site.scope.module(), site.node.span)
    return isinstance(value, External) and (value.module, value.path) == (MODULE, ("HttpClient",))


def _param_name(param: ir.Param) -> str | None:
    return param.target.id if isinstance(param.target, ir.Name) else None
