"""``supertokens-lint check``."""

from __future__ import annotations

import os
from dataclasses import replace

from supertokens_lint import registry
from supertokens_lint.cli import baselines
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.delivery import deliver
from supertokens_lint.cli.system import directory, load_config, open_system
from supertokens_lint.config import Config
from supertokens_lint.config_file import FAIL_ON
from supertokens_lint.documents import with_documents
from supertokens_lint.engine import Run
from supertokens_lint.errors import ConfigError, UsageError
from supertokens_lint.finding import Severity
from supertokens_lint.progress import Progress
from supertokens_lint.registry import Registry
from supertokens_lint.report.model import Report
from supertokens_lint.rule_texts import rule_texts
from supertokens_lint.selection import Rules, choose


def run(arguments: Arguments, progress: Progress) -> int:
    """Check one system, write the report and return the exit status."""
    progress.step = "loading the rules"
    installed = registry.load()
    config = load_config(arguments, progress)
    rules = rules_of(arguments, config, installed)
    project, system = open_system(arguments, config, progress)
    here = directory()
    known = baselines.opened(arguments, config)
    seen = with_documents(project, None if known is None else known.source)
    report = Run(seen, system, installed, rules, config, here, progress, known).report()
    progress.step = f"writing the report as {arguments.output_format}"
    progress.before_output()
    limit = config.fail_on if arguments.fail_on is None else FAIL_ON[arguments.fail_on]
    if arguments.output_format == "sarif":
        report = replace(report, rules=rule_texts(rules))
    deliver(report, arguments, limit, os.environ)
    return 0 if arguments.exit_zero or limit is None else int(_worst(report) >= limit)


def rules_of(arguments: Arguments, config: Config, installed: Registry) -> Rules:
    """Return the rules to run; ``--select`` sets the configured choice aside, ``--ignore`` adds."""
    if arguments.select:
        return choose(installed.rules, arguments.select, arguments.ignore, UsageError, "--")
    origin = f"{config.path}: "
    chosen = choose(installed.rules, config.select, config.ignore, ConfigError, origin)
    kept = choose(installed.rules, (), arguments.ignore, UsageError, "--")
    return tuple(rule for rule in chosen if rule in kept)


def _worst(report: Report) -> int:
    return max((finding.severity for finding in report.findings), default=Severity(1) - 1)
