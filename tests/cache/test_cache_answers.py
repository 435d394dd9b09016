"""An answer of the cache is what the files say now, whatever has happened to them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from histories import commit, with_history
from remembering import SYSTEM, Change, Checks, checks_of, trusting, written
from supertokens_lint.cache import checking

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = sorted(path for path in FIXTURES.glob("*/*") if path.is_dir())
SAMPLE = CASES if os.environ.get("SUPERTOKENS_LINT_ALL_FIXTURES") else CASES[::97]
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "html")
WITH_A_PAST = sorted(path.parent for path in FIXTURES.glob("*/*/EARLIER"))


@pytest.fixture
def checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Checks:
    """Return checks with a cache."""
    return checks_of(tmp_path / "cache", monkeypatch, capsys)


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a system, which is the working directory."""
    directory = written(tmp_path / "system", SYSTEM)
    monkeypatch.chdir(directory)
    return directory


def _name(case: Path) -> str:
    return case.relative_to(FIXTURES).as_posix()


@pytest.mark.parametrize("case", SAMPLE, ids=_name)
def test_the_answer_of_every_fixture_is_the_same(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checks: Checks
) -> None:
    """Without the cache, with an empty one and with a full one, byte for byte."""
    monkeypatch.chdir(with_history(case, tmp_path))
    form = FORMATS[CASES.index(case) % len(FORMATS)]
    first, second, third = (
        checks("--output-format", form, *words) for words in (("--no-cache",), (), ())
    )
    assert checks.answered()
    assert first == second == third


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_the_same(form: str, checks: Checks, system: Path) -> None:
    """What goes to standard error and to a file counts as well."""
    (system / "web/src/domain.ts").write_text('export const apiDomain = "https://x.example";\n')
    words = ("--output-format", form, "--statistics")
    assert checks.anew(*words) == checks(*words) == checks(*words)
    assert checks.answered()
    to_file = (*words, "--output-file", "../out")
    checks.anew(*to_file)
    expected = (system / "../out").read_bytes()
    for _ in range(2):
        (system / "../out").unlink()
        checks(*to_file)
        assert (system / "../out").read_bytes() == expected
    assert checks.answered()


