"""What a run asks, written down while it asks."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

from supertokens_lint.cache import code, digests, git_questions, questions
from supertokens_lint.cache.masks import Masks
from supertokens_lint.cache.record import Record, SeenFile
from supertokens_lint.cache.stamps import Stamp, is_same, stamp_of
from supertokens_lint.errors import ReaderError
from supertokens_lint.outcome import Outcome
from supertokens_lint.workspace.files import FileEntry, FileKind
from supertokens_lint.workspace.filesystem import FileSystem, OsFileSystem
from supertokens_lint.workspace.ignores import Excludes
from supertokens_lint.workspace.listing import Listing
from supertokens_lint.workspace.witness import Witness

_Answer = TypeVar("_Answer", str, bool)
ReadData: TypeAlias = "tuple[str, Stamp | None, str]"
"""Path, stamp and digest of a file that was read."""
_LISTING = "ls-files"
"""Asked by listings alone, which are made anew, and by permissions, which have their own list."""


class Recorder(Witness):
    """The witness of one run, and the disk as that run sees it: a file system.

    ``now`` is when the run began, in nanoseconds since the epoch.
    """

    def __init__(self, now: int | None = None, disk: FileSystem | None = None) -> None:
        self.now = time.time_ns() if now is None else now
        self._disk = OsFileSystem() if disk is None else disk
        self._is_sound = True
        self._is_paused = False
        self.listings: dict[str, str] = {}
        self._reads: dict[str, tuple[Stamp | None, str]] = {}
        self._used: set[str] = set()
        self._searches: dict[
            tuple[tuple[bytes, ...], frozenset[FileKind]], list[Sequence[FileEntry]]
        ] = {}
        self._answers: dict[str, list[tuple[str, tuple[object, ...], str]]] = {}
        self._git: dict[tuple[str, tuple[str, ...], str, tuple[tuple[str, str], ...]], str] = {}
        self._permissions: dict[tuple[str, str | None], bool] = {}

    # --- the file system -------------------------------------------------------------------------

    def list_root(self, root: str, excludes: Excludes) -> Listing:
        """Return the files below a folder."""
        listing = self._disk.list_root(root, excludes)
        found = [root, "\0", *listing.entries, "\0", *sorted(listing.unlisted)]
        found += ["\0", *(text for pair in listing.links.items() for text in pair)]
        found += ["\0", *(f"{problem.path}\0{problem}" for problem in listing.problems)]
        self._keep(self.listings, root, digests.of_texts(found))
        return listing

    def kind_of(self, path: str) -> str:
        """Return what is at a path."""
        kind = self._disk.kind_of(path)
        self._keep(self.listings, f"{path}\0", kind)
        return kind

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Write down nothing of what is read and searched inside of the block."""
        self._is_paused = True
        try:
            yield
        finally:
            self._is_paused = False

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a file."""
        if self._is_paused:
            return self._disk.read(path, limit)
        known = self._reads.get(path)
        stamp = stamp_of(path, self.now) if known is None else known[0]
        try:
            data = self._disk.read(path, limit)
        except ReaderError as error:
            # Why it failed may lie elsewhere, in a folder above: it is always tried again.
            self._keep_read(path, None, _failure(error))
            self._used.add(path)
            raise
        if known is None or not is_same(path, stamp):
            self._keep_read(path, stamp, digests.of_bytes(data))
        return data

    def reads_but(self, left_out: Collection[str]) -> list[ReadData]:
        """Return what was read, but for some files, as plain data for another recorder."""
        return [(path, *read) for path, read in self._reads.items() if path not in left_out]

    def take(self, reads: Iterable[ReadData]) -> None:
        """Note what another recorder has seen on the same disk."""
        for path, stamp, digest in reads:
            self._keep_read(path, stamp, digest)

    def _keep_read(self, path: str, stamp: Stamp | None, digest: str) -> None:
        known = self._reads.get(path)
        if known is None:
            self._reads[path] = (stamp, digest)
        elif known[1] != digest:
            self._is_sound = False

    def _keep(self, known: dict[str, _Answer], question: str, answer: _Answer) -> None:
        if known.setdefault(question, answer) != answer:
            self._is_sound = False

    # --- the witness -----------------------------------------------------------------------------

    def used(self, path: str) -> None:
        """Note that all of a file's bytes count."""
        self._used.add(path)

    def searched(
        self, needles: tuple[bytes, ...], kinds: Collection[FileKind], found: Sequence[FileEntry]
    ) -> None:
        """Note where some byte strings are."""
        if self._is_paused:
            return
        known = self._searches.setdefault((needles, frozenset(kinds)), [])
        if found:
            known.append(found)

    def answered(self, path: str, question: str, given: Sequence[object], answer: object) -> None:
        """Note what a question gave; where nobody could ask it again, all of the file counts."""
        if questions.is_known(question):
            asked = (question, tuple(given), digests.of_value(answer))
            known = self._answers.setdefault(path, [])
            if asked not in known:
                known.append(asked)
        else:
            self._used.add(path)

    def asked_git(
        self,
        directory: str,
        arguments: Sequence[str],
        given: bytes,
        variables: Mapping[str, str],
        answer: bytes | None,
    ) -> None:
        """Note what git said; a run is not kept when it asked what nobody may ask again."""
        if not git_questions.is_known(arguments, variables):
            self._is_sound = self._is_sound and arguments[:1] == (_LISTING,)
        else:
            more = tuple(sorted(variables.items()))
            key = (directory, tuple(arguments), given.decode("latin-1"), more)
            self._git[key] = digest_of_git(answer)

    def asked_permission(self, path: str, root: str | None, answer: bool) -> None:
        """Note whether a fix may change a file."""
        self._permissions[path, root] = answer

    # --- what comes of it ------------------------------------------------------------------------

    def record(self, outcome: Outcome) -> Record | None:
        """Return all of it; ``None`` when files changed while they were read."""
        loaded = code.loaded(self.now)
        if loaded is None or not self._is_sound:
            return None
        masks = Masks(
            (path for entries in searches for path, *_ in entries)
            for searches in self._searches.values()
        )
        files: list[SeenFile] = []
        for path, (stamp, digest) in self._reads.items():
            seen = SeenFile(path, stamp, digest)
            if path not in self._used:
                seen.mask = masks.of(path)
                seen.answers = self._answers.get(path, [])
            files.append(seen)
        return Record(
            outcome=outcome,
            code=loaded,
            listings=list(self.listings.items()),
            git=[(*asked, answer) for asked, answer in self._git.items()],
            permissions=[(*asked, answer) for asked, answer in self._permissions.items()],
            searches=[
                (tuple(needle.decode("latin-1") for needle in needles), tuple(sorted(kinds)))
                for needles, kinds in self._searches
            ],
            masks=masks.used,
            files=sorted(files, key=lambda file: file.mask >= 0),
        )


def digest_of_git(answer: bytes | None) -> str:
    """Return the digest of what git said."""
    return "" if answer is None else digests.of_bytes(answer)


def _failure(error: ReaderError) -> str:
    return digests.of_texts(["failed", type(error).__name__, str(error)])


def digest_of_read(disk: FileSystem, path: str, limit: int) -> tuple[str, bytes | None]:
    """Return the digest of what reading a file gives now, and its bytes if there are any."""
    try:
        data = disk.read(path, limit)
    except ReaderError as error:
        return _failure(error), None
    return digests.of_bytes(data), data
