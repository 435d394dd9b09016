"""The files of one system, read when they are asked for and kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar, cast

from supertokens_lint.errors import ReaderError, UsageError
from supertokens_lint.source import SourceText
from supertokens_lint.workspace import paths, witness
from supertokens_lint.workspace.files import CODE_KINDS, FileEntry, FileKind, classify
from supertokens_lint.workspace.filesystem import (
    FileSystem,
    MemoryFileSystem,
    OsFileSystem,
    OverlayFileSystem,
)
from supertokens_lint.workspace.ignores import Excludes
from supertokens_lint.workspace.learnt import Learnt
from supertokens_lint.workspace.listing import Listing
from supertokens_lint.workspace.mentions import Mentions, Searched
from supertokens_lint.workspace.reading import LOCK_LIMIT, decode, limit_of
from supertokens_lint.workspace.searches import Searches

if TYPE_CHECKING:
    from supertokens_lint.languages import ir

T = TypeVar("T")
_BYTES_KEPT = 1_000_000
_MAX_LINK_HOPS = 8


AnswerKey: TypeAlias = "tuple[str, str, tuple[Hashable, ...]]"
"""Path, and name and arguments of a question to its bytes."""


def answer_key(
    path: str, question: Callable[..., object], given: tuple[Hashable, ...] = ()
) -> AnswerKey:
    """Return what the answer of a file is kept by."""
    return path, intern(f"{question.__module__}:{question.__qualname__}"), given


@dataclass(frozen=True)
class FoundElsewhere:
    """What somebody else has found in some files: their words, and answers to questions."""

    words: Learnt
    answers: Mapping[AnswerKey, object]


class Elsewhere(Protocol):
    """Somebody else who reads the files at ``paths``."""

    @property
    def paths(self) -> frozenset[str]:
        """The files that need not be read here."""

    def result(self) -> FoundElsewhere | None:
        """Return what is in them, ``None`` where they have to be read here after all."""


class Workspace:
    """One system: the files below its roots, with their texts and parsed forms.

    Nothing is read before it is asked for; everything is read once.
    """

    def __init__(
        self,
        listings: Sequence[Listing],
        *,
        cwd: str,
        file_system: FileSystem,
        excludes: Excludes,
        focus: frozenset[str] = frozenset(),
    ) -> None:
        self.roots = tuple(listing.root for listing in listings)
        self.cwd = cwd
        self.focus = focus
        self._file_system = file_system
        self._excludes = excludes
        merged = listings[0].entries if len(listings) == 1 else {}
        self._unlisted: dict[str, FileEntry] = {}
        self._links: dict[str, str] = {}
        self._directories: set[str] | None = None
        self._problems: dict[str, ReaderError] = {}
        for listing in listings:
            if listing.entries is not merged:
                for path, entry in listing.entries.items():
                    merged.setdefault(path, entry)
            self._links.update(listing.links)
            for problem in listing.problems:
                self.note(problem)
        self._entries = merged
        for listing in listings:
            for path, entry in listing.unlisted.items():
                if self.is_directory(paths.parent(path)):
                    self._unlisted[path] = entry
        self._by_kind: dict[FileKind, list[FileEntry]] = {}
        for path in sorted(merged):
            entry = merged[path]
            self._by_kind.setdefault(entry.kind, []).append(entry)
        self._of_several: dict[frozenset[FileKind], tuple[FileEntry, ...]] = {}
        self._bytes: dict[str, bytes] = {}
        self._bytes_left = _BYTES_KEPT
        self._texts: dict[str, SourceText | ReaderError] = {}
        self._parsed: dict[tuple[str, object], object] = {}
        self._searches = Searches()
        self._searched: dict[frozenset[FileKind], Searched] = {}
        self._mentions = Mentions(self._read_entry, self._ask_foreseen)
        self._witness = witness.current()
        self._answers: dict[AnswerKey, object] = {}
        self._foreseen: dict[Callable[[bytes], object], frozenset[FileKind]] = {}
        self._list = object()
        self._standing: dict[str, object] = {}
        self._stood_before: Mapping[str, object] = {}
        self._changed: tuple[FileEntry, ...] = ()

    @classmethod
    def open(
        cls,
        roots: Iterable[str],
        *,
        cwd: str | None = None,
        excludes: Iterable[str] = (),
        exclude_base: str | None = None,
        file_system: FileSystem | None = None,
    ) -> Workspace:
        """List the files of one system.

        ``roots`` are folders and files, relative to ``cwd`` (the working directory); a file
        stands for its folder and is remembered in :attr:`focus`. No roots means ``cwd``.
        ``excludes`` are gitignore patterns relative to ``exclude_base`` (``cwd``).

        Raises :class:`UsageError` for a path that does not exist or cannot be listed, and for an
        exclude that is no pattern.
        """
        here = paths.normalise(cwd if cwd is not None else os.getcwd())  # noqa: PTH109 - strings
        system = file_system if file_system is not None else OsFileSystem()
        rules = Excludes(excludes, paths.normalise(exclude_base, here) if exclude_base else here)
        folders: list[str] = []
        focus: set[str] = set()
        for given in list(roots) or ["."]:
            path = paths.normalise(given, here)
            kind = system.kind_of(path)
            if kind == "absent":
                raise UsageError(f"{given}: no such file or folder")
            if kind == "file":
                focus.add(path)
                path = paths.parent(path)
            folders.append(path)
        listings = _list_all(folders, system, rules)
        return cls(listings, cwd=here, file_system=system, excludes=rules, focus=frozenset(focus))

    @classmethod
    def in_memory(cls, files: Mapping[str, str | bytes], root: str = "/system") -> Workspace:
        """Return a workspace of files given as texts, by paths relative to ``root``."""
        system = MemoryFileSystem({paths.join(root, name): text for name, text in files.items()})
        rules = Excludes((), root)
        return cls([system.list_root(root, rules)], cwd=root, file_system=system, excludes=rules)

    def with_text(self, path: str, text: str) -> Workspace:
        """Return a workspace in which one listed file has another text; nothing else differs.

        What was read and parsed of other files is not read again.
        """
        self._witness.used(path)
        system = OverlayFileSystem(self._file_system, {path: text})
        changed = self.reopened(system)
        changed.take_all_but(path, self._bytes, self._texts, self._parsed)
        return changed

    def reopened(self, file_system: FileSystem) -> Workspace:
        """Return a workspace with the same list of files, none of which is read yet."""
        listings = [
            Listing(
                root,
                self._of_root(root, self._entries),
                self._of_root(root, self._unlisted),
                self._of_root(root, self._links),
            )
            for root in self.roots
        ]
        other = Workspace(
            listings,
            cwd=self.cwd,
            file_system=file_system,
            excludes=self._excludes,
            focus=self.focus,
        )
        other._list = self._list
        return other

    def _of_root(self, root: str, found: Mapping[str, T]) -> dict[str, T]:
        if len(self.roots) == 1:
            return dict(found)
        return {path: item for path, item in found.items() if self.root_of(path) == root}

    def take_over(self, earlier: Workspace, is_unchanged: Callable[[str], bool]) -> None:
        """Keep what ``earlier`` has read, parsed and searched of files that are still the same.

        To be called before anything is read here. ``is_unchanged`` tells of a path, cheaply,
        whether the file surely is what it was; where it does not, the bytes are compared.
        """
        same: dict[str, bool] = {}

        def keeps(path: str) -> bool:
            if path not in same:
                same[path] = is_unchanged(path) or self._equals(earlier, path)
            return same[path]

        self._bytes = {path: data for path, data in earlier._bytes.items() if keeps(path)}
        self._bytes_left = _BYTES_KEPT - sum(map(len, self._bytes.values()))
        self._texts = {path: text for path, text in earlier._texts.items() if keeps(path)}
        self._parsed = {key: known for key, known in earlier._parsed.items() if keeps(key[0])}
        self._mentions.take_over(earlier._mentions, keeps)
        for path in {key[0] for key in self._parsed} & earlier._problems.keys():
            self.note(earlier._problems[path])
        other = frozenset(
            path
            for path, entry in self._entries.items()
            if earlier._entries.get(path) != entry or not keeps(path)
        )
        if earlier._list is self._list:
            unlisted = (entry for path, entry in self._unlisted.items() if not keeps(path))
            self._stood_before = earlier._standing
            self._changed = (*(self._entries[path] for path in other), *unlisted)
        for search, found, idle in earlier._searches.recent():
            needles, kinds, among = search
            known = {e for e in found if self._entries.get(e.path) == e and keeps(e.path)}
            within = other if among is None else other & among
            asked = Searched(self._entries, kinds, self._of_kinds(kinds), within)
            known.update(self._mentions.among(asked, needles))
            self._searches.keep(search, tuple(sorted(known)), idle)

    def _equals(self, earlier: Workspace, path: str) -> bool:
        data = earlier._bytes.get(path)
        if data is None:
            return False
        try:
            return self._file_system.read(path, LOCK_LIMIT) == data
        except ReaderError:
            return False

    def forget(self) -> None:
        """Let go of what was read and searched; it would be read again."""
        self._bytes.clear()
        self._bytes_left = _BYTES_KEPT
        self._texts.clear()
        self._parsed.clear()
        self._answers.clear()
        self._searched.clear()
        self._searches = Searches()
        self._mentions = Mentions(self._read_entry, self._ask_foreseen)

    def take_all_but(
        self,
        path: str,
        data: Mapping[str, bytes],
        texts: Mapping[str, SourceText | ReaderError],
        parsed: Mapping[tuple[str, object], object],
    ) -> None:
        """Keep what is known of all files but one: bytes, texts, and what readers made of them."""
        self._bytes = {key: value for key, value in data.items() if key != path}
        self._texts = {key: found for key, found in texts.items() if key != path}
        self._parsed = {key: known for key, known in parsed.items() if key[0] != path}

    # --- which files -----------------------------------------------------------------------------

    @property
    def entries(self) -> Mapping[str, FileEntry]:
        """All listed files by path."""
        return self._entries

    @property
    def problems(self) -> list[ReaderError]:
        """What could not be read so far, once a file, in the order of paths."""
        return [self._problems[path] for path in sorted(self._problems)]

    def files(self, *kinds: FileKind) -> tuple[FileEntry, ...]:
        """Return the listed files of some kinds, in the order of paths."""
        return self._of_kinds(frozenset(kinds))

    def _of_kinds(self, kinds: frozenset[FileKind]) -> tuple[FileEntry, ...]:
        known = self._of_several.get(kinds)
        if known is None:
            found = [entry for kind in kinds for entry in self._by_kind.get(kind, ())]
            known = self._of_several[kinds] = tuple(sorted(found) if len(kinds) > 1 else found)
        return known

    def named(self, *names: str) -> tuple[FileEntry, ...]:
        """Return the listed files with one of some names (``vercel.json``), in order of paths."""
        kinds = {classify(f"/{name}") for name in names}
        wanted = frozenset(names)
        return tuple(entry for entry in self.files(*kinds) if entry.name in wanted)

    def entry(self, path: str) -> FileEntry | None:
        """Return the file that stands at a path, or ``None``.

        A path through a symbolic link inside a root gives the file that it leads to. A file that
        git ignores is found when it is on disk and in no pruned folder: an import that leads to
        it works at run time as well.
        """
        known = self._entries.get(path)
        if known is not None:
            return known
        real = self._through_links(path)
        known = self._entries.get(real)
        return self._unlisted.get(real) if known is None else known

    def exists(self, path: str) -> bool:
        """Tell whether :meth:`entry` finds a file."""
        return self.entry(path) is not None

    def is_directory(self, path: str) -> bool:
        """Tell whether listed files lie below a folder."""
        return path in self._folders()

    def root_of(self, path: str) -> str | None:
        """Return the innermost root that holds a path."""
        holding = [root for root in self.roots if paths.is_below(path, root)]
        return max(holding, key=len) if holding else None

    def directory_chain(self, path: str) -> Iterator[str]:
        """Yield the folder of a file and the folders above it, up to the outermost root."""
        holding = [root for root in self.roots if paths.is_below(path, root)]
        if holding:
            yield from paths.upward(paths.parent(path), min(holding, key=len))

    def display(self, path: str) -> str:
        """Return a path as people should see it from the working directory."""
        return paths.display(path, self.cwd)

    # --- what is in them -------------------------------------------------------------------------

    def text(self, path: str) -> SourceText:
        """Return the text of a file; raises :class:`ReaderError` when there is none to be had."""
        entry = self.entry(path)
        real = entry.path if entry is not None else path
        if real not in self._texts:
            self._witness.used(real)
            kind = entry.kind if entry is not None else classify(real)
            try:
                self._texts[real] = decode(real, self._read(real, limit_of(kind)), kind)
            except ReaderError as error:
                self._texts[real] = error
        found = self._texts[real]
        if isinstance(found, ReaderError):
            raise found
        return found

    def data(self, path: str) -> bytes:
        """Return the bytes of a file; raises :class:`ReaderError` when they cannot be had."""
        entry = self.entry(path)
        self._witness.used(path if entry is None else entry.path)
        return self._data(path, entry)

    def answer(self, path: str, question: Callable[..., T], *given: Hashable) -> T:
        """Return what a question gives for the bytes of a file, before ``given``.

        The question is a function of a module that gives the same for the same bytes; a run then
        depends on its answer alone, not on all of the file. Raises :class:`ReaderError` when the
        bytes cannot be had.
        """
        entry = self.entry(path)
        key = answer_key(path, question, given)
        if key in self._answers:
            found = cast("T", self._answers.pop(key))
        else:
            found = question(self._data(path, entry), *given)
        self._witness.answered(path if entry is None else entry.path, key[1], given, found)
        return found

    def foresee(self, question: Callable[[bytes], object], kinds: Collection[FileKind]) -> None:
        """Say that a question will be asked about most files of some kinds.

        It is asked when a file is read to be searched, and its answer waits for :meth:`answer`.
        """
        self._foreseen[question] = frozenset(kinds)

    def _ask_foreseen(self, entry: FileEntry, data: bytes) -> None:
        for question, kinds in self._foreseen.items():
            if entry[1] in kinds:
                self._answers[answer_key(entry[0], question)] = question(data)

    def expect(self, elsewhere: Elsewhere) -> None:
        """Leave some files to somebody else, who is asked when what they hold is needed."""

        def ask() -> Learnt | None:
            found = elsewhere.result()
            if found is None:
                return None
            self._answers.update(found.answers)
            return found.words

        self._mentions.expect(elsewhere.paths, ask)

    def read(self, path: str, reader: Callable[[SourceText], T]) -> T | None:
        """Return what ``reader`` makes of a file's text, or ``None`` when it cannot be read.

        Each reader sees each file once; a :class:`ReaderError` goes to :attr:`problems`.
        """
        key = (path, reader)
        if key not in self._parsed:
            try:
                self._parsed[key] = reader(self.text(path))
            except ReaderError as error:
                self.note(error)
                self._parsed[key] = None
        return cast("T | None", self._parsed[key])

    def derived(self, path: str, kind: str, make: Callable[[], T]) -> T:
        """Return what is made of the text of one file alone, as long as the text stays.

        Of files that are not listed nothing is kept.
        """
        if path not in self._entries:
            return make()
        key = (path, kind)
        if key not in self._parsed:
            self._parsed[key] = make()
        return cast("T", self._parsed[key])

    def standing(self, name: str, make: Callable[[], T], changes: Callable[[FileEntry], bool]) -> T:
        """Return what is made of the list of files, kept from one workspace to the next.

        It is made anew when files are listed anew, and when one of the files that have another
        text ``changes`` it.
        """
        if name not in self._standing:
            stays = name in self._stood_before and not any(map(changes, self._changed))
            self._standing[name] = self._stood_before[name] if stays else make()
        return cast("T", self._standing[name])

    def note(self, problem: ReaderError) -> None:
        """Add a problem, unless the file has one already."""
        self._problems.setdefault(problem.path, problem)

    def module(self, path: str) -> ir.Module | None:
        """Return the parsed form of a source file, or ``None`` when it cannot be read."""
        entry = self.entry(path)
        return None if entry is None else self.read(entry.path, _parse)

    def mentioning(
        self,
        *needles: bytes,
        kinds: Collection[FileKind] = CODE_KINDS,
        among: frozenset[str] | None = None,
    ) -> tuple[FileEntry, ...]:
        """Return the files in which one of some byte strings occurs, in the order of paths.

        Files that cannot be read, are too large or are minified are left out in silence.
        ``among`` gives the paths of the only files to search.
        """
        wanted = frozenset(kinds)
        whole = self._searches.get((needles, wanted, None))
        if among is not None and whole is not None:
            return tuple(entry for entry in whole if entry.path in among)
        key = (needles, wanted, among)
        known = self._searches.get(key)
        if known is None:
            known = self._mentions.among(self._to_search(wanted, among), needles)
            self._searches.keep(key, known)
            self._witness.searched(needles, kinds, known)
        return known

    def is_mentioned(self, *needles: bytes, kinds: Collection[FileKind]) -> bool:
        """Tell whether one of some byte strings occurs in a file of some kinds.

        This reads no further than to the first such file, and keeps nothing for others who ask.
        """
        found = Mentions(self._glance).any_of(self.files(*kinds), needles)
        if not found:
            self._witness.searched(needles, kinds, ())
        return found

    def _to_search(self, kinds: frozenset[FileKind], among: frozenset[str] | None) -> Searched:
        if among is not None:
            return Searched(self._entries, kinds, self._of_kinds(kinds), among)
        if kinds not in self._searched:
            self._searched[kinds] = Searched(self._entries, kinds, self._of_kinds(kinds))
        return self._searched[kinds]

    def _data(self, path: str, entry: FileEntry | None) -> bytes:
        if entry is None:
            return self._read(path, limit_of(classify(path)))
        return self._read(entry.path, limit_of(entry.kind))

    def _glance(self, entry: FileEntry) -> bytes:
        return self._file_system.read(entry[0], limit_of(entry[1]))

    def _read_entry(self, entry: FileEntry) -> bytes:
        data = self._bytes.get(entry[0])
        return self._read(entry[0], limit_of(entry[1])) if data is None else data

    def _read(self, path: str, limit: int) -> bytes:
        data = self._bytes.get(path)
        if data is None:
            data = self._file_system.read(path, limit)
            if len(data) <= self._bytes_left:
                self._bytes[path] = data
                self._bytes_left -= len(data)
        return data

    # --- helpers ---------------------------------------------------------------------------------

    def _folders(self) -> set[str]:
        if self._directories is None:
            self._directories = set()
            for path in self._entries:
                directory = paths.parent(path)
                while directory not in self._directories and directory != "/":
                    self._directories.add(directory)
                    directory = paths.parent(directory)
        return self._directories

    def _through_links(self, path: str) -> str:
        if not self._links:
            return path
        for _ in range(_MAX_LINK_HOPS):
            for directory in paths.upward(path, "/"):
                target = self._links.get(directory)
                if target is not None:
                    path = target + path[len(directory) :]
                    break
            else:
                break
        return path


def _list_all(folders: list[str], system: FileSystem, rules: Excludes) -> list[Listing]:
    """List roots, outer ones first; an inner root that an outer one already lists is dropped."""
    listings: list[Listing] = []
    for folder in sorted(set(folders), key=lambda path: (len(path), path)):
        covered = any(
            paths.is_below(folder, listing.root)
            and any(paths.is_below(path, folder) for path in listing.entries)
            for listing in listings
        )
        if covered:
            continue
        listing = system.list_root(folder, rules)
        unreadable = next((item for item in listing.problems if item.path == folder), None)
        if unreadable is not None:
            raise UsageError(f"{folder}: {unreadable.message}")
        listings.append(listing)
    return listings


def _parse(text: SourceText) -> ir.Module | None:
    from supertokens_lint import languages  # noqa: PLC0415 - the language readers load late

    return languages.parse(text.path, text.text)
