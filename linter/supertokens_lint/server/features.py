"""What the server answers to each message of the protocol."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from supertokens_lint.server import hovering, navigation
from supertokens_lint.server.actions import KINDS
from supertokens_lint.server.pulling import document_report, workspace_report
from supertokens_lint.server.server import NAME, LintServer, file_of


def make_server() -> LintServer:
    """Return a server that answers all messages."""
    server = LintServer()
    _add_life(server)
    _add_texts(server)
    _add_surroundings(server)
    _add_diagnostics(server)
    _add_questions(server)
    return server


def _add_life(server: LintServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(ls: LintServer, params: types.InitializeParams) -> None:
        ls.begin(params)

    @server.feature(types.INITIALIZED)
    async def initialized(ls: LintServer, _params: types.InitializedParams) -> None:
        await asyncio.gather(ls.register(), ls.configure(None))

    @server.feature(types.SHUTDOWN)
    def shutdown(ls: LintServer, _params: None) -> None:
        ls.stop()


def _add_texts(server: LintServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(ls: LintServer, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        if ls.buffers.put(document.uri, document.text, document.version):
            ls.board.forget(document.uri)
            ls.recheck()

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(ls: LintServer, params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        text = ls.workspace.get_text_document(document.uri).source
        if ls.buffers.put(document.uri, text, document.version):
            ls.edited()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(ls: LintServer, _params: types.DidSaveTextDocumentParams) -> None:
        ls.saved()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(ls: LintServer, params: types.DidCloseTextDocumentParams) -> None:
        if ls.buffers.drop(params.text_document.uri):
            ls.recheck()


def _add_surroundings(server: LintServer) -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(ls: LintServer, _params: types.DidChangeWorkspaceFoldersParams) -> None:
        ls.recheck(relist=True)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def settings(ls: LintServer, params: types.DidChangeConfigurationParams) -> None:
        await ls.configure(params.settings)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(ls: LintServer, params: types.DidChangeWatchedFilesParams) -> None:
        ls.files_changed(params.changes)


def _add_diagnostics(server: LintServer) -> None:
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=True, identifier=NAME
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def document(
        ls: LintServer, params: types.DocumentDiagnosticParams
    ) -> types.DocumentDiagnosticReport:
        await ls.checks.settled()
        return document_report(ls, params)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace(
        ls: LintServer, params: types.WorkspaceDiagnosticParams
    ) -> types.WorkspaceDiagnosticReport:
        await ls.checks.settled()
        return workspace_report(ls, params)


def _add_questions(server: LintServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(ls: LintServer, params: types.HoverParams) -> types.Hover | None:
        path, look, markdown = file_of(params.text_document.uri), ls.look, ls.client.markdown
        return await ls.checks.inquire(
            lambda found: hovering.hover(found, path, params.position, look, markdown=markdown)
        )

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(
        ls: LintServer, params: types.DefinitionParams
    ) -> list[types.Location] | list[types.LocationLink] | None:
        path, look, links = file_of(params.text_document.uri), ls.look, ls.client.links
        return await ls.checks.inquire(
            lambda found: navigation.counterpart(found, path, params.position, look, links=links)
        )

    @server.feature(types.TEXT_DOCUMENT_IMPLEMENTATION)
    async def implementation(
        ls: LintServer, params: types.ImplementationParams
    ) -> list[types.Location] | None:
        path, look = file_of(params.text_document.uri), ls.look
        return await ls.checks.inquire(
            lambda found: navigation.origins(found, path, params.position, look)
        )

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(
        ls: LintServer, params: types.ReferenceParams
    ) -> list[types.Location] | None:
        path, look = file_of(params.text_document.uri), ls.look
        return await ls.checks.inquire(
            lambda found: navigation.places(found, path, params.position, look)
        )

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=KINDS)
    )
    async def code_action(
        ls: LintServer, params: types.CodeActionParams
    ) -> list[types.CodeAction] | None:
        path = file_of(params.text_document.uri)
        return await ls.checks.inquire(lambda found: ls.actions(found).of(path, params))
