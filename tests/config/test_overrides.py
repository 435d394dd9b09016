from __future__ import annotations

from pathlib import Path

import pytest

from fakes import ROOT, make_finding, make_rule
from supertokens_lint import overrides
from supertokens_lint.config import Config, Override
from supertokens_lint.config_file import load
from supertokens_lint.errors import ConfigError
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.source import Place, Span

RULES = (
    make_rule("ST110", "api-domain-mismatch"),
    make_rule("ST113", "loopback-alias"),
    make_rule("ST301", "cors-missing"),
)
OLD, NEW = (Place(f"{ROOT}/{name}", Span(0, 1)) for name in ("old/web/a.ts", "new/api/b.py"))
BETWEEN = make_finding(NEW, OLD)
IN_OLD = make_finding(OLD, code="ST301", rule="cors-missing")
IN_NEW = make_finding(NEW, code="ST301", rule="cors-missing")


def _apply(*given: Override) -> list[Finding]:
    config = Config(path=f"{ROOT}/c.toml", root=ROOT, overrides=given)
    return overrides.apply([BETWEEN, IN_OLD, IN_NEW], config, RULES)


def test_without_overrides_nothing_changes() -> None:
    """The usual case."""
    assert _apply() == [BETWEEN, IN_OLD, IN_NEW]


def test_ignored_rules_are_silent_where_an_end_matches() -> None:
    """It does not matter which end of a finding lies in the files."""
    assert _apply(Override(("old/",), ignore=("ST1",))) == [IN_OLD, IN_NEW]
    assert _apply(Override(("*.py",), ignore=("ST1", "cors-missing"))) == [IN_OLD]
    assert _apply(Override(("nowhere/**",), ignore=("ST",))) == [BETWEEN, IN_OLD, IN_NEW]


def test_only_selected_rules_report_there() -> None:
    """Elsewhere all go on to report; `ignore` takes from what `select` gives."""
    assert _apply(Override(("old/",), select=("ST3",))) == [IN_OLD, IN_NEW]
    assert _apply(Override(("old/",), select=("ST3",), ignore=("ST301",))) == [IN_NEW]


def test_the_last_severity_counts() -> None:
    """Within one override, the longest word that names the rule."""
    found = _apply(
        Override(("old/", "new/"), severity={"ST1": Severity.INFO, "ST110": Severity.WARNING}),
        Override(("new/",), severity={"ST301": Severity.INFO}),
    )
    assert [finding.severity for finding in found] == [
        Severity.WARNING,
        IN_OLD.severity,
        Severity.INFO,
    ]


def test_a_later_pattern_takes_back_an_earlier_one() -> None:
    """Patterns are those of .gitignore."""
    given = Override(("*.ts", "!old/web/a.ts"), ignore=("ST301",))
    assert _apply(given) == [BETWEEN, IN_OLD, IN_NEW]


def test_rules_that_do_not_exist_are_mistakes() -> None:
    """The message says in which override."""
    with pytest.raises(ConfigError, match=r"c\.toml: overrides\[1\]\.ignore: there is no rule"):
        _apply(Override(("a",), ignore=("ST1",)), Override(("a",), ignore=("ST9",)))
    with pytest.raises(ConfigError, match=r"overrides\[0\]\.severity: there is no rule 'cors'"):
        _apply(Override(("a",), severity={"cors": Severity.INFO}))


def test_overrides_are_read_from_either_file(tmp_path: Path) -> None:
    """As tables in a list."""
    (tmp_path / "pyproject.toml").write_text(
        """
        [[tool.supertokens-lint.overrides]]
        paths = ["examples/**"]
        ignore = ["ST3"]

        [[tool.supertokens-lint.overrides]]
        paths = ["legacy/"]
        select = ["ST110"]
        severity = { ST110 = "warning" }
        """
    )
    assert load(tmp_path).overrides == (
        Override(("examples/**",), ignore=("ST3",)),
        Override(("legacy/",), select=("ST110",), severity={"ST110": Severity.WARNING}),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("overrides = 1", "overrides: must be a list, not 1"),
        ('[[overrides]]\nignore = ["ST1"]', r"overrides\[0\]: needs paths"),
        ('[[overrides]]\npaths = []\nignore = ["ST1"]', r"overrides\[0\]: needs paths"),
        ('[[overrides]]\npaths = ["a"]', r"overrides\[0\]: changes nothing"),
        (
            '[[overrides]]\npath = ["a"]',
            r"overrides\[0\]\.path: there is no such key; did you mean",
        ),
        ('[[overrides]]\npaths = "a"', r"overrides\[0\]\.paths: must be a list"),
        ("baseline = 1", "baseline: must be a string, not 1"),
        ("contracts = [1]", r"contracts\[0\]: must be a string, not 1"),
    ],
)
def test_mistakes_name_the_key(tmp_path: Path, text: str, message: str) -> None:
    """As for all other keys."""
    (tmp_path / "supertokens-lint.toml").write_text(text)
    with pytest.raises(ConfigError, match=message):
        load(tmp_path)
