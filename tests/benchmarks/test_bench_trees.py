"""The generated trees are the same every time, and every tool finds in them what is there."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import candidates
import competitors
import trees
from measuring import Tool
from supertokens_lint.config import Config
from supertokens_lint.topology import build
from supertokens_lint.workspace.workspace import Workspace

TINY = trees.Shape(2, 2, 1, scripts=20, pythons=3, others=4, assets=1, asset_size=100)
TOOLS = Path(__file__).parents[2] / ".bench" / "bin"
INITS = {f"apps/site{n}/src/main.tsx" for n in (0, 1)} | {
    f"apps/service{n}/main.py" for n in (0, 1)
}


def _texts(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def _tool(name: str) -> Tool:
    known = [*competitors.searchers(), *competitors.parsers(TOOLS)]
    tool = next(tool for tool in known if tool.name == name)
    if not tool.is_installed:
        pytest.skip(f"{name} is not installed; make bench installs it")
    return tool


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("trees") / "tiny"
    trees.make(root, TINY)
    return root


def test_a_tree_is_the_same_every_time(tree: Path, tmp_path: Path) -> None:
    """A tree made anew, over another one, has the same files and the same commit."""
    again = tmp_path / "again"
    trees.make(again, replace(TINY, scripts=25))
    made = trees.make(again, TINY)
    texts = _texts(again)
    assert texts == _texts(tree)
    assert made == trees.Made(len(texts), sum(map(len, texts.values())))
    heads = [
        subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, check=True)
        for root in (tree, again)
    ]
    assert heads[0].stdout == heads[1].stdout


def test_without_sdk_nothing_names_it(tmp_path: Path) -> None:
    """No file and no path of a tree without SDK names SuperTokens in any spelling."""
    trees.make(tmp_path / "plain", replace(TINY, with_sdk=False))
    for path, data in _texts(tmp_path / "plain").items():
        assert "supertokens" not in path.casefold()
        assert b"supertokens" not in data.lower(), path


def test_the_linter_pairs_the_apps_of_a_tree(tree: Path) -> None:
    """Each site and its service is one pair, with the inits that the other tools look for."""
    system = build(Workspace.open([str(tree)]), Config())
    assert {
        Path(init.place.path).relative_to(tree).as_posix() for init in system.facts.inits
    } == INITS
    assert len(system.pairs) == 2


@pytest.mark.parametrize("name", [competitors.BY_HAND, competitors.RIPGREP])
def test_searches_find_what_names_supertokens(tree: Path, name: str) -> None:
    """Searching by hand finds every file that names SuperTokens in small letters."""
    naming = {path for path, data in _texts(tree).items() if b"supertokens" in data}
    assert candidates.found(_tool(name), tree) == naming


@pytest.mark.parametrize("name", [competitors.AST_GREP, competitors.SEMGREP])
def test_patterns_find_inits_and_requests(tree: Path, name: str) -> None:
    """The patterns find the files with calls of init, and those with calls of fetch."""
    tool = _tool(name)
    assert candidates.found(tool, tree) == INITS
    fetching = {path for path, data in _texts(tree).items() if b" fetch(" in data}
    assert fetching
    assert candidates.found(tool, tree, candidates.FETCHES) == fetching


def test_both_tools_have_the_same_patterns() -> None:
    """What ast-grep and semgrep search for has the same names."""
    of_ast_grep = yaml.safe_load_all((competitors.PATTERNS / "ast-grep.yml").read_text())
    of_semgrep = yaml.safe_load((competitors.PATTERNS / "semgrep.yml").read_text())["rules"]
    names = [rule["id"] for rule in of_ast_grep]
    assert names == [rule["id"] for rule in of_semgrep]
    assert {*candidates.INITS, *candidates.FETCHES} <= set(names)
