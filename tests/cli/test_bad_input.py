"""No file of a linted project ends a run: see the laws in docs/architecture.md."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supertokens_lint.cli.main import run

MENTION = b"supertokens-web-js supertokens_python supertokens-lint: "
SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = (
    "a.ts",
    "a.tsx",
    "a.js",
    "a.py",
    "a.vue",
    "a.html",
    ".env",
    "compose.yaml",
    "package.json",
    "pyproject.toml",
    "package-lock.json",
    "Dockerfile",
    "tsconfig.json",
    "nginx.conf",
)
CONTENTS = {
    "empty": b"",
    "binary": bytes(range(256)) * 40 + MENTION,
    "nul": b"\0" * 5000 + MENTION,
    "half-written": b'import supertokens-web-js from "supertokens-web-js";\nSuperTokens.init({',
    "byte order mark": b"\xef\xbb\xbf" + MENTION,
    "utf-16": MENTION.decode().encode("utf-16"),
    "latin-1": MENTION + b"\xe9\xff\xfe",
    "carriage returns": b"// supertokens-lint: x\r\r\n" + MENTION,
    "nested": MENTION + b"[" * 30_000,
    "nested calls": MENTION + b"f(" * 20_000,
    "nested objects": b"supertokens-web-js\nx = " + b'{"a":' * 20_000,
    "one long line": MENTION + b"a" * 1_500_000,
    "many lines": MENTION + b"\n" * 500_000,
    "yaml bomb": b"a: &a [x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\nservices: *c\n",
    "yaml cycle": b"services: &s\n  web: *s\n",
    "lone surrogates": b"supertokens-web-js '\\ud800' \xed\xa0\x80",
}


def _clean(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lint a directory and check that the run itself succeeds."""
    status = run([str(directory), "--output-format", "json"])
    printed = capsys.readouterr()
    assert status in (0, 1), printed.err
    assert printed.err == ""
    json.loads(printed.out)
    assert run(["inspect", str(directory)]) == 0, capsys.readouterr().err
    assert run([str(directory), "--fail-on", "never"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_no_content_of_any_kind_of_file_ends_a_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    """Every kind of file with the same bad content, all in one system."""
    for name in NAMES:
        (tmp_path / name).write_bytes(content)
    _clean(tmp_path, capsys)


@SETTINGS
@given(name=st.sampled_from(NAMES), before=st.binary(max_size=80), after=st.binary(max_size=200))
def test_no_bytes_end_a_run(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    before: bytes,
    after: bytes,
) -> None:
    """Whatever stands around the words that make a file interesting."""
    for path in tmp_path.iterdir():
        path.unlink()
    (tmp_path / name).write_bytes(before + MENTION + after)
    _clean(tmp_path, capsys)


def _symlink_loop(directory: Path) -> None:
    (directory / "loop").symlink_to(directory)
    (directory / "gone.ts").symlink_to(directory / "nowhere")
    (directory / "self.py").symlink_to("self.py")


def _folders_named_like_files(directory: Path) -> None:
    for name in NAMES:
        (directory / name).mkdir()


def _odd_names(directory: Path) -> None:
    for name in (
        "new\nline.ts",
        "esc\x1b[31m.ts",
        "quote'\".py",
        " .env",
        "日本.ts",
        "a" * 200 + ".ts",
    ):
        (directory / name).write_bytes(MENTION)
    Path(os.fsdecode(os.fsencode(directory) + b"/bad\xff.ts")).write_bytes(MENTION)


def _import_cycle(directory: Path) -> None:
    (directory / "a.ts").write_text(
        'import { b } from "./b";\nimport S from "supertokens-web-js";\n'
        "export const a = b;\nS.init({ appInfo: { apiDomain: a } });\n"
    )
    (directory / "b.ts").write_text('export { a as b } from "./a";\nexport * from "./b";\n')


def _nothing(directory: Path) -> None:
    del directory


@pytest.mark.parametrize(
    "make",
    [_symlink_loop, _folders_named_like_files, _odd_names, _import_cycle, _nothing],
    ids=lambda make: make.__name__,
)
def test_no_shape_of_a_directory_ends_a_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None]
) -> None:
    """Loops, cycles, names that are no text, folders where files are expected."""
    make(tmp_path)
    _clean(tmp_path, capsys)


def test_inits_in_files_whose_names_are_no_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who imports them is asked for by their names."""
    files = {
        b"m\xff.ts": 'import SuperTokens from "supertokens-web-js";\nSuperTokens.init({});\n',
        b"n\xff.py": "from supertokens_python import init\ninit()\n",
    }
    for name, text in files.items():
        (tmp_path / os.fsdecode(name)).write_text(text, "utf-8")
    _clean(tmp_path, capsys)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_ends_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is left out."""
    (tmp_path / "a.ts").write_bytes(MENTION)
    (tmp_path / "a.ts").chmod(0)
    _clean(tmp_path, capsys)
