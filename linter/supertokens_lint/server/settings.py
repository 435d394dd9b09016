"""What an editor's user sets for the server; the project's own file goes on counting besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from supertokens_lint.suggest import did_you_mean

SECTION = "supertokens-lint"
RUN_ON = ("save", "type")
# What an editor's extension needs to know itself, in the same section.
_OF_THE_EDITOR = frozenset({"path", "interpreter", "trace"})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, in the spelling of Python.

    ``select`` takes the place of the project's choice of rules, ``ignore`` adds to it, as with
    the options of the command line. ``delay`` is how many milliseconds of quiet a check waits for
    while somebody types.
    """

    enable: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config_path: str = ""
    environments: tuple[str, ...] = ()
    run_on: str = "type"
    delay: int = 200


_NAMES = {
    "".join([first, *(word.title() for word in rest)]): field.name
    for field in fields(Settings)
    for first, *rest in [field.name.split("_")]
}


def read(raw: object, base: Settings = Settings()) -> tuple[Settings, list[str]]:
    """Return settings and what is wrong with them; wrong and absent ones are those of ``base``.

    ``raw`` is what a client sends: the settings themselves, or an object that holds them under
    the name of the program, as ``workspace/didChangeConfiguration`` does.
    """
    if raw is None:
        return base, []
    if not isinstance(raw, Mapping):
        return base, ["the settings are no object"]
    inner = raw.get(SECTION)
    given = inner if isinstance(inner, Mapping) else raw
    settings, problems = base, []
    for name, value in given.items():
        field = _NAMES.get(name)
        if name in _OF_THE_EDITOR:
            continue
        if field is None:
            problems.append(f"there is no setting {name!r}{did_you_mean(str(name), _NAMES)}")
        elif value is None:
            continue
        elif (wanted := _wrong(field, value)) is not None:
            problems.append(f"the setting {name!r} must be {wanted}, not {value!r}")
        else:
            changed: dict[str, Any] = {field: _frozen(value)}
            settings = replace(settings, **changed)
    return settings, problems


def _wrong(field: str, value: object) -> str | None:
    """Return what a value must be, ``None`` when it is that."""
    if field == "enable":
        return None if isinstance(value, bool) else "true or false"
    if field == "config_path":
        return None if isinstance(value, str) else "a string"
    if field == "run_on":
        return None if value in RUN_ON else '"save" or "type"'
    if field == "delay":
        fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000
        return None if fits else "a number of milliseconds up to 10000"
    is_list = isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)
    return None if is_list else "a list of strings"


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
