from __future__ import annotations

import io

import pytest

from supertokens_lint.cli.output import knows_escapes, options


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "environ", "terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_follows_the_option_then_the_environment_then_the_terminal(
    color: str, environ: dict[str, str], terminal: bool, expected: bool
) -> None:
    """As no-color.org and force-color.org ask for it."""
    stream = _Terminal() if terminal else io.StringIO()
    assert options(color, stream, environ).color is expected


def test_a_file_is_no_terminal() -> None:
    """Output to a file has neither colour nor width, whatever standard output is."""
    look = options("auto", _Terminal(), {}, to_file=True)
    assert (look.color, look.width) == (False, None)
    assert options("auto", _Terminal(), {}).width is not None


def test_a_width_can_be_asked_for() -> None:
    """``COLUMNS`` makes prose wrap in a log or a document as well."""
    assert options("auto", io.StringIO(), {}).width is None
    assert options("auto", io.StringIO(), {"COLUMNS": "x"}).width is None
    assert options("auto", io.StringIO(), {"COLUMNS": "100"}).width is not None


@pytest.mark.parametrize(
    ("environ", "system", "expected"),
    [
        ({}, "posix", True),
        ({"TERM": "dumb"}, "posix", False),
        ({}, "nt", False),
        ({"WT_SESSION": "1"}, "nt", True),
        ({"TERM": "xterm"}, "nt", True),
        ({"TERM": "dumb", "WT_SESSION": "1"}, "nt", False),
    ],
)
def test_the_old_console_of_windows_gets_no_escape_sequences(
    environ: dict[str, str], system: str, expected: bool
) -> None:
    """It would print them; terminals that obey them name themselves."""
    assert knows_escapes(environ, system) is expected
