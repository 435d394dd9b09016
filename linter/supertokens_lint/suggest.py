"""Suggest the word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean X?"`` for the known words closest to ``word``, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for an error

    spelled = {name.lower(): name for name in sorted(known)}
    close = get_close_matches(word.lower(), spelled, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(spelled[name] for name in close)}?" if close else ""
