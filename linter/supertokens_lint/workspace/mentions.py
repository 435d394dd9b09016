"""Which files hold some byte string, asked many times about the same files.

A file holds each of its words many times over. The first time that a file is looked at its
distinct words are learnt; only what the words leave open is looked up in the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from supertokens_lint.errors import ReaderError
from supertokens_lint.workspace.files import SCRIPT_KINDS, FileEntry, FileKind
from supertokens_lint.workspace.learnt import Learnt
from supertokens_lint.workspace.minified import is_minified
from supertokens_lint.workspace.reading import is_wide
from supertokens_lint.workspace.vocabulary import parts_of

_FEW_FILES = 4
"""So few files are looked through without learning their words."""
_MOST_OUTDATED = 1_000
"""After so many texts that have changed since, all words are learnt anew."""


@dataclass
class Searched:
    """Files to be searched: those of some kinds, all of them or ``among`` some paths.

    ``listed`` has all files by path, ``entries`` those of the kinds in the order of paths.
    """

    listed: Mapping[str, FileEntry]
    kinds: frozenset[FileKind]
    entries: Sequence[FileEntry]
    among: frozenset[str] | None = None
    is_learnt: bool = False

    @classmethod
    def alone(cls, entry: FileEntry) -> Searched:
        """Return one file as all that there is to be searched."""
        return cls({entry.path: entry}, frozenset({entry.kind}), [entry])

    def entry(self, path: str) -> FileEntry | None:
        """Return the file at a path, if it is one of them."""
        found = self.listed.get(path)
        if found is None or found[1] not in self.kinds:
            return None
        return found if self.among is None or path in self.among else None

    def unknown(self, *known: AbstractSet[str]) -> list[FileEntry]:
        """Return those that are not among some known files, in the order of paths."""
        if self.among is not None:
            found = map(self.entry, sorted(self.among.difference(*known)))
            return [entry for entry in found if entry is not None]
        entries = self.entries
        for paths in known:
            entries = [entry for entry in entries if entry[0] not in paths]
        return list(entries)


class Mentions:
    """The searches in one workspace.

    ``read`` returns the bytes of a file or raises :class:`ReaderError`; such files hold nothing.
    ``learning`` is told of each file whose words are learnt. UTF-16 text holds everything, as a
    search for bytes cannot tell. Minified scripts are never found.
    """

    def __init__(
        self,
        read: Callable[[FileEntry], bytes],
        learning: Callable[[FileEntry, bytes], None] | None = None,
    ) -> None:
        self._read = read
        self._learning = learning
        self._own = Learnt()
        self._told = Learnt()
        self._expected: frozenset[str] = frozenset()
        self._ask: Callable[[], Learnt | None] = lambda: None

    def expect(self, paths: frozenset[str], ask: Callable[[], Learnt | None]) -> None:
        """Leave some files to somebody else, who is asked when what they hold is needed."""
        self._expected, self._ask = paths, ask

    def any_of(self, entries: Iterable[FileEntry], needles: Sequence[bytes]) -> bool:
        """Tell whether one of some files holds one of some byte strings; no words are learnt."""
        return any(self._holds(entry, needles) for entry in entries)

    def among(self, searched: Searched, needles: Sequence[bytes]) -> tuple[FileEntry, ...]:
        """Return those of some files that hold one of some byte strings, in the order of paths."""
        if searched.among is not None and len(searched.among) <= _FEW_FILES:
            few = (entry for entry in searched.unknown() if self._holds(entry, needles))
            return tuple(few)
        if not searched.is_learnt:
            self._learn_all(searched)
            searched.is_learnt = True
        found = {path: searched.entry(path) for part in self._parts for path in part.wide}
        for needle in needles:
            found.update(self._holding(needle, searched))
        return tuple(sorted([entry for entry in found.values() if entry is not None]))

    def take_over(self, earlier: Mentions, keeps: Callable[[str], bool]) -> None:
        """Know what another search has learnt of the files that are still the same."""
        if sum(part.outdated for part in earlier._parts) <= _MOST_OUTDATED:
            self._own, self._told = (part.kept(keeps) for part in earlier._parts)

    def learn(self, entries: Iterable[FileEntry]) -> Learnt:
        """Learn the words of some files and return all that is known.

        A file that cannot be read is not known then: it may be readable later.
        """
        self._own.add(self._to_learn(entries))
        return self._own

    def _to_learn(self, entries: Iterable[FileEntry]) -> Iterator[tuple[str, bytes | None]]:
        for entry in entries:
            data = self._data(entry)
            if data is None:
                continue
            if _is_bundle(entry, data):
                data = None
            elif self._learning is not None:
                self._learning(entry, data)
            yield entry[0], data

    @property
    def _parts(self) -> tuple[Learnt, Learnt]:
        return self._own, self._told

    def _learn_all(self, searched: Searched) -> None:
        others = searched.unknown(self._own.known, self._told.known, self._expected)
        self.learn(others)
        if self._expected:
            self._told, self._expected = self._ask() or self._told, frozenset()
            self.learn(searched.unknown(self._own.known, self._told.known))

    def _holding(self, needle: bytes, searched: Searched) -> Iterator[tuple[str, FileEntry]]:
        parts = parts_of(needle)
        is_word = len(parts) == 1 and parts[0].text == needle
        for path in (path for part in self._parts for path in part.holding(parts)):
            entry = searched.entry(path)
            if entry is not None and (is_word or needle in (self._data(entry) or b"")):
                yield path, entry

    def _holds(self, entry: FileEntry, needles: Sequence[bytes]) -> bool:
        data = self._data(entry)
        if data is None:
            return False
        for needle in needles:
            if needle in data:
                return not _is_bundle(entry, data)
        return is_wide(data) and not _is_bundle(entry, data)

    def _data(self, entry: FileEntry) -> bytes | None:
        try:
            return self._read(entry)
        except ReaderError:
            return None


def _is_bundle(entry: FileEntry, data: bytes) -> bool:
    return entry.kind in SCRIPT_KINDS and is_minified(data)
