"""A finding that a comment in the source, or the baseline, accepts."""

from __future__ import annotations

from dataclasses import dataclass

from supertokens_lint.finding import Finding
from supertokens_lint.source import Place


@dataclass(frozen=True, slots=True)
class Accepted:
    """A suppressed finding, where the comment stands, and the reason that it gives.

    ``in_source`` is false for findings that the baseline knows; ``place`` is then in that file.
    """

    finding: Finding
    place: Place
    reason: str
    in_source: bool = True
