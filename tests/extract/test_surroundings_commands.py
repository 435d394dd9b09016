"""Command lines as scripts write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.extract.surroundings.commands import Command, commands_of
from supertokens_lint.extract.surroundings.tools import TOOLS


def _programs(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(command.program, command.args) for command in commands_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vite --port 3000", [("vite", ("--port", "3000"))]),
        ("npx vite", [("vite", ())]),
        ("npx --yes vite", [("vite", ())]),
        ("tsc -b && vite build", [("tsc", ("-b",)), ("vite", ("build",))]),
        ("./node_modules/.bin/next dev", [("next", ("dev",))]),
        ("poetry run uvicorn app:app", [("uvicorn", ("app:app",))]),
        ("uv run --frozen fastapi run main.py", [("fastapi", ("run", "main.py"))]),
        ("python -m flask run -p 8080", [("flask", ("run", "-p", "8080"))]),
        ("python3 manage.py runserver 8080", [("manage.py", ("runserver", "8080"))]),
        ("dotenv -e .env.local -- next dev", [("next", ("dev",))]),
        ("sh -c 'next start -p 80'", [("next", ("start", "-p", "80"))]),
        ('concurrently -k "vite" "npm run api"', [("vite", ()), ("npm", ("run", "api"))]),
        (
            'concurrently "vite --host" "node api.js"',
            [("vite", ("--host",)), ("node", ("api.js",))],
        ),
        ("", []),
        ("vite 'unclosed", [("vite", ("'unclosed",))]),
    ],
)
def test_programs_are_found_behind_wrappers(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    """A line gives the programs that run at last, with their arguments."""
    assert _programs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "PORT=3001 react-scripts start",
        "cross-env PORT=3001 react-scripts start",
        "export PORT=3001 && react-scripts start",
        "set PORT=3001&& react-scripts start",
        "env PORT=3001 npx react-scripts start",
    ],
)
def test_variables_reach_the_program(text: str) -> None:
    """Whatever sets a variable, the program that runs with it has it."""
    (command,) = commands_of(text)
    assert command.program == "react-scripts"
    assert command.env == {"PORT": "3001"}


def test_commands_after_cd_run_elsewhere() -> None:
    """What runs in another folder is marked, what stands before it is not."""
    before, after = commands_of("node a.js && cd web && vite")
    assert not before.elsewhere
    assert after.elsewhere


@pytest.mark.parametrize("args", [("--port", "1"), ("--port=1",), ("-p", "1"), ("-p1",)])
def test_an_option_is_read_in_every_spelling(args: tuple[str, ...]) -> None:
    """The value of an option is found attached, behind ``=`` and as the next word."""
    assert Command("x", args).flag("--port", "-p") == "1"


def test_an_option_without_value_has_none() -> None:
    """An option at the end, and a longer option with the same front, give nothing."""
    assert Command("x", ("--port",)).flag("--port") is None
    assert Command("x", ("--portal", "1")).flag("--port", "-p") is None


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("vite", ["vite"]),
        ("vite build", []),
        ("vite preview", ["vite preview"]),
        ("next", ["next"]),
        ("next build", []),
        ("ng serve shop", ["angular"]),
        ("ng build", []),
        ("astro dev", ["astro"]),
        ("remix vite:dev", ["remix"]),
        ("vue-cli-service serve", ["vue-cli-service"]),
        ("vitest", []),
    ],
)
def test_only_commands_that_serve_are_tools(text: str, tools: list[str]) -> None:
    """A build is no server, and neither is a program whose name only starts the same."""
    (command,) = commands_of(text)
    assert [tool.name for tool in TOOLS if tool.matches(command)] == tools


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text makes the reader fail."""
    for command in commands_of(text):
        command.flag("--port", "-p")
