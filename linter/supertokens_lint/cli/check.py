"""``supertokens-lint check``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace

from supertokens_lint import registry
from supertokens_lint.cache.memory import Forgetful, Memory
from supertokens_lint.cli import baselines, contracts, output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.cli.delivery import prepared
from supertokens_lint.cli.fixing import Fixing, list_fixes, show_diff, tell
from supertokens_lint.cli.handover import hand_over
from supertokens_lint.cli.opening import listed
from supertokens_lint.cli.system import directory, load_config, open_system
from supertokens_lint.config import Config
from supertokens_lint.config_file import FAIL_ON
from supertokens_lint.documents import with_documents
from supertokens_lint.engine import Run
from supertokens_lint.errors import ConfigError, FixError, UsageError
from supertokens_lint.progress import Progress
from supertokens_lint.registry import Registry
from supertokens_lint.report.counts import counted
from supertokens_lint.report.model import Report
from supertokens_lint.rule_texts import rule_texts
from supertokens_lint.selection import Rules, choose
from supertokens_lint.staged import read_staged
from supertokens_lint.workspace.filesystem import FileSystem
from supertokens_lint.workspace.workspace import Workspace


def run(arguments: Arguments, progress: Progress, memory: Memory | None = None) -> int:
    """Check one system, write the report and return the exit status."""
    memory = Forgetful() if memory is None else memory
    progress.step = "loading the rules"
    installed = registry.load()
    config = load_config(arguments, progress)
    rules = rules_of(arguments, config, installed)
    known = baselines.opened(arguments, config)
    promised = contracts.opened(arguments, config)
    roots: dict[str, None] = {}

    def look(file_system: FileSystem) -> Report:
        return examine(files_of(file_system))

    def files_of(file_system: FileSystem) -> Workspace:
        progress.step = "listing the files"
        return listed(arguments, config, file_system)

    def examine(workspace: Workspace) -> Report:
        project, system = open_system(arguments, config, progress, workspace)
        roots.update(dict.fromkeys(project.roots))
        seen = with_documents(project, None if known is None else known.source)
        run = Run(seen, system, installed, rules, config, directory(), progress, known)
        return contracts.with_contracts(run, promised).report()

    if arguments.staged and (arguments.fix or arguments.diff):
        raise UsageError("--staged: what is staged is not changed; leave out --fix and --diff")
    if arguments.diff:
        return _diff(Fixing(look), arguments, progress)
    failed: tuple[FixError, ...] = ()
    if arguments.fix:
        fixing = Fixing(look)
        report, failed = _fix(fixing, arguments, progress, roots)
    elif arguments.staged:
        progress.step = "asking git what is staged"
        staged = read_staged(arguments.paths, directory(), os.environ)
        report = staged.only(look(staged.files()), lambda: look(staged.files_before()))
    else:
        report = examine(memory.listed(files_of))
    progress.step = f"writing the report as {arguments.output_format}"
    progress.before_output()
    limit = config.fail_on if arguments.fail_on is None else FAIL_ON[arguments.fail_on]
    if arguments.output_format == "sarif":
        report = replace(report, rules=rule_texts(rules))
    outcome = prepared(report, arguments, limit, os.environ, failed=bool(failed))
    status = hand_over(outcome, arguments, os.environ)
    memory.keep(outcome)
    return status


def _diff(fixing: Fixing, arguments: Arguments, progress: Progress) -> int:
    """Show what the fixes would change; the status tells whether there is anything."""
    progress.step = "trying fixes"
    fixes = fixing.find(unsafe=arguments.unsafe_fixes)
    progress.before_output()
    to_file = arguments.output_file is not None
    look = output.options(arguments.color, sys.stdout, os.environ, to_file=to_file)
    output.write(show_diff(fixes, color=look.color), arguments.output_file)
    tell(fixes.report, fixes.dropped, ())
    if arguments.show_fixes:
        list_fixes(fixes, ())
    if not arguments.quiet:
        sys.stderr.write(f"Would fix {counted(len(fixes.fixed), 'finding')}.\n")
    return int(bool(fixes.changed) and not arguments.exit_zero)


def _fix(
    fixing: Fixing, arguments: Arguments, progress: Progress, roots: Mapping[str, None]
) -> tuple[Report, tuple[FixError, ...]]:
    """Apply fixes; return what is left, and which files could not be written."""
    progress.step = "trying fixes"
    fixes = fixing.find(unsafe=arguments.unsafe_fixes)
    progress.step = "writing fixed files"
    failed = fixing.write(fixes, tuple(roots))
    progress.before_output()
    tell(fixes.report, fixes.dropped, failed)
    if arguments.show_fixes:
        list_fixes(fixes, failed)
    return (fixing.again(), failed) if failed else (fixes.report, ())


def rules_of(arguments: Arguments, config: Config, installed: Registry) -> Rules:
    """Return the rules to run.

    ``--select`` sets the configured choice aside, ``--extend-select`` adds to either, and
    ``--ignore``, of which ``--extend-ignore`` is another name, takes out of all of them.
    """
    known, origin = installed.rules, f"{config.path}: "
    if arguments.select:
        chosen = choose(known, arguments.select, (), UsageError, "--")
    else:
        chosen = choose(known, config.select, config.ignore, ConfigError, origin)
    if arguments.extend_select:
        chosen += choose(known, arguments.extend_select, (), UsageError, "--extend-")
    kept = choose(known, (), arguments.ignore, UsageError, "--")
    return tuple(rule for rule in kept if rule in chosen)
