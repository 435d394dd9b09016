"""The baseline as a file: where it is, how it is read and written.

``schema/baseline.schema.json`` describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from supertokens_lint.baseline import Baseline, Entry, KnownEnd, Recorded
from supertokens_lint.errors import ConfigError, ReaderError
from supertokens_lint.report.cells import escaped_in_strings
from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace.filesystem import OsFileSystem
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, at, items, string

VERSION = 1
MAX_BYTES = 20_000_000
_REWRITE = 'delete it and write it anew with "supertokens-lint baseline"'


def load(path: Path) -> Baseline:
    """Return the baseline in a file.

    Raises :class:`ConfigError`, which says what to do, for a file that is none.
    """
    if not path.exists():
        raise ConfigError(f'{path}: is not there; "supertokens-lint baseline" writes it')
    try:
        text = OsFileSystem().read(path.as_posix(), MAX_BYTES).decode("utf-8-sig")
    except ReaderError as error:
        raise ConfigError(f"{path}: cannot be read: {error.message}") from error
    except UnicodeDecodeError as error:
        raise _error(path, "is not UTF-8") from error
    source = SourceText(path.as_posix(), text)
    try:
        document = read_json(source)
    except ReaderError as error:
        message = f"{path}:{error.line}:{error.column}: {error.message}; mend it, or {_REWRITE}"
        raise ConfigError(message) from error
    version = at(document, "version")
    if not isinstance(version, Scalar) or version.value != VERSION:
        known = f"this program reads version {VERSION}"
        found = "has no version" if version is None else f"is of another version ({known})"
        raise _error(path, found)
    return Baseline(path.parent.as_posix(), tuple(_recorded(document, path)), source)


def render(entries: Iterable[Entry]) -> str:
    """Return the text of a baseline: sorted, and the same for the same findings."""
    document = {"version": VERSION, "findings": [_written(entry) for entry in sorted(entries)]}
    return escaped_in_strings(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def _written(entry: Entry) -> dict[str, object]:
    return {
        "code": entry.code,
        "rule": entry.rule,
        "ends": [
            {"path": end.path, "name": end.name, "label": end.label, "value": end.value}
            for end in entry.ends
        ],
    }


def _recorded(document: Data, path: Path) -> Iterator[Recorded]:
    for item in items(document, "findings"):
        code, rule = string(item, "code"), string(item, "rule")
        ends = tuple(_end(end) for end in items(item, "ends"))
        if not isinstance(item, Mapping) or code is None or rule is None or not ends:
            raise _error(path, "has an entry without code, rule or ends")
        yield Recorded(Entry(code, rule, ends), Place(path.as_posix(), item.span))


def _end(data: Data) -> KnownEnd:
    words = [string(data, key) or "" for key in ("path", "name", "label", "value")]
    return KnownEnd(*words)


def _error(path: Path, problem: str) -> ConfigError:
    return ConfigError(f"{path}: {problem}; {_REWRITE}")
