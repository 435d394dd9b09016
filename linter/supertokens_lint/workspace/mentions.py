"""Which files hold some byte string, asked many times about the same files.

A file holds each of its words many times over. The first time that a file is looked at its
distinct words are learnt; only what the words leave open is looked up in the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from supertokens_lint.errors import ReaderError
from supertokens_lint.workspace.files import SCRIPT_KINDS, FileEntry, FileKind
from supertokens_lint.workspace.minified import is_minified
from supertokens_lint.workspace.reading import is_wide
from supertokens_lint.workspace.vocabulary import Vocabulary, parts_of

_MOST_OUTDATED = 1_000
"""After so many texts that have changed since, all words are learnt anew."""


@dataclass
class Searched:
    """Files to be searched: those of some kinds, all of them or ``among`` some paths.

    ``listed`` has all files by path.
    """

    listed: Mapping[str, FileEntry]
    kinds: frozenset[FileKind]
    among: frozenset[str] | None = None
    is_learnt: bool = False

    def entry(self, path: str) -> FileEntry | None:
        """Return the file at a path, if it is one of them."""
        found = self.listed.get(path)
        if found is None or found[1] not in self.kinds:
            return None
        return found if self.among is None or path in self.among else None

    def beside(self, known: set[str]) -> Iterator[FileEntry]:
        """Yield the files that are not among some known ones, in the order of paths."""
        paths = self.listed.keys() if self.among is None else self.among
        for path in sorted(paths - known):
            found = self.entry(path)
            if found is not None:
                yield found


class Mentions:
    """The searches in one workspace.

    ``read`` returns the bytes of a file or raises :class:`ReaderError`; such files hold nothing.
    UTF-16 text holds everything, as a search for bytes cannot tell. Minified scripts are never
    found.
    """

    def __init__(self, read: Callable[[FileEntry], bytes]) -> None:
        self._read = read
        self._vocabulary = Vocabulary()
        self._paths: dict[int, str] = {}
        self._known: set[str] = set()
        self._wide: set[str] = set()

    def any_of(self, entries: Iterable[FileEntry], needles: Sequence[bytes]) -> bool:
        """Tell whether one of some files holds one of some byte strings; no words are learnt."""
        return any(self._holds(entry, needles) for entry in entries)

    def among(self, searched: Searched, needles: Sequence[bytes]) -> tuple[FileEntry, ...]:
        """Return those of some files that hold one of some byte strings, in the order of paths."""
        if not searched.is_learnt:
            self._learn(searched.beside(self._known))
            searched.is_learnt = True
        found = {path: searched.entry(path) for path in self._wide}
        for needle in needles:
            found.update(self._holding(needle, searched))
        return tuple(sorted([entry for entry in found.values() if entry is not None]))

    def take_over(self, earlier: Mentions, keeps: Callable[[str], bool]) -> None:
        """Know what another search has learnt of the files that are still the same."""
        if earlier._vocabulary.count - len(earlier._paths) > _MOST_OUTDATED:
            return
        self._vocabulary = earlier._vocabulary
        self._paths = {number: path for number, path in earlier._paths.items() if keeps(path)}
        self._wide = {path for path in earlier._wide if keeps(path)}
        self._known = {path for path in earlier._known if keeps(path)}

    def _learn(self, entries: Iterable[FileEntry]) -> None:
        number = self._vocabulary.count
        paths: list[str] = []
        self._vocabulary.learn(self._texts(entries, paths))
        self._paths.update(enumerate(paths, number))

    def _texts(self, entries: Iterable[FileEntry], paths: list[str]) -> Iterator[bytes]:
        """Yield the texts that are not known yet; ``paths`` learns whose they are."""
        for entry in entries:
            path = entry[0]
            self._known.add(path)
            data = self._data(entry)
            if data and not _is_bundle(entry, data):
                if is_wide(data):
                    self._wide.add(path)
                else:
                    paths.append(path)
                    yield data

    def _holding(self, needle: bytes, searched: Searched) -> Iterator[tuple[str, FileEntry]]:
        parts = parts_of(needle)
        is_word = len(parts) == 1 and parts[0].text == needle
        for number in self._vocabulary.holding(parts) if parts else self._paths:
            path = self._paths.get(number)
            entry = None if path is None else searched.entry(path)
            if entry is not None and (is_word or needle in (self._data(entry) or b"")):
                yield entry[0], entry

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
