"""What the program is doing, for a person who waits and for errors that nobody foresaw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


def _nothing() -> None:
    """Stand in for a line that nobody sees."""


@dataclass
class Progress:
    """The step that is under way, as the end of the sentence "while ...".

    ``before_output`` is called before anything is written for people: it takes away the line that
    shows the step.
    """

    step: str = "reading the command line"
    before_output: Callable[[], None] = field(default=_nothing)
