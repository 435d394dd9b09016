from __future__ import annotations

import pytest

from supertokens_lint.cli.arguments import COMMANDS, LEVELS, REPORT_FORMATS, parse
from supertokens_lint.errors import UsageError


@pytest.mark.parametrize(
    ("argv", "command", "paths"),
    [
        ([], "check", []),
        (["web", "api"], "check", ["web", "api"]),
        (["check", "web"], "check", ["web"]),
        (["./rules"], "check", ["./rules"]),
        (["check", "rules"], "check", ["rules"]),
        (["--select", "ST1", "web"], "check", ["web"]),
        (["inspect", "web"], "inspect", ["web"]),
    ],
)
def test_check_is_the_command_when_none_is_named(
    argv: list[str], command: str, paths: list[str]
) -> None:
    """A directory with the name of a command is given as ./name."""
    arguments = parse(argv)
    assert (arguments.command, arguments.paths) == (command, paths)


def test_lists_may_be_repeated_and_separated_by_commas() -> None:
    """Both spellings add up."""
    arguments = parse(["--select", "ST1, ST2", "--select=loopback-alias", "--exclude", "a/,b/"])
    assert arguments.select == ["ST1", "ST2", "loopback-alias"]
    assert arguments.exclude == ["a/", "b/"]
    assert arguments.ignore == []
    assert parse([]).select == []


@pytest.mark.parametrize(
    ("argv", "problem"),
    [
        (["--nope"], "there is no option --nope"),
        (["--output-format", "xml"], "invalid choice: 'xml'"),
        (["--fail-on", "fatal"], "invalid choice: 'fatal'"),
        (["--select", ","], "--select: expected at least one word"),
        (["--select"], "expected one argument"),
        (["explain"], "required: RULE"),
        (["explain", "ST110", "ST111"], "too many arguments: ST111"),
        (["web", "--output-fromat=json"], "--output-fromat; did you mean --output-format"),
        (["inspect", "--statistic"], "there is no option --statistic"),
        (["--out", "text"], "there is no option --out"),
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(argv: list[str], problem: str) -> None:
    """Options are not guessed from their beginning."""
    with pytest.raises(UsageError) as caught:
        parse(argv)
    assert problem in str(caught.value)
    assert "--help" in str(caught.value)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_of_a_command_fits_a_screen(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 80 columns: what stands behind the options, then each of them, in fewer than 50 lines."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as caught:
        parse([command, "--help"])
    assert caught.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"usage: supertokens-lint {command} [OPTION ...]")
    assert len(lines) < 50
    assert max(map(len, lines)) <= 80
    assert any("--color WHEN" in line for line in lines)


def test_the_help_of_check_names_every_option_and_choice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Formats and levels stand in the text, for nobody is shown a list of choices."""
    with pytest.raises(SystemExit):
        parse(["check", "--help"])
    page = " ".join(capsys.readouterr().out.split())
    for word in (*REPORT_FORMATS, *LEVELS):
        assert word in page
