from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fakes import ROOT as FAKE
from fakes import FakeProject, make_finding
from supertokens_lint.baseline import Baseline, Recorded, entry_of
from supertokens_lint.cli.main import run
from supertokens_lint.source import Place, Span

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schema/baseline.schema.json").read_text(encoding="utf-8"))
NAME = ".supertokens-lint-baseline.json"


@pytest.fixture(autouse=True)
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo, which has several faults, as the working directory."""
    monkeypatch.chdir(shutil.copytree(ROOT / "demo", tmp_path / "demo"))
    return tmp_path / "demo"


def _summary(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, int]:
    capsys.readouterr()
    run(["check", *arguments, "--output-format", "json"])
    summary: dict[str, int] = json.loads(capsys.readouterr().out)["summary"]
    return summary


def _findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    capsys.readouterr()
    run(["check", *arguments, "--output-format", "json"])
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["findings"]
    return found


def _entries(path: Path) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))["findings"]
    return entries


def test_a_recorded_project_is_clean_and_says_how_much_is_known(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was found before is counted and not reported; --no-baseline shows it again."""
    before = _findings(capsys)
    assert before
    assert run(["baseline"]) == 0
    summary = _summary(capsys)
    assert summary["baselined"] == len(before) == len(_entries(demo / NAME))
    assert summary["error"] + summary["warning"] + summary["info"] == 0
    assert run([]) == 0
    assert f"{len(before)} in the baseline" in capsys.readouterr().out
    assert _findings(capsys, "--no-baseline") == before


