"""What go-zero's configuration package reads from its file.

Source: core/conf/config.go of zeromicro/go-zero (``Load``: YAML, JSON and TOML; keys in any letter
case; ``UseEnv`` puts ``${NAME}`` in) and core/mapping (the options of the "json" tag).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from supertokens_lint.finding import Step
from supertokens_lint.resolve.go_files import lookup
from supertokens_lint.resolve.values import Const, EnvVar, FirstOf, Reason, Unknown, Value
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import FileKind

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

MODULE = "github.com/zeromicro/go-zero/core/conf"
_VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w*)\}?")
_OPTION = re.compile(r",\s*(default|env)=([^,]*)")


def value(ev: Evaluator, file: str, key: str, tag: str, place: Place) -> Value | None:
    """Return what a field with a "json" tag is filled with; ``None`` when nothing is said.

    ``file`` is the name that the program gives, relative to where it is started.
    """
    options = dict(_OPTION.findall(tag))
    found: list[Value] = []
    if "env" in options:
        found.append(EnvVar(options["env"], place.path, (Step(f"reads {options['env']}", place),)))
    written = _in_file(ev, file, key.split("."), place)
    if written is not None:
        found.append(written)
    if "default" in options:
        found.append(Const(options["default"], (Step("written here", place),)))
    if not found:
        return None
    return found[0] if len(found) == 1 else FirstOf(tuple(found), "falsy")


def _in_file(ev: Evaluator, file: str, keys: list[str], place: Place) -> Value | None:
    name = file.removeprefix("./")
    kinds = (FileKind.YAML, FileKind.JSON, FileKind.TOML)
    paths = [item.path for item in ev.workspace.files(*kinds) if item.path.endswith(f"/{name}")]
    for directory in ev.workspace.directory_chain(place.path):
        near = [path for path in paths if path == f"{directory.rstrip('/')}/{name}"]
        if name and near:
            return _expanded(lookup(ev.workspace, near[0], keys), place)
    return Unknown(Reason.SYNTAX, f"{'.'.join(keys)} of a configuration that is read at run time")


def _expanded(found: Value | None, place: Place) -> Value | None:
    if not isinstance(found, Const) or not isinstance(found.value, str):
        return found
    match = _VARIABLE.fullmatch(found.value)
    if match is not None:
        return EnvVar(match[1], place.path, (Step(f"reads {match[1]}", place), *found.trail))
    if "$" in found.value:
        return Unknown(Reason.SYNTAX, "a text with variables in it")
    return found
