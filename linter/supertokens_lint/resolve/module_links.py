"""Which scripts import which, told from their bytes: no file is parsed or decoded for it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from supertokens_lint.errors import ReaderError
from supertokens_lint.languages import ir
from supertokens_lint.languages.requested import Header, names_beside_tags, requested
from supertokens_lint.source import SourceText
from supertokens_lint.workspace.files import SCRIPT_KINDS, FileKind
from supertokens_lint.workspace.reading import is_wide

if TYPE_CHECKING:
    from supertokens_lint.resolve.program import Program

SPECIFIER = re.compile(r"""(?:from|import|require)\s*(?:\(\s*)?["'`]([^"'`\n]+)["'`]""")
_IN_BYTES = re.compile(SPECIFIER.pattern.encode())

_PLAIN = frozenset({FileKind.JAVASCRIPT, FileKind.TYPESCRIPT})


class ModuleLinks:
    """The imports between the scripts of a workspace."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._targets: dict[str, frozenset[str]] = {}
        self._requested: dict[str, Header | None] = {}

    def targets(self, path: str) -> frozenset[str]:
        """Return the project files that a script imports in any way; empty if it cannot be read."""
        known = self._targets.get(path)
        if known is None:
            resolve = self._program.resolve
            found = (
                resolve(path, name, ir.Language.JAVASCRIPT)
                for name in dict.fromkeys(self._specifiers(path))
            )
            known = frozenset(target for target in found if target is not None)
            self._targets[path] = known
        return known

    def connected(self, path: str) -> frozenset[str] | None:
        """Return all scripts that imports join with one, in either direction, through any number.

        Values pass between modules along imports alone, so that no other script can call a
        function of this one. Gives ``None`` for a file that is no listed script.
        """
        return self._groups.get(path)

    @cached_property
    def _groups(self) -> dict[str, frozenset[str]]:
        members: dict[str, list[str]] = {}
        for entry in self._program.workspace.files(*sorted(SCRIPT_KINDS)):
            own = members.setdefault(entry.path, [entry.path])
            for target in self._neighbours(entry.path):
                other = members.setdefault(target, [target])
                if other is own:
                    continue
                if len(other) > len(own):
                    own, other = other, own
                own.extend(other)
                members.update(dict.fromkeys(other, own))
        frozen = {id(group): frozenset(group) for group in members.values()}
        return {path: frozen[id(group)] for path, group in members.items()}

    def _neighbours(self, path: str) -> tuple[str, ...]:
        return (*self.targets(path), *self._program.replacements(path).values())

    def uses(self, importer: str, path: str) -> bool:
        """Tell whether a script may do more with what it imports from another than render it.

        Components that are only rendered stand nowhere but in tags. Where the text leaves doubts,
        the answer is yes.
        """
        header = self.requested(importer)
        if header is None:
            return True
        names: set[bytes] = set()
        for item in header.requests:
            if self._program.resolve(importer, item.module, ir.Language.JAVASCRIPT) == path:
                if item.is_export:
                    return True
                names |= item.names
        data = self._program.workspace.data(importer)
        return not names or names_beside_tags(data, header.end, names)

    def does_more(self, path: str, name: str) -> bool:
        """Tell whether a script may do more with a name than import it and render it."""
        header = self.requested(path)
        if header is None:
            return True
        data = self._program.workspace.data(path)
        return names_beside_tags(data, header.end, [name.encode()])

    def requested(self, path: str) -> Header | None:
        """Return what the import and export declarations of a script ask for, in order.

        Gives ``None`` where that takes a parser, and for anything but plain scripts.
        """
        if path not in self._requested:
            self._requested[path] = self._read_requested(path)
        return self._requested[path]

    def _read_requested(self, path: str) -> Header | None:
        entry = self._program.workspace.entry(path)
        if entry is None or entry.kind not in _PLAIN:
            return None
        try:
            data = self._program.workspace.data(path)
        except ReaderError:
            return None
        return None if b"\0" in data or is_wide(data) else requested(data)

    def _specifiers(self, path: str) -> list[str]:
        workspace = self._program.workspace
        try:
            data = workspace.data(path)
        except ReaderError as error:
            workspace.note(error)
            return []
        if b"\0" in data or is_wide(data):
            source = workspace.read(path, _whole)
            return [] if source is None else SPECIFIER.findall(source.text)
        return [found.decode("utf-8", "replace") for found in _IN_BYTES.findall(data)]


def _whole(source: SourceText) -> SourceText:
    return source
