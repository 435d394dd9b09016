"""What an output format tells about a rule."""

from __future__ import annotations

from dataclasses import dataclass

from supertokens_lint.finding import Severity


@dataclass(frozen=True, slots=True)
class RuleText:
    """The public words of a rule. ``page`` and ``why`` are Markdown, ``group`` is its folder.

    ``security_severity`` is a score from 0 to 10, as that of CVSS, for rules about weaknesses.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    page: str
    url: str
    group: str
    security_severity: float | None = None