def test_a_new_finding_is_reported_beside_known_ones(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another value of the same setting is another finding, and its old entry is stale."""
    run(["baseline"])
    env = demo / "frontend/.env.production"
    env.write_text(env.read_text().replace("https://api.", "https://other."))
    found = {str(finding["code"]) for finding in _findings(capsys)}
    assert {"ST110", "ST002"} <= found


def test_moved_lines_and_another_format_change_nothing(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Entries survive new lines above, other indentation, and another order of the file."""
    run(["baseline"])
    text = (demo / NAME).read_text()
    for path in (*demo.rglob("*.ts"), *demo.rglob("*.py"), *demo.rglob(".env*")):
        if path.is_file():
            mark = "//" if path.suffix == ".ts" else "#"
            path.write_text(f"{mark} one\n{mark} two\n\n" + path.read_text())
    for path in demo.rglob("*.ts"):
        path.write_text(path.read_text().replace("  ", "\t\t"))
    env = demo / "frontend/.env.production"
    env.write_text("\n".join(reversed(env.read_text().splitlines())) + "\n")
    assert _findings(capsys) == []
    run(["baseline"])
    assert (demo / NAME).read_text() == text


def test_the_file_is_the_same_however_often_and_from_where_it_is_written(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is sorted, relative to its folder, as the schema says, and ends with a line end."""
    run(["baseline"])
    text = (demo / NAME).read_text()
    run(["baseline", "backend", "frontend"])
    assert (demo / NAME).read_text() == text
    monkeypatch.chdir("/")
    (demo / NAME).unlink()
    run(["baseline", str(demo)])
    assert (demo / NAME).read_text() == text
    Draft202012Validator(SCHEMA).validate(json.loads(text))
    assert text.endswith("}\n")
    assert str(demo) not in text


def test_entries_that_are_mended_are_stale_until_they_are_pruned(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """ST002 points at the entry; --check tells and fails; --prune removes and adds nothing."""
    run(["baseline"])
    count = len(_entries(demo / NAME))
    shutil.copy(demo / "backend/.env.production", demo / "backend/.env.keep")
    env = demo / "frontend/.env.production"
    env.write_text(env.read_text().replace("https://api.", "https://auth."))
    stale = [finding for finding in _findings(capsys) if finding["code"] == "ST002"]
    assert [finding["location"]["path"] for finding in stale] == [NAME]  # type: ignore[index]
    line = stale[0]["location"]["start"]["line"]  # type: ignore[index]
    assert (demo / NAME).read_text().splitlines()[line] == '      "code": "ST110",'
    assert run(["baseline", "--check"]) == 1
    assert "ST110 api-domain-mismatch: frontend/.env.production" in capsys.readouterr().out
    assert len(_entries(demo / NAME)) == count
    site = demo / "frontend/.env.development"
    site.write_text(site.read_text().replace("3000", "3009"))
    assert run(["baseline", "--prune"]) == 0
    assert len(_entries(demo / NAME)) < count
    assert "3009" not in (demo / NAME).read_text()
    assert run(["baseline", "--check"]) == 0
    assert "every entry suppresses a finding" in capsys.readouterr().out


def test_a_run_that_does_not_see_everything_calls_no_entry_stale(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Part of the paths, rules or environments proves nothing about the rest; nor is it lost."""
    run(["baseline"])
    text = (demo / NAME).read_text()
    for arguments in (
        ["frontend"],
        ["--select", "ST002,ST114"],
        ["--ignore", "ST110"],
        ["--environment", "development"],
        ["--exclude", "backend"],
    ):
        assert "ST002" not in {finding["code"] for finding in _findings(capsys, *arguments)}
        run(["baseline", *arguments, "--prune"])
        assert (demo / NAME).read_text() == text
    run(["baseline", "--select", "ST114"])
    assert (demo / NAME).read_text() == text


CLIENT = """
export const {name} = axios.create({{
  baseURL: "http://localhost:3001",
}});
export const load_{name} = () => {name}.get("/notes");
"""


def test_one_entry_hides_one_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second fault that looks the same is new, also when the first one is mended meanwhile."""
    fixture = ROOT / "fixtures/axios-not-intercepted/breaks-instance-beside-global-axios"
    case = shutil.copytree(fixture, tmp_path / "case")
    (source,) = case.rglob("http.ts")
    head = source.read_text().partition("// expect")[0]
    arguments = [str(case), "--select", "ST401"]
    source.write_text(head + CLIENT.format(name="http"))
    assert len(_findings(capsys, *arguments)) == 1
    run(["baseline", *arguments])
    assert _findings(capsys, *arguments) == []
    source.write_text(head + CLIENT.format(name="other") + CLIENT.format(name="http"))
    (new,) = _findings(capsys, *arguments)
    assert new["location"]["start"]["line"] == len(head.splitlines()) + 2  # type: ignore[index]
    mended = "Session.addAxiosInterceptors(http);\n"
    source.write_text(head + CLIENT.format(name="other") + CLIENT.format(name="http") + mended)
    (new,) = _findings(capsys, *arguments)
    assert new["location"]["start"]["line"] == len(head.splitlines()) + 2  # type: ignore[index]


def test_equal_entries_stand_for_as_many_findings() -> None:
    """Where even the names around two faults are equal, the second one is still new."""
    project = FakeProject({"a.yaml": "one: 1\none: 1\n"})
    first, second = (
        make_finding(Place(f"{FAKE}/a.yaml", Span(start, start + 6))) for start in (0, 7)
    )
    entry = entry_of(first, FAKE, project)
    assert entry == entry_of(second, FAKE, project)
    place = Place(f"{FAKE}/known.json", Span(0, 0))
    once = Baseline(FAKE, (Recorded(entry, place),))
    assert once.sift([first, second], project).findings == (second,)
    again = Recorded(entry, Place(f"{FAKE}/known.json", Span(9, 9)))
    sifted = Baseline(FAKE, (Recorded(entry, place), again)).sift([first], project)
    assert sifted.findings == ()
    assert sifted.unused == (again,)


def test_it_is_found_beside_the_configuration_or_where_that_says(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key `baseline` is relative to the file that holds it; --baseline goes before it."""
    (demo / "supertokens-lint.toml").write_text('baseline = "ci/known.json"\n')
    (demo / "ci").mkdir()
    with_key = run(["check"])
    assert with_key == 2
    assert "ci/known.json: is not there" in capsys.readouterr().err
    assert run(["baseline"]) == 0
    assert _entries(demo / "ci/known.json")
    assert _findings(capsys) == []
    assert run(["baseline", "--baseline", "other.json"]) == 0
    assert _entries(demo / "other.json") != []
    (demo / "supertokens-lint.toml").write_text("")
    assert _findings(capsys) != []
    assert _findings(capsys, "--baseline", "other.json") == []
    assert run(["baseline", "frontend"]) == 0
    assert (demo / NAME).exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<<<<<<< HEAD\n{}", f"{NAME}:1:1: not valid JSON"),
        ("{}", f"{NAME}: has no version"),
        ('{"version": 2, "findings": []}', "this program reads version 1"),
        ('{"version": 1, "findings": [{"code": "ST110"}]}', "without code, rule or ends"),
        ('{"version": 1, "findings": ["x"]}', "without code, rule or ends"),
        ("[" * 3000, "nested too deeply"),
    ],
)
def test_a_broken_baseline_ends_the_run_and_says_what_to_do(
    demo: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    """Nothing is hidden by a file that cannot be read, and nothing is overwritten."""
    (demo / NAME).write_text(text)
    for command in (["check"], ["baseline"], ["baseline", "--prune"]):
        assert run(command) == 2
        error = capsys.readouterr().err
        assert message in error
        assert 'write it anew with "supertokens-lint baseline"' in error
    assert (demo / NAME).read_text() == text


def test_a_baseline_that_is_no_text_is_an_error(demo: Path) -> None:
    """Binary files and folders in its place are no traceback."""
    (demo / NAME).write_bytes(b"\xff\xfe\x00")
    assert run(["check"]) == 2
    (demo / NAME).unlink()
    (demo / NAME).mkdir()
    assert run(["check", "--baseline", NAME]) == 2
    assert run(["baseline", "--baseline", NAME]) == 2
    assert run(["baseline", "--prune", "--baseline", "missing.json"]) == 2


def test_credentials_do_not_reach_the_baseline(demo: Path) -> None:
    """Values are written as findings show them."""
    env = demo / "frontend/.env.production"
    env.write_text(env.read_text().replace("https://api.", "https://me:hidden@api."))
    run(["baseline"])
    assert "hidden" not in (demo / NAME).read_text()


def test_sarif_keeps_known_findings_as_suppressed(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that a dashboard does not close them as fixed; their suppression is external."""
    run(["baseline"])
    capsys.readouterr()
    run(["check", "--output-format", "sarif"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert results
    assert {result["suppressions"][0]["kind"] for result in results} == {"external"}
