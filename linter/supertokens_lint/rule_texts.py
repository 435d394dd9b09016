"""Rules as output formats tell of them."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import dedent

from supertokens_lint.report.rule_text import RuleText
from supertokens_lint.rule import Rule
from supertokens_lint.rule_page import page


def rule_texts(rules: Iterable[type[Rule]]) -> tuple[RuleText, ...]:
    """Return the words of each rule, in the order given."""
    return tuple(
        RuleText(
            code=rule.code,
            name=rule.name,
            severity=rule.severity,
            summary=dedent(rule.documentation.summary).strip(),
            why=dedent(rule.documentation.why).strip(),
            page=page(rule),
            url=rule.url(),
            group=rule.__module__.rpartition(".")[0].rpartition(".")[2],
            security_severity=rule.security_severity,
        )
        for rule in rules
    )
