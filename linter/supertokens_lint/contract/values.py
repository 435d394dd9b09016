"""Values in a contract: what a setting can be in each environment, and where that is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

from supertokens_lint.extract.transfer import answers
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.resolve.values import Items, Reason, Record, Value
from supertokens_lint.source import Place
from supertokens_lint.topology.model import System

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Where: TypeAlias = Callable[[Place], str]
MAX_ENTRIES = 16


class Writer(Struct, frozen=True):
    """Writes values of one app; ``where`` gives the address of a place."""

    system: System
    environments: tuple[Environment, ...]
    where: Where

    def rows(self, value: Value, place: Place) -> list[Json]:
        """Return each thing that a value can be, once, with the environments in which it can."""
        words = answers(value)
        if words is not None:
            names: list[Json] = [environment.name for environment in self.environments]
            chosen: list[Json] = [*sorted(words)]
            return [{"in": names, "answers": chosen, "at": self.where(place)}]
        found: dict[str, tuple[dict[str, Json], list[Json]]] = {}
        for environment in self.environments:
            for outcome in self.system.outcomes(value, environment):
                cell = self._cell(outcome, place, environment)
                _, names = found.setdefault(json.dumps(cell, sort_keys=True), (cell, []))
                if environment.name not in names:
                    names.append(environment.name)
        return [{"in": names, **cell} for cell, names in found.values()]

    def _cell(
        self, outcome: Outcome, place: Place, environment: Environment, depth: int = 0
    ) -> dict[str, Json]:
        at: dict[str, Json] = {"at": self.where(outcome.trail[0].place if outcome.trail else place)}
        if isinstance(outcome.structure, Items):
            return {**self._list(outcome.structure, environment), **at}
        if isinstance(outcome.structure, Record) and depth == 0:
            return {**self._object(outcome.structure, environment), **at}
        if outcome.unknown is not None:
            reason, detail = outcome.unknown.reason, mask_text(outcome.unknown.detail)
            return {"unknown": reason.name, "detail": detail, **at}
        if outcome.same_origin:
            return {"sameOrigin": True, **at}
        if outcome.structure is not None:
            kind = type(outcome.structure).__name__.lower()
            return {"unknown": Reason.SYNTAX.name, "detail": kind, **at}
        if outcome.text is not None and mask_text(outcome.text) != outcome.text:
            return {"unknown": Reason.SYNTAX.name, "detail": "holds credentials", **at}
        return {"value": outcome.scalar, **at}

    def _object(self, record: Record, environment: Environment) -> Mapping[str, Json]:
        """Return the entries of an object, none of which is looked into."""
        found: dict[str, Json] = {}
        for name, entry in list(record.entries.items())[:MAX_ENTRIES]:
            outcomes = self.system.outcomes(entry.value, environment)
            known = self._cell(outcomes[0], entry.place, environment, depth=1)
            found[name] = known if len(outcomes) == 1 else {"unknown": Reason.BOUND.name}
        is_open = record.rest is not None or len(found) < len(record.entries)
        return {"object": found, "open": is_open}

    def _list(self, items: Items, environment: Environment) -> Mapping[str, Json]:
        """Return the known texts of a list; it is open when there may be others."""
        texts: list[Json] = []
        is_open = items.rest is not None
        for item in items.items:
            outcomes = self.system.outcomes(item, environment)
            known = list(self._texts(outcomes, items.place))
            blank = all(_is_blank(outcome) for outcome in outcomes)
            is_open = is_open or not (len(known) == len(outcomes) == 1 or blank)
            texts += known
        return {"list": texts, "open": is_open}

    def _texts(self, outcomes: tuple[Outcome, ...], place: Place) -> Iterator[Json]:
        for outcome in outcomes:
            if outcome.text is not None and mask_text(outcome.text) == outcome.text:
                origin = outcome.trail[0].place if outcome.trail else place
                yield {"value": outcome.text, "at": self.where(origin)}


def _is_blank(outcome: Outcome) -> bool:
    plain = outcome.unknown is None and outcome.structure is None and not outcome.same_origin
    return plain and outcome.scalar is None
