"""``app.config["NAME"]`` of Flask: what the project fills the configuration with.

Source: flask/config.py (``from_object`` takes the upper-case names of an object, or of what a
dotted text names; ``from_mapping`` and ``update`` take keywords and dicts).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    Const,
    External,
    Invocation,
    MethodOf,
    Record,
    Unknown,
    Value,
    alternatives,
    through,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_APPLICATION = ("flask", ("Flask",))
_CURRENT = ("flask", ("current_app", "config"))
_FILLERS = frozenset({"from_object", "from_mapping", "update"})
MAX_CALLS = 50


def is_config(value: Value) -> bool:
    """Tell whether a value is the configuration of an application of Flask."""
    if isinstance(value, External):
        return (value.module, value.path) == _CURRENT
    if not isinstance(value, MethodOf) or value.name != "config":
        return False
    made = value.target.callee if isinstance(value.target, Invocation) else None
    return isinstance(made, External) and (made.module, made.path) == _APPLICATION


def setting(ev: Evaluator, name: str, place: Place) -> Value | None:
    """Return an entry by name, ``None`` where the project fills it in several ways or in none."""
    if not name.isupper():
        return None
    found = list(_filled(ev, name, place))
    if not found or any(other != found[0] for other in found[1:]):
        return None
    return through(found[0], f"read as {name}", place)


def _filled(ev: Evaluator, name: str, place: Place) -> Iterator[Value]:
    left = MAX_CALLS
    for path in ev.paths_mentioning("from_object", ir.Language.PYTHON):
        entry = ev.workspace.entry(path)
        if entry is not None and entry.is_test:
            continue
        for node, site in ev.sites.calls(path):
            callee = node.callee
            if not isinstance(callee, ir.Member) or callee.name not in _FILLERS or left == 0:
                continue
            left -= 1
            if is_config(ev.evaluate(callee.object, site.scope)):
                yield from _given(ev, node, site, name, place)


def _given(ev: Evaluator, node: ir.Call, site: Site, name: str, place: Place) -> Iterator[Value]:
    for argument in node.args:
        value = ev.evaluate(argument.value, site.scope)
        if argument.name is not None:
            if argument.name == name:
                yield value
            continue
        for option in alternatives(value):
            found = _entry(ev, option, site.scope.path, name, place)
            if found is not None and not isinstance(found, Unknown | MethodOf):
                yield found


def _entry(ev: Evaluator, value: Value, path: str, name: str, place: Place) -> Value | None:
    if isinstance(value, Record):
        entry = value.entries.get(name)
        return None if entry is None else entry.value
    if not isinstance(value, Const):
        return ev.member(value, name, place)
    if not isinstance(value.value, str):
        return None
    module = ev.program.resolve(path, value.value, ir.Language.PYTHON)
    if module is not None:
        return ev.exported(module, name)
    parent, _, last = value.value.rpartition(".")
    module = ev.program.resolve(path, parent, ir.Language.PYTHON) if parent else None
    return None if module is None else ev.member(ev.exported(module, last), name, place)
