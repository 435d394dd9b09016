"""An editor may name anything: the server opens no device, nothing of other hosts, and lives on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from editing import API, FILES, WEB, Editor

ODD = (
    "", " ", ":", "file:", "file:///", "file://", "file:///dev/zero", "file:///proc/self/mem",
    "file:///%00", "file:///a%00b.ts", "file://other.example/share/a.ts", "file:////other/share/a.ts",
    "file:///%2e%2e/%2e%2e/etc/passwd", "file:///..%2f..%2f/a.ts", "file:///%", "file:///%zz.ts",
    "file:///%ff%fe.ts", "untitled:Untitled-1", "http://other.example/a.ts", "data:text/plain,a",
    "javascript:alert(1)", "git:/a.ts?ref", "vscode-notebook-cell:/a#x", "file:///" + "a/" * 3000,
    "file:///" + "x" * 9000 + ".ts", "file:///C:/a.ts", "file:///c%3A/a.ts", "\u202e\x1b[31m",
)  # fmt: skip


@pytest.mark.asyncio
async def test_no_address_ends_the_server(tmp_path: Path) -> None:
    """Opened, changed, asked about, renamed and closed; the findings of the system are the same."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    editor = Editor(tmp_path)
    client = editor.client
    start = types.Position(0, 0)
    try:
        await editor.start()
        editor.open(WEB)
        await editor.until(lambda: "ST114" in editor.codes(WEB))
        for uri in ODD:
            document = types.TextDocumentIdentifier(uri)
            item = types.TextDocumentItem(uri, "typescript", 1, FILES[API])
            client.text_document_did_open(types.DidOpenTextDocumentParams(item))
            change = types.FileEvent(uri, types.FileChangeType.Changed)
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
            with suppress(JsonRpcException):
                await client.text_document_hover_async(types.HoverParams(document, start))
            with suppress(JsonRpcException):
                await client.text_document_definition_async(types.DefinitionParams(document, start))
            folder = types.WorkspaceFolder(uri, "odd")
            event = types.WorkspaceFoldersChangeEvent([folder], [folder])
            client.workspace_did_change_workspace_folders(
                types.DidChangeWorkspaceFoldersParams(event)
            )
            client.text_document_did_close(types.DidCloseTextDocumentParams(document))
        editor.change_on_disk(API, FILES[API].replace("/api/auth", "/auth"))
        await editor.until(lambda: "ST114" not in editor.codes(WEB))
    finally:
        if client._server is not None:
            assert await editor.stop() == 0
