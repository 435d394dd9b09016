"""Dockerfiles: build arguments, environment and ports of each stage.

Follows the Dockerfile reference: line continuations, the escape directive, here-documents, both
forms of ``ENV``, and the scopes of ``ARG``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.envvalues import EnvValue
from supertokens_lint.workspace.interpolation import (
    Interpolation,
    Style,
    Variable,
    parse_interpolation,
)

MAX_INSTRUCTIONS = 5000
_ESCAPE = re.compile(r"#[ \t]*escape[ \t]*=[ \t]*([\\`])", re.IGNORECASE)
_INSTRUCTION = re.compile(r"[ \t]*([A-Za-z]+)(?:[ \t]+|$)")
_HEREDOC = re.compile(r"<<-?[\"']?([A-Za-z_]\w*)[\"']?")
_PAIR = re.compile(
    r"""(?<![\w.-])(?P<name>[A-Za-z_][\w.-]*)=(?P<value>(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*)""",
    re.DOTALL,
)
_FROM = re.compile(r"(?:--\w+=\S+\s+)*(?P<base>\S+)(?:\s+as\s+(?P<name>\S+))?", re.IGNORECASE)
_PORT = re.compile(r"(\d{1,5})(?:/[a-z]+)?")


class Instruction(Struct, frozen=True):
    """An instruction with its text on one line; ``offsets`` tells where each character stands."""

    name: str
    text: str
    place: Place
    offsets: tuple[int, ...]


class Setting(Struct, frozen=True):
    """An ``ARG`` or ``ENV``; a later one of the same name wins from there on."""

    value: EnvValue
    is_arg: bool


class Stage(Struct, frozen=True):
    """One build stage. ``settings`` are in the order of the file."""

    base: str
    name: str | None
    place: Place
    settings: tuple[Setting, ...]
    workdir: str | None
    expose: tuple[int, ...]
    instructions: tuple[Instruction, ...]

    @property
    def args(self) -> Mapping[str, EnvValue]:
        """Build arguments with their defaults; without one ``value`` is ``None``."""
        return {item.value.name: item.value for item in self.settings if item.is_arg}

    @property
    def env(self) -> Mapping[str, EnvValue]:
        """Environment variables as written."""
        return {item.value.name: item.value for item in self.settings if not item.is_arg}


class Dockerfile(Struct, frozen=True):
    """One Dockerfile. ``args`` are those before the first ``FROM``."""

    path: str
    args: Mapping[str, EnvValue]
    stages: tuple[Stage, ...]

    def stage(self, name: str | None) -> Stage | None:
        """Return a stage by its name or number, the last one for ``None``."""
        if name is None:
            return self.stages[-1] if self.stages else None
        for stage in self.stages:
            if stage.name is not None and stage.name.lower() == name.lower():
                return stage
        if name.isdecimal() and len(name) <= 9 and int(name) < len(self.stages):
            return self.stages[int(name)]
        return None

    def variables(self, stage: Stage, build_args: Mapping[str, str | None]) -> dict[str, EnvValue]:
        """Return what ``ARG`` and ``ENV`` are at the end of a stage, its base stages included.

        ``build_args`` are given from outside and win over defaults of ``ARG``; ``ENV`` wins over
        ``ARG``. A value is ``None`` when it depends on something that nobody gives.
        """
        lineage: list[Stage] = []
        current: Stage | None = stage
        while current is not None and current not in lineage:
            lineage.append(current)
            earlier = self.stages[: self.stages.index(current)]
            base = current.base.lower()
            current = next((item for item in earlier if (item.name or "").lower() == base), None)
        env: dict[str, EnvValue] = {}
        for part in reversed(lineage):
            args: dict[str, EnvValue] = {}
            for setting in part.settings:
                self._apply(setting, env, args, build_args)
        return args | env

    def _apply(
        self,
        setting: Setting,
        env: dict[str, EnvValue],
        args: dict[str, EnvValue],
        build_args: Mapping[str, str | None],
    ) -> None:
        def lookup(name: str) -> str | None:
            found = env.get(name) or args.get(name)
            return None if found is None else found.value

        value = setting.value
        if not setting.is_arg:
            env[value.name] = _with_value(value, value.resolve(lookup).value)
        elif value.name in build_args:
            args[value.name] = _with_value(value, build_args[value.name])
        elif value.template.variables == (value.name,) and value.name in self.args:
            args[value.name] = self.args[value.name]
        else:
            args[value.name] = _with_value(value, value.resolve(lookup).value)


def _with_value(value: EnvValue, text: str | None) -> EnvValue:
    return EnvValue(value.name, text, value.place, value.template)


def read_dockerfile(source: SourceText) -> Dockerfile:
    """Read a Dockerfile. Instructions that are not understood are kept as they are."""
    before: dict[str, EnvValue] = {}
    groups: list[list[Instruction]] = []
    for instruction in _instructions(source):
        if instruction.name == "FROM":
            groups.append([instruction])
        elif groups:
            groups[-1].append(instruction)
        elif instruction.name == "ARG":
            before.update({item.name: item for item in _arguments(instruction)})
    return Dockerfile(source.path, before, tuple(_stage(group) for group in groups))


def _stage(group: list[Instruction]) -> Stage:
    head, *rest = group
    start = _FROM.match(head.text)
    settings: list[Setting] = []
    workdir: str | None = None
    expose: list[int] = []
    for item in rest:
        if item.name == "ARG":
            settings += [Setting(value, is_arg=True) for value in _arguments(item)]
        elif item.name == "ENV":
            settings += [Setting(value, is_arg=False) for value in _environment(item)]
        elif item.name == "WORKDIR":
            workdir = item.text.strip() or workdir
        elif item.name == "EXPOSE":
            expose += [
                int(port.group(1)) for part in item.text.split() if (port := _PORT.fullmatch(part))
            ]
    return Stage(
        base=start["base"] if start else "",
        name=start["name"] if start else None,
        place=head.place,
        settings=tuple(settings),
        workdir=workdir,
        expose=tuple(expose),
        instructions=tuple(rest),
    )


def _arguments(item: Instruction) -> Iterator[EnvValue]:
    taken = 0
    for match in _PAIR.finditer(item.text):
        yield _value(item, match["name"], match["value"], match.start("value"))
        taken += 1
    if taken == 0:
        for match in re.finditer(r"[A-Za-z_]\w*", item.text):
            name = match.group()
            place = Place(item.place.path, _span(item, match.start(), match.end()))
            yield EnvValue(name, None, place, Interpolation((Variable(name),)))


def _environment(item: Instruction) -> Iterator[EnvValue]:
    first = item.text.split(maxsplit=1)
    if len(first) == 2 and "=" not in first[0]:
        start = item.text.index(first[1], len(first[0]))
        yield _value(item, first[0], first[1].rstrip(), start)
        return
    for match in _PAIR.finditer(item.text):
        yield _value(item, match["name"], match["value"], match.start("value"))


def _value(item: Instruction, name: str, raw: str, start: int) -> EnvValue:
    is_quoted = len(raw) >= 2 and raw[0] == raw[-1] and raw[0] in "'\""
    inner = raw[1:-1] if is_quoted else raw
    begin = start + 1 if is_quoted else start
    place = Place(item.place.path, _span(item, begin, begin + len(inner)))
    if is_quoted and raw[0] == "'":
        template = Interpolation((inner,) if inner else ())
    else:
        template = parse_interpolation(re.sub(r"\\([^$])", r"\1", inner), Style.SHELL)
    return EnvValue(name, template.literal, place, template)


def _span(item: Instruction, start: int, end: int) -> Span:
    if not item.offsets:
        return item.place.span
    first = item.offsets[min(start, len(item.offsets) - 1)]
    last = item.offsets[min(max(end - 1, start), len(item.offsets) - 1)]
    return Span(first, last + 1 if end > start else first)


def _instructions(source: SourceText) -> Iterator[Instruction]:
    """Yield instructions with continuations joined, comments and here-documents left out."""
    directive = _ESCAPE.match(source.text)
    escape = directive.group(1) if directive else "\\"
    chars: list[str] = []
    offsets: list[int] = []
    heredocs: list[str] = []
    count = 0
    for start, line in _lines(source.text):
        stripped = line.strip()
        if heredocs:
            if stripped == heredocs[0]:
                heredocs.pop(0)
            continue
        if stripped.startswith("#") or (chars and not stripped):
            continue
        body = line.rstrip()
        goes_on = body.endswith(escape)
        body = body[:-1] if goes_on else body
        chars += body
        offsets += range(start, start + len(body))
        if goes_on or count >= MAX_INSTRUCTIONS:
            continue
        instruction = _instruction(source.path, "".join(chars), offsets)
        if instruction is not None:
            count += 1
            yield instruction
            if instruction.name in ("RUN", "COPY", "ADD"):
                heredocs = _HEREDOC.findall(instruction.text)
        chars, offsets = [], []
    last = _instruction(source.path, "".join(chars), offsets)
    if last is not None:
        yield last


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in re.split(r"(\r\n|\n|\r)", text):
        if line not in ("\r\n", "\n", "\r"):
            yield at, line
        at += len(line)


def _instruction(path: str, text: str, offsets: list[int]) -> Instruction | None:
    match = _INSTRUCTION.match(text)
    if match is None or not offsets:
        return None
    place = Place(path, Span(offsets[match.start(1)], offsets[-1] + 1))
    name, rest = match.group(1).upper(), match.end()
    return Instruction(name, text[rest:], place, tuple(offsets[rest:]))
