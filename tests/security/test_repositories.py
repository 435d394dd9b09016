"""What a repository says of itself leads git, and the linter, to no file outside of it."""

from __future__ import annotations

import hashlib
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import histories
from security import audited, hostile_system

MARK = "outside.example"
OUTSIDE = {
    ".env": f"DOMAIN=https://{MARK}\n",
    "web/src/main.ts": hostile_system.WEB % f'"https://{MARK}"',
    "web/package.json": '{"name": "other", "dependencies": {"supertokens-auth-react": "0.49.1"}}',
}


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def _entry(name: str, blob: bytes) -> bytes:
    """Return an entry of an index (gitformat-index(5), version 2)."""
    data = struct.pack(">10I", 0, 0, 0, 0, 0, 0, 0o100644, 0, 0, 0) + blob
    data += struct.pack(">H", len(name)) + name.encode()
    return data + b"\0" * (8 - len(data) % 8)


def _index(root: Path, outside: Path) -> None:
    """Write an index by hand, with names that git itself would refuse."""
    histories.commit(root)
    blob = bytes.fromhex(_git(root, "hash-object", "-w", "--stdin", given=b"x").decode().strip())
    names = [f"../outside/{name}" for name in OUTSIDE] + [
        f"web/../../outside/{name}" for name in OUTSIDE
    ]
    names += [str(outside / name) for name in OUTSIDE] + [".git/config", "./api/index.js"]
    names += ["web/package.json", "web/src/main.ts"]
    entries = [_entry(name, blob) for name in sorted(names)]
    data = b"DIRC" + struct.pack(">II", 2, len(entries)) + b"".join(entries)
    (root / ".git/index").write_bytes(data + hashlib.sha1(data, usedforsecurity=False).digest())


def _work_tree(root: Path, outside: Path) -> None:
    histories.commit(root)
    _git(root, "config", "core.worktree", str(outside))


def _git_file(root: Path, outside: Path) -> None:
    histories.commit(outside)
    (root / ".git").write_text(f"gitdir: {outside}/.git\n")


def _git_link(root: Path, outside: Path) -> None:
    histories.commit(outside)
    (root / ".git").symlink_to(outside / ".git")


def _submodule(root: Path, outside: Path) -> None:
    histories.commit(root)
    (root / "inner").mkdir()
    (root / "inner/.git").write_text(f"gitdir: {outside}\n")
    (root / ".gitmodules").write_text(
        f'[submodule "x"]\n\tpath = inner\n\turl = {outside}\n\tupdate = !touch {outside}/ran\n'
    )


def _alternates(root: Path, outside: Path) -> None:
    histories.commit(outside)
    histories.commit(root)
    (root / ".git/objects/info/alternates").write_text(f"{outside}/.git/objects\n")
    (root / ".git/HEAD").write_bytes(_git(outside, "rev-parse", "HEAD"))


@pytest.mark.parametrize(
    "trick",
    [_index, _work_tree, _git_file, _git_link, _submodule, _alternates],
    ids=lambda trick: trick.__name__.strip("_"),
)
@pytest.mark.parametrize("command", [["check", "--staged"], ["check", "--fix"]], ids=" ".join)
def test_git_shows_no_file_outside(
    tmp_path: Path, trick: Callable[[Path, Path], None], command: list[str]
) -> None:
    """Neither an index, a work tree, a folder of git elsewhere, nor objects of others."""
    root, outside = tmp_path / "project", tmp_path / "outside"
    hostile_system.write(outside, OUTSIDE)
    hostile_system.write(root, hostile_system.files())
    trick(root, outside)
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    found = audited.run(command, root, tmp_path / "notes")
    assert found.status in (0, 1, 2), found.err
    assert "internal error" not in found.err
    assert [path for path in found.opened_below(outside) if "/.git" not in path] == []
    assert MARK not in found.out + found.err
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before


def test_the_index_by_hand_is_read(tmp_path: Path) -> None:
    """The trap works: git lists the names that lead out."""
    root, outside = tmp_path / "project", tmp_path / "outside"
    hostile_system.write(outside, OUTSIDE)
    hostile_system.write(root, hostile_system.files())
    _index(root, outside)
    assert b"../outside/.env" in _git(root, "ls-files")
