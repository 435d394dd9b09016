"""How each language spells the options.

The canonical name of an option is that of the JavaScript SDKs.
"""

from __future__ import annotations

import re

from supertokens_lint.sdk.names import Language, Sdk

_GO_INITIALISMS = ("API", "JWKS")
_PYTHON_NAMES = {"supertokens": "supertokens_config", "connectionURI": "connection_uri"}
_LOWER_UPPER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def spelled(sdk: Sdk, canonical: str) -> str:
    """Return how the language of ``sdk`` writes an option: ``api_domain``, ``APIDomain``."""
    if sdk.language is Language.PYTHON:
        return _PYTHON_NAMES.get(canonical) or _snake(canonical)
    if sdk.language is Language.GO:
        return _go_name(canonical)
    return canonical


def unspelled(sdk: Sdk, key: str) -> str:
    """Turn a key that no table knows into camelCase mechanically."""
    if sdk.language is Language.GO:
        return _from_go(key)
    return _camel(key) if sdk.language is Language.PYTHON else key


def plain(key: str) -> str:
    """Drop case and separators, to find keys that differ in those alone."""
    return key.replace("_", "").replace("-", "").lower()


def _snake(name: str) -> str:
    return _LOWER_UPPER.sub("_", name).lower()


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def _go_name(canonical: str) -> str:
    for word in _GO_INITIALISMS:
        if canonical.lower().startswith(word.lower()):
            return word + canonical[len(word) :]
    return canonical[:1].upper() + canonical[1:]


def _from_go(key: str) -> str:
    for word in _GO_INITIALISMS:
        if key.startswith(word):
            return word.lower() + key[len(word) :]
    return key[:1].lower() + key[1:]
