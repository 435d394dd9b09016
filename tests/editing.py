"""An editor for tests of the language server: a real client, over standard streams."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pygls.uris import from_fs_path
from pytest_lsp import LanguageClient

TIMEOUT = 60.0

FRONTEND = """\
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";

SuperTokens.init({
  appInfo: {
    appName: "Shop",
    apiDomain: "http://localhost:8080",
    websiteDomain: "http://localhost:3000",
    apiBasePath: "/auth",
  },
  recipeList: [Session.init()],
});
"""
BACKEND = """\
import express from "express";
import cors from "cors";
import supertokens from "supertokens-node";
import Session from "supertokens-node/recipe/session";
import { middleware, errorHandler } from "supertokens-node/framework/express";

supertokens.init({
  framework: "express",
  supertokens: { connectionURI: process.env.CORE_URI },
  appInfo: {
    appName: "Shop",
    apiDomain: "http://localhost:8080",
    websiteDomain: "http://localhost:3000",
    apiBasePath: "/api/auth",
  },
  recipeList: [Session.init()],
});

const app = express();
app.use(cors({
  origin: "http://localhost:3000",
  allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
  credentials: true,
}));
app.use(middleware());
app.use(errorHandler());
app.listen(8080);
"""
WEB = "web/src/main.tsx"
API = "api/index.ts"
FILES = {
    "web/package.json": '{"name": "web", "dependencies": {"supertokens-auth-react": "0.49.1"}}\n',
    "api/package.json": (
        '{"name": "api", "dependencies": {"supertokens-node": "21.1.1", "express": "4.21.0", '
        '"cors": "2.8.5"}}\n'
    ),
    WEB: FRONTEND,
    API: BACKEND,
}


def capabilities(**changes: Any) -> types.ClientCapabilities:
    """Return what a client with the usual abilities can do; pushes unless told otherwise."""
    told = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=changes.get("encodings")),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=changes.get("related", True)
            ),
            definition=types.DefinitionClientCapabilities(link_support=changes.get("links")),
            hover=types.HoverClientCapabilities(content_format=changes.get("formats")),
        ),
        workspace=types.WorkspaceClientCapabilities(
            workspace_folders=True,
            configuration=changes.get("configuration"),
            workspace_edit=types.WorkspaceEditClientCapabilities(
                document_changes=changes.get("versioned", True)
            ),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=changes.get("watches")
            ),
        ),
    )
    if changes.get("pulls"):
        assert told.text_document is not None
        assert told.workspace is not None
        told.text_document.diagnostic = types.DiagnosticClientCapabilities(
            related_document_support=True
        )
        told.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(
            refresh_support=True
        )
    return told


class Editor:
    """One editor with its server. Paths are relative to ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.client: LanguageClient = LanguageClient(converter_factory=default_converter)
        self.shown: dict[str, Sequence[types.Diagnostic]] = {}
        self.published: list[types.PublishDiagnosticsParams] = []
        self.registered: list[types.Registration] = []
        self.refreshes = 0
        self.configuration: object = None
        self.command = [sys.executable, "-m", "supertokens_lint", "server", "--stdio"]
        self._versions: dict[str, int] = {}
        self._happened = asyncio.Condition()
        self._listen()

    # --- life ------------------------------------------------------------------------------------

    async def start(
        self,
        *folders: str,
        settings: Mapping[str, object] | None = None,
        able: types.ClientCapabilities | None = None,
        bare: bool = False,
    ) -> types.InitializeResult:
        """Start the server on some folders, the root itself when none are named.

        ``bare`` is for an editor that has no folder open.
        """
        await self.client.start_io(*self.command)
        return await self.client.initialize_session(
            types.InitializeParams(
                capabilities=able or capabilities(),
                initialization_options={"delay": 0, **(settings or {})},
                workspace_folders=(
                    None if bare else [self.folder(name) for name in folders or ("",)]
                ),
            )
        )

    async def stop(self) -> int | None:
        """Shut the server down as the protocol says; return its exit status."""
        await asyncio.wait_for(self.client.shutdown_session(), TIMEOUT)
        server = self.client._server
        await self.disconnect()
        return None if server is None else server.returncode

    async def disconnect(self) -> None:
        """Forget a server that has ended."""
        await self.client.stop()  # type: ignore[no-untyped-call] # pytest-lsp has no types there
        self.client._server = None

    # --- what a user does ------------------------------------------------------------------------

    def open(self, path: str, text: str | None = None) -> None:
        """Open a file, with another text than it has on disk if one is given."""
        content = self.read(path) if text is None else text
        self._versions[path] = 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(
                types.TextDocumentItem(self.uri(path), "plaintext", 1, content)
            )
        )

    def type(self, path: str, text: str) -> None:
        """Make ``text`` the unsaved text of an open file."""
        self._versions[path] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self._versions[path], self.uri(path)),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def save(self, path: str, text: str) -> None:
        """Type a text and save it."""
        self.type(path, text)
        self.write(path, text)
        self.client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(self.uri(path)))
        )

    def close(self, path: str) -> None:
        """Close a file."""
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri(path)))
        )

    def change_on_disk(self, path: str, text: str | None) -> None:
        """Write or delete a file behind the editor's back; its watcher tells the server."""
        existed = (self.root / path).exists()
        kind = types.FileChangeType.Changed if existed else types.FileChangeType.Created
        if text is None:
            (self.root / path).unlink()
            kind = types.FileChangeType.Deleted
        else:
            self.write(path, text)
        self.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([types.FileEvent(self.uri(path), kind)])
        )

    async def actions(
        self,
        path: str,
        at: types.Range,
        *only: str,
        trigger: types.CodeActionTriggerKind | None = None,
    ) -> list[types.CodeAction]:
        """Return the code actions for a range."""
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri(path)),
                at,
                types.CodeActionContext([], list(only) or None, trigger),
            )
        )
        return [one for one in found or () if isinstance(one, types.CodeAction)]

    # --- what a user sees ------------------------------------------------------------------------

    async def until(self, seen: Callable[[], object]) -> None:
        """Wait for notifications until ``seen()`` is true."""

        async def wait() -> None:
            async with self._happened:
                await self._happened.wait_for(lambda: bool(seen()))

        await asyncio.wait_for(wait(), TIMEOUT)

    async def until_checked(self) -> None:
        """Wait until the server has answered everything that was sent to it so far."""
        await self.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))

    def codes(self, path: str) -> list[str]:
        """Return the codes that are shown in a file."""
        return sorted(str(item.code) for item in self.shown.get(self.uri(path), ()))

    def item(self, path: str, code: str) -> types.Diagnostic:
        """Return the one diagnostic of a code in a file."""
        (found,) = (item for item in self.shown[self.uri(path)] if item.code == code)
        return found

    # --- names -----------------------------------------------------------------------------------

    def uri(self, path: str) -> str:
        """Return the address of a file."""
        return str(from_fs_path((self.root / path).as_posix()))

    def folder(self, path: str) -> types.WorkspaceFolder:
        """Return a workspace folder."""
        return types.WorkspaceFolder(self.uri(path) if path else self.uri("."), path or "root")

    def read(self, path: str) -> str:
        """Return the text of a file on disk."""
        return (self.root / path).read_bytes().decode()

    def write(self, path: str, text: str) -> None:
        """Write a file on disk; the server is not told."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode())

    def position(self, path: str, text: str, inside: int = 0) -> types.TextDocumentPositionParams:
        """Return the position of the only occurrence of ``text`` in an ASCII file on disk."""
        whole = self.read(path)
        assert whole.count(text) == 1, f"{text!r} is not there exactly once"
        before = whole[: whole.index(text) + inside]
        at = types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
        return types.TextDocumentPositionParams(types.TextDocumentIdentifier(self.uri(path)), at)

    # --- what the server says --------------------------------------------------------------------

    def _listen(self) -> None:
        feature: Callable[[str], Callable[[Callable[..., Any]], object]] = self.client.feature

        @feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        async def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.append(params)
            self.shown[params.uri] = params.diagnostics
            await self._notice()

        @feature(types.CLIENT_REGISTER_CAPABILITY)
        async def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations
            await self._notice()

        @feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        async def refresh(_params: None) -> None:
            self.refreshes += 1
            await self._notice()

        @feature(types.WINDOW_LOG_MESSAGE)
        async def log(params: types.LogMessageParams) -> None:
            self.client.log_messages.append(params)
            await self._notice()

        @feature(types.WINDOW_SHOW_MESSAGE)
        async def show(params: types.ShowMessageParams) -> None:
            self.client.messages.append(params)
            await self._notice()

        @feature(types.WORKSPACE_CONFIGURATION)
        def configuration(params: types.ConfigurationParams) -> list[object]:
            return [self.configuration for _ in params.items]

    async def _notice(self) -> None:
        async with self._happened:
            self._happened.notify_all()
