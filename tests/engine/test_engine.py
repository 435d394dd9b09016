from __future__ import annotations

from collections.abc import Mapping

import pytest

from fakes import ROOT, FakeProject, FakeSystem, make_finding, make_rule
from supertokens_lint.config import Config
from supertokens_lint.engine import Run
from supertokens_lint.errors import ReaderError
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.languages.ir import Comment, Language, Module, ScriptBlock
from supertokens_lint.progress import Progress
from supertokens_lint.registry import Registry
from supertokens_lint.report.model import Report
from supertokens_lint.rule import Rule
from supertokens_lint.selection import Rules
from supertokens_lint.source import Span

SYNTAX = make_rule("ST001", "syntax-error", severity=Severity.WARNING)
UNUSED = make_rule("ST002", "unused-suppression", severity=Severity.WARNING)
OTHER = make_rule("ST113", "loopback-alias")
IGNORE = "# supertokens-lint: ignore[ST110] -- why"


def _report(
    project: FakeProject,
    *found: Finding,
    rules: Rules | None = None,
    config: Config | None = None,
) -> Report:
    domain = make_rule("ST110", "api-domain-mismatch", found)
    registry = Registry((SYNTAX, UNUSED, domain, OTHER))
    chosen = registry.rules if rules is None else (*rules, domain)
    config = Config() if config is None else config
    return Run(project, FakeSystem(), registry, chosen, config, ROOT, Progress()).report()


def _codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def _project(**files: str) -> FakeProject:
    return FakeProject({name.replace("_", "."): text for name, text in files.items()})


def test_a_finding_is_suppressed_from_either_end() -> None:
    """It does not matter which of the two files carries the comment."""
    for files in (
        {"a_yaml": f"one {IGNORE}", "b_yaml": "two"},
        {"a_yaml": "one", "b_yaml": f"{IGNORE}\ntwo"},
    ):
        project = _project(**files)
        finding = make_finding(project.place("a.yaml", "one"), project.place("b.yaml", "two"))
        report = _report(project, finding)
        assert _codes(report) == []
        assert report.summary.suppressed == 1


def test_a_suppression_of_another_rule_or_line_has_no_effect_and_is_reported() -> None:
    """The finding stays, and so does a warning at the comment."""
    project = _project(a_yaml=f"{IGNORE}\n\none")
    report = _report(project, make_finding(project.place("a.yaml", "one")))
    assert _codes(report) == ["ST110", "ST002"]
    stale = report.findings[1]
    assert stale.message == 'The suppression of "ST110" suppresses nothing.'
    assert report.start(stale.primary.place).line == 1


def test_only_the_names_without_effect_are_stale() -> None:
    """Of two names in one comment, the one that is used is not reported."""
    project = _project(a_yaml="one # supertokens-lint: ignore[ST110, loopback-alias] -- why")
    report = _report(project, make_finding(project.place("a.yaml", "one")))
    assert [f.message for f in report.findings] == [
        'The suppression of "loopback-alias" suppresses nothing.'
    ]


def test_a_suppression_of_a_rule_that_did_not_run_is_left_alone() -> None:
    """With --select, the others may well be needed."""
    project = _project(a_yaml="# supertokens-lint: ignore[ST113] -- why")
    assert _codes(_report(project, rules=(UNUSED,))) == []
    assert _codes(_report(project, rules=(UNUSED, OTHER))) == ["ST002"]


def test_mistakes_are_reported_only_when_the_rule_runs() -> None:
    """--ignore ST002 silences it."""
    project = _project(a_yaml="# supertokens-lint: ignore[ST110]")
    assert _codes(_report(project)) == ["ST002"]
    assert _codes(_report(project, rules=())) == []


def test_a_stale_suppression_can_itself_be_suppressed() -> None:
    """And that suppression is stale when it is not needed."""
    needed = "# supertokens-lint: ignore[ST110, ST002] -- only with another configuration"
    report = _report(_project(a_yaml=needed))
    assert _codes(report) == []
    assert report.summary.suppressed == 1
    idle = _report(_project(a_yaml="# supertokens-lint: ignore[ST002] -- why"))
    assert [f.message for f in idle.findings] == ['The suppression of "ST002" suppresses nothing.']


