"""The one place where every run begins and every error ends.

Imports stand inside functions here: ``--version`` and ``--help`` pay for nothing else.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from collections.abc import Sequence

from supertokens_lint import __version__
from supertokens_lint.cli.arguments import Arguments, parse
from supertokens_lint.errors import SupertokensLintError
from supertokens_lint.progress import Progress

# What is read is kept to the end, and little of it is in cycles: to look for them at Python's own
# pace takes a tenth of a run.
_COLLECTING = (100_000, 20, 50)
OK = 0
FOUND = 1
FAILED = 2
INTERRUPTED = 130
BROKEN_PIPE = 141
ISSUES = "https://github.com/supertokens/supertokens-lint/issues"


def run(argv: Sequence[str]) -> int:
    """Run the command line ``argv`` and return the exit status."""
    progress = Progress()
    try:
        return _dispatch(parse(argv), progress)
    except SupertokensLintError as error:
        from supertokens_lint.report.cells import visible

        lines = map(visible, str(error).split("\n"))
        sys.stderr.write("supertokens-lint: {}\n".format("\n".join(lines)))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        from supertokens_lint.cli.output import silence_stdout

        silence_stdout()
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the boundary: nobody sees a bare traceback
        _report(error, progress, debug="--debug" in argv)
        return FAILED


def _dispatch(arguments: Arguments, progress: Progress) -> int:
    """Run one command; each is imported when it is asked for, so that others start fast."""
    from supertokens_lint.cli.output import prepare_streams

    prepare_streams()
    if arguments.command == "explain":
        from supertokens_lint.cli import explain

        return explain.run(arguments)
    if arguments.command == "rules":
        from supertokens_lint.cli import rules

        return rules.run(arguments)
    if arguments.command == "completions":
        from supertokens_lint.cli import completions

        return completions.run(arguments)
    if arguments.command == "clean":
        from supertokens_lint.cli import clean

        return clean.run(arguments)
    if arguments.command == "server":
        from supertokens_lint.cli import server

        return server.run()
    return _run_on_system(arguments, progress)


def _run_on_system(arguments: Arguments, progress: Progress) -> int:
    """Run a command that reads a system, which may take a while."""
    import gc
    import os

    from supertokens_lint.cli.progress_line import shown

    gc.set_threshold(*_COLLECTING)
    with shown(progress, sys.stderr, os.environ):
        if arguments.command == "inspect":
            from supertokens_lint.cli import inspect

            return inspect.run(arguments, progress)
        if arguments.command == "init":
            from supertokens_lint.cli import init

            return init.run(arguments, progress)
        if arguments.command == "contract":
            from supertokens_lint.cli import contract

            return contract.run(arguments, progress)
        if arguments.command == "baseline":
            from supertokens_lint.cli import baseline

            return baseline.run(arguments, progress)
        from supertokens_lint.cli import remembered

        return remembered.run(arguments, progress)


def _report(error: Exception, progress: Progress, *, debug: bool) -> None:
    from supertokens_lint.report.cells import visible

    if debug:
        import traceback

        text = "".join(traceback.format_exception(error))
        sys.stderr.write("".join(f"{visible(line)}\n" for line in text.splitlines()))
    sys.stderr.write(
        f"supertokens-lint {__version__}: internal error while {progress.step}: "
        f"{type(error).__name__}: {visible(str(error))}\n"
        f"This is a bug of supertokens-lint. Please report it at {ISSUES}\n"
        "with this message, and with what --debug adds to it.\n"
    )
