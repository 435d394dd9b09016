"""What Python projects ask for: requirements files, pyproject.toml, Pipfile, setup.cfg.

Sources: pip "Requirements File Format", PEP 508, PEP 621, PEP 735, Poetry and Pipenv manuals.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.tomltext import load_toml

_REQUIREMENT = re.compile(
    r"\s*(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[(?P<extras>[^\]]*)\])?\s*"
    r"(?:@\s*(?P<url>\S+)|\(?(?P<spec>[^;#()]*)\)?)\s*(?:;(?P<marker>[^#]*))?"
)
_INCLUDE = re.compile(r"\s*(?:-r|--requirement|-c|--constraint)[ =]*(?P<path>\S+)")
_NORMALISE = re.compile(r"[-_.]+")
_EXACT = re.compile(r"={2,3}\s*v?(\d[\w.!+-]*)")
_KEY_LINE = re.compile(
    r"^[ \t]*(?P<line>[\"']?(?P<key>[A-Za-z0-9][\w.-]{0,200})[\"']?[ \t]*=[^\r\n]*)", re.MULTILINE
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")


class Requirement(Struct, frozen=True):
    """One requirement; ``specifier`` is as written (``>=0.20``, ``^0.20``), ``""`` for any."""

    name: str
    specifier: str
    place: Place
    group: str = ""

    @property
    def exact(self) -> str | None:
        """The version when only one is allowed."""
        match = _EXACT.fullmatch(self.specifier.strip())
        return match.group(1) if match is not None and "*" not in match.group(1) else None


class Requirements(Struct, frozen=True):
    """The requirements of one file, and the other files that it includes."""

    path: str
    requirements: tuple[Requirement, ...]
    includes: tuple[str, ...] = ()


def canonical(name: str) -> str:
    """Return the normalised name of a Python package (PEP 503)."""
    return _NORMALISE.sub("-", name).lower()


def read_requirements(source: SourceText) -> Requirements:
    """Read a requirements or constraints file."""
    found: list[Requirement] = []
    includes: list[str] = []
    for start, line in _logical_lines(source.text):
        text = re.sub(r"(?:^|\s)#.*$", "", line, flags=re.DOTALL)
        include = _INCLUDE.match(text)
        if include is not None:
            includes.append(paths.join(paths.parent(source.path), include["path"]))
            continue
        if text.lstrip().startswith("-"):
            continue
        text = re.split(r"\s--\w", text, maxsplit=1)[0]
        requirement = _requirement(text, Place(source.path, Span(start, start)), "")
        if requirement is not None:
            begin = start + len(text) - len(text.lstrip())
            place = Place(source.path, Span(begin, start + len(text.rstrip(" \t\r\n\\"))))
            found.append(Requirement(requirement.name, requirement.specifier, place))
    return Requirements(source.path, tuple(found), tuple(includes))


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    start: int | None = None
    parts: list[str] = []
    at = 0
    while at < len(text):
        match = _LINE.match(text, at)
        line = match.group() if match is not None else text[at:]
        start = at if start is None else start
        at += max(len(line), 1)
        body = line.rstrip("\r\n")
        if body.endswith("\\") and not body.lstrip().startswith("#"):
            parts.append(body[:-1] + " ")
            continue
        parts.append(body)
        yield start, "".join(parts)
        start, parts = None, []
    if start is not None:
        yield start, "".join(parts)


def _requirement(text: str, place: Place, group: str) -> Requirement | None:
    match = _REQUIREMENT.match(text)
    if match is None:
        return None
    specifier = "" if match["url"] else (match["spec"] or "").strip()
    if specifier and specifier[0] not in "<>=!~":
        return None
    return Requirement(canonical(match["name"]), specifier, place, group)


class _Places:
    """Finds the places of what a parser that tells none has read, in one pass over the text."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._at = 0

    def of_text(self, text: str) -> Place:
        """Return the place of a text; texts are asked for in the order of the file."""
        start = self._source.text.find(text, self._at)
        if start < 0:
            return Place(self._source.path, Span(0, 0))
        self._at = start + len(text)
        return Place(self._source.path, Span(start, self._at))

    def of_key(self, key: str) -> Place:
        """Return the place of the line that sets a key."""
        return self._keys.get(key, Place(self._source.path, Span(0, 0)))

    @cached_property
    def _keys(self) -> dict[str, Place]:
        found: dict[str, Place] = {}
        for match in _KEY_LINE.finditer(self._source.text):
            place = Place(self._source.path, Span(match.start("line"), match.end("line")))
            found.setdefault(match["key"], place)
        return found


def read_pyproject(source: SourceText) -> Requirements:
    """Read the dependencies of a pyproject.toml: standard tables, Poetry, uv and PDM."""
    data = load_toml(source)
    places = _Places(source)
    found: list[Requirement] = []
    for group, texts in _standard_groups(data):
        for text in texts:
            requirement = _requirement(text, places.of_text(text), group)
            if requirement is not None:
                found.append(requirement)
    for group, table in _poetry_groups(data):
        for name, value in table.items():
            if name.lower() != "python":
                found.extend(_table_entry(places, name, value, group))
    return Requirements(source.path, tuple(found))


def _standard_groups(data: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    project = _table(data.get("project"))
    tool = _table(data.get("tool"))
    yield "", _strings(project.get("dependencies"))
    tables = (
        _table(project.get("optional-dependencies")),
        _table(data.get("dependency-groups")),
        _table(_table(tool.get("pdm")).get("dev-dependencies")),
    )
    for table in tables:
        for name, texts in table.items():
            yield name, _strings(texts)
    yield "dev", _strings(_table(tool.get("uv")).get("dev-dependencies"))


def _poetry_groups(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    poetry = _table(_table(data.get("tool")).get("poetry"))
    yield "", _table(poetry.get("dependencies"))
    yield "dev", _table(poetry.get("dev-dependencies"))
    for name, group in _table(poetry.get("group")).items():
        yield name, _table(_table(group).get("dependencies"))


def read_pipfile(source: SourceText) -> Requirements:
    """Read a Pipfile."""
    data = load_toml(source)
    places = _Places(source)
    found: list[Requirement] = []
    for table, group in (("packages", ""), ("dev-packages", "dev")):
        for name, value in _table(data.get(table)).items():
            found.extend(_table_entry(places, name, value, group))
    return Requirements(source.path, tuple(found))


def _table_entry(places: _Places, name: str, value: object, group: str) -> Iterator[Requirement]:
    choices = value if isinstance(value, list) else [value]
    for choice in choices[:1]:
        given = choice.get("version") if isinstance(choice, dict) else choice
        specifier = given if isinstance(given, str) else ""
        place = places.of_key(name)
        yield Requirement(canonical(name), "" if specifier == "*" else specifier, place, group)


def read_setup_cfg(source: SourceText) -> Requirements:
    """Read ``install_requires`` and extras of a setup.cfg."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(source.text)
    except configparser.Error as error:
        message = str(error).splitlines()[0]
        raise ReaderError(source.path, f"not a valid setup.cfg: {message}") from error
    texts = [("", parser.get("options", "install_requires", fallback=""))]
    if parser.has_section("options.extras_require"):
        texts += list(parser.items("options.extras_require"))
    places = _Places(source)
    found: list[Requirement] = []
    for group, text in texts:
        for line in re.split(r"[\r\n]+", text):
            if not line.strip():
                continue
            requirement = _requirement(line, places.of_text(line.strip()), group)
            if requirement is not None:
                found.append(requirement)
    return Requirements(source.path, tuple(found))


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
