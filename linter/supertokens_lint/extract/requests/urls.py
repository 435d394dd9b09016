"""The URL and the options of a call that sends a request."""

from __future__ import annotations

from supertokens_lint.extract import sdks
from supertokens_lint.extract.facts import Options, Setting
from supertokens_lint.extract.options import record_of
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    Const,
    External,
    Invocation,
    Join,
    Operation,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

PASSED_THROUGH = frozenset({("encodeURI",), ("Request",)})


def argument(ev: Evaluator, node: ir.Call, index: int, scope: Scope) -> Value | None:
    """Return what a positional argument is worth; ``None`` when it is not given."""
    if any(item.spread for item in node.args[: index + 1]):
        return Unknown(Reason.SYNTAX, "spread argument")
    return ev.evaluate(node.args[index].value, scope) if index < len(node.args) else None


def plain_url(value: Value) -> Value:
    """Return the text of a URL that may be wrapped: ``new URL(path, base)``, ``new Request``."""
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return value
    names = sdks.names_of(value.callee)
    if value.callee.module or not value.args:
        return value
    if names in PASSED_THROUGH:
        return plain_url(value.args[0])
    if names != ("URL",):
        return value
    if len(value.args) == 1 or "://" in _begins(value.args[0]):
        return plain_url(value.args[0])
    origin = Operation("url.origin", (plain_url(value.args[1]),), value.trail)
    between = () if _begins(value.args[0]).startswith("/") else (Const("/"),)
    return Join((origin, *between, value.args[0]), value.trail)


def _begins(value: Value) -> str:
    if isinstance(value, Join) and value.parts:
        return _begins(value.parts[0])
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else ""


def given_options(ev: Evaluator, node: ir.Call, index: int, scope: Scope) -> Options | None:
    """Return the options that a positional argument gives, ``None`` when there is no argument.

    Options that a later spread of something unknown may replace are left out.
    """
    value = argument(ev, node, index, scope)
    options = options_from(value, Place(scope.path, node.span))
    if options is None or options.rest is None:
        return options
    expression = node.args[index].value if index < len(node.args) else None
    if not isinstance(expression, ir.Object):
        return options
    doubtful: set[str] = set()
    keys: list[str] = []
    for entry in expression.entries:
        if isinstance(entry, ir.Property):
            doubtful.discard(str(entry.key))
            keys.append(str(entry.key))
        else:
            spread = record_of(ev.evaluate(entry.value, scope), options.place)
            doubtful.update(keys if spread.rest is not None else ())
            keys.extend(spread.entries)
    settings = {key: item for key, item in options.settings.items() if key not in doubtful}
    return Options(settings, options.place, options.rest)


def options_from(value: Value | None, place: Place) -> Options | None:
    """Return the options of a request by the names that they are given under."""
    if value is None:
        return None
    record = record_of(value, place)
    settings = {
        key: Setting(key, key, entry.value, entry.place) for key, entry in record.entries.items()
    }
    return Options(settings, record.place, record.rest)


def config_url(config: Value, place: Place, *keys: str) -> Value | None:
    """Return the URL that a configuration object gives, ``None`` when it gives none."""
    record = record_of(config, place)
    for key in keys:
        entry = record.entries.get(key)
        if entry is not None:
            return plain_url(entry.value)
    return record.rest


def is_record(value: Value | None) -> bool:
    """Tell whether a value is an object literal."""
    return isinstance(value, Record)
