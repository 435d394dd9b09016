"""Which scripts import which, told from their bytes: no file is parsed or decoded for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING

from supertokens_lint.errors import ReaderError
from supertokens_lint.languages import ir
from supertokens_lint.languages.requested import Header, names_beside_tags, requested
from supertokens_lint.source import whole_text
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
            names = self._program.workspace.derived(
                path, "specifiers", lambda: tuple(dict.fromkeys(self._specifiers(path)))
            )
            resolved = self._resolved.get(path)
            if resolved is None or resolved[0] != names:
                resolved = self._resolved[path] = (names, self._program.script_targets(path, names))
            known = self._targets[path] = resolved[1]
        return known

    @cached_property
    def _resolved(self) -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
        return self._program.standing("targets", dict)

    def connected(self, path: str) -> frozenset[str] | None:
        """Return all scripts that imports join with one, in either direction, through any number.

        Values pass between modules along imports alone, so that no other script can call a
        function of this one. Gives ``None`` for a file that is no listed script.
        """
        return self._groups.get(path)

    @cached_property
    def _groups(self) -> dict[str, frozenset[str]]:
        members: dict[str, list[str]] = {}
        for entry in self._program.workspace.files(*SCRIPT_KINDS):
            own = members.setdefault(entry.path, [entry.path])
            for target in self._neighbours(entry.path):
                other = members.setdefault(target, [target])
                if other is own:
                    continue
                if len(other) > len(own):
                    own, other = other, own
                own.extend(other)
                members.update(dict.fromkeys(other, own))
        groups = {id(group): group for group in members.values()}
        frozen = {number: frozenset(group) for number, group in groups.items()}
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
        return not names or self._stands_beside(importer, header, names)

    def does_more(self, path: str, name: str) -> bool:
        """Tell whether a script may do more with a name than import it and render it."""
        header = self.requested(path)
        if header is None:
            return True
        return self._stands_beside(path, header, [name.encode()])

    def _stands_beside(self, path: str, header: Header, names: Iterable[bytes]) -> bool:
        given = tuple(sorted(name.decode() for name in names))
        return self._program.workspace.answer(path, stands_beside_tags, header.end, given)

    def requested(self, path: str) -> Header | None:
        """Return what the import and export declarations of a script ask for, in order.

        Gives ``None`` where that takes a parser, and for anything but plain scripts.
        """
        if path not in self._requested:
            self._requested[path] = self._program.workspace.derived(
                path, "requested", lambda: self._read_requested(path)
            )
        return self._requested[path]

    def _read_requested(self, path: str) -> Header | None:
        entry = self._program.workspace.entry(path)
        if entry is None or entry.kind not in _PLAIN:
            return None
        try:
            return self._program.workspace.answer(path, header_in)
        except ReaderError:
            return None

    def _specifiers(self, path: str) -> Sequence[str]:
        workspace = self._program.workspace
        try:
            found = workspace.answer(path, specifiers_in)
        except ReaderError as error:
            workspace.note(error)
            return ()
        if found is None:
            source = workspace.read(path, whole_text)
            return () if source is None else SPECIFIER.findall(source.text)
        return found


def header_in(data: bytes) -> Header | None:
    """Return what the declarations of a script ask for; ``None`` where that takes a parser."""
    return None if b"\0" in data or is_wide(data) else requested(data)


def specifiers_in(data: bytes) -> tuple[str, ...] | None:
    """Return what may be module names in a script; ``None`` where it has to be decoded first."""
    if b"\0" in data or is_wide(data):
        return None
    return tuple(intern(found.decode("utf-8", "replace")) for found in _IN_BYTES.findall(data))


def stands_beside_tags(data: bytes, start: int, names: Sequence[str]) -> bool:
    """Tell what :func:`names_beside_tags` tells, of names that are given as text."""
    return names_beside_tags(data, start, [name.encode() for name in names])
