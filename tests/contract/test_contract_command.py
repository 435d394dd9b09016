from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from contract.splitting import document
from histories import commit
from supertokens_lint.cli.main import run

ROOT = Path(__file__).parents[2]
CONTRACT = "api.contract.json"
PRIVATE = "not-a-real-key"


@pytest.fixture(autouse=True)
def split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo in two folders, `web` and `api`, with the API's contract beside the website."""
    shutil.copytree(ROOT / "demo/frontend", tmp_path / "web")
    shutil.copytree(ROOT / "demo/backend", tmp_path / "api")
    monkeypatch.chdir(tmp_path / "web")
    assert run(["contract", "../api", "--output-file", CONTRACT]) == 0
    return tmp_path


def _check(
    capsys: pytest.CaptureFixture[str], *arguments: str
) -> dict[str, list[dict[str, object]]]:
    capsys.readouterr()
    run(["check", *arguments, "--output-format", "json"])
    found: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    return found


def _codes(capsys: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
    return {str(finding["code"]) for finding in _check(capsys, *arguments)["findings"]}


def _api(text: str) -> dict[str, object]:
    apps = document(text)["apps"]
    assert isinstance(apps, list)
    (found,) = apps
    assert isinstance(found, dict)
    return found


def test_a_contract_stands_for_the_other_checkout(
    split: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same rules speak as with both checkouts, and nobody is told that a side is missing."""
    alone = _codes(capsys, ".")
    assert "ST004" in alone
    with_contract = _codes(capsys, ".", "--with", CONTRACT)
    own = _codes(capsys, "../api") - {"ST004"}
    together = _codes(capsys, ".", "../api")
    assert together - own <= with_contract <= together
    assert {"ST110", "ST114"} <= with_contract - alone
    assert run(["check", "--with", CONTRACT]) == 1


def test_a_contract_is_the_same_wherever_it_is_written_from(
    split: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Paths are relative to the configuration, or to the folder of the paths; no date, no host."""
    text = Path(CONTRACT).read_text()
    monkeypatch.chdir("/")
    capsys.readouterr()
    assert run(["contract", str(split / "api")]) == 0
    assert capsys.readouterr().out == text
    assert str(split) not in text
    api = _api(text)
    assert api["root"] == "."
    (split / "supertokens-lint.toml").write_text("")
    run(["contract", str(split / "api")])
    assert _api(capsys.readouterr().out)["root"] == "api"


def test_no_secret_reaches_a_contract(split: Path) -> None:
    """Only the settings that rules compare, without credentials in addresses."""
    env = split / "api/.env.production"
    assert PRIVATE in env.read_text()
    env.write_text(env.read_text().replace("https://auth.", "https://me:hidden@auth."))
    run(["contract", "../api", "--output-file", CONTRACT])
    text = Path(CONTRACT).read_text()
    for private in (PRIVATE, "hidden", "core.internal"):
        assert private not in text
    assert '"detail": "holds credentials"' in text


def test_one_app_or_one_side_is_chosen_by_name(
    split: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its folder or side; a name that is none is an error that lists those there are."""
    capsys.readouterr()
    for name in ("api", "backend"):
        assert run(["contract", "..", "--app", name]) == 0
        assert _api(capsys.readouterr().out)["side"] == "backend"
    assert run(["contract", ".."]) == 0
    assert len(document(capsys.readouterr().out)["apps"]) == 2  # type: ignore[arg-type]
    assert run(["contract", "..", "--app", "apo"]) == 2
    assert "there is no app 'apo'" in capsys.readouterr().err
    (split / "empty").mkdir()
    assert run(["contract", "../empty"]) == 2


def test_what_was_unknown_stays_unknown(split: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A value that the other side's files do not tell gives no finding."""
    (split / "api/.env.production").unlink()
    run(["contract", "../api", "--output-file", CONTRACT])
    assert '"unknown": "ENV_UNSET"' in Path(CONTRACT).read_text()
    assert _codes(capsys, ".", "--with", CONTRACT, "--select", "ST110") == set()
    run(["contract", "../api", "--environment", "development", "--output-file", CONTRACT])
    assert _codes(capsys, ".", "--with", CONTRACT, "--select", "ST110") == set()


def test_what_the_other_side_breaks_alone_is_its_own_affair(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is found where it can be mended, and not in every repository that has the contract."""
    assert "ST204" in _codes(capsys, "../api")
    assert "ST204" not in _codes(capsys, ".", "--with", CONTRACT)


def test_contracts_are_named_in_the_configuration(
    split: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Relative to the file that names them; one that is missing ends the run."""
    Path("supertokens-lint.toml").write_text(f'contracts = ["{CONTRACT}"]')
    assert "ST110" in _codes(capsys, ".")
    Path(CONTRACT).unlink()
    assert run(["check"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_baseline_knows_findings_across_a_contract(
    split: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also when the contract was written anew and its lines moved."""
    Path("supertokens-lint.toml").write_text(f'contracts = ["{CONTRACT}"]')
    run(["baseline"])
    assert _codes(capsys, ".") == set()
    source = split / "api/app/auth.py"
    source.write_text("# moved\n" + source.read_text())
    run(["contract", "../api", "--output-file", CONTRACT])
    assert _codes(capsys, ".") == set()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"{CONTRACT}:1:1: not valid JSON"),
        ("<<<<<<<", f"{CONTRACT}:1:1: not valid JSON"),
        ("[]", "has no version"),
        ('{"version": 99, "apps": []}', "is of another version; this program reads version 1"),
        ('{"version": 1, "apps": [1]}', "there is no such side"),
        ('{"version": 1, "apps": [{"side": "middle"}]}', "known: frontend, backend"),
        (
            '{"version": 1, "apps": [{"side": "backend", "inits": [{"sdk": "x"}]}]}',
            "there is no such SDK",
        ),
        (
            '{"version": 1, "apps": [{"side": "backend", "inits": [{"sdk": "supertokens-web-js"}]}]}',
            "is no SDK of a backend",
        ),
        (
            '{"version": 1, "apps": [{"side": "backend", "environments": {"a": "b"}}]}',
            "there is no such environment",
        ),
        ("[" * 3000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_contract_ends_the_run_and_says_what_to_do(
    capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    """Broken, of another version, or with words that nobody knows."""
    Path(CONTRACT).write_text(text)
    assert run(["check", "--with", CONTRACT]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert 'write it anew with "supertokens-lint contract"' in error


def test_other_files_in_place_of_a_contract_are_errors() -> None:
    """Binary, a folder, or none."""
    Path(CONTRACT).write_bytes(b"\xff\xfe")
    assert run(["check", "--with", CONTRACT]) == 2
    assert run(["check", "--with", "."]) == 2
    assert run(["check", "--with", "missing.json"]) == 2


@pytest.mark.parametrize("drop", range(0, 200, 7))
def test_a_contract_with_parts_missing_is_never_a_traceback(drop: int) -> None:
    """Any one line may be lost: the rest is read, or the run ends with a message."""
    lines = Path(CONTRACT).read_text().splitlines()
    del lines[drop % len(lines)]
    Path(CONTRACT).write_text("\n".join(lines))
    assert run(["check", "--with", CONTRACT, "--debug"]) in (0, 1, 2)


def _promise(split: Path, domain: str, *, older: str | None = None) -> None:
    """Let the API have a cookieDomain, and an olderCookieDomain."""
    source = split / "api/app/auth.py"
    text = (ROOT / "demo/backend/app/auth.py").read_text()
    extra = "" if older is None else f'older_cookie_domain="{older}", '
    given = f'session.init({extra}cookie_domain="{domain}", '
    assert "session.init(" in text
    source.write_text(text.replace("session.init(", given))


def test_an_older_contract_of_the_same_backend_tells_its_cookie_domain(
    split: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """ST208 compares with it; nothing else does, since it is no other side."""
    monkeypatch.chdir(split / "api")
    env = split / "api/.env.development"
    assert env.exists()
    for name in (".env.development", ".env.production"):
        path = split / "api" / name
        path.write_text(
            "\n".join(
                "API_DOMAIN=https://api.example.com" if line.startswith("API_DOMAIN=") else line
                for line in path.read_text().splitlines()
            )
        )
    _promise(split, ".api.example.com")
    run(["contract", ".", "--output-file", CONTRACT])
    before = _codes(capsys, ".", "--with", CONTRACT)
    assert "ST208" not in before
    _promise(split, ".example.com")
    (finding,) = _check(capsys, ".", "--with", CONTRACT, "--select", "ST208")["findings"]
    assert "was 'api.example.com' when the contract was written" in str(finding["message"])
    assert CONTRACT in json.dumps(finding["related"])
    assert "ST004" in _codes(capsys, ".", "--with", CONTRACT)
    _promise(split, ".example.com", older=".api.example.com")
    assert _codes(capsys, ".", "--with", CONTRACT, "--select", "ST208") == set()
    _promise(split, ".example.com")
    commit(split / "api", "first contract")
    run(["contract", ".", "--output-file", CONTRACT])
    commit(split / "api", "second contract")
    (finding,) = _check(capsys, ".", "--with", CONTRACT, "--select", "ST208")["findings"]
    assert "until commit" in str(finding["message"])
