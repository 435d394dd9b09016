"""Code actions: fixes, all safe fixes at once, and the comment that accepts a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from supertokens_lint.finding import Edit
from supertokens_lint.fixes import suppression_edit
from supertokens_lint.fixes.apply import apply_round
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.server.analysis import Analysis
from supertokens_lint.server.diagnostics import Look, Shown, by_path
from supertokens_lint.server.positions import range_of

FIX_ALL = "source.fixAll.supertokens-lint"
KINDS: tuple[types.CodeActionKind | str, ...] = (types.CodeActionKind.QuickFix, FIX_ALL)
REASON = "TODO: say why this is right"


@dataclass(frozen=True)
class Actions:
    """Makes the code actions of one file from one analysis.

    ``versioned`` says that the client takes edits of documents with their version; ``snippets``
    that an edit may leave the cursor at a place to fill in.
    """

    analysis: Analysis
    look: Look
    versioned: bool = True
    snippets: bool = False

    def of(self, path: str, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Return the actions for a range of a file."""
        shown = by_path(self.analysis.report, self.look).get(path, [])
        only = params.context.only
        actions: list[types.CodeAction] = []
        if _asks_for(only, types.CodeActionKind.QuickFix.value):
            here = [one for one in shown if _touch(one.diagnostic.range, params.range)]
            actions += self._fixes(here)
            actions += self._ignores(here)
        if only and _asks_for(only, FIX_ALL):
            automatic = params.context.trigger_kind is types.CodeActionTriggerKind.Automatic
            actions += self._fix_all(shown, own_file_only=automatic)
        return actions

    def _fixes(self, shown: Iterable[Shown]) -> Iterator[types.CodeAction]:
        for title, group in _by_fix(shown):
            fix = group[0].finding.fix
            if fix is not None:
                yield types.CodeAction(
                    title=title,
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[one.diagnostic for one in group],
                    is_preferred=fix.safe or None,
                    edit=self._workspace_edit(fix.edits),
                )

    def _fix_all(
        self, shown: Sequence[Shown], *, own_file_only: bool
    ) -> Iterator[types.CodeAction]:
        """Yield one action for the safe fixes of all findings that have an end in the file.

        On save an editor asks by itself; other files are left alone then.
        """
        found = dict.fromkeys(one.finding for one in shown)
        if own_file_only:
            paths = {one.end.place.path for one in shown}
            found = {f: None for f in found if f.fix is None or _paths(f.fix.edits) <= paths}
        done = apply_round(found, self._text, _accept, unsafe=False)
        fixes = [finding.fix for finding in done.fixed if finding.fix is not None]
        edits = dict.fromkeys(edit for fix in fixes for edit in fix.edits)
        if edits:
            yield types.CodeAction(
                title="Apply all safe fixes of supertokens-lint",
                kind=FIX_ALL,
                edit=self._workspace_edit(edits),
            )

    def _ignores(self, shown: Iterable[Shown]) -> Iterator[types.CodeAction]:
        seen: set[str] = set()
        for one in shown:
            rule = one.finding.rule
            edit = None if rule in seen else self._ignoring(one)
            if edit is not None:
                seen.add(rule)
                yield types.CodeAction(
                    title=f"Ignore {rule} here with a reason",
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[one.diagnostic],
                    edit=self._workspace_edit([edit], hole=REASON if self.snippets else None),
                )

    def _ignoring(self, shown: Shown) -> Edit | None:
        place = shown.end.place
        source = self.analysis.source(place.path)
        workspace = self.analysis.workspace
        if source is None or workspace is None:
            return None
        entry = workspace.entry(place.path)
        module = workspace.module(place.path) if entry is not None and entry.is_source else None
        return suppression_edit(source, place, shown.finding.rule, REASON, module)

    def _text(self, path: str) -> str | None:
        source = self.analysis.source(path)
        return None if source is None else source.text

    def _workspace_edit(
        self, edits: Iterable[Edit], hole: str | None = None
    ) -> types.WorkspaceEdit:
        files: dict[str, list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit]]
        files = {}
        for edit in edits:
            source = self.analysis.source(edit.place.path)
            where = range_of(source, edit.place.span, self.look.encoding)
            files.setdefault(edit.place.path, []).append(_text_edit(where, edit.replacement, hole))
        if not self.versioned:
            plain = {
                self.look.uri(path): [edit for edit in made if isinstance(edit, types.TextEdit)]
                for path, made in files.items()
            }
            return types.WorkspaceEdit(changes=plain)
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(self._document(path), made) for path, made in files.items()
            ]
        )

    def _document(self, path: str) -> types.OptionalVersionedTextDocumentIdentifier:
        """Name a file with the version that the edits were made for."""
        buffer = self.analysis.snapshot.buffers.get(path)
        version = None if buffer is None else buffer.version
        uri = self.look.uri(path) if buffer is None else buffer.uri
        return types.OptionalVersionedTextDocumentIdentifier(uri, version)


def _text_edit(
    where: types.Range, text: str, hole: str | None
) -> types.TextEdit | types.SnippetTextEdit:
    if hole is None or hole not in text:
        return types.TextEdit(where, text)
    before, _, after = text.partition(hole)
    snippet = f"{_literal(before)}${{1:{_literal(hole)}}}{_literal(after)}"
    return types.SnippetTextEdit(where, types.StringValue(snippet))


def _literal(text: str) -> str:
    """Return text that means itself in a snippet."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def _asks_for(only: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Tell whether a client wants actions of a kind; kinds are a tree of names."""
    if only is None:
        return True
    words = [word.value if isinstance(word, types.CodeActionKind) else word for word in only]
    return any(kind == word or kind.startswith(f"{word}.") or not word for word in words)


def _accept(_path: str, _text: str) -> bool:
    """Take any text: the editor is who writes it."""
    return True


def _by_fix(shown: Iterable[Shown]) -> Iterator[tuple[str, list[Shown]]]:
    """Yield each different fix by its title, with the diagnostics that it mends."""
    groups: dict[tuple[str, tuple[Edit, ...]], list[Shown]] = {}
    for one in shown:
        fix = one.finding.fix
        if fix is not None and fix.edits:
            title = mask_text(fix.message) + ("" if fix.safe else " (check what it changes)")
            groups.setdefault((title, fix.edits), []).append(one)
    for (title, _), group in groups.items():
        yield title, group


def _touch(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _paths(edits: Iterable[Edit]) -> set[str]:
    return {edit.place.path for edit in edits}
