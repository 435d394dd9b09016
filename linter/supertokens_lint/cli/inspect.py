"""``supertokens-lint inspect``."""

from __future__ import annotations

import os
import sys

from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.system import directory, load_config, open_system
from supertokens_lint.inspection import json_format, text
from supertokens_lint.inspection.model import inspect
from supertokens_lint.progress import Progress
from supertokens_lint.report.model import Report, Summary


def run(arguments: Arguments, progress: Progress) -> int:
    """Write what was understood of a system."""
    config = load_config(arguments, progress)
    workspace, system = open_system(arguments, config, progress)
    progress.step = "writing the inspection"
    inspection = inspect(system)
    report = Report((), Summary(), workspace.source, directory())
    if arguments.output_format == "json":
        written = json_format.render(inspection, report)
    else:
        to_file = arguments.output_file is not None
        look = output.options(arguments.color, sys.stdout, os.environ, to_file=to_file)
        written = text.render(inspection, report, look)
    progress.before_output()
    output.write(written, arguments.output_file)
    return 0
