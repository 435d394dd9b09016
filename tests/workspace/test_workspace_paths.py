"""Paths are texts with forward slashes, on every system."""

from __future__ import annotations

import ntpath
from types import SimpleNamespace

import pytest

from supertokens_lint.report import paths as shown
from supertokens_lint.workspace import paths


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the functions on paths go by the rules of Windows."""
    for module in (paths, shown):
        monkeypatch.setattr(module, "os", SimpleNamespace(path=ntpath, sep="\\"))


@pytest.mark.parametrize(
    ("folders", "top"),
    [
        (["/a/b"], "/a/b"),
        (["/a/b", "/a/c"], "/a"),
        (["/a/b", "/a/b/c"], "/a/b"),
        (["/a/b", "/a/bc"], "/a"),
        (["/a", "/b"], "/"),
        (["C:/a/b", "C:/a/c"], "C:/a"),
        (["C:/a", "D:/b"], "/"),
    ],
)
def test_the_folder_that_holds_all(folders: list[str], top: str) -> None:
    """The innermost one, whatever the order."""
    assert paths.common(folders) == top
    assert paths.common(folders[::-1]) == top


def test_the_way_up_ends_at_the_root_of_a_drive_too() -> None:
    """On Windows there is no folder above a drive."""
    assert list(paths.upward("/a/b", "/")) == ["/a/b", "/a", "/"]
    assert list(paths.upward("/a/b", "/a")) == ["/a/b", "/a"]
    assert list(paths.upward("C:/a/b", "/")) == ["C:/a/b", "C:/a", "C:", "/"]
    assert list(paths.upward("C:/a/b", "C:/a")) == ["C:/a/b", "C:/a"]
    assert paths.join("C:", ".git") == "C:/.git"
    assert not paths.is_below("/ab", "/a")


@pytest.mark.usefixtures("windows")
def test_paths_of_windows_get_forward_slashes() -> None:
    """Whatever somebody typed, and on another drive the whole path is shown."""
    assert paths.normalise(r"web\src\..\a.ts", r"C:\shop") == "C:/shop/web/a.ts"
    assert paths.normalise(r"D:\x", r"C:\shop") == "D:/x"
    for display in (paths.display, shown.display_path):
        assert display("C:/shop/web/a.ts", "C:/shop") == "web/a.ts"
        assert display("C:/other/a.ts", "C:/shop") == "../other/a.ts"
        assert display("D:/other/a.ts", "C:/shop") == "D:/other/a.ts"
