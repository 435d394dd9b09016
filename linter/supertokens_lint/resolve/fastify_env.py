"""What @fastify/env puts on a server: ``server.config.NAME``.

Source: README of fastify/fastify-env (``confKey``, by default "config"; ``schema``; ``data``) and
of fastify/env-schema (defaults of the schema count where no variable is set).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import (
    Const,
    Entry,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_PACKAGES = frozenset({"@fastify/env", "fastify-env"})
_NEEDLES = (b"fastify/env", b"fastify-env")
_PLUGIN_AND_OPTIONS = 2
MAX_CALLS = 50


class FastifyEnv:
    """The registrations of the plugin in a project, looked for once."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._known: tuple[Record, ...] | None = None

    def member(self, server: Invocation, name: str, place: Place) -> Record | None:
        """Return the checked environment of a server, ``None`` for other members.

        Where a project registers the plugin several times, nobody knows which server has which.
        """
        callee = server.callee
        if not isinstance(callee, External) or callee.module != "fastify":
            return None
        if self._known is None:
            self._known = ()  # what options say of a server while they are read is not known
            self._known = tuple(self._options())
        found = self._known
        if len(found) != 1 or found[0].rest is not None or "data" in found[0].entries:
            return None
        key, schema = found[0].entries.get("confKey"), found[0].entries.get("schema")
        if name != ("config" if key is None else _text(key.value)) or schema is None:
            return None
        fields = _under(schema.value, "properties")
        if fields is None:
            return None
        entries = {
            field: Entry(_variable(field, entry.value, place), entry.place)
            for field, entry in fields.entries.items()
        }
        return Record(entries, place, Unknown(Reason.EXTERNAL, "environment"))

    def _options(self) -> Iterator[Record]:
        """Yield the options of each registration; what is no record as an open one."""
        ev, left = self._ev, MAX_CALLS
        for entry in ev.workspace.mentioning(*_NEEDLES):
            if entry.is_test:
                continue
            for node, site in ev.sites.calls(entry.path):
                callee = node.callee
                if not isinstance(callee, ir.Member) or callee.name != "register" or left == 0:
                    continue
                left -= 1
                plugin = ev.evaluate(node.args[0].value, site.scope) if node.args else None
                if not isinstance(plugin, External) or plugin.module not in _PACKAGES:
                    continue
                known = len(node.args) == _PLUGIN_AND_OPTIONS
                value = ev.evaluate(node.args[1].value, site.scope) if known else None
                place = Place(entry.path, node.span)
                unknown = Record({}, place, Unknown(Reason.SYNTAX, "options"))
                yield value if isinstance(value, Record) else unknown


def _variable(name: str, schema: Value, place: Place) -> Value:
    variable = EnvVar(name, place.path, (Step(f"reads {name}", place),))
    default = schema.entries.get("default") if isinstance(schema, Record) else None
    return variable if default is None else FirstOf((variable, default.value), "nullish")


def _under(value: Value, key: str) -> Record | None:
    entry = value.entries.get(key) if isinstance(value, Record) and value.rest is None else None
    return entry.value if entry is not None and isinstance(entry.value, Record) else None


def _text(value: Value) -> str | None:
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None
