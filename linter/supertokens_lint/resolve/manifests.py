"""Environment variables that manifests of Kubernetes give to containers.

Source: Kubernetes API reference, "Container" (``env``, ``envFrom``) and "ConfigMap" (``data``).
Manifests tell what is deployed. Which code a container runs is not in them, so a variable counts
only where all of them that give it agree; overlays for several stages do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from supertokens_lint.errors import ReaderError
from supertokens_lint.resolve.outcomes import Mode, Statement
from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace.envvalues import is_placeholder
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import Data, Scalar, at, inside_quotes, items, pairs, string
from supertokens_lint.workspace.workspace import Workspace
from supertokens_lint.workspace.yamltext import read_yaml

_WORKLOADS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "Pod"})
_NEEDLES = (b"containers:", b"kind: ConfigMap")
_TEMPLATED = ("{{", "$(", "${")


class ManifestVariables:
    """Looks variables up in the manifests of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def lookup(self, name: str, mode: Mode) -> Statement | None:
        """Return the one value that manifests give to a variable in production."""
        found = self._stated.get(name, ()) if mode is Mode.PRODUCTION else ()
        return found[0] if len({item.value for item in found}) == 1 else None

    @cached_property
    def _stated(self) -> dict[str, tuple[Statement, ...]]:
        documents = list(self._documents())
        maps: dict[str, list[tuple[str, Scalar, SourceText]]] = {}
        for source, tree in documents:
            if string(tree, "kind") == "ConfigMap":
                entries = [
                    (key.text, value, source)
                    for key, value in pairs(at(tree, "data"))
                    if isinstance(value, Scalar)
                ]
                maps.setdefault(string(tree, "metadata", "name") or "", []).extend(entries)
        found: dict[str, list[Statement]] = {}
        for source, tree in documents:
            if string(tree, "kind") in _WORKLOADS:
                for name, value, where in _given(source, tree, maps):
                    found.setdefault(name, []).append(_statement(value, where))
        return {name: tuple(stated) for name, stated in found.items()}

    def _documents(self) -> Iterator[tuple[SourceText, Data]]:
        for entry in self._workspace.mentioning(*_NEEDLES, kinds={FileKind.YAML}):
            found = None if entry.is_test else self._workspace.read(entry.path, _read)
            if found is not None:
                source, trees = found
                yield from ((source, tree) for tree in trees)


def _read(source: SourceText) -> tuple[SourceText, tuple[Data, ...]] | None:
    try:
        return source, read_yaml(source)
    except ReaderError:
        return None


_Maps = dict[str, list[tuple[str, Scalar, SourceText]]]


def _given(source: SourceText, tree: Data, maps: _Maps) -> Iterator[tuple[str, Scalar, SourceText]]:
    """Yield the variables of the containers of a workload; ``env`` wins over ``envFrom``."""
    pod = at(tree, "spec", "template", "spec") or at(tree, "spec")
    for container in items(pod, "containers"):
        known: dict[str, tuple[Scalar, SourceText]] = {}
        for item in items(container, "envFrom"):
            for name, value, where in maps.get(string(item, "configMapRef", "name") or "", ()):
                known[name] = (value, where)
        for item in items(container, "env"):
            own, given = string(item, "name"), at(item, "value")
            if own and isinstance(given, Scalar):
                known[own] = (given, source)
            elif own:
                known.pop(own, None)
        for name, (value, where) in known.items():
            yield name, value, where


def _statement(value: Scalar, source: SourceText) -> Statement:
    place = Place(source.path, inside_quotes(value, source.text))
    templated = any(mark in value.text for mark in _TEMPLATED)
    return Statement(value.text, place, placeholder=templated or is_placeholder(value.text))
