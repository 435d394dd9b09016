"""What a picture shows, before anybody thinks of boxes and lines."""

from __future__ import annotations

from enum import Enum
from typing import Literal, TypeAlias

from msgspec import Struct

from supertokens_lint.finding import Finding
from supertokens_lint.source import Place

Kind: TypeAlias = Literal["site", "proxy", "api", "core"]


class State(str, Enum):
    """Whether two ends agree. ``DIFFERS``: they are not equal, and no rule objects to that."""

    BREAKS = "breaks"
    WARNS = "warning"
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    AGREES = "agrees"


class Shown(Struct, frozen=True):
    """One end of an agreement: its text, where it is written, and a few words on it.

    ``is_known`` is false when the files do not tell the value; ``note`` is then the reason.
    """

    text: str
    place: Place | None = None
    note: str = ""
    is_known: bool = True


class Agreement(Struct, frozen=True):
    """Something that the two sides of a pair must agree on, in one environment.

    ``findings`` are positions in :attr:`Picture.findings`; ``reason`` says why the state is what
    it is, where the two ends do not show it.
    """

    key: str
    title: str
    left: Shown
    right: Shown
    state: State
    reason: str = ""
    findings: tuple[int, ...] = ()


class Cookie(Struct, frozen=True):
    """One cookie of a session; ``None`` stands for what the files do not tell.

    ``is_http_only`` cookies are set by the API, the others by the frontend's SDK on its pages.
    """

    name: str
    domain: str | None
    path: str | None
    same_site: str | None
    secure: bool | None
    is_http_only: bool
    goes_to: str
    is_host_only: bool = False


class Box(Struct, frozen=True):
    """One site, proxy, API or core. ``lines`` are its address, SDK and the like."""

    identity: str
    kind: Kind
    name: str
    lines: tuple[str, ...]
    place: Place | None = None
    findings: tuple[int, ...] = ()


class Bond(Struct, frozen=True):
    """A pair of apps in one environment; ``proxies`` name the boxes that stand between them."""

    frontend: str
    backend: str
    basis: str
    agreements: tuple[Agreement, ...]
    cookies: tuple[Cookie, ...]
    transfer: str
    proxies: tuple[str, ...] = ()

    @property
    def worst(self) -> State:
        """The state that matters most."""
        order = list(State)
        return min((item.state for item in self.agreements), key=order.index)


class View(Struct, frozen=True):
    """The system in one environment."""

    environment: str
    boxes: tuple[Box, ...]
    bonds: tuple[Bond, ...]

    def box(self, identity: str) -> Box:
        """Return the box of this identity."""
        return next(box for box in self.boxes if box.identity == identity)


class Picture(Struct, frozen=True):
    """All views of a system, and the findings that its agreements point to."""

    title: str
    views: tuple[View, ...]
    findings: tuple[Finding, ...]
