"""Texts that only mark where a value is put in when the files are built or deployed."""

from __future__ import annotations

import re

from supertokens_lint.resolve.values import Const, Reason, Unknown

_TOKEN = re.compile(
    r"(?:https?://)?(?:(\$\$|__|%%|@@)[A-Z][A-Z0-9_]*?\1|#\{[A-Z][A-Za-z0-9_.]*\}#?)(?:[:/].*)?"
)
_LONGEST = 200


def replaced(value: Const) -> Unknown | None:
    """Return that nobody knows a mark such as ``$$API_URL$$`` or ``__API_URL__``, else ``None``."""
    text = value.value
    if not isinstance(text, str) or len(text) > _LONGEST or _TOKEN.fullmatch(text) is None:
        return None
    return Unknown(Reason.TOKEN, text, value.trail)
