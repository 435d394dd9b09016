"""Which diagnostics each file has now, and which of them the client does not know yet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lsprotocol import converters, types

_CONVERTER = converters.get_converter()


@dataclass(frozen=True)
class FileState:
    """The diagnostics of one file; equal ones have one ``result_id``."""

    uri: str
    items: tuple[types.Diagnostic, ...]
    version: int | None
    result_id: str

    @classmethod
    def of(cls, uri: str, items: Sequence[types.Diagnostic], version: int | None) -> FileState:
        """Return the state of a file."""
        plain = json.dumps(_CONVERTER.unstructure(list(items)), sort_keys=True)
        digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return cls(uri, tuple(items), version, digest)


class Board:
    """The diagnostics of all files, by path, and what was pushed of them."""

    def __init__(self) -> None:
        self._states: dict[str, FileState] = {}
        self._pushed: dict[str, str] = {}

    def put(self, states: Mapping[str, FileState]) -> None:
        """Set what every file has; files that are not named have nothing."""
        self._states = dict(states)

    def state(self, path: str, uri: str, version: int | None) -> FileState:
        """Return what one file has."""
        known = self._states.get(path)
        return FileState.of(uri, (), version) if known is None else known

    def all(self) -> Iterator[FileState]:
        """Yield the state of each file that has diagnostics or is open, in the order of paths."""
        for path in sorted(self._states):
            yield self._states[path]

    def to_push(self) -> Iterator[types.PublishDiagnosticsParams]:
        """Yield what has to be sent: changed files, open files, and files to be cleared."""
        current = {state.uri: state for state in self.all()}
        for uri in sorted(self._pushed.keys() - current.keys()):
            del self._pushed[uri]
            yield types.PublishDiagnosticsParams(uri, [])
        for uri, state in current.items():
            if state.version is not None or self._pushed.get(uri) != state.result_id:
                if state.items:
                    self._pushed[uri] = state.result_id
                else:
                    self._pushed.pop(uri, None)
                yield types.PublishDiagnosticsParams(uri, list(state.items), state.version)

    def forget(self, uri: str) -> None:
        """Take note that a client may have dropped what it knew of a file."""
        if uri in self._pushed:
            self._pushed[uri] = ""
