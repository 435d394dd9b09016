"""Records and lists: literals, spreads, merges, and members assigned later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from supertokens_lint.languages import ir
from supertokens_lint.resolve import env_readers, lists
from supertokens_lint.resolve.scopes import APPENDERS, MERGERS, MemberBinding, Mutation, Scope
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    ClassRef,
    Closure,
    Condition,
    Const,
    Entry,
    EnvVar,
    External,
    FirstOf,
    Instance,
    Invocation,
    Items,
    Join,
    ModuleRef,
    Operation,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

MAX_ENTRIES = 2_000
_SCALARS = (Const, EnvVar, FirstOf, Join, Operation)
STRUCTURES = (Record, Items, Closure, ClassRef, Instance, ModuleRef, External, Invocation)


def is_structure(value: Value) -> bool:
    """Tell whether a value is an object of some kind, and so always counts as true."""
    return isinstance(value, STRUCTURES)


def record(ev: Evaluator, node: ir.Object, scope: Scope) -> Value:
    """Evaluate an object or dict literal."""
    entries: dict[str, Entry] = {}
    rest: Unknown | None = None
    getters: dict[str, Closure] = {}
    for entry in node.entries[:MAX_ENTRIES]:
        place = Place(scope.path, entry.span)
        if isinstance(entry, ir.Spread):
            spread = ev.evaluate(entry.value, scope)
            rest = _spread_into(entries, spread, ()) or rest
            continue
        key = _key(ev, entry.key, scope)
        if key is None:
            rest = Unknown(Reason.SYNTAX, "computed key")
        elif entry.kind == "get" and isinstance(entry.value, ir.Function):
            getters[key] = Closure(entry.value, scope)
            entries[key] = Entry(Unknown(Reason.CYCLE, key), place)
        elif entry.kind != "set":
            entries[key] = Entry(ev.evaluate(entry.value, scope), place)
    found = Record(entries, Place(scope.path, node.span), rest)
    return _with_getters(ev, found, getters) if getters else found


def _with_getters(ev: Evaluator, record: Record, getters: dict[str, Closure]) -> Record:
    from supertokens_lint.resolve import calling  # noqa: PLC0415 - mutual rooms

    read = {
        key: Entry(
            calling.invoke(ev, structs.replace(getter, this=record), ()), record.entries[key].place
        )
        for key, getter in getters.items()
    }
    return structs.replace(record, entries={**record.entries, **read})


def _key(ev: Evaluator, key: str | ir.Expr, scope: Scope) -> str | None:
    if isinstance(key, str):
        return key
    value = ev.evaluate(key, scope)
    return str(value.value) if isinstance(value, Const) and value.value is not None else None


def _spread_into(
    entries: dict[str, Entry], value: Value, conditions: tuple[Condition, ...]
) -> Unknown | None:
    if isinstance(value, Record):
        for key, entry in value.entries.items():
            entries[key] = _under(conditions, entry, entries.get(key))
        return value.rest
    if isinstance(value, Const | EnvVar | Join):
        return None
    if isinstance(value, Choice):
        return _spread_choice(entries, value, conditions)
    if isinstance(value, FirstOf):
        return _spread_into(entries, value.options[0], conditions)
    if isinstance(value, Operation) and value.op == "&&":
        tests = tuple(Condition(test, expected=True) for test in value.operands[:-1])
        return _spread_into(entries, value.operands[-1], (*conditions, *tests))
    if isinstance(value, Operation):  # a test that did not hold: texts and booleans have no keys
        return None
    unseen = value
    if not isinstance(unseen, Unknown):
        text = "spread of something that is no known object"
        unseen = Unknown(Reason.EXTERNAL, text, value.trail)
    for key, entry in entries.items():
        if isinstance(entry.value, _SCALARS):
            entries[key] = Entry(_or_unseen(entry.value, unseen), entry.place)
    return unseen


def _or_unseen(value: Value, unseen: Unknown) -> Value:
    """Return a value that what nobody can see may have replaced."""
    replaced = Case((Condition(unseen, expected=True),), unseen)
    return Choice((replaced, Case((), value)))


def _spread_choice(
    entries: dict[str, Entry], value: Choice, conditions: tuple[Condition, ...]
) -> Unknown | None:
    """Give each key what it has in each case; where a case leaves it out, what it had before."""
    rest: Unknown | None = None
    spread: list[tuple[tuple[Condition, ...], dict[str, Entry]]] = []
    for case in value.cases:
        inner = dict(entries)
        rest = _spread_into(inner, case.value, ()) or rest
        spread.append((case.conditions, inner))
    if spread[-1][0]:
        spread.append(((), dict(entries)))
    changed: dict[str, Entry] = {}
    for _, inner in spread:
        for key, entry in inner.items():
            if entry is not entries.get(key):
                changed.setdefault(key, entry)
    for key, entry in changed.items():
        found = [(given, inner.get(key)) for given, inner in spread]
        if all(item is entry for _, item in found):
            joined = entry.value
        else:
            joined = Choice(
                tuple(
                    Case(given, Const(None) if item is None else item.value)
                    for given, item in found
                )
            )
        entries[key] = _under(conditions, Entry(joined, entry.place), entries.get(key))
    return rest


def _under(conditions: tuple[Condition, ...], entry: Entry, before: Entry | None) -> Entry:
    if not conditions:
        return entry
    base: Value = Const(None) if before is None else before.value
    return Entry(Choice((Case(conditions, entry.value), Case((), base))), entry.place)


def items(ev: Evaluator, node: ir.Array, scope: Scope) -> Value:
    """Evaluate a list, tuple or set literal."""
    found: list[Value] = []
    rest: Unknown | None = None
    for item in node.items[:MAX_ENTRIES]:
        if not isinstance(item, ir.Spread):
            found.append(ev.evaluate(item, scope))
            continue
        spread = ev.evaluate(item.value, scope)
        more, unseen = spread_items(spread)
        found.extend(more)
        rest = unseen or rest
    return Items(tuple(found), Place(scope.path, node.span), rest)


def spread_items(value: Value) -> tuple[tuple[Value, ...], Unknown | None]:
    """Return what spreading a value into a list adds, and why more may be there.

    A conditional spread gives conditional items.
    """
    if isinstance(value, Items):
        return value.items, value.rest
    if isinstance(value, Choice):
        return _spread_conditional(value)
    if isinstance(value, Const):
        return (), None
    if isinstance(value, Unknown):
        return (), value
    return (value,), Unknown(Reason.EXTERNAL, "spread of something that is no known list")


def _spread_conditional(value: Choice) -> tuple[tuple[Value, ...], Unknown | None]:
    found: list[Value] = []
    rest: Unknown | None = None
    for case in value.cases:
        more, unseen = spread_items(case.value)
        rest = unseen or rest
        absent = Case((), Const(None))
        found.extend(
            item if not case.conditions else Choice((Case(case.conditions, item), absent))
            for item in more
        )
    return tuple(found), rest


def concatenated(left: Items, right: Items) -> Items:
    """Return one list after the other."""
    return Items((*left.items, *right.items), left.place, left.rest or right.rest, left.trail)


def merged(left: Value, right: Value) -> Value:
    """Return the union of two records, or one list after another; later keys win."""
    if isinstance(left, Items):
        more, rest = spread_items(right)
        return Items((*left.items, *more), left.place, left.rest or rest, left.trail)
    if isinstance(left, Record):
        entries = dict(left.entries)
        rest = _spread_into(entries, right, ())
        return Record(entries, left.place, left.rest or rest, left.trail)
    if isinstance(right, Items):
        more, rest = spread_items(left)
        return Items((*more, *right.items), right.place, right.rest or rest, right.trail)
    if isinstance(right, Record):
        place = right.place
        return merged(Record({}, place, Unknown(Reason.EXTERNAL, "merged with unknown")), right)
    return Unknown(Reason.SYNTAX, "merge")


def deeply_merged(left: Value, right: Value) -> Value:
    """Return two records merged as lodash's ``merge`` does: records inside are merged as well."""
    if not isinstance(left, Record) or not isinstance(right, Record):
        return merged(left, right)
    entries = dict(left.entries)
    for key, entry in right.entries.items():
        before = entries.get(key)
        if before is not None and isinstance(before.value, Record):
            entries[key] = Entry(deeply_merged(before.value, entry.value), entry.place)
        else:
            entries[key] = entry
    return Record(entries, left.place, left.rest or right.rest, left.trail)


