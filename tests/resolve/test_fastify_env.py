"""The environment that @fastify/env puts on a server."""

from __future__ import annotations

import pytest

from evaluating import outcomes

PROGRAM = """import Fastify from "fastify";
import fastifyEnv from "@fastify/env";
const schema = {{ type: "object", properties: {{
  U: {{ type: "string", default: "http://a" }}, V: {{ type: "string", default: "http://b" }} }} }};
const server = Fastify({{ logger: true }});
await server.register(fastifyEnv, {options});
const x = server.{read};
"""


@pytest.mark.parametrize(
    ("options", "read", "expected"),
    [
        ("{ schema, dotenv: true }", "config.U", "http://a"),
        ("{ schema, dotenv: true }", "config.V", "http://c"),
        ('{ schema, confKey: "env" }', "env.U", "http://a"),
        ('{ schema, confKey: "env" }', "config.U", "unknown: EXTERNAL"),
        ("{ schema, data: more }", "config.U", "unknown: EXTERNAL"),
        ("{ schema }", "config.W", "unknown: EXTERNAL"),
        ("options", "config.U", "unknown: EXTERNAL"),
    ],
)
def test_values(options: str, read: str, expected: str) -> None:
    """A variable counts, else the schema's default, under the key that the plugin is given."""
    files = {"app.ts": PROGRAM.format(options=options, read=read), ".env": "V=http://c\n"}
    assert outcomes(files, "app.ts", "x") == [expected]


def test_two_servers() -> None:
    """Of several registrations nobody knows which server has which."""
    text = PROGRAM.format(options="{ schema }", read="config.U")
    files = {"app.ts": text, "other.ts": text}
    assert outcomes(files, "app.ts", "x") == ["unknown: EXTERNAL"]


def test_options_that_ask_the_server_itself() -> None:
    """Options that use the environment which they make are read once, and end."""
    options = "{ schema, confKey: server.config.U }"
    assert outcomes(
        {"app.ts": PROGRAM.format(options=options, read="config.U")}, "app.ts", "x"
    ) == ["unknown: EXTERNAL"]
