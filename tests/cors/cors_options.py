"""Shared by the tests of CORS libraries: options as Python values."""

from __future__ import annotations

from supertokens_lint.cors import CorsBehaviour, Given, behaviour
from supertokens_lint.cors.model import Kind
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import parse_version

FUNCTION = Given(Kind.FUNCTION)
UNSEEN = Given(Kind.UNKNOWN)
UNSET = Given(Kind.UNSET)


def given(value: object) -> Given:
    """Return an option: a text, a list of texts, a boolean, or one that is given as it is."""
    if isinstance(value, Given):
        return value
    if isinstance(value, bool):
        return Given(Kind.TRUE if value else Kind.FALSE)
    if isinstance(value, str):
        return Given(Kind.TEXT, (value,))
    assert isinstance(value, list)
    return Given(Kind.TEXTS, tuple(value))


def does(
    library: str, version: str | None = None, package: str = "", **options: object
) -> CorsBehaviour:
    """Return what a library does with options, which are named by their canonical names."""
    sdk = Sdk.PYTHON if library in ("starlette", "flask-cors", "django-cors-headers") else Sdk.NODE
    known = None if version is None else parse_version(sdk, version)
    settings = {key: given(value) for key, value in options.items()}
    return behaviour(library, settings, known, package=package)
