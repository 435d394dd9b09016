"""What an entry of the cache holds, and how it is written.

JSON, because reading it can do nothing but give plain data: a file that somebody has put there
can be wrong, and never run anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import TypeAlias, TypeVar

from supertokens_lint.cache.stamps import Stamp
from supertokens_lint.outcome import Outcome

T = TypeVar("T")
CodeFile: TypeAlias = "tuple[str, Stamp | None, str]"
"""Path, stamp and digest of a file of the program."""


@dataclass(slots=True)
class SeenFile:
    """A file that was read: its stamp and digest, and what of it counted.

    ``mask`` is the index of a set of searches (:attr:`Record.masks`) in which it was found, or
    ``-1`` where all of its bytes count. ``answers`` are questions with their arguments and the
    digest of what they gave.
    """

    path: str
    stamp: Stamp | None
    digest: str
    mask: int = -1
    answers: list[tuple[str, tuple[object, ...], str]] = field(default_factory=list)


@dataclass
class Record:
    """One run: what came out, and what was asked."""

    outcome: Outcome
    code: list[CodeFile]
    listings: list[tuple[str, str]]
    git: list[tuple[str, tuple[str, ...], str, tuple[tuple[str, str], ...], str]] = field(
        default_factory=list
    )
    permissions: list[tuple[str, str | None, bool]] = field(default_factory=list)
    searches: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    masks: list[tuple[int, ...]] = field(default_factory=list)
    files: list[SeenFile] = field(default_factory=list)


def write(record: Record) -> Iterator[bytes]:
    """Yield the bytes of a record in pieces: as one they would take twice what is in them."""
    yield b"{"
    for name, value in vars(record).items():
        if name != "files":
            plain = asdict(value) if isinstance(value, Outcome) else value
            yield b"%b:%b," % (_json(name), _json(plain))
    yield b'"files":{"answers":{'
    answers = ((str(number), file.answers) for number, file in enumerate(record.files))
    yield from _pieces((item for item in answers if item[1]), dict)
    yield b"}"
    for name, key in _COLUMNS.items():
        yield b",%b:[" % _json(name)
        yield from _pieces((getattr(file, key) for file in record.files), list)
        yield b"]"
    yield b"}}"


_COLUMNS = {"paths": "path", "stamps": "stamp", "digests": "digest", "masks": "mask"}
_AT_ONCE = 1_000


def _pieces(items: Iterable[T], whole: Callable[[list[T]], object]) -> Iterator[bytes]:
    """Yield what stands inside of the brackets of a list or an object, many items at once."""
    remaining = iter(items)
    before = b""
    while some := list(islice(remaining, _AT_ONCE)):
        yield before + _json(whole(some))[1:-1]
        before = b","


def _json(value: object) -> bytes:
    # Paths that are no text hold lone surrogates, for which ASCII JSON has escapes.
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def read(data: bytes) -> Record | None:
    """Return the record in some bytes; ``None`` where they hold none."""
    try:
        found = json.loads(data)
        record = Record(
            outcome=Outcome(**found["outcome"]),
            code=[(path, _stamp(stamp), digest) for path, stamp, digest in found["code"]],
            listings=[(root, digest) for root, digest in found["listings"]],
            git=[
                (directory, tuple(words), given, tuple((k, v) for k, v in variables), digest)
                for directory, words, given, variables, digest in found["git"]
            ],
            permissions=[(path, root, answer) for path, root, answer in found["permissions"]],
            searches=[(tuple(needles), tuple(kinds)) for needles, kinds in found["searches"]],
            masks=[tuple(mask) for mask in found["masks"]],
            files=_files(**found["files"]),
        )
        _require_plain(record)
        return record
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _require_plain(record: Record) -> None:
    """Raise what :func:`read` expects where the parts of a record have not the types they must."""
    outcome = record.outcome
    texts: list[object] = [outcome.text, outcome.notes, outcome.summary]
    texts += [text for path, _, digest in record.code for text in (path, digest)]
    texts += [text for pair in record.listings for text in pair]
    texts += [path for path, _, _ in record.permissions]
    texts += [root for _, root, _ in record.permissions if root is not None]
    for directory, words, given, variables, digest in record.git:
        texts += [directory, *words, *(text for pair in variables for text in pair), digest]
        given.encode("latin-1")
    for needles, kinds in record.searches:
        texts += kinds
        for needle in needles:
            needle.encode("latin-1")
    numbers: list[object] = [outcome.status, *(number for mask in record.masks for number in mask)]
    for file in record.files:
        texts += [file.path, file.digest]
        texts += [text for question, _, digest in file.answers for text in (question, digest)]
        numbers += [file.mask, *(file.stamp or ())]
        if not -1 <= file.mask < len(record.masks):
            raise ValueError(file.mask)
    for _, stamp, _ in record.code:
        numbers += stamp or ()
    if not all(isinstance(text, str) for text in texts):
        raise TypeError
    if not all(type(number) is int for number in numbers):
        raise TypeError


def _files(
    paths: list[str],
    stamps: list[list[int] | None],
    digests: list[str],
    masks: list[int],
    answers: dict[str, list[tuple[str, list[object], str]]],
) -> list[SeenFile]:
    files = [
        SeenFile(path, _stamp(stamp), digest, mask)
        for path, stamp, digest, mask in zip(paths, stamps, digests, masks, strict=True)
    ]
    for number, file in enumerate(files):
        file.answers = [
            (question, tuple(given), digest)
            for question, given, digest in answers.get(str(number), ())
        ]
    return files


def _stamp(found: list[int] | None) -> Stamp | None:
    if found is None:
        return None
    written, changed, size, inode = found
    return (written, changed, size, inode)
