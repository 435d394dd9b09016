"""An editor shows hovers as Markdown, and may fetch the images in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lsprotocol import types

from editing import API, BACKEND, FILES, Editor

_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.+?)(?<!`)\1(?!`)", re.DOTALL)
SECRET = "s3cr3t-Zq9"  # noqa: S105 - one to look for


@pytest.mark.asyncio
async def test_hovers_hold_no_markup_of_the_project_and_no_secret(tmp_path: Path) -> None:
    """Whatever a value, a reason or the name of a variable is."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    editor = Editor(tmp_path)
    nasty = "![x](http://evil.example/p) <img src=x> ``` `x` \\u202e \\u001b[31m"
    try:
        for value, text in (
            (f'"http://u:{SECRET}@h/{nasty}"', "apiBasePath:"),
            (f'await get("{nasty}")', "apiBasePath:"),
            (f'process.env["{nasty}"]', "apiBasePath:"),
            ("process.env.BASE", "apiBasePath:"),
        ):
            editor.write(API, BACKEND.replace('"/api/auth"', value))
            editor.write("api/.env", f"BASE=/a/![x](http://evil.example/p)\nTOKEN={SECRET}\n")
            if editor.client._server is None:
                await editor.start()
            at = editor.position(API, text, 1)
            found = await editor.client.text_document_hover_async(
                types.HoverParams(at.text_document, at.position)
            )
            shown = (
                ""
                if found is None or not isinstance(found.contents, types.MarkupContent)
                else found.contents.value
            )
            assert SECRET not in shown
            assert "\u202e" not in shown
            assert "\x1b" not in shown
            plain = _CODE.sub("", shown).replace("\\!", "").replace("\\[", "").replace("\\<", "")
            assert "![" not in plain
            assert "<img" not in plain
    finally:
        if editor.client._server is not None:
            await editor.stop()
