"""A contract as it was read: apps made of what is written, and where they were recorded."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from supertokens_lint.resolve.outcomes import Mode
from supertokens_lint.resolve.values import Value
from supertokens_lint.source import Place, SourceText
from supertokens_lint.topology.model import App

BETWEEN = "!/"
"""Stands between the path of a contract and a path in it, in places that rules see."""
_UP = "^"
"""Stands for ``..``, which would lead out of the contract."""


def path_inside(contract: str, recorded: str) -> str:
    """Return the path that rules see for a recorded one."""
    parts = [_UP if part == ".." else part for part in recorded.split("/")]
    return contract + BETWEEN + "/".join(part for part in parts if part not in ("", "."))


def recorded_path(path: str) -> str:
    """Return the recorded path behind one that rules see; ``.`` for the contract's own folder."""
    inside = f"{path}/".partition(BETWEEN)[2].rstrip("/")
    return "/".join(".." if part == _UP else part for part in inside.split("/")) or "."


class Recorded(Struct, frozen=True):
    """A value that differs between environments, by the names that they had when it was written.

    Rules see ``value``, whose alternatives are all that it can be.
    """

    value: Value
    rows: Mapping[str, tuple[Value, ...]]


class ContractApp(Struct, frozen=True):
    """An app that is promised, and the environments in which it was looked at."""

    app: App
    environments: Mapping[str, Mode]


class Contract(Struct, frozen=True):
    """One contract file.

    Places in its apps have the path of the contract and the recorded path, joined by ``BETWEEN``,
    and the span in the contract where the value stands; ``addresses`` has the recorded line and
    column of each. ``recorded`` holds values by their identity.
    """

    source: SourceText
    apps: tuple[ContractApp, ...]
    recorded: Mapping[int, Recorded]
    addresses: Mapping[Place, str]

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.source.path

    def holds(self, path: str) -> bool:
        """Tell whether a path that rules see lies in this contract."""
        return path == self.path + BETWEEN[0] or path.startswith(self.path + BETWEEN)

    def at_home(self, place: Place) -> Place:
        """Return the place in the contract file that stands for a place of one of its apps."""
        return Place(self.path, place.span)
