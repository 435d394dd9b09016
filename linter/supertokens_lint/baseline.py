"""Findings that a project had when it began to use the linter, and lives with for now.

A finding is known again by its rule and, for each of its ends, by the file, the names around the
place (see :mod:`.landmarks`), the label and the value. Lines, columns and the wording of messages
do not count, so moved lines and another format change nothing. One entry stands for one finding:
a second one that looks the same is new.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Protocol

from msgspec import Struct

from supertokens_lint.finding import Evidence, Finding
from supertokens_lint.landmarks import landmark
from supertokens_lint.languages import ir
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.report.paths import display_path
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.rule import Rule
from supertokens_lint.source import Place, SourceText

FILE_NAME = ".supertokens-lint-baseline.json"
REASON = "recorded in the baseline"
_BLANK = re.compile(r"\s+")


class KnownEnd(Struct, frozen=True, order=True):
    """One end of a known finding; ``path`` is relative to the baseline's directory."""

    path: str
    name: str
    label: str
    value: str


class Entry(Struct, frozen=True, order=True):
    """One known finding."""

    code: str
    rule: str
    ends: tuple[KnownEnd, ...]


class Recorded(Struct, frozen=True):
    """An entry and the place in the baseline file where it stands."""

    entry: Entry
    place: Place


class Sources(Protocol):
    """The files that findings point into, as :class:`~.engine.Project` has them."""

    def source(self, path: str) -> SourceText | None:
        """Return the text of a file, or ``None``."""

    def module(self, path: str) -> ir.Module | None:
        """Return a file in the neutral form, or ``None``."""


class Baseline(Struct, frozen=True):
    """The entries of one file, whose text is ``source`` unless it is yet to be written.

    ``directory`` is the one that its paths are relative to. ``judges`` tells of a path whether
    this run looks at it; an entry about other files may have an effect in another run.
    """

    directory: str
    recorded: tuple[Recorded, ...] = ()
    source: SourceText | None = None
    judges: Callable[[str], bool] = bool

    def sift(self, findings: Iterable[Finding], sources: Sources) -> Sifted:
        """Take out the findings that entries stand for, each entry for one finding."""
        unused: dict[Entry, list[Recorded]] = defaultdict(list)
        for item in reversed(self.recorded):
            unused[_identity(item.entry)].append(item)
        left: list[Finding] = []
        known: list[Accepted] = []
        for finding in findings:
            same = unused.get(_identity(entry_of(finding, self.directory, sources)))
            if same:
                known.append(Accepted(finding, same.pop().place, REASON, in_source=False))
            else:
                left.append(finding)
        rest = {item for items in unused.values() for item in items}
        return Sifted(tuple(left), tuple(known), tuple(i for i in self.recorded if i in rest))

    def stale(self, unused: Iterable[Recorded], ran: frozenset[str]) -> tuple[Recorded, ...]:
        """Return the unused entries of which this run can tell that they have no effect."""
        return tuple(
            item
            for item in unused
            if item.entry.code in ran and all(self.judges(end.path) for end in item.entry.ends)
        )


class Sifted(Struct, frozen=True):
    """Findings that are new, those that are known, and the entries that stand for none."""

    findings: tuple[Finding, ...]
    known: tuple[Accepted, ...]
    unused: tuple[Recorded, ...]


def entry_of(finding: Finding, directory: str, sources: Sources) -> Entry:
    """Return how a finding is written down in a baseline of ``directory``."""
    ends = (finding.primary, *finding.counterparts)
    return Entry(
        finding.code, finding.rule, tuple(_known_end(end, directory, sources) for end in ends)
    )


def stale_finding(rule: type[Rule], item: Recorded) -> Finding:
    """Return ST002 for an entry without effect."""
    entry = item.entry
    paths = " and ".join(dict.fromkeys(end.path for end in entry.ends))
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        message=f"The baseline entry for {entry.rule} in {paths} suppresses nothing.",
        primary=Evidence("baseline entry", item.place),
        help='Remove it: "supertokens-lint baseline --prune" does.',
    )


def _identity(entry: Entry) -> Entry:
    """Return an entry without what does not count: the rule's name follows from its code."""
    return Entry(entry.code, "", entry.ends)


def _known_end(end: Evidence, directory: str, sources: Sources) -> KnownEnd:
    path = end.place.path
    return KnownEnd(
        display_path(path, directory),
        landmark(end.place, sources.source(path), sources.module(path)),
        _plain(end.label),
        "" if end.value is None else _plain(end.value),
    )


def _plain(text: str) -> str:
    return mask_text(_BLANK.sub(" ", text).strip())
