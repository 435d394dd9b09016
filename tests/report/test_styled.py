from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from supertokens_lint.report.model import RenderOptions
from supertokens_lint.report.styled import BLANK, Line, compose

PLAIN = RenderOptions()
FULL = RenderOptions(color=True, hyperlinks=True)


def test_lines_end_without_spaces_in_every_form() -> None:
    """Trailing blanks go, also where several parts are blank."""
    line: Line = (("a ", "plain"), ("b  ", "error"), ("  ", "dim"))
    assert compose([line, BLANK], PLAIN) == "a b\n\n"
    assert compose([line, BLANK], FULL) == "a \x1b[1;31mb\x1b[0m\n\n"
    assert compose([], PLAIN) == ""


def test_a_link_without_an_address_is_text() -> None:
    """As where a rule has no page."""
    assert compose([(("ST110", "plain", ""),)], FULL) == "ST110\n"


@settings(deadline=None, derandomize=True)
@given(st.text())
def test_no_address_can_end_its_own_sequence(address: str) -> None:
    """Control characters never reach the terminal inside a link."""
    written = compose([(("x", "plain", address + "a"),)], FULL)
    opening = written.removeprefix("\x1b]8;;").partition("\x1b\\")[0]
    assert all(" " <= char <= "~" for char in opening)