def without(value: Value, keys: tuple[str, ...], taken_items: int = 0) -> Value:
    """Return a record less some keys, a list less its first items: what a rest pattern takes."""
    if isinstance(value, Items):
        return Items(value.items[taken_items:], value.place, value.rest, value.trail)
    if not isinstance(value, Record):
        return value if isinstance(value, Unknown) else Unknown(Reason.SYNTAX, "rest of a value")
    kept = {key: entry for key, entry in value.entries.items() if key not in keys}
    return Record(kept, value.place, value.rest, value.trail)


def with_assigned_members(ev: Evaluator, value: Value, name: str, scope: Scope) -> Value:
    """Return a record or list with what later statements of its scope add to it."""
    changes: list[MemberBinding | Mutation] = [
        *scope.names.members.get(name, ()),
        *scope.names.mutations.get(name, ()),
    ]
    if not changes:
        return value
    if lists.is_split(value):
        return Unknown(Reason.SYNTAX, "a list that changes")
    ordered = sorted(changes, key=lambda item: item.span.start)
    if isinstance(value, Invocation):
        return env_readers.with_prefix(ev, value, scope.names.members.get(name, ()), scope)
    if isinstance(value, Choice) and len(value.cases) == 1:
        cases = (
            structs.replace(
                case, value=_with_changes(ev, case.value, ordered, case.conditions, scope)
            )
            for case in value.cases
        )
        return structs.replace(value, cases=tuple(cases))
    return _with_changes(ev, value, ordered, (), scope)


