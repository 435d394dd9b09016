"""Compose files: what each service is built from, set to, and reachable at.

Follows the compose specification (compose-spec/spec.md), as far as it decides values and ports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.envfiles import mode_of_word
from supertokens_lint.workspace.envvalues import EnvValue
from supertokens_lint.workspace.interpolation import (
    Interpolation,
    Style,
    Variable,
    parse_interpolation,
)
from supertokens_lint.workspace.ports import PortMapping, parse_ports
from supertokens_lint.workspace.tree import (
    Data,
    Scalar,
    Sequence,
    at,
    inside_quotes,
    items,
    pairs,
    string,
    text,
)
from supertokens_lint.workspace.tree import Mapping as Table
from supertokens_lint.workspace.yamltext import read_yaml

_VOLUME_PART = re.compile(r"(?:\$\{[^}]{0,500}\}|[^:])+")
_WORD = re.compile(r"[A-Za-z]+")
Lookup = Callable[[str], "str | None"]


class Build(Struct, frozen=True):
    """How an image is built; ``context`` and ``dockerfile`` give absolute paths.

    The texts are ``None`` where the file does not say, so that a merge can tell.
    """

    directory: str
    context_text: str | None
    dockerfile_text: str | None
    target: str | None
    args: Mapping[str, EnvValue]
    place: Place

    @property
    def context(self) -> str:
        """The folder that is sent to the builder."""
        return paths.join(self.directory, self.context_text or ".")

    @property
    def dockerfile(self) -> str:
        """The Dockerfile."""
        return paths.join(self.context, self.dockerfile_text or "Dockerfile")


class EnvFileRef(Struct, frozen=True):
    """An ``env_file`` entry."""

    path: str
    place: Place
    is_required: bool = True


class Volume(Struct, frozen=True):
    """A mount: a host path or a named volume on a path of the container."""

    source: str
    target: str
    place: Place
    is_bind: bool


class Service(Struct, frozen=True):
    """One service. Values keep their references; expand them with ``ComposeProject``."""

    name: str
    place: Place
    image: str | None = None
    build: Build | None = None
    environment: Mapping[str, EnvValue] = field(default_factory=dict)
    env_files: tuple[EnvFileRef, ...] = ()
    port_texts: tuple[EnvValue, ...] = ()
    expose: tuple[str, ...] = ()
    command: str | None = None
    volumes: tuple[Volume, ...] = ()
    depends_on: tuple[str, ...] = ()
    labels: Mapping[str, EnvValue] = field(default_factory=dict)
    profiles: tuple[str, ...] = ()
    extends: tuple[str | None, str] | None = None

    def ports(self, lookup: Lookup = lambda _name: None) -> tuple[PortMapping, ...]:
        """Return the published ports; those whose text stays unknown are left out."""
        found: list[PortMapping] = []
        for item in self.port_texts:
            expanded = item.resolve(lookup).value
            if expanded is not None:
                found.extend(parse_ports(expanded, item.place))
        return tuple(found)


class ComposeFile(Struct, frozen=True):
    """One compose file; ``mode`` is the environment that its name tells, if it does."""

    path: str
    mode: str | None
    is_override: bool
    services: Mapping[str, Service]
    includes: tuple[str, ...] = ()
    project: str | None = None


def read_compose(source: SourceText) -> ComposeFile:
    """Read a compose file; raises :class:`ReaderError` when it is no YAML."""
    reader = _Reader(source)
    services: dict[str, Service] = {}
    includes: list[str] = []
    project: str | None = None
    for document in read_yaml(source):
        project = string(document, "name") or project
        for key, data in pairs(document, "services"):
            services[key.text] = reader.service(key, data)
        for item in items(document, "include"):
            given = items(item, "path") if isinstance(item, Table) else (item,)
            names = [path.text for path in given if isinstance(path, Scalar)]
            includes += [paths.join(paths.parent(source.path), name) for name in names]
    words = _WORD.findall(source.path.rpartition("/")[2].rpartition(".")[0])
    mode = next((found for word in words if (found := mode_of_word(word))), None)
    return ComposeFile(source.path, mode, "override" in words, services, tuple(includes), project)


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self._text = source.text
        self._path = source.path
        self._directory = paths.parent(source.path)

    def _place(self, data: Scalar | Span) -> Place:
        return Place(self._path, data.span if isinstance(data, Scalar) else data)

    def service(self, key: Scalar, data: Data) -> Service:
        base = string(at(data, "extends"), "service") or string(data, "extends")
        return Service(
            name=key.text,
            place=self._place(key),
            image=text(data, "image"),
            build=self._build(at(data, "build")),
            environment=self._values(at(data, "environment")),
            env_files=self._env_files(data),
            port_texts=tuple(self._ports(data)),
            expose=tuple(item.text for item in items(data, "expose") if isinstance(item, Scalar)),
            command=_command(at(data, "command")) or _command(at(data, "entrypoint")),
            volumes=tuple(self._volumes(data)),
            depends_on=_names(at(data, "depends_on")),
            labels=self._values(at(data, "labels")),
            profiles=_names(at(data, "profiles")),
            extends=(string(data, "extends", "file"), base) if base else None,
        )

    def _value(self, name: str, data: Scalar) -> EnvValue:
        template = parse_interpolation(data.text, Style.COMPOSE)
        return EnvValue(
            name, template.literal, self._place(inside_quotes(data, self._text)), template
        )

    def _values(self, data: Data | None) -> dict[str, EnvValue]:
        """Read ``environment``, ``args`` or ``labels``: a mapping, or a list of ``NAME=value``."""
        found: dict[str, EnvValue] = {}
        for key, value in pairs(data):
            if isinstance(value, Scalar) and value.value is None:
                found[key.text] = self._passed_through(key.text, key.span)
            elif isinstance(value, Scalar):
                found[key.text] = self._value(key.text, value)
        for item in data.items if isinstance(data, Sequence) else ():
            if not isinstance(item, Scalar):
                continue
            name, equals, value_text = item.text.partition("=")
            if not equals:
                found[name] = self._passed_through(name, item.span)
                continue
            template = parse_interpolation(value_text, Style.COMPOSE)
            span = inside_quotes(item, self._text)
            start = min(span.start + len(name) + 1, span.end)
            place = self._place(Span(start, span.end) if start < span.end else span)
            found[name] = EnvValue(name, template.literal, place, template)
        return found

    def _passed_through(self, name: str, span: Span) -> EnvValue:
        template = Interpolation((Variable(name),))
        return EnvValue(name, None, self._place(span), template)

    def _build(self, data: Data | None) -> Build | None:
        if isinstance(data, Scalar):
            return Build(self._directory, data.text, None, None, {}, self._place(data))
        if not isinstance(data, Table):
            return None
        return Build(
            directory=self._directory,
            context_text=text(data, "context"),
            dockerfile_text=text(data, "dockerfile"),
            target=text(data, "target"),
            args=self._values(at(data, "args")),
            place=self._place(data.span),
        )

    def _env_files(self, data: Data) -> tuple[EnvFileRef, ...]:
        found: list[EnvFileRef] = []
        given = at(data, "env_file")
        for item in (given,) if isinstance(given, Table) else items(given):
            path = item if isinstance(item, Scalar) else at(item, "path")
            if isinstance(path, Scalar):
                required = text(item, "required") != "false"
                target = paths.join(self._directory, path.text)
                found.append(EnvFileRef(target, self._place(path), required))
        return tuple(found)

    def _ports(self, data: Data) -> list[EnvValue]:
        found: list[EnvValue] = []
        for item in items(data, "ports"):
            if isinstance(item, Scalar):
                found.append(self._value("", item))
            elif text(item, "target") is not None:
                published = text(item, "published") or ""
                host = text(item, "host_ip")
                parts = [part for part in (host, published, text(item, "target")) if part]
                written = ":".join(parts)
                template = parse_interpolation(written, Style.COMPOSE)
                place = self._place(item.span)
                found.append(EnvValue("", template.literal, place, template))
        return found

    def _volumes(self, data: Data) -> list[Volume]:
        found: list[Volume] = []
        for item in items(data, "volumes"):
            if isinstance(item, Scalar):
                parts = _VOLUME_PART.findall(item.text)
                source, target = (parts[0], parts[1]) if len(parts) > 1 else ("", "")
            else:
                source, target = text(item, "source") or "", text(item, "target") or ""
            if not source or not target:
                continue
            is_bind = source.startswith((".", "/", "~"))
            full = paths.join(self._directory, source) if source.startswith((".", "/")) else source
            place = self._place(item.span)
            found.append(Volume(full, target, place, is_bind))
        return found


def _names(data: Data | None) -> tuple[str, ...]:
    if isinstance(data, Table):
        return tuple(key.text for key, _ in data.entries)
    return tuple(item.text for item in items(data) if isinstance(item, Scalar))


def _command(data: Data | None) -> str | None:
    parts = [item.text for item in items(data) if isinstance(item, Scalar)]
    return " ".join(parts) if parts else None
