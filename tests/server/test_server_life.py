"""Settings, configuration, folders, pulling, and the end, as a real client sees them."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from functools import partial

import pytest
from lsprotocol import types

from editing import API, BACKEND, FRONTEND, TIMEOUT, WEB, Editor, capabilities
from supertokens_lint import __version__

pytestmark = pytest.mark.asyncio

CODE = "ST114"
MENDED = BACKEND.replace("/api/auth", "/auth")


def _shows(editor: Editor, codes: list[str]) -> bool:
    return [code for code in editor.codes(WEB) if code != "ST004"] == codes


async def test_the_server_says_what_it_can(editor: Editor) -> None:
    """All at once, so that a client without dynamic registration has everything too."""
    result = await editor.start()
    can = result.capabilities
    assert result.server_info == types.ServerInfo("supertokens-lint", __version__)
    assert can.hover_provider
    assert can.definition_provider
    assert can.implementation_provider
    assert can.references_provider
    assert isinstance(can.code_action_provider, types.CodeActionOptions)
    assert "source.fixAll.supertokens-lint" in (can.code_action_provider.code_action_kinds or ())
    assert isinstance(can.diagnostic_provider, types.DiagnosticOptions)
    assert can.diagnostic_provider.inter_file_dependencies
    assert can.diagnostic_provider.workspace_diagnostics
    assert can.workspace is not None
    assert can.workspace.workspace_folders is not None
    assert can.workspace.workspace_folders.supported


async def test_files_are_watched_where_the_client_can(editor: Editor) -> None:
    """By dynamic registration: sources, environment files, manifests and what stands around."""
    await editor.start(able=capabilities(watches=True))
    await editor.until(lambda: editor.registered)
    (one,) = editor.registered
    assert one.method == "workspace/didChangeWatchedFiles"


async def test_a_client_that_pulls_is_not_pushed_to(editor: Editor) -> None:
    """It asks for a file and gets the other end along; the same again is told as unchanged."""
    await editor.start(able=capabilities(pulls=True))
    editor.open(WEB)
    document = types.TextDocumentIdentifier(editor.uri(WEB))
    report = await editor.client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(document)
    )
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    assert [item.code for item in report.items] == [CODE]
    assert list(report.related_documents or ()) == [editor.uri(API)]
    again = await editor.client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(document, previous_result_id=report.result_id)
    )
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    editor.open(API)
    editor.save(API, MENDED)
    last = await editor.client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(document, previous_result_id=report.result_id)
    )
    assert isinstance(last, types.RelatedFullDocumentDiagnosticReport)
    assert not last.items
    await editor.until(lambda: editor.refreshes)
    assert not editor.published


async def test_the_whole_workspace_is_pulled(editor: Editor) -> None:
    """Files that are not open have their results too, and are told to be empty once mended."""
    await editor.start(able=capabilities(pulls=True))
    first = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    found = {
        item.uri: item.result_id or ""
        for item in first.items
        if isinstance(item, types.WorkspaceFullDocumentDiagnosticReport) and item.items
    }
    assert set(found) == {editor.uri(WEB), editor.uri(API)}
    known = [types.PreviousResultId(uri, value) for uri, value in found.items()]
    same = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
    assert {item.kind for item in same.items} == {"unchanged"}
    editor.open(API)
    editor.save(API, MENDED)
    last = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
    left = {
        item.uri: len(item.items)
        for item in last.items
        if isinstance(item, types.WorkspaceFullDocumentDiagnosticReport)
    }
    assert left == {editor.uri(WEB): 0, editor.uri(API): 0}


async def test_the_configuration_of_the_project_counts_and_is_read_again(editor: Editor) -> None:
    """Also while it is wrong: its file says so, and only there."""
    config = "supertokens-lint.toml"
    editor.write(config, 'ignore = ["ST114"]\n')
    await editor.start()
    editor.open(WEB)
    await editor.until(lambda: editor.uri(WEB) in editor.shown)
    await editor.until_checked()
    assert editor.codes(WEB) == []
    editor.change_on_disk(config, 'severity = {ST114 = "warning"}\n')
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    assert editor.item(WEB, CODE).severity is types.DiagnosticSeverity.Warning
    editor.change_on_disk(config, 'ignored = ["ST114"]\n')
    await editor.until(lambda: editor.codes(config) == ["config-error"])
    assert "did you mean ignore?" in editor.item(config, "config-error").message
    assert "did you mean ignore?" in editor.client.messages[0].message
    editor.change_on_disk(config, None)
    await editor.until(lambda: editor.codes(WEB) == [CODE] and editor.codes(config) == [])


async def test_what_the_baseline_knows_is_not_shown(editor: Editor) -> None:
    """As on the command line; without the baseline it is."""
    done = subprocess.run(
        [sys.executable, "-m", "supertokens_lint", "baseline", str(editor.root)],
        cwd=editor.root,
        check=True,
        capture_output=True,
    )
    assert done.returncode == 0
    await editor.start()
    editor.open(WEB)
    await editor.until_checked()
    assert editor.codes(WEB) == []
    editor.change_on_disk(".supertokens-lint-baseline.json", None)
    await editor.until(lambda: editor.codes(WEB) == [CODE])


async def test_a_contract_of_the_configuration_counts(editor: Editor) -> None:
    """A frontend is checked with what its backend promised, although that is not there."""
    contract = "web/api.contract.json"
    subprocess.run(
        [sys.executable, "-m", "supertokens_lint", "contract", "api", "--output-file", contract],
        cwd=editor.root,
        check=True,
    )
    shutil.rmtree(editor.root / "api")
    editor.write("supertokens-lint.toml", f'contracts = ["{contract}"]\n')
    await editor.start()
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    assert "api.contract.json" in editor.item(WEB, CODE).message


async def test_settings_count_from_the_start_and_when_they_change(editor: Editor) -> None:
    """Those sent at the start are the ground; a change is laid over them."""
    await editor.start(settings={"ignore": ["api-base-path-mismatch"]})
    editor.open(WEB)
    await editor.until_checked()
    assert editor.codes(WEB) == []
    for sent, expected in (
        ({"supertokens-lint": {"ignore": []}}, [CODE]),
        ({"supertokens-lint": {"enable": False}}, []),
        ({"ignore": [], "select": ["ST1"]}, [CODE]),
        ({"ignore": [], "environments": ["production"]}, [CODE]),
        (None, []),
    ):
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(sent))
        await editor.until(partial(_shows, editor, expected))


async def test_settings_are_asked_for_where_the_client_tells_them(editor: Editor) -> None:
    """The answer counts, not what the notification holds."""
    editor.configuration = {"ignore": ["ST114"]}
    await editor.start(able=capabilities(configuration=True))
    editor.open(WEB)
    await editor.until_checked()
    assert editor.codes(WEB) == []
    editor.configuration = {"ignore": []}
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    await editor.until(lambda: editor.codes(WEB) == [CODE])


async def test_wrong_settings_are_told_and_do_no_harm(editor: Editor) -> None:
    """A wrong value leaves the one before; a word that names no rule is said aloud."""
    await editor.start(settings={"runOn": "never", "igore": ["ST114"], "select": 5})
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    told = "\n".join(message.message for message in editor.client.log_messages)
    assert "'runOn' must be" in told
    assert "did you mean ignore?" in told
    assert "'select' must be" in told
    sent = {"supertokens-lint": {"ignore": ["ST999"]}}
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(sent))
    await editor.until(lambda: editor.client.messages)
    assert "there is no rule 'ST999'" in editor.client.messages[0].message


async def test_folders_are_one_system_and_come_and_go(editor: Editor) -> None:
    """A frontend and a backend from two repositories are checked against one another."""
    await editor.start("web")
    editor.open(WEB)
    await editor.until(lambda: editor.uri(WEB) in editor.shown)
    await editor.until_checked()
    assert CODE not in editor.codes(WEB)
    api = editor.folder("api")
    for added, removed, expected in (([api], [], [CODE]), ([], [api], [])):
        editor.client.workspace_did_change_workspace_folders(
            types.DidChangeWorkspaceFoldersParams(types.WorkspaceFoldersChangeEvent(added, removed))
        )
        await editor.until(partial(_shows, editor, expected))
    assert editor.codes(API) == []


async def test_an_editor_without_folders_checks_the_project_of_its_files(editor: Editor) -> None:
    """The nearest folder with a manifest; files in no project are left alone."""
    await editor.start(bare=True)
    editor.open(WEB, FRONTEND.replace("recipeList: [Session.init()]", "recipeList: []"))
    await editor.until(lambda: "ST102" in editor.codes(WEB))
    editor.open("alone.ts", 'import "supertokens-node";\n')
    editor.client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem("untitled:Untitled-1", "python", 1, "import x")
        )
    )
    await editor.until_checked()


async def test_new_files_are_seen(editor: Editor) -> None:
    """Before they are saved for the first time as well as after."""
    editor.write(API, BACKEND.replace('"/api/auth"', 'process.env.BASE_PATH ?? "/auth"'))
    await editor.start()
    editor.open(WEB)
    await editor.until(lambda: editor.uri(WEB) in editor.shown)
    await editor.until_checked()
    assert CODE not in editor.codes(WEB)
    editor.open("api/.env", "BASE_PATH=/api/auth\n")
    await editor.until(lambda: CODE in editor.codes(WEB) and CODE in editor.codes("api/.env"))
    editor.close("api/.env")
    await editor.until(lambda: CODE not in editor.codes(WEB))


async def test_an_unknown_request_is_an_error_and_nothing_worse(editor: Editor) -> None:
    """So is an answer that cannot be given."""
    await editor.start()
    with pytest.raises(Exception, match="Method Not Found"):
        await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("x"))
    where = types.TextDocumentIdentifier(editor.uri("absent.ts"))
    found = await editor.client.text_document_hover_async(
        types.HoverParams(where, types.Position(9, 9))
    )
    assert found is None


BUG = """
import sys
from supertokens_lint.__main__ import main
from supertokens_lint.server.analysis import Analyser
run = Analyser.run
def wrong(self, snapshot, superseded):
    if any("BUG" in buffer.text for buffer in snapshot.buffers.values()):
        raise KeyError("a bug")
    return run(self, snapshot, superseded)
