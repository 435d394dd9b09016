"""What a file said before, from the history of its repository.

Only plumbing commands are asked, which run no filter, pager or external diff, and only objects
that are there are read; see :mod:`.git` for what keeps the repository's own configuration quiet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from supertokens_lint.workspace import git, paths

MAX_COMMITS = 20
MAX_BYTES = 400_000
MAX_AGE_SECONDS = 366 * 24 * 60 * 60
"""A year before the newest commit: SuperTokens' access token cookies live no longer."""
_SECONDS = 5.0
_SHOWN = 12


class EarlierText(Struct, frozen=True):
    """A text that a file had, and the short name of the commit that replaced it.

    ``replaced_by`` is empty when only the work tree differs from what is committed.
    """

    text: str
    replaced_by: str


def earlier_texts(path: str, current: str) -> tuple[EarlierText, ...]:
    """Return the texts that a file had before ``current``, the newest first, each once.

    Empty without git, outside a work tree, in a shallow clone, for files that are not tracked,
    and when git refuses or takes too long. At most ``MAX_COMMITS`` commits of the last year are
    looked at; texts over ``MAX_BYTES`` and such that are not UTF-8 are left out.
    """
    directory, name = paths.parent(path), path.rpartition("/")[2]
    if not name or "\n" in path:
        return ()
    if git.ask(directory, ("rev-parse", "--is-shallow-repository"), seconds=_SECONDS) != b"false\n":
        return ()
    commits = _commits(directory, name)
    if not commits:
        return ()
    wanted = [("HEAD", ""), *((f"{commit}^", commit[:_SHOWN]) for commit in commits)]
    objects = _objects(directory, name, [revision for revision, _ in wanted])
    replaced: dict[str, str] = {}
    for (_, commit), found in zip(wanted, objects, strict=False):
        if found is not None:
            replaced.setdefault(found, commit)
    return tuple(_texts(directory, replaced, current))


def _commits(directory: str, name: str) -> list[str]:
    """Return the commits that changed a file, the newest first."""
    head = _words(git.ask(directory, ("rev-list", "--timestamp", "-1", "HEAD"), seconds=_SECONDS))
    if not head or not head[0].isdecimal():
        return []
    oldest = max(0, int(head[0]) - MAX_AGE_SECONDS)
    found = git.ask(
        directory,
        ("rev-list", f"--max-count={MAX_COMMITS}", f"--max-age={oldest}", "HEAD", "--", name),
        seconds=_SECONDS,
    )
    return _words(found)


def _words(found: bytes | None) -> list[str]:
    return [] if found is None else found.decode("ascii", "replace").split()


def _objects(directory: str, name: str, revisions: Sequence[str]) -> Iterator[str | None]:
    """Yield the object that a file was in each revision, ``None`` where it was none, or large."""
    asked = "".join(f"{revision}:./{name}\n" for revision in revisions)
    arguments = ("cat-file", "--batch-check=%(objecttype) %(objectsize) %(objectname)")
    found = git.ask(directory, arguments, given=_encoded(asked), seconds=_SECONDS)
    for line in (found or b"").decode("utf-8", "replace").splitlines():
        kind, _, rest = line.partition(" ")
        size, _, name_of_object = rest.partition(" ")
        known = kind == "blob" and size.isdecimal() and int(size) <= MAX_BYTES
        yield name_of_object if known else None


def _texts(directory: str, replaced: dict[str, str], current: str) -> Iterator[EarlierText]:
    asked = "".join(f"{name}\n" for name in replaced)
    data = git.ask(directory, ("cat-file", "--batch"), given=_encoded(asked), seconds=_SECONDS)
    seen = {current}
    for commit, text in zip(replaced.values(), _contents(data or b""), strict=False):
        if text is not None and text not in seen:
            seen.add(text)
            yield EarlierText(text, commit)


def _contents(data: bytes) -> Iterator[str | None]:
    """Yield the texts in what ``cat-file --batch`` prints, ``None`` for those that are no text."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        header = data[start:end].split() if end >= 0 else []
        if len(header) != 3 or not header[2].isdigit():
            return
        size = int(header[2])
        try:
            yield data[end + 1 : end + 1 + size].decode("utf-8-sig")
        except UnicodeDecodeError:
            yield None
        start = end + 1 + size + 1


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
