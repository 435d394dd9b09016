"""Options: which exist where, how each language spells them, and what becomes of a wrong key."""

from __future__ import annotations

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.option_model import Kind, Level, Option
from supertokens_lint.sdk.option_names import spelled
from supertokens_lint.sdk.option_tables import TABLES
from supertokens_lint.sdk.option_verdicts import (
    KeyStatus,
    KeyVerdict,
    canonical_key,
    explain_key,
    is_available,
)
from supertokens_lint.sdk.python_arguments import positional_order
from supertokens_lint.sdk.versions import SdkVersion

__all__ = [
    "KeyStatus",
    "KeyVerdict",
    "Kind",
    "Level",
    "Option",
    "canonical_key",
    "explain_key",
    "find_option",
    "levels_of",
    "options_at",
    "positional_order",
    "required_options",
    "spelled",
]


def levels_of(sdk: Sdk) -> tuple[Level, ...]:
    """Return the levels at which ``sdk`` has options."""
    return tuple(TABLES[sdk])


def options_at(sdk: Sdk, level: Level, version: SdkVersion | None = None) -> tuple[Option, ...]:
    """Return the options at ``level`` that ``version`` is not known to lack."""
    return tuple(
        option
        for option in TABLES[sdk].get(level, {}).values()
        if is_available(option, sdk, version) is not False
    )


def required_options(
    sdk: Sdk, level: Level, version: SdkVersion | None = None
) -> tuple[Option, ...]:
    """Return the options without which the SDK throws.

    Backends also need one of origin and websiteDomain, Go one of getOrigin too; those are not in
    this list.
    """
    return tuple(option for option in options_at(sdk, level, version) if option.required)


def find_option(sdk: Sdk, level: Level, canonical: str) -> Option | None:
    """Return the option of that canonical name in any version, or None."""
    return TABLES[sdk].get(level, {}).get(canonical)
