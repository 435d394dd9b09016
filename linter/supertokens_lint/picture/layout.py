"""Where the boxes and lines of a view stand: sites left, proxies between, APIs right."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from supertokens_lint.picture.model import Agreement, Bond, Box, View

BOX = 190
PILL = 154
PILL_HEIGHT = 24
PROXY = 160
STRAND = 32
GAP = 18
LINE = 17
HEAD = 46
_PILL_LEFT = BOX + 12
_PROXY_LEFT = _PILL_LEFT + PILL + 24
_RIGHT_WITH_PROXY = _PROXY_LEFT + PROXY + 30
_RIGHT_ALONE = _PILL_LEFT + PILL + 150
_MOST_PROXIES = 2


class PlacedBox(Struct, frozen=True):
    """A box with its corner and size."""

    box: Box
    x: float
    y: float
    width: float
    height: float


class Strand(Struct, frozen=True):
    """The line of one agreement: a pill at ``(x, y)`` and its way to the API at ``(end, to)``."""

    agreement: Agreement
    bond: int
    x: float
    y: float
    end: float
    to: float


class Layout(Struct, frozen=True):
    """Everything that is drawn of a view; ``links`` lead from APIs to the core."""

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    strands: tuple[Strand, ...]
    links: tuple[tuple[PlacedBox, PlacedBox], ...] = ()


def layout(view: View) -> Layout:
    """Return where everything stands."""
    return _Layout(view).made()


def _own_height(box: Box) -> float:
    return HEAD + LINE * len(box.lines)


class _Layout:
    """The work on one view."""

    def __init__(self, view: View) -> None:
        self._view = view
        has_proxies = any(bond.proxies for bond in view.bonds)
        self._right = _RIGHT_WITH_PROXY if has_proxies else _RIGHT_ALONE

    def made(self) -> Layout:
        sites = self._column("site", 0)
        apis = self._column("api", self._right)
        strands: list[Strand] = []
        proxies: list[PlacedBox] = []
        used: dict[str, int] = {}
        for number, bond in enumerate(self._view.bonds):
            found = self._strands(number, bond, sites[bond.frontend], apis[bond.backend], used)
            strands += found
        for names, group in groupby(enumerate(self._view.bonds), lambda item: item[1].proxies):
            numbers = {number for number, _ in group}
            crossed = [strand for strand in strands if strand.bond in numbers]
            proxies += self._proxies(names[:_MOST_PROXIES], crossed)
        cores, links = self._cores(apis)
        boxes = [*sites.values(), *apis.values(), *cores, *proxies]
        height = max((placed.y + placed.height for placed in boxes), default=0.0)
        width = self._right + BOX if apis else BOX
        return Layout(width, height, tuple(boxes), tuple(strands), links)

    def _column(self, kind: str, x: float) -> dict[str, PlacedBox]:
        """Stack the boxes of a kind, those of bonds first, each as high as its lines ask for."""
        order = [bond.frontend if kind == "site" else bond.backend for bond in self._view.bonds] + [
            box.identity for box in self._view.boxes if box.kind == kind
        ]
        placed: dict[str, PlacedBox] = {}
        y = 0.0
        for identity in dict.fromkeys(order):
            box = self._view.box(identity)
            blocks = [
                len(bond.agreements) * STRAND
                for bond in self._view.bonds
                if identity in (bond.frontend, bond.backend)
            ]
            needed = sum(blocks) + GAP * max(0, len(blocks) - 1)
            height = max(_own_height(box), needed)
            placed[identity] = PlacedBox(box, x, y, BOX, height)
            y += height + GAP
        return placed

    def _strands(
        self, number: int, bond: Bond, site: PlacedBox, api: PlacedBox, used: dict[str, int]
    ) -> list[Strand]:
        tops = [self._top(placed, bond, used) for placed in (site, api)]
        return [
            Strand(
                agreement,
                number,
                _PILL_LEFT,
                tops[0] + (index + 0.5) * STRAND,
                self._right,
                tops[1] + (index + 0.5) * STRAND,
            )
            for index, agreement in enumerate(bond.agreements)
        ]

    def _top(self, placed: PlacedBox, bond: Bond, used: dict[str, int]) -> float:
        """Return where the next bond of a box begins; a single one stands in its middle."""
        identity = placed.box.identity
        size = len(bond.agreements) * STRAND
        all_bonds = sum(identity in (other.frontend, other.backend) for other in self._view.bonds)
        before = used.get(identity, 0)
        used[identity] = before + 1
        total = all_bonds * size + (all_bonds - 1) * GAP
        return placed.y + (placed.height - total) / 2 + before * (size + GAP)

    def _proxies(self, names: tuple[str, ...], crossed: list[Strand]) -> list[PlacedBox]:
        """Put proxies upon the lines that pass through them, the second below the first."""
        if not names or not crossed:
            return []
        boxes = [self._view.box(name) for name in names]
        middles = [(strand.y + strand.to) / 2 for strand in crossed]
        share = (max(middles) - min(middles) + STRAND) / len(boxes) - GAP / 2
        heights = [max(_own_height(box), share) for box in boxes]
        total = sum(heights) + GAP / 2 * (len(boxes) - 1)
        y = max(0.0, (max(middles) + min(middles) - total) / 2)
        placed: list[PlacedBox] = []
        for box, height in zip(boxes, heights, strict=True):
            placed.append(PlacedBox(box, _PROXY_LEFT, y, PROXY, height))
            y += height + GAP / 2
        return placed

    def _cores(
        self, apis: dict[str, PlacedBox]
    ) -> tuple[list[PlacedBox], tuple[tuple[PlacedBox, PlacedBox], ...]]:
        """Put the core below the last API, with a link from there."""
        cores = [box for box in self._view.boxes if box.kind == "core"]
        if not cores or not apis:
            return [], ()
        last = max(apis.values(), key=lambda placed: placed.y)
        below = last.y + last.height + 2 * GAP
        core = PlacedBox(cores[0], self._right, below, BOX, _own_height(cores[0]))
        return [core], ((last, core),)
