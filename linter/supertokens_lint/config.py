"""What a project says about how it wants to be linted.

The values come from ``[tool.supertokens-lint]`` in ``pyproject.toml`` or from
``supertokens-lint.toml``; :mod:`.config_file` reads them, ``docs/configuration.md`` describes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from supertokens_lint.finding import Severity


@dataclass(frozen=True, slots=True)
class ConfiguredPair:
    """A frontend and a backend that belong together, as absolute directories."""

    frontend: str
    backend: str


@dataclass(frozen=True)
class Override:
    """What is different for findings with an end in files that one of ``paths`` matches.

    Only rules in ``select`` (all, when it is empty) and not in ``ignore`` report there.
    """

    paths: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)


@dataclass(frozen=True)
class Config:
    """All settings of one run.

    ``path`` is the file that they come from, ``root`` the directory that its globs and
    directories are relative to; both are ``None`` when there is no file. ``fail_on`` is ``None``
    when no finding makes a run fail. ``environments`` is empty when all are checked. ``baseline``
    is the baseline's file, ``contracts`` those of the other sides; all are absolute paths.
    """

    path: str | None = None
    root: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity | None = Severity.WARNING
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pairs: tuple[ConfiguredPair, ...] = ()
    environments: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    baseline: str | None = None
    contracts: tuple[str, ...] = ()
