"""Command lines in scripts, Dockerfiles, compose files and Procfiles."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

MAX_LENGTH = 4_000
MAX_NESTING = 4
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_SEPARATORS = frozenset({"&&", "||", ";", "|", "&", ";;", "\n"})
_SETTERS = frozenset({"export", "set", "cross-env", "env"})
_WRAPPERS = frozenset(
    {
        "npx", "bunx", "pnpx", "exec", "time", "nice", "sudo", "wait-on", "dotenv", "env-cmd",
        "dotenvx", "cross-env", "cross-env-shell", "env", "nohup", "tini", "dumb-init",
    }
)  # fmt: skip
_RUNNERS = frozenset({"poetry", "pipenv", "uv", "pdm", "hatch", "rye", "dotenvx", "doppler"})
_EXECUTORS = frozenset({"npm", "pnpm", "yarn", "bun"})
_SHELLS = frozenset({"sh", "bash", "zsh", "ash"})
_MANY = frozenset({"concurrently", "conc"})
_PYTHON = re.compile(r"python(?:\d(?:\.\d+)?)?")


class Command(Struct, frozen=True):
    """One program with its arguments and the variables set for it.

    ``elsewhere`` is true after a ``cd``: the command runs in another folder.
    """

    program: str
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    elsewhere: bool = False

    def flag(self, *names: str) -> str | None:
        """Return the value of an option: ``--port 1``, ``--port=1``, ``-p 1`` or ``-p1``."""
        for index, arg in enumerate(self.args):
            for name in names:
                if arg == name and index + 1 < len(self.args):
                    return self.args[index + 1]
                if arg.startswith(f"{name}="):
                    return arg[len(name) + 1 :]
                short = len(name) == 2 and arg.startswith(name) and len(arg) > 2
                if short and arg[2:].isdigit():
                    return arg[2:]
        return None

    def words(self) -> tuple[str, ...]:
        """Return the arguments in front of the first option."""
        found: list[str] = []
        for arg in self.args:
            if arg.startswith("-"):
                break
            found.append(arg)
        return tuple(found)


def commands_of(text: str) -> tuple[Command, ...]:
    """Return the commands of a shell line; wrappers such as ``npx`` are looked through."""
    return tuple(_commands(text[:MAX_LENGTH], 0))


def _commands(text: str, depth: int) -> Iterator[Command]:
    if depth > MAX_NESTING:
        return
    exported: dict[str, str] = {}
    elsewhere = False
    for words in _split(text):
        env, rest = _assignments(words)
        if rest and rest[0] in _SETTERS:
            more, after = _assignments(rest[1:])
            if not after:
                exported.update(more)
                continue
        if not rest:
            exported.update(env)
        elif rest[0] == "cd":
            elsewhere = True
        else:
            yield from _unwrapped(rest, {**exported, **env}, elsewhere, depth)


def _split(text: str) -> Iterator[list[str]]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|")
    lexer.commenters = ""
    lexer.whitespace_split = True
    words: list[str] = []
    try:
        for token in lexer:
            if token in _SEPARATORS:
                yield words
                words = []
            else:
                words.append(token)
    except ValueError:
        words = text.split()
    yield words


def _assignments(words: list[str]) -> tuple[dict[str, str], list[str]]:
    env: dict[str, str] = {}
    for index, word in enumerate(words):
        match = _ASSIGNMENT.fullmatch(word)
        if match is None:
            return env, words[index:]
        env[match.group(1)] = match.group(2)
    return env, []


def _unwrapped(
    words: list[str], env: dict[str, str], elsewhere: bool, depth: int
) -> Iterator[Command]:
    program, args = words[0].rpartition("/")[2], words[1:]
    if program in _WRAPPERS:
        yield from _inner(_after_options(args), env, elsewhere, depth)
    elif program in _RUNNERS and "run" in args[:2]:
        yield from _inner(_after_options(args[args.index("run") + 1 :]), env, elsewhere, depth)
    elif program in _EXECUTORS and args[:1] in (["exec"], ["dlx"], ["x"]):
        yield from _inner(_after_options(args[1:]), env, elsewhere, depth)
    elif program in _SHELLS and any(arg.endswith("c") and arg.startswith("-") for arg in args[:1]):
        for inner in args[1:2]:
            yield from _with(_commands(inner, depth + 1), env, elsewhere)
    elif program in _MANY:
        for inner in args:
            if not inner.startswith("-"):
                yield from _with(_commands(inner, depth + 1), env, elsewhere)
    elif _PYTHON.fullmatch(program) and "-m" in args[:3]:
        yield from _inner(args[args.index("-m") + 1 :], env, elsewhere, depth)
    elif _PYTHON.fullmatch(program) and "manage.py" in (args[0] if args else ""):
        yield Command("manage.py", tuple(args[1:]), env, elsewhere)
    else:
        yield Command(program, tuple(args), env, elsewhere)


def _inner(words: list[str], env: dict[str, str], elsewhere: bool, depth: int) -> Iterator[Command]:
    more, rest = _assignments(words)
    if rest and depth <= MAX_NESTING:
        yield from _unwrapped(rest, {**env, **more}, elsewhere, depth + 1)


def _with(commands: Iterator[Command], env: dict[str, str], elsewhere: bool) -> Iterator[Command]:
    for command in commands:
        merged = {**env, **command.env}
        yield Command(command.program, command.args, merged, elsewhere or command.elsewhere)


def _after_options(words: list[str]) -> list[str]:
    if "--" in words:
        return words[words.index("--") + 1 :]
    index = 0
    while index < len(words) and words[index].startswith("-"):
        index += 1
    return words[index:]
