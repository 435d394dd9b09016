"""Lists that are written as one text, such as ``ORIGINS=https://a.com,https://b.com``."""

from __future__ import annotations

from msgspec import structs

from supertokens_lint.languages import ir
from supertokens_lint.resolve.operations import CannotFoldError
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Closure,
    Const,
    EnvVar,
    FirstOf,
    Items,
    Operation,
    Reason,
    Scalar,
    Trail,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

SPLIT = ".split"
PART = ".part"


def split(text: Value, separator: Value | None, place: Place) -> Value:
    """Return the parts of a text; what a variable holds is split when an environment is known."""
    if not isinstance(separator, Const) or not isinstance(separator.value, str):
        return Unknown(Reason.SYNTAX, "split")
    if isinstance(text, FirstOf):
        options = tuple(split(option, separator, place) for option in text.options)
        return FirstOf(options, text.skips, text.trail)
    if isinstance(text, EnvVar):
        return Operation(SPLIT, (text, separator), text.trail)
    if not isinstance(text, Const) or not isinstance(text.value, str):
        return Unknown(Reason.SYNTAX, "split")
    return parts(text.value, separator.value, text.trail, place)


def parts(text: str, separator: str, trail: Trail, place: Place) -> Items:
    """Return the parts of a text, each with its trail."""
    texts = text.split(separator) if separator else [text]
    return Items(tuple(Const(item, trail) for item in texts), place, trail=trail)


def made(value: Operation, text: str, trail: Trail) -> Items:
    """Return the list that is made of a text, by the operation that :func:`split` returned."""
    separator = value.operands[1]
    given = separator.value if isinstance(separator, Const) else None
    found = parts(text, str(given), trail, trail[-1].place)
    return trimmed(found) if len(value.operands) > len(("text", "separator")) else found


def trimmed(items: Items) -> Items:
    """Return a list of texts without blanks around them."""
    found = tuple(
        structs.replace(item, value=item.value.strip())
        if isinstance(item, Const) and isinstance(item.value, str)
        else item
        for item in items.items
    )
    return structs.replace(items, items=found)


def mapped(value: Value, args: tuple[ArgumentValue, ...]) -> Value | None:
    """Return ``list.map((item) => item.trim())`` of a list, ``None`` for other functions."""
    function = args[0].value.function if args and isinstance(args[0].value, Closure) else None
    if function is None or not _trims(function):
        return None
    return _without_blanks(value)


def comprehended(value: Value, node: ir.Opaque) -> Value | None:
    """Return ``[o.strip() for o in list if o]`` of a list, ``None`` for other comprehensions.

    The children of such a node are the element, the name, the list and at most one condition.
    Empty texts that a condition leaves out stay, as they do for ``filter``.
    """
    element, name, _, *conditions = node.children
    if not isinstance(name, ir.Name) or len(conditions) > 1:
        return None
    if any(not _is_stripped(item, name) and not _is_same(item, name) for item in conditions):
        return None
    if _is_stripped(element, name):
        return _without_blanks(value)
    is_list = isinstance(value, Items) or is_split(value)
    return value if is_list and _is_same(element, name) else None


def _is_same(node: ir.Expr, name: ir.Name) -> bool:
    return isinstance(node, ir.Name) and node.id == name.id


def _is_stripped(node: ir.Expr, name: ir.Name) -> bool:
    callee = node.callee if isinstance(node, ir.Call) and not node.args else None
    is_strip = isinstance(callee, ir.Member) and callee.name == "strip"
    return is_strip and isinstance(callee, ir.Member) and _is_same(callee.object, name)


def _without_blanks(value: Value) -> Value | None:
    if isinstance(value, Items):
        return trimmed(value)
    if isinstance(value, FirstOf):
        found = [_without_blanks(option) for option in value.options]
        options = tuple(option for option in found if option is not None)
        whole = len(options) == len(found)
        return FirstOf(options, value.skips, value.trail) if whole else None
    if isinstance(value, Operation) and value.op == SPLIT:
        return structs.replace(value, operands=(*value.operands[:2], Const("trim")))
    return None


def _trims(function: ir.Function) -> bool:
    result = function.body[0] if len(function.body) == 1 else None
    call = result.value if isinstance(result, ir.Return) else None
    callee = call.callee if isinstance(call, ir.Call) else None
    return (
        isinstance(callee, ir.Member)
        and callee.name == "trim"
        and isinstance(callee.object, ir.Name)
    )


def part(value: Operation, index: int) -> Operation:
    """Return one part of a list that :func:`split` made."""
    return structs.replace(value, op=PART, operands=(*value.operands, Const(index)))


def fold(operands: tuple[Scalar, ...]) -> Scalar:
    """Return a part of a text; raises CannotFoldError where it has no such part."""
    text, separator, *trims, index = operands
    if not isinstance(text, str) or not isinstance(separator, str) or not isinstance(index, int):
        raise CannotFoldError
    found = text.split(separator) if separator else [text]
    if not -len(found) <= index < len(found):
        raise CannotFoldError
    return found[index].strip() if trims else found[index]


def is_split(value: Value) -> bool:
    """Tell whether a value is a list that :func:`split` made and only an environment decides."""
    if isinstance(value, FirstOf):
        return all(isinstance(option, Items) or is_split(option) for option in value.options)
    return isinstance(value, Operation) and value.op == SPLIT


def source(value: Value) -> Value:
    """Return the text that a list, or a part of one, is made of; any other value itself."""
    made_of = isinstance(value, Operation) and value.op in (SPLIT, PART)
    return value.operands[0] if isinstance(value, Operation) and made_of else value
