"""How single changes are written, in the style of what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from supertokens_lint import languages
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.fixes import fix_of
from supertokens_lint.fixes.apply import edited, parses_as_before
from supertokens_lint.languages import ir
from supertokens_lint.remedy import (
    AddItems,
    Call,
    Change,
    MountErrorHandler,
    Move,
    RecipeInit,
    Remedy,
    RenameOption,
    ReplaceText,
    SdkHeaders,
    SetOption,
    Texts,
)
from supertokens_lint.source import Place, SourceText, Span

NODE = SdkHeaders("supertokens-node")
PYTHON = SdkHeaders("supertokens_python")
GO = SdkHeaders("github.com/supertokens/supertokens-golang/supertokens", ("content-type",))
NODE_SESSION = RecipeInit("supertokens-node/recipe/session")


@dataclass(frozen=True)
class _Files:
    """One file, which may be changed."""

    path: str
    text: str

    def source(self, path: str) -> SourceText | None:
        return SourceText(path, self.text) if path == self.path else None

    def module(self, path: str) -> ir.Module | None:
        return languages.parse(path, self.text)

    def may_change(self, path: str) -> bool:
        return path == self.path


def _place(path: str, text: str, part: str) -> Place:
    assert text.count(part) == 1, part
    start = text.index(part)
    return Place(path, Span(start, start + len(part)))


def _fixed(path: str, text: str, *changes: Change) -> str | None:
    """Return the text after changes, ``None`` when they are not possible."""
    evidence = Evidence("x", changes[0].place)
    remedy = Remedy("Mend it", changes, safe=True)
    finding = Finding("ST107", "rule", Severity.ERROR, "m", evidence, remedy=remedy)
    fix = fix_of(finding, _Files(path, text))
    if fix is None:
        return None
    new, _ = edited(text, fix.edits)
    assert parses_as_before(path, text, new)
    return new


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("x = '/a'", "'/a'", "x = '/b'"),
        ('x = r"/a"', 'r"/a"', 'x = r"/b"'),
        ('x = """/a"""', '"""/a"""', 'x = """/b"""'),
        ('x = f"/a"', 'f"/a"', None),
        ('x = "\\x2fa"', '"\\x2fa"', None),
        ('x = "/a" "c"', '"/a" "c"', None),
    ],
)
def test_a_literal_keeps_its_quotes(text: str, part: str, expected: str | None) -> None:
    """What is spelled in another way than it reads is left alone."""
    assert _fixed("/a.py", text, ReplaceText(_place("/a.py", text, part), "/a", "/b")) == expected


@pytest.mark.parametrize(
    ("path", "text", "part", "expected"),
    [
        (
            "/.env",
            'A="http://127.0.0.1:3000"\n',
            '"http://127.0.0.1:3000"',
            'A="http://localhost:3000"\n',
        ),
        ("/.env", "A=http://127.0.0.1 # x\n", "http://127.0.0.1", "A=http://localhost # x\n"),
        ("/.env", "A=http://u:p@127.0.0.1\n", "http://u:p@127.0.0.1", None),
        ("/a.lock", "A=127.0.0.1\n", "127.0.0.1", None),
    ],
)
def test_a_value_of_a_plain_file_is_replaced(
    path: str, text: str, part: str, expected: str | None
) -> None:
    """Quotes and comments stay; addresses with a password are not touched."""
    change = ReplaceText(_place(path, text, part), "127.0.0.1", "localhost", whole=False)
    assert _fixed(path, text, change) == expected


@pytest.mark.parametrize(
    ("path", "text", "holder", "expected"),
    [
        ("/a.js", "cors()", "cors()", "cors({ on: true })"),
        ("/a.js", "cors({})", "cors({})", "cors({ on: true })"),
        ("/a.js", "cors({ a: 1 })", "cors({ a: 1 })", "cors({ a: 1, on: true })"),
        ("/a.js", "cors({ a: 1, })", "cors({ a: 1, })", "cors({ a: 1, on: true, })"),
        ("/a.js", "cors({\n  a: 1\n})", "cors({\n  a: 1\n})", "cors({\n  a: 1,\n  on: true\n})"),
        (
            "/a.js",
            "cors({\n  a: 1, // why\n})",
            "cors({\n  a: 1, // why\n})",
            "cors({\n  a: 1, // why\n  on: true,\n})",
        ),
        (
            "/a.js",
            "cors({\n  a: 1 // why\n})",
            "cors({\n  a: 1 // why\n})",
            "cors({\n  a: 1, // why\n  on: true\n})",
        ),
        (
            "/a.js",
            "const o = { a: 1 };\ncors(o)",
            "cors(o)",
            "const o = { a: 1, on: true };\ncors(o)",
        ),
        ("/a.js", "let o = {};\no = {};\ncors(o)", "cors(o)", None),
        ("/a.js", "cors({ /* none */ })", "cors({ /* none */ })", None),
        ("/a.ts", "cors<T>({ a: f(x) })", "cors<T>({ a: f(x) })", "cors<T>({ a: f(x), on: true })"),
        ("/a.py", "CORS(app)", "CORS(app)", "CORS(app, on=True)"),
        ("/a.py", "CORS(\n    app,\n)", "CORS(\n    app,\n)", "CORS(\n    app,\n    on=True,\n)"),
        (
            "/a.go",
            "package a\n\nvar c = cors.Config{\n\tAllowAll: true,\n}\n",
            "cors.Config{\n\tAllowAll: true,\n}",
            "package a\n\nvar c = cors.Config{\n\tAllowAll: true,\n\ton:       true,\n}\n",
        ),
        (
            "/a.vue",
            "<script>\nexport const x = cors({ a: '😀' })\n</script>\n",
            "cors({ a: '😀' })",
            "<script>\nexport const x = cors({ a: '😀', on: true })\n</script>\n",
        ),
    ],
)
def test_an_option_is_added_in_the_style_of_the_others(
    path: str, text: str, holder: str, expected: str | None
) -> None:
    """Commas, lines, indentation and comments are those of the options that are there."""
    assert _fixed(path, text, SetOption(_place(path, text, holder), "on", True)) == expected


def test_an_option_of_a_settings_module_is_a_statement() -> None:
    """It stands below one that belongs to the same library."""
    text = "MIDDLEWARE = []\r\nCORS_A = 1  # why\r\nOTHER = 2\r\n"
    place = _place("/a.py", text, "CORS_A = 1")
    expected = "MIDDLEWARE = []\r\nCORS_A = 1  # why\r\nCORS_ON = True\r\nOTHER = 2\r\n"
    assert _fixed("/a.py", text, SetOption(place, "CORS_ON", True, beside=place)) == expected


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("f({ old: 1 })", "old: 1", "f({ new: 1 })"),
        ("f({ 'old': 1 })", "'old': 1", "f({ 'new': 1 })"),
        ("f({ old })", "old", "f({ new: old })"),
        ("f({ old() {} })", "old() {}", None),
    ],
)
def test_an_option_is_renamed(text: str, part: str, expected: str | None) -> None:
    """Quotes stay, a shorthand is written out."""
    change = RenameOption(_place("/a.js", text, part), "old", "new")
    assert _fixed("/a.js", text, change) == expected


@pytest.mark.parametrize(
    ("path", "text", "place", "items", "expected"),
    [
        (
            "/a.js",
            'import st from "supertokens-node";\nf(["a"]);\n',
            '["a"]',
            NODE,
            'import st from "supertokens-node";\nf(["a", ...st.getAllCORSHeaders()]);\n',
        ),
        (
            "/a.js",
            "import x from 'x'\nf(['a'])\n",
            "['a']",
            NODE,
            "import x from 'x'\nimport supertokens from 'supertokens-node'\n"
            "f(['a', ...supertokens.getAllCORSHeaders()])\n",
        ),
        (
            "/a.cjs",
            'const x = require("x");\nf(["a"]);\n',
            '["a"]',
            NODE,
            'const x = require("x");\nconst supertokens = require("supertokens-node");\n'
            'f(["a", ...supertokens.getAllCORSHeaders()]);\n',
        ),
        (
            "/a.ts",
            'import type { T } from "supertokens-node/recipe/session";\nconst Session = 1;\nf([]);\n',
            "[]",
            NODE_SESSION,
            'import type { T } from "supertokens-node/recipe/session";\n'
            'import SessionRecipe from "supertokens-node/recipe/session";\n'
            "const Session = 1;\nf([SessionRecipe.init()]);\n",
        ),
        (
            "/a.py",
            '"""Doc."""\n\nx = f(a=["b"])\n',
            '["b"]',
            PYTHON,
            '"""Doc."""\n\nfrom supertokens_python import get_all_cors_headers\n\n'
            'x = f(a=["b"] + get_all_cors_headers())\n',
        ),
        (
            "/a.py",
            "from supertokens_python import (\n    init,\n)\n\nx = ('b',)\n",
            "('b',)",
            PYTHON,
            "from supertokens_python import (\n    get_all_cors_headers,\n    init,\n)\n\n"
            "x = ('b', *get_all_cors_headers(),)\n",
        ),
        (
            "/a.py",
            "from supertokens_python.recipe import emailpassword\n\nsession = db()\nx = [a]\n",
            "[a]",
            RecipeInit("supertokens_python.recipe"),
            "from supertokens_python.recipe import emailpassword, session as session_recipe\n\n"
            "session = db()\nx = [a, session_recipe.init()]\n",
        ),
        (
            "/a.go",
            'package a\n\nimport (\n\t"os"\n)\n\nvar h = []string{"a"}\n',
            '[]string{"a"}',
            GO,
            'package a\n\nimport (\n\t"os"\n'
            '\t"github.com/supertokens/supertokens-golang/supertokens"\n)\n\n'
            'var h = append([]string{"a", "Content-Type"}, supertokens.GetAllCORSHeaders()...)\n',
        ),
        ("/a.js", "f('GET,POST')", "'GET,POST'", Texts(("PUT",)), "f('GET,POST,PUT')"),
        ("/a.js", "f(g(x))", "g(x)", Texts(("PUT",)), None),
    ],
)
def test_items_are_added_with_what_they_need(
    path: str, text: str, place: str, items: SdkHeaders | RecipeInit | Texts, expected: str | None
) -> None:
    """A name that the file has is used; else it is imported as the file imports others."""
    assert _fixed(path, text, AddItems(_place(path, text, place), items)) == expected


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("use(a)\nuse(b)\n", True, "use(b)\nuse(a)\n"),
        (
            "use(a);\n\n// about b\nuse(b); // x\n\nend();\n",
            True,
            "// about b\nuse(b); // x\n\nuse(a);\n\nend();\n",
        ),
        ("use(a)\r\nuse(b)", True, "use(b)\r\nuse(a)\r\n"),
        ("use(a)\nconst b = 1\nuse(b)\n", True, None),
        ("use(a)\nif (x) { use(b) }\n", True, None),
        ("use(a); use(b)\n", True, None),
        ("l = [use, (a), b]", True, "l = [use, (b), a]"),
    ],
)
def test_a_statement_moves_whole(text: str, before: bool, expected: str | None) -> None:
    """With its comment and line; not past what it needs, and not out of a branch."""
    b = Place("/a.js", Span(text.rindex("b"), text.rindex("b") + 1))
    a = Place("/a.js", Span(text.index("(a)") + 1, text.index("(a)") + 2))
    assert _fixed("/a.js", text, Move(b, a, before=before)) == expected


def test_an_item_moves_in_its_list() -> None:
    """Lines and commas stay where they are."""
    text = 'M = [\n    "a",\n    "b",\n    "c"\n]\n'
    change = Move(_place("/a.py", text, '"c"'), _place("/a.py", text, '"a"'), before=True)
    assert _fixed("/a.py", text, change) == 'M = [\n    "c",\n    "a",\n    "b"\n]\n'


def test_a_function_is_called() -> None:
    """Where it is the last argument of the call at the place."""
    text = "app.add_middleware(get_middleware)"
    assert _fixed("/a.py", text, Call(_place("/a.py", text, text))) == f"{text[:-1]}())"


def test_an_error_handler_is_mounted_where_its_name_is_known() -> None:
    """The name that the file imports it under is used."""
    text = 'const { errorHandler: eh } = require("supertokens-node/framework/express");\napp.get("/")\n'
    change = MountErrorHandler(_place("/a.js", text, '"/"'), "supertokens-node/framework/express")
    assert _fixed("/a.js", text, change) == f"{text}app.use(eh())\n"


def test_a_file_that_does_not_parse_has_no_fix() -> None:
    """Half-written text is not what it will be."""
    text = "f({ old: 1 }); g("
    assert (
        _fixed("/a.js", text, RenameOption(_place("/a.js", text, "old: 1"), "old", "new")) is None
    )


def test_an_import_stands_among_those_of_installed_packages() -> None:
    """A new import of a package never goes before the modules of the standard library."""
    text = "import os\nfrom supertokens_python import init\n\nCORS_ALLOW_ALL = [1]\n"
    headers = SdkHeaders("supertokens_python", defaults=True)
    change = SetOption(_place("/a.py", text, "CORS_ALLOW_ALL = [1]"), "CORS_ALLOW_HEADERS", headers)
    new = _fixed("/a.py", text, change)
    assert new is not None
    assert new.startswith(
        "import os\nfrom corsheaders.defaults import default_headers\nfrom supertokens_python"
    )
