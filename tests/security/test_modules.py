"""No code of the linted project is run, not even where Python looks for modules first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from security import hostile_system

_MODULES = (
    "yaml", "json", "argparse", "libcst", "tomllib", "tree_sitter", "pathspec", "pygls", "evilpack",
    "supertokens_lint_rules", "typing_extensions", "sitecustomize",
)  # fmt: skip
_ENTRY = "[supertokens_lint.rules]\nevil = evilpack:RULES\n"


def _project(root: Path, trace: Path) -> None:
    hostile_system.write(root, hostile_system.files())
    for name in _MODULES:
        (root / f"{name}.py").write_text(f"open({str(trace)!r}, 'w').write(__name__)\nRULES = []\n")
    hostile_system.write(
        root,
        {
            "evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
            "evil-1.0.dist-info/entry_points.txt": _ENTRY,
            "evil.egg-info/PKG-INFO": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
            "evil.egg-info/entry_points.txt": _ENTRY,
            "pyproject.toml": '[project]\nname = "evil"\nversion = "1"\n'
            '[project.entry-points."supertokens_lint.rules"]\nevil = "evilpack:RULES"\n',
        },
    )


@pytest.mark.parametrize("command", [["check"], ["rules"], ["explain", "ST114"], ["inspect"]])
def test_modules_and_rule_packs_of_the_project_are_not_loaded(
    tmp_path: Path, command: list[str]
) -> None:
    """``python -m`` looks in the working directory first; the linter does not."""
    root, trace = tmp_path / "project", tmp_path / "trace"
    _project(root, trace)
    done = subprocess.run(
        [sys.executable, "-m", "supertokens_lint", *command],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert not trace.exists(), trace.read_text()
    assert "evil" not in done.stderr


def test_python_itself_would_have_loaded_them(tmp_path: Path) -> None:
    """The trap works."""
    root, trace = tmp_path / "project", tmp_path / "trace"
    _project(root, trace)
    subprocess.run([sys.executable, "-c", "import evilpack"], cwd=root, check=True)
    assert trace.exists()
