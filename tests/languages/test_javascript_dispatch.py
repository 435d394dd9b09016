"""Which reader a file gets."""

from __future__ import annotations

import subprocess
import sys

import pytest

from supertokens_lint.languages import EXTENSIONS, ir, language_of, parse
from supertokens_lint.languages.javascript import Dialect, dialect_of

_JS, _TS = ir.Language.JAVASCRIPT, ir.Language.TYPESCRIPT


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("a.js", "<b/>", _JS),
        ("a.jsx", "<b/>", _JS),
        ("a.mjs", "import 'b'", _JS),
        ("a.cjs", "require('b')", _JS),
        ("a.ts", "<B>c", _TS),
        ("a.mts", "let b: C", _TS),
        ("a.cts", "import b = require('c')", _TS),
        ("a.tsx", "let b: C = <d/>", _TS),
        ("a.TSX", "let b: C = <d/>", _TS),
        ("a.json", "{}", _JS),
        ("a.jsonc", "{/* b */}", _JS),
        ("a.vue", "<script>b</script>", _JS),
        ("a.svelte", "<script>b</script>", _JS),
        ("a.html", "<script>b</script>", _JS),
        ("a.htm", "<script>b</script>", _JS),
        ("a.py", "b = 1", ir.Language.PYTHON),
        ("a.astro", "---\nlet b: C\n---", _TS),
    ],
)
def test_each_kind_of_file_has_its_reader(name: str, text: str, language: ir.Language) -> None:
    """Every extension is read in its own dialect, whatever its case."""
    path = f"/app/{name}"
    found = parse(path, text)
    assert found is not None
    assert (found.path, found.language, found.problems) == (path, language, ())
    assert language_of(path) is language


@pytest.mark.parametrize("name", ["a.css", "a", ".js", "a.js.map", "a.d", "Makefile"])
def test_other_files_have_none(name: str) -> None:
    """Files without a reader give nothing."""
    assert parse(f"/app/{name}", "") is None
    assert language_of(f"/app/{name}") is None


def test_extensions_have_languages() -> None:
    """Each extension that is offered has a language."""
    assert {extension for extension in EXTENSIONS if language_of(f"a{extension}") is None} == set()


def test_dialects() -> None:
    """Declarations, modules and tests have the dialect of their last extension."""
    assert dialect_of("/app/a.test.tsx") is Dialect.TSX
    assert dialect_of("/app/a.d.ts") is Dialect.TYPESCRIPT
    assert dialect_of("/app/a.vue") is None


def test_parsers_are_imported_late() -> None:
    """Importing the readers' package imports no parser."""
    code = (
        "import sys, supertokens_lint.languages as readers; readers.language_of('a.py');"
        "print(sorted(name for name in sys.modules if name.startswith(('tree_sitter', 'libcst'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
