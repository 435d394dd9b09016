"""One name for each finding that stays the same while lines move."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from supertokens_lint.finding import Finding
from supertokens_lint.report.model import Report, ends
from supertokens_lint.report.repository import repository_path
from supertokens_lint.report.secrets import mask_text


def fingerprints(findings: Iterable[Finding], report: Report) -> tuple[str, ...]:
    """Return the fingerprint of each finding; no two are equal.

    It is made of the rule, the environments, and the file, label and shown value of each end.
    Lines and columns do not count. Findings that agree in all of that are numbered, in the order
    given.
    """
    seen: Counter[str] = Counter()
    found: list[str] = []
    for finding in findings:
        identity = _identity(finding, report)
        seen[identity] += 1
        text = f"{identity}\0{seen[identity]}"
        found.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return tuple(found)


def _identity(finding: Finding, report: Report) -> str:
    parts = [finding.code, *finding.environments]
    for end in ends(finding):
        parts += [
            repository_path(end.place.path, report),
            mask_text(end.label),
            mask_text(end.value or ""),
        ]
    return "\0".join(parts)
