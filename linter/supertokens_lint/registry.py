"""The rules that are installed, found through the entry-point group ``supertokens_lint.rules``."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib.metadata import EntryPoint, entry_points

from supertokens_lint.errors import ConfigError
from supertokens_lint.finding import Severity
from supertokens_lint.rule import CODE, NAME, Documentation, Rule

GROUP = "supertokens_lint.rules"


@dataclass(frozen=True)
class Registry:
    """All installed rules, in the order of their codes."""

    rules: tuple[type[Rule], ...]

    def find(self, word: str) -> type[Rule] | None:
        """Return the rule with this code or name, or ``None``."""
        return next((r for r in self.rules if word.upper() == r.code or word == r.name), None)

    def urls(self) -> Mapping[str, str]:
        """Return the address of each rule's documentation, by code."""
        return {rule.code: rule.url() for rule in self.rules}


def load() -> Registry:
    """Return the rules of every installed pack.

    Raises :class:`ConfigError` when a pack cannot be used; the message names it.
    """
    found = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return collect((_title(point), _rules(point)) for point in found)


def collect(packs: Iterable[tuple[str, object]]) -> Registry:
    """Return the rules of ``packs``, pairs of a title and what should be a sequence of rules.

    Raises :class:`ConfigError` for anything that is no rule, for a rule that is not complete,
    and for a code or name that is taken.
    """
    taken: dict[str, str] = {}
    rules: list[type[Rule]] = []
    for title, pack in packs:
        if not isinstance(pack, Iterable) or isinstance(pack, str):
            raise ConfigError(f"{title}: is not a sequence of rules")
        for rule in pack:
            checked = _checked(rule, title)
            for word in (checked.code, checked.name):
                if word in taken:
                    raise ConfigError(f"{title}: {word} is already a rule of {taken[word]}")
                taken[word] = title
            rules.append(checked)
    return Registry(tuple(sorted(rules, key=lambda rule: rule.code)))


def _title(point: EntryPoint) -> str:
    owner = "" if point.dist is None else f" of {point.dist.name}"
    return f"rule pack {point.name!r}{owner}"


def _rules(point: EntryPoint) -> object:
    try:
        return point.load()
    except (ImportError, AttributeError, SyntaxError) as error:
        message = f"{_title(point)} ({point.value}) cannot be loaded: {error}"
        raise ConfigError(message) from error


def _checked(rule: object, title: str) -> type[Rule]:
    if not isinstance(rule, type) or not issubclass(rule, Rule):
        raise ConfigError(f"{title}: {rule!r} is not a rule class")
    where = f"{title}: {rule.__module__}.{rule.__qualname__}"
    if inspect.isabstract(rule):
        raise ConfigError(f"{where}: has no check")
    code = getattr(rule, "code", None)
    if not isinstance(code, str) or CODE.fullmatch(code) is None:
        raise ConfigError(f"{where}: code must look like ST101, not {code!r}")
    name = getattr(rule, "name", None)
    if not isinstance(name, str) or NAME.fullmatch(name) is None:
        raise ConfigError(f"{where}: name must look like api-domain-mismatch, not {name!r}")
    if not isinstance(getattr(rule, "severity", None), Severity):
        raise ConfigError(f"{where}: has no severity")
    text = getattr(rule, "documentation", None)
    if not isinstance(text, Documentation):
        raise ConfigError(f"{where}: has no documentation")
    for part in fields(text):
        if not getattr(text, part.name).strip():
            raise ConfigError(f"{where}: its documentation has no {part.name}")
    return rule
