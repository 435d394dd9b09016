"""The files of the next commit as a file system: the index, and what git ignores from disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from supertokens_lint.errors import ReaderError
from supertokens_lint.workspace import git, paths
from supertokens_lint.workspace.files import FileKind, classify, entry_for, is_env_name
from supertokens_lint.workspace.filesystem import FileSystem, MemoryFileSystem, OsFileSystem
from supertokens_lint.workspace.ignores import Excludes
from supertokens_lint.workspace.index import Index
from supertokens_lint.workspace.listing import Listing
from supertokens_lint.workspace.minified import is_minified_name
from supertokens_lint.workspace.reading import limit_of

_MOST_AT_ONCE = 2000
_MOST_BYTES = 64_000_000
"""How much is read from the repository at once; files beyond are read one by one."""
_SHA256 = 64


class IndexFileSystem:
    """The disk, with every file of a repository as its index has it.

    A file that is in the index and not on disk is there; one that is on disk and neither in the
    index nor ignored is not, except for env files, which are read from disk wherever they are.
    Files that git says are on disk as they are in the index are read from there, which is faster.
    """

    def __init__(self, indexes: Sequence[Index], base: FileSystem | None = None) -> None:
        self._base = OsFileSystem() if base is None else base
        self._indexes = sorted(indexes, key=lambda index: -len(index.top))
        self._objects = {index.top: _Objects(index) for index in indexes}
        self._links: dict[str, str] = {}

    def list_root(self, root: str, excludes: Excludes) -> Listing:
        """Return the files below a folder."""
        listing = self._base.list_root(root, excludes)
        self._links.update(listing.links)
        for found in (listing.entries, listing.unlisted, listing.links):
            for path in [path for path in found if self._is_absent(path)]:
                del found[path]
        for index in self._indexes:
            for path in _kept(index, root, excludes):
                is_listed = not is_minified_name(path.rpartition("/")[2])
                found = listing.entries if is_listed else listing.unlisted
                found.setdefault(path, entry_for(path, root))
        return listing

    def kind_of(self, path: str) -> str:
        """Return what is at a path."""
        if self._blob(path) is not None:
            return "file"
        return "absent" if self._is_absent(path) else self._base.kind_of(path)

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a file; :class:`ReaderError` when they cannot be had."""
        path = self._links.get(path, path)
        index = self._index(path)
        if index is None or path not in index.blobs:
            return self._base.read(path, limit)
        if path in index.missing:
            return self._objects[index.top].read(path, limit)
        if path not in index.differing:
            return self._base.read(path, limit)
        on_disk = self._on_disk(path, limit)
        if on_disk is not None and _is_object(on_disk, index.blobs[path]):
            return on_disk
        return self._objects[index.top].read(path, limit)

    def _on_disk(self, path: str, limit: int) -> bytes | None:
        """Return the bytes on disk: git takes files for changed until it has looked at them."""
        try:
            return self._base.read(path, limit)
        except ReaderError:
            return None

    def _index(self, path: str) -> Index | None:
        return next((item for item in self._indexes if paths.is_below(path, item.top)), None)

    def _blob(self, path: str) -> str | None:
        index = self._index(path)
        return None if index is None else index.blobs.get(path)

    def _is_absent(self, path: str) -> bool:
        index = self._index(path)
        if index is None or is_env_name(path.rpartition("/")[2]):
            return False
        return index.is_absent(path)


def _kept(index: Index, root: str, excludes: Excludes) -> Iterable[str]:
    """Return the files that are not on disk, without those of folders that a listing leaves out.

    Which folders hold no source is judged by all that the index has in them.
    """
    gone = [path for path in index.missing | index.differing if paths.is_below(path, root)]
    if not gone:
        return ()
    listed = MemoryFileSystem(dict.fromkeys(index.blobs, b"")).list_root(root, excludes).entries
    return [path for path in sorted(gone) if path in listed]


class _Objects:
    """The contents of files in the object database of a repository, most of them read at once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[str, bytes] | None = None

    def read(self, path: str, limit: int) -> bytes:
        """Return the content that a path has in the index; raises :class:`ReaderError`."""
        if self._known is None:
            self._known = self._read_many()
        name = self._index.blobs[path]
        data = self._known.get(name)
        if data is None:
            data = self._read_one(name, path, limit)
        _require_size(path, len(data), limit)
        return data

    def _read_many(self) -> dict[str, bytes]:
        """Return objects of the files that somebody may ask for, as far as the bounds go."""
        names: dict[str, int] = {}
        for path in sorted(self._index.differing | self._index.missing):
            kind = classify(path)
            if kind is not FileKind.OTHER and len(names) < _MOST_AT_ONCE:
                names[self._index.blobs[path]] = limit_of(kind)
        wanted: list[str] = []
        left = _MOST_BYTES
        for name, size in self._sizes(names).items():
            if size <= min(names[name], left):
                wanted.append(name)
                left -= size
        found = self._ask("cat-file", "--batch", given=wanted) if wanted else b""
        return dict(_contents(found))

    def _read_one(self, name: str, path: str, limit: int) -> bytes:
        size = self._sizes([name]).get(name)
        if size is None:
            message = "what is staged is not in the repository, which may be a partial clone"
            raise ReaderError(path, message)
        _require_size(path, size, limit)
        return dict(_contents(self._ask("cat-file", "--batch", given=[name]))).get(name, b"")

    def _sizes(self, names: Iterable[str]) -> dict[str, int]:
        found = self._ask("cat-file", "--batch-check", given=names)
        lines = (line.split(b" ") for line in found.splitlines())
        return {
            words[0].decode("ascii"): int(words[2])
            for words in lines
            if len(words) == 3 and words[1] == b"blob"
        }

    def _ask(self, *command: str, given: Iterable[str]) -> bytes:
        text = "".join(f"{name}\n" for name in given)
        return git.ask(self._index.top, command, given=text.encode("ascii")) or b""


def _is_object(data: bytes, name: str) -> bool:
    """Tell whether bytes are the content of a blob, by the name that git gives to it."""
    header = b"blob %d\0" % len(data)
    made = hashlib.new("sha256" if len(name) == _SHA256 else "sha1", usedforsecurity=False)
    made.update(header)
    made.update(data)
    return made.hexdigest() == name


def _require_size(path: str, size: int, limit: int) -> None:
    if size > limit:
        raise ReaderError(path, f"larger than {limit / 1_000_000:g} MB, too large to be read")


def _contents(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each object in what ``cat-file --batch`` prints."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        header = data[start:end].split(b" ") if end >= 0 else []
        if len(header) == 3:
            size = int(header[2])
            yield header[0].decode("ascii"), data[end + 1 : end + 1 + size]
            start = end + 1 + size + 1
        elif len(header) == 2:  # "... missing"
            start = end + 1
        else:
            return
