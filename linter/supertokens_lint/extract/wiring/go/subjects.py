"""Which router of a Go program a value is, and below which path it stands."""

from __future__ import annotations

from msgspec import Struct, structs

from supertokens_lint.extract.wiring.go.names import HTTP, MAKERS, TYPES, called, name_of, text_of
from supertokens_lint.resolve.values import (
    External,
    Invocation,
    MethodOf,
    Value,
    alternatives,
)
from supertokens_lint.source import Place, Span

MAX_NESTING = 8
NOWHERE = Place("", Span(0, 0))
# Methods that return the router itself, a part of it, or a route that may become one.
_SAME = frozenset({"StrictSlash", "UseEncodedPath", "SkipClean", "Methods", "Schemes", "Queries",
                   "Headers", "Host", "Name", "Subrouter", "Handler", "HandlerFunc",
                   "Handle", "HandleFunc", "Use"})  # fmt: skip
_PARTS = {
    "gin": frozenset({"Group"}),
    "chi": frozenset({"Route", "Group", "With"}),
    "mux": frozenset({"PathPrefix", "NewRoute", "Path"}),
    "echo": frozenset({"Group"}),
    "fiber": frozenset({"Group", "Route"}),
}
# Parts whose middleware runs for their own routes alone.
_MATCHED = {("gin", "Group"), ("chi", "Group"), ("chi", "With")}


class Subject(Struct, frozen=True):
    """A router or application: its framework, where it is made, and the path of the part meant.

    ``matched_only`` parts run their middleware for their own routes alone. ``unknown`` says that
    part of the path is not known.
    """

    framework: str
    place: Place
    prefix: str = ""
    matched_only: bool = False
    unknown: bool = False


DEFAULT_MUX = Subject("net/http", NOWHERE)


def subject_of(value: Value | None, depth: int = 0) -> Subject | None:
    """Return the router that a value is, the first of its alternatives, or ``None``."""
    for option in () if value is None else alternatives(value):
        found = _subject(option, depth)
        if found is not None:
            return found
    return None


def maker_of(value: Value) -> str | None:
    """Return the framework whose router or application a value is, made right there."""
    if isinstance(value, Invocation):
        if value.is_new:
            return TYPES.get(name_of(value.callee) or ("", ""))
        return MAKERS.get(called(value) or ("", ""))
    return None


def _subject(value: Value, depth: int) -> Subject | None:
    if depth > MAX_NESTING:
        return None
    if isinstance(value, External):
        return DEFAULT_MUX if name_of(value) == (HTTP, "DefaultServeMux") else None
    if isinstance(value, MethodOf):
        # The first result of a function that returns an error as well, or ``router.ServeHTTP``.
        return _subject(value.target, depth + 1) if value.name in ("0", "ServeHTTP") else None
    if not isinstance(value, Invocation):
        return None
    framework = maker_of(value)
    if framework is not None:
        return Subject(framework, value.place)
    if isinstance(value.callee, MethodOf):
        return _part(value, value.callee, depth)
    return None


def _part(value: Invocation, callee: MethodOf, depth: int) -> Subject | None:
    whole = subject_of(callee.target, depth + 1)
    if whole is None:
        return None
    if callee.name in _PARTS.get(whole.framework, ()):
        first = value.args[0] if value.args else None
        text = text_of(first)
        inline = (whole.framework, callee.name) in (("chi", "Group"), ("chi", "With"))
        takes_path = not inline and callee.name != "NewRoute"
        return structs.replace(
            whole,
            prefix=whole.prefix + "/" + (text or "").strip("/") if takes_path else whole.prefix,
            matched_only=whole.matched_only or (whole.framework, callee.name) in _MATCHED,
            unknown=whole.unknown or (takes_path and text is None),
        )
    return whole if callee.name in _SAME else None
