"""Parameters of functions and lambdas."""

from __future__ import annotations

from typing import Literal

import libcst as cst

from supertokens_lint.languages import ir
from supertokens_lint.languages.python.cursor import NodeReader

_Kind = Literal["plain", "rest", "kwrest", "keyword"]


def parameters(reader: NodeReader, node: cst.Parameters) -> tuple[ir.Param, ...]:
    """Read parameters without the parentheses around them."""
    params = [_parameter(reader, param) for param in node.posonly_params]
    if isinstance(node.posonly_ind, cst.ParamSlash):
        reader.take("/")
        reader.take_comma(node.posonly_ind.comma)
    params += [_parameter(reader, param) for param in node.params]
    if isinstance(node.star_arg, cst.Param):
        params.append(_parameter(reader, node.star_arg, "rest", "*"))
    elif isinstance(node.star_arg, cst.ParamStar):
        reader.take("*")
        reader.take_comma(node.star_arg.comma)
    params += [_parameter(reader, param, "keyword") for param in node.kwonly_params]
    if node.star_kwarg is not None:
        params.append(_parameter(reader, node.star_kwarg, "kwrest", "**"))
    return tuple(params)


def _parameter(
    reader: NodeReader, node: cst.Param, kind: _Kind = "plain", star: str = ""
) -> ir.Param:
    start = reader.start()
    reader.take(star)
    begin = reader.take(node.name.value)
    target = ir.Name(node.name.value, reader.since(begin))
    annotation = None if node.annotation is None else reader.annotation(node.annotation)
    default = None
    if node.default is not None:
        reader.take("=")
        default = reader.expression(node.default)
    span = reader.since(start)
    reader.take_comma(node.comma)
    return ir.Param(target, span, default, kind, annotation)


def type_parameters(reader: NodeReader, node: cst.TypeParameters | None) -> None:
    """Pass over ``[T: int, *Ts, **P]``; types decide no value."""
    if node is None:
        return
    reader.take("[")
    for item in node.params:
        param = item.param
        reader.take({cst.TypeVarTuple: "*", cst.ParamSpec: "**"}.get(type(param), ""))
        reader.take(param.name.value)
        if isinstance(param, cst.TypeVar) and param.bound is not None:
            reader.take(":")
            reader.expression(param.bound)
        if item.default is not None:
            reader.take("=")
            reader.take(item.star)
            reader.expression(item.default)
        reader.take_comma(item.comma)
    reader.take("]")
