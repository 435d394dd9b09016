"""``supertokens-lint clean``."""

from __future__ import annotations

import os

from supertokens_lint.cache import folder
from supertokens_lint.cache.store import Store
from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.report.cells import visible


def run(arguments: Arguments) -> int:
    """Remove the answers that the cache holds, and nothing else; return the exit status."""
    place = folder.location(arguments.cache_dir, os.environ)
    removed = 0 if place is None else Store(place).clear()
    count = "1 answer" if removed == 1 else f"{removed} answers"
    where = "" if place is None else f" from {visible(str(place))}"
    output.write(f"{count} removed{where}\n", None)
    return 0
