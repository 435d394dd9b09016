"""Data files of gateways: what is written in them, and what is only known when they are deployed.

Values are read through :mod:`supertokens_lint.workspace.tree`; configuration that is code comes as
values of the resolver and is turned into the same tree, so that one reader serves both.
"""

from __future__ import annotations

import re
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.errors import ReaderError
from supertokens_lint.extract.gateway_facts import HeaderList
from supertokens_lint.extract.gateways.texts import header_names, is_literal
from supertokens_lint.resolve.values import Const, Items, Record, Value
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tomltext import load_toml
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, Sequence, at
from supertokens_lint.workspace.yamltext import read_yaml

MAX_DEPTH = 12
MAX_LINE = 1_000
MAX_PLACES = 200
_KEY = re.compile(r"([\w-]{1,80})[\"']?[ \t]*=")
RUN_TIME = "${unknown}"
"""Stands in a tree for what nobody can see."""


class Document(Struct, frozen=True):
    """One document of a file; ``text`` tells tagged values (``!Ref X``) from plain ones."""

    path: str
    data: Data
    text: str = ""

    def place(self, data: Data | Span) -> Place:
        """Return where a part stands."""
        return Place(self.path, data if isinstance(data, Span) else data.span)

    def literal(self, data: Data | None) -> str | None:
        """Return a scalar as text when it is written out, ``None`` for anything else."""
        if not isinstance(data, Scalar) or data.value is None:
            return None
        if self.text[data.span.start : data.span.start + 1] == "!":
            return None
        return data.text if is_literal(data.text) else None

    def truth(self, data: Data | None) -> bool | None:
        """Return a boolean, also one that is written as text; ``None`` when it is not known."""
        text = self.literal(data)
        return None if text is None else text.strip("'\"").lower() == "true"

    def names(self, data: Data | None) -> HeaderList | None:
        """Return the header names of a list, or of a text with commas; ``None`` without data."""
        if data is None or (isinstance(data, Scalar) and data.value is None):
            return None
        items = data.items if isinstance(data, Sequence) else (data,)
        texts = [self.literal(item) for item in items]
        known = tuple(name for text in texts if text for name in header_names(text))
        return HeaderList(known, self.place(data), is_open=None in texts)

    def names_at(self, data: Data | None, key: str) -> HeaderList | None:
        """Return the header names under a key; a list that spans lines stands at its key."""
        entry = data.entry(key) if isinstance(data, Mapping) else None
        found = None if entry is None else self.names(entry[1])
        if found is None or entry is None or isinstance(entry[1], Scalar):
            return found
        return replace(found, place=self.place(entry[0]))

    def child(self, *keys: str) -> Data | None:
        """Return what lies under nested keys."""
        return at(self.data, *keys)


def read_documents(source: SourceText) -> tuple[Document, ...]:
    """Return the documents of a YAML, JSON or TOML text.

    A text that is neither has none: templates of charts look like YAML and are not, and nobody
    asked for them to be read.
    """
    try:
        if source.path.endswith(".toml"):
            data = _Toml(source).tree(load_toml(source), "")
            return (Document(source.path, data, source.text),)
        if source.path.endswith(".json"):
            return (Document(source.path, read_json(source), source.text),)
        return tuple(Document(source.path, data, source.text) for data in read_yaml(source))
    except ReaderError:
        return ()


class _Toml:
    """Makes a tree of what the reader of TOML gives, with the places that it does not keep."""

    def __init__(self, source: SourceText) -> None:
        self._seen: set[int] = set()
        self._values: dict[str, list[tuple[int, str]]] = {}
        at = 0
        for line in source.text.splitlines(keepends=True):
            if len(line) <= MAX_LINE and not line.lstrip().startswith("#"):
                for match in _KEY.finditer(line):
                    rest = (at + match.end(), line[match.end() :])
                    self._values.setdefault(match.group(1), []).append(rest)
            at += len(line)

    def tree(self, value: object, key: str, depth: int = 0) -> Data:
        """Return a value as a tree; a scalar stands where its key has it for the first time."""
        if isinstance(value, dict) and depth < MAX_DEPTH:
            entries = [(name, self.tree(item, name, depth + 1)) for name, item in value.items()]
            pairs = tuple((Scalar(name, item.span, name), item) for name, item in entries)
            return Mapping(pairs, pairs[0][1].span if pairs else Span(0, 0))
        if isinstance(value, list) and depth < MAX_DEPTH:
            found = tuple(self.tree(item, key, depth + 1) for item in value)
            return Sequence(found, found[0].span if found else Span(0, 0))
        text = str(value).lower() if isinstance(value, bool) else str(value)
        known = value if isinstance(value, str | int | float | bool) else text
        return Scalar(known, self._span(key, text), text)

    def _span(self, key: str, text: str) -> Span:
        """Return where a value stands after its key; the first time that it is not taken yet."""
        first = Span(0, 0)
        for start, rest in self._values.get(key, ())[:MAX_PLACES]:
            found = rest.find(text)
            if found < 0:
                continue
            span = Span(start + found, start + found + len(text))
            first = first if first.end else span
            if span.start not in self._seen:
                self._seen.add(span.start)
                return span
        return first


def of_value(value: Value, place: Place) -> Document:
    """Return a value of code as a document."""
    return Document(place.path, _tree(value, place, 0))


def _tree(value: Value, place: Place, depth: int) -> Data:
    span = place.span
    if depth > MAX_DEPTH:
        return Scalar(RUN_TIME, span, RUN_TIME)
    if isinstance(value, Const):
        own = value.trail[0].place if value.trail else place
        span = own.span if own.path == place.path else span
        text = "" if value.value is None else str(value.value)
        return Scalar(value.value, span, text.lower() if isinstance(value.value, bool) else text)
    if isinstance(value, Items):
        found = [_tree(item, place, depth + 1) for item in value.items]
        if value.rest is not None:
            found.append(Scalar(RUN_TIME, span, RUN_TIME))
        own = value.place if value.place.path == place.path else place
        return Sequence(tuple(found), own.span)
    if isinstance(value, Record):
        entries = []
        for key, entry in value.entries.items():
            here = entry.place if entry.place.path == place.path else place
            entries.append((Scalar(key, here.span, key), _tree(entry.value, here, depth + 1)))
        return Mapping(tuple(entries), value.place.span if value.place.path == place.path else span)
    return Scalar(RUN_TIME, span, RUN_TIME)
