"""Configuration structs of Go that packages fill from the environment by their field tags.

Sources: the documentation of caarlos0/env ("env", "envDefault", "envPrefix"),
kelseyhightower/envconfig ("envconfig", "default", "split_words"), ilyakaznacheev/cleanenv ("env",
"env-default", "env-prefix"; variables win over the file of ReadConfig), sethvargo/go-envconfig and
joeshaw/envdecode ("env" with "default=..."), creasty/defaults ("default"), spf13/viper
("mapstructure") and go-zero's core/conf ("json" with "default=..." and "env=...", from the file
that ``conf.MustLoad`` names).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.languages.go.literals import string_value
from supertokens_lint.resolve import go_zero_conf
from supertokens_lint.resolve.go_files import lookup
from supertokens_lint.resolve.go_types import of_type
from supertokens_lint.resolve.go_viper import is_viper
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    ArgumentValue,
    ClassRef,
    Const,
    EnvVar,
    External,
    FirstOf,
    Instance,
    Invocation,
    Items,
    Reason,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place
from supertokens_lint.workspace.paths import join

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator
    from supertokens_lint.resolve.sites import Site

GO_ZERO = "go-zero"
CLEANENV = "cleanenv"
MAX_NESTED = 8
MAX_FILES = 40
_TAG = re.compile(r'(?<![\w-])([\w-]+):"((?:[^"\\]|\\.)*)"')
_VARIABLE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
# kelseyhightower/envconfig, envconfig.go: gatherRegexp and acronymRegexp.
_WORDS = re.compile(r"([^A-Z]+|[A-Z]+[^A-Z]+|[A-Z]+)")
_ACRONYM = re.compile(r"([A-Z]+)([A-Z][^A-Z]+)")
_DEFAULTS = ("envDefault", "env-default", "default")
_PREFIXES = ("envPrefix", "env-prefix")
_CALLS = {"Process": "envconfig", "MustProcess": "envconfig", "Unmarshal": "viper",
          "UnmarshalExact": "viper", "UnmarshalKey": "viper",
          "MustLoad": GO_ZERO, "Load": GO_ZERO, "ReadConfig": CLEANENV,
          "ParseWithOptions": "env"}  # fmt: skip
_NEEDLES = (b"kelseyhightower/envconfig", b"spf13/viper", b"zeromicro/go-zero",
            b"ilyakaznacheev/cleanenv", b"caarlos0/env")  # fmt: skip
_MODULES = {"envconfig": "envconfig", CLEANENV: "ilyakaznacheev/cleanenv", "env": "caarlos0/env"}
_FILE_TAGS = (((".yaml", ".yml"), "yaml"), ((".json",), "json"), ((".toml",), "toml"))


class Filler(Struct, frozen=True):
    """What fills a struct type: the package, the prefix of its names or keys, and a file.

    ``keys`` are those above the type in the file, where variables have another prefix.
    """

    package: str
    prefix: str
    file: str = ""
    keys: str = ""


def tags_of(item: ir.Field) -> dict[str, str]:
    """Return the tags of a field."""
    for decorator in item.decorators:
        if isinstance(decorator, ir.Literal) and isinstance(decorator.value, str):
            return {key: string_value(f'"{text}"') for key, text in _TAG.findall(decorator.value)}
    return {}


def field(ev: Evaluator, cls: ClassRef, item: ir.Field, written: Value | None) -> Value | None:
    """Return what a package fills a field with, or ``None`` when none does.

    ``written`` is the value that the field has before; it is the default.
    """
    if written is not None and _is_filled(written, Place(cls.scope.path, item.span)):
        return written
    filler = ev.go_fillers.of(cls)
    tags = tags_of(item)
    nested = _nested(ev, cls, item)
    if nested is not None:
        prefix = next((tags[key] for key in _PREFIXES if key in tags), None)
        if written is not None or (filler is None and prefix is None):
            return None
        return _filled(ev, nested, _inner(filler, item, tags, prefix), 0)
    return _leaf(ev, cls, item, filler or Filler("env", ""), written)


def _is_filled(value: Value, place: Place) -> bool:
    """Tell whether a value is what :func:`_filled` gave the field at a place."""
    first = value.options[0] if isinstance(value, FirstOf) else value
    return isinstance(first, EnvVar) and any(step.place == place for step in first.trail)


def tag_default(item: ir.Field, path: str) -> Value | None:
    """Return the default that a field's tags give, or ``None``."""
    return _default(item, tags_of(item), Place(path, item.span))


