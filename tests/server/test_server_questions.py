"""Hover, navigation and code actions as a real client sees them."""

from __future__ import annotations

import pytest
from lsprotocol import types

from editing import API, BACKEND, FRONTEND, WEB, Editor, capabilities

pytestmark = pytest.mark.asyncio

CODE = "ST114"


async def _hover(editor: Editor, path: str, text: str, inside: int = 1) -> str:
    at = editor.position(path, text, inside)
    found = await editor.client.text_document_hover_async(
        types.HoverParams(at.text_document, at.position)
    )
    if found is None:
        return ""
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


@pytest.mark.parametrize("text", ["apiBasePath:", '"/auth"'])
async def test_hover_shows_both_ends(editor: Editor, text: str) -> None:
    """On the key and on the value: what it is here, and there."""
    await editor.start()
    shown = await _hover(editor, WEB, text)
    assert "`apiBasePath` of the frontend `web`, supertokens-auth-react 0.49.1" in shown
    assert "`/auth`" in shown
    assert "`apiBasePath` of the backend `api`, supertokens-node 21.1.1" in shown
    assert "`/api/auth`" in shown


async def test_hover_tells_environments_and_where_a_value_comes_from(editor: Editor) -> None:
    """Each environment with its value and the way that the value took; also at its beginning."""
    editor.write(API, BACKEND.replace('"/api/auth"', "process.env.BASE_PATH"))
    editor.write("api/.env.development", "BASE_PATH=/auth\n")
    editor.write("api/.env.production", "BASE_PATH=/v1/auth\n")
    await editor.start()
    for path, text in ((API, "process.env.BASE_PATH"), ("api/.env.production", "/v1/auth")):
        shown = await _hover(editor, path, text)
        assert "- development: `/auth` — " in shown
        assert "- production: `/v1/auth` — " in shown
        assert f"[api/.env.production:1]({editor.uri('api/.env.production')}#L1)" in shown


async def test_hover_says_why_a_value_is_unknown_and_shows_no_secret(editor: Editor) -> None:
    """Settings that may be secrets are not shown, whatever they are."""
    editor.write(API, BACKEND.replace('"/api/auth"', "await fetchPath()"))
    await editor.start(able=capabilities(formats=[types.MarkupKind.PlainText]))
    shown = await _hover(editor, API, "await fetchPath()")
    assert "unknown (" in shown
    assert "`" not in shown


async def test_hover_is_silent_elsewhere(editor: Editor) -> None:
    """Code that is no setting is the business of other servers."""
    await editor.start()
    assert await _hover(editor, WEB, "recipeList") == ""
    assert await _hover(editor, "web/package.json", "dependencies") == ""


async def test_hover_follows_what_is_typed(editor: Editor) -> None:
    """Also when checks wait for a save: positions are those of the text that is seen."""
    await editor.start(settings={"runOn": "save"})
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    editor.write(WEB, "\n\n" + FRONTEND.replace('"/auth"', '"/other"'))
    editor.type(WEB, editor.read(WEB))
    assert "`/other`" in await _hover(editor, WEB, '"/other"')


async def test_definition_leads_to_the_counterpart_and_back(editor: Editor) -> None:
    """From the frontend's setting to the backend's, and the reverse."""
    await editor.start()
    for path, text, other, target in (
        (WEB, '"/auth"', API, 'apiBasePath: "/api/auth"'),
        (API, '"/api/auth"', WEB, 'apiBasePath: "/auth"'),
    ):
        at = editor.position(path, text, 1)
        found = await editor.client.text_document_definition_async(
            types.DefinitionParams(at.text_document, at.position)
        )
        assert isinstance(found, list | tuple)
        starts = [(one.uri, one.range.start) for one in found if isinstance(one, types.Location)]
        assert (editor.uri(other), editor.position(other, target).position) in starts


async def test_definition_gives_links_to_a_client_that_takes_them(editor: Editor) -> None:
    """A link marks the whole setting as where it begins."""
    await editor.start(able=capabilities(links=True))
    at = editor.position(WEB, '"/auth"', 1)
    found = await editor.client.text_document_definition_async(
        types.DefinitionParams(at.text_document, at.position)
    )
    assert found
    assert isinstance(found, list | tuple)
    assert {one.target_uri for one in found if isinstance(one, types.LocationLink)} == {
        editor.uri(API)
    }
    at = editor.position(WEB, "recipeList", 1)
    nothing = await editor.client.text_document_definition_async(
        types.DefinitionParams(at.text_document, at.position)
    )
    assert nothing is None


