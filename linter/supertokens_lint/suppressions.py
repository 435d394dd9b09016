"""Comments that accept a finding: ``// supertokens-lint: ignore[rule] -- reason``.

A comment holds for the line that it stands on; alone on its line, it holds for the next line as
well. ``ignore-file`` holds for its file. A finding may be accepted at any of its places. Rules
are named by code or name, and a reason is mandatory: without one the comment has no effect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from supertokens_lint.finding import Finding
from supertokens_lint.languages.ir import Comment
from supertokens_lint.rule import CODE
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.suggest import did_you_mean

MARK = "supertokens-lint:"

_DIRECTIVE = re.compile(
    rf"^[ \t]*(?:(?:\#|//+|/\*+|\*|<!--)[ \t]*)?{MARK}(?P<text>.*)$",
    re.VERBOSE | re.MULTILINE,
)
_BLANK = " \t"
_IGNORE = re.compile(
    r"(?P<verb>ignore-file|ignore)\s{0,99}(?:\[(?P<rules>[^\]]*)\])?\s{0,99}(?:--\s*(?P<reason>.*))?"
)
_COMMENT_LINE = re.compile(r"\s*(?:\#|//|/\*|\*|<!--|\{/\*)")


class Suppression(Struct, frozen=True):
    """One rule accepted by one comment; ``lines`` is ``None`` when the whole file is meant."""

    word: str
    code: str
    place: Place
    lines: frozenset[int] | None
    reason: str = ""


class Mistake(Struct, frozen=True):
    """A comment that accepts nothing, and why."""

    message: str
    place: Place


class Suppressions(Struct, frozen=True):
    """All suppressions of a run and the comments that are none."""

    entries: tuple[Suppression, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    def matching(self, finding: Finding, line_of: Callable[[Place], int]) -> list[Suppression]:
        """Return the suppressions that accept ``finding`` at one of its places."""
        return [
            entry
            for entry in self.entries
            if entry.code == finding.code
            and any(_covers(entry, place, line_of) for place in finding.places)
        ]


def read(
    source: SourceText, comments: Iterable[Comment], names: dict[str, str]
) -> Iterator[Suppression | Mistake]:
    """Yield what the comments of one file say; ``names`` maps rule names to codes."""
    for comment in comments:
        for match in _DIRECTIVE.finditer(comment.text):
            place = Place(source.path, comment.span)
            yield from _directive(_inner(match["text"]), place, source, names)


def _inner(text: str) -> str:
    """Return the text of a comment without its end."""
    return text.strip(_BLANK).removesuffix("*/").removesuffix("-->").rstrip(_BLANK)


def _covers(entry: Suppression, place: Place, line_of: Callable[[Place], int]) -> bool:
    if entry.place.path != place.path:
        return False
    return entry.lines is None or line_of(place) in entry.lines


def _directive(
    text: str, place: Place, source: SourceText, names: dict[str, str]
) -> Iterator[Suppression | Mistake]:
    match = _IGNORE.fullmatch(text)
    if match is None:
        yield Mistake(f'"{text}" is not understood: write ignore[rule] -- reason', place)
        return
    words = [word.strip() for word in (match["rules"] or "").split(",") if word.strip()]
    if not words:
        yield Mistake(
            f"the suppression must name its rules: {match['verb']}[rule] -- reason", place
        )
    elif not (reason := (match["reason"] or "").strip()):
        yield Mistake(f"the suppression of {', '.join(words)} needs a reason: ... -- reason", place)
    else:
        lines = None if match["verb"] == "ignore-file" else _lines(place.span, source)
        for word in words:
            yield _named(word, place, lines, reason, names)


def _named(
    word: str, place: Place, lines: frozenset[int] | None, reason: str, names: dict[str, str]
) -> Suppression | Mistake:
    code = names.get(word)
    if code is None and CODE.fullmatch(word.upper()) and word.upper() in names.values():
        code = word.upper()
    if code is None:
        known = [*names, *names.values()]
        return Mistake(f'there is no rule "{word}"{did_you_mean(word, known)}', place)
    return Suppression(word, code, place, lines, reason)


def _lines(span: Span, source: SourceText) -> frozenset[int]:
    first = source.position(span.start)
    last = source.position(span.end)
    covered = set(range(first.line, last.line + 1))
    before = source.line(first.line)[: first.column - 1]
    after = source.line(last.line)[last.column - 1 :]
    if before.strip() in ("", "{") and after.strip() in ("", "}"):
        following = last.line + 1
        while _COMMENT_LINE.match(source.line(following)):
            following += 1
        covered.add(following)
    return frozenset(covered)
