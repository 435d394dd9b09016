"""What becomes of a key that stands in a configuration."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from supertokens_lint.sdk.generations import website_generation
from supertokens_lint.sdk.names import Language, Sdk
from supertokens_lint.sdk.option_model import Level, Option
from supertokens_lint.sdk.option_names import plain, spelled, unspelled
from supertokens_lint.sdk.option_tables import TABLES, Table
from supertokens_lint.sdk.versions import Release, SdkVersion, at_least

_HARMLESS = frozenset({"websiteDomain", "websiteBasePath", "appName", "framework", "telemetry"})


class KeyStatus(str, Enum):
    """What becomes of a key."""

    OK = "ok"
    """The SDK reads it here."""
    RENAMED = "renamed"
    """This version calls the option by another name and ignores this one."""
    IGNORED = "ignored"
    """The option is older or newer than this version, which ignores it."""
    MISPLACED = "misplaced"
    """The SDK reads the option at another level and ignores it here."""
    OTHER_SDK = "other-sdk"
    """Only other SDKs have the option; this one ignores it."""
    UNKNOWN = "unknown"
    """No SDK has it; it is ignored."""
    REJECTED = "rejected"
    """The call fails: TypeError in Python, a compile error in Go."""


class KeyVerdict(Struct, frozen=True):
    """What becomes of one key, and what should stand there instead.

    ``canonical`` is the option meant, where it is known. ``use`` is the key to write, as the
    language spells it, at ``level``. ``release`` is the one that brought or removed the option or
    its name. ``others`` are the SDKs that have the option, where this one has it at no level.
    ``harmless`` marks a key whose loss changes nothing.
    """

    status: KeyStatus
    key: str
    canonical: str | None = None
    use: str | None = None
    level: Level | None = None
    release: Release | None = None
    others: tuple[Sdk, ...] = ()
    harmless: bool = False


def canonical_key(sdk: Sdk, level: Level, key: str) -> str:
    """Return the canonical camelCase name of a key as ``sdk``'s language spells it.

    A key that no table knows is turned into camelCase mechanically, so that equal keys stay
    equal in all languages.
    """
    for option in TABLES[sdk].get(level, {}).values():
        if key in {spelled(sdk, option.name), option.name}:
            return option.name
    for table in TABLES[sdk].values():
        for option in table.values():
            if key == spelled(sdk, option.name):
                return option.name
    return unspelled(sdk, key)


def explain_key(sdk: Sdk, level: Level, key: str, version: SdkVersion | None = None) -> KeyVerdict:
    """Tell what becomes of ``key``, written as it stands in the source, at ``level`` of ``sdk``.

    A key that some release in ``version`` accepts is OK: an unknown version proves nothing.
    """
    verdict = _explain(sdk, level, key, version)
    if verdict.status is KeyStatus.OK or sdk.language is Language.JAVASCRIPT:
        return verdict
    return KeyVerdict(
        KeyStatus.REJECTED,
        key,
        verdict.canonical,
        verdict.use,
        verdict.level,
        verdict.release,
        verdict.others,
    )


def _explain(sdk: Sdk, level: Level, key: str, version: SdkVersion | None) -> KeyVerdict:
    here = TABLES[sdk].get(level, {})
    option = _by_spelling(sdk, here, key)
    if option is not None:
        return _explain_known(sdk, level, key, option, version)
    for other_level, table in TABLES[sdk].items():
        elsewhere = _by_spelling(sdk, table, key)
        if elsewhere is not None:
            return _explain_misplaced(sdk, other_level, key, elsewhere, version)
    meant = _by_likeness(sdk, level, key, version)
    if meant is not None:
        name, at = meant
        return KeyVerdict(KeyStatus.UNKNOWN, key, name, spelled(sdk, name), at)
    return _explain_foreign(sdk, level, key, version)


def _explain_known(
    sdk: Sdk, level: Level, key: str, option: Option, version: SdkVersion | None
) -> KeyVerdict:
    if is_available(option, sdk, version) is not False:
        return KeyVerdict(KeyStatus.OK, key, option.name, key, level)
    gone = _reached(option, sdk, version, option.removed)
    if gone and option.renamed_to is not None:
        name, at = _successor(sdk, level, option.renamed_to, version)
        use = spelled(sdk, name)
        return KeyVerdict(KeyStatus.RENAMED, key, option.name, use, at, option.removed)
    if gone:
        return KeyVerdict(KeyStatus.IGNORED, key, option.name, release=option.removed)
    before = _predecessor(sdk, level, option.name, version)
    if before is not None:
        use = spelled(sdk, before)
        return KeyVerdict(KeyStatus.RENAMED, key, option.name, use, level, option.since)
    return KeyVerdict(KeyStatus.IGNORED, key, option.name, release=option.since)


def _explain_misplaced(
    sdk: Sdk, level: Level, key: str, option: Option, version: SdkVersion | None
) -> KeyVerdict:
    """Explain a key that belongs at ``level`` and stands elsewhere."""
    there = _explain_known(sdk, level, key, option, version)
    if there.status is KeyStatus.OK:
        return KeyVerdict(KeyStatus.MISPLACED, key, option.name, key, level)
    return there


def _explain_foreign(sdk: Sdk, level: Level, key: str, version: SdkVersion | None) -> KeyVerdict:
    """Explain a key that ``sdk`` has at no level."""
    name = canonical_key(sdk, level, key)
    alias = _FOREIGN_NAMES.get((sdk.is_backend, name))
    if alias is not None:
        for own_level, table in TABLES[sdk].items():
            if alias in table and is_available(table[alias], sdk, version) is not False:
                use = spelled(sdk, alias)
                return KeyVerdict(
                    KeyStatus.OTHER_SDK, key, name, use, own_level, None, _owners(name)
                )
    owners = _owners(name)
    if owners:
        harmless = name in _HARMLESS
        return KeyVerdict(KeyStatus.OTHER_SDK, key, name, others=owners, harmless=harmless)
    return KeyVerdict(KeyStatus.UNKNOWN, key)


# Names from the other side of the session that have a counterpart on this one.
_FOREIGN_NAMES = {
    (True, "sessionTokenBackendDomain"): "cookieDomain",
    (True, "sessionScope"): "cookieDomain",
    (True, "tokenTransferMethod"): "getTokenTransferMethod",
    (True, "enableDebugLogs"): "debug",
    (False, "debug"): "enableDebugLogs",
    (False, "getTokenTransferMethod"): "tokenTransferMethod",
    (False, "origin"): "websiteDomain",
}


def _owners(name: str) -> tuple[Sdk, ...]:
    return tuple(
        sdk
        for sdk, levels in TABLES.items()
        if sdk is sdk.engine and any(name in table for table in levels.values())
    )


def _by_spelling(sdk: Sdk, table: Table, key: str) -> Option | None:
    return next((option for option in table.values() if spelled(sdk, option.name) == key), None)


def _by_likeness(
    sdk: Sdk, level: Level, key: str, version: SdkVersion | None
) -> tuple[str, Level] | None:
    """Find an option that differs from ``key`` only in case and underscores, here first."""
    wanted = plain(key)
    for at in (level, *TABLES[sdk]):
        for option in TABLES[sdk].get(at, {}).values():
            names = {plain(option.name), plain(spelled(sdk, option.name))}
            if wanted in names and is_available(option, sdk, version) is not False:
                return option.name, at
    return None


def _successor(sdk: Sdk, level: Level, name: str, version: SdkVersion | None) -> tuple[str, Level]:
    """Follow renames until the name that ``version`` has; also to another level."""
    for at, table in ((level, TABLES[sdk][level]), *TABLES[sdk].items()):
        option = table.get(name)
        if option is None:
            continue
        if option.renamed_to is not None and is_available(option, sdk, version) is False:
            return _successor(sdk, at, option.renamed_to, version)
        return name, at
    return name, level


def _predecessor(sdk: Sdk, level: Level, name: str, version: SdkVersion | None) -> str | None:
    return next(
        (
            option.name
            for option in TABLES[sdk][level].values()
            if option.renamed_to == name and is_available(option, sdk, version) is not False
        ),
        None,
    )


def is_available(option: Option, sdk: Sdk, version: SdkVersion | None) -> bool | None:
    """Tell whether ``version`` has ``option``; None where its releases differ."""
    begun = True if option.since is None else _reached(option, sdk, version, option.since)
    gone = _reached(option, sdk, version, option.removed)
    if begun is False or gone is True:
        return False
    return True if begun and gone is False else None


def _reached(
    option: Option, sdk: Sdk, version: SdkVersion | None, release: Release | None
) -> bool | None:
    if release is None:
        return False
    if option.of_website:
        return at_least(Sdk.WEBSITE, website_generation(sdk, version), release)
    return at_least(sdk, version, release)
