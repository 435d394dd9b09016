"""Find and read the configuration file of a project."""

from __future__ import annotations

import os.path
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

from supertokens_lint.config import Config, ConfiguredPair, Override
from supertokens_lint.errors import ConfigError, ReaderError
from supertokens_lint.finding import Severity
from supertokens_lint.suggest import did_you_mean
from supertokens_lint.workspace.filesystem import OsFileSystem

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OWN_FILE = "supertokens-lint.toml"
SHARED_FILE = "pyproject.toml"
TABLE = "supertokens-lint"
MAX_BYTES = 5_000_000

SEVERITIES: dict[str, Severity] = {level.label: level for level in reversed(Severity)}
FAIL_ON: dict[str, Severity | None] = {**SEVERITIES, "never": None}

# Whether a shared file is worth parsing: one that is broken elsewhere is none of our business.
_OWN_TABLE = re.compile(
    rb"""\btool["']?[ \t]*\.[ \t]*["']?supertokens-lint\b|^[ \t]*\[tool\]""", re.MULTILINE
)

_Word = TypeVar("_Word")


def load(start: Path, explicit: str | None = None) -> Config:
    """Return the configuration that holds for ``start``.

    ``explicit`` names the file to use; else the nearest one is taken, from ``start`` upward.
    In one directory ``supertokens-lint.toml`` goes before ``pyproject.toml``.
    Raises :class:`ConfigError` when the file cannot be used.
    """
    if explicit is not None:
        path = Path(explicit).absolute()
        return _config(path, _table(path) or {})
    start = Path(os.path.abspath(start))  # noqa: PTH100 - pathlib keeps ".." among the parents
    directory = start if start.is_dir() else start.parent
    for folder in (directory, *directory.parents):
        for name in (OWN_FILE, SHARED_FILE):
            path = folder / name
            table = _table(path) if path.is_file() else None
            if table is not None:
                return _config(path, table)
    return Config()


def _table(path: Path) -> dict[str, object] | None:
    """Return the settings in a file, ``None`` when a shared file has none."""
    try:
        data = OsFileSystem().read(path.as_posix(), MAX_BYTES)
    except ReaderError as error:
        raise ConfigError(f"{path}: cannot be read: {error.message}") from error
    shared = path.name == SHARED_FILE
    if shared and _OWN_TABLE.search(data) is None:
        return None
    try:
        document: dict[str, object] = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8: byte {error.start} cannot be read") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    if not shared:
        return document
    tool = document.get("tool")
    table = tool.get(TABLE) if isinstance(tool, dict) else None
    return None if table is None else _Value(path, f"tool.{TABLE}", table).table()


@dataclass(frozen=True)
class _Value:
    """One value of the file with its place, for messages that name both."""

    path: Path
    key: str
    raw: object

    def error(self, problem: str) -> ConfigError:
        return ConfigError(f"{self.path}: {self.key}: {problem}")

    def wrong(self, wanted: str) -> ConfigError:
        return self.error(f"must be {wanted}, not {self.raw!r}")

    def unknown(self, known: Iterable[str]) -> ConfigError:
        name = self.key.rpartition(".")[2]
        return self.error(f"there is no such key{did_you_mean(name, known)}")

    def string(self) -> str:
        if not isinstance(self.raw, str):
            raise self.wrong("a string")
        return self.raw

    def strings(self) -> tuple[str, ...]:
        return tuple(item.string() for item in self.items())

    def items(self) -> list[_Value]:
        if not isinstance(self.raw, list):
            raise self.wrong("a list")
        return [_Value(self.path, f"{self.key}[{i}]", item) for i, item in enumerate(self.raw)]

    def table(self) -> dict[str, object]:
        if not isinstance(self.raw, dict):
            raise self.wrong("a table")
        return self.raw

    def entries(self) -> dict[str, _Value]:
        return {
            name: _Value(self.path, f"{self.key}.{name}", value)
            for name, value in self.table().items()
        }

    def word(self, words: Mapping[str, _Word]) -> _Word:
        if not isinstance(self.raw, str) or self.raw not in words:
            raise self.wrong("one of " + ", ".join(f'"{word}"' for word in words))
        return words[self.raw]

    def directory(self) -> str:
        folder = Path(os.path.normpath(self.path.parent / self.string()))
        if not folder.is_dir():
            raise self.error(f"there is no directory {str(folder)!r}")
        return folder.as_posix()

    def own_file(self) -> str:
        """Return a file that is written too, so that it must be below the configuration."""
        path = self.file()
        root = os.path.realpath(self.path.parent)
        if not Path(os.path.realpath(path)).is_relative_to(root):
            raise self.error(f"must be a file below {self.path.parent}, not {self.raw!r}")
        return path

    def file(self) -> str:
        return Path(os.path.normpath(self.path.parent / self.string())).as_posix()


def _per_file_ignores(value: _Value) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((glob, codes.strings()) for glob, codes in value.entries().items())


def _severity(value: _Value) -> Mapping[str, Severity]:
    return {name: level.word(SEVERITIES) for name, level in value.entries().items()}


def _pairs(value: _Value) -> tuple[ConfiguredPair, ...]:
    return tuple(_pair(item) for item in value.items())


def _pair(value: _Value) -> ConfiguredPair:
    entries = value.entries()
    for name, entry in entries.items():
        if name not in ("frontend", "backend"):
            raise entry.unknown(("frontend", "backend"))
    if len(entries) < 2:
        raise value.error("needs both a frontend and a backend directory")
    return ConfiguredPair(entries["frontend"].directory(), entries["backend"].directory())


_OVERRIDE: Mapping[str, Callable[[_Value], object]] = {
    "paths": _Value.strings,
    "select": _Value.strings,
    "ignore": _Value.strings,
    "severity": _severity,
}


def _override(value: _Value) -> Override:
    found: dict[str, object] = {}
    for name, entry in value.entries().items():
        if name not in _OVERRIDE:
            raise entry.unknown(_OVERRIDE)
        found[name] = _OVERRIDE[name](entry)
    if not found.get("paths"):
        raise value.error("needs paths: the patterns of the files that it is about")
    if len(found) == 1:
        raise value.error("changes nothing: give it select, ignore or severity")
    return Override(**found)  # type: ignore[arg-type] # the readers above give each field its type


_Reader: TypeAlias = Callable[[_Value], object]
_KEYS: Mapping[str, _Reader] = {
    "select": _Value.strings,
    "ignore": _Value.strings,
    "exclude": _Value.strings,
    "fail-on": lambda value: value.word(FAIL_ON),
    "per-file-ignores": _per_file_ignores,
    "pairs": _pairs,
    "environments": _Value.strings,
    "severity": _severity,
    "overrides": lambda value: tuple(_override(item) for item in value.items()),
    "baseline": _Value.own_file,
    "contracts": lambda value: tuple(item.file() for item in value.items()),
}


def _config(path: Path, table: dict[str, object]) -> Config:
    values: dict[str, object] = {}
    for key, raw in table.items():
        value = _Value(path, key, raw)
        if key not in _KEYS:
            raise value.unknown(_KEYS)
        values[key.replace("-", "_")] = _KEYS[key](value)
    return Config(path=path.as_posix(), root=path.parent.as_posix(), **values)  # type: ignore[arg-type] # the readers above give each field its type
