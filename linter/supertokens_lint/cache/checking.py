"""Whether all that a run asked has the same answers now."""

from __future__ import annotations

from collections.abc import Callable

from supertokens_lint.cache import code, digests, git_questions, questions
from supertokens_lint.cache.record import Record, SeenFile
from supertokens_lint.cache.recorder import Recorder, digest_of_git, digest_of_read
from supertokens_lint.cache.stamps import is_same, stamp_of
from supertokens_lint.errors import SupertokensLintError
from supertokens_lint.workspace import git
from supertokens_lint.workspace.files import classify
from supertokens_lint.workspace.filesystem import OsFileSystem
from supertokens_lint.workspace.mentions import Mentions, Searched
from supertokens_lint.workspace.reading import limit_of
from supertokens_lint.workspace.workspace import Workspace

_GIT_SECONDS = 5.0
_MAX_CHANGED = 200
"""With more changed files than this, to ask them all again takes longer than it is worth."""
_WORTH_KEEPING = 64
"""From this many files on that had to be read again, the entry is written with their stamps."""


class Checking:
    """Holds one record against the disk.

    ``reopen`` lists the files as that run did, under the eyes of ``live``.
    """

    def __init__(self, record: Record, live: Recorder, reopen: Callable[[], Workspace]) -> None:
        self._record = record
        self._live = live
        self._reopen = reopen
        self._disk = OsFileSystem()
        self._read = 0
        self._changed = 0

    @property
    def is_outdated(self) -> bool:
        """Whether the record has learnt so much that it should be written again."""
        return self._read >= _WORTH_KEEPING

    def holds(self) -> bool:
        """Tell whether the run would give the same again; in doubt it would not."""
        record = self._record
        if not code.is_unchanged(record.code):
            return False
        try:
            workspace = self._reopen()
        except SupertokensLintError:
            return False
        return (
            list(self._live.listings.items()) == record.listings
            and all(self._is_unchanged(file, workspace, self._live.now) for file in record.files)
            and self._git_agrees()
            and self._permissions_agree()
        )

    def _git_agrees(self) -> bool:
        return all(
            git_questions.is_known(words, dict(variables))
            and digest_of_git(
                git.ask(
                    directory,
                    words,
                    given=given.encode("latin-1"),
                    seconds=_GIT_SECONDS,
                    variables=dict(variables),
                )
            )
            == answer
            for directory, words, given, variables, answer in self._record.git
        )

    def _permissions_agree(self) -> bool:
        if not self._record.permissions:
            return True
        from supertokens_lint.fixes import guard  # noqa: PLC0415 - needed in few runs

        return all(
            guard.may_change(path, root) is answer
            for path, root, answer in self._record.permissions
        )

    def _is_unchanged(self, file: SeenFile, workspace: Workspace, now: int) -> bool:
        if is_same(file.path, file.stamp):
            return True
        self._read += 1
        entry = workspace.entry(file.path)
        limit = limit_of(classify(file.path) if entry is None else entry.kind)
        stamp = stamp_of(file.path, now)
        digest, data = digest_of_read(self._disk, file.path, limit)
        if digest != file.digest:
            self._changed += 1
            if data is None or self._changed > _MAX_CHANGED:
                return False
            if not self._gives_the_same(file, workspace, data):
                return False
        file.stamp, file.digest = (None if data is None else stamp), digest
        return True

    def _gives_the_same(self, file: SeenFile, workspace: Workspace, data: bytes) -> bool:
        """Tell whether another text has the same answers, and nothing but answers counted."""
        entry = workspace.entries.get(file.path)
        if file.mask < 0 or entry is None:
            return False
        for question, given, digest in file.answers:
            function = questions.function_of(question)
            if function is None or digests.of_value(function(data, *given)) != digest:
                return False
        mentions = Mentions(lambda _: data)
        searched = Searched.alone(entry)
        found = set(self._record.masks[file.mask])
        for number, (needles, kinds) in enumerate(self._record.searches):
            if entry.kind in kinds:
                wanted = tuple(needle.encode("latin-1") for needle in needles)
                if bool(mentions.among(searched, wanted)) is not (number in found):
                    return False
        return True
