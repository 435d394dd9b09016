"""``python -m supertokens_lint`` and the console script."""

from __future__ import annotations

import gc
import os
import sys


def main() -> int:
    """Run the command line of this process and return its exit status."""
    from supertokens_lint.cli.main import run  # noqa: PLC0415 - after the path is put right

    status = run(sys.argv[1:])
    # The process ends here; to look once more for cycles in all that was read takes long.
    gc.freeze()
    return status


def _leave_out_working_directory() -> None:
    """Let no module or rule pack of the linted project take the place of an installed one.

    ``python -m`` puts the working directory in front of all places that modules are looked for in,
    unless ``-P`` says otherwise.
    """
    if sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109 - as Python spells it
        del sys.path[0]


if __name__ == "__main__":
    _leave_out_working_directory()
    sys.exit(main())
