"""The hash by which GitHub code scanning knows a line again after it has moved.

GitHub computes ``primaryLocationLineHash`` itself when a SARIF file is uploaded with its own action
and the file is in the checkout; whoever uploads through the API has to bring it. The numbers are
those of ``src/fingerprints.ts`` in github/codeql-action: a polynomial hash, modulo 2**64, of the
first 100 UTF-16 units from the beginning of the line that are neither spaces nor tabs, with line
ends as LF, an end mark of 0xFFFF and zeros behind it; then a colon, and how many lines so far have
had this hash.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping

from supertokens_lint.report.secrets import MASK, secret_spans
from supertokens_lint.source import SourceText

_UNITS = 100
_BASE = 37
_MODULUS = 1 << 64
_LEAVING = pow(_BASE, _UNITS, _MODULUS)
_LINE_END = 10
_END_MARK = 0xFFFF
_BLANKS = str.maketrans("", "", " \t")
_LINE_ENDS = re.compile(r"\r\n?")


def line_hashes(source: SourceText) -> Mapping[int, str]:
    """Return the hash of every line, by its number.

    Secrets are masked before, because a hash of few unknown letters gives them away. So lines
    within 100 characters of a secret have another hash than GitHub's own, and so has the first
    line of a file with a byte order mark; both only cost a note in the log of the upload.
    """
    counts: Counter[str] = Counter()
    found: dict[int, str] = {}
    for number, value in enumerate(_rolled(_units(_masked(source))), 1):
        text = f"{value:x}"
        counts[text] += 1
        found[number] = f"{text}:{counts[text]}"
    return found


def _masked(source: SourceText) -> str:
    lines = _LINE_ENDS.sub("\n", source.text).split("\n")
    return "\n".join(_masked_line(line, source.path) for line in lines)


def _masked_line(line: str, path: str) -> str:
    for span in reversed(secret_spans(line, path, value_shown=False)):
        line = line[: span.start] + MASK + line[span.end :]
    return line


def _units(text: str) -> array[int]:
    """Return the UTF-16 units that count, with the end mark and the zeros behind it."""
    data = text.translate(_BLANKS).encode("utf-16-le", "surrogatepass")
    units = array("H")
    units.frombytes(data)
    if sys.byteorder == "big":
        units.byteswap()
    return units + array("H", [_END_MARK] + [0] * _UNITS)


def _rolled(units: array[int]) -> Iterator[int]:
    """Yield the hash of the units from the beginning of each line."""
    value = 0
    for unit in units[:_UNITS]:
        value = (value * _BASE + unit) % _MODULUS
    begins = True
    for index in range(len(units) - _UNITS):
        if begins:
            yield value
        begins = units[index] == _LINE_END
        value = (value * _BASE + units[index + _UNITS] - _LEAVING * units[index]) % _MODULUS
