"""Env files: what their names mean, what they set, and which tool reads them in which order."""

from __future__ import annotations

import io
from collections.abc import Mapping
from enum import Enum

from msgspec import Struct

from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.envvalues import EnvValue, expand_all
from supertokens_lint.workspace.interpolation import Style, parse_interpolation

DEVELOPMENT = "development"
PRODUCTION = "production"
TEST = "test"

_MODES = {
    "dev": DEVELOPMENT,
    "develop": DEVELOPMENT,
    "development": DEVELOPMENT,
    "prod": PRODUCTION,
    "production": PRODUCTION,
    "live": PRODUCTION,
    "release": PRODUCTION,
    "test": TEST,
    "testing": TEST,
    "ci": TEST,
    "stage": "staging",
    "stg": "staging",
    "staging": "staging",
    "preview": "preview",
    "qa": "qa",
    "uat": "uat",
}
_SAMPLES = frozenset(
    {"example", "sample", "template", "tmpl", "tpl", "dist", "default", "defaults", "schema"}
)


class Tool(str, Enum):
    """Programs that choose among env files; the rest read ``.env`` alone."""

    VITE = "vite"
    CRA = "create-react-app"
    NEXT = "next"
    EXPO = "expo"
    NUXT = "nuxt"
    BUN = "bun"
    DOTENV = "dotenv"
    DOTENV_FLOW = "dotenv-flow"
    FLASK = "flask"
    COMPOSE = "compose"


class EnvName(Struct, frozen=True):
    """What the name of an env file says.

    ``mode`` is the normalised environment (``development`` for ``.env.dev``) or ``None``;
    ``label`` is any other word in the name (``backend`` of ``backend.env``).
    """

    mode: str | None = None
    is_local: bool = False
    is_sample: bool = False
    label: str | None = None

    @property
    def is_base(self) -> bool:
        """Whether the file is plain ``.env`` or a sample of it."""
        return self.mode is None and not self.is_local and self.label is None


class EnvFile(Struct, frozen=True):
    """One env file. ``variables`` are expanded among themselves."""

    path: str
    name: EnvName
    variables: Mapping[str, EnvValue]


def mode_of_word(word: str) -> str | None:
    """Return the environment that a word of a file or branch name stands for."""
    return _MODES.get(word.lower())


def parse_env_name(name: str) -> EnvName:
    """Read the name of an env file."""
    words = [word for word in name.lower().replace("_", ".").replace("-", ".").split(".") if word]
    mode: str | None = None
    labels: list[str] = []
    is_sample = is_local = False
    for word in words:
        if word in ("env", "dotenv", "flaskenv", "vars"):
            continue
        if word in _SAMPLES:
            is_sample = True
        elif word == "local":
            is_local = True
        elif mode is None and word in _MODES:
            mode = _MODES[word]
        else:
            labels.append(word)
    return EnvName(mode, is_local, is_sample, "-".join(labels) or None)


def read_env_file(source: SourceText) -> EnvFile:
    """Read an env file with python-dotenv's parser; lines that it rejects are left out.

    Of a name that is set twice the last value counts. References are put in wherever the value
    they name stands in the file, as dotenv-expand does.
    """
    from dotenv.parser import parse_stream  # noqa: PLC0415 - costs 20 ms

    found: dict[str, EnvValue] = {}
    text = source.text.lstrip("\ufeff")
    at = len(source.text) - len(text)
    for binding in parse_stream(io.StringIO(text, newline="")):
        start, at = at, at + len(binding.original.string)
        if binding.error or not binding.key or binding.value is None:
            continue
        place = Place(source.path, _value_span(source.text, start, at, binding.key))
        template = parse_interpolation(binding.value, Style.SHELL)
        found[binding.key] = EnvValue(binding.key, None, place, template)
    path = source.path
    return EnvFile(path, parse_env_name(path.rpartition("/")[2]), expand_all(found))


def _value_span(text: str, start: int, end: int, key: str) -> Span:
    """Return the value's place in one binding, without quotes; the key's when there is none."""
    key_at = text.find(key, start, end)
    equals = text.find("=", key_at + len(key), end)
    if key_at < 0 or equals < 0:
        return Span(start, end)
    begin = equals + 1
    while begin < end and text[begin] in " \t":
        begin += 1
    quote = text[begin : begin + 1]
    if quote and quote in "'\"":
        close = begin + 1
        while close < end and text[close] != quote:
            close += 2 if text[close] == "\\" else 1
        return Span(begin + 1, min(close, end))
    stop = begin
    while stop < end and text[stop] not in "\r\n":
        if text[stop] == "#" and text[stop - 1] in " \t":
            break
        stop += 1
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    return Span(begin, stop) if stop > begin else Span(key_at, key_at + len(key))


def precedence(tool: Tool, mode: str) -> tuple[str, ...]:
    """Return the names of the env files that a tool reads in a mode, the winning one first.

    Sources: Vite "Env Variables and Modes"; Create React App "Adding Custom Environment
    Variables"; Next.js "Environment Variables"; Expo "Environment variables"; Nuxt and dotenv
    (``.env`` alone); Bun "Environment variables"; dotenv-flow README; Flask "Environment
    Variables From dotenv".
    """
    if tool in (Tool.VITE, Tool.DOTENV_FLOW):
        return (f".env.{mode}.local", f".env.{mode}", ".env.local", ".env")
    if tool is Tool.BUN:
        return (".env.local", f".env.{mode}", ".env")
    if tool in (Tool.CRA, Tool.NEXT, Tool.EXPO):
        local = () if mode == TEST else (".env.local",)
        return (f".env.{mode}.local", *local, f".env.{mode}", ".env")
    return (".env", ".flaskenv") if tool is Tool.FLASK else (".env",)
