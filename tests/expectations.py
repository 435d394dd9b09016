"""Expected findings, marked in the files of a fixture.

A comment with ``expect: ST110`` (several codes separated by commas) marks its own line, or, when
it stands alone on its line, the next line that is no such comment. Files that cannot hold
comments are marked in a file ``EXPECTED`` in the case's folder, with lines like
``web/package.json:3: ST110``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SIDECAR = "EXPECTED"
_CODES = r"(?P<codes>ST\d{3}(?:\s*,\s*ST\d{3})*)"
_MARK = re.compile(rf"\bexpect:\s*{_CODES}")
_ALONE = re.compile(rf"\s*(?:\{{?/\*|//|#|<!--)\s*expect:\s*{_CODES}\s*(?:\*/\}}?|-->)?\s*")
_ENTRY = re.compile(rf"(?P<path>.+?):(?P<line>\d+):\s*{_CODES}")


@dataclass(frozen=True, order=True)
class Mark:
    """A code that is expected on a line of a file; ``path`` is relative to the case."""

    path: str
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}"


def marks_of(case: Path) -> frozenset[Mark]:
    """Return all marks of a case; raises ``ValueError`` for a sidecar line that is none."""
    return frozenset(_marks(case))


def _marks(case: Path) -> Iterator[Mark]:
    for path in sorted(case.rglob("*")):
        if not path.is_file():
            continue
        if path == case / SIDECAR:
            yield from _listed(path.read_text(encoding="utf-8"))
        else:
            name = path.relative_to(case).as_posix()
            text = path.read_bytes().decode("utf-8", errors="replace")
            yield from _written(name, text.splitlines())


def _written(name: str, lines: list[str]) -> Iterator[Mark]:
    for index, line in enumerate(lines):
        match = _MARK.search(line)
        if match is None:
            continue
        target = index
        while target < len(lines) and _ALONE.fullmatch(lines[target]):
            target += 1
        yield from (Mark(name, target + 1, code) for code in _split(match["codes"]))


def _listed(text: str) -> Iterator[Mark]:
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _ENTRY.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"{SIDECAR}: cannot read {line!r}")
        for code in _split(match["codes"]):
            yield Mark(match["path"], int(match["line"]), code)


def _split(codes: str) -> list[str]:
    return [code.strip() for code in codes.split(",")]
