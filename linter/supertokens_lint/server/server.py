"""The server's state: what is open, what was found, and what the client was told."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lsprotocol import types
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer

from supertokens_lint import __version__
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.server import diagnostics, roots, settings, watching
from supertokens_lint.server.actions import Actions
from supertokens_lint.server.analysis import Analyser, Analysis, Snapshot
from supertokens_lint.server.buffers import Buffers, path_of
from supertokens_lint.server.checks import Checks
from supertokens_lint.server.client import Client
from supertokens_lint.server.diagnostics import Look, Shown
from supertokens_lint.server.publishing import Board, FileState
from supertokens_lint.server.settings import Settings

NAME = "supertokens-lint"
_WARNING = types.MessageType.Warning


class LintServer(LanguageServer):
    """One server for one editor. All methods run on the main loop."""

    def __init__(self) -> None:
        super().__init__(NAME, __version__, types.TextDocumentSyncKind.Full)
        self.buffers = Buffers()
        self.board = Board()
        self.checks = Checks(self, Analyser())
        self.client = Client()
        self.settings = Settings()
        self._base_settings = Settings()
        self._shown: Mapping[str, list[Shown]] = {}
        self._relist = True
        self._has_folders = False
        self._is_shut_down = False
        self._told: str | None = None
        self._waiting: set[asyncio.Future[None]] = set()

    # --- what the client says --------------------------------------------------------------------

    def begin(self, params: types.InitializeParams) -> None:
        """Take what the client can do and its first settings."""
        self.client = Client.of(params.capabilities)
        self._has_folders = params.workspace_folders is not None
        self._base_settings = self._read_settings(params.initialization_options, Settings())
        self.settings = self._base_settings

    async def configure(self, sent: object) -> None:
        """Take new settings: those sent, or those that the client has when asked."""
        if self.client.configuration:
            item = types.ConfigurationItem(section=settings.SECTION)
            asked = types.ConfigurationParams([item])
            try:
                answer = await self.workspace_configuration_async(asked)
            except JsonRpcException as error:
                self.log(f"the client does not tell its settings: {error}", _WARNING)
            else:
                sent = next(iter(answer or ()), None) or sent
        self.settings = self._read_settings(sent, self._base_settings)
        self.recheck(relist=True)

    async def register(self) -> None:
        """Ask the client to tell of changed files and settings."""
        wanted = []
        if self.client.watches:
            wanted.append(watching.registration())
        if self.client.registers_configuration:
            wanted.append(
                types.Registration(
                    id="supertokens-lint-settings",
                    method=types.WORKSPACE_DID_CHANGE_CONFIGURATION,
                    register_options={"section": settings.SECTION},
                )
            )
        if not wanted:
            return
        try:
            await self.client_register_capability_async(types.RegistrationParams(wanted))
        except JsonRpcException as error:
            self.client = replace(self.client, watches=False)
            self.log(f"the client does not watch files: {error}", _WARNING)

    def recheck(self, *, relist: bool = False) -> None:
        """Check again, at once; ``relist`` says that files may have come or gone."""
        self._relist = self._relist or relist or not self.client.watches
        self.checks.want()

    def edited(self) -> None:
        """Take note of a text that was typed into."""
        if self.settings.run_on == "type":
            self.checks.want(self.settings.delay / 1000)
        else:
            self.checks.touch()

    def saved(self) -> None:
        """Check again after a save, unless what was saved is checked already."""
        is_told = self.client.watches and self.settings.run_on == "type"
        if not (is_told and self.checks.is_up_to_date):
            self.recheck()

    def files_changed(self, events: Iterable[types.FileEvent]) -> None:
        """Take note of files that changed on disk."""
        known = self.checks.analysis
        workspace = None if known is None else known.workspace
        check, relist = watching.matters(events, self.buffers, workspace)
        if check:
            self.recheck(relist=relist)

    # --- checks ----------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """Return what a check that begins now is about."""
        folders = [folder.uri for folder in self.workspace.folders.values()]
        places = roots.of_uris(folders if self._has_folders else [self.workspace.root_uri])
        if not places and not folders:
            places = roots.around(self.buffers)
        relist, self._relist = self._relist, False
        return Snapshot(places, self.buffers.snapshot(), self.settings, relist)

    def found(self, analysis: Analysis, *, publish: bool) -> None:
        """Take the result of a check and tell the client of it."""
        if not publish:
            return
        self._shown = diagnostics.by_path(analysis.report, self.look)
        states = {
            path: FileState.of(self.buffers.uri(path), [], self.buffers.version(path))
            for path in self.buffers
        }
        for path, shown in self._shown.items():
            states[path] = self._state(path, [one.diagnostic for one in shown])
        self._tell_problem(analysis, states)
        self.board.put(states)
        self._log_run(analysis)
        if not self.client.pulls:
            for params in self.board.to_push():
                self.text_document_publish_diagnostics(params)
        elif self.client.refreshes:
            self._refresh()

    def failed(self, error: Exception, step: str) -> None:
        """Tell of an error that nobody foresaw; what is shown stays."""
        self._relist = True
        self.log(
            f"internal error while {step}: {type(error).__name__}: {error}. "
            "This is a bug of supertokens-lint; please report it with this message."
        )
        details = "".join(traceback.format_exception(error))
        self.log_trace(types.LogTraceParams(f"internal error while {step}", details))

    def shown(self, path: str) -> list[Shown]:
        """Return the diagnostics of a file with their findings, as the client knows them."""
        return self._shown.get(path, [])

    @property
    def look(self) -> Look:
        """How this client is told of places."""
        encoding = types.PositionEncodingKind(self.workspace.position_encoding or "utf-16")
        return Look(encoding.value, self.buffers.uri, self.client.related_information)

    def actions(self, analysis: Analysis) -> Actions:
        """Return what makes code actions for this client."""
        return Actions(analysis, self.look, self.client.versioned_edits, self.client.snippets)

    # --- messages --------------------------------------------------------------------------------

    def log(self, text: str, kind: types.MessageType = types.MessageType.Error) -> None:
        """Write a line into the client's log."""
        self.window_log_message(types.LogMessageParams(kind, mask_text(text)))

    @property
    def is_shut_down(self) -> bool:
        """Whether the client has asked the server to shut down."""
        return self._is_shut_down

    def stop(self) -> None:
        """End what is under way, for a client that is about to leave."""
        self._is_shut_down = True
        self.checks.stop()

    def report_server_error(
        self, error: Exception, source: type[PyglsError | JsonRpcException]
    ) -> None:
        """Log what went wrong in a handler; requests are answered with the error as well."""
        self.log(f"{source.__name__}: {type(error).__name__}: {error}")

    def _state(self, path: str, items: list[types.Diagnostic]) -> FileState:
        return FileState.of(self.buffers.uri(path), items, self.buffers.version(path))

    def _read_settings(self, raw: object, base: Settings) -> Settings:
        read, problems = settings.read(raw, base)
        for problem in problems:
            self.log(problem, _WARNING)
        return read

    def _tell_problem(self, analysis: Analysis, states: dict[str, FileState]) -> None:
        """Show a mistake in the configuration once, and in its file as long as it is there."""
        problem = analysis.problem
        text = None if problem is None else mask_text(str(problem))
        if text is not None and text != self._told:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, text))
        self._told = text
        located = None if problem is None else diagnostics.of_problem(problem)
        if located is not None:
            path, item = located
            states[path] = self._state(path, [item])

    def _log_run(self, analysis: Analysis) -> None:
        summary = analysis.report.summary
        count = len(analysis.report.findings)
        seconds = self.checks.last_seconds
        text = f"checked {summary.files} files in {seconds:.2f} s, findings: {count}"
        self.log(text, types.MessageType.Log)
        for problem in summary.problems:
            self.log(problem, types.MessageType.Log)

    def _refresh(self) -> None:
        """Ask the client to pull again; what it answers is of no importance."""
        asked = asyncio.ensure_future(self.workspace_diagnostic_refresh_async(None))
        self._waiting.add(asked)
        asked.add_done_callback(self._waiting.discard)
        asked.add_done_callback(lambda done: done.cancelled() or done.exception())


def file_of(uri: str) -> str:
    """Return the path of an address, an empty string for what is no file."""
    return path_of(uri) or ""
