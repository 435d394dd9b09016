"""Findings that the next commit is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.report.fingerprints import fingerprints
from supertokens_lint.report.model import Report
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.filesystem import OsFileSystem
from supertokens_lint.workspace.index import Index, read_head, read_index
from supertokens_lint.workspace.indexfiles import IndexFileSystem


class Staged(Struct, frozen=True):
    """The repositories of a system, as their indexes have them."""

    indexes: tuple[Index, ...]

    def files(self) -> IndexFileSystem:
        """Return the files of the next commit."""
        return IndexFileSystem(self.indexes)

    def files_before(self) -> IndexFileSystem:
        """Return the files of the last commit."""
        return IndexFileSystem([read_head(index) for index in self.indexes])

    def only(self, report: Report, before: Callable[[], Report]) -> Report:
        """Return the report with what the next commit is about; the other findings are counted.

        These are the findings that have a place in a staged file, and those that are new: a commit
        can break something by what it takes away, and then no place of the finding is in it.
        ``before`` returns what is found in the last commit; it is asked only when that matters.
        """
        shown = [finding for finding in report.findings if self._concerns(finding)]
        anything = any(index.staged for index in self.indexes)
        if anything and len(shown) < len(report.findings):
            known = set(fingerprints((earlier := before()).findings, earlier))
            names = fingerprints(report.findings, report)
            shown = [
                finding
                for finding, name in zip(report.findings, names, strict=True)
                if name not in known or self._concerns(finding)
            ]
        levels = [finding.severity for finding in shown]
        summary = replace(
            report.summary,
            errors=levels.count(Severity.ERROR),
            warnings=levels.count(Severity.WARNING),
            infos=levels.count(Severity.INFO),
            elsewhere=len(report.findings) - len(shown),
        )
        return replace(report, findings=tuple(shown), summary=summary)

    def _concerns(self, finding: Finding) -> bool:
        return any(
            index.is_staged(place.path) for place in finding.places for index in self.indexes
        )


def read_staged(given: Iterable[str], directory: str, environ: Mapping[str, str]) -> Staged:
    """Return what is staged in the repositories of some paths, by default of ``directory``.

    Raises :class:`UsageError` for a path outside of all work trees of git.
    """
    found: dict[str, Index] = {}
    for path in [paths.normalise(item, directory) for item in given] or [directory]:
        folder = paths.parent(path) if OsFileSystem().kind_of(path) == "file" else path
        if folder not in found:
            found[folder] = read_index(folder, environ)
    return Staged(tuple({index.top: index for index in found.values()}.values()))
