from __future__ import annotations

import pytest

from supertokens_lint.cli.arguments import parse
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
        (["--nope"], "unrecognized arguments: --nope"),
        (["--output-format", "xml"], "invalid choice: 'xml'"),
        (["--fail-on", "fatal"], "invalid choice: 'fatal'"),
        (["--select", ","], "--select: expected at least one word"),
        (["--select"], "expected one argument"),
        (["explain"], "required: RULE"),
        (["--out", "text"], "unrecognized arguments: --out"),
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(argv: list[str], problem: str) -> None:
    """Options are not guessed from their beginning."""
    with pytest.raises(UsageError) as caught:
        parse(argv)
    assert problem in str(caught.value)
    assert "--help" in str(caught.value)
