"""Entries are whole or not there, whatever the disk and other runs do."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import NoReturn

import pytest
from typing_extensions import Self

from remembering import SYSTEM, Checks, checks_of, written
from supertokens_lint.cache import store
from supertokens_lint.cache.store import Store


@pytest.fixture
def checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Checks:
    """Return checks with a cache, in the folder of a system."""
    monkeypatch.chdir(written(tmp_path / "system", SYSTEM))
    return checks_of(tmp_path / "cache", monkeypatch, capsys)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """An entry is what it was; another name has none."""
    kept = Store(tmp_path)
    assert kept.save("a", [b"con", b"tent"])
    assert kept.load("a") == b"content"
    assert kept.load("b") is None
    assert kept.clear() == 1
    assert kept.load("a") is None


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _cut_head(data: bytes) -> bytes:
    return data[:10]


def _nothing(_data: bytes) -> bytes:
    return b""


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes((data[middle] ^ 1,)) + data[middle + 1 :]


def _longer(data: bytes) -> bytes:
    return data + b" "


def _forged(content: bytes) -> Callable[[bytes], bytes]:
    def forge(_data: bytes) -> bytes:
        return b"supertokens-lint cache 1\n" + sha256(content).digest() + content

    return forge


@pytest.mark.parametrize(
    "spoil",
    [
        _cut, _cut_head, _nothing, _flipped, _longer,
        *map(_forged, (
            b"", b"null", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"outcome": 1}',
            b'{"outcome": {"text": "", "notes": "", "summary": "", "status": 0}, "code": [[1]]}',
        )),
    ],
)  # fmt: skip
def test_a_spoilt_entry_is_none(spoil: Callable[[bytes], bytes], checks: Checks) -> None:
    """Half an entry, another one's bytes and what is no entry at all lead to a run."""
    expected = checks()
    (entry,) = checks.entries
    entry.write_bytes(spoil(entry.read_bytes()))
    assert checks() == expected
    assert not checks.answered()
    assert checks() == expected
    assert checks.answered()


def test_writers_at_the_same_time(tmp_path: Path) -> None:
    """A reader sees one of the entries that were written, whole."""
    contents = [bytes((n,)) * 200_000 for n in range(4)]
    seen: set[bytes | None] = set()

    def work(content: bytes) -> None:
        kept = Store(tmp_path)
        for _ in range(20):
            kept.save("same", [content])
            seen.add(kept.load("same"))

    threads = [Thread(target=work, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen <= set(contents)
    assert [path.name for path in tmp_path.iterdir()] == ["same.supertokens-lint-entry"]


def test_runs_at_the_same_time(tmp_path: Path) -> None:
    """Four programs that check the same system say the same."""
    system = written(tmp_path / "system", SYSTEM)
    environ = {name: text for name, text in os.environ.items() if "NO_CACHE" not in name}
    environ["SUPERTOKENS_LINT_CACHE_DIR"] = str(tmp_path / "cache")
    command = [sys.executable, "-m", "supertokens_lint", "check"]
    started = [
        subprocess.Popen(
            command, cwd=system, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    said = {process.communicate(timeout=300) for process in started}
    assert len(said) == 1
    assert b"No findings" in said.pop()[0]
    assert len(list((tmp_path / "cache").glob("*.supertokens-lint-entry"))) <= 1
    done = subprocess.run(command, cwd=system, env=environ, capture_output=True, check=True)
    assert b"No findings" in done.stdout


def _full(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


class _FullStream:
    """A file on a disk that has no room."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    write = _full


def test_a_full_disk(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is given all the same, and no half of an entry stays."""
    expected = checks.anew()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fdopen", lambda descriptor, _mode: _FullStream(descriptor))
        assert checks() == expected
    assert checks.entries == []
    assert not list(checks.cache.glob("*.supertokens-lint-new"))


def test_a_disk_that_cannot_be_written(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries that are there are used, and nothing is said about those that cannot be made."""
    expected = checks()
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "mkstemp", _full)
        patched.setattr(os, "utime", _full)
        assert checks() == expected
        assert checks.answered()
        Path("web/src/domain.ts").write_text('export const apiDomain = "https://x.example";')
        assert checks() == checks.anew() != expected


def test_old_entries_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache stays below its size; what was used last stays."""
    monkeypatch.setattr(store, "MAX_BYTES", 10_000)
    kept = Store(tmp_path)
    now = time.time()
    for number in range(4):
        kept.save(str(number), [bytes(2_000)])
        os.utime(tmp_path / f"{number}.supertokens-lint-entry", (now - 100 + number,) * 2)
    kept.load("0")
    kept.save("4", [bytes(2_000)])
    assert {path.stem for path in tmp_path.iterdir()} == {"0", "2", "3", "4"}
    assert not kept.save("5", [bytes(20_000)])


def test_what_nobody_uses_goes(tmp_path: Path) -> None:
    """Two weeks for entries, less for what a writer left behind; other files stay."""
    kept = Store(tmp_path)
    for name in ("old.supertokens-lint-entry", "left.supertokens-lint-new", "other.entry"):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (1, 1))
    kept.save("a", [])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.supertokens-lint-entry",
        "other.entry",
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_reads_it(checks: Checks) -> None:
    """The folder and all of its files belong to the user alone."""
    checks()
    assert stat.S_IMODE(checks.cache.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in checks.cache.iterdir()}
    assert set(modes.values()) == {0o600}
