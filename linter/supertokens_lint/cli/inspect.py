"""``supertokens-lint inspect``."""

from __future__ import annotations

import os
import sys

from supertokens_lint import registry
from supertokens_lint.cli import contracts, output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.system import directory, load_config, open_system
from supertokens_lint.config import Config
from supertokens_lint.documents import with_documents
from supertokens_lint.engine import Run
from supertokens_lint.errors import ConfigError
from supertokens_lint.inspection import json_format, text
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.report import render
from supertokens_lint.report.model import Report, Summary
from supertokens_lint.selection import choose
from supertokens_lint.topology.model import System


def run(arguments: Arguments, progress: Progress) -> int:
    """Write what was understood of a system.

    The page also shows what the configured rules say of it: a map without them tells of no break.
    """
    config = load_config(arguments, progress)
    project, own = open_system(arguments, config, progress)
    promised = contracts.opened(arguments, config)
    progress.step = "writing the inspection"
    look = output.options(
        arguments.color, sys.stdout, os.environ, to_file=arguments.output_file is not None
    )
    if arguments.output_format == "html":
        run = contracts.with_contracts(_run(project, own, config, progress), promised)
        written = render("html", run.report(), look)
    else:
        found = contracts.inspected(own, promised)
        seen = with_documents(project, *(contract.source for contract in promised))
        report = Report((), Summary(), seen.source, directory())
        if arguments.output_format == "json":
            written = json_format.render(found, report)
        else:
            written = text.render(found, report, look)
    progress.before_output()
    output.write(written, arguments.output_file)
    return 0


def _run(project: WorkspaceProject, system: System, config: Config, progress: Progress) -> Run:
    installed = registry.load()
    rules = choose(installed.rules, config.select, config.ignore, ConfigError, f"{config.path}: ")
    return Run(project, system, installed, rules, config, directory(), progress)
