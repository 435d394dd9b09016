"""Questions to git that the cache may ask again because an entry says so.

An entry may have been put there by somebody else, with a cache that a service has kept: git can be
told to run programs and to write files by its arguments and variables. Only what runs themselves
ask is asked, word for word; see ``workspace.history`` and ``workspace.index``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_KNOWN = tuple(
    tuple(re.compile(word) for word in words)
    for words in (
        (r"rev-parse", r"--(?:is-shallow-repository|show-prefix|absolute-git-dir)"),
        (r"rev-parse", r"--verify", r"--quiet", r"HEAD\^\{commit\}"),
        (r"rev-list", r"--timestamp", r"-1", r"HEAD"),
        (r"rev-list", r"--max-count=\d+", r"--max-age=\d+", r"HEAD", r"--", r"[^\0]+"),
        (r"cat-file", r"--batch-check=%\(objecttype\) %\(objectsize\) %\(objectname\)"),
        (r"cat-file", r"--batch"),
    )
)


def is_known(words: Sequence[str], variables: Mapping[str, str]) -> bool:
    """Tell whether a command of git with these variables may be run again."""
    return not variables and any(
        len(known) == len(words)
        and all(part.fullmatch(word) for part, word in zip(known, words, strict=True))
        for known in _KNOWN
    )
