"""Fixed files on the disk: encodings, modes, links, and what must never be touched."""

from __future__ import annotations

import codecs
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from supertokens_lint.cli.main import run
from supertokens_lint.errors import FixError
from supertokens_lint.fixes.files import encode_like, write_in_place
from supertokens_lint.fixes.guard import may_change

FIXTURES = Path(__file__).parents[2] / "fixtures"
BASE_PATH = FIXTURES / "api-base-path-mismatch" / "breaks-react-express"
CONFIG = "web/src/config.ts"
ENV = FIXTURES / "loopback-alias" / "breaks-env-file"
ENV_FILE = "web/.env.development"


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of a system with one safe fix as the working directory."""
    copy = shutil.copytree(BASE_PATH, tmp_path / "system")
    monkeypatch.chdir(copy)
    return copy


def _fix(*words: str) -> int:
    return run(["--select", "ST114,ST113", "--fix", *words])


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: codecs.BOM_UTF8 + data,
        lambda data: codecs.BOM_UTF16_LE + data.decode().encode("utf-16-le"),
        lambda data: data.rstrip(b"\n"),
        lambda data: b"// \xe2\x82\xac \xf0\x9f\x98\x80\n" + data,
    ],
    ids=["crlf", "bom", "utf-16", "no last line end", "wide characters"],
)
def test_all_but_the_value_stays_byte_for_byte(system: Path, change: object) -> None:
    """Line ends, byte order mark, encoding and the end of the file are those of before."""
    assert callable(change)
    path = system / CONFIG
    data = change(path.read_bytes())
    path.write_bytes(data)
    path.chmod(0o640)
    _fix()
    codec = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-8"
    old, new = '"/api/auth"'.encode(codec), '"/identity"'.encode(codec)
    assert data.count(old) == 1
    assert path.read_bytes() == data.replace(old, new)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [item.name for item in path.parent.iterdir() if "tmp" in item.name] == []


def test_a_read_only_file_is_an_error_and_others_are_fixed(
    system: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names the file, the status is 2, and the finding is still reported."""
    (system / CONFIG).chmod(0o444)
    other = shutil.copytree(FIXTURES / "loopback-alias" / "breaks-react-website", system / "b")
    before = (system / CONFIG).read_bytes()
    assert run(["--select", "ST114,ST113", "--fix", "."]) == 2
    captured = capsys.readouterr()
    assert f"{CONFIG}: it is read-only" in captured.err
    assert (system / CONFIG).read_bytes() == before
    assert "127.0.0.1" not in (other / "web/src/auth.ts").read_text(encoding="utf-8")


