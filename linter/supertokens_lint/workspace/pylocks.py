"""Exact versions in the lockfiles of Poetry, uv, PDM and Pipenv, and requirements of go.mod."""

from __future__ import annotations

import re

from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.jslocks import Locked

PYTHON_LOCK_KINDS = (
    FileKind.UV_LOCK,
    FileKind.POETRY_LOCK,
    FileKind.PDM_LOCK,
    FileKind.PIPFILE_LOCK,
)


def locked_python_version(source: SourceText, kind: FileKind, package: str) -> Locked | None:
    """Return the version that a lockfile gives a package; ``package`` is normalised (PEP 503)."""
    name = re.escape(package).replace(r"\-", "[-_.]+")
    if kind is FileKind.PIPFILE_LOCK:
        pattern = (
            rf'"{name}"\s*:\s*\{{(?:[^{{}}]|\{{[^{{}}]*\}}){{0,20000}}?"version"\s*:\s*"==([^"]+)"'
        )
    else:
        pattern = (
            rf"^\[\[package\]\][ \t]*(?:\r?\n[ \t]*[\w-]+[ \t]*=[^\r\n]*){{0,30}}?"
            rf'\r?\n[ \t]*name[ \t]*=[ \t]*"{name}"'
            r"(?:\r?\n[ \t]*[\w-]+[ \t]*=[^\r\n]*){0,30}?"
            r'\r?\n[ \t]*version[ \t]*=[ \t]*"([^"]+)"'
        )
    match = re.search(pattern, source.text, re.MULTILINE | re.IGNORECASE)
    if match is None:
        return None
    return Locked(match.group(1), Place(source.path, Span(match.start(1), match.end(1))))


def go_module_version(source: SourceText, module: str) -> Locked | None:
    """Return the version of a module that a go.mod requires, without its leading ``v``."""
    name = re.escape(module)
    pattern = rf"^[ \t]*(?:require[ \t]+)?{name}(?:/v\d+)?[ \t]+v(\d[\w.+-]*)"
    match = re.search(pattern, source.text, re.MULTILINE)
    if match is None:
        return None
    return Locked(match.group(1), Place(source.path, Span(match.start(1), match.end(1))))
