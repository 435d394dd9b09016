from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.errors import ReaderError
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.filesystem import MemoryFileSystem, OsFileSystem, OverlayFileSystem
from supertokens_lint.workspace.ignores import Excludes
from supertokens_lint.workspace.reading import CODE_LIMIT, decode

PYTHON, SCRIPT, YAML = FileKind.PYTHON, FileKind.TYPESCRIPT, FileKind.YAML


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("é\r\nb".encode("utf-8-sig"), "é\r\nb"),
        ("é".encode("utf-16"), "é"),
        (b"\xfe\xff\x00a", "a"),
        ("a\u2028b".encode(), "a\u2028b"),
    ],
)
def test_byte_order_marks_decide_and_are_taken_off(data: bytes, text: str) -> None:
    """Line ends stay as they are."""
    assert decode("/a.ts", data, SCRIPT).text == text


def test_python_encoding_comments_are_followed() -> None:
    """In one of the first two lines (PEP 263), where only comments stand before it."""
    data = "# é -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1")
    assert "x = 'é'" in decode("/a.py", data, PYTHON).text
    second = b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n"
    assert "€" in decode("/a.py", second, PYTHON).text
    with pytest.raises(ReaderError):
        decode("/a.py", b"x = 1\n# coding: latin-1\ny = '\xe9'\n", PYTHON)


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"a\0b", SCRIPT, "binary file"),
        (b"ok: 1\nx: \xff\n", YAML, r"not valid UTF-8 \(byte 0xff\)"),
        (b"x = '\xe9'\n", PYTHON, "not valid UTF-8"),
        (b"# coding: nonsense\n", PYTHON, "unknown encoding 'nonsense'"),
        (b"\xff\xfea", SCRIPT, "not valid UTF-16-LE"),
    ],
)
def test_what_is_no_text_is_refused_with_its_name(
    data: bytes, kind: FileKind, message: str
) -> None:
    """The message says what is wrong."""
    with pytest.raises(ReaderError, match=message) as raised:
        decode("/a/file", data, kind)
    assert raised.value.path == "/a/file"


def test_the_line_of_a_wrong_byte_is_told() -> None:
    """Lines count from 1."""
    with pytest.raises(ReaderError) as raised:
        decode("/a.yaml", b"a: 1\nb: \xff\n", YAML)
    assert raised.value.line == 2


def test_scripts_with_wrong_bytes_are_read_as_browsers_do() -> None:
    """A stray byte in a comment does not hide a configuration."""
    assert decode("/a.js", b"// caf\xe9\nx", SCRIPT).text == "// caf\ufffd\nx"


@given(st.binary(max_size=300), st.sampled_from(list(FileKind)))
def test_any_bytes_give_text_or_a_reader_error(data: bytes, kind: FileKind) -> None:
    """Nothing else is ever raised."""
    try:
        text = decode("/f", data, kind).text
    except ReaderError:
        return
    text.encode("utf-8")


@given(st.sampled_from(["rot13", "hex", "zlib", "idna", "utf-7", "punycode", "undefined"]))
def test_odd_codecs_in_encoding_comments_do_no_harm(name: str) -> None:
    """Codecs that give no text, and those with their own errors, end in text or a reader error."""
    with contextlib.suppress(ReaderError):
        decode("/a.py", f"# coding: {name}\nx = '\\xff'\n".encode() + b"+AGE-", PYTHON)


def test_files_that_are_too_large_are_not_read(tmp_path: Path) -> None:
    """The limit is told."""
    path = tmp_path / "a.js"
    path.write_bytes(b"x" * (CODE_LIMIT + 1))
    with pytest.raises(ReaderError, match="larger than 1 MB"):
        OsFileSystem().read(str(path), CODE_LIMIT)
    path.write_bytes(b"x" * CODE_LIMIT)
    assert len(OsFileSystem().read(str(path), CODE_LIMIT)) == CODE_LIMIT


def test_files_that_tell_no_size_are_read_to_their_end() -> None:
    """Files of /proc say that they are empty."""
    path = "/proc/self/status"
    if not Path(path).exists():
        pytest.skip("no /proc here")
    assert b"Name:" in OsFileSystem().read(path, CODE_LIMIT)


def test_special_files_are_never_opened(tmp_path: Path) -> None:
    """A pipe without a writer would block for ever."""
    os.mkfifo(tmp_path / "pipe")
    system = OsFileSystem()
    for path, message in (
        (str(tmp_path / "pipe"), "named pipe"),
        (str(tmp_path), "folder"),
        ("/dev/null", "device"),
        (str(tmp_path / "none"), "does not exist"),
        (str(tmp_path / "a\0b"), "cannot be read"),
    ):
        with pytest.raises(ReaderError, match=message):
            system.read(path, CODE_LIMIT)
    assert system.kind_of(str(tmp_path / "pipe")) == "absent"


def test_permission_denied_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The file is named in the error."""

    def denied(_path: str) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", denied)
    with pytest.raises(ReaderError, match="permission denied; make it readable or exclude it"):
        OsFileSystem().read(str(tmp_path / "a.py"), CODE_LIMIT)


def test_loops_of_links_are_reader_errors(tmp_path: Path) -> None:
    """The system's own message is passed on."""
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(ReaderError, match="cannot be read"):
        OsFileSystem().read(str(tmp_path / "a"), CODE_LIMIT)


def test_buffers_win_over_files() -> None:
    """An editor's text is read in place of the saved one, and a new file is listed."""
    base = MemoryFileSystem({"/w/a.ts": "old", "/w/b.ts": "b"})
    system = OverlayFileSystem(base, {"/w/a.ts": "new", "/w/c.ts": "c", "/w/node_modules/x.ts": ""})
    assert system.read("/w/a.ts", 10) == b"new"
    assert system.read("/w/b.ts", 10) == b"b"
    listing = system.list_root("/w", Excludes((), "/w"))
    assert set(listing.entries) == {"/w/a.ts", "/w/b.ts", "/w/c.ts"}
    assert system.kind_of("/w/c.ts") == "file"
    assert system.kind_of("/w") == "directory"
