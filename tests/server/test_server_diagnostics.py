"""Diagnostics as a real client sees them."""

from __future__ import annotations

import pytest
from lsprotocol import types

from editing import API, BACKEND, FRONTEND, WEB, Editor, capabilities

pytestmark = pytest.mark.asyncio

CODE = "ST114"
MENDED = BACKEND.replace("/api/auth", "/auth")


async def test_a_finding_shows_at_both_ends(editor: Editor) -> None:
    """Also in the file that is not open, each end telling of the other."""
    await editor.start()
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE] and editor.codes(API) == [CODE])
    for path, other in ((WEB, API), (API, WEB)):
        found = editor.item(path, CODE)
        assert found.source == "supertokens-lint"
        assert found.severity is types.DiagnosticSeverity.Error
        assert found.code_description is not None
        assert found.code_description.href.endswith("/api-base-path-mismatch.md")
        related = [info.location.uri for info in found.related_information or ()]
        assert editor.uri(other) in related
        assert editor.uri(path) not in related[:1]
        assert found.range == _range_of(editor, path)


def _range_of(editor: Editor, path: str) -> types.Range:
    text = '"/auth"' if path == WEB else '"/api/auth"'
    start = editor.position(path, text).position
    return types.Range(start, types.Position(start.line, start.character + len(text)))


@pytest.mark.parametrize("run_on", ["save", "type"])
async def test_a_save_that_mends_one_end_clears_both(editor: Editor, run_on: str) -> None:
    """The other file is cleared too, with an empty list."""
    await editor.start(settings={"runOn": run_on})
    editor.open(API)
    await editor.until(lambda: editor.codes(WEB) == [CODE] and editor.codes(API) == [CODE])
    editor.save(API, MENDED)
    await editor.until(lambda: editor.codes(WEB) == [] and editor.codes(API) == [])
    assert not editor.published[-1].diagnostics


async def test_what_was_checked_while_typing_is_not_checked_again(editor: Editor) -> None:
    """When the client tells of changed files, a save adds nothing; else it may."""
    await editor.start(able=capabilities(watches=True))
    editor.open(API)
    editor.type(API, MENDED)
    await editor.until(lambda: editor.uri(API) in editor.shown and editor.codes(API) == [])
    await editor.until_checked()
    before = len(editor.published)
    editor.save(API, MENDED + "// x\n")
    await editor.until(lambda: len(editor.published) > before)
    await editor.until_checked()
    versions = [p.version for p in editor.published if p.uri == editor.uri(API)]
    assert versions[-1] == 3
    assert versions.count(3) == 1


async def test_text_that_is_not_saved_counts(editor: Editor) -> None:
    """What is typed is checked, and diagnostics name the version that they are for."""
    await editor.start()
    editor.open(WEB)
    await editor.until(lambda: editor.codes(API) == [CODE])
    editor.type(WEB, FRONTEND.replace('"/auth"', '"/api/auth"'))
    await editor.until(lambda: editor.codes(WEB) == [] and editor.codes(API) == [])
    last = [params for params in editor.published if params.uri == editor.uri(WEB)][-1]
    assert last.version == 2
    editor.close(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])


async def test_while_saving_decides_typing_shows_nothing_new(editor: Editor) -> None:
    """With ``runOn: save`` the next check is that of the save."""
    await editor.start(settings={"runOn": "save"})
    editor.open(API)
    await editor.until(lambda: editor.codes(API) == [CODE])
    await editor.until_checked()
    before = len(editor.published)
    editor.type(API, MENDED)
    await editor.until_checked()
    assert len(editor.published) == before
    editor.save(API, MENDED)
    await editor.until(lambda: editor.codes(API) == [])


async def test_a_half_written_file_hides_nothing_elsewhere(editor: Editor) -> None:
    """Text that does not parse is told of as such, and the server goes on."""
    await editor.start()
    editor.open(API)
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    for text in (BACKEND[:310], BACKEND + "const x = {", "", "\0\0", "})]" * 50):
        editor.type(API, text)
        await editor.until_checked()
    editor.type(API, BACKEND + "\nconst open = (\n")
    await editor.until(lambda: "ST001" in editor.codes(API))
    editor.type(API, BACKEND)
    await editor.until(lambda: editor.codes(API) == [CODE] and editor.codes(WEB) == [CODE])
    assert not [m for m in editor.client.log_messages if "internal error" in m.message]


@pytest.mark.parametrize(
    ("encodings", "negotiated", "units"),
    [
        (["utf-8"], "utf-8", 4),
        (["utf-16", "utf-8"], "utf-16", 2),
        (["utf-32"], "utf-32", 1),
        (None, "utf-16", 2),
        (["utf-7"], "utf-16", 2),
    ],
)
async def test_columns_count_units_of_the_negotiated_encoding(
    editor: Editor, encodings: list[str] | None, negotiated: str, units: int
) -> None:
    """A character outside of the basic plane before the place takes what the encoding says."""
    text = FRONTEND.replace('    apiBasePath: "/auth"', '    /* \U0001f510 */ apiBasePath: "/auth"')
    result = await editor.start(able=capabilities(encodings=encodings))
    assert result.capabilities.position_encoding == negotiated
    editor.open(WEB, text)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    found = editor.item(WEB, CODE).range
    column = len("    /* ") + units + len(" */ apiBasePath: ")
    assert (found.start.character, found.end.character) == (column, column + len('"/auth"'))


async def test_a_client_without_related_information_reads_the_other_end(editor: Editor) -> None:
    """The message names it then."""
    await editor.start(able=capabilities(related=False))
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    found = editor.item(WEB, CODE)
    assert found.related_information is None
    assert "api/index.ts:14" in found.message


async def test_files_come_and_go_behind_the_editor(editor: Editor) -> None:
    """An environment file that the editor's watcher tells of changes what a setting is."""
    await editor.start(able=capabilities(watches=True))
    await editor.until(lambda: editor.registered)
    backend = BACKEND.replace('"/api/auth"', 'process.env.BASE_PATH ?? "/auth"')
    editor.open(API, backend)
    editor.open(WEB)
    await editor.until(lambda: editor.uri(API) in editor.shown)
    await editor.until_checked()
    assert CODE not in editor.codes(WEB)
    editor.change_on_disk("api/.env", "BASE_PATH=/api/auth\n")
    await editor.until(lambda: CODE in editor.codes(WEB))
    editor.change_on_disk("api/.env", "BASE_PATH=/auth\n")
    await editor.until(lambda: CODE not in editor.codes(WEB))
    editor.change_on_disk("api/.env", "BASE_PATH=/api/auth\n")
    await editor.until(lambda: CODE in editor.codes("api/.env") and CODE in editor.codes(WEB))
    editor.change_on_disk("api/.env", None)
    await editor.until(lambda: not editor.codes("api/.env") and CODE not in editor.codes(WEB))


async def test_without_watching_a_save_notices_what_changed_on_disk(editor: Editor) -> None:
    """A client that cannot watch files loses nothing at its next save."""
    await editor.start()
    editor.open(WEB)
    await editor.until(lambda: editor.codes(WEB) == [CODE])
    editor.write(API, MENDED)
    editor.save(WEB, FRONTEND)
    await editor.until(lambda: editor.codes(WEB) == [] and editor.codes(API) == [])
