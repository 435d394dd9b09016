"""spf13/viper: what its keys are worth.

Source: viper's README, "Why Viper?" (explicit sets, flags, environment, configuration file,
defaults, in this order), "Working with Environment Variables". Keys know no letter case. All
instances of a program are taken for one.
"""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve.go_files import lookup
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Const,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    MethodOf,
    Reason,
    Unknown,
    Value,
)
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import FileKind

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator
    from supertokens_lint.resolve.sites import Site

MODULE = "github.com/spf13/viper"
GETTERS = frozenset(
    {"Get", "GetString", "GetBool", "GetInt", "GetInt32", "GetInt64", "GetUint", "GetStringSlice",
     "GetFloat64"}
)  # fmt: skip
_ENV_NAME = re.compile(r"^[A-Z][A-Z0-9_]*$")
_FORMATS = ("yaml", "yml", "json", "toml")
_ENV_FORMATS = ("env", "dotenv")
MAX_FILES = 40
MAX_SUBS = 8


class State(Struct):
    """What the program tells viper before it asks."""

    sets: dict[str, Value] = field(default_factory=dict)
    defaults: dict[str, Value] = field(default_factory=dict)
    bound: dict[str, tuple[str, ...]] = field(default_factory=dict)
    automatic: bool = False
    prefix: str = ""
    replacements: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    unseen_file: bool = False


