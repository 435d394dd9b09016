"""What a check says, ready to go out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a check says: the report, notes for standard error, a summary for GitHub.

    ``status`` is the exit status.
    """

    text: str
    notes: str
    summary: str
    status: int
