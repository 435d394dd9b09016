"""A finding that a comment in the source accepts."""

from __future__ import annotations

from dataclasses import dataclass

from supertokens_lint.finding import Finding
from supertokens_lint.source import Place


@dataclass(frozen=True, slots=True)
class Accepted:
    """A suppressed finding, where the comment stands, and the reason that it gives."""

    finding: Finding
    place: Place
    reason: str