class GoViper:
    """Answers what a key is worth."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev

    def get(self, key: str, place: Place) -> Value | None:
        """Return the value of a key; ``None`` when the program says nothing about it."""
        state = self.state
        name = key.lower()
        options: list[Value] = []
        if name in state.sets:
            return state.sets[name]
        options.extend(self._variables(key, place))
        in_file = self._in_files(name)
        if in_file is not None:
            options.append(in_file)
        if name in state.defaults:
            options.append(state.defaults[name])
        if not options:
            return None
        return options[0] if len(options) == 1 else FirstOf(tuple(options), "falsy")

    def _variables(self, key: str, place: Place) -> list[Value]:
        state = self.state
        names: list[str] = list(state.bound.get(key.lower(), ()))
        formats = {*state.formats, *(name.rpartition(".")[2] for name in state.files)}
        if state.automatic:
            names.append(self.env_name(key))
        if _ENV_NAME.match(key) or formats.intersection(_ENV_FORMATS):
            names.append(key.upper())
        return [
            EnvVar(name, place.path, (Step(f"reads {name}", place),))
            for name in dict.fromkeys(names)
        ]

    def env_name(self, key: str) -> str:
        """Return the variable that belongs to a key."""
        name = f"{self.state.prefix}_{key}" if self.state.prefix else key
        name = name.upper()
        for old, new in self.state.replacements:
            name = name.replace(old, new)
        return name

    def _in_files(self, key: str) -> Value | None:
        found: list[Value] = []
        files = self._config_files()
        for path in files:
            value = lookup(self._ev.workspace, path, key.split("."))
            if value is not None:
                found.append(value)
        if len(found) == 1 and len(files) == 1:
            return found[0]
        if found or (self.state.unseen_file and key not in self.state.defaults):
            return Unknown(Reason.SYNTAX, f"{key} of a configuration file chosen at run time")
        return None

    def _config_files(self) -> tuple[str, ...]:
        wanted = {posixpath.basename(name) for name in self.state.files}
        for name in self.state.names:
            formats = [item for item in self.state.formats if item in _FORMATS] or _FORMATS
            wanted.update(f"{name}.{extension}" for extension in formats)
        kinds = (FileKind.YAML, FileKind.JSON, FileKind.TOML)
        return tuple(
            entry.path for entry in self._ev.workspace.files(*kinds) if entry.name in wanted
        )

    @cached_property
    def state(self) -> State:
        """All that the program tells viper."""
        state = State()
        self.__dict__["state"] = state  # asked again while arguments are evaluated
        for entry in self._ev.workspace.mentioning(b"spf13/viper")[:MAX_FILES]:
            if entry.is_test or not entry.path.endswith(".go"):
                continue
            for path in self._ev.program.go.files(entry.path):
                for node, site in self._ev.sites.calls(path):
                    if isinstance(node.callee, ir.Member):
                        self._tell(state, node.callee.name, node, site)
        return state

    def _tell(self, state: State, name: str, node: ir.Call, site: Site) -> None:
        if name == "AutomaticEnv":
            state.automatic = True
        if name not in _TOLD:
            return
        values = [self._ev.evaluate(item.value, site.scope) for item in node.args]
        texts = [
            item.value if isinstance(item, Const) and isinstance(item.value, str) else None
            for item in values
        ]
        first = texts[0] if texts else None
        if first is None:
            state.unseen_file = state.unseen_file or name in ("SetConfigFile", "SetConfigName")
            if name == "SetEnvKeyReplacer" and values:
                state.replacements.extend(_replacer(values[0]))
            return
        if name in ("SetDefault", "Set") and len(values) > 1:
            (state.defaults if name == "SetDefault" else state.sets)[first.lower()] = values[1]
        elif name in ("BindEnv", "MustBindEnv"):
            names = tuple(text for text in texts[1:] if text is not None)
            state.bound[first.lower()] = names or (self.env_name(first),)
        elif name == "SetEnvPrefix":
            state.prefix = first
        elif name in _LISTED:
            getattr(state, _LISTED[name]).append(first)


_LISTED = {"SetConfigFile": "files", "SetConfigName": "names", "SetConfigType": "formats"}
_TOLD = frozenset(
    {"SetDefault", "Set", "BindEnv", "MustBindEnv", "SetEnvPrefix", "SetEnvKeyReplacer", *_LISTED}
)


def _replacer(value: Value) -> list[tuple[str, str]]:
    """Return the pairs of a ``strings.NewReplacer``."""
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return []
    texts = [arg.value for arg in value.args if isinstance(arg, Const)]
    pairs = zip(texts[::2], texts[1::2], strict=False)
    return [(str(old), str(new)) for old, new in pairs]


def is_viper(value: Value) -> bool:
    """Tell whether a value is the package itself or an instance of it."""
    if isinstance(value, External):
        return value.module == MODULE and value.path in ((), ("Viper",))
    while isinstance(value, Invocation) and isinstance(value.callee, MethodOf):
        if value.callee.name != "Sub":
            return False
        value = value.callee.target
    if isinstance(value, External):
        return is_viper(value)
    return (
        isinstance(value, Invocation)
        and isinstance(value.callee, External)
        and value.callee.module == MODULE
    )


def call(
    ev: Evaluator, callee: External | MethodOf, args: tuple[ArgumentValue, ...], place: Place
) -> Value | None:
    """Return the result of asking viper for a key, or ``None`` for other calls."""
    if isinstance(callee, External):
        if callee.module != MODULE or callee.path[-1:] == () or callee.path[-1] not in GETTERS:
            return None
    elif callee.name not in GETTERS or not is_viper(callee.target):
        return None
    key = args[0].value if args else None
    if not isinstance(key, Const) or not isinstance(key.value, str):
        return None
    full = _prefix(callee) + key.value
    found = ev.go_viper.get(full, place)
    if found is None:
        return Unknown(Reason.SYNTAX, f"{full} of a configuration that is read at run time")
    return found


def _prefix(callee: External | MethodOf) -> str:
    """Return the keys of the ``Sub`` calls before a look-up, each with its dot."""
    prefix = ""
    current: Value = callee
    for _ in range(MAX_SUBS):
        current = current.target if isinstance(current, MethodOf) else current
        if not isinstance(current, Invocation) or not isinstance(
            current.callee, MethodOf | External
        ):
            break
        name = (
            current.callee.name if isinstance(current.callee, MethodOf) else current.callee.path[-1]
        )
        key = current.args[0] if current.args else None
        if name != "Sub" or not isinstance(key, Const):
            break
        prefix = f"{key.value}.{prefix}"
        current = current.callee
    return prefix
