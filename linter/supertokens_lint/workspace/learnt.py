"""What is known of the words of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from supertokens_lint.workspace.reading import is_wide
from supertokens_lint.workspace.vocabulary import Part, Vocabulary, VocabularyData

LearntData: TypeAlias = "tuple[VocabularyData, dict[int, str], list[str], list[str]]"
"""Words, the files by the number of their text, all files, and those in UTF-16."""


class Learnt:
    """The words of some files.

    ``known`` are the paths of all of them, ``wide`` those of texts in UTF-16, which may hold
    anything.
    """

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.wide: set[str] = set()
        self._vocabulary = Vocabulary()
        self._paths: dict[int, str] = {}

    @property
    def outdated(self) -> int:
        """How many texts have been learnt that are no longer those of their files."""
        return self._vocabulary.count - len(self._paths)

    def add(self, files: Iterable[tuple[str, bytes | None]]) -> None:
        """Learn files by their paths and bytes; without bytes they hold nothing."""
        self._vocabulary.learn(self._texts(files))

    def _texts(self, files: Iterable[tuple[str, bytes | None]]) -> Iterator[bytes]:
        """Yield the texts to learn, each noted before: ``files`` may come to a sudden end."""
        for path, data in files:
            self.known.add(path)
            if data and is_wide(data):
                self.wide.add(path)
            elif data:
                self._paths[self._vocabulary.count] = path
                yield data

    def holding(self, parts: Sequence[Part]) -> Iterator[str]:
        """Yield the files with words that all parts of a needle can lie in."""
        for number in self._vocabulary.holding(parts) if parts else self._paths:
            path = self._paths.get(number)
            if path is not None:
                yield path

    def kept(self, keeps: Callable[[str], bool]) -> Learnt:
        """Return what is known of some of the files; words are shared with it."""
        other = Learnt()
        other.known = {path for path in self.known if keeps(path)}
        other.wide = {path for path in self.wide if keeps(path)}
        other._vocabulary = self._vocabulary
        other._paths = {number: path for number, path in self._paths.items() if keeps(path)}
        return other

    def plain(self) -> LearntData:
        """Return all of it as plain data."""
        return self._vocabulary.plain(), self._paths, [*self.known], [*self.wide]

    @classmethod
    def of(cls, data: LearntData) -> Learnt:
        """Return what :meth:`plain` has told."""
        learnt = cls()
        words, learnt._paths, known, wide = data
        learnt._vocabulary = Vocabulary.of(words)
        learnt.known, learnt.wide = set(known), set(wide)
        return learnt