def _append_comment(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\n// a comment\n", "utf-8")


def _empty(path: Path) -> None:
    path.write_text("", "utf-8")


def _other_port(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("3001", "3002"), "utf-8")


def _other_word(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("one", "two"), "utf-8")


def _use_fetch(path: Path) -> None:
    path.write_text('fetch("http://localhost:3001/a");\n' + path.read_text("utf-8"), "utf-8")


def _remove(path: Path) -> None:
    path.unlink()


def _touch(path: Path) -> None:
    os.utime(path)


def _make_binary(path: Path) -> None:
    path.write_bytes(b"\0\1" + path.read_bytes())


CHANGES: tuple[Change, ...] = (
    _append_comment, _empty, _other_port, _other_word, _use_fetch, _remove, _touch, _make_binary,
)  # fmt: skip


@pytest.mark.parametrize("name", SYSTEM)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_answered_as_without_cache(
    change: Change, name: str, checks: Checks, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever happens to one file, the answer is that of a run on the files as they are."""
    trusting(monkeypatch)
    checks()
    change(system / name)
    assert checks() == checks.anew()
    assert checks() == checks.anew()


def test_what_nothing_asks_about_changes_nothing(checks: Checks, system: Path) -> None:
    """A file of which only its imports and some words count may say something else."""
    checks()
    _append_comment(system / "web/src/title.ts")
    checks()
    assert checks.answered()


def test_a_word_that_was_looked_for_counts(checks: Checks, system: Path) -> None:
    """The same file is read when it comes to hold such a word."""
    checks()
    _use_fetch(system / "web/src/title.ts")
    assert checks() == checks.anew()
    _use_fetch(system / "web/src/title.ts")
    checks()
    assert not checks.answered()


def test_touching_a_file_changes_nothing(checks: Checks, system: Path) -> None:
    """Times say that a file is to be looked at, never that it is another one."""
    checks()
    for name in SYSTEM:
        os.utime(system / name, (1, 1))
    checks()
    assert checks.answered()


@pytest.mark.parametrize("is_trusting", [False, True])
def test_a_change_that_size_and_time_hide(
    is_trusting: bool, checks: Checks, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit of the same length that puts the time back is seen."""
    if is_trusting:
        trusting(monkeypatch)
    path = system / "web/src/domain.ts"
    before = checks()
    status = path.stat()
    path.write_text(path.read_text("utf-8").replace("3001", "3009"), "utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = checks()
    assert after == checks.anew()
    assert after != before


def test_a_file_that_an_import_would_find_now(checks: Checks, system: Path) -> None:
    """That something is not there is an answer as well, also for files that git ignores."""
    commit(system)
    (system / ".gitignore").write_text("local.ts\n", "utf-8")
    main = system / "web/src/main.ts"
    main.write_text(main.read_text("utf-8").replace("./domain", "./local"), "utf-8")
    checks()
    checks()
    assert checks.answered()
    (system / "web/src/local.ts").write_text('export const apiDomain = "https://x.example";\n')
    found = checks()
    assert found == checks.anew()
    assert found.status == 1


def test_a_file_that_comes(checks: Checks, system: Path) -> None:
    """A new file is in the listing, and an env file of another mode decides values."""
    checks()
    (system / "api/.env.production").write_text("API_DOMAIN=https://api.example\n", "utf-8")
    assert checks() == checks.anew()


def test_a_configuration_that_comes_and_changes(checks: Checks, system: Path) -> None:
    """The configuration is part of what a run is about."""
    _other_port(system / "web/src/domain.ts")
    broken = checks()
    assert broken.status == 1
    path = system / "supertokens-lint.toml"
    for text in ('select = ["ST2"]', 'select = ["ST1"]', 'exclude = ["api"]', 'fail-on = "never"'):
        path.write_text(text, "utf-8")
        assert checks() == checks.anew()
    path.write_text("nonsense = 1", "utf-8")
    assert checks() == checks.anew()
    path.unlink()
    assert checks() == broken


def test_a_baseline_that_comes_and_goes(checks: Checks, system: Path) -> None:
    """Beside the configuration, and named."""
    _other_port(system / "web/src/domain.ts")
    broken = checks()
    from supertokens_lint.cli import main  # noqa: PLC0415 - the command beside the one under test

    assert main.run(["baseline"]) == 0
    assert checks() == checks.anew() != broken
    (system / ".supertokens-lint-baseline.json").rename(system / "known.json")
    assert checks() == checks.anew()
    assert checks("--baseline", "known.json") == checks.anew("--baseline", "known.json")
    (system / "known.json").write_text("{", "utf-8")
    assert checks("--baseline", "known.json") == checks.anew("--baseline", "known.json")


def test_a_contract_that_changes(checks: Checks, system: Path, tmp_path: Path) -> None:
    """The other side's promises count as its files would."""
    from supertokens_lint.cli import main  # noqa: PLC0415 - as above

    contract = tmp_path / "api.json"
    assert main.run(["contract", "api", "--output-file", str(contract)]) == 0
    words = ("web", "--with", str(contract))
    before = checks(*words)
    contract.write_text(contract.read_text("utf-8").replace("3001", "3005"), "utf-8")
    assert checks(*words) == checks.anew(*words) != before


def test_settings_and_surroundings_are_told_apart(
    checks: Checks, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Options, the working directory, colours and widths."""
    _other_port(system / "web/src/domain.ts")
    for words in ((), ("--select", "ST2"), ("--quiet",), ("web",), ("--color", "always")):
        assert checks(*words) == checks.anew(*words)
    monkeypatch.setenv("COLUMNS", "40")
    assert checks() == checks.anew()
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert checks() == checks.anew()
    here = checks(str(system))
    monkeypatch.chdir(system / "web")
    assert checks("..") == checks.anew("..")
    assert checks(str(system)) == checks.anew(str(system)) != here


def test_the_summary_for_github(
    checks: Checks, system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer is added to the summary as a finding of the run itself."""
    _other_port(system / "web/src/domain.ts")
    words = ("--output-format", "github")
    checks(*words)
    texts = []
    for name in ("first", "second", "third"):
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / name))
        checks(*words)
        texts.append((tmp_path / name).read_text("utf-8"))
    assert checks.answered()
    assert texts[0] == texts[1] == texts[2] != ""


def test_ignore_files(checks: Checks, system: Path) -> None:
    """What is ignored is no part of the system."""
    checks()
    (system / ".gitignore").write_text("/api/\n", "utf-8")
    assert checks() == checks.anew()


def test_a_file_that_git_ignores_comes_and_goes(checks: Checks, system: Path) -> None:
    """It is in no list of files, and the import that leads to it finds it."""
    domain = system / "web/src/domain.ts"
    _other_port(domain)
    text = domain.read_text("utf-8")
    (system / ".gitignore").write_text("domain.ts\n", "utf-8")
    before = checks()
    domain.unlink()
    without = checks()
    assert without == checks.anew() != before
    domain.write_text(text, "utf-8")
    assert checks() == checks.anew() == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_the_past_counts(checks: Checks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that looks at earlier commits answers anew after the next one."""
    case = with_history(WITH_A_PAST[0], tmp_path)
    monkeypatch.chdir(case)
    before = checks()
    checks()
    assert checks.answered()
    shutil.rmtree(case / ".git")
    commit(case, "all at once")
    after = checks()
    assert not checks.answered()
    assert after == checks.anew() != before


def test_an_answer_that_took_long_to_confirm_is_kept_anew(
    checks: Checks, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that were too young for their times to count need not be read for ever."""
    monkeypatch.setattr(checking, "_WORTH_KEEPING", 1)
    checks()
    _append_comment(system / "web/src/title.ts")
    before = checks.entries[0].read_bytes()
    checks()
    assert checks.answered()
    assert checks.entries[0].read_bytes() != before
    assert checks() == checks.anew()
    _other_port(system / "web/src/domain.ts")
    assert checks() == checks.anew()


def test_a_configuration_that_is_elsewhere(checks: Checks, system: Path, tmp_path: Path) -> None:
    """One that is no file of the system counts as well."""
    _other_port(system / "web/src/domain.ts")
    path = tmp_path / "other.toml"
    words = ("--config", str(path))
    path.write_text('select = ["ST2"]', "utf-8")
    before = checks(*words)
    path.write_text('select = ["ST1"]', "utf-8")
    assert checks(*words) == checks.anew(*words) != before


def test_a_baseline_beside_a_configuration_that_is_elsewhere(
    checks: Checks, system: Path, tmp_path: Path
) -> None:
    """It is in effect although it is in no folder above the system."""
    _other_port(system / "web/src/domain.ts")
    folder = tmp_path / "settings"
    folder.mkdir()
    (folder / "other.toml").write_text('fail-on = "warning"', "utf-8")
    words = ("--config", str(folder / "other.toml"))
    from supertokens_lint.cli import main  # noqa: PLC0415 - as above

    before = checks(*words)
    assert main.run(["baseline", *words]) == 0
    assert (folder / ".supertokens-lint-baseline.json").is_file()
    assert checks(*words) == checks.anew(*words) != before
