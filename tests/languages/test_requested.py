"""What a script asks for, told without a parser: either what a parser tells, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supertokens_lint import languages
from supertokens_lint.languages import ir
from supertokens_lint.languages.requested import Header, Requested, names_beside_tags, requested

CERTAIN = [
    b'import a from "x";\n',
    b"import {a as b, default as c} from 'x'\nimport * as d from \"./y\"\n",
    b'#!/usr/bin/env node\n"use client";\n\n// hello\n/* there */ import "x"; import a, {b} from "y"\n',
    b'import type { A } from "x";\nimport { type B } from "y";\nimport type from "z";\n',
    b'export * from "x";\nexport * as y from "y";\nexport type { A } from "z";\n',
    b'export { a, b } from "x";\nexport const c = 1;\nexport { c as d };\n',
    b'import a from "x"\n\nexport default function f() { return import("y") }\nexport { a };',
    b'\xef\xbb\xbfimport a from "\xc3\xa9";\n',
    b'import{a}from"x";import b from"y";\nconst c = 1;\n',
    b"",
]
UNCERTAIN = [
    b'const a = 1;\nimport b from "x";\n',
    b'a(); import b from "x";\n',
    b'import { a /* b */ } from "x";\n',
    b'import a = require("x");\n',
    b'import a from "\\x41";\n',
    b'import a from "x" with { type: "json" };\n',
    b'const a = 1;\nexport { a } from "x";\n',
    b'const a = 1;\nexport { a } /* b */ from "x";\n',
    b'const a = 1;\nexport * from "x";\n',
    b'declare module "a" {\n  import b from "x";\n}\n',
    b"const text = `\nimport a from 'x';\n`;\n",
    b'export "x";\n',
    b'a.import\nimport b from "x";\n',
    b"a();\n" + b" " * 300 + b'import b from "x";\n',
]


def told(header: Header) -> list[Requested]:
    """Return what a script asks for without the names."""
    return [replace(item, names=frozenset()) for item in header.requests]


def parsed(data: bytes) -> list[Requested]:
    """Return what the parser says that a script asks for."""
    module = languages.parse("/a.tsx", data.decode("utf-8").removeprefix("\ufeff"))
    assert module is not None
    return [
        Requested(statement.module, isinstance(statement, ir.Export), statement.type_only)
        for statement in module.body
        if isinstance(statement, ir.Import | ir.Export) and statement.module is not None
    ]


@pytest.mark.parametrize("data", CERTAIN)
def test_plain_imports_are_read_as_the_parser_reads_them(data: bytes) -> None:
    """Imports before all other code need no parser."""
    found = requested(data)
    assert found is not None
    assert told(found) == parsed(data)


@pytest.mark.parametrize("data", UNCERTAIN)
def test_what_only_a_parser_can_tell_is_left_to_it(data: bytes) -> None:
    """Text that may hold further imports, or none where some seem to be, gives no answer."""
    assert requested(data) is None


PIECES = st.sampled_from(
    [
        b"import ", b"export ", b"type ", b"* ", b"as b ", b"from ", b"{ a } ", b"{ a, c } ", b"a ",
        b", ", b'"x"', b"'y'", b";", b"\n", b"// from\n", b"/* from */", b"const d = 1;\n", b"`",
        b"default ", b"= ", b'require("z")', b'("w")',
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14))
@settings(deadline=None, derandomize=True, max_examples=600)
def test_an_answer_is_that_of_the_parser(pieces: list[bytes]) -> None:
    """For any text without errors, an answer equals what the parser says."""
    data = b"".join(pieces)
    found = requested(data)
    module = languages.parse("/a.tsx", data.decode())
    if found is not None and module is not None and not module.problems:
        assert told(found) == parsed(data)


def test_names_of_imports() -> None:
    """The names on both sides of ``as`` are told, and where other code begins."""
    data = b'import a, { b as c } from "d";\nexport * as e from "f";\ncall();\n'
    found = requested(data)
    assert found is not None
    assert [item.names for item in found.requests] == [{b"a", b"b", b"c"}, {b"e"}]
    assert data[found.end :] == b"call();\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"return <Orders id={1}></Orders>;", False),
        (b"return <x.Orders />; a.Orders()", True),
        (b"return render(Orders);", True),
        (b"Orders.load()", True),
        (b"return <Route component={Orders} />;", True),
        (b"MyOrders(); Orders2(); $Orders();", False),
    ],
)
def test_names_beside_tags(text: bytes, expected: bool) -> None:
    """A name that stands only in tags is used for nothing else."""
    assert names_beside_tags(b"Orders()" + text, 8, [b"Orders"]) is expected
