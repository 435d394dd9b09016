"""``check`` where the answer is known before any rule is loaded.

That is so where no file names SuperTokens, and where nothing is staged that is read. Loading the
rules and what they need takes longer than reading a product's files. As a hook of many repositories
the program runs most often where there is nothing for it to do. Such an answer is not kept in the
cache: to ask whether it still holds would take as long as finding it.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from supertokens_lint.cache.memory import Forgetful, Memory
from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.delivery import prepared
from supertokens_lint.cli.handover import hand_over
from supertokens_lint.cli.opening import listed, written_config
from supertokens_lint.config import Config
from supertokens_lint.finding import Severity
from supertokens_lint.progress import Progress
from supertokens_lint.report.model import Report, Summary
from supertokens_lint.source import SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import SEARCHED_KINDS, FileKind, classify
from supertokens_lint.workspace.index import changed_files
from supertokens_lint.workspace.workspace import Workspace

BASELINE = ".supertokens-lint-baseline.json"
NEEDLES = (b"upertokens", b"uperTokens", b"UPERTOKENS")
"""The ends of all spellings; comments to this program hold one as well."""
_MANIFESTS = frozenset(
    {FileKind.PACKAGE_JSON, FileKind.REQUIREMENTS, FileKind.PYPROJECT, FileKind.GO_MOD}
)
_DECIDING = ("select", "extend_select", "ignore", "environments", "contracts")
_CHANGING = ("fix", "diff", "statistics", "baseline")
_STEERING = frozenset({".gitignore", ".gitmodules"})
"""Files that decide which others are there."""


def run(arguments: Arguments, progress: Progress, memory: Memory | None = None) -> int | None:
    """Check files that have nothing to do with SuperTokens; ``None`` where they may have.

    What goes beyond a plain report, or asks for certain rules, is left to the whole program as
    well, so that it answers as ever.
    """
    memory = Forgetful() if memory is None else memory
    if arguments.output_format != "text" or any(
        getattr(arguments, name) for name in (*_DECIDING, *_CHANGING)
    ):
        return None
    if not all(Path(path).exists() and os.access(path, os.R_OK) for path in arguments.paths):
        return None
    progress.step = "reading the configuration"
    config = written_config(arguments)
    here = Path.cwd().as_posix()
    if arguments.staged:
        return _run_staged(arguments, progress, here)
    if replace(config, path=None, root=None, exclude=(), fail_on=Severity.WARNING) != Config():
        return None
    progress.step = "listing the files"
    workspace = memory.listed(lambda files: listed(arguments, config, files))
    with memory.forgetting():
        if not _is_bystander(workspace, here):
            return None
    progress.before_output()
    report = Report((), Summary(files=len(workspace.entries)), _no_source, here)
    outcome = prepared(report, arguments, config.fail_on, os.environ)
    return hand_over(outcome, arguments, os.environ)


def _run_staged(arguments: Arguments, progress: Progress, here: str) -> int | None:
    """Answer where nothing is staged that is read: then the commit can break nothing."""
    progress.step = "asking git what is staged"
    given = [paths.normalise(path, here) for path in arguments.paths] or [here]
    for folder in dict.fromkeys(paths.parent(p) if Path(p).is_file() else p for p in given):
        changed = changed_files(folder, os.environ)
        if changed is None or any(map(_may_matter, changed)):
            return None
    progress.before_output()
    text = "" if arguments.quiet else "No findings: nothing is staged that is read.\n"
    output.write(text, arguments.output_file)
    return 0


def _may_matter(path: str) -> bool:
    """Tell whether a changed file is read; a submodule or a link stands for other files."""
    return (
        classify(path) is not FileKind.OTHER
        or path.rpartition("/")[2] in _STEERING
        or Path(path).is_symlink()
        or Path(path).is_dir()
    )


def _is_bystander(workspace: Workspace, here: str) -> bool:
    folders = {folder for start in (*workspace.roots, here) for folder in paths.upward(start, "/")}
    return not (
        workspace.problems
        or workspace.files(FileKind.COMPOSE)
        or any(os.path.lexists(paths.join(folder, BASELINE)) for folder in folders)
        or workspace.is_mentioned(*NEEDLES, kinds=_MANIFESTS)
        or workspace.is_mentioned(*NEEDLES, kinds=SEARCHED_KINDS - _MANIFESTS)
    )


def _no_source(path: str) -> SourceText | None:
    del path
    return None