def test_comments_of_parsed_files_come_from_their_reader() -> None:
    """A comment mark inside a string of a parsed file is no comment."""
    text = f"x = '''\n{IGNORE}\n'''\none # supertokens-lint: ignore[ST110] -- why"
    start = text.rindex("#")
    comment = Comment(text[start:], Span(start, len(text)))
    block = ScriptBlock("module", (), Span(0, len(text)))
    path = f"{ROOT}/a.py"
    project = FakeProject(
        {"a.py": text}, modules={path: Module(path, Language.PYTHON, (block,), (comment,))}
    )
    report = _report(project, make_finding(project.place("a.py", "one")))
    assert _codes(report) == []
    assert report.summary.suppressed == 1


def test_files_that_take_part_and_do_not_parse_are_findings() -> None:
    """Whatever else could not be read is told with the counts."""
    path = f"{ROOT}/a.ts"
    syntax = ReaderError(path, "unexpected }", 2, 3)
    other = ReaderError(f"{ROOT}/b.json", "too large")
    project = FakeProject({"a.ts": "a\n  }\n"}, problems=[other], syntax_problems=[syntax])
    report = _report(project)
    assert [f.message for f in report.findings] == ["The file cannot be parsed: unexpected }."]
    assert report.address(report.findings[0].primary.place) == "a.ts:2:3"
    assert report.summary.problems == ("b.json:1: too large",)
    assert _codes(_report(project, rules=())) == []


def test_findings_come_worst_first_and_once() -> None:
    """Severity, then rule, then place; two pairs with the same fault make one finding."""
    project = _project(a_ts="one two", b_ts="three")
    two = make_finding(project.place("a.ts", "two"))
    one = make_finding(project.place("a.ts", "one"))
    three = make_finding(project.place("b.ts", "three"), severity=Severity.INFO)
    other = make_finding(project.place("b.ts", "three"), code="ST105")
    report = _report(project, three, two, other, one, two)
    assert report.findings == (other, one, two, three)
    summary = report.summary
    assert (summary.errors, summary.warnings, summary.infos) == (3, 0, 1)


@pytest.mark.parametrize(
    ("word", "expected"), [("ST110", Severity.INFO), ("api-domain-mismatch", Severity.INFO)]
)
def test_the_configuration_may_change_a_severity(word: str, expected: Severity) -> None:
    """By code or by name."""
    project = _project(a_ts="one")
    config = Config(severity={word: Severity.INFO})
    report = _report(project, make_finding(project.place("a.ts", "one")), config=config)
    assert report.findings[0].severity is expected


@pytest.mark.parametrize(
    ("ignores", "left"),
    [
        ({"legacy/**": ("ST110",)}, 0),
        ({"legacy/": ("ST1",)}, 0),
        ({"web/*.ts": ("api-domain-mismatch",)}, 0),
        ({"legacy/**": ("ST113",)}, 1),
        ({"other/**": ("ST110",)}, 1),
    ],
)
def test_per_file_ignores_match_either_end(
    ignores: Mapping[str, tuple[str, ...]], left: int
) -> None:
    """A glob is relative to the configuration file and written as in .gitignore."""
    project = FakeProject({"web/a.ts": "one", "legacy/api/b.py": "two"})
    finding = make_finding(
        project.place("web/a.ts", "one"), project.place("legacy/api/b.py", "two")
    )
    config = Config(path=f"{ROOT}/x.toml", root=ROOT, per_file_ignores=tuple(ignores.items()))
    assert len(_report(project, finding, config=config).findings) == left


def test_the_step_under_way_is_known_when_a_rule_breaks() -> None:
    """An internal error can tell which rule it happened in."""

    def broken(self: Rule, system: object) -> list[Finding]:
        raise ZeroDivisionError

    rule = make_rule("ST101", "init-missing")
    rule.check = broken  # type: ignore[method-assign] # a rule with a bug
    progress = Progress()
    run = Run(FakeProject({}), FakeSystem(), Registry((rule,)), (rule,), Config(), ROOT, progress)
    with pytest.raises(ZeroDivisionError):
        run.report()
    assert progress.step == "running the rule ST101 init-missing"
