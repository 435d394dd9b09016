"""The command line as a user types it, turned into :class:`Arguments`."""

from __future__ import annotations

import argparse
from collections.abc import Generator, Sequence
from typing import NoReturn, TypeAlias

from supertokens_lint import __version__
from supertokens_lint.errors import UsageError

COMMANDS = (
    "check",
    "explain",
    "rules",
    "inspect",
    "init",
    "baseline",
    "contract",
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
  supertokens-lint                    check the current directory
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


def parse(argv: Sequence[str]) -> Arguments:
    """Return the arguments, with ``check`` as the command when none is named.

    Raises :class:`UsageError` for anything that cannot be understood, and ``SystemExit`` after
    printing what ``--help`` and ``--version`` ask for.
    """
    words = list(argv)
    if not words or words[0] not in (*COMMANDS, "-h", "--help", "--version"):
        words.insert(0, "check")
    return parser().parse_args(words, namespace=Arguments())


class _Help(argparse.RawDescriptionHelpFormatter):
    """The first page: commands stand directly below their heading, and fit a screen."""

    def _format_action(self, action: argparse.Action) -> str:
        text = super()._format_action(action)
        return text.partition("\n")[2] if action.nargs == argparse.PARSER else text

    def _iter_indented_subactions(
        self, action: argparse.Action
    ) -> Generator[argparse.Action, None, None]:
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - its only name
            yield from action._get_subactions()  # noqa: SLF001 - as argparse itself does


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\nTry '{self.prog} --help'.")


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001 - its only name


def parser() -> argparse.ArgumentParser:
    """Return the definition of the whole command line."""
    program = _Parser(
        prog="supertokens-lint",
        usage=_USAGE,
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=_Help,
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
    _add_completions(commands)
    _add_server(commands)
    return program


def _add_command(
    commands: _Commands,
    name: str,
    text: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False
    )
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the output (default: on a terminal, unless NO_COLOR is set)",
    )
    command.add_argument(
        "--debug", action="store_true", help="show the traceback of an internal error"
    )
    return command


def _add_check(commands: _Commands) -> None:
    command = _add_command(
        commands, "check", "check one system and report what breaks (the default)"
    )
    _add_system(command)
    _add_output(command, REPORT_FORMATS)
    _add_rules_choice(command)
    _add_other_files(command)
    command.add_argument(
        "--no-baseline", action="store_true", help="report also what the baseline knows"
    )
    command.add_argument(
        "--staged",
        action="store_true",
        help="check what git would commit, and show what the commit has to do with",
    )
    command.add_argument(
        "--fail-on",
        choices=LEVELS,
        help="exit with 1 for findings of this severity or worse (default: warning)",
    )
    command.add_argument("--exit-zero", action="store_true", help="exit with 0 despite findings")
    _add_fixes(command)
    command.add_argument("--quiet", "-q", action="store_true", help="print findings only")
    command.add_argument("--statistics", action="store_true", help="count the findings by rule")


def _add_fixes(command: argparse.ArgumentParser) -> None:
    command.add_argument("--fix", action="store_true", help="apply the safe fixes")
    command.add_argument(
        "--diff",
        action="store_true",
        help="write nothing, show what --fix would change; exit with 1 if there is anything",
    )
    command.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="count, show and apply also the fixes that a person has to look at",
    )
    command.add_argument(
        "--show-fixes", action="store_true", help="list what --fix changes, file by file"
    )


def _add_inspect(commands: _Commands) -> None:
    command = _add_command(
        commands, "inspect", "show apps, settings and where each value comes from"
    )
    _add_system(command)
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
    _add_system(command)
    _add_rules_choice(command)
    _add_other_files(command)
    ways = command.add_mutually_exclusive_group()
    ways.add_argument(
        "--prune", action="store_true", help="remove entries without a finding, add none"
    )
    ways.add_argument(
        "--check", action="store_true", help="write nothing, exit with 1 if there are such entries"
    )


def _add_explain(commands: _Commands) -> None:
    command = _add_command(commands, "explain", "explain a rule")
    command.add_argument("rule", metavar="RULE", help="code or name of the rule")


def _add_rules(commands: _Commands) -> None:
    _add_output(_add_command(commands, "rules", "list all rules"))


def _add_server(commands: _Commands) -> None:
    command = _add_command(commands, "server", "answer an editor over the language server protocol")
    command.add_argument(
        "--stdio", action="store_true", help="accepted from editors: it always talks over stdio"
    )


def _add_completions(commands: _Commands) -> None:
    command = _add_command(commands, "completions", "print completions for bash, zsh or fish")
    command.add_argument(
        "shell",
        choices=SHELLS,
        metavar=f"{{{','.join(SHELLS)}}}",
        help="the shell that they are for",
    )


def _add_system(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and directories of one system (default: .)"
    )
    command.add_argument("--config", metavar="FILE", help="use this configuration file")
    command.add_argument(
        "--exclude", action=_Words, metavar="GLOBS", help="leave out files, as in .gitignore"
    )
    command.add_argument(
        "--environment",
        dest="environments",
        action=_Words,
        metavar="NAMES",
        help="check only these environments (development, production, ...)",
    )
    command.add_argument(
        "--no-cache", action="store_true", help="accepted for scripts: there is no cache"
    )


def _add_rules_choice(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--select",
        action=_Words,
        metavar="RULES",
        help="run only these rules: codes, beginnings of codes or names, separated by commas",
    )
    command.add_argument(
        "--extend-select",
        action=_Words,
        metavar="RULES",
        help="run these rules as well, also where the configuration ignores them",
    )
    command.add_argument(
        "--ignore",
        "--extend-ignore",
        action=_Words,
        metavar="RULES",
        help="do not run these rules, besides those that the configuration ignores",
    )


def _add_other_files(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--with",
        dest="contracts",
        action="append",
        default=[],
        metavar="CONTRACT",
        help='the other side, as "supertokens-lint contract" wrote it; may be repeated',
    )
    command.add_argument(
        "--baseline", metavar="FILE", help="the baseline (default: beside the configuration)"
    )


def _add_output(command: argparse.ArgumentParser, formats: tuple[str, ...] = FORMATS) -> None:
    command.add_argument("--output-format", choices=formats, default="text", help="default: text")
    command.add_argument("--output-file", metavar="FILE", help="write there, not to the terminal")


class _Words(argparse.Action):
    """Collect comma lists of an option that may be repeated."""

    def __init__(self, option_strings: Sequence[str], dest: str, **settings: object) -> None:
        settings["default"] = []
        super().__init__(option_strings, dest, **settings)  # type: ignore[arg-type] # passed through

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        words = [word.strip() for word in str(values).split(",") if word.strip()]
        if not words:
            parser.error(f"argument {option_string}: expected at least one word")
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), *words])
