"""``paths`` and ``baseUrl`` of tsconfig and jsconfig files, with what they extend.

Source: TypeScript handbook, "tsconfig reference" (paths, baseUrl, extends, references).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.source import SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.jsworkspaces import JsPackages
from supertokens_lint.workspace.tree import Scalar, at, items, pairs, string
from supertokens_lint.workspace.workspace import Workspace

MAX_EXTENDS = 12


class PathPattern(Struct, frozen=True):
    """``pattern`` may hold one ``*``; targets are absolute, with the same ``*``."""

    pattern: str
    targets: tuple[str, ...]

    def match(self, specifier: str) -> str | None:
        """Return what the star stands for in a specifier; ``""`` for an exact match."""
        before, star, after = self.pattern.partition("*")
        if not star:
            return "" if specifier == self.pattern else None
        if len(specifier) < len(before) + len(after):
            return None
        if specifier.startswith(before) and specifier.endswith(after):
            return specifier[len(before) : len(specifier) - len(after)]
        return None

    def stems(self, specifier: str) -> Iterator[str]:
        """Yield where a specifier leads; nothing when it does not match."""
        middle = self.match(specifier)
        if middle is not None:
            for target in self.targets:
                yield target.replace("*", middle)


class TsConfig(Struct, frozen=True):
    """The resolved options of one configuration."""

    base_url: str | None = None
    patterns: tuple[PathPattern, ...] = ()


class _Raw(Struct, frozen=True):
    path: str
    base_url: str | None
    paths: tuple[tuple[str, tuple[str, ...]], ...] | None
    extends: tuple[str, ...]
    references: tuple[str, ...]


class TsConfigs:
    """Looks up the configurations that apply to a file."""

    def __init__(self, workspace: Workspace, packages: JsPackages) -> None:
        self._workspace = workspace
        self._packages = packages
        self._by_directory: dict[str, tuple[TsConfig, ...]] = {}
        self._files: dict[str, list[str]] = {}
        for entry in workspace.files(FileKind.TSCONFIG):
            self._files.setdefault(entry.directory, []).append(entry.path)

    def stems(self, importer: str, specifier: str) -> Iterator[str]:
        """Yield where a specifier may lead by ``paths``, longest prefix first, then ``baseUrl``."""
        for directory in self._workspace.directory_chain(importer):
            if directory not in self._files:
                continue
            configs = self._in(directory)
            for config in configs:
                for pattern in config.patterns:
                    yield from pattern.stems(specifier)
            for config in configs:
                if config.base_url is not None and not self._is_installed(importer, specifier):
                    yield paths.join(config.base_url, specifier)

    def _is_installed(self, importer: str, specifier: str) -> bool:
        """Tell whether a specifier names a dependency, which is what runs, whatever is typed."""
        own = self._packages.nearest(importer)
        return own is not None and own.depends_on(split_specifier(specifier)[0])

    def _in(self, directory: str) -> tuple[TsConfig, ...]:
        if directory not in self._by_directory:
            files = sorted(self._files[directory], key=_importance)
            found = dict.fromkeys(
                path for file in files for path in (file, *self._referenced(file))
            )
            configs = (self._resolve(path, path, 0) for path in found)
            self._by_directory[directory] = tuple(config for config in configs if config)
        return self._by_directory[directory]

    def _referenced(self, path: str) -> tuple[str, ...]:
        raw = self._workspace.read(path, _read) if self._workspace.exists(path) else None
        if raw is None:
            return ()
        own = paths.parent(path)
        targets = [self._file(paths.join(own, name)) for name in raw.references]
        return tuple(
            target for target in targets if target is not None and paths.parent(target) == own
        )

    def _file(self, path: str) -> str | None:
        for candidate in (path, f"{path}.json", f"{path}/tsconfig.json"):
            if self._workspace.exists(candidate):
                return candidate
        return None

    def _resolve(self, path: str, top: str, depth: int) -> TsConfig | None:
        raw = self._workspace.read(path, _read) if self._workspace.exists(path) else None
        if raw is None or depth > MAX_EXTENDS:
            return None
        base_url: str | None = None
        patterns: tuple[PathPattern, ...] = ()
        for name in raw.extends:
            target = self._extended(path, name)
            inherited = self._resolve(target, top, depth + 1) if target is not None else None
            if inherited is not None:
                base_url = inherited.base_url or base_url
                patterns = inherited.patterns or patterns
        directory, home = paths.parent(path), paths.parent(top)
        if raw.base_url is not None:
            base_url = _located(raw.base_url, directory, home)
        if raw.paths is not None:
            start = base_url or directory
            patterns = tuple(
                sorted(
                    (
                        PathPattern(key, tuple(_located(item, start, home) for item in targets))
                        for key, targets in raw.paths
                    ),
                    key=lambda item: -len(item.pattern.partition("*")[0]),
                )
            )
        return TsConfig(base_url, patterns)

    def _extended(self, path: str, name: str) -> str | None:
        if name.startswith((".", "/")):
            return self._file(paths.join(paths.parent(path), name))
        package, rest = split_specifier(name)
        found = self._packages.by_name(path, package)
        return None if found is None else self._file(paths.join(found.directory, rest or "."))


def split_specifier(specifier: str) -> tuple[str, str]:
    """Split a bare specifier into the package's name and the path inside it."""
    parts = specifier.split("/")
    count = 2 if specifier.startswith("@") else 1
    return "/".join(parts[:count]), "/".join(parts[count:])


def _located(text: str, directory: str, home: str) -> str:
    if text.startswith("${configDir}"):
        return paths.join(home, text.removeprefix("${configDir}").lstrip("/") or ".")
    return paths.join(directory, text)


def _importance(path: str) -> tuple[int, str]:
    order = {
        "tsconfig.json": 0,
        "jsconfig.json": 1,
        "tsconfig.app.json": 2,
        "tsconfig.base.json": 3,
    }
    name = path.rpartition("/")[2]
    return order.get(name, 9), name


def _read(source: SourceText) -> _Raw:
    # The compiler takes an empty file for an empty object.
    data = read_json(source) if source.text.strip() else None
    options = at(data, "compilerOptions")
    given = at(options, "paths")
    table = None
    if given is not None:
        table = tuple(
            (key.text, tuple(item.text for item in items(value) if isinstance(item, Scalar)))
            for key, value in pairs(given)
        )
    references = [string(item, "path") for item in items(data, "references")]
    return _Raw(
        path=source.path,
        base_url=string(options, "baseUrl"),
        paths=table,
        extends=tuple(item.text for item in items(data, "extends") if isinstance(item, Scalar)),
        references=tuple(path for path in references if path),
    )
