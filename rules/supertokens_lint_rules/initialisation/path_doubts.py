"""Values of path settings that the SDK accepts and reads as something else."""

from __future__ import annotations

import re

from supertokens_lint.sdk.errors import InvalidPathError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.paths import normalise_path
from supertokens_lint.sdk.versions import SdkVersion

_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|\{\{.*?\}\}|\$\([^)]*\)|<[^>]*>")
_URL = re.compile(r"\s*https?:", re.IGNORECASE)
_MISSING = re.compile(r"(?:^|/)(?:undefined|null|None|NaN|\[object Object\])(?:/|$)")


def path_doubt(value: str, sdk: Sdk, version: SdkVersion | None = None) -> str | None:
    """Return in words why ``sdk`` does not read a path as it is meant; ``None`` where it does.

    Slashes at the ends, letter case and percent-encoding are no doubts.
    """
    try:
        result = normalise_path(value, sdk, version)
    except InvalidPathError as error:
        return f'it is no path; the SDK throws "{error.message}"'
    outcome = f'the SDK uses "{result or "/"}"'
    placeholder = _PLACEHOLDER.search(value)
    if placeholder is not None:
        return f'the placeholder "{placeholder[0]}" is not filled in; {outcome}'
    if _MISSING.search(value.strip()):
        return f"a missing value was turned into text; {outcome}"
    if "*" in value:
        return f"a base path cannot be a pattern; {outcome}"
    return _reading_doubt(value.strip(), result, outcome)


def _reading_doubt(text: str, result: str, outcome: str) -> str | None:
    """Return the doubt about a value that the SDK takes for an address."""
    if text.startswith(("/", "localhost")):
        return None
    if _URL.match(text):
        return None if result else f"it is an address without a path; {outcome}"
    if result.lower().lstrip("/") != _meant(text):
        return f"without a slash before it, it is read as an address; {outcome}"
    return None


def _meant(value: str) -> str:
    """Return a path as people mean it: without slashes at its ends, query and fragment."""
    return re.split(r"[?#]", value)[0].strip("/").lower()
