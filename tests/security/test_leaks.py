"""Secrets stay where they are, and texts of a project steer no terminal and no tool."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from security import hostile_system
from supertokens_lint.cli.main import run

SECRET = "s3cr3t-Zq9"  # noqa: S105 - one to look for
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "html")
COMMANDS = [
    *(["check", "--output-format", name] for name in FORMATS),
    *(["inspect", "--output-format", name] for name in ("text", "json", "html")),
    ["contract"],
    ["baseline", "--baseline", "base.json"],
    ["check", "--diff", "--unsafe-fixes"],
    ["check", "--statistics", "--debug"],
    ["init", "--dry-run"],
]
ENV = (
    f"SUPERTOKENS_API_KEY={SECRET}\nDATABASE_URL=postgres://u:{SECRET}@db/x\n"
    f"API_DOMAIN=http://user:{SECRET}@localhost:3009\nTOKEN={SECRET}\n"
    f"UNCLOSED='{SECRET}\n{SECRET}\nAPI_BASE={SECRET}\n"
)


def _texts(command: list[str], root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    status = run(command)
    printed = capsys.readouterr()
    assert status in (0, 1), printed.err
    written = root / "base.json"
    return printed.out + printed.err + (written.read_text() if written.exists() else "")


def _secret_system() -> dict[str, str]:
    key = "process.env.SUPERTOKENS_API_KEY"
    texts = hostile_system.files("process.env.API_DOMAIN", key)
    inline = f'const password = "{SECRET}"; const apiKey = `{SECRET}`;\n'
    return {
        **texts,
        "api/index.js": texts["api/index.js"].replace(
            'apiBasePath: "/api/auth"', "apiBasePath: process.env.BASE"
        )
        + inline,
        "api/.env": ENV + "BASE=/api/auth\n",
        "web/.env": ENV,
        "web/.env.production": ENV,
        "docker-compose.yml": "services:\n  api:\n    build: ./api\n    env_file: api/.env\n"
        f"    environment:\n      - API_KEY={SECRET}\n      DATABASE_URL: x\n",
        "compose.yaml": f"services:\n  api:\n    build: api\n    environment:\n      SECRET_KEY: {SECRET}\n",
        "api/Dockerfile": f"FROM node\nENV API_KEY={SECRET}\nARG TOKEN={SECRET}\n",
        "nginx.conf": "server { listen 80; location / { proxy_set_header Authorization "
        f'"Basic {SECRET}"; proxy_pass http://u:{SECRET}@api:3001; }} }}\n',
    }


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_output_has_a_secret(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    """Neither values of env files nor passwords in addresses."""
    hostile_system.write(tmp_path, _secret_system())
    monkeypatch.chdir(tmp_path)
    assert SECRET not in _texts(command, tmp_path, capsys)


NASTY = (
    "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066\u200b\r::error::x\x08 ]]> <img src=x onerror=a()> "
    "</script><script>a()</script> ![x](http://evil.example/p) `x` %0A::set-output name=a::b"
)
_STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def _nasty_system() -> dict[str, str]:
    literal = json.dumps(f"http://localhost:3001/{NASTY}")
    texts = hostile_system.files(literal)
    api = texts["api/index.js"].replace('"/api/auth"', json.dumps(f"/api/{NASTY}"))
    return {
        "web\x1b[31m\u202e<b>/package.json": texts["web/package.json"].replace(
            '"web"', json.dumps(NASTY)
        ),
        "web\x1b[31m\u202e<b>/src/ma\nin::error::.ts": texts["web/src/main.ts"],
        "api/package.json": texts["api/package.json"].replace('"api"', json.dumps(NASTY)),
        "api/index.js": api + f"/* {NASTY} supertokens-lint: {NASTY}\n */\n",
        "api/.env": f"API_{NASTY}=1\n",
        "docker-compose.yml": f"services: {{{json.dumps(NASTY)}: {{build: api}}}}\n",
        "broken.py": f"import supertokens_python\n{NASTY} = = =\n",
        ".supertokens": "",
    }


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_output_steers_a_terminal_or_a_tool(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    """Control and format characters are escaped, and the only commands and elements are our own."""
    hostile_system.write(tmp_path, _nasty_system())
    monkeypatch.chdir(tmp_path)
    shown = _texts(command, tmp_path, capsys)
    steering = {char for char in shown if unicodedata.category(char) in _STEERING} - {"\n", "\t"}
    if "--diff" not in command:  # a patch has the bytes of its file
        assert steering == set()
    assert not any(
        line.lstrip().startswith(("::set-output", "::error::x")) for line in shown.split("\n")
    )
    if command[-1] == "html":
        assert "<img" not in shown
        assert "</script><script>a()" not in shown
    if command[-1] == "json":
        json.loads(shown)


@pytest.mark.parametrize(
    "text",
    [
        '"\\u001b]0;x\\u0007" = 1\n',
        'fail-on = "\\u001b[31m"\n',
        'select = ["\\u202e\\u001b[2J"]\n',
        '[per-file-ignores]\n"!\\u001b" = ["ST110"]\n',
        '[per-file-ignores]\n"*a*a*a*a*a*a" = ["ST110"]\n',
        '[[overrides]]\npaths = ["!"]\nignore = ["ST110"]\n',
        '[[overrides]]\npaths = ["a/***/\\u001b["]\nignore = ["ST110"]\n',
        'exclude = ["*a*a*a*a*a*a*b"]\n',
        'exclude = ["!\\u001b[31m"]\n',
        "\x1b]0;x\x07 = 1\n",
    ],
)
def test_a_bad_configuration_ends_in_a_plain_message(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
) -> None:
    """Keys and values of it come into the message, but none of their control characters."""
    hostile_system.write(tmp_path, hostile_system.files())
    (tmp_path / "supertokens-lint.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run(["check"])
    printed = capsys.readouterr()
    assert "internal error" not in printed.err
    steering = {char for char in printed.err if unicodedata.category(char) in _STEERING}
    assert steering <= {"\n"}
