from __future__ import annotations

import contextlib
import io

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import SourceText
from supertokens_lint.workspace.envfiles import (
    EnvName,
    Tool,
    parse_env_name,
    precedence,
    read_env_file,
)
from supertokens_lint.workspace.envstack import env_files_in, env_stack
from supertokens_lint.workspace.envvalues import is_placeholder
from supertokens_lint.workspace.interpolation import Style, parse_interpolation
from supertokens_lint.workspace.workspace import Workspace


def values(written: str) -> dict[str, str | None]:
    file = read_env_file(SourceText("/p/.env", written))
    return {name: value.value for name, value in file.variables.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".env", EnvName()),
        (".env.local", EnvName(is_local=True)),
        (".env.development", EnvName("development")),
        (".env.dev", EnvName("development")),
        ("prod.env", EnvName("production")),
        (".env.production.local", EnvName("production", is_local=True)),
        (".env.staging", EnvName("staging")),
        (".env.example", EnvName(is_sample=True)),
        ("env.example", EnvName(is_sample=True)),
        (".env.production.sample", EnvName("production", is_sample=True)),
        ("backend.env", EnvName(label="backend")),
        (".env.dokploy.template", EnvName(is_sample=True, label="dokploy")),
        (".flaskenv", EnvName()),
        (".dev.vars", EnvName("development")),
    ],
)
def test_names_of_env_files(name: str, expected: EnvName) -> None:
    """Mode, local, sample and label are told apart in any order."""
    assert parse_env_name(name) == expected


@pytest.mark.parametrize(
    ("tool", "mode", "order"),
    [
        (
            Tool.VITE,
            "production",
            (".env.production.local", ".env.production", ".env.local", ".env"),
        ),
        (
            Tool.CRA,
            "development",
            (".env.development.local", ".env.local", ".env.development", ".env"),
        ),
        (Tool.NEXT, "test", (".env.test.local", ".env.test", ".env")),
        (Tool.DOTENV, "production", (".env",)),
        (Tool.FLASK, "development", (".env", ".flaskenv")),
        (Tool.BUN, "production", (".env.local", ".env.production", ".env")),
    ],
)
def test_the_order_in_which_tools_read(tool: Tool, mode: str, order: tuple[str, ...]) -> None:
    """As their documentation says, the winning file first."""
    assert precedence(tool, mode) == order


def test_values_are_read_as_dotenv_reads_them() -> None:
    """Quotes, exports, comments, escapes, CR LF, a value over two lines."""
    written = (
        "export A=1 # note\r\nB='x # y'\r\nC=\"a\\nb\"\r\nD = spaced \r\nE=\r\nF\r\n# G=1\r\n"
        'H="two\r\nlines"\r\nA=2\r\nI=http://x/#/y\r\n'
    )
    read = values(written)
    expected = dict(dotenv_values(stream=io.StringIO(written, newline=""), interpolate=False))
    del expected["F"]
    assert read == expected
    assert read["A"] == "2"
    assert read["I"] == "http://x/#/y"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("A=b", "b"),
        ("A = 'b c' # d", "b c"),
        ('A="b \\" c"', 'b \\" c'),
        ("\n\n  export A=b # c", "b"),
        ("A=", "A"),
        ("X=A\nA=x#y  ", "x#y"),
        ("\ufeffA=b", "b"),
    ],
)
def test_the_place_is_that_of_the_value(written: str, place: str) -> None:
    """Without quotes and comments; the name's own when the value is empty."""
    value = read_env_file(SourceText("/p/.env", written)).variables["A"]
    assert written[value.place.span.start : value.place.span.end] == place


def test_a_broken_line_hides_nothing_else() -> None:
    """What the parser rejects is left out."""
    assert values("A=1\nB='unclosed\nC=3\n=x\nD=4\n") == {"A": "1", "C": "3", "D": "4"}


def test_references_are_put_in_wherever_the_value_stands() -> None:
    """Defaults, chains, escapes; a circle and an unknown name leave the value open."""
    read = values(
        "URL=${SCHEME}://${HOST:-localhost}:$PORT\nSCHEME=http\nPORT=3000\nP=a\\$b\n"
        "X=${Y}\nY=${X}\nSELF=${SELF}/x\nOUT=${ELSEWHERE}\nN=${EMPTY:-d}${EMPTY-e}\nEMPTY=\n"
    )
    assert read["URL"] == "http://localhost:3000"
    assert read["P"] == "a$b"
    assert (read["X"], read["Y"], read["SELF"], read["OUT"]) == (None, None, None, None)
    assert read["N"] == "d"


