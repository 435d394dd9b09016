"""Names with values, as env files, compose files, Dockerfiles and workflows give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from supertokens_lint.source import Place
from supertokens_lint.workspace.interpolation import Expansion, Interpolation

MAX_HOPS = 40

_PLACEHOLDER = re.compile(
    r"""
    (?: \{\{?[\w .-]+\}\}? | \[[A-Za-z][^\[\]:/"']*\] | %[A-Z_]+% | __[A-Za-z_]+__ )
    | .*<[A-Za-z][^<>/]*>.*
    | x{3,} | \.{3} | \*{3,} | -+ | \?+
    | (?:https?://)?your[-_ ].*
    | (?:https?://)?(?:[\w-]+\.)*your(?:[-_].*|
        (?:domain|app|site|company|api|server|host|backend|frontend|website|project|url|ip)
        (?:[-_.:/].*)?)
    | (?:change|replace|fill|insert|enter|put)[-_ ]?(?:me|this|it|in|here|your|the|with)
        (?:[-_ ].*)?
    | (?:todo|tbd|fixme|placeholder|override[-_ ]this)
    | .*[-_ ](?:here|placeholder)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_placeholder(value: str) -> bool:
    """Tell whether a value only marks where the owner is to write one (``<api url>``, ``xxx``)."""
    text = value.strip()
    return not text or (len(text) < 500 and _PLACEHOLDER.fullmatch(text) is not None)


@dataclass(frozen=True, slots=True)
class EnvValue:
    """One variable with what it is set to at one place.

    ``value`` is the text after expansion as far as its own file goes; ``None`` when it depends on
    variables stated elsewhere, which ``template`` then names (``NAME`` alone in a compose list
    refers to itself). ``place`` is the value's place, without quotes where it has some.
    Values may be secret, so ``repr`` never shows them; ask for ``value``.
    """

    name: str
    value: str | None = field(repr=False)
    place: Place
    template: Interpolation = field(repr=False)

    @property
    def is_placeholder(self) -> bool:
        """Whether the value is empty or only says that one is to be written here."""
        return self.value is not None and is_placeholder(self.value)

    @property
    def variables(self) -> tuple[str, ...]:
        """The other variables that the value refers to."""
        return self.template.variables

    def resolve(self, lookup: Callable[[str], str | None]) -> Expansion:
        """Return the value with variables taken from ``lookup``."""
        return self.template.expand(lookup)


def expand_all(
    values: Mapping[str, EnvValue], outer: Callable[[str], str | None] = lambda _name: None
) -> dict[str, EnvValue]:
    """Return the values with references among themselves put in.

    ``outer`` is asked for names that are not among them. A value that refers to itself, or in a
    circle, stays without value; so does one more than ``MAX_HOPS`` references away.
    """
    done: dict[str, str | None] = {}
    active: set[str] = set()

    def value_of(name: str) -> str | None:
        if name in done:
            return done[name]
        if name not in values or name in active or len(active) >= MAX_HOPS:
            return outer(name)
        active.add(name)
        done[name] = values[name].template.expand(value_of).value
        active.discard(name)
        return done[name]

    return {name: replace(value, value=value_of(name)) for name, value in values.items()}
