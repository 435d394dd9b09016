"""Mutations that keep a file looking like one of its format: on words, lines and nests."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_WORDS = re.compile(r"\w+|\s+|[^\w\s]", re.DOTALL)
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ('"', '"'), ("'", "'"), ("`", "`"), ("<", ">"))
_ODD = (
    "", "\0", "\ufeff", "\r", "\r\n", "\u2028", "\x0c", "\t", "\\", "\\\n", '"""', "'''", "${", "}",
    "{{", "}}", "<<: *a", "&a ", "*a", "!Ref ", "? ", "- ", "#", "//", "/*", "*/", "<!--", "-->",
    "..", "/", "\ud800", "😀", "1e999", "-1", "9" * 40, "0x", "NaN", "null", "true", ";", ",", ":",
    "=", "=>", "...", "?.", "@", "%", "^~", "~* ", "$", "$1", "__proto__", "constructor", "undefined",
    "heredoc <<EOF\n", "EOF", "<script>", "</script>", "---\n", "f'{", "b'", "lambda: ", "await ",
)  # fmt: skip
MOST = 12_000
"""Mutants are not longer than this many characters."""


def mutated(text: str, others: Sequence[str], random: Random) -> str:
    """Return a text made of ``text`` with a few changes; ``others`` give parts to put in."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 9))):
        text = random.choice(_CHANGES)(text, others, random)[:MOST]
    return text


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _drop(text: str, others: Sequence[str], random: Random) -> str:
    """Take words out."""
    del others
    words = _words(text)
    at = random.randrange(len(words) + 1)
    return "".join(words[:at] + words[at + random.choice((1, 1, 2, 5, 40)) :])


def _swap(text: str, others: Sequence[str], random: Random) -> str:
    """Put two words in each other's place."""
    del others
    words = _words(text)
    if len(words) > 1:
        one, two = random.randrange(len(words)), random.randrange(len(words))
        words[one], words[two] = words[two], words[one]
    return "".join(words)


def _replace(text: str, others: Sequence[str], random: Random) -> str:
    """Put another word in the place of one."""
    words, given = _words(text), _words(random.choice(others)) if others else []
    if words:
        words[random.randrange(len(words))] = random.choice(given or _ODD)
    return "".join(words)


def _insert(text: str, others: Sequence[str], random: Random) -> str:
    """Put an odd piece in."""
    del others
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(_ODD) + text[at:]


def _repeat(text: str, others: Sequence[str], random: Random) -> str:
    """Say a part many times."""
    del others
    words = _words(text)
    at = random.randrange(len(words) + 1)
    part = "".join(words[at : at + random.choice((1, 2, 4, 12))])
    return "".join(words[:at]) + part * random.choice((2, 3, 30, 600)) + "".join(words[at:])


def _nest(text: str, others: Sequence[str], random: Random) -> str:
    """Put brackets around a part, sometimes many, sometimes without their ends."""
    del others
    opening, closing = random.choice(_PAIRS)
    count = random.choice((1, 2, 60, 150, 1500))
    start, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
    after = closing * (count if random.random() < 0.7 else 0)
    return text[:start] + opening * count + text[start:end] + after + text[end:]


def _lines(text: str, others: Sequence[str], random: Random) -> str:
    """Take a line out, or one of another text in."""
    lines = text.splitlines(keepends=True)
    at = random.randrange(len(lines) + 1)
    given = random.choice(others).splitlines(keepends=True) if others else []
    if given and random.random() < 0.6:
        return "".join([*lines[:at], random.choice(given), *lines[at:]])
    return "".join(lines[:at] + lines[at + 1 :])


def _cross(text: str, others: Sequence[str], random: Random) -> str:
    """Go on with another text."""
    if not others:
        return text
    other = random.choice(others)
    return text[: random.randrange(len(text) + 1)] + other[random.randrange(len(other) + 1) :]


def _cut(text: str, others: Sequence[str], random: Random) -> str:
    """End in the middle."""
    del others
    return text[: random.randrange(len(text) + 1)]


_CHANGES: tuple[Callable[[str, Sequence[str], Random], str], ...] = (
    _drop, _drop, _swap, _replace, _replace, _replace, _insert, _insert, _repeat, _nest, _lines,
    _lines, _cross, _cut,
)  # fmt: skip
