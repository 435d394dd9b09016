"""Who is told what a run asks about files, so that a later run can ask the same again.

The reads of a file system say which files were looked at. What is told here says more: that a
file was only searched, or asked one question, so that another text with the same answers would
have led to the same result; and what was asked of git.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from supertokens_lint.workspace.files import FileEntry, FileKind


class Witness:
    """Forgets everything; the cache has one that does not."""

    def used(self, path: str) -> None:
        """Be told that all of a file's bytes count."""

    def searched(
        self, needles: tuple[bytes, ...], kinds: Collection[FileKind], found: Sequence[FileEntry]
    ) -> None:
        """Be told in which of the files of some kinds one of some byte strings was found."""

    def answered(self, path: str, question: str, given: Sequence[object], answer: object) -> None:
        """Be told what a question gave for a file's bytes."""

    def asked_git(
        self,
        directory: str,
        arguments: Sequence[str],
        given: bytes,
        variables: Mapping[str, str],
        answer: bytes | None,
    ) -> None:
        """Be told what git said."""

    def asked_permission(self, path: str, root: str | None, answer: bool) -> None:
        """Be told whether a fix may change a file."""


_CURRENT: ContextVar[Witness] = ContextVar("witness", default=Witness())  # noqa: B039 - it has no state


def current() -> Witness:
    """Return who is told."""
    return _CURRENT.get()


@contextmanager
def watching(witness: Witness) -> Iterator[None]:
    """Let somebody be told what is asked inside of the block."""
    token = _CURRENT.set(witness)
    try:
        yield
    finally:
        _CURRENT.reset(token)
