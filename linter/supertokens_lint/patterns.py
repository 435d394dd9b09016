"""What a regular expression of a linted project may cost."""

from __future__ import annotations

import re
from math import comb

MAX_WAYS = 1_000_000
_ONE_CHARACTER = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
_UNBOUNDED = re.compile(r"[+*{]")
_OPTIONAL = re.compile(r"(?<![(+*?}])\?")


def may_take_long(pattern: str, length: int) -> bool:
    """Tell whether a search for a short pattern in ``length`` characters may try too many ways.

    Each repetition may end anywhere, each optional part may be there or not, and of each group
    any alternative may be tried. No group may be repeated; that is for the caller to see to.
    """
    bare = _ONE_CHARACTER.sub("x", pattern)
    free = len(_UNBOUNDED.findall(bare)) + (not bare.startswith("^"))
    if free > length:
        return True
    ways = comb(length + free, free) << len(_OPTIONAL.findall(bare))
    open_groups = [1]
    for char in bare:
        if char == "(":
            open_groups.append(1)
        elif char == "|":
            open_groups[-1] += 1
        elif char == ")" and len(open_groups) > 1:
            ways *= open_groups.pop()
    for alternatives in open_groups:
        ways *= alternatives
    return ways > MAX_WAYS
