"""Variables that CI sets: GitHub Actions workflows and GitLab pipelines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.envvalues import EnvValue
from supertokens_lint.workspace.interpolation import Interpolation
from supertokens_lint.workspace.tree import Data, Scalar, Sequence, at, items, pairs, string
from supertokens_lint.workspace.tree import Mapping as Table
from supertokens_lint.workspace.yamltext import read_yaml

_LINE = re.compile(r"^[ \t]*(?P<name>[A-Za-z_]\w*)=(?P<value>[^\r\n]*)$", re.MULTILINE)
_FLAG = re.compile(r"--build-arg[= ]+(?P<quote>[\"']?)(?P<name>[A-Za-z_]\w*)=(?P<value>[^\s\"']+)")
_RESERVED_GITLAB = frozenset(
    {"variables", "default", "include", "stages", "workflow", "image", "services", "cache"}
)


class CiValue(Struct, frozen=True):
    """A literal value of a CI file.

    ``scope`` is the job and step that it is for, empty when it is for the whole file;
    ``is_build_arg`` tells an argument of a container build from a variable.
    """

    value: EnvValue
    scope: str = ""
    is_build_arg: bool = False


class Workflow(Struct, frozen=True):
    """One CI file. Values that are expressions (``${{ }}``, ``$NAME``) are left out."""

    path: str
    values: tuple[CiValue, ...]


def read_workflow(source: SourceText) -> Workflow:
    """Read a GitHub Actions workflow or a GitLab pipeline."""
    reader = _Reader(source)
    found: list[CiValue] = []
    is_gitlab = "gitlab-ci" in source.path.rpartition("/")[2]
    for document in read_yaml(source):
        found.extend(reader.gitlab(document) if is_gitlab else reader.github(document))
    return Workflow(source.path, tuple(found))


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self._path = source.path
        self._text = source.text

    def github(self, document: Data) -> Iterator[CiValue]:
        yield from self._mapping(at(document, "env"), "")
        for name, job in pairs(document, "jobs"):
            yield from self._mapping(at(job, "env"), name.text)
            for index, step in enumerate(items(job, "steps"), 1):
                label = string(step, "name") or string(step, "id") or f"step {index}"
                scope = f"{name.text} / {label}"
                yield from self._mapping(at(step, "env"), scope)
                arguments = at(step, "with", "build-args")
                if isinstance(arguments, Scalar):
                    yield from self._matches(_LINE, arguments, scope)
                script = at(step, "run")
                if isinstance(script, Scalar):
                    yield from self._matches(_FLAG, script, scope)

    def gitlab(self, document: Data) -> Iterator[CiValue]:
        yield from self._mapping(at(document, "variables"), "")
        for name, job in pairs(document):
            if name.text in _RESERVED_GITLAB or not isinstance(job, Table):
                continue
            yield from self._mapping(at(job, "variables"), name.text)
            script = at(job, "script")
            for line in script.items if isinstance(script, Sequence) else (script,):
                if isinstance(line, Scalar):
                    yield from self._matches(_FLAG, line, name.text)

    def _mapping(self, data: Data | None, scope: str) -> Iterator[CiValue]:
        for key, value in pairs(data):
            scalar = at(value, "value") if isinstance(value, Table) else value
            if isinstance(scalar, Scalar) and scalar.value is not None and _is_literal(scalar.text):
                yield CiValue(self._value(key.text, scalar.text, scalar.span), scope)

    def _matches(self, pattern: re.Pattern[str], scalar: Scalar, scope: str) -> Iterator[CiValue]:
        for match in pattern.finditer(scalar.text):
            value = match["value"].strip().strip("\"'")
            if not _is_literal(value):
                continue
            at_text = self._text.find(match.group().strip(), scalar.span.start, scalar.span.end)
            start = at_text + match.group().strip().rfind(value) if at_text >= 0 else -1
            span = Span(start, start + len(value)) if start >= 0 else scalar.span
            yield CiValue(self._value(match["name"], value, span), scope, is_build_arg=True)

    def _value(self, name: str, text: str, span: Span) -> EnvValue:
        template = Interpolation((text,) if text else ())
        return EnvValue(name, text, Place(self._path, span), template)


def _is_literal(text: str) -> bool:
    return "${{" not in text and "$" not in text
