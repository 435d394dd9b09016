from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field

import pytest

from supertokens_lint.cli import progress_line
from supertokens_lint.cli.progress_line import ProgressLine, shown
from supertokens_lint.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Gone(Terminal):
    def write(self, text: str) -> int:
        raise OSError("the terminal has gone")


@dataclass
class Scene:
    """A line on a fake terminal, with a clock that stands still."""

    columns: int = 60
    stream: Terminal = field(default_factory=Terminal)
    progress: Progress = field(default_factory=Progress)
    now: float = 100.0

    def __post_init__(self) -> None:
        self.line = ProgressLine(self.progress, self.stream, lambda: self.now, lambda: self.columns)

    def at(self, seconds: float, step: str) -> str:
        """Return what is written at a moment."""
        before = len(self.stream.getvalue())
        self.now = 100 + seconds
        self.progress.step = step
        self.line.tick()
        return self.stream.getvalue()[before:]


def test_a_short_run_shows_nothing() -> None:
    """Neither a line nor the sequence that takes it away."""
    scene = Scene()
    assert scene.at(0.9, "listing the files") == ""
    scene.line.finish()
    assert scene.stream.getvalue() == ""


def test_a_long_run_shows_its_step_and_cleans_up_once() -> None:
    """The line is written when it changes, cleared at the end, and never comes back."""
    scene = Scene()
    assert scene.at(1.0, "listing the files") == "\r\x1b[2Klisting the files ... 1 s"
    assert scene.at(1.5, "listing the files") == ""
    assert scene.at(1.6, "running the rule ST110") == "\r\x1b[2Krunning the rule ST110 ... 1 s"
    assert scene.at(2.5, "running the rule ST110") == "\r\x1b[2Krunning the rule ST110 ... 2 s"
    scene.line.finish()
    scene.line.finish()
    assert scene.stream.getvalue().count("\r\x1b[2K") == 4
    assert scene.stream.getvalue().endswith("\r\x1b[2K")
    assert scene.at(9, "writing the report") == ""


@pytest.mark.parametrize("step", ["x" * 200, "\u6587" * 100])
def test_the_line_never_wraps(step: str) -> None:
    """A line that wraps could not be taken away; wide characters take two cells."""
    scene = Scene(columns=20)
    text = scene.at(2, step).removeprefix("\r\x1b[2K")
    assert text
    assert len(text.encode("utf-16-be")) // 2 * (1 if step[0] == "x" else 2) <= 19


def test_a_step_cannot_steer_the_terminal() -> None:
    """Names of rules come from packs that anybody may have written."""
    assert Scene().at(2, "\x1b[2J") == "\r\x1b[2K\\x1b[2J ... 2 s"


def test_a_terminal_that_goes_away_ends_the_line_and_not_the_run() -> None:
    """Nothing is raised, and nothing is tried again."""
    scene = Scene(stream=Gone())
    scene.at(2, "listing the files")
    scene.line.finish()


def test_only_a_terminal_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs and pipes get no line; a thread follows a terminal and ends with the run."""
    ticked = threading.Event()
    monkeypatch.setattr(ProgressLine, "tick", lambda self: ticked.set())
    monkeypatch.setattr(progress_line, "INTERVAL", 0.001)
    progress = Progress()
    before = threading.active_count()
    for stream, environ in ((io.StringIO(), {}), (Terminal(), {"TERM": "dumb"})):
        with shown(progress, stream, environ):
            assert threading.active_count() == before
    with shown(progress, Terminal(), {"TERM": "xterm"}):
        assert ticked.wait(60)
        progress.before_output()
    assert threading.active_count() == before
