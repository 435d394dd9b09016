"""``supertokens-lint completions SHELL``: scripts made from the definition of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from supertokens_lint import registry
from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments, parser

PROGRAM = "supertokens-lint"
_FILES = frozenset({"FILE", "PATH", "GLOBS"})
_RULES = frozenset({"RULE", "RULES"})


@dataclass(frozen=True)
class Word:
    """What a value can be: some words, the name of a file, or anything."""

    words: tuple[str, ...] = ()
    is_file: bool = False


@dataclass(frozen=True)
class Option:
    """One option with its spellings; ``value`` is ``None`` for a switch."""

    names: tuple[str, ...]
    help: str
    value: Word | None


@dataclass(frozen=True)
class Command:
    """One command with its options and what stands behind them."""

    name: str
    help: str
    options: tuple[Option, ...]
    operand: Word


def run(arguments: Arguments) -> int:
    """Write the script for one shell."""
    rules = tuple(name for rule in registry.load().rules for name in (rule.code, rule.name))
    output.write(script(arguments.shell, commands(parser(), rules)), None)
    return 0


def script(shell: str, found: Sequence[Command]) -> str:
    """Return the script for ``shell``: ``"bash"``, ``"zsh"`` or ``"fish"``."""
    makers = {"bash": _bash, "zsh": _zsh, "fish": _fish}
    return "\n".join(makers[shell](found)) + "\n"


def commands(program: argparse.ArgumentParser, rules: tuple[str, ...]) -> tuple[Command, ...]:
    """Return the commands that a parser knows; ``rules`` are the codes and names of all rules."""
    return tuple(
        _command(name, choice.help or "", action.choices[name], rules)
        for action in program._actions  # noqa: SLF001 - argparse has no other way to ask
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
        for name, choice in zip(action.choices, action._choices_actions, strict=True)  # noqa: SLF001
    )


def _command(
    name: str, text: str, definition: argparse.ArgumentParser, rules: tuple[str, ...]
) -> Command:
    options: list[Option] = []
    operand = Word()
    for action in definition._actions:  # noqa: SLF001 - as above
        if action.help == argparse.SUPPRESS:
            continue
        if action.option_strings:
            value = None if action.nargs == 0 else _word(action, rules)
            options.append(Option(tuple(action.option_strings), action.help or "", value))
        else:
            operand = _word(action, rules)
    return Command(name, text, tuple(options), operand)


def _word(action: argparse.Action, rules: tuple[str, ...]) -> Word:
    if action.choices is not None:
        return Word(tuple(str(choice) for choice in action.choices))
    metavar = str(action.metavar)
    return Word(rules if metavar in _RULES else (), is_file=metavar in _FILES)


# --- bash ----------------------------------------------------------------------------------------


_BASH_HEAD = """\
_supertokens_lint_words() { COMPREPLY+=($(compgen -W "$1" -- "$current")); }
_supertokens_lint_files() { local IFS=$'\\n'; COMPREPLY+=($(compgen -f -- "$current")); }
_supertokens_lint() {
    local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
    local command=check
    COMPREPLY=()"""


def _bash(found: Sequence[Command]) -> Iterator[str]:
    """Source: Bash Reference Manual, "Programmable Completion"; it runs in bash 3.2 as well."""
    names = " ".join(command.name for command in found)
    yield f'# bash completion: eval "$({PROGRAM} completions bash)"'
    yield _BASH_HEAD
    yield '    if [ "$COMP_CWORD" -eq 1 ]; then'
    yield f'        _supertokens_lint_words "{names} --help --version"'
    yield '        [ "${current:0:1}" = - ] || _supertokens_lint_files'
    yield "        return"
    yield "    fi"
    yield f'    case " {names} " in *" ${{COMP_WORDS[1]}} "*) command="${{COMP_WORDS[1]}}" ;; esac'
    yield '    case "$command $previous" in'
    for command in found:
        for option in command.options:
            if option.value is not None:
                pattern = "|".join(f'"{command.name} {name}"' for name in option.names)
                yield f"        {pattern}) {_bash_value(option.value)}; return ;;"
    yield "    esac"
    yield '    case "$command ${current:0:1}" in'
    for command in found:
        switches = " ".join(name for option in command.options for name in option.names)
        yield f'        "{command.name} -") _supertokens_lint_words "{switches}" ;;'
        yield f'        "{command.name} "*) {_bash_value(command.operand)} ;;'
    yield "    esac"
    yield "}"
    yield f"complete -o filenames -F _supertokens_lint {PROGRAM}"


def _bash_value(value: Word) -> str:
    if value.is_file:
        return "_supertokens_lint_files"
    return f'_supertokens_lint_words "{" ".join(value.words)}"' if value.words else ":"


# --- zsh -----------------------------------------------------------------------------------------


def _zsh(found: Sequence[Command]) -> Iterator[str]:
    """Source: zshcompsys(1), ``_arguments`` and ``_describe``."""
    yield f"#compdef {PROGRAM}"
    yield f'# zsh completion: eval "$({PROGRAM} completions zsh)"'
    yield "_supertokens_lint() {"
    yield "    local -a commands=("
    for command in found:
        yield f"        {_quoted(f'{command.name}:{command.help}')}"
    yield "    )"
    yield "    if (( CURRENT == 2 )); then"
    yield "        _describe command commands"
    yield "        _files"
    yield "        return"
    yield "    fi"
    yield '    local command="${words[2]}"'
    yield "    case $command in"
    yield f"        {'|'.join(command.name for command in found)}) shift words; (( CURRENT-- )) ;;"
    yield "        *) command=check ;;"
    yield "    esac"
    yield "    case $command in"
    for command in found:
        yield f"        {command.name})"
        yield "            _arguments \\"
        for option in command.options:
            yield from (f"                {line} \\" for line in _zsh_option(option))
        yield f"                {_quoted('*:' + _zsh_value(command.operand))} ;;"
    yield "    esac"
    yield "}"
    yield f"compdef _supertokens_lint {PROGRAM}"


def _zsh_option(option: Option) -> Iterator[str]:
    text = option.help.replace("[", "(").replace("]", ")").replace(":", "\\:")
    value = "" if option.value is None else f":{_zsh_value(option.value)}"
    for name in option.names:
        yield _quoted(f"*{name}[{text}]{value}")


def _zsh_value(value: Word) -> str:
    if value.is_file:
        return "file:_files"
    return f"value:({' '.join(value.words)})" if value.words else "value: "


# --- fish ----------------------------------------------------------------------------------------


def _fish(found: Sequence[Command]) -> Iterator[str]:
    """Source: fish documentation, ``complete``."""
    names = " ".join(command.name for command in found)
    none_yet = _quoted(f"not __fish_seen_subcommand_from {names}")
    yield f"# fish completion: {PROGRAM} completions fish | source"
    for command in found:
        what = f"-a {command.name} -d {_quoted(command.help)}"
        yield f"complete -c {PROGRAM} -n __fish_use_subcommand {what}"
    for command in found:
        seen = _quoted(f"__fish_seen_subcommand_from {command.name}")
        for condition in (seen, none_yet) if command.name == "check" else (seen,):
            for option in command.options:
                yield f"complete -c {PROGRAM} -n {condition} {_fish_option(option)}"
        if not command.operand.is_file:
            words = _quoted(" ".join(command.operand.words))
            yield f"complete -c {PROGRAM} -n {seen} -f -a {words}"


def _fish_option(option: Option) -> str:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    described = f"{names} -d {_quoted(option.help)}"
    if option.value is None:
        return described
    if option.value.is_file:
        return f"{described} -r -F"
    return f"{described} -x -a {_quoted(' '.join(option.value.words))}"


def _quoted(text: str) -> str:
    """Return ``text`` as one word of zsh; fish reads the same where there is no quote in it."""
    return "'" + text.replace("'", "'\\''") + "'"
