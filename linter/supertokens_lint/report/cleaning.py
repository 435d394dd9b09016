"""Text of a linted project made safe for formats that tools read."""

from __future__ import annotations

from supertokens_lint.report.cells import visible
from supertokens_lint.report.secrets import mask_text

LONGEST_VALUE = 200


def clean(text: str) -> str:
    """Return ``text`` on one line, without credentials and without control characters."""
    return visible(mask_text(text))


def value(text: str) -> str:
    """Return the value of a setting, cleaned and cut where it is long."""
    cleaned = clean(text)
    return cleaned if len(cleaned) <= LONGEST_VALUE else f"{cleaned[:LONGEST_VALUE]}…"
