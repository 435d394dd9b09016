"""The server in Neovim."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from editing import API, WEB

SCRIPT = Path(__file__).parent / "neovim" / "mend.lua"
NVIM = shutil.which("nvim")


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed (make system-packages)")
def test_neovim_shows_both_ends_and_mends_them(root: Path, tmp_path: Path) -> None:
    """The diagnostic appears in both files, its quick fix is applied, and both are clear."""
    assert NVIM is not None
    home = tmp_path / "home"
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "SERVER": f"{sys.executable}\n-m\nsupertokens_lint\nserver",
        "ROOT": str(root),
        "FILE": str(root / WEB),
        "OTHER": str(root / API),
        "CODE": "ST114",
    }
    command = [NVIM, "--clean", "--headless", "-n", "-c", f"luafile {SCRIPT}"]
    done = subprocess.run(
        command, env=environment, cwd=root, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    assert 'apiBasePath: "/api/auth"' in (root / WEB).read_text()
