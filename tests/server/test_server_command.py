"""The command that starts the server."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import requires

import pytest

from supertokens_lint.cli import server
from supertokens_lint.cli.main import run


def test_without_the_extra_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The linter itself does not need what the server needs."""
    monkeypatch.setattr(server, "find_spec", lambda name: None)
    assert run(["server"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "supertokens-lint: the language server needs pygls: "
        'pip install "supertokens-lint[server]"\n'
    )


def test_the_extra_is_declared() -> None:
    """And pygls is in no other place."""
    found = [line for line in requires("supertokens-lint") or () if line.startswith("pygls")]
    assert len(found) == 1
    assert "extra == 'server'" in found[0].replace('"', "'")


@pytest.mark.parametrize(
    "sent",
    [b"", b"\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"Content-Length: 5\r\n\r\n{}", b"\xff" * 300],
)
def test_whatever_comes_in_ends_without_a_traceback(sent: bytes) -> None:
    """A client that is none, or that goes away in the middle of a message."""
    done = subprocess.run(
        [sys.executable, "-m", "supertokens_lint", "server"],
        input=sent,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr + done.stdout


def test_a_check_imports_nothing_of_the_server() -> None:
    """It is there for those who ask for it."""
    script = (
        "import sys\n"
        "from supertokens_lint.cli.main import run\n"
        "run(['rules', '--output-format', 'json'])\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    imported = done.stderr.split()
    assert not [name for name in imported if name.startswith(("pygls", "lsprotocol"))]