def test_what_was_fixed_is_listed_by_file(system: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, so that a document stays one; ``--diff`` lists what it would fix."""
    listed = f"{CONFIG}:\n  ST114 api-base-path-mismatch: Change "
    run(["--select", "ST114", "--diff", "--show-fixes"])
    printed = capsys.readouterr()
    assert printed.err.startswith(listed)
    assert listed not in printed.out
    assert _fix("--output-format", "json") == 0
    assert CONFIG not in capsys.readouterr().err
    shutil.copy(BASE_PATH / CONFIG, system / CONFIG)
    assert _fix("--show-fixes", "--output-format", "json") == 0
    assert capsys.readouterr().err.startswith(listed)


def test_a_file_that_cannot_be_written_is_not_listed(
    system: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of it is fixed."""
    (system / CONFIG).chmod(0o444)
    assert _fix("--show-fixes") == 2
    assert f"{CONFIG}:\n" not in capsys.readouterr().err


def test_a_file_that_is_not_valid_utf_8_stays(system: Path) -> None:
    """Bytes that were replaced while reading could not be written back."""
    path = system / CONFIG
    data = path.read_bytes() + b"// \xff\n"
    path.write_bytes(data)
    _fix()
    assert path.read_bytes() == data


def test_env_files_that_git_ignores_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file is fixed when git tracks it."""
    system = shutil.copytree(ENV, tmp_path / "system")
    monkeypatch.chdir(system)
    before = (system / ENV_FILE).read_bytes()
    (system / ".gitignore").write_text(".env*\n")
    subprocess.run(["git", "init", "-q", "."], check=True)
    _fix("--unsafe-fixes")
    assert (system / ENV_FILE).read_bytes() == before
    subprocess.run(["git", "add", "-f", ENV_FILE], check=True)
    _fix("--unsafe-fixes")
    assert (system / ENV_FILE).read_bytes() == before.replace(b"127.0.0.1", b"localhost")


def test_gitignore_counts_without_a_repository(tmp_path: Path) -> None:
    """A folder that is no work tree has ignored files as well."""
    (tmp_path / "a").mkdir()
    (tmp_path / ".gitignore").write_text("*.local\n/gone/\n")
    (tmp_path / "a" / ".gitignore").write_text("!kept.env.local\n")
    root = tmp_path.as_posix()
    assert may_change(f"{root}/a/.env", root)
    assert not may_change(f"{root}/a/.env.local", root)
    assert not may_change(f"{root}/gone/a.py", root)


@pytest.mark.parametrize("name", [".env.example", "sample.env", "package-lock.json", "a.d.ts"])
def test_examples_and_generated_files_are_left_alone(tmp_path: Path, name: str) -> None:
    """Nobody runs what they say, or a tool writes them."""
    assert not may_change(f"{tmp_path.as_posix()}/{name}", tmp_path.as_posix())


def test_nothing_outside_of_the_roots_may_change(tmp_path: Path) -> None:
    """A file that no root holds is not even looked at."""
    assert not may_change(f"{tmp_path.as_posix()}/a.py", None)


def test_a_link_inside_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is written."""
    (tmp_path / "real.py").write_bytes(b"old")
    (tmp_path / "link.py").symlink_to("real.py")
    write_in_place(str(tmp_path / "link.py"), b"old", b"new", [str(tmp_path)])
    assert (tmp_path / "link.py").is_symlink()
    assert (tmp_path / "real.py").read_bytes() == b"new"


def test_a_link_that_leads_outside_is_refused(tmp_path: Path) -> None:
    """A project cannot make the program write elsewhere."""
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "outside.py").write_bytes(b"old")
    (root / "link.py").symlink_to(tmp_path / "outside.py")
    with pytest.raises(FixError, match="outside"):
        write_in_place(str(root / "link.py"), b"old", b"new", [str(root)])
    assert (tmp_path / "outside.py").read_bytes() == b"old"


def test_a_file_that_somebody_changed_is_not_overwritten(tmp_path: Path) -> None:
    """What was linted is no longer there."""
    (tmp_path / "a.py").write_bytes(b"newer")
    with pytest.raises(FixError, match="changed while"):
        write_in_place(str(tmp_path / "a.py"), b"old", b"new", [str(tmp_path)])
    assert (tmp_path / "a.py").read_bytes() == b"newer"


def test_an_interrupted_write_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stops the program before the last step leaves the old file and no other."""
    (tmp_path / "a.py").write_bytes(b"old")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_in_place(str(tmp_path / "a.py"), b"old", b"new", [str(tmp_path)])
    assert {item.name: item.read_bytes() for item in tmp_path.iterdir()} == {"a.py": b"old"}


@pytest.mark.parametrize(
    ("name", "data", "old", "new", "expected"),
    [
        ("a.py", b"# coding: latin-1\n'\xe9'", "# coding: latin-1\n'é'", "'é!'", b"'\xe9!'"),
        ("a.py", b"# coding: latin-1\n", "# coding: latin-1\n", "😀", None),
        ("a.py", b"# coding: nonsense\n", "# coding: nonsense\n", "x", b"x"),
        ("a.ts", b"\xff", "\ufffd", "x", None),
    ],
)
def test_a_text_keeps_its_encoding(
    name: str, data: bytes, old: str, new: str, expected: bytes | None
) -> None:
    """Bytes that are not the text that was read, and characters without a byte, give nothing."""
    assert encode_like(name, data, old, new) == expected
