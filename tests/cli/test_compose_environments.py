"""Environments of compose files: one name, wherever a run begins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supertokens_lint.cli.main import run

FILES = {
    "deploy/compose.yaml": (
        "services:\n"
        "  api:\n    build: ../api\n    environment: {API_DOMAIN: http://api:3001}\n"
        "    ports: ['3001:3001']\n"
    ),
    "api/package.json": '{"dependencies": {"supertokens-node": "^23.0.0", "express": "^4"}}',
    "api/index.js": (
        'import supertokens from "supertokens-node";\n'
        'import Session from "supertokens-node/recipe/session";\n'
        "supertokens.init({\n"
        '  framework: "express",\n'
        '  supertokens: { connectionURI: "http://core:3567" },\n'
        "  appInfo: {\n"
        '    appName: "shop",\n'
        "    apiDomain: process.env.API_DOMAIN,\n"
        '    websiteDomain: "http://localhost:3000",\n'
        "  },\n"
        "  recipeList: [Session.init()],\n"
        "});\n"
    ),
}
NAME = "deploy/compose.yaml"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A backend that a compose file starts, two folders below the test's."""
    for name, text in FILES.items():
        path = tmp_path / "work" / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "work" / "shop"


@pytest.mark.parametrize(
    ("start", "given"),
    [
        (".", "."),
        ("..", "shop"),
        ("../..", "work/shop"),
        ("api", ".."),
        (".", "api deploy"),
        ("..", "shop/api shop/deploy"),
    ],
)
def test_a_compose_file_is_named_by_its_path_in_the_system(
    shop: Path,
    start: str,
    given: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In findings and as a choice of environments, also in a configuration file."""
    monkeypatch.chdir(shop / start)
    run(["check", "--select", "ST110", "--output-format", "json", *given.split()])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["environments"] == [NAME]
    assert run(["check", "--select", "ST110", "--environment", NAME, *given.split()]) == 1
    (shop / "supertokens-lint.toml").write_text(f'environments = ["{NAME}"]\n')
    assert run(["check", "--select", "ST110", *given.split()]) == 1
