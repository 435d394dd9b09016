"""Reading by a second process, while the first one loads what judges the files.

In a large repository most of the time goes to reading thousands of files once: for the words that
they hold, and for what scripts import. A second process takes half of them. It is given paths and
gives back plain data. Where there is no such process, or it fails, the first one reads all files by
itself, to the same effect.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import IO, TypeAlias

from supertokens_lint.cache.recorder import ReadData, Recorder
from supertokens_lint.errors import ReaderError
from supertokens_lint.workspace.files import SCRIPT_KINDS, SEARCHED_KINDS, FileEntry, FileKind
from supertokens_lint.workspace.filesystem import FileSystem, OsFileSystem
from supertokens_lint.workspace.learnt import Learnt, LearntData
from supertokens_lint.workspace.mentions import Mentions
from supertokens_lint.workspace.reading import limit_of
from supertokens_lint.workspace.workspace import AnswerKey, FoundElsewhere, Workspace, answer_key

FEWEST_FILES = 3_000
"""With fewer files to read, starting another process takes longer than it saves."""
_SHARE = 0.5
_MOST_SECONDS = 60
_HEAD = b"supertokens-lint ahead\n"
"""Stands before the answer; something else may print when Python starts."""

_Given: TypeAlias = "tuple[list[tuple[str, str]], int | None]"
"""Paths and kinds of files, and when the run began if its reads are to be recorded."""
_Found: TypeAlias = "tuple[LearntData, dict[str, tuple[str, ...] | None], list[ReadData]]"


@contextmanager
def reading(workspace: Workspace, recorder: Recorder | None) -> Iterator[None]:
    """Let another process read a part of a large workspace's files while the block runs.

    ``recorder`` is told of all that it has read.
    """
    entries = workspace.files(*SEARCHED_KINDS)
    process = None
    if len(entries) >= FEWEST_FILES and _processors() > 1:
        process = _started(entries[: int(len(entries) * _SHARE)], recorder)
    if process is None:
        yield
        return
    workspace.expect(process)
    try:
        yield
    finally:
        process.end()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _started(entries: Sequence[FileEntry], recorder: Recorder | None) -> _Process | None:
    import tempfile  # noqa: PLC0415 - few runs need it

    given: _Given = (
        [(entry.path, entry.kind.value) for entry in entries],
        None if recorder is None else recorder.now,
    )
    code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import main; main()"
    # Isolated, so that no module of the working directory takes the place of one of ours.
    options = ["-I", *(["-B"] if sys.dont_write_bytecode else [])]
    options += ["-X", f"pycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []
    if not sys.executable:
        return None
    with ExitStack() as opened:
        try:
            answer = opened.enter_context(tempfile.TemporaryFile())
            with tempfile.TemporaryFile() as handed:
                marshal.dump(given, handed)
                handed.seek(0)
                child = subprocess.Popen(  # noqa: S603 - this program itself
                    [sys.executable, *options, "-c", code],
                    stdin=handed,
                    stdout=answer,
                    stderr=subprocess.DEVNULL,
                )
        except (OSError, ValueError):
            return None
        opened.pop_all()
    return _Process(frozenset(entry.path for entry in entries), child, answer, recorder)


class _Process:
    """The second process, seen from the first."""

    def __init__(
        self,
        paths: frozenset[str],
        child: subprocess.Popen[bytes],
        answer: IO[bytes],
        recorder: Recorder | None,
    ) -> None:
        self.paths = paths
        self._child = child
        self._answer = answer
        self._recorder = recorder

    def result(self) -> FoundElsewhere | None:
        """Wait for the process and return what it has found; ``None`` where it failed."""
        try:
            if self._child.wait(_MOST_SECONDS) != 0:
                return None
            self._answer.seek(0)
            if self._answer.read(len(_HEAD)) != _HEAD:
                return None
            found: _Found = marshal.load(self._answer)  # noqa: S302 - written by this program
            learnt, specifiers, reads = found
        except (OSError, ValueError, EOFError, TypeError, subprocess.TimeoutExpired):
            return None
        if self._recorder is not None:
            self._recorder.take(reads)
        from supertokens_lint.resolve.module_links import specifiers_in  # noqa: PLC0415 - as below

        answers: dict[AnswerKey, object] = {
            answer_key(path, specifiers_in): names for path, names in specifiers.items()
        }
        return FoundElsewhere(Learnt.of(learnt), answers)

    def end(self) -> None:
        """Stop the process if it is still at work, and leave nothing behind."""
        if self._child.poll() is None:
            self._child.kill()
            self._child.wait()
        self._answer.close()


def main() -> None:
    """Be the second process: read what standard input names, write to standard output."""
    given: _Given = marshal.load(sys.stdin.buffer)  # noqa: S302 - written by this program
    found = _read(*given)
    sys.stdout.buffer.write(_HEAD)
    marshal.dump(found, sys.stdout.buffer)


def _read(files: list[tuple[str, str]], now: int | None) -> _Found:
    from supertokens_lint.resolve.module_links import specifiers_in  # noqa: PLC0415 - loads much

    recorder = None if now is None else Recorder(now)
    disk: FileSystem = OsFileSystem() if recorder is None else recorder
    specifiers: dict[str, tuple[str, ...] | None] = {}
    failed: set[str] = set()

    def read(entry: FileEntry) -> bytes:
        try:
            return disk.read(entry.path, limit_of(entry.kind))
        except ReaderError:
            failed.add(entry.path)
            raise

    def ask(entry: FileEntry, data: bytes) -> None:
        if entry.kind in SCRIPT_KINDS:
            specifiers[entry.path] = specifiers_in(data)

    learnt = Mentions(read, ask).learn(FileEntry(path, FileKind(kind)) for path, kind in files)
    reads = [] if recorder is None else recorder.reads_but(failed)
    return learnt.plain(), specifiers, reads
