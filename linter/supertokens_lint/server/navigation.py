"""From one end of a setting to the other, to where its value is written, and to all places."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from supertokens_lint.server import subjects
from supertokens_lint.server.analysis import Analysis
from supertokens_lint.server.diagnostics import Look
from supertokens_lint.server.positions import offset_of, range_of
from supertokens_lint.source import Place


def counterpart(
    analysis: Analysis, path: str, position: types.Position, look: Look, *, links: bool
) -> list[types.Location] | list[types.LocationLink] | None:
    """Return the other ends of the setting or finding at a position; ``None`` when it has none."""
    source = analysis.source(path)
    if source is None:
        return None
    offset = offset_of(source, position, look.encoding)
    found = subjects.at(analysis.inspection, path, offset)
    places = list(subjects.other_ends(analysis, path, offset))
    for subject in found:
        others = subjects.counterparts(analysis.inspection, subject)
        places += [other.setting.place for other in others]
    targets = _once(places)
    if not targets:
        return None
    if not links:
        return [look.location(place, analysis.report) for place in targets]
    origin = range_of(source, found[0].place.span, look.encoding) if found else None
    locations = [look.location(place, analysis.report) for place in targets]
    return [types.LocationLink(one.uri, one.range, one.range, origin) for one in locations]


def origins(
    analysis: Analysis, path: str, position: types.Position, look: Look
) -> list[types.Location] | None:
    """Return the places where the values of the setting at a position are written."""
    places = [
        value.trail[0].place
        for subject in _subjects(analysis, path, position, look)
        for value in subject.setting.values
        if value.trail
    ]
    return _locations(_once(places), analysis, look)


def places(
    analysis: Analysis, path: str, position: types.Position, look: Look
) -> list[types.Location] | None:
    """Return every place of the setting at a position and of its counterparts."""
    found: list[Place] = []
    for subject in _subjects(analysis, path, position, look):
        for one in (subject, *subjects.counterparts(analysis.inspection, subject)):
            found += [one.setting.place, *one.trail]
    return _locations(_once(found), analysis, look)


def _subjects(
    analysis: Analysis, path: str, position: types.Position, look: Look
) -> tuple[subjects.Subject, ...]:
    source = analysis.source(path)
    if source is None:
        return ()
    offset = offset_of(source, position, look.encoding)
    return subjects.at(analysis.inspection, path, offset)


def _locations(
    found: Iterable[Place], analysis: Analysis, look: Look
) -> list[types.Location] | None:
    return [look.location(place, analysis.report) for place in found] or None


def _once(found: Iterable[Place]) -> list[Place]:
    return list(dict.fromkeys(found))
