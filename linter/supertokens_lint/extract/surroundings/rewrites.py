"""What a proxy does to a path before it sends a request on.

A rewrite is read from the forms that people write: a function that replaces, slices or prefixes
its parameter, and the ``pathRewrite`` table of http-proxy-middleware.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from supertokens_lint.extract.surroundings.configs import entries_of, text_of
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Closure, Const, Record, Value

_META = re.compile(r"[\\^$.*+?()\[\]{}|]")
_TAIL = re.compile(r"(?:/?\.[*+]|/?\(\.[*+]\))?\$?$")
_ESCAPED = re.compile(r"\\([/.\-_])")
_CAPTURED = re.compile(r"(?P<front>/[\w./-]*?)(?P<slash>/\?)?\((?P<inside>/?)\.[*+]\)\$?")
_GROUPED = re.compile(r"(?P<front>/?[\w./-]*)\$1")
_REGEX = re.compile(r"/(.+)/([a-z]*)", re.DOTALL)


class Rewrite(Struct, frozen=True):
    """What happens to the front of a path: ``removes`` is taken off, then ``adds`` put on."""

    kind: Literal["keep", "strip", "replace", "unknown"]
    removes: str = ""
    adds: str = ""


KEEP = Rewrite("keep")
UNKNOWN = Rewrite("unknown")


def rewrite_from(removes: str, adds: str) -> Rewrite:
    """Return the rewrite that replaces one prefix by another."""
    removes, adds = removes.rstrip("/"), adds.rstrip("/")
    if removes == adds:
        return KEEP
    return Rewrite("strip" if removes and not adds else "replace", removes, adds)


def replacing(removes: str, adds: str) -> Rewrite:
    """Return the rewrite that puts one text in place of another at the front, letter by letter."""
    shared = "/" if removes.endswith("/") and adds.endswith("/") else ""
    removes, adds = removes.removesuffix(shared), adds.removesuffix(shared)
    if removes == adds:
        return KEEP
    return Rewrite("strip" if removes and not adds else "replace", removes, adds)


def rewrite_by_pattern(pattern: str, replacement: str, prefix: str) -> Rewrite:
    """Return what replacing ``^/front(.*)$`` by ``/other$1`` does to paths below a prefix."""
    matched = _CAPTURED.fullmatch(pattern.removeprefix("^"))
    grouped = _GROUPED.fullmatch(replacement)
    if matched is None or grouped is None:
        return UNKNOWN
    front = matched["front"]
    if matched["slash"] and not front.endswith("/"):
        front += "/"
    if not f"{prefix.rstrip('/')}/".startswith(front.rstrip("/") + "/"):
        return UNKNOWN
    inside = matched["inside"]
    return replacing(front + inside, grouped["front"] + inside)


def literal_prefix(pattern: str) -> str | None:
    """Return the text that a regular expression matches at the front, ``None`` if no plain one."""
    body = pattern.removeprefix("^")
    body = _ESCAPED.sub(r"\1", _TAIL.sub("", body))
    return None if _META.search(body.replace(".", "")) else body


def rewrite_of(ev: Evaluator, value: Value, prefix: str) -> Rewrite:
    """Return what a ``rewrite`` function or ``pathRewrite`` table does to paths below a prefix."""
    if isinstance(value, Const) and value.value is None:
        return KEEP
    if isinstance(value, Closure):
        return _of_function(ev, value, prefix)
    if isinstance(value, Record):
        return UNKNOWN if value.rest is not None else _of_table(value, prefix)
    return UNKNOWN


def _of_table(value: Record, prefix: str) -> Rewrite:
    for pattern, entry in entries_of(value):
        adds = text_of(entry.value)
        removes = literal_prefix(pattern)
        if adds is None or removes is None or "$" in adds:
            return UNKNOWN
        if (prefix.rstrip("/") + "/").startswith(removes.rstrip("/") + "/"):
            return rewrite_from(removes, adds)
        if removes.startswith(prefix.rstrip("/")):
            return UNKNOWN
    return KEEP


def _of_function(ev: Evaluator, value: Closure, prefix: str) -> Rewrite:
    function = value.function
    if len(function.body) != 1 or not isinstance(function.body[0], ir.Return):
        return UNKNOWN
    if not function.params or not isinstance(function.params[0].target, ir.Name):
        return UNKNOWN
    result = function.body[0].value
    return UNKNOWN if result is None else _of_result(ev, value, result, prefix)


def _of_result(ev: Evaluator, value: Closure, result: ir.Expr, prefix: str) -> Rewrite:
    target = value.function.params[0].target
    parameter = target.id if isinstance(target, ir.Name) else ""
    if isinstance(result, ir.Name):
        return KEEP if result.id == parameter else UNKNOWN
    if isinstance(result, ir.Literal):
        return UNKNOWN
    if isinstance(result, ir.Template | ir.Binary):
        return _prefixed(result, parameter)
    if not isinstance(result, ir.Call) or not isinstance(result.callee, ir.Member):
        return UNKNOWN
    receiver = result.callee.object
    if not isinstance(receiver, ir.Name) or receiver.id != parameter:
        return UNKNOWN
    args = [argument.value for argument in result.args]
    if result.callee.name in ("replace", "replaceAll") and len(args) == 2:
        return _replaced(ev, value, args[0], args[1], prefix)
    if result.callee.name in ("slice", "substring", "substr") and len(args) == 1:
        return _sliced(ev, value, args[0], prefix)
    return UNKNOWN


def _prefixed(result: ir.Template | ir.Binary, parameter: str) -> Rewrite:
    parts = result.parts if isinstance(result, ir.Template) else (result.left, result.right)
    if len(parts) != 2 or not isinstance(parts[0], ir.Literal):
        return UNKNOWN
    first, last = parts
    is_parameter = isinstance(last, ir.Name) and last.id == parameter
    if not isinstance(first, ir.Literal) or not isinstance(first.value, str) or not is_parameter:
        return UNKNOWN
    return rewrite_from("", first.value)


def _replaced(
    ev: Evaluator, value: Closure, pattern: ir.Expr, replacement: ir.Expr, prefix: str
) -> Rewrite:
    adds = text_of(ev.evaluate(replacement, value.scope))
    removes = _pattern_text(ev, value, pattern)
    if adds is None or removes is None or "$" in adds:
        return UNKNOWN
    if (prefix.rstrip("/") + "/").startswith(removes.rstrip("/") + "/"):
        return rewrite_from(removes, adds)
    return UNKNOWN


def _pattern_text(ev: Evaluator, value: Closure, pattern: ir.Expr) -> str | None:
    if isinstance(pattern, ir.Opaque) and pattern.kind == "regex":
        match = _REGEX.fullmatch(ev.workspace.text(value.scope.path).slice(pattern.span))
        return None if match is None else literal_prefix(match.group(1))
    found = ev.evaluate(pattern, value.scope)
    return text_of(found)


def _sliced(ev: Evaluator, value: Closure, start: ir.Expr, prefix: str) -> Rewrite:
    if isinstance(start, ir.Member) and start.name == "length":
        text = text_of(ev.evaluate(start.object, value.scope))
        return UNKNOWN if text is None else rewrite_from(text, "")
    found = ev.evaluate(start, value.scope)
    length = found.value if isinstance(found, Const) else None
    if not isinstance(length, int) or length > len(prefix.rstrip("/")):
        return UNKNOWN
    return rewrite_from(prefix[:length], "")
