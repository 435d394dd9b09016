"""Which terminals turn OSC 8 sequences into links."""

from __future__ import annotations

from collections.abc import Mapping

_PROGRAMS = frozenset(
    {"WezTerm", "Hyper", "ghostty", "rio", "mintty", "zed", "WarpTerminal", "Tabby"}
)
_PROGRAMS_SINCE = {"iTerm.app": (3, 1), "vscode": (1, 72), "tmux": (3, 4)}
_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm")
_MARKS = ("WT_SESSION", "DOMTERM", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "WEZTERM_PANE")
_VTE_BROKEN = 5000


def supported(environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Tell whether output may hold links.

    ``FORCE_HYPERLINK`` (``0`` for never) and ``NO_HYPERLINK`` decide, as in the npm package
    supports-hyperlinks; then only a terminal that is known for it gets them. VTE 0.50.0 crashed
    on links; multiplexers and CI logs say nothing of what is behind them and get none.
    """
    if environ.get("NO_HYPERLINK"):
        return False
    forced = environ.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    term = environ.get("TERM", "")
    if not terminal or environ.get("CI") or term == "dumb":
        return False
    program = environ.get("TERM_PROGRAM", "")
    if program in _PROGRAMS_SINCE:
        return _version(environ.get("TERM_PROGRAM_VERSION", "")) >= _PROGRAMS_SINCE[program]
    if environ.get("TMUX") or term.startswith(("screen", "tmux")):
        return False
    if program in _PROGRAMS or term.startswith(_TERMS):
        return True
    vte = environ.get("VTE_VERSION", "")
    if vte.isascii() and vte.isdecimal():
        return int(vte[:9]) > _VTE_BROKEN
    return any(environ.get(name) for name in _MARKS)


def _version(text: str) -> tuple[int, ...]:
    """Return the first two numbers of a version; nothing of a text that is none."""
    parts = text.split(".")[:2]
    if not all(part.isascii() and part.isdecimal() for part in parts):
        return ()
    return tuple(int(part[:9]) for part in parts)
