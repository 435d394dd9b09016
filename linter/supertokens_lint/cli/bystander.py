"""``check`` where no file names SuperTokens: the answer is known before any rule is loaded.

Loading the rules and what they need takes longer than reading a product's files. As a hook of
many repositories the program runs most often where there is nothing for it to do.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from supertokens_lint import config_file
from supertokens_lint.cli import excludes
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.delivery import deliver
from supertokens_lint.config import Config
from supertokens_lint.finding import Severity
from supertokens_lint.progress import Progress
from supertokens_lint.report.model import Report, Summary
from supertokens_lint.source import SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import LOCK_KINDS, FileKind
from supertokens_lint.workspace.workspace import Workspace

BASELINE = ".supertokens-lint-baseline.json"
NEEDLES = (b"upertokens", b"uperTokens", b"UPERTOKENS")
"""The ends of all spellings; comments to this program hold one as well."""
_KINDS = frozenset(FileKind) - LOCK_KINDS - {FileKind.OTHER}
_MANIFESTS = frozenset(
    {FileKind.PACKAGE_JSON, FileKind.REQUIREMENTS, FileKind.PYPROJECT, FileKind.GO_MOD}
)
_DECIDING = ("select", "ignore", "environments", "contracts")
_CHANGING = ("fix", "diff", "staged", "statistics", "baseline")


def run(arguments: Arguments, progress: Progress) -> int | None:
    """Check files that have nothing to do with SuperTokens; ``None`` where they may have.

    What goes beyond a plain report, or asks for certain rules, is left to the whole program as
    well, so that it answers as ever.
    """
    if arguments.output_format != "text" or any(
        getattr(arguments, name) for name in (*_DECIDING, *_CHANGING)
    ):
        return None
    if not all(Path(path).exists() and os.access(path, os.R_OK) for path in arguments.paths):
        return None
    progress.step = "reading the configuration"
    start = Path(arguments.paths[0] if arguments.paths else ".").absolute()
    config = config_file.load(start, arguments.config)
    if replace(config, path=None, root=None, exclude=(), fail_on=Severity.WARNING) != Config():
        return None
    progress.step = "listing the files"
    here = Path.cwd().as_posix()
    patterns, base = excludes.merged(config.exclude, config.root, arguments.exclude, here)
    workspace = Workspace.open(arguments.paths, excludes=patterns, exclude_base=base)
    if not _is_bystander(workspace, here):
        return None
    progress.before_output()
    report = Report((), Summary(files=len(workspace.entries)), _no_source, here)
    deliver(report, arguments, config.fail_on, os.environ)
    return 0


def _is_bystander(workspace: Workspace, here: str) -> bool:
    folders = {folder for start in (*workspace.roots, here) for folder in paths.upward(start, "/")}
    return not (
        workspace.problems
        or workspace.files(FileKind.COMPOSE)
        or any(os.path.lexists(paths.join(folder, BASELINE)) for folder in folders)
        or workspace.mentioning(*NEEDLES, kinds=_MANIFESTS)
        or workspace.mentioning(*NEEDLES, kinds=_KINDS - _MANIFESTS)
    )


def _no_source(path: str) -> SourceText | None:
    del path
    return None
