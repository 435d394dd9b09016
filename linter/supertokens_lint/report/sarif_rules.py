"""Rules as SARIF tells of them."""

from __future__ import annotations

import re

from supertokens_lint.finding import Severity
from supertokens_lint.report.json_format import Json
from supertokens_lint.report.rule_text import RuleText

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}
_LONGEST_DESCRIPTION = 1024
"""The longest text that GitHub takes for a description."""
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\([^)\s]{1,500}\)")


def descriptor(rule: RuleText) -> Json:
    """Return the ``reportingDescriptor`` of a rule."""
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _plain(rule.summary)},
        "fullDescription": {"text": _cut(_plain(rule.why))},
        "help": {"text": rule.page, "markdown": rule.page},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": _properties(rule),
    }


def _properties(rule: RuleText) -> Json:
    """Return the properties that GitHub reads.

    The precision is high for every rule: only what the files prove is a finding. GitHub shows
    ``security-severity`` in place of the severity, for rules with the tag ``security``.
    """
    tags: list[Json] = ["supertokens", "correctness"]
    if rule.group:
        tags.append(rule.group)
    found: dict[str, Json] = {"precision": "high", "problem.severity": _PROBLEMS[rule.severity]}
    if rule.security_severity is not None:
        tags.append("security")
        found["security-severity"] = f"{rule.security_severity:.1f}"
    return {"tags": tags, **found}


def _plain(markdown: str) -> str:
    """Return a text without the marks of code and links."""
    return _LINK.sub(r"\1", markdown).replace("`", "")


def _cut(text: str) -> str:
    whole = " ".join(text.split())
    if len(whole) <= _LONGEST_DESCRIPTION:
        return whole
    return whole[: _LONGEST_DESCRIPTION - 1].rpartition(" ")[0] + "…"