Analyser.run = wrong
sys.argv = ["supertokens-lint", "server"]
sys.exit(main())
"""


async def test_an_internal_error_is_logged_and_the_server_goes_on(editor: Editor) -> None:
    """What is shown stays; the next change is checked as if nothing had happened."""
    editor.command = [sys.executable, "-c", BUG]
    await editor.start()
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    editor.type(WEB, FRONTEND + "// BUG\n")
    await editor.until(
        lambda: [m for m in editor.client.log_messages if "KeyError: 'a bug'" in m.message]
    )
    assert editor.codes(WEB) == [CODE]
    at = editor.position(WEB, "apiBasePath:", 1)
    found = await editor.client.text_document_hover_async(
        types.HoverParams(at.text_document, at.position)
    )
    assert found is None
    editor.type(WEB, FRONTEND.replace('"/auth"', '"/api/auth"'))
    await editor.until(lambda: editor.codes(WEB) == [])


async def test_an_exit_without_a_shutdown_is_a_failure(editor: Editor) -> None:
    """LSP 3.17, "exit": the status is 1 then."""
    await editor.start()
    server = editor.client._server
    assert server is not None
    editor.client.exit(None)
    assert await asyncio.wait_for(server.wait(), TIMEOUT) == 1
    await editor.disconnect()
