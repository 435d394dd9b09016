"""Where requests go: the URL of each, or as much of it as the files tell."""

from __future__ import annotations

import re

from msgspec import Struct

from supertokens_lint.extract.facts import Request
from supertokens_lint.finding import Evidence, Step
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Const,
    EnvVar,
    FirstOf,
    Join,
    Operation,
    Unknown,
    Value,
)
from supertokens_lint.source import Place
from supertokens_lint.topology.model import System

MAX_NESTING = 12
CUT = "\u2026"
_ABSOLUTE = re.compile(r"([a-z][a-z\d+.\-]*:)?//", re.IGNORECASE)
_CLOSED = re.compile(r"[a-z][a-z\d+.\-]*://[^/?#\u2026]+[/?#]", re.IGNORECASE)
_ORIGIN = re.compile(
    r"[a-z][a-z\d+.\-]*://(localhost|\[[\da-f:.]+\](:\d+)?|[\w.\-]+(\.[a-z\d]+|:\d+))\u2026",
    re.IGNORECASE,
)


class Target(Struct, frozen=True):
    """Where a request goes in one environment.

    ``url`` is absolute, or relative to the page; what nobody knows at its end is cut off and
    shown as an ellipsis. ``trail`` leads to where the deciding part is written.
    """

    url: str
    place: Place
    trail: tuple[Step, ...] = ()

    @property
    def is_absolute(self) -> bool:
        """Whether the URL names a host."""
        return _ABSOLUTE.match(self.url) is not None

    def evidence(self, label: str) -> Evidence:
        """Return the target as proof."""
        return Evidence(label, self.place, repr(self.url), self.trail)


def targets_of(
    system: System, request: Request, environment: Environment
) -> tuple[Target, ...] | None:
    """Return where a request can go, ``None`` when that is not known.

    Source for joining: axios, lib/helpers/combineURLs.js and isAbsoluteURL.js; ky and ofetch join
    alike.
    """
    base = None if request.client is None else request.client.base_url
    bases = None if base is None else heads(system, base, environment, absent="")
    paths = None if request.url is None else heads(system, request.url, environment)
    if base is not None and bases is None:
        absolute = paths is not None and all(_ABSOLUTE.match(text) for text, _ in paths)
        return _placed(paths, request) if paths is not None and absolute else None
    if bases is None:
        return None if paths is None else _placed(paths, request)
    found: list[tuple[str, tuple[Step, ...]]] = []
    for text, trail in bases:
        for path, inner in paths or (("/" + CUT, ()),):
            absolute = _ABSOLUTE.match(path) is not None
            found.append((path, inner) if absolute else (_joined(text, path), trail))
    return _placed(tuple(found), request)


def _joined(base: str, path: str) -> str:
    if not path or base.endswith(CUT):
        return base
    return f"{base.rstrip('/')}/{path.lstrip('/')}" if base else path


def _placed(
    found: tuple[tuple[str, tuple[Step, ...]], ...], request: Request
) -> tuple[Target, ...]:
    return tuple(
        Target(text, trail[0].place if trail else request.place, trail)
        for text, trail in dict.fromkeys(found)
    )


def heads(
    system: System, value: Value, environment: Environment, *, absent: str | None = None
) -> tuple[tuple[str, tuple[Step, ...]], ...] | None:
    """Return what a URL begins with, up to the first part that is not known.

    ``None`` when not even its host is known in one of the cases. ``absent`` stands for null and
    undefined.
    """
    cut = _cut(system, value, environment, 0)
    found: list[tuple[str, tuple[Step, ...]]] = []
    for outcome in system.outcomes(cut, environment):
        text = _text(outcome, absent)
        if text is None:
            return None
        found.append((text, outcome.trail))
    return tuple(found)


def _text(outcome: Outcome, absent: str | None) -> str | None:
    if outcome.same_origin:
        return ""
    if outcome.unknown is not None or outcome.structure is not None:
        return None
    text = outcome.text
    if text is None:
        return absent if outcome.scalar is None else None
    if CUT not in text or (text.startswith("/") and not text.startswith("//")):
        return text
    closed = _CLOSED.match(text) is not None
    return text if closed or _ORIGIN.fullmatch(text) is not None else None


def _cut(system: System, value: Value, environment: Environment, depth: int) -> Value:
    """Return a value whose texts end where the first unknown part begins."""
    if depth > MAX_NESTING:
        return value
    if isinstance(value, Choice):
        cases = (
            Case(case.conditions, _cut(system, case.value, environment, depth + 1))
            for case in value.cases
        )
        return Choice(tuple(cases), value.trail)
    if isinstance(value, FirstOf):
        options = tuple(_cut(system, item, environment, depth + 1) for item in value.options)
        return FirstOf(options, value.skips, value.trail)
    if not isinstance(value, Join):
        return value
    kept: list[Value] = []
    for part in _flat(value):
        outcomes = system.outcomes(part, environment)
        if any(item.unknown is not None or item.structure is not None for item in outcomes):
            if not kept:
                return value
            return Join((*kept, Const(CUT if _may_follow(kept) else CUT * 2)), value.trail)
        kept.append(part)
    return value


def _flat(value: Join, depth: int = 0) -> tuple[Value, ...]:
    found: list[Value] = []
    for part in value.parts:
        nested = isinstance(part, Join) and depth < MAX_NESTING
        found.extend(_flat(part, depth + 1) if nested and isinstance(part, Join) else (part,))
    return tuple(found)


def _may_follow(kept: list[Value]) -> bool:
    """Tell whether what follows cannot continue the host: the last part is more than a text."""
    last = kept[-1]
    return not isinstance(last, Const) or not str(last.value).endswith((":", ".", "-", "//"))


def same_source(left: Value, right: Value) -> bool:
    """Tell whether two values that are not known surely begin alike.

    They read one environment variable, or come from one place.
    """
    mine, theirs = _source(left), _source(right)
    return mine is not None and mine == theirs


def _source(value: Value) -> object:
    for _ in range(MAX_NESTING):
        if isinstance(value, EnvVar):
            return value.name
        if isinstance(value, Unknown):
            return value.trail[0].place if value.trail else None
        inner = _parts(value)
        if not inner:
            return None
        value = inner[0]
    return None


def _parts(value: Value) -> tuple[Value, ...]:
    if isinstance(value, Join):
        return value.parts
    if isinstance(value, FirstOf):
        return value.options
    if isinstance(value, Operation):
        return value.operands
    return ()
