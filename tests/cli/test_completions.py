from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from supertokens_lint.cli.arguments import parser
from supertokens_lint.cli.completions import commands, script
from supertokens_lint.cli.main import run

COMMANDS = commands(parser(), ("ST110", "api-domain-mismatch", "ST204"))
NAMES = {command.name for command in COMMANDS}
CASES = [
    ("supertokens-lint ex", {"explain"}),
    ("supertokens-lint explain ST1", {"ST110"}),
    ("supertokens-lint check --output-format j", {"json", "junit"}),
    ("supertokens-lint check --sel", {"--select"}),
    ("supertokens-lint check --select api", {"api-domain-mismatch"}),
    ("supertokens-lint inspect --col", {"--color"}),
    ("supertokens-lint completions ", {"bash", "zsh", "fish"}),
    ("supertokens-lint check web", {"web app"}),
    ("supertokens-lint web", {"web app"}),
    ("supertokens-lint web --fail-on e", {"error"}),
    ("supertokens-lint check --config we", {"web app"}),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "web app").write_text("")
    return tmp_path


def _needs(shell: str) -> str:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    return path


def _run(folder: Path, *command: str) -> set[str]:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stderr == ""
    return set(done.stdout.splitlines())


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_bash_completes(folder: Path, line: str, expected: set[str]) -> None:
    """What bash itself offers for the last word, through the function that ``complete`` names."""
    words = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    ask = (
        f"{script('bash', COMMANDS)}\n"
        'set -- $(complete -p supertokens-lint); function=""\n'
        'while [ $# -gt 0 ]; do [ "$1" = -F ] && function=$2; shift; done\n'
        f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}\n"
        '"$function"; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    found = _run(folder, _needs("bash"), "--norc", "-c", ask)
    assert found
    assert found <= expected


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_fish_completes(folder: Path, line: str, expected: set[str]) -> None:
    """What fish itself offers for the last word, its descriptions left out."""
    ask = f"{script('fish', COMMANDS)}\ncomplete -C '{line}'"
    offered = _run(folder, _needs("fish"), "--no-config", "-c", ask)
    found = {item.partition("\t")[0].replace("\\ ", " ") for item in offered}
    assert found
    assert found <= expected


def test_zsh_reads_the_script_and_knows_the_command(folder: Path) -> None:
    """The function is registered with zsh's own completion system."""
    ask = (
        f"autoload -Uz compinit && compinit -D -u -d {folder}/dump\n{script('zsh', COMMANDS)}\n"
        'print -r -- "$_comps[supertokens-lint]"; whence -w _supertokens_lint'
    )
    found = _run(folder, _needs("zsh"), "-f", "-c", ask)
    assert found == {"_supertokens_lint", "_supertokens_lint: function"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_and_option_is_in_every_script(shell: str) -> None:
    """Scripts follow the definition of the command line."""
    text = script(shell, COMMANDS)
    for command in COMMANDS:
        assert command.name in text
        for option in command.options:
            long = max(option.names, key=len)
            assert (f"-l {long[2:]} " if shell == "fish" else long) in text


def test_the_command_prints_a_script_with_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    """Rules of the installed packs are completed by code and name."""
    assert run(["completions", "bash"]) == 0
    text = capsys.readouterr().out
    assert "ST110" in text
    assert "api-domain-mismatch" in text
    assert {"check", "inspect", "explain", "rules", "completions"} <= NAMES


def test_the_first_page_of_help_fits_a_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """80 columns and 24 lines, the prompt included, with every command and some examples."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        run(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80
    assert all(any(line.strip().startswith(name) for line in lines) for name in NAMES)
    assert "examples:" in lines
