"""Which files hold some byte string, asked many times about the same files.

A file holds each of its words many times over. The first few questions look at the files
themselves; after that each file is reduced to its distinct words, a quarter of its bytes, and
only what the words leave open is looked up in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from supertokens_lint.errors import ReaderError
from supertokens_lint.workspace.files import SCRIPT_KINDS, FileEntry
from supertokens_lint.workspace.minified import is_minified
from supertokens_lint.workspace.reading import WIDE

QUESTIONS_WITHOUT_WORDS = 2
_WORD = re.compile(rb"[\w$\x80-\xff]+")
_BLANKS = bytes(byte if _WORD.match(bytes((byte,))) else 32 for byte in range(256))


class Mentions:
    """The searches in one workspace.

    ``read`` returns the bytes of a file or raises :class:`ReaderError`; such files hold nothing.
    UTF-16 text holds everything, as a search for bytes cannot tell. Minified scripts are never
    found.
    """

    def __init__(self, read: Callable[[FileEntry], bytes]) -> None:
        self._read = read
        self._words: dict[str, bytes] = {}
        self._minified: dict[str, bool] = {}
        self._unreadable: set[str] = set()
        self._questions = 0

    def among(
        self, entries: Sequence[FileEntry], needles: tuple[bytes, ...]
    ) -> tuple[FileEntry, ...]:
        """Return those of some files that hold one of some byte strings, in the given order."""
        self._questions += 1
        if self._questions <= QUESTIONS_WITHOUT_WORDS:
            return tuple([entry for entry in entries if self._mentions(entry, needles)])
        self._learn(entries)
        words = self._words
        found: set[FileEntry] = set()
        for needle in needles:
            parts = _WORD.findall(needle)
            if parts == [needle]:
                found.update([entry for entry in entries if needle in words[entry[0]]])
            else:
                part = max(parts, key=len, default=b"")
                maybe = [entry for entry in entries if part in words[entry[0]]]
                found.update([entry for entry in maybe if self._mentions(entry, (needle,))])
        wide = [entry for entry in entries if not words[entry[0]]]
        found.update([entry for entry in wide if self._mentions(entry, needles)])
        return tuple([e for e in entries if e in found and not self._is_minified(e)])

    def take_over(self, earlier: Mentions, keeps: Callable[[str], bool]) -> None:
        """Know what another search has learnt of the files that are still the same."""
        self._words.update((path, words) for path, words in earlier._words.items() if keeps(path))
        self._questions = max(self._questions, earlier._questions)

    def _learn(self, entries: Iterable[FileEntry]) -> None:
        for entry in entries:
            if entry[0] not in self._words:
                data = self._data(entry)
                is_text = data is not None and not data.startswith(WIDE)
                words = set(data.translate(_BLANKS).split()) if data and is_text else ()
                self._words[entry[0]] = b" ".join(words)

    def _mentions(self, entry: FileEntry, needles: tuple[bytes, ...]) -> bool:
        data = self._data(entry)
        if data is None:
            return False
        for needle in needles:
            if needle in data:
                return not self._is_minified(entry, data)
        return data.startswith(WIDE) and not self._is_minified(entry, data)

    def _is_minified(self, entry: FileEntry, data: bytes | None = None) -> bool:
        if entry.kind not in SCRIPT_KINDS:
            return False
        known = self._minified.get(entry.path)
        if known is None:
            known = is_minified((self._data(entry) if data is None else data) or b"")
            self._minified[entry.path] = known
        return known

    def _data(self, entry: FileEntry) -> bytes | None:
        if entry[0] in self._unreadable:
            return None
        try:
            return self._read(entry)
        except ReaderError:
            self._unreadable.add(entry[0])
            return None