def test_a_bomb_of_references_is_bounded() -> None:
    """Each value doubles the one before."""
    written = "A0=x\n" + "".join(f"A{n}=${{A{n - 1}}}${{A{n - 1}}}\n" for n in range(1, 200))
    assert all(value is None or len(value) <= 20_000 for value in values(written).values())


def test_secrets_do_not_show_in_representations() -> None:
    """Nor in those of anything that holds them."""
    file = read_env_file(SourceText("/p/.env", 'KEY="s3cr3t"\nURL="x${KEY}/s3cr3t${A:-s3cr3t}"'))
    assert "s3cr3t" not in repr(file)
    assert "s3cr3t" not in repr(file.variables["URL"].resolve({"A": "s3cr3t"}.get))
    assert file.variables["KEY"].value == "s3cr3t"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "  ",
        "<your domain>",
        "https://<host>/x",
        "your-domain.com",
        "https://api.your-domain.com",
        "https://yourdomain.com",
        "YOUR_API_URL",
        "changeme",
        "change-me",
        "xxx",
        "...",
        "TODO",
        "{{ api_url }}",
        "put your key here",
        "OVERRIDE_THIS",
    ],
)
def test_placeholders_are_known(value: str) -> None:
    """They only say that somebody has to write a value."""
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "http://localhost:3000",
        "https://api.example.com",
        "https://myapp.com",
        "none",
        "null",
        "/auth",
        '["http://a"]',
        "[http://localhost:3000]",
        '{"a": 1}',
        "true",
        "yourself.io",
        "x",
        "-1",
    ],
)
def test_values_are_not_placeholders(value: str) -> None:
    """Example domains, JSON and cookie words are values."""
    assert not is_placeholder(value)


@given(st.text(alphabet="AB=${}:-\\'\"# \n\r\t", max_size=60))
def test_any_text_is_an_env_file(written: str) -> None:
    """Nothing is raised, and every place lies inside the text."""
    with contextlib.suppress(ReaderError):
        file = read_env_file(SourceText("/p/.env", written))
        for value in file.variables.values():
            assert 0 <= value.place.span.start <= value.place.span.end <= len(written)


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("${A}", Style.COMPOSE, "1"),
        ("$A$A", Style.COMPOSE, "11"),
        ("$$A", Style.COMPOSE, "$A"),
        ("${Z:-${A:-x}}", Style.COMPOSE, "1"),
        ("${E:-d}${E-d}", Style.COMPOSE, "d"),
        ("${A:+yes}${E:+no}", Style.COMPOSE, "yes"),
        ("${Z:?must be set}", Style.COMPOSE, None),
        ("${Z}", Style.COMPOSE, None),
        ("\\$A ${A}", Style.SHELL, "$A 1"),
        ("$A ${A}", Style.BRACES, "$A 1"),
        ("100$", Style.COMPOSE, "100$"),
        ("${A", Style.COMPOSE, "${A"),
        ("${A.b}", Style.COMPOSE, "${A.b}"),
        ("${" * 50, Style.COMPOSE, "${" * 50),
    ],
)
def test_interpolation(text: str, style: Style, expected: str | None) -> None:
    """Each operator of the compose specification, and what is no reference."""
    assert parse_interpolation(text, style).expand({"A": "1", "E": ""}.get).value == expected


def test_an_expansion_tells_what_it_used() -> None:
    """Names that were stated, that were missing, and for which a default stood."""
    parsed = parse_interpolation("${A}/${B:-${C}}/${D:-d}", Style.COMPOSE)
    assert parsed.variables == ("A", "B", "C", "D")
    found = parsed.expand({"A": "1"}.get)
    assert (found.used, found.missing, found.defaulted) == (("A",), ("C",), ("B", "D"))


def test_files_are_stacked_in_a_tools_order() -> None:
    """The first that sets a name wins; references reach over files."""
    workspace = Workspace.in_memory(
        {
            "web/.env": "API=http://${HOST}\nHOST=localhost\nONLY=base",
            "web/.env.production": "HOST=api.example.com",
            "web/.env.example": "API=<url>",
            "web/src/a.ts": "",
        }
    )
    stack = env_stack(workspace, "/system/web", Tool.VITE, "production")
    assert [file.path.rpartition("/")[2] for file in stack.files] == [".env.production", ".env"]
    assert stack.lookup("API") == "http://api.example.com"
    assert stack.lookup("ONLY") == "base"
    assert stack.lookup("NONE") is None
    development = env_stack(workspace, "/system/web", Tool.VITE, "development")
    assert development.lookup("API") == "http://localhost"
    assert len(env_files_in(workspace, "/system/web")) == 3
