"""The demo has the faults that it is there to show."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from supertokens_lint.cli.main import run

DEMO = Path(__file__).parents[1] / "demo"
FRONTEND = "frontend/.env.production"
BACKEND = "backend/.env.production"
BETWEEN = "backend/app/settings.py"
PRIVATE = "not-a-real-key"


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the demo as the working directory."""
    monkeypatch.chdir(shutil.copytree(DEMO, tmp_path / "demo"))
    return tmp_path / "demo"


def _findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> Iterator[dict[str, object]]:
    capsys.readouterr()
    run([*arguments, "--output-format", "json"])
    yield from json.loads(capsys.readouterr().out)["findings"]


def test_the_demo_breaks_and_says_where(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Faults in domains and paths, each with its two ends."""
    assert run([]) == 1
    found = {str(finding["code"]) for finding in _findings(capsys)}
    assert {"ST110", "ST112", "ST114"} <= found
    (finding,) = _findings(capsys, "--select", "ST110")
    text = json.dumps(finding)
    assert finding["environments"] == ["production"]
    for path in (FRONTEND, BACKEND, BETWEEN):
        assert f'"{path}"' in text


@pytest.mark.parametrize(
    ("path", "before"),
    [
        (FRONTEND, "VITE_API_URL="),
        (BACKEND, "API_DOMAIN="),
        (BETWEEN, '    api_domain: str = os.getenv("API_DOMAIN"'),
    ],
)
def test_a_finding_is_suppressed_at_either_end_and_in_between(
    demo: Path, capsys: pytest.CaptureFixture[str], path: str, before: str
) -> None:
    """One comment at any of its places is enough, and is not reported as unused."""
    text = (demo / path).read_text()
    assert before in text
    comment = "# supertokens-lint: ignore[api-domain-mismatch] -- both names lead to the API\n"
    (demo / path).write_text(text.replace(before, comment + before))
    assert not list(_findings(capsys, "--select", "ST110,ST002"))


def test_no_secret_of_an_environment_file_is_ever_shown(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in findings, nor in frames around them, nor when everything is inspected."""
    assert PRIVATE in (demo / BACKEND).read_text()
    for arguments in ([], ["inspect"], ["inspect", "--output-format", "json"]):
        run(arguments)
    run(["--output-format", "json"])
    printed = capsys.readouterr()
    assert PRIVATE not in printed.out + printed.err
    assert "core.internal.example.com" not in printed.out
