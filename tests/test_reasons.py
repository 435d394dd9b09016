"""The table of known reasons and the rules say the same."""

from __future__ import annotations

from supertokens_lint import registry
from supertokens_lint_rules.reasons import REASONS

CODES = {reason.code for reason in REASONS}


def test_all_reasons_are_listed_once() -> None:
    """The list has the 48 reasons in order."""
    assert [reason.number for reason in REASONS] == list(range(1, 49))


def test_rules_name_reasons_that_exist() -> None:
    """A rule's numbered reason is in the list."""
    named = {code for rule in registry.load().rules for code in rule.reasons}
    numbered = {code for code in named if code[1:].isdigit() and code.startswith("F")}
    assert numbered <= CODES


def test_every_reason_has_a_rule_or_says_why_not() -> None:
    """A reason is found by a rule, or there is a word on why none can."""
    named = {code for rule in registry.load().rules for code in rule.reasons}
    lacking = [reason.code for reason in REASONS if reason.code not in named and not reason.no_rule]
    both = [reason.code for reason in REASONS if reason.code in named and reason.no_rule]
    assert (lacking, both) == ([], [])
