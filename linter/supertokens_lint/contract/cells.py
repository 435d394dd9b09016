"""Values of a contract, read back as the resolver would have left them."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from supertokens_lint.contract.model import Recorded
from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve.outcomes import Mode
from supertokens_lint.resolve.scopes import Names, Scope
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Closure,
    Condition,
    Const,
    Entry,
    EnvVar,
    Items,
    Operation,
    PageLocation,
    Reason,
    Record,
    Trail,
    Unknown,
    Value,
)
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, at, items, pairs, string

_MODE = EnvVar("NODE_ENV", "")
_REASONS = {reason.name: reason for reason in Reason}
Locate = Callable[[Data, "str | None"], Place]


class Cells(Struct):
    """Reads the rows of values and keeps those that differ between environments.

    ``locate`` gives the place of some data whose recorded address is given.
    """

    locate: Locate
    modes: dict[str, Mode]
    recorded: dict[int, Recorded] = field(default_factory=dict)

    def value(self, rows: Data | None) -> Value:
        """Return the value that rows describe."""
        read = [(self._names(row), self._cell(row)) for row in items(rows)]
        if not read:
            return Unknown(Reason.BOUND, "nothing was recorded")
        named: dict[str, list[Value]] = {}
        for names, cell in read:
            for name in names:
                named.setdefault(name, []).append(cell)
        if len(read) == 1 and set(named) >= set(self.modes):
            return read[0][1]
        cases = [Case(self._conditions(names), cell) for names, cell in read]
        value = Choice(tuple(cases))
        self.recorded[id(value)] = Recorded(value, {n: tuple(v) for n, v in named.items()})
        return value

    def _names(self, row: Data) -> tuple[str, ...]:
        found = (string(item) for item in items(row, "in"))
        return tuple(name for name in found if name is not None)

    def _conditions(self, names: tuple[str, ...]) -> tuple[Condition, ...]:
        """Return what must hold for a row that is one environment's alone.

        Where several may use it nobody can say it in one test; the look-up by name decides then.
        """
        if len(names) != 1:
            return (Condition(Unknown(Reason.BOUND), expected=True),)
        mode = self.modes.get(names[0], Mode.DEVELOPMENT)
        return (Condition(Operation("==", (_MODE, Const(mode.value))), expected=True),)

    def _cell(self, row: Data) -> Value:
        address = string(row, "at")
        place = self.locate(row, address)
        trail = (Step(f"recorded from {address}", place),)
        reason = string(row, "unknown")
        if reason is not None:
            detail = string(row, "detail") or ""
            return Unknown(_REASONS.get(reason, Reason.SYNTAX), detail, trail)
        same_origin = at(row, "sameOrigin")
        if isinstance(same_origin, Scalar) and same_origin.value is True:
            return PageLocation("origin", trail)
        if at(row, "answers") is not None:
            return _function(tuple(items(row, "answers")), place, trail)
        if at(row, "list") is not None:
            return self._list(row, place, trail)
        if isinstance(at(row, "object"), Mapping):
            return self._record(row, place, trail)
        value = at(row, "value")
        if isinstance(row, Mapping) and isinstance(value, Scalar):
            here = self.locate(value, address)
            return Const(value.value, (Step(f"recorded from {address}", here),))
        return Unknown(Reason.SYNTAX, "not understood", trail)

    def _list(self, row: Data, place: Place, trail: Trail) -> Items:
        is_open = at(row, "open")
        closed = isinstance(is_open, Scalar) and is_open.value is False
        rest = None if closed else Unknown(Reason.SYNTAX, "other items")
        return Items(tuple(self._cell(item) for item in items(row, "list")), place, rest, trail)

    def _record(self, row: Data, place: Place, trail: Trail) -> Record:
        is_open = at(row, "open")
        closed = isinstance(is_open, Scalar) and is_open.value is False
        rest = None if closed else Unknown(Reason.SYNTAX, "other entries")
        found = {
            name.text: Entry(self._cell(item), self.locate(item, string(item, "at")))
            for name, item in pairs(row, "object")
        }
        return Record(found, place, rest, trail)


def _function(words: tuple[Data, ...], place: Place, trail: Trail) -> Closure:
    """Return a function that answers one of some words."""
    nowhere = Span(0, 0)
    body = tuple(ir.Return(ir.Literal(string(word), nowhere), nowhere) for word in words)
    function = ir.Function(None, (), body, place.span)
    scope = Scope(place.path, "module", Names({}, {}, ()), ir.Language.JAVASCRIPT)
    return Closure(function, scope, trail=trail)
