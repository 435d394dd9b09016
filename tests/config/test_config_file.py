from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.config import Config, ConfiguredPair
from supertokens_lint.config_file import load
from supertokens_lint.errors import ConfigError
from supertokens_lint.finding import Severity


def _load(directory: Path, text: str, name: str = "supertokens-lint.toml") -> Config:
    (directory / name).write_text(text)
    return load(directory)


def _error(directory: Path, text: str, name: str = "supertokens-lint.toml") -> str:
    with pytest.raises(ConfigError) as caught:
        _load(directory, text, name)
    message = str(caught.value)
    assert message.startswith(f"{directory / name}: ")
    return message.removeprefix(f"{directory / name}: ")


def test_every_key_is_read(tmp_path: Path) -> None:
    """The whole of a configuration."""
    (tmp_path / "web").mkdir()
    (tmp_path / "api").mkdir()
    config = _load(
        tmp_path,
        """
        select = ["ST1"]
        ignore = ["ST113"]
        exclude = ["legacy/"]
        fail-on = "error"
        environments = ["production"]

        [per-file-ignores]
        "demo/**" = ["ST110", "ST301"]

        [severity]
        loopback-alias = "info"

        [[pairs]]
        frontend = "web"
        backend = "./web/../api/"
        """,
    )
    root = tmp_path.as_posix()
    assert config == Config(
        path=f"{root}/supertokens-lint.toml",
        root=root,
        select=("ST1",),
        ignore=("ST113",),
        exclude=("legacy/",),
        fail_on=Severity.ERROR,
        per_file_ignores=(("demo/**", ("ST110", "ST301")),),
        pairs=(ConfiguredPair(f"{root}/web", f"{root}/api"),),
        environments=("production",),
        severity={"loopback-alias": Severity.INFO},
    )


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """Findings at warning fail a run, all rules run."""
    config = load(tmp_path)
    assert config == Config()
    assert config.fail_on is Severity.WARNING


def test_fail_on_never_is_no_severity(tmp_path: Path) -> None:
    """Then nothing fails a run."""
    assert _load(tmp_path, 'fail-on = "never"').fail_on is None


def test_the_nearest_file_upward_is_taken(tmp_path: Path) -> None:
    """A pyproject.toml without a table of ours is passed by; a path may be a file."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.supertokens-lint]\nselect = ["ST1"]')
    (inner.parent / "pyproject.toml").write_text('[project]\nname = "x"')
    (inner / "main.py").write_text("")
    assert load(inner / "main.py").select == ("ST1",)
    (inner.parent / "supertokens-lint.toml").write_text('select = ["ST2"]')
    assert load(inner).select == ("ST2",)


def test_a_path_that_climbs_is_not_below_where_it_begins(tmp_path: Path) -> None:
    """`web/../api` lies in `api`; the file in `web` has nothing to say there."""
    for name in ("web", "api"):
        (tmp_path / name).mkdir()
    (tmp_path / "web" / "supertokens-lint.toml").write_text('select = ["ST1"]')
    assert load(tmp_path / "web" / ".." / "api") == Config()


def test_the_own_file_goes_before_the_shared_one(tmp_path: Path) -> None:
    """Both in one directory are not merged."""
    (tmp_path / "pyproject.toml").write_text('[tool.supertokens-lint]\nselect = ["ST1"]')
    assert _load(tmp_path, 'ignore = ["ST2"]').select == ()


def test_a_file_that_is_named_is_used(tmp_path: Path) -> None:
    """Wherever it is; its globs are relative to where it is."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "lint.toml").write_text('select = ["ST1"]')
    config = load(tmp_path, str(tmp_path / "x" / "lint.toml"))
    assert (config.select, config.root) == (("ST1",), (tmp_path / "x").as_posix())
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, str(tmp_path / "missing.toml"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "selct: there is no such key; did you mean select?"),
        ("fail_on = 1", "fail_on: there is no such key; did you mean fail-on?"),
        ("zzz = 1", "zzz: there is no such key"),
        ('select = "ST1"', "select: must be a list, not 'ST1'"),
        ("select = [1]", "select[0]: must be a string, not 1"),
        (
            'fail-on = "bad"',
            'fail-on: must be one of "error", "warning", "info", "never", not \'bad\'',
        ),
        ("per-file-ignores = []", "per-file-ignores: must be a table, not []"),
        ('[per-file-ignores]\na = "ST1"', "per-file-ignores.a: must be a list, not 'ST1'"),
        (
            '[severity]\na = "off"',
            'severity.a: must be one of "error", "warning", "info", not \'off\'',
        ),
        ("pairs = 1", "pairs: must be a list, not 1"),
        ('[[pairs]]\nfrontend = "."', "pairs[0]: needs both a frontend and a backend directory"),
        (
            '[[pairs]]\nfrontent = "."',
            "pairs[0].frontent: there is no such key; did you mean frontend?",
        ),
        ('[[pairs]]\nfrontend = 1\nbackend = "."', "pairs[0].frontend: must be a string, not 1"),
    ],
)
def test_mistakes_name_the_file_and_the_key(tmp_path: Path, text: str, message: str) -> None:
    """And suggest the key that was probably meant."""
    assert _error(tmp_path, text) == message


def test_a_pair_of_a_directory_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    """The message shows where it was looked for."""
    message = _error(tmp_path, '[[pairs]]\nfrontend = "."\nbackend = "api"')
    assert message == f"pairs[0].backend: there is no directory '{tmp_path / 'api'}'"


def test_broken_files_are_mistakes_when_they_are_ours(tmp_path: Path) -> None:
    """A broken pyproject.toml that does not mention us is none of our business."""
    assert _error(tmp_path, "select = [").startswith("is not valid TOML: ")
    (tmp_path / "supertokens-lint.toml").unlink()
    assert _load(tmp_path, '[dev]\na = ["supertokens-lint"\n', "pyproject.toml") == Config()
    broken = '[tool.supertokens-lint]\nselect = ["ST1"'
    assert _error(tmp_path, broken, "pyproject.toml").startswith("is not valid TOML: ")
    assert "must be a table" in _error(tmp_path, "tool.supertokens-lint = 1", "pyproject.toml")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """A configuration file is either used or refused, never a traceback."""
    path = tmp_path_factory.mktemp("config") / "supertokens-lint.toml"
    path.write_bytes(data)
    with suppress(ConfigError):
        load(path.parent)
