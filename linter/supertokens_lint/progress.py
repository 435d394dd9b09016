"""What the program is doing, for the message of an error that nobody foresaw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Progress:
    """The step that is under way, as the end of the sentence "while ..."."""

    step: str = "reading the command line"
