"""The values of settings in one environment, as a picture shows and compares them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import Init, Setting
from supertokens_lint.picture.model import Shown
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.resolve.values import Items
from supertokens_lint.sdk.versions import SdkVersion
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System

SAME_ORIGIN = "the origin of the page"
DEFAULT = "the SDK's default"
NOT_SET = "not set"


class Value(Struct, frozen=True):
    """What a setting is in one init: a text, a flag, or unknown with its reason.

    ``is_default`` tells that nobody gives it; ``same_origin`` that it is the page's own origin.
    """

    init: Init
    scalar: str | bool | None = None
    place: Place | None = None
    is_default: bool = False
    same_origin: bool = False
    unknown: str = ""

    @property
    def text(self) -> str | None:
        """The value when it is a known text."""
        return self.scalar if isinstance(self.scalar, str) and not self.unknown else None


class Reading(Struct, frozen=True):
    """A system looked at in one environment."""

    system: System
    environment: Environment

    def values(
        self,
        app: App,
        key: str,
        *,
        default: str | bool | None = None,
        session: bool = False,
    ) -> tuple[Value, ...]:
        """Return what a setting is in all inits of an app, each value once."""
        found: dict[tuple[object, ...], Value] = {}
        for init in app.inits:
            for value in self._of_init(init, key, default, session=session):
                identity = (value.scalar, value.same_origin, value.unknown, value.is_default)
                found.setdefault(identity, value)
        return tuple(found.values())

    def _of_init(
        self, init: Init, key: str, default: str | bool | None, *, session: bool
    ) -> Iterator[Value]:
        options = init.session if session else init.app_info
        setting = None if options is None else options.get(key)
        if setting is None:
            hidden = options is not None and options.rest is not None
            reason = "options that nobody can see may give it" if hidden else ""
            yield Value(init, default, is_default=not hidden, unknown=reason)
            return
        for outcome in self.system.outcomes(setting.value, self.environment):
            yield _value(init, setting, outcome)

    def texts(self, setting: Setting) -> tuple[tuple[str, ...], bool]:
        """Return the texts that an option lists, and whether there may be others."""
        found: dict[str, None] = {}
        is_open = False
        for outcome in self.system.outcomes(setting.value, self.environment):
            if isinstance(outcome.structure, Items):
                is_open = is_open or outcome.structure.rest is not None
                for item in outcome.structure.items:
                    for inner in self.system.outcomes(item, self.environment):
                        is_open = is_open or inner.text is None
                        found.update({inner.text: None} if inner.text else {})
            elif outcome.text is not None:
                found.update(dict.fromkeys(filter(None, map(str.strip, outcome.text.split(",")))))
            else:
                is_open = True
        return tuple(found), is_open


def version_of(init: Init) -> SdkVersion | None:
    """Return the version of an init's SDK."""
    return None if init.version is None else init.version.version


def shown(values: tuple[Value, ...]) -> Shown:
    """Return values as one end of an agreement."""
    if not values:
        return Shown("no init", note="no init that is reached was found", is_known=False)
    first = values[0]
    unknown = next((value for value in values if value.unknown), None)
    words = dict.fromkeys(_words(value) for value in values)
    note = DEFAULT if first.is_default and first.scalar is not None else ""
    if unknown is not None:
        return Shown(mask_text(" or ".join(words)), unknown.place, unknown.unknown, is_known=False)
    return Shown(mask_text(" or ".join(words)), first.place, note)


def _words(value: Value) -> str:
    if value.unknown:
        return "unknown"
    if value.same_origin:
        return SAME_ORIGIN
    if value.scalar is None:
        return NOT_SET
    return value.scalar if isinstance(value.scalar, str) else str(value.scalar).lower()


def _value(init: Init, setting: Setting, outcome: Outcome) -> Value:
    place = outcome.trail[0].place if outcome.trail else setting.place
    if outcome.unknown is not None:
        place = outcome.unknown.trail[0].place if outcome.unknown.trail else place
        detail = f": {outcome.unknown.detail}" if outcome.unknown.detail else ""
        return Value(init, place=place, unknown=f"{outcome.unknown.reason.value}{detail}")
    if outcome.same_origin:
        return Value(init, place=place, same_origin=True)
    if outcome.structure is not None:
        return Value(init, place=place, unknown="an object or a function, known at run time only")
    if isinstance(outcome.scalar, str | bool) or outcome.scalar is None:
        return Value(init, outcome.scalar, place)
    return Value(init, str(outcome.scalar), place)
