"""Which setting a position in a file is about, and where its counterparts are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from supertokens_lint.inspection.model import (
    Inspection,
    ShownApp,
    ShownInit,
    ShownSetting,
)
from supertokens_lint.report.model import ends
from supertokens_lint.sdk.names import Side
from supertokens_lint.server.analysis import Analysis
from supertokens_lint.source import Place

# Settings that the other side knows under another name.
_OTHER_NAMES = {
    "tokenTransferMethod": ("getTokenTransferMethod",),
    "getTokenTransferMethod": ("tokenTransferMethod",),
    "sessionTokenBackendDomain": ("cookieDomain",),
    "cookieDomain": ("sessionTokenBackendDomain",),
    "websiteDomain": ("origin",),
    "origin": ("websiteDomain",),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One setting of one init; ``place`` is what the position was found in."""

    app: ShownApp
    init: ShownInit
    setting: ShownSetting
    place: Place

    @property
    def trail(self) -> tuple[Place, ...]:
        """All places that its values came through, each once."""
        steps = (step.place for value in self.setting.values for step in value.trail)
        return tuple(dict.fromkeys(steps))


def at(inspection: Inspection, path: str, offset: int) -> tuple[Subject, ...]:
    """Return the settings that a position is about.

    It stands in the setting itself, or at a place that its value came through: the line of an
    environment file is about all settings that read it. Of places inside one another, the
    innermost counts.
    """
    found = [
        Subject(app, init, setting, place)
        for app, init, setting in settings(inspection)
        for place in _places(setting)
        if place.path == path and place.span.start <= offset <= place.span.end
    ]
    if not found:
        return ()
    least = min(_length(subject.place) for subject in found)
    inner = [subject for subject in found if _length(subject.place) == least]
    return tuple({(s.init.place, s.setting.place, s.setting.key): s for s in inner}.values())


def settings(inspection: Inspection) -> Iterator[tuple[ShownApp, ShownInit, ShownSetting]]:
    """Yield every setting with its init and app."""
    for app in inspection.apps:
        for init in app.inits:
            for setting in init.settings:
                yield app, init, setting


def partners(inspection: Inspection, app: ShownApp) -> tuple[ShownApp, ...]:
    """Return the apps of the other side that an app is paired with."""
    if app.side == Side.FRONTEND.value:
        roots = {pair.backend for pair in inspection.pairs if pair.frontend == app.root}
    else:
        roots = {pair.frontend for pair in inspection.pairs if pair.backend == app.root}
    return tuple(
        other for other in inspection.apps if other.side != app.side and other.root in roots
    )


def counterparts(inspection: Inspection, subject: Subject) -> tuple[Subject, ...]:
    """Return the settings of the other side that must agree with this one."""
    key, group = subject.setting.key, subject.setting.group
    names = (key, *_OTHER_NAMES.get(key, ()))
    return tuple(
        Subject(app, init, setting, setting.place)
        for app in partners(inspection, subject.app)
        for init in app.inits
        for setting in init.settings
        if setting.key in names and setting.group == group
    )


def other_ends(analysis: Analysis, path: str, offset: int) -> Iterator[Place]:
    """Yield the other ends of the findings that have an end at a position."""
    for finding in analysis.report.findings:
        places = [end.place for end in ends(finding)]
        here = [place for place in places if _holds(place, path, offset)]
        if here:
            yield from (place for place in places if place not in here)


def _places(setting: ShownSetting) -> Iterator[Place]:
    yield setting.place
    for value in setting.values:
        for step in value.trail:
            yield step.place


def _holds(place: Place, path: str, offset: int) -> bool:
    return place.path == path and place.span.start <= offset <= place.span.end


def _length(place: Place) -> int:
    return place.span.end - place.span.start
