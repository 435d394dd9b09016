"""Answers to clients that ask for diagnostics."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from supertokens_lint.server.publishing import FileState
from supertokens_lint.server.server import LintServer, file_of


def document_report(
    server: LintServer, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    """Return what one file has, and what the files have that its findings lead to."""
    path = file_of(params.text_document.uri)
    state = _state(server, path, params.text_document.uri)
    others = _related(server, path) if server.client.related_documents else None
    if params.previous_result_id == state.result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(state.result_id, others)
    return types.RelatedFullDocumentDiagnosticReport(
        list(state.items), related_documents=others, result_id=state.result_id
    )


def workspace_report(
    server: LintServer, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """Return what every file has; files that have nothing any more are told to be empty."""
    known = {item.uri: item.value for item in params.previous_result_ids}
    states = {state.uri: state for state in server.board.all()}
    for uri in known:
        if uri not in states:
            states[uri] = _state(server, file_of(uri), uri)
    return types.WorkspaceDiagnosticReport(
        [_workspace_item(state, known.get(uri)) for uri, state in states.items()]
    )


def _workspace_item(
    state: FileState, known: str | None
) -> types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport:
    if state.result_id == known:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(
            state.uri, state.result_id, state.version
        )
    return types.WorkspaceFullDocumentDiagnosticReport(
        state.uri, list(state.items), state.version, result_id=state.result_id
    )


def _state(server: LintServer, path: str, uri: str) -> FileState:
    return server.board.state(path, uri, server.buffers.version(path))


def _related(
    server: LintServer, path: str
) -> dict[str, types.FullDocumentDiagnosticReport | types.UnchangedDocumentDiagnosticReport]:
    """Return the reports of the files in which the other ends of the file's findings lie."""
    paths: dict[str, None] = {}
    for shown in server.shown(path):
        ends: Sequence[str] = [
            end.place.path for end in (shown.finding.primary, *shown.finding.counterparts)
        ]
        paths.update(dict.fromkeys(other for other in ends if other != path))
    found = (_state(server, other, server.buffers.uri(other)) for other in paths)
    return {
        state.uri: types.FullDocumentDiagnosticReport(list(state.items), result_id=state.result_id)
        for state in found
    }
