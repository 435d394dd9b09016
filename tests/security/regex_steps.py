"""How many steps a regular expression takes, and texts on which it may take many.

The matcher tries alternatives in the order in which the one of Python does, without any of its
shortcuts, and counts the characters that it looks at.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

if sys.version_info >= (3, 11):
    from re import _constants as codes
    from re import _parser as parser
else:
    import sre_constants as codes
    import sre_parse as parser

MANY = 40
"""A repetition that may go on for as long as this counts as one without an end."""

_Next = Callable[[int], bool]
_SPACE = frozenset(" \t\n\r\f\v")


class TooManyStepsError(Exception):
    """Raised when a match takes more steps than it is given."""


class Matcher:
    """One pattern with a limit to the steps of each search."""

    def __init__(self, pattern: re.Pattern[Any], limit: int) -> None:
        given = pattern.pattern
        text = given.decode("latin-1") if isinstance(given, bytes) else given
        self._tree: Any = parser.parse(text, pattern.flags & ~re.DEBUG)
        self._flags = pattern.flags
        self._limit = limit
        self._text = ""
        self._groups: dict[int, tuple[int, int]] = {}
        self.steps = 0

    def search(self, text: str, *, everywhere: bool) -> int:
        """Return the steps of looking for the pattern from the start, or from every place."""
        self._text, self.steps, self._groups = text, 0, {}
        items = list(self._tree)
        for start in range(len(text) + 1 if everywhere else 1):
            self._step()
            if self._run(items, 0, start, lambda _: True):
                break
        return self.steps

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self._limit:
            raise TooManyStepsError

    def _run(self, items: list[Any], index: int, at: int, after: _Next) -> bool:
        if index == len(items):
            return after(at)
        code, argument = items[index]
        return self._one(code, argument, at, lambda end: self._run(items, index + 1, end, after))

    def _one(self, code: Any, argument: Any, at: int, after: _Next) -> bool:  # noqa: C901
        self._step()
        if code in (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN):
            good = at < len(self._text) and self._takes(code, argument, self._text[at])
            return good and after(at + 1)
        if code is codes.SUBPATTERN:
            group, inner = argument[0], list(argument[-1])

            def keep(end: int) -> bool:
                before = self._groups.get(group)
                if group is not None:
                    self._groups[group] = (at, end)
                if after(end):
                    return True
                if group is not None and before is not None:
                    self._groups[group] = before
                return False

            return self._run(inner, 0, at, keep)
        if code is codes.BRANCH:
            return any(self._run(list(branch), 0, at, after) for branch in argument[1])
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            least, most, inner = argument
            return self._repeat(
                list(inner), int(least), int(most), at, after, lazy=code is codes.MIN_REPEAT
            )
        if code in (codes.ASSERT, codes.ASSERT_NOT):
            direction, inner = argument
            wanted = code is codes.ASSERT
            return self._looks(list(inner), direction, at) is wanted and after(at)
        if code is codes.AT:
            return self._stands(argument, at) and after(at)
        if code is codes.GROUPREF:
            start, end = self._groups.get(argument, (0, 0))
            said = self._text[start:end]
            return self._text.startswith(said, at) and after(at + len(said))
        if code is codes.GROUPREF_EXISTS:
            group, yes, no = argument
            return self._run(list((yes if group in self._groups else no) or []), 0, at, after)
        name = str(code)
        if name in ("ATOMIC_GROUP", "POSSESSIVE_REPEAT"):
            ends: list[int] = []
            inner = list(argument) if name == "ATOMIC_GROUP" else [(codes.MAX_REPEAT, argument)]

            def first(end: int) -> bool:
                ends.append(end)
                return True

            return self._run(inner, 0, at, first) and after(ends[0])
        raise NotImplementedError(name)

    def _repeat(self, inner: list[Any], least: int, most: int, at: int, after: _Next, *, lazy: bool) -> bool:  # fmt: skip
        def again(end: int) -> bool:
            if end == at and least <= 0:
                return False
            return self._repeat(inner, least - 1, most - 1, end, after, lazy=lazy)

        def more() -> bool:
            return most > 0 and self._run(inner, 0, at, again)

        if least > 0:
            return more()
        return (after(at) or more()) if lazy else (more() or after(at))

    def _looks(self, inner: list[Any], direction: int, at: int) -> bool:
        if direction > 0:
            return self._run(inner, 0, at, lambda _: True)
        low, _ = parser.SubPattern(self._tree.state, inner).getwidth()
        return at >= low and self._run(inner, 0, at - low, lambda end: end == at)

    def _stands(self, where: Any, at: int) -> bool:
        text, lines = self._text, self._flags & re.MULTILINE
        if where in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING):
            inside = lines and where is codes.AT_BEGINNING and text[at - 1 : at] == "\n"
            return at == 0 or bool(inside)
        if where in (codes.AT_END, codes.AT_END_STRING):
            if at == len(text):
                return True
            if where is codes.AT_END_STRING or text[at] != "\n":
                return False
            return bool(lines) or at == len(text) - 1
        before = at > 0 and _is_word(text[at - 1])
        here = at < len(text) and _is_word(text[at])
        return (before != here) is (where is codes.AT_BOUNDARY)

    def _takes(self, code: Any, argument: Any, char: str) -> bool:
        if code is codes.ANY:
            return char != "\n" or bool(self._flags & re.DOTALL)
        spellings = {char}
        if self._flags & re.IGNORECASE:
            spellings |= {char.lower(), char.upper()}
        if code is codes.IN:
            return _in_set(argument, spellings)
        return (chr(argument) in spellings) is (code is codes.LITERAL)


def _in_set(items: Iterable[tuple[Any, Any]], spellings: set[str]) -> bool:
    wanted = True
    for code, argument in items:
        if code is codes.NEGATE:
            wanted = False
        elif any(_is_item(code, argument, char) for char in spellings):
            return wanted
    return not wanted


def _is_item(code: Any, argument: Any, char: str) -> bool:
    if code is codes.LITERAL:
        return bool(argument == ord(char))
    if code is codes.RANGE:
        return bool(argument[0] <= ord(char) <= argument[1])
    name = str(argument)
    found = (
        char.isdigit() if "DIGIT" in name else char in _SPACE if "SPACE" in name else _is_word(char)
    )
    return found is not ("NOT_" in name)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


_CHARACTERS = "a0_- \t\n./:\"'{}[]()<>=,;#$\\@A\r*+?!&|%`~^z"


class _Sampler:
    """Makes texts that parts of a pattern accept."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def sample(self, items: Iterable[tuple[Any, Any]]) -> str:
        return "".join(self._one(code, argument) for code, argument in items)

    def _one(self, code: Any, argument: Any) -> str:
        if code in (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN):
            if code is codes.LITERAL:
                return chr(argument)
            return next(self.characters(code, argument), "a")
        if code is codes.SUBPATTERN:
            return self.sample(argument[-1])
        if code is codes.BRANCH:
            return self.sample(argument[1][0])
        if str(code).endswith("_REPEAT"):
            least, most, inner = argument
            return self.sample(inner) * max(int(least), min(1, int(most)))
        return self.sample(argument) if str(code) == "ATOMIC_GROUP" else ""

    def characters(self, code: Any, argument: Any) -> Iterator[str]:
        return (char for char in _CHARACTERS if self._matcher._takes(code, argument, char))

    def bodies(self, items: Iterable[tuple[Any, Any]]) -> Iterator[str]:
        """Yield texts of one round of a repetition."""
        listed = list(items)
        if len(listed) == 1 and listed[0][0] in (codes.IN, codes.ANY, codes.NOT_LITERAL):
            yield from self.characters(*listed[0])
        elif len(listed) == 1 and listed[0][0] is codes.BRANCH:
            for branch in listed[0][1][1]:
                yield from self.bodies(branch)
        elif len(listed) == 1 and listed[0][0] is codes.SUBPATTERN:
            yield from self.bodies(listed[0][1][-1])
        else:
            yield self.sample(listed)


def attacks(pattern: re.Pattern[Any], most: int) -> list[tuple[str, str]]:
    """Return beginnings and parts to repeat that may make a pattern try much."""
    matcher = Matcher(pattern, 0)
    sampler = _Sampler(matcher)
    found: dict[tuple[str, str], None] = {}

    def visit(items: Iterable[tuple[Any, Any]], before: str) -> None:
        for code, argument in items:
            if str(code).endswith("_REPEAT"):
                _, high, inner = argument
                if int(high) >= MANY:
                    for body in sampler.bodies(inner):
                        found.setdefault((before, body))
                        found.setdefault(("", body))
                        found.setdefault(("", before + body))
                visit(inner, before)
            elif code is codes.SUBPATTERN:
                visit(argument[-1], before)
            elif code is codes.BRANCH:
                for branch in argument[1]:
                    visit(branch, before)
            elif code in (codes.ASSERT, codes.ASSERT_NOT):
                visit(argument[1], before)
            elif str(code) == "ATOMIC_GROUP":
                visit(argument, before)
            before += sampler._one(code, argument)

    visit(matcher._tree, "")
    return [item for item in found if item[1]][:most]
