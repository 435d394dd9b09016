"""``inspect --with``: what a contract promises, beside the checkout."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from supertokens_lint.cli.main import run

DEMO = Path(__file__).parents[2] / "demo"
CONTRACT = "api.contract.json"


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The frontend of the demo as the working directory, with the contract of its backend."""
    for side in ("frontend", "backend"):
        shutil.copytree(DEMO / side, tmp_path / side)
    monkeypatch.chdir(tmp_path / "backend")
    assert run(["contract", "--output-file", f"../frontend/{CONTRACT}"]) == 0
    shutil.rmtree(tmp_path / "backend")
    monkeypatch.chdir(tmp_path / "frontend")
    return tmp_path / "frontend"


@pytest.mark.parametrize("configured", [False, True])
def test_both_sides_are_shown_and_every_place_exists(
    web: Path, configured: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Places of the other side lie in the contract, whose text at them is the value."""
    if configured:
        (web / "supertokens-lint.toml").write_text(f'contracts = ["{CONTRACT}"]\n')
    words = [] if configured else ["--with", CONTRACT]
    capsys.readouterr()
    assert run(["inspect", "--output-format", "json", *words]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(app["side"], app["root"]) for app in document["apps"]] == [
        ("frontend", "."),
        ("backend", CONTRACT),
    ]
    assert [pair["backend"] for pair in document["pairs"]] == [CONTRACT]
    lines = (web / CONTRACT).read_text().splitlines()
    settings = document["apps"][1]["inits"][0]["settings"]
    (domain,) = [item for item in settings if item["key"] == "apiDomain"]
    for value in domain["values"]:
        (step,) = value["trail"]
        assert step["location"]["path"] == CONTRACT
        assert value["value"] in lines[step["location"]["start"]["line"] - 1]


def test_the_page_has_both_sides_too(web: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the findings between them; without the contract there is one side."""
    assert web.is_dir()
    capsys.readouterr()
    run(["inspect", "--output-format", "html", "--with", CONTRACT])
    page = capsys.readouterr().out
    assert "https://auth.example.com" in page
    assert "api-base-path-mismatch" in page
    run(["inspect", "--output-format", "html"])
    assert "https://auth.example.com" not in capsys.readouterr().out
