"""What is found out about one router or application while its program is followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from msgspec import Struct, field, structs

from supertokens_lint.extract.wiring.go.names import joined
from supertokens_lint.extract.wiring.go.subjects import Subject
from supertokens_lint.extract.wiring_facts import Layer
from supertokens_lint.source import Place

MAX_NESTING = 6
MAX_LAYERS = 400


class Included(Struct, frozen=True):
    """A router that is reached through another one, below a path."""

    subject: Subject
    path: str
    place: Place


class Collected(Struct):
    """One router or application.

    ``wrappers`` are put around it, the outermost first; ``early`` runs before ``steps``, which
    stand in the order in which requests pass them, and ``late`` after. ``doubts`` is how many
    circumstances decide whether it is made, ``None`` while nobody saw that. ``patterns`` are the
    paths of its routes as they are written; ``open_routes`` says that there may be others.
    ``registered`` holds the prefixes of the parts that have routes.
    """

    subject: Subject
    wrappers: list[Layer] = field(default_factory=list)
    early: list[Layer] = field(default_factory=list)
    steps: dict[tuple[Place, int], Layer | Included] = field(default_factory=dict)
    late: list[Layer] = field(default_factory=list)
    served: bool = False
    complete: bool = True
    doubts: int | None = None
    open_routes: bool = False
    patterns: list[str] = field(default_factory=list)
    registered: set[str] = field(default_factory=set)
    seen: set[Place] = field(default_factory=set)

    def first_time(self, place: Place) -> bool:
        """Tell whether a place is met for the first time; remembers it."""
        if place in self.seen:
            return False
        self.seen.add(place)
        return True

    def add(self, place: Place, *items: Layer | Included) -> None:
        """Add what a call mounts; a call at the same place takes the place of an earlier one."""
        for key in [key for key in self.steps if key[0] == place]:
            del self.steps[key]
        for index, item in enumerate(items):
            if len(self.steps) < MAX_LAYERS:
                self.steps[place, index] = item


class Collection:
    """All routers of a program, by where they are made."""

    def __init__(self) -> None:
        self.known: dict[Place, Collected] = {}

    def of(self, subject: Subject) -> Collected:
        """Return what is collected about the router that a subject is, or is a part of."""
        if subject.place not in self.known:
            root = structs.replace(subject, prefix="", matched_only=False, unknown=False)
            self.known[subject.place] = Collected(root)
        return self.known[subject.place]

    def layers(self, item: Collected, depth: int = 0) -> Iterator[Layer]:
        """Yield the layers of a router in the order in which requests pass them."""
        yield from (*item.wrappers, *item.early)
        for step in self._ordered(item):
            if isinstance(step, Layer):
                yield step
                continue
            inner = self.known.get(step.subject.place)
            if inner is not None and depth < MAX_NESTING:
                for layer in self.layers(inner, depth + 1):
                    yield replace(layer, path=joined(step.path, layer.path))
        yield from item.late

    def _ordered(self, item: Collected) -> list[Layer | Included]:
        steps = list(item.steps.values())
        if item.subject.framework == "net/http":  # the longest pattern wins, whatever the order
            steps.sort(key=lambda step: -len(step.path.rstrip("/")))
        return steps

    def included(self) -> set[Place]:
        """Return the routers that are reached through another one."""
        return {
            step.subject.place
            for item in self.known.values()
            for step in item.steps.values()
            if isinstance(step, Included)
        }

    def is_complete(self, item: Collected, depth: int = 0) -> bool:
        """Tell whether all that is mounted in a router was followed."""
        inner = [
            self.known[step.subject.place]
            for step in item.steps.values()
            if isinstance(step, Included) and step.subject.place in self.known
        ]
        return item.complete and (
            depth >= MAX_NESTING or all(self.is_complete(other, depth + 1) for other in inner)
        )


def serves(pattern: str, path: str) -> bool:
    """Tell whether a route's pattern matches a path: ``:x``, ``{x}``, ``*x`` and ``{x...}``."""
    wanted = path.strip("/").split("/")
    parts = pattern.strip("/").split("/") if pattern.strip("/") else []
    for index, part in enumerate(parts):
        if "*" in part or "..." in part or ":.*" in part or "+" in part:
            return True
        if index >= len(wanted):
            return False
        if not (part.startswith((":", "{")) or part == wanted[index]):
            return False
    return len(parts) == len(wanted)
