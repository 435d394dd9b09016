"""What a user installs."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from importlib.metadata import entry_points, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from supertokens_lint import __version__

ROOT = Path(__file__).parents[1]
HEAVY = ("libcst", "tree_sitter", "yaml", "pathspec", "dotenv", "packaging")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Return the wheel, built as it is released."""
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = target.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_has_the_program_the_rules_and_the_schema(wheel: zipfile.ZipFile) -> None:
    """Both packages with their type markers, and nothing of the repository besides."""
    names = set(wheel.namelist())
    assert {
        "supertokens_lint/__main__.py",
        "supertokens_lint/py.typed",
        "supertokens_lint/schema/baseline.schema.json",
        "supertokens_lint/schema/contract.schema.json",
        "supertokens_lint/schema/findings.schema.json",
        "supertokens_lint_rules/__init__.py",
        "supertokens_lint_rules/py.typed",
        f"supertokens_lint-{__version__}.dist-info/licenses/LICENSE",
    } <= names
    tops = {name.partition("/")[0] for name in names}
    assert tops == {
        "supertokens_lint",
        "supertokens_lint_rules",
        f"supertokens_lint-{__version__}.dist-info",
    }


def test_every_module_of_the_source_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """No room is forgotten."""
    source = {
        path.relative_to(base).as_posix()
        for base in (ROOT / "linter", ROOT / "rules")
        for path in base.rglob("*.py")
    }
    assert source - set(wheel.namelist()) == set()


def test_the_entry_points_are_declared() -> None:
    """The command, and the rule pack through the group that every pack uses."""
    (command,) = entry_points(group="console_scripts", name="supertokens-lint")
    assert command.value == "supertokens_lint.__main__:main"
    packs = entry_points(group="supertokens_lint.rules")
    assert "supertokens_lint_rules:RULES" in {pack.value for pack in packs}


def test_every_dependency_is_explained() -> None:
    """The architecture page names each run-time dependency with its reason, and no other."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("## Dependencies")[2]
    table = section.partition("| --- | --- |")[2]
    explained = re.findall(r"^\| ([\w-]+) \| \S", table, re.MULTILINE)
    declared = [Requirement(line).name for line in requires("supertokens-lint") or ()]
    assert sorted(map(canonicalize_name, explained)) == sorted(map(canonicalize_name, declared))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"], ["--nope"]])
def test_nothing_heavy_is_imported_to_say_hello(arguments: list[str]) -> None:
    """Start-up costs what it must: neither parsers nor the rooms that use them."""
    script = (
        "import sys\n"
        "from supertokens_lint.cli.main import run\n"
        "try:\n"
        "    run(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    imported = set(done.stderr.split())
    assert "supertokens_lint.cli.arguments" in imported
    assert imported.isdisjoint(HEAVY)
    assert not [name for name in imported if name.startswith("supertokens_lint.languages")]
