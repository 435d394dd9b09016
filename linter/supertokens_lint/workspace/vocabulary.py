"""Which of many texts hold which words.

Each different word of all texts has a character of its own, so that the words of a text are a
short string. A needle is looked for in all different words at once; only where some hold it, the
texts are asked for their characters.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_WORD = re.compile(rb"[\w$\x80-\xff]+")
_BLANKS = bytes(byte if _WORD.match(bytes((byte,))) else 32 for byte in range(256))
_BETWEEN = b"\n"
"""Stands between joined words, and in none of them."""
MOST_WORDS = 3_000
"""A text with more different words, such as a list of keys, has words that no other text has. They
are kept for themselves, which takes less than to count them among the words of all."""
MOST_CHARACTERS = sys.maxunicode
_ON_A_SHELF = 64
_FEW = 8
"""More characters of a shelf than this are looked for together."""


VocabularyData: TypeAlias = "tuple[int, list[bytes], list[dict[int, str]], dict[int, bytes]]"
"""How many texts, all words, the texts of each shelf, and the words of large texts."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of word characters in a needle.

    ``starts`` tells that a word must begin with it, ``ends`` that a word must end with it: there
    the needle goes on with something that stands in no word.
    """

    text: bytes
    starts: bool
    ends: bool


def parts_of(needle: bytes) -> tuple[Part, ...]:
    """Return the runs of word characters in a needle."""
    return tuple(
        Part(found.group(), found.start() > 0, found.end() < len(needle))
        for found in _WORD.finditer(needle)
    )


class _Characters(dict[bytes, str]):
    """The characters of words, each given when the word is met first."""

    def __missing__(self, word: bytes) -> str:
        character = self[word] = chr(len(self))
        return character


class _Shelf:
    """Some texts as the characters of their words."""

    def __init__(self, texts: dict[int, str]) -> None:
        self.texts = texts
        self._all: str | None = None

    def add(self, number: int, characters: str) -> None:
        self.texts[number] = characters
        self._all = None

    def holding(self, characters: str) -> set[int]:
        """Return the texts that hold one of some characters; most shelves hold none of them."""
        if self._all is None:
            self._all = "".join(set().union(*self.texts.values()))
        present = [*filter(self._all.__contains__, characters)]
        if len(present) > _FEW:
            some = frozenset(present)
            return {number for number, text in self.texts.items() if not some.isdisjoint(text)}
        return {n for character in present for n, text in self.texts.items() if character in text}


class Vocabulary:
    """The words of numbered texts; ``count`` of them have been learnt."""

    def __init__(self) -> None:
        self.count = 0
        self._characters = _Characters()
        self._shelves: list[_Shelf] = []
        self._large: dict[int, bytes] = {}
        self._joined = _BETWEEN
        self._words_joined = 0

    def learn(self, texts: Iterable[bytes]) -> None:
        """Learn the words of some texts, which get the next numbers in their order."""
        for text in texts:
            words = set(text.translate(_BLANKS).split())
            if len(words) <= MOST_WORDS and len(self._characters) + len(words) <= MOST_CHARACTERS:
                if not self._shelves or len(self._shelves[-1].texts) >= _ON_A_SHELF:
                    self._shelves.append(_Shelf({}))
                characters = "".join(map(self._characters.__getitem__, words))
                self._shelves[-1].add(self.count, characters)
            else:
                self._large[self.count] = _joined(words)
            self.count += 1

    def holding(self, parts: Sequence[Part]) -> set[int]:
        """Return the numbers of the texts with words that all parts of a needle can lie in."""
        first, *others = map(self._holding, parts)
        return set(first).intersection(*others)

    def plain(self) -> VocabularyData:
        """Return all of it as plain data."""
        texts = [shelf.texts for shelf in self._shelves]
        return self.count, [*self._characters], texts, self._large

    @classmethod
    def of(cls, data: VocabularyData) -> Vocabulary:
        """Return what :meth:`plain` has told."""
        vocabulary = cls()
        vocabulary.count, words, texts, vocabulary._large = data
        vocabulary._characters.update(zip(words, map(chr, range(len(words))), strict=True))
        vocabulary._shelves = [_Shelf(numbered) for numbered in texts]
        return vocabulary

    def _holding(self, part: Part) -> list[int]:
        wanted = _BETWEEN * part.starts + part.text + _BETWEEN * part.ends
        found = [number for number, words in self._large.items() if wanted in words]
        characters = "".join(self._characters[word] for word in _around(wanted, self._all()))
        if characters:
            for shelf in self._shelves:
                found += shelf.holding(characters)
        return found

    def _all(self) -> bytes:
        if self._words_joined != len(self._characters):
            self._joined = _joined(self._characters)
            self._words_joined = len(self._characters)
        return self._joined


def _joined(words: Collection[bytes]) -> bytes:
    """Return words, each between two separators."""
    return _BETWEEN.join((b"", *words, b""))


def _around(wanted: bytes, joined: bytes) -> Iterator[bytes]:
    """Yield the words of which some bytes are a part."""
    position = joined.find(wanted)
    while position >= 0:
        start = joined.rfind(_BETWEEN, 0, position + 1) + 1
        end = joined.find(_BETWEEN, position + 1)
        yield joined[start:end]
        position = joined.find(wanted, end)