def _filled(ev: Evaluator, cls: ClassRef, filler: Filler, depth: int) -> Instance:
    """Return a struct inside a filled one, with its fields by their full names."""
    args: list[ArgumentValue] = []
    for item in cls.definition.members:
        if not isinstance(item, ir.Field) or depth > MAX_NESTED:
            continue
        nested = _nested(ev, cls, item)
        tags = tags_of(item)
        value: Value | None
        if nested is not None:
            prefix = next((tags[key] for key in _PREFIXES if key in tags), None)
            value = _filled(ev, nested, _inner(filler, item, tags, prefix), depth + 1)
        else:
            value = _leaf(ev, cls, item, filler, None)
        if value is not None:
            args.append(ArgumentValue(value, item.name, place=Place(cls.scope.path, item.span)))
    return Instance(cls, tuple(args))


def _nested(ev: Evaluator, cls: ClassRef, item: ir.Field) -> ClassRef | None:
    value = of_type(ev, item.annotation, cls.scope)
    return value.cls if isinstance(value, Instance) else None


def _inner(
    filler: Filler | None, item: ir.Field, tags: dict[str, str], prefix: str | None
) -> Filler:
    outer = filler or Filler("env", "")
    if outer.package == "envconfig":
        return Filler("envconfig", _envconfig_name(outer.prefix, item, tags)[0])
    if outer.package == GO_ZERO:
        key = tags.get("json", "").split(",")[0] or item.name
        return Filler(GO_ZERO, _joined(outer.prefix, key), outer.file)
    if outer.package == "viper":
        key, *options = tags.get("mapstructure", "").split(",")
        return (
            outer
            if "squash" in options
            else Filler("viper", _joined(outer.prefix, key or item.name))
        )
    if outer.package == CLEANENV:
        keys = _joined(outer.keys, _file_key(outer.file, item, tags))
        return Filler(CLEANENV, outer.prefix + (prefix or ""), outer.file, keys)
    return Filler(outer.package, outer.prefix + (prefix or ""))


def _file_key(file: str, item: ir.Field, tags: dict[str, str]) -> str:
    """Return the key of a field in a file of some format; without a tag, its name."""
    tag = next((name for ends, name in _FILE_TAGS if file.endswith(ends)), "")
    return tags.get(tag, "").split(",")[0] or item.name


def _from_file(
    ev: Evaluator, filler: Filler, item: ir.Field, tags: dict[str, str], place: Place
) -> Value | None:
    """Return what the file of cleanenv's ``ReadConfig`` says about a field."""
    if filler.package != CLEANENV:
        return None
    if not filler.file:
        return Unknown(Reason.SYNTAX, "configuration file chosen at run time")
    key = _joined(filler.keys, _file_key(filler.file, item, tags))
    for folder in ev.workspace.directory_chain(place.path):
        path = join(folder, filler.file)
        if ev.workspace.exists(path):
            return lookup(ev.workspace, path, key.split("."))
    return Unknown(Reason.SYNTAX, f"{filler.file}, which is not in the repository")


def _joined(prefix: str, key: str) -> str:
    return f"{prefix}.{key}" if prefix else key


def _leaf(
    ev: Evaluator, cls: ClassRef, item: ir.Field, filler: Filler, written: Value | None
) -> Value | None:
    path = cls.scope.path
    place = Place(path, item.span)
    tags = tags_of(item)
    default = _default(item, tags, place) or written
    in_file = _from_file(ev, filler, item, tags, place)
    if in_file is not None and default is not None:
        default = FirstOf((in_file, default), "nullish")
    default = default or in_file
    if filler.package == "viper":
        key = _joined(filler.prefix, tags.get("mapstructure", "").split(",")[0] or item.name)
        found = ev.go_viper.get(key, place)
        return written if found is None else found
    if filler.package == GO_ZERO:
        key = _joined(filler.prefix, tags.get("json", "").split(",")[0] or item.name)
        return go_zero_conf.value(ev, filler.file, key, tags.get("json", ""), place) or written
    if filler.package == "envconfig":
        names = _envconfig_name(filler.prefix, item, tags)
    else:
        names = tuple(filler.prefix + name for name in _env_names(tags))
    if not names:
        return in_file
    variables = tuple(EnvVar(name, path, (Step(f"reads {name}", place),)) for name in names)
    options: tuple[Value, ...] = variables if default is None else (*variables, default)
    return options[0] if len(options) == 1 else FirstOf(options, "nullish")