async def test_implementation_and_references_follow_the_trail(editor: Editor) -> None:
    """To the line that holds the value, and to all places of both sides."""
    editor.write(API, BACKEND.replace('"/api/auth"', "process.env.BASE_PATH"))
    editor.write("api/.env", "BASE_PATH=/auth\n")
    await editor.start()
    at = editor.position(API, "process.env.BASE_PATH", 1)
    found = await editor.client.text_document_implementation_async(
        types.ImplementationParams(at.text_document, at.position)
    )
    assert isinstance(found, list | tuple)
    uris = [one.uri for one in found if isinstance(one, types.Location)]
    assert editor.uri("api/.env") in uris
    everywhere = await editor.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(True), at.text_document, at.position)
    )
    assert {one.uri for one in everywhere or ()} == {
        editor.uri(path) for path in (API, WEB, "api/.env")
    }


def _apply(text: str, edits: list[types.TextEdit]) -> str:
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda edit: edit.range.start, reverse=True):
        start, end = edit.range.start, edit.range.end
        before = "\n".join([*lines[: start.line], lines[start.line][: start.character]])
        after = "\n".join([lines[end.line][end.character :], *lines[end.line + 1 :]])
        lines = (before + edit.new_text + after).split("\n")
    return "\n".join(lines)


def _edits(action: types.CodeAction) -> dict[str, list[types.TextEdit]]:
    assert action.edit is not None
    assert action.edit.document_changes is not None
    return {
        change.text_document.uri: [e for e in change.edits if isinstance(e, types.TextEdit)]
        for change in action.edit.document_changes
        if isinstance(change, types.TextDocumentEdit)
    }


async def test_a_quick_fix_mends_the_finding(editor: Editor) -> None:
    """It names the version that it was made for, and applied it clears both ends."""
    await editor.start()
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    at = editor.item(WEB, CODE).range
    found = await editor.actions(WEB, at, types.CodeActionKind.QuickFix)
    fix = next(one for one in found if not one.title.startswith("Ignore"))
    assert fix.kind == types.CodeActionKind.QuickFix
    assert [one.code for one in fix.diagnostics or ()] == [CODE]
    assert fix.edit is not None
    (change,) = fix.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 1
    ((uri, edits),) = _edits(fix).items()
    assert uri == editor.uri(WEB)
    editor.type(WEB, _apply(FRONTEND, edits))
    await editor.until(lambda: editor.codes(WEB) == [] and editor.codes(API) == [])


async def test_a_finding_is_ignored_with_a_comment(editor: Editor) -> None:
    """The comment is one that the linter takes: the finding is gone at both ends."""
    await editor.start()
    editor.open(API)
    await editor.until(lambda: editor.codes(API) == [CODE])
    found = await editor.actions(API, editor.item(API, CODE).range)
    (ignore,) = (one for one in found if one.title.startswith("Ignore"))
    assert ignore.title == "Ignore api-base-path-mismatch here with a reason"
    assert not ignore.is_preferred
    text = _apply(BACKEND, _edits(ignore)[editor.uri(API)])
    assert "    // supertokens-lint: ignore[api-base-path-mismatch] -- " in text
    editor.type(API, text)
    await editor.until(lambda: editor.codes(WEB) == [] and editor.codes(API) == [])


async def test_actions_are_those_of_the_range_and_kind_asked_for(editor: Editor) -> None:
    """Nothing is offered where nothing is wrong."""
    await editor.start()
    editor.open(API)
    await editor.until(lambda: editor.codes(API) == [CODE])
    first = types.Range(types.Position(0, 0), types.Position(0, 5))
    here = editor.item(API, CODE).range
    assert await editor.actions(API, first) == []
    assert await editor.actions(API, here, "refactor") == []
    assert await editor.actions(API, here, "source.organizeImports") == []


WRONG_HEADERS = BACKEND.replace(
    '["content-type", ...supertokens.getAllCORSHeaders()]', '["content-type"]'
).replace("/api/auth", "/auth")


@pytest.mark.parametrize("kind", ["source.fixAll", "source.fixAll.supertokens-lint", "source"])
async def test_all_safe_fixes_come_as_one_action(editor: Editor, kind: str) -> None:
    """What they write clears the findings that they are for."""
    editor.write(API, WRONG_HEADERS)
    await editor.start()
    editor.open(API)
    await editor.until(lambda: "ST305" in editor.codes(API))
    everywhere = types.Range(types.Position(0, 0), types.Position(99, 0))
    automatic = types.CodeActionTriggerKind.Automatic
    (action,) = await editor.actions(API, everywhere, kind, trigger=automatic)
    assert action.kind == "source.fixAll.supertokens-lint"
    edits = _edits(action)
    assert list(edits) == [editor.uri(API)]
    editor.type(API, _apply(WRONG_HEADERS, edits[editor.uri(API)]))
    await editor.until(lambda: "ST305" not in editor.codes(API))


async def test_a_client_without_versions_gets_plain_edits(editor: Editor) -> None:
    """The older shape of a workspace edit, with the same content."""
    await editor.start(able=capabilities(versioned=False))
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    for action in await editor.actions(WEB, editor.item(WEB, CODE).range):
        assert action.edit is not None
        assert action.edit.document_changes is None
        assert list(action.edit.changes or ()) == [editor.uri(WEB)]
