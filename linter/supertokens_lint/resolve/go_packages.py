"""Go packages: which files make one, and where import paths lead.

Sources: the Go specification, "Packages"; the Go modules reference, "go.mod files".
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.workspace import Workspace

MAX_FILES = 400
_MODULE = re.compile(r'^[ \t]*module[ \t]+"?([^\s"/][^\s"]*)"?', re.MULTILINE)
_REPLACE = re.compile(
    r"^[ \t]*(?:replace[ \t]+)?(\S+)(?:[ \t]+v\S+)?[ \t]+=>[ \t]+(\.{1,2}/\S*)", re.MULTILINE
)
_PACKAGE = re.compile(r"^[ \t]*package[ \t]+(\w+)", re.MULTILINE)
_IMPORT = re.compile(r'^[ \t]*(?:import[ \t(]+)?(?:[\w.]+[ \t]+)?"([\w./~-]+)"', re.MULTILINE)
# The top folders of the standard library (go/src).
STANDARD = frozenset(
    {
        "archive", "bufio", "builtin", "bytes", "cmp", "compress", "container", "context",
        "crypto", "database", "debug", "embed", "encoding", "errors", "expvar", "flag", "fmt",
        "go", "hash", "html", "image", "index", "io", "iter", "log", "maps", "math", "mime",
        "net", "os", "path", "plugin", "reflect", "regexp", "runtime", "slices", "sort",
        "strconv", "strings", "structs", "sync", "syscall", "testing", "text", "time", "unicode",
        "unique", "unsafe", "weak",
    }
)  # fmt: skip


class GoModule(Struct, frozen=True):
    """What a go.mod says: the path of its module, and the modules that stand in other folders."""

    path: str
    replaced: tuple[tuple[str, str], ...] = ()


def is_sdk(module: str) -> bool:
    """Tell whether an import path is one of supertokens-golang; its examples are not."""
    root = Sdk.GOLANG.module
    return (module == root or module.startswith(f"{root}/")) and "/examples/" not in module


def read_go_mod(source: SourceText) -> GoModule:
    """Read the module path and the local replacements of a go.mod."""
    match = _MODULE.search(source.text)
    replaced = tuple(_REPLACE.findall(source.text))
    return GoModule("" if match is None else match.group(1), replaced)


def read_package_name(source: SourceText) -> str:
    """Return the name in the package clause of a Go file; empty when there is none."""
    match = _PACKAGE.search(source.text)
    return "" if match is None else match.group(1)


def read_imports(source: SourceText) -> tuple[str, ...]:
    """Return the import paths of a Go file; what only looks like one leads nowhere."""
    return tuple(dict.fromkeys(_IMPORT.findall(source.text)))


class GoPackages:
    """The Go packages of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._files: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _by_directory(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entry in self._workspace.files(FileKind.GO):
            if not entry.path.endswith("_test.go"):
                found.setdefault(entry.directory, []).append(entry.path)
        return found

    @cached_property
    def _modules(self) -> dict[str, GoModule]:
        found: dict[str, GoModule] = {}
        for entry in self._workspace.files(FileKind.GO_MOD):
            module = self._workspace.read(entry.path, read_go_mod)
            if module is not None and module.path:
                found[entry.directory] = module
        return found

    def name(self, path: str) -> str:
        """Return the name of the package that a file says to be part of."""
        return self._workspace.read(path, read_package_name) or ""

    def files(self, path: str) -> tuple[str, ...]:
        """Return the files of the package that a file belongs to, the file itself first."""
        known = self._files.get(path)
        if known is None:
            beside = self._by_directory.get(paths.parent(path), [])[:MAX_FILES]
            name = self.name(path)
            others = (other for other in beside if other != path and self.name(other) == name)
            known = (path, *others)
            self._files[path] = known
        return known

    def resolve(self, importer: str, module: str) -> str | None:
        """Return a file of the package that an import path leads to, or ``None``.

        The SDK is a package also where its own repository is the workspace.
        """
        if is_sdk(module):
            return None
        for directory in self._candidates(importer, module):
            found = self._by_directory.get(directory)
            if found:
                return found[0]
        return None

    def imports(self, path: str) -> tuple[str, ...]:
        """Return the import paths of a file, found without parsing it."""
        return self._workspace.read(path, read_imports) or ()

    def module_path(self, path: str) -> str:
        """Return the path of the module that a file belongs to; empty without a go.mod."""
        chain = self._workspace.directory_chain(path)
        own = next((folder for folder in chain if folder in self._modules), None)
        return "" if own is None else self._modules[own].path

    def is_missing(self, importer: str, module: str) -> bool:
        """Tell whether an import path belongs to the importer's module and leads nowhere."""
        own = self.module_path(importer)
        if not own or is_sdk(module) or self.resolve(importer, module) is not None:
            return False
        return (module + "/").startswith(own + "/")

    def _candidates(self, importer: str, module: str) -> Iterator[str]:
        if module.startswith("."):
            yield posixpath.normpath(posixpath.join(paths.parent(importer), module))
            return
        elements = module.split("/")
        if elements[0] in STANDARD:
            return
        own = next((d for d in self._workspace.directory_chain(importer) if d in self._modules), "")
        if own:
            yield from self._within(own, self._modules[own].path, module)
            for path, target in self._modules[own].replaced:
                yield from self._within(paths.join(own, target), path, module)
        for directory, other in sorted(
            self._modules.items(), key=lambda item: len(item[1].path), reverse=True
        ):
            yield from self._within(directory, other.path, module)
        if not own:
            yield from self._without_go_mod(importer, elements)

    def _within(self, directory: str, path: str, module: str) -> Iterator[str]:
        if module == path:
            yield directory
        elif module.startswith(path + "/"):
            yield paths.join(directory, module[len(path) + 1 :])

    def _without_go_mod(self, importer: str, elements: list[str]) -> Iterator[str]:
        """Yield where a package of the same module may be when no go.mod tells its path.

        The module is called after one of the folders around the importer, or its path is one
        element or ``host/owner/repository``.
        """
        for directory in self._workspace.directory_chain(importer):
            name = posixpath.basename(directory)
            for index, element in enumerate(elements):
                if element == name:
                    yield posixpath.join(directory, *elements[index + 1 :])
            start = 3 if "." in elements[0] else 1
            if len(elements) > start:
                yield posixpath.join(directory, *elements[start:])