def _env_names(tags: dict[str, str]) -> tuple[str, ...]:
    """Return the names in an ``env`` tag; cleanenv allows several, the others add options."""
    first, *more = [part.strip() for part in tags.get("env", "").split(",")]
    if not _VARIABLE.match(first):
        return ()
    return (first, *(name for name in more if name.isupper() and _VARIABLE.match(name)))


def _default(item: ir.Field, tags: dict[str, str], place: Place) -> Value | None:
    text = next((tags[key] for key in _DEFAULTS if key in tags), None)
    if text is None:
        _, found, rest = tags.get("env", "").partition("default=")
        text = rest if found else None
    if text is None:
        return None
    return Const(_typed(text, item.annotation), (Step("written here", place),))


def _typed(text: str, annotation: str | None) -> str | bool | int:
    kind = (annotation or "").lstrip("*")
    if kind == "bool":
        return text.strip().lower() in ("1", "t", "true")
    if kind.startswith(("int", "uint")) and re.fullmatch(r"-?\d{1,18}", text.strip()):
        return int(text)
    return text


def _envconfig_name(prefix: str, item: ir.Field, tags: dict[str, str]) -> tuple[str, ...]:
    """Return the names that envconfig looks a field up by, the first one first."""
    alternative = tags.get("envconfig", "").upper()
    key = alternative or item.name
    if not alternative and tags.get("split_words") == "true":
        key = "_".join(_split(item.name))
    name = (f"{prefix}_{key}" if prefix else key).upper()
    return (name, alternative) if alternative and alternative != name else (name,)


def _split(name: str) -> Iterator[str]:
    for word in _WORDS.findall(name):
        match = _ACRONYM.fullmatch(word)
        yield from match.groups() if match else (word,)


def _prefix_option(options: Value) -> str:
    """Return the ``Prefix`` in the options of caarlos0/env."""
    entry = options.keywords.get("Prefix") if isinstance(options, Invocation) else None
    value = entry.value if entry is not None else None
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else ""


def parsed_as(ev: Evaluator, node: ir.Call, scope: Scope) -> Items | None:
    """Return both results of ``env.ParseAs[Config]()`` of caarlos0/env, or ``None``."""
    if not isinstance(node.callee, ir.Index) or not isinstance(node.callee.index, ir.Name):
        return None
    owner = ev.evaluate(node.callee.object, scope)
    if not isinstance(owner, External) or owner.path[-1:] != ("ParseAs",):
        return None
    made = of_type(ev, node.callee.index.id, scope) if "caarlos0/env" in owner.module else None
    failed = Const(None)
    place = Place(scope.path, node.span)
    return Items((made, failed), place) if isinstance(made, Instance) else None


class GoFillers:
    """Finds which struct types packages fill as a whole."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._known: dict[int, Filler] | None = None

    def of(self, cls: ClassRef) -> Filler | None:
        """Return what fills a type, or ``None``."""
        if self._known is None:
            self._known = {}
            for definition, filler in self._find():
                self._known.setdefault(definition, filler)
        return self._known.get(id(cls.definition))

    def _is_of(self, callee: ir.Member, site: Site, package: str) -> bool:
        owner = self._ev.evaluate(callee.object, site.scope)
        if package == "viper":
            return is_viper(owner)
        if package == GO_ZERO:
            return isinstance(owner, External) and owner.module == go_zero_conf.MODULE
        return isinstance(owner, External) and _MODULES[package] in owner.module

    def _find(self) -> Iterator[tuple[int, Filler]]:
        for entry in self._ev.workspace.mentioning(*_NEEDLES)[:MAX_FILES]:
            if entry.is_test or not entry.path.endswith(".go"):
                continue
            for node, site in self._ev.sites.calls(entry.path):
                callee = node.callee
                if not isinstance(callee, ir.Member) or not node.args:
                    continue
                package = _CALLS.get(callee.name)
                if package is None or not self._is_of(callee, site, package):
                    continue
                values = [self._ev.evaluate(item.value, site.scope) for item in node.args]
                prefix = values[0] if len(values) > 1 else None
                text = prefix.value if isinstance(prefix, Const) else ""
                text = text if isinstance(text, str) else ""
                filler, filled = Filler(package, text), values[-1]
                if package == "env":
                    filler, filled = Filler(package, _prefix_option(values[-1])), values[0]
                elif package == CLEANENV:
                    filler = Filler(package, "", text)
                elif package == GO_ZERO:
                    filler, filled = Filler(package, "", text), values[min(1, len(values) - 1)]
                for option in alternatives(filled):
                    if isinstance(option, Instance):
                        yield id(option.cls.definition), filler
