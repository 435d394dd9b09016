"""What a case is: a small system, the change to it, and what must come of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

SYSTEMS = Path(__file__).parent / "systems"
SITE = "https://app.example.com"
API = "https://api.example.com"


@dataclass(frozen=True)
class Edit:
    """A text that a file has exactly once, and what stands there instead."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Fails:
    """The step that fails, and the evidence: a part of what the page or the browser said."""

    step: str
    evidence: str


@dataclass(frozen=True)
class Case:
    """A change to a small system.

    ``rule`` is the name of the one rule that must find it (``also`` names others that do), and,
    for a change that works, of the rule that must not. A rule may warn of what works here and
    breaks elsewhere: that is a case without outcome that is ``warned``. ``site`` and ``api`` are
    the addresses that the files state instead of those of the system; ``answers_at`` are those at
    which the backend really is, when they differ. ``third_party_cookies`` is said to the browser,
    which otherwise blocks them, and ``refusal`` is the status for a request without session.
    ``short`` cases are in every test run.
    """

    rule: str
    name: str
    edits: tuple[Edit, ...] = ()
    outcome: Fails | None = None
    system: str = "express"
    site: str = SITE
    api: str = API
    answers_at: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    warned: bool = False
    third_party_cookies: bool = False
    refusal: int = 401
    short: bool = False

    def __str__(self) -> str:
        kind = "breaks" if self.outcome else "warned" if self.warned else "works"
        return f"{self.rule}/{kind}-{self.name}"

    @property
    def found_by(self) -> tuple[str, ...]:
        """The names of the rules that must find something."""
        return (self.rule, *self.also) if self.outcome or self.warned else ()

    @property
    def api_origins(self) -> tuple[str, ...]:
        """The origins at which the backend answers."""
        return self.answers_at or (self.api,)

    def write(self, folder: Path) -> None:
        """Write the changed system; raises ``AssertionError`` for an edit that does not fit."""
        shutil.copytree(SYSTEMS / self.system, folder)
        for path in folder.rglob("*"):
            if path.is_file():
                text = path.read_text("utf-8").replace(SITE, self.site).replace(API, self.api)
                path.write_text(text, "utf-8")
        for edit in self.edits:
            path = folder / edit.file
            text = path.read_text("utf-8")
            assert text.count(edit.old) == 1, f"{self}: {edit.file} has not one {edit.old!r}"
            path.write_text(text.replace(edit.old, edit.new), "utf-8")
