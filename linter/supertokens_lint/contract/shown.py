"""An inspection whose places in contracts are where a person can look: in the contracts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from supertokens_lint.contract.model import Contract
from supertokens_lint.finding import Step
from supertokens_lint.inspection.model import (
    Inspection,
    ShownApp,
    ShownInit,
    ShownPair,
    ShownSetting,
    ShownValue,
)
from supertokens_lint.source import Place


class AtHome:
    """Moves what was recorded to where it is recorded; all else stays."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self._contracts = tuple(contracts)

    def inspection(self, found: Inspection) -> Inspection:
        """Return an inspection with every root and place in a file that exists."""
        return Inspection(
            tuple(self._app(app) for app in found.apps),
            tuple(self._pair(pair) for pair in found.pairs),
        )

    def _app(self, app: ShownApp) -> ShownApp:
        return structs.replace(
            app,
            root=self._path(app.root),
            inits=tuple(self._init(init) for init in app.inits),
            dead=tuple(self._place(place) for place in app.dead),
        )

    def _pair(self, pair: ShownPair) -> ShownPair:
        return structs.replace(
            pair, frontend=self._path(pair.frontend), backend=self._path(pair.backend)
        )

    def _init(self, init: ShownInit) -> ShownInit:
        settings = tuple(self._setting(setting) for setting in init.settings)
        return structs.replace(init, place=self._place(init.place), settings=settings)

    def _setting(self, setting: ShownSetting) -> ShownSetting:
        values = tuple(self._value(value) for value in setting.values)
        return structs.replace(setting, place=self._place(setting.place), values=values)

    def _value(self, value: ShownValue) -> ShownValue:
        steps = (Step(step.note, self._place(step.place)) for step in value.trail)
        return structs.replace(value, trail=tuple(steps))

    def _path(self, path: str) -> str:
        return next((item.path for item in self._contracts if item.holds(path)), path)

    def _place(self, place: Place) -> Place:
        holding = (item for item in self._contracts if item.holds(place.path))
        return next((item.at_home(place) for item in holding), place)
