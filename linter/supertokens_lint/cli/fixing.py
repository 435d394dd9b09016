"""``check --fix`` and ``check --diff``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from supertokens_lint.errors import FixError, ReaderError
from supertokens_lint.finding import Finding
from supertokens_lint.fixes import apply, diff
from supertokens_lint.fixes.files import Overlay, encode_like, write_in_place
from supertokens_lint.report.cells import visible
from supertokens_lint.report.cleaning import clean
from supertokens_lint.report.model import Report
from supertokens_lint.workspace.filesystem import FileSystem, OsFileSystem
from supertokens_lint.workspace.reading import CODE_LIMIT

Look = Callable[[FileSystem], Report]
"""Checks the system over some file system."""


@dataclass(frozen=True)
class Fixes:
    """What fixes there are: the report that is left after them, and the changed files.

    ``changed`` has the old and the new text by path, ``fixed`` the findings that are mended,
    ``dropped`` those whose fix could not be applied.
    """

    report: Report
    changed: Mapping[str, tuple[str, str]]
    fixed: tuple[Finding, ...]
    dropped: tuple[Finding, ...] = ()


class Fixing:
    """Tries fixes over the files on disk, and writes nothing before :meth:`write`."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._disk = OsFileSystem()
        self._first = look(self._disk)
        self._last = self._first
        self._known: dict[tuple[tuple[str, str], ...], Report] = {(): self._first}

    def find(self, *, unsafe: bool) -> Fixes:
        """Return what the fixes would change."""
        result = apply.fix_all(self._lint, self._text, self._accepts, unsafe=unsafe)
        changed = {path: (self._text(path) or "", text) for path, text in result.texts.items()}
        summary = replace(self._last.summary, fixed=len(result.fixed))
        report = replace(self._last, summary=summary)
        return Fixes(report, changed, tuple(result.fixed), tuple(result.dropped))

    def write(self, fixes: Fixes, roots: tuple[str, ...]) -> tuple[FixError, ...]:
        """Write the changed files; return what could not be written, once a file."""
        tried = (self._written(path, *fixes.changed[path], roots) for path in sorted(fixes.changed))
        return tuple(error for error in tried if error is not None)

    def again(self) -> Report:
        """Return the report on what is on the disk now."""
        return self._look(self._disk)

    def _written(self, path: str, old: str, new: str, roots: tuple[str, ...]) -> FixError | None:
        try:
            data = self._bytes(path)
            encoded = None if data is None else encode_like(path, data, old, new)
            if data is None or encoded is None:
                raise FixError(path, "it was changed while it was checked; run again")
            write_in_place(path, data, encoded, roots)
        except FixError as error:
            return error
        return None

    # --- what the rounds ask ---------------------------------------------------------------------

    def _lint(self, texts: Mapping[str, str]) -> tuple[Finding, ...]:
        key = tuple(sorted(texts.items()))
        if key not in self._known:
            self._known[key] = self._look(Overlay(self._disk, self._encoded(texts)))
        self._last = self._known[key]
        return self._last.findings

    def _encoded(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for path, text in texts.items():
            data = self._bytes(path)
            encoded = (
                None if data is None else encode_like(path, data, self._text(path) or "", text)
            )
            if encoded is not None:
                found[path] = encoded
        return found

    def _text(self, path: str) -> str | None:
        source = self._first.source(path)
        return None if source is None else source.text

    def _bytes(self, path: str) -> bytes | None:
        try:
            return self._disk.read(path, CODE_LIMIT)
        except ReaderError:
            return None

    def _accepts(self, path: str, text: str) -> bool:
        data, old = self._bytes(path), self._text(path)
        if data is None or old is None:
            return False
        return encode_like(path, data, old, text) is not None


def show_diff(fixes: Fixes, *, color: bool) -> str:
    """Return what the fixes would change as a unified diff, with paths as they are shown."""
    named = {fixes.report.path(path): texts for path, texts in fixes.changed.items()}
    text = diff.unified_all(named)
    return diff.coloured(text) if color else text


def tell(report: Report, dropped: tuple[Finding, ...], failed: tuple[FixError, ...]) -> None:
    """Say on standard error which fixes are not there."""
    for finding in dropped:
        where = report.path(finding.primary.place.path)
        sys.stderr.write(f"note: the fix of {finding.code} in {where} cannot be applied\n")
    for error in failed:
        sys.stderr.write(f"supertokens-lint: {report.path(error.path)}: {error.message}\n")


def list_fixes(fixes: Fixes, failed: tuple[FixError, ...]) -> None:
    """Say on standard error which findings are mended in which file."""
    unchanged = {error.path for error in failed}
    for path in sorted(fixes.changed.keys() - unchanged):
        sys.stderr.write(f"{visible(fixes.report.path(path))}:\n")
        for code, rule, message in dict.fromkeys(_named(fixes.fixed, path)):
            sys.stderr.write(f"  {code} {rule}: {clean(message)}\n")


def _named(fixed: tuple[Finding, ...], path: str) -> Iterator[tuple[str, str, str]]:
    for finding in fixed:
        if finding.fix is not None and any(e.place.path == path for e in finding.fix.edits):
            yield finding.code, finding.rule, finding.fix.message
