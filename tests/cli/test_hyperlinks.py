from __future__ import annotations

import io

import pytest

from supertokens_lint.cli.hyperlinks import supported
from supertokens_lint.cli.output import options

VSCODE = {"TERM_PROGRAM": "vscode", "TERM_PROGRAM_VERSION": "1.90.2", "TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "alacritty"}, True),
        ({"WT_SESSION": "1"}, True),
        ({"TERM": "dumb", "WT_SESSION": "1"}, False),
        ({"VTE_VERSION": "5000"}, False),
        ({"VTE_VERSION": "6003"}, True),
        ({"VTE_VERSION": "0.60"}, False),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.0.15"}, False),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.5.0"}, True),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "beta"}, False),
        (VSCODE, True),
        ({**VSCODE, "CI": "true"}, False),
        ({**VSCODE, "NO_HYPERLINK": "1"}, False),
        ({**VSCODE, "FORCE_HYPERLINK": "0"}, False),
        ({"TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4", "TMUX": "x"}, True),
        ({"TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a", "TMUX": "x"}, False),
        ({"TERM": "screen-256color", "VTE_VERSION": "6003"}, False),
    ],
)
def test_only_terminals_known_for_links_get_them(environ: dict[str, str], expected: bool) -> None:
    """A terminal that does not know them may print the whole address."""
    assert supported(environ, terminal=True) is expected


def test_links_can_be_forced_but_not_into_files_or_plain_text() -> None:
    """``FORCE_HYPERLINK`` reaches pipes; a file and ``--color never`` have no sequences at all."""
    force = {"FORCE_HYPERLINK": "1"}
    assert not supported({"TERM": "xterm-kitty"}, terminal=False)
    assert supported(force, terminal=False)
    assert options("auto", io.StringIO(), force).hyperlinks
    assert not options("auto", io.StringIO(), force, to_file=True).hyperlinks
    assert not options("never", io.StringIO(), force).hyperlinks
