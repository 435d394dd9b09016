"""The fix of a finding: the edits of all changes that its remedy asks for, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any, Protocol

from supertokens_lint.finding import Edit, Finding, Fix
from supertokens_lint.fixes.calls import call_it, mount_error_handler, pass_it
from supertokens_lint.fixes.document import Document
from supertokens_lint.fixes.items import add_to_list
from supertokens_lint.fixes.literals import replace_plain, replace_text
from supertokens_lint.fixes.moves import move
from supertokens_lint.fixes.options import rename_option, set_option
from supertokens_lint.fixes.sharing import is_shared
from supertokens_lint.languages import ir
from supertokens_lint.remedy import (
    AddItems,
    Call,
    Change,
    MountErrorHandler,
    Move,
    Pass,
    RecipeInit,
    RenameOption,
    ReplaceText,
    SetOption,
)
from supertokens_lint.source import SourceText

_ACTIONS: dict[type, Callable[[Document, Any], tuple[Edit, ...] | None]] = {
    ReplaceText: replace_text,
    SetOption: set_option,
    RenameOption: rename_option,
    AddItems: add_to_list,
    Move: move,
    Call: call_it,
    Pass: pass_it,
    MountErrorHandler: mount_error_handler,
}


class Files(Protocol):
    """What the fixes ask of a project."""

    def source(self, path: str) -> SourceText | None:
        """Return the text of a file, or ``None`` when it cannot be read."""

    def module(self, path: str) -> ir.Module | None:
        """Return a file in the neutral form, or ``None`` when no language reader takes it."""

    def may_change(self, path: str) -> bool:
        """Tell whether a fix may change a file."""


def filled(findings: Iterable[Finding], files: Files) -> tuple[Finding, ...]:
    """Return the findings with the fixes that their remedies come to."""
    documents: dict[str, Document | None] = {}
    return tuple(_filled(finding, files, documents) for finding in findings)


def fix_of(finding: Finding, files: Files) -> Fix | None:
    """Return the fix of one finding, ``None`` when it has none or the code is not simple."""
    return _filled(finding, files, {}).fix


def _filled(finding: Finding, files: Files, documents: dict[str, Document | None]) -> Finding:
    remedy = finding.remedy
    if remedy is None or finding.fix is not None or not remedy.changes:
        return finding
    edits: dict[Edit, None] = {}
    safe = remedy.safe
    for change in remedy.changes:
        found = _edits(change, files, documents)
        if not found:
            return finding
        edits.update(dict.fromkeys(found))
        safe = safe and not _is_shared(change, found, documents)
    ordered = tuple(sorted(edits, key=lambda edit: edit.place))
    if _overlap(ordered):
        return finding
    return replace(finding, fix=Fix(remedy.message, ordered, safe))


def _is_shared(
    change: Change, edits: Iterable[Edit], documents: dict[str, Document | None]
) -> bool:
    """Tell whether something else uses what a change writes into; recipes are of the SDK alone."""
    if isinstance(change, AddItems):
        if isinstance(change.items, RecipeInit):
            return False
    elif not isinstance(change, SetOption):
        return False
    document = documents.get(change.place.path)
    return document is not None and any(is_shared(document, edit) for edit in edits)


def _edits(
    change: Change, files: Files, documents: dict[str, Document | None]
) -> tuple[Edit, ...] | None:
    path = change.place.path
    if not files.may_change(path):
        return None
    if path not in documents:
        documents[path] = _document(path, files)
    document = documents[path]
    if document is not None:
        return _ACTIONS[type(change)](document, change)
    source = files.source(path)
    if source is None or not isinstance(change, ReplaceText):
        return None
    return replace_plain(source, change)


def _document(path: str, files: Files) -> Document | None:
    """Return a source file that parses in full."""
    source = files.source(path)
    module = files.module(path)
    if source is None or module is None or module.problems:
        return None
    return Document(source, module)


def _overlap(edits: tuple[Edit, ...]) -> bool:
    """Tell whether two edits touch the same text, or would insert at one place."""
    for one, other in pairwise(edits):
        if one.place.path != other.place.path:
            continue
        if other.place.span.start < one.place.span.end or one.place == other.place:
            return True
    return False
