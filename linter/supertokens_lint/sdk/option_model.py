"""The shape of the option tables."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from supertokens_lint.sdk.versions import Release


class Level(str, Enum):
    """The place where an option is written. The value names it in messages.

    ``ROOT`` is the argument of init itself; supertokens-website and -react-native have only it.
    ``CONNECTION`` is the object that says where the core is.
    """

    ROOT = "init"
    APP_INFO = "appInfo"
    SESSION = "Session.init"
    CONNECTION = "supertokens"


class Kind(str, Enum):
    """The type of an option's value."""

    STRING = "string"
    BOOLEAN = "boolean"
    NUMBER = "number"
    FUNCTION = "function"
    STRING_OR_FUNCTION = "string or function"
    OBJECT = "object"
    LIST = "list"


class Option(Struct, frozen=True):
    """One option of one SDK at one level, under its canonical name: that of the JavaScript SDKs.

    ``since`` is None where every release has it; ``removed`` is the first release without it.
    Releases are the SDK's own, or those of supertokens-website for options that web-js and
    auth-react hand on to it (``of_website``). ``renamed_to`` names the option that took its place.
    """

    name: str
    kind: Kind
    required: bool = False
    since: Release | None = None
    removed: Release | None = None
    renamed_to: str | None = None
    of_website: bool = False
