"""What is found out about one application or router while its program is followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from msgspec import Struct, field

from supertokens_lint.extract.wiring.python.subjects import Subject
from supertokens_lint.extract.wiring.python.walk import Event
from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.source import Place

OUTER = (LayerKind.CORS, LayerKind.SUPERTOKENS, LayerKind.OTHER, LayerKind.SESSION_LAYER)
MAX_NESTING = 6
MAX_ROUTES = 400


class Included(Struct, frozen=True):
    """A router or application that is reached through another one, at a prefix."""

    subject: Subject
    prefix: str
    place: Place


class Collected(Struct):
    """One application or router.

    ``wrappers`` are put around it, the last one outermost. ``added`` is middleware in the order
    in which it is added, ``given`` middleware in the order in which requests pass it. ``doubts``
    is how many circumstances decide whether it is made.
    """

    subject: Subject
    prefix: str = ""
    wrappers: list[Layer] = field(default_factory=list)
    added: list[Layer] = field(default_factory=list)
    given: list[Layer] = field(default_factory=list)
    handlers: list[Layer] = field(default_factory=list)
    routes: list[Layer | Included] = field(default_factory=list)
    doubts: int = 0
    complete: bool = True
    seen: set[Place] = field(default_factory=set)

    def unsure(self, event: Event) -> bool:
        """Tell whether it depends on circumstances that something happens to what was made."""
        return event.doubts > self.doubts

    def first_time(self, place: Place) -> bool:
        """Tell whether a place is met for the first time; remembers it."""
        if place in self.seen:
            return False
        self.seen.add(place)
        return True


class Collection:
    """All applications and routers of a program, by where they are made."""

    def __init__(self) -> None:
        self.known: dict[Place, Collected] = {}

    def of(self, subject: Subject) -> Collected:
        """Return what is collected about a subject."""
        if subject.place not in self.known:
            self.known[subject.place] = Collected(subject)
        return self.known[subject.place]

    @property
    def applications(self) -> list[Collected]:
        """Everything that is an application, in the order in which it was met."""
        return [item for item in self.known.values() if item.subject.kind == "app"]

    def routes_of(self, item: Collected, prefix: str = "", depth: int = 0) -> Iterator[Layer]:
        """Yield the routes of an application, those of its routers and mounted parts included."""
        for route in item.routes:
            if isinstance(route, Layer):
                yield replace(route, path=joined(prefix, item.prefix, route.path))
            elif depth < MAX_NESTING and route.subject.place in self.known:
                inner = self.known[route.subject.place]
                below = joined(prefix, item.prefix, route.prefix)
                yield from self.routes_of(inner, below, depth + 1)

    def around(self, item: Collected) -> Iterator[Collected]:
        """Yield the applications that an application is mounted in."""
        for other in self.applications:
            if other is not item and any(
                isinstance(route, Included) and route.subject == item.subject
                for route in other.routes
            ):
                yield other


def joined(*parts: str) -> str:
    """Return path pieces as one path that begins with a slash."""
    pieces = [part.strip("/") for part in parts]
    return "/" + "/".join(piece for piece in pieces if piece)