def _with_changes(
    ev: Evaluator,
    value: Value,
    changes: list[MemberBinding | Mutation],
    known: tuple[Condition, ...],
    scope: Scope,
) -> Value:
    """Return a record or list with changes; where it is made, the conditions ``known`` hold."""
    if not isinstance(value, Record | Items):
        return value
    for change in changes:
        given = ev.conditions(change.guards, scope)
        if given is None:
            continue
        conditions = tuple(condition for condition in given if condition not in known)
        place = Place(scope.path, change.span)
        if isinstance(change, Mutation):
            value = _changed(ev, value, change, conditions, scope)
        elif change.path and isinstance(value, Record):
            entry = Entry(ev.evaluate(change.value, scope), place)
            value = _with_path(value, change.path, entry, conditions)
    return value


def _changed(
    ev: Evaluator,
    value: Record | Items,
    change: Mutation,
    conditions: tuple[Condition, ...],
    scope: Scope,
) -> Record | Items:
    if change.path:
        inner = value.entries.get(change.path[0]) if isinstance(value, Record) else None
        if inner is None or not isinstance(value, Record):
            return value
        if not isinstance(inner.value, Record | Items):
            return value
        deeper = structs.replace(change, path=change.path[1:])
        entry = Entry(_changed(ev, inner.value, deeper, conditions, scope), inner.place)
        return structs.replace(value, entries={**value.entries, change.path[0]: entry})
    given = [ev.evaluate(argument.value, scope) for argument in change.args]
    if isinstance(value, Items):
        return _appended(value, change, given, conditions)
    if change.method not in MERGERS:
        return value
    entries = dict(value.entries)
    rest = value.rest
    for argument, added in zip(change.args, given, strict=True):
        if argument.name is not None:
            named = Entry(added, Place(scope.path, argument.span))
            entries[argument.name] = _under(conditions, named, entries.get(argument.name))
        else:
            rest = _spread_into(entries, added, conditions) or rest
    return structs.replace(value, entries=entries, rest=rest)


def _appended(
    value: Items, change: Mutation, given: list[Value], conditions: tuple[Condition, ...]
) -> Items:
    if change.method not in APPENDERS:
        return value
    more: list[Value] = []
    rest = value.rest
    for argument, added in zip(change.args, given, strict=True):
        if argument.spread or change.method == "extend":
            found, unseen = spread_items(added)
            more.extend(found)
            rest = unseen or rest
        else:
            more.append(added)
    if conditions:
        absent = Case((), Const(None))
        more = [Choice((Case(conditions, item), absent)) for item in more]
    return structs.replace(value, items=(*value.items, *more), rest=rest)


def _with_path(
    base: Record, path: tuple[str, ...], entry: Entry, conditions: tuple[Condition, ...]
) -> Record:
    key, deeper = path[0], path[1:]
    before = base.entries.get(key)
    if deeper:
        inner = before.value if before is not None else None
        if not isinstance(inner, Record):
            return base
        entry = Entry(_with_path(inner, deeper, entry, conditions), entry.place)
    else:
        entry = _under(conditions, entry, before)
    return Record({**base.entries, key: entry}, base.place, base.rest, base.trail)
