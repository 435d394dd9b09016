"""Which rules run: what the command line adds to, takes from and puts in place of a configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supertokens_lint.cli.main import run

WEB = """\
import SuperTokens from "supertokens-auth-react";
SuperTokens.init({
  appInfo: {
    appName: "x",
    apiDomain: process.env.API,
    websiteDomain: "http://localhost:3000",
    apiBasePath: "/auth",
  },
  recipeList: [],
});
"""
PACKAGE = '{"dependencies": {"supertokens-auth-react": "^0.50.0"}}'


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frontend without Session (ST102) and without a backend (ST004), in the working directory."""
    (tmp_path / "package.json").write_text(PACKAGE)
    (tmp_path / "index.ts").write_text(WEB)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _codes(capsys: pytest.CaptureFixture[str], *words: str) -> set[str]:
    capsys.readouterr()
    run(["check", "--output-format", "json", *words])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return {finding["code"] for finding in findings}


def test_more_rules_are_added_to_the_configured_ones(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the configuration ignores them, and to those of ``--select``."""
    (configured / "supertokens-lint.toml").write_text('select = ["ST1"]\nignore = ["ST004"]\n')
    assert _codes(capsys) == {"ST102"}
    assert _codes(capsys, "--extend-select", "unpaired-app") == {"ST102", "ST004"}
    assert _codes(capsys, "--select", "ST102", "--extend-select", "ST004") == {"ST102", "ST004"}


def test_rules_are_taken_out_under_both_names(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is ignored on the command line goes before what is selected there."""
    assert configured.is_dir()
    assert _codes(capsys) >= {"ST102", "ST004"}
    for option in ("--ignore", "--extend-ignore"):
        assert "ST102" not in _codes(capsys, option, "ST102")
        assert _codes(capsys, "--select", "ST102", "--extend-select", "ST004", option, "ST1") == {
            "ST004"
        }


@pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore", "--extend-ignore"])
def test_a_rule_that_does_not_exist_is_named_with_what_was_meant(
    configured: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the option that it was given to, and status 2."""
    assert configured.is_dir()
    assert run(["check", option, "unpaired-ap"]) == 2
    error = capsys.readouterr().err
    assert "there is no rule 'unpaired-ap'" in error
    assert "unpaired-app" in error
    assert error.startswith("supertokens-lint: --")
