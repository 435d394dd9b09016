"""CORS policies from the options that a library is given."""

from __future__ import annotations

from collections.abc import Mapping

from supertokens_lint.cors.names import MAIN_KEYS, canonical_option
from supertokens_lint.extract.facts import Options, Setting, VersionFact
from supertokens_lint.extract.options import record_of
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.resolve.values import (
    Closure,
    Const,
    Entry,
    Reason,
    Record,
    Unknown,
    Value,
    alternatives,
    through,
)
from supertokens_lint.source import Place


def policy_from(
    library: str,
    value: Value | None,
    place: Place,
    version: VersionFact | None = None,
    framework: str = "",
) -> CorsPolicy:
    """Return the policy of a library that is given an object, or nothing.

    A function in place of the object decides for each request, so that nothing is known.
    """
    if value is None:
        return policy_of(library, {}, place, None, version, framework)
    if any(isinstance(option, Closure) for option in alternatives(value)):
        unseen = Unknown(Reason.SYNTAX, "decided for each request")
        return policy_of(library, {}, place, unseen, version, framework)
    record = record_of(value, place)
    if isinstance(value, Const) and value.value is True:
        record = Record({}, place)
    return policy_of(library, record.entries, place, record.rest, version, framework)


def policy_of(
    library: str,
    entries: Mapping[str, Entry],
    place: Place,
    rest: Unknown | None,
    version: VersionFact | None = None,
    framework: str = "",
) -> CorsPolicy:
    """Return the policy that options in the spelling of their library make."""
    settings: dict[str, Setting] = {}
    for spelled, entry in entries.items():
        key = canonical_option(library, spelled)
        value = through(entry.value, f"given as {spelled}", entry.place)
        settings.setdefault(key, Setting(key, spelled, value, entry.place))
    main = {key: settings.get(key) for key in MAIN_KEYS}
    return CorsPolicy(
        library=library,
        place=place,
        options=Options(settings, place, rest),
        version=version,
        framework=framework,
        **main,
    )
