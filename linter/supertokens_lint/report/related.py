"""The places of a finding besides its primary one, for formats with a flat list of places."""

from __future__ import annotations

from dataclasses import dataclass

from supertokens_lint.finding import Evidence, Finding
from supertokens_lint.report.model import ends
from supertokens_lint.source import Place


@dataclass(frozen=True, slots=True)
class Related:
    """A place with what is there; ``end`` is set when it is one of the other ends."""

    text: str
    place: Place
    end: Evidence | None = None


def related(finding: Finding) -> tuple[Related, ...]:
    """Return the other ends, then the steps of all trails, each text and place once."""
    found: dict[tuple[str, Place], Related] = {}
    for end in finding.counterparts:
        text = end.label if end.value is None else f"{end.label}: {end.value}"
        found.setdefault((text, end.place), Related(text, end.place, end))
    own = {end.place for end in ends(finding)}
    for end in ends(finding):
        for step in end.trail:
            if step.place not in own:
                found.setdefault((step.note, step.place), Related(step.note, step.place))
    return tuple(found.values())
