from __future__ import annotations

import pytest

from fakes import make_rule
from supertokens_lint.config import Config
from supertokens_lint.errors import ConfigError, UsageError
from supertokens_lint.finding import Severity
from supertokens_lint.selection import choose, severities

RULES = (
    make_rule("ST001", "syntax-error"),
    make_rule("ST110", "api-domain-mismatch"),
    make_rule("ST112", "website-domain-mismatch"),
    make_rule("ST201", "cookie-domain-mismatch"),
)


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ([], [], ["ST001", "ST110", "ST112", "ST201"]),
        (["ST1"], [], ["ST110", "ST112"]),
        (["ST11", "st201"], [], ["ST110", "ST112", "ST201"]),
        (["api-domain-mismatch"], [], ["ST110"]),
        (["ST"], ["ST0", "website-domain-mismatch"], ["ST110", "ST201"]),
        ([], ["ST110"], ["ST001", "ST112", "ST201"]),
        (["ST110"], ["ST1"], []),
    ],
)
def test_rules_are_chosen_by_code_prefix_or_name(
    select: list[str], ignore: list[str], expected: list[str]
) -> None:
    """What is ignored does not run, whatever else is selected."""
    assert [rule.code for rule in choose(RULES, select, ignore, UsageError, "--")] == expected


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("ST9", "--select: there is no rule 'ST9'"),
        ("api-domain", "--select: there is no rule 'api-domain'; did you mean api-domain-mismatch"),
        ("S", "--select: there is no rule 'S'"),
        ("ST1100", "--select: there is no rule 'ST1100'; did you mean ST110"),
    ],
)
def test_a_word_that_names_no_rule_is_an_error_with_a_hint(word: str, message: str) -> None:
    """A misspelt choice must not silently run nothing."""
    with pytest.raises(UsageError) as caught:
        choose(RULES, [word], [], UsageError, "--")
    assert str(caught.value).startswith(message)


def test_the_more_exact_word_decides_a_severity() -> None:
    """A code goes before the beginning of one."""
    config = Config(path="/x.toml", severity={"ST110": Severity.INFO, "ST1": Severity.WARNING})
    assert severities(config, RULES) == {"ST110": Severity.INFO, "ST112": Severity.WARNING}


def test_an_unknown_rule_in_the_configuration_names_the_file() -> None:
    """So that it can be found."""
    with pytest.raises(ConfigError, match=r"^/x\.toml: severity: there is no rule 'nope'"):
        severities(Config(path="/x.toml", severity={"nope": Severity.INFO}), RULES)
