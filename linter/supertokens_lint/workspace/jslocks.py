"""Exact versions in the lockfiles of npm, yarn, pnpm and bun.

Lockfiles are machine-written and large, so they are searched, not parsed; only the small part of
a pnpm lockfile that lists what each package asks for goes through the YAML reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.tree import Data, Scalar, at, pairs
from supertokens_lint.workspace.tree import Mapping as Table
from supertokens_lint.workspace.yamltext import read_yaml

JS_LOCK_KINDS = (
    FileKind.NPM_LOCK,
    FileKind.PNPM_LOCK,
    FileKind.YARN_LOCK,
    FileKind.BUN_LOCK,
)
_VERSION = r"\d+\.\d+\.\d+(?:[-+][\w.+-]+)?"
_PLAIN_VERSION = re.compile(_VERSION)
_NPM_ENTRY = re.compile(rf'\s*:\s*\{{[^{{}}]*?"version"\s*:\s*"({_VERSION})"')
MAX_LINE = 10_000
_GROUPS = ("dependencies", "devDependencies", "optionalDependencies")
_YARN_VERSION = re.compile(r'^[ \t]+version:?[ \t]+"?(' + _VERSION + r')"?[ \t]*$', re.MULTILINE)
_PNPM_PACKAGES = re.compile(r"^packages:", re.MULTILINE)
_PNPM_ENTRY_END = re.compile(r"^ {0,2}[^\s#]", re.MULTILINE)
_PNPM_DEV = re.compile(r"^ {4}dev: true[ \t]*\r?$", re.MULTILINE)
_BLOCK_END = re.compile(r"^(?=[^\s#])", re.MULTILINE)


class Locked(Struct, frozen=True):
    """An exact version and where the lockfile says so."""

    version: str
    place: Place


def locked_version(
    source: SourceText, kind: FileKind, package: str, folder: str, specifier: str | None
) -> Locked | None:
    """Return the version of a package that a lockfile gives to the package in ``folder``.

    ``folder`` is relative to the lockfile's folder (``""`` for the same one); ``specifier`` is
    what its manifest asks for, when it does.
    """
    if kind is FileKind.NPM_LOCK:
        return _npm(source, package, folder)
    if kind is FileKind.PNPM_LOCK:
        return _pnpm(source, package, folder) or _pnpm_transitive(source, package, specifier)
    if kind is FileKind.YARN_LOCK:
        return _yarn(source, package, specifier)
    return _bun(source, package)


def _npm(source: SourceText, package: str, folder: str) -> Locked | None:
    """Look for the copy that Node finds from ``folder``: the nearest ``node_modules`` upward.

    Lockfile versions 2 and 3 list ``packages`` by folder, version 1 nests ``dependencies``.
    """
    parts = [part for part in folder.split("/") if part]
    for count in range(len(parts), -1, -1):
        prefix = "".join(f"{part}/" for part in parts[:count])
        found = _npm_version(source, f'"{prefix}node_modules/{package}"')
        if found is not None:
            return found
    if f'"{package}"' not in source.text:
        return None
    entries = re.finditer(
        rf'^([ \t]*)"{re.escape(package)}"\s*:\s*\{{\s*"version"\s*:\s*"({_VERSION})"',
        source.text,
        re.MULTILINE,
    )
    best = min(entries, key=lambda match: len(match.group(1)), default=None)
    return _locked(source, best, 2) if best is not None else None


def _npm_version(source: SourceText, key: str) -> Locked | None:
    at = source.text.find(key)
    while at >= 0:
        match = _NPM_ENTRY.match(source.text, at + len(key))
        if match is not None:
            return _locked(source, match, 1)
        at = source.text.find(key, at + 1)
    return None


def _locked(source: SourceText, match: re.Match[str], group: int) -> Locked:
    span = Span(match.start(group), match.end(group))
    return Locked(match.group(group), Place(source.path, span))


def _pnpm(source: SourceText, package: str, folder: str) -> Locked | None:
    for document in _pnpm_head(source):
        importers = at(document, "importers")
        own = at(importers, folder or ".") if importers is not None else document
        for group in _GROUPS:
            found = _pnpm_entry(source.path, at(own, group, package))
            if found is not None:
                return found
    return None


def _pnpm_transitive(source: SourceText, package: str, specifier: str | None) -> Locked | None:
    """Return the one version of a package that no manifest names, as a dependency of another.

    Not where a lockfile is that of several packages, since its list tells not which of them has
    it, and not of one that is there for development alone.
    """
    begin = _PNPM_PACKAGES.search(source.text)
    several = any(len(tuple(pairs(item, "importers"))) > 1 for item in _pnpm_head(source))
    if specifier is not None or begin is None or several:
        return None
    # "/name/1.2.3_peer@4.5.6" until version 5, "/name@1.2.3(peer@4.5.6)" in 6, no slash since 9.
    key = re.compile(rf"^ {{2}}['\"]?/?{re.escape(package)}[@/]({_VERSION})(?=['\":_(])")
    found: dict[str, Locked] = {}
    for start, end in _lines_with(source.text, package, begin.end()):
        match = key.match(source.text[start:end])
        if match is None:
            continue
        after = _PNPM_ENTRY_END.search(source.text, end)
        stop = after.start() if after is not None else len(source.text)
        if _PNPM_DEV.search(source.text, end, stop) is None:
            span = Span(start + match.start(1), start + match.end(1))
            found.setdefault(match[1], Locked(match[1], Place(source.path, span)))
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=8)
def _pnpm_head(source: SourceText) -> tuple[Data, ...]:
    """Return what a lockfile says before its list of packages, by far the longest part."""
    end = re.search(r"^(?:packages|snapshots):", source.text, re.MULTILINE)
    return read_yaml(SourceText(source.path, source.text[: end.start()] if end else source.text))


def _pnpm_entry(path: str, data: Data | None) -> Locked | None:
    entry = at(data, "version") if isinstance(data, Table) else data
    if not isinstance(entry, Scalar):
        return None
    # "1.2.3(peer@4.5.6)" since version 6, "1.2.3_peer@4.5.6" before, "/name/1.2.3" for others.
    text = entry.text.partition("(")[0].partition("_")[0]
    match = re.search(rf"(?:^|[/@])({_VERSION})$", text)
    return Locked(match.group(1), Place(path, entry.span)) if match is not None else None


def _yarn(source: SourceText, package: str, specifier: str | None) -> Locked | None:
    """Find the block whose header names the package with the range that is asked for."""
    blocks = list(_yarn_blocks(source, package))
    for ranges, found in blocks:
        if specifier is not None and specifier in ranges:
            return found
    versions = {found.version for _, found in blocks}
    return blocks[0][1] if len(versions) == 1 else None


def _yarn_blocks(source: SourceText, package: str) -> Iterator[tuple[set[str], Locked]]:
    name = re.escape(package)
    one = re.compile(rf'(?:^|[", ]){name}@([^",\r\n]+)')
    for start, end in _lines_with(source.text, f"{package}@"):
        line = source.text[start:end].rstrip()
        if line[0] in " \t#" or not line.endswith(":"):
            continue
        ranges = {text.removeprefix("npm:") for text in one.findall(line[:-1])}
        after = _BLOCK_END.search(source.text, end)
        stop = after.start() if after is not None else len(source.text)
        version = _YARN_VERSION.search(source.text, end, stop)
        if ranges and version is not None:
            yield ranges, _locked(source, version, 1)


def _lines_with(text: str, word: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Yield start and end of the lines in which a word occurs; very long ones are left out."""
    at = text.find(word, begin)
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if end - start <= MAX_LINE:
            yield start, end
        at = text.find(word, end)


def _bun(source: SourceText, package: str) -> Locked | None:
    name = re.escape(package)
    match = re.search(rf'"{name}"\s*:\s*\[\s*"{name}@({_VERSION})"', source.text)
    return _locked(source, match, 1) if match is not None else None


def exact_version(specifier: str) -> str | None:
    """Return the version of a specifier that allows only one (``1.2.3``, ``=1.2.3``)."""
    text = specifier.strip().removeprefix("=").strip().removeprefix("v")
    return text if _PLAIN_VERSION.fullmatch(text) else None
