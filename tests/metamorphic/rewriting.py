"""Systems as texts, rewritten piece by piece, so that every place can be traced back.

A rewritten file is a sequence of pieces: ranges kept from a file of the system before, and new text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

BOM = "\ufeff"


@dataclass(frozen=True)
class Kept:
    """A range of a file as it was before."""

    path: str
    start: int
    end: int


Piece: TypeAlias = str | Kept


@dataclass(frozen=True)
class Edit:
    """What takes the place of a range of a file; an empty range is an insertion."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class System:
    """The files of a system by their paths below its root; ``marked`` ones begin with a BOM."""

    files: Mapping[str, str]
    marked: frozenset[str] = frozenset()

    def write(self, directory: Path) -> None:
        """Write all files below ``directory``, byte for byte."""
        for name, text in self.files.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            whole = BOM + text if name in self.marked else text
            path.write_bytes(whole.encode("utf-8", "surrogateescape"))


def load(case: Path, leave: frozenset[str] = frozenset()) -> System:
    """Return the system in a directory without the files named in ``leave``."""
    files: dict[str, str] = {}
    marked = set()
    for path in sorted(case.rglob("*")):
        name = path.relative_to(case).as_posix()
        if not path.is_file() or name in leave:
            continue
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        if text.startswith(BOM):
            marked.add(name)
        files[name] = text.removeprefix(BOM)
    return System(files, frozenset(marked))


@dataclass
class Edits:
    """Edits of the files of a system, in any order; ranges may lie inside kept ranges of others."""

    system: System
    edits: dict[str, list[Edit]] = field(default_factory=lambda: defaultdict(list))
    added: dict[str, list[Piece]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def changed(self) -> bool:
        """Tell whether anything would be rewritten."""
        return any(self.edits.values()) or bool(self.added)

    def replace(self, path: str, start: int, end: int, *pieces: Piece) -> None:
        """Put ``pieces`` in the place of a range."""
        self.edits[path].append(Edit(start, end, pieces))

    def insert(self, path: str, offset: int, *pieces: Piece) -> None:
        """Put ``pieces`` before an offset, after what was put there earlier."""
        self.replace(path, offset, offset, *pieces)

    def extend(self, path: str, *pieces: Piece) -> None:
        """Add to the end of a file that was not there before."""
        self.added.setdefault(path, []).extend(pieces)

    def number(self, path: str) -> int:
        """Return 0, 1, 2, ... for a file: a part of names that are new in it."""
        self.numbers[path] += 1
        return self.numbers[path] - 1

    def apply(self) -> Rewritten:
        """Return the system with all edits made."""
        pieces: dict[str, list[Piece]] = {}
        for path, text in self.system.files.items():
            pieces[path] = list(self._pieces(path, 0, len(text)))
        for path, parts in self.added.items():
            pieces[path] = list(self._expanded(parts))
        return Rewritten.of(self.system, pieces)

    def _expanded(self, parts: list[Piece]) -> Iterator[Piece]:
        for part in parts:
            if isinstance(part, str):
                yield part
            else:
                yield from self._pieces(part.path, part.start, part.end)

    def _pieces(self, path: str, start: int, end: int) -> Iterator[Piece]:
        """Yield a range with the edits inside it made; an edit of the range itself is not."""
        here = start
        whole = start == 0 and end == len(self.system.files[path])
        inside = [e for e in self.edits[path] if start <= e.start and e.end <= end]
        for edit in sorted(inside, key=lambda e: (e.start, e.end > e.start, -e.end)):
            insertion = edit.start == edit.end
            itself = (edit.start, edit.end) == (start, end)
            outside = insertion and edit.start in (start, end) and not whole
            if edit.start < here or (itself and not insertion) or outside:
                continue
            if here < edit.start:
                yield Kept(path, here, edit.start)
            yield from self._expanded(list(edit.pieces))
            here = edit.end
        if here < end:
            yield Kept(path, here, end)


@dataclass(frozen=True)
class Rewritten:
    """A system after edits, and where each of its characters comes from."""

    before: System
    system: System
    pieces: Mapping[str, tuple[tuple[int, Piece], ...]]

    @classmethod
    def of(cls, before: System, pieces: Mapping[str, list[Piece]]) -> Rewritten:
        """Put the texts together."""
        files, placed = {}, {}
        for path, parts in pieces.items():
            text, starts = [], []
            offset = 0
            for part in parts:
                piece = (
                    part
                    if isinstance(part, str)
                    else before.files[part.path][part.start : part.end]
                )
                starts.append((offset, part))
                text.append(piece)
                offset += len(piece)
            files[path] = "".join(text)
            placed[path] = tuple(starts)
        return cls(before, System(files, before.marked), placed)

    def origin(self, path: str, offset: int) -> tuple[str, int] | None:
        """Return where the character at an offset was before; ``None`` when it is new."""
        parts = self.pieces.get(path, ())
        index = bisect_right(parts, offset, key=lambda part: part[0]) - 1
        if index < 0:
            return None
        start, piece = parts[index]
        if isinstance(piece, str):
            return None
        return piece.path, min(piece.start + offset - start, piece.end)
