from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.report.secrets import MASK, is_code, is_dotenv, mask_text, secret_spans


def _masked(line: str, path: str, *, value_shown: bool = False) -> str:
    for span in reversed(secret_spans(line, path, value_shown=value_shown)):
        line = line[: span.start] + MASK + line[span.end :]
    return line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://me:hunter2@db:5432/x", "postgres://***@db:5432/x"),
        ("https://token@example.com", "https://***@example.com"),
        ("redis://:pa/ss@cache", "redis://***@cache"),
        ("amqp://u:p%40@h and http://a:b@c", "amqp://***@h and http://***@c"),
        ("https://example.com/@scope/pkg", "https://example.com/@scope/pkg"),
        ("https://h:3000/a?mail=b@c.d", "https://h:3000/a?mail=b@c.d"),
        ("mail me@example.com", "mail me@example.com"),
    ],
)
def test_credentials_in_addresses_are_masked_and_nothing_else(text: str, shown: str) -> None:
    """Only what RFC 3986 calls user information is taken out of a text."""
    assert mask_text(text) == shown


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1), st.text())
def test_no_password_survives_masking(password: str, after: str) -> None:
    """Whatever stands around it, a password in front of a host is not in the output."""
    shown = mask_text(f"//user:{password}@host {after}")
    assert shown.startswith("//***@host ")


@pytest.mark.parametrize(
    ("line", "path", "shown"),
    [
        ('apiKey: "abc",', "/p/a.ts", 'apiKey: "***",'),
        ("client_secret='abc',", "/p/a.py", "client_secret='***',"),
        ('os.getenv("API_KEY", "abc")', "/p/a.py", 'os.getenv("API_KEY", "***")'),
        ("apiKey: process.env.KEY,", "/p/a.ts", "apiKey: process.env.KEY,"),
        ('tokenTransferMethod: "header",', "/p/a.ts", 'tokenTransferMethod: "header",'),
        ('credentials: "include"', "/p/a.ts", 'credentials: "include"'),
        ("  API_KEY: abc", "/p/compose.yaml", "  API_KEY: ***"),
        ("  - API_KEY=abc", "/p/compose.yaml", "  - API_KEY=***"),
        ("  API_KEY: ${API_KEY}", "/p/compose.yaml", "  API_KEY: ${API_KEY}"),
        ("API_DOMAIN=http://x", "/p/.env", "API_DOMAIN=***"),
        ("export A = 'b c'", "/p/.env.local", "export A = ***"),
        ("# A comment", "/p/.env", "# A comment"),
    ],
)
def test_secrets_in_source_lines_are_masked(line: str, path: str, shown: str) -> None:
    """Values named like secrets are masked in any file, every value in an environment file."""
    assert _masked(line, path) == shown


def test_the_value_of_a_finding_is_shown_in_an_environment_file() -> None:
    """The one value that a finding shows anyway is not masked, except for credentials in it."""
    line = "API_DOMAIN=http://me:pw@x"
    assert _masked(line, "/p/.env", value_shown=True) == "API_DOMAIN=http://***@x"


@pytest.mark.parametrize(
    "name", [".env", ".env.local", "prod.env", "env.example", ".env.sample", "a.env.template"]
)
def test_environment_files_are_known_by_name(name: str) -> None:
    """Every common spelling of an environment file counts as one, and not as code."""
    assert is_dotenv(f"/p/{name}")
    assert not is_code(f"/p/{name}")


@pytest.mark.parametrize("name", ["a.ts", "b.py", "c.vue", "environment.ts", "env.ts"])
def test_source_code_is_known_by_suffix(name: str) -> None:
    """Files with code have context lines."""
    assert is_code(f"/p/{name}")
