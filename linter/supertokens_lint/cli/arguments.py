"""The command line as a user types it, turned into :class:`Arguments`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from supertokens_lint import __version__
from supertokens_lint.cli.parsing import CommandPage, FirstPage, Parser, Words

COMMANDS = (
    "check",
    "explain",
    "rules",
    "inspect",
    "init",
    "baseline",
    "contract",
    "clean",
    "completions",
    "server",
)
SHELLS = ("bash", "zsh", "fish")
FORMATS = ("text", "json")
REPORT_FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "html")
INSPECT_FORMATS = (*FORMATS, "html")
LEVELS = ("error", "warning", "info", "never")

_USAGE = "supertokens-lint [--help] [--version] [COMMAND] [OPTION ...] [PATH ...]"
_DESCRIPTION = """\
Will SuperTokens sessions work with this configuration, and if not, which two
lines disagree? Reads files as text. Runs nothing, sends nothing.
"""
_EPILOG = """\
examples:
  supertokens-lint frontend backend   check two directories as one system
  supertokens-lint explain ST114      tell what a rule means and how to mend it
  supertokens-lint check --help       list the options of a command

Exit status: 0 clean, 1 findings at or above --fail-on, 2 the run itself failed.
"""


class Arguments(argparse.Namespace):
    """What the user asked for; each command uses the fields of its own options."""

    command: str
    debug: bool
    color: str
    paths: list[str]
    output_format: str
    output_file: str | None
    select: list[str]
    extend_select: list[str]
    ignore: list[str]
    exclude: list[str]
    environments: list[str]
    config: str | None
    fail_on: str | None
    staged: bool
    exit_zero: bool
    quiet: bool
    statistics: bool
    rule: str
    shell: str
    baseline: str | None
    no_baseline: bool
    prune: bool
    check: bool
    path: str
    pyproject: bool
    force: bool
    dry_run: bool
    contracts: list[str]
    app: str | None
    fix: bool
    diff: bool
    unsafe_fixes: bool
    show_fixes: bool
    no_cache: bool
    cache_dir: str | None


def parse(argv: Sequence[str]) -> Arguments:
    """Return the arguments, with ``check`` as the command when none is named.

    Raises :class:`UsageError` for anything that cannot be understood, and ``SystemExit`` after
    printing what ``--help`` and ``--version`` ask for.
    """
    words = list(argv)
    if not words or words[0] not in (*COMMANDS, "-h", "--help", "--version"):
        words.insert(0, "check")
    program = parser()
    arguments, unknown = program.parse_known_args(words, namespace=Arguments())
    if unknown:
        _commands(program)[arguments.command].refuse(unknown)
    return arguments


def _commands(program: argparse.ArgumentParser) -> Mapping[str, Parser]:
    return next(
        action.choices
        for action in program._actions  # noqa: SLF001 - argparse has no other way to ask
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - its only name
    )


_Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - its only name
_Group: TypeAlias = argparse._ArgumentGroup  # noqa: SLF001 - its only name


def parser() -> argparse.ArgumentParser:
    """Return the definition of the whole command line."""
    program = Parser(
        prog="supertokens-lint",
        usage=_USAGE,
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=FirstPage,
        allow_abbrev=False,
        add_help=False,
    )
    program.add_argument("-h", "--help", action="help", help=argparse.SUPPRESS)
    program.add_argument(
        "--version",
        action="version",
        version=f"supertokens-lint {__version__}",
        help=argparse.SUPPRESS,
    )
    commands = program.add_subparsers(
        dest="command",
        title="commands",
        metavar="COMMAND",
        required=True,
        prog="supertokens-lint",
    )
    _add_check(commands)
    _add_inspect(commands)
    _add_init(commands)
    _add_baseline(commands)
    _add_contract(commands)
    _add_explain(commands)
    _add_rules(commands)
    _add_clean(commands)
    _add_completions(commands)
    _add_server(commands)
    for command in commands.choices.values():
        _add_general(command)
    return program


def _add_command(commands: _Commands, name: str, text: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=text,
        description=f"{text[0].upper()}{text[1:]}.",
        formatter_class=CommandPage,
        allow_abbrev=False,
        add_help=False,
    )


def _add_check(commands: _Commands) -> None:
    command = _add_command(
        commands, "check", "check one system and report what breaks (the default)"
    )
    system = _add_system(command)
    _add_other_files(system)
    system.add_argument("--no-baseline", action="store_true", help="report what it knows as well")
    system.add_argument(
        "--staged", action="store_true", help="check what git would commit, and report on that"
    )
    _add_cache_dir(system)
    _add_rules_choice(command)
    _add_fixes(command)
    report = _add_output(command, REPORT_FORMATS)
    report.add_argument(
        "--fail-on",
        choices=LEVELS,
        metavar="LEVEL",
        help="exit with 1 for error, warning (default), info, never",
    )
    report.add_argument("--exit-zero", action="store_true", help="exit with 0 despite findings")
    report.add_argument("--quiet", "-q", action="store_true", help="print findings only")
    report.add_argument("--statistics", action="store_true", help="count the findings by rule")


def _add_fixes(command: argparse.ArgumentParser) -> None:
    fixes = command.add_argument_group("fixes")
    fixes.add_argument("--fix", action="store_true", help="apply the safe fixes")
    fixes.add_argument(
        "--unsafe-fixes", action="store_true", help="also those that a person has to look at"
    )
    fixes.add_argument(
        "--diff", action="store_true", help="show them, write nothing; exit with 1 for any"
    )
    fixes.add_argument("--show-fixes", action="store_true", help="list them, file by file")


def _add_inspect(commands: _Commands) -> None:
    command = _add_command(
        commands, "inspect", "show apps, settings and where each value comes from"
    )
    _add_contracts(_add_system(command))
    _add_output(command, INSPECT_FORMATS)


def _add_init(commands: _Commands) -> None:
    command = _add_command(commands, "init", "write a first configuration from what is found")
    command.add_argument("path", nargs="?", default=".", metavar="PATH", help="where (default: .)")
    command.add_argument(
        "--pyproject", action="store_true", help="add it to pyproject.toml, which stays as it is"
    )
    command.add_argument("--force", action="store_true", help="replace the file that is there")
    command.add_argument("--dry-run", action="store_true", help="print it, write nothing")


def _add_contract(commands: _Commands) -> None:
    command = _add_command(commands, "contract", "write what one side promises to the other")
    _add_system(command)
    command.add_argument("--app", metavar="NAME", help="only this app, or this side (default: all)")
    command.add_argument("--output-file", metavar="FILE", help="write there, not to the terminal")


def _add_baseline(commands: _Commands) -> None:
    command = _add_command(
        commands, "baseline", "record the present findings, to report new ones only"
    )
    _add_other_files(_add_system(command))
    _add_rules_choice(command)
    ways = command.add_mutually_exclusive_group()
    ways.add_argument(
        "--prune", action="store_true", help="remove entries without a finding, add none"
    )
    ways.add_argument(
        "--check", action="store_true", help="write nothing, exit with 1 if there are any"
    )


def _add_explain(commands: _Commands) -> None:
    command = _add_command(commands, "explain", "explain a rule")
    command.add_argument("rule", metavar="RULE", help="code or name of the rule")


def _add_rules(commands: _Commands) -> None:
    _add_output(_add_command(commands, "rules", "list all rules"))


def _add_server(commands: _Commands) -> None:
    command = _add_command(commands, "server", "answer an editor over the language server protocol")
    command.add_argument(
        "--stdio", action="store_true", help="accepted: it always talks over stdio"
    )


def _add_clean(commands: _Commands) -> None:
    _add_cache_dir(_add_command(commands, "clean", "remove what the cache keeps"))


def _add_cache_dir(options: argparse._ActionsContainer) -> None:
    options.add_argument(
        "--cache-dir", metavar="DIR", help="the cache (default: in a folder of the user)"
    )


def _add_completions(commands: _Commands) -> None:
    command = _add_command(commands, "completions", "print completions for bash, zsh or fish")
    command.add_argument(
        "shell",
        choices=SHELLS,
        metavar=f"{{{','.join(SHELLS)}}}",
        help="the shell that they are for",
    )


def _add_system(command: argparse.ArgumentParser) -> _Group:
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and directories of one system (default: .)"
    )
    system = command.add_argument_group("system")
    system.add_argument("--config", metavar="FILE", help="use this configuration file")
    system.add_argument(
        "--exclude", action=Words, metavar="GLOBS", help="leave out files, as in .gitignore"
    )
    system.add_argument(
        "--environment",
        dest="environments",
        action=Words,
        metavar="NAMES",
        help="only these: development, production, ...",
    )
    system.add_argument(
        "--no-cache", action="store_true", help="answer from the files alone, keep nothing"
    )
    return system


def _add_rules_choice(command: argparse.ArgumentParser) -> None:
    rules = command.add_argument_group("rules (codes, beginnings of codes, names; with commas)")
    options = {
        "--select": "run only these",
        "--extend-select": "run these as well",
        "--ignore": "do not run these",
    }
    for option, text in options.items():
        rules.add_argument(option, action=Words, metavar="RULES", help=text)
    rules.add_argument(
        "--extend-ignore", dest="ignore", action=Words, metavar="RULES", help="same as --ignore"
    )


def _add_contracts(system: _Group) -> None:
    system.add_argument(
        "--with",
        dest="contracts",
        action="append",
        default=[],
        metavar="CONTRACT",
        help="the other side, as written by contract; repeatable",
    )


def _add_other_files(system: _Group) -> None:
    _add_contracts(system)
    system.add_argument(
        "--baseline", metavar="FILE", help="default: the one beside the configuration"
    )


def _add_output(command: argparse.ArgumentParser, formats: tuple[str, ...] = FORMATS) -> _Group:
    report = command.add_argument_group("report")
    report.add_argument(
        "--output-format",
        choices=formats,
        default="text",
        metavar="FORMAT",
        help=f"{formats[0]} (default), {', '.join(formats[1:])}",
    )
    report.add_argument("--output-file", metavar="FILE", help="write there, not to the terminal")
    return report


def _add_general(command: argparse.ArgumentParser) -> None:
    general = command.add_argument_group("general")
    general.add_argument("-h", "--help", action="help", help="show this page")
    general.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="WHEN",
        help="auto (on a terminal), always, never",
    )
    general.add_argument("--debug", action="store_true", help="show tracebacks of internal errors")
