"""The comment that an editor writes to accept a finding is one that the program reads."""

from __future__ import annotations

import pytest

from supertokens_lint import comments, languages
from supertokens_lint.fixes import suppression_edit
from supertokens_lint.fixes.apply import edited
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.suppressions import MARK, Suppression, read

NAMES = {"api-domain-mismatch": "ST110"}


def _written(path: str, text: str, at: str) -> str | None:
    source = SourceText(path, text)
    start = text.index(at)
    module = languages.parse(path, text)
    place = Place(path, Span(start, start + len(at)))
    edit = suppression_edit(source, place, "ST110", "known\nfor now", module)
    return None if edit is None else edited(text, [edit])[0]


@pytest.mark.parametrize(
    ("path", "text", "comment"),
    [
        ("/a.ts", "init({\n  apiDomain: 1,\n});\n", "  // {}\n"),
        ("/a.ts", "init({\r\n  apiDomain: 1,\r\n});\r\n", "  // {}\r\n"),
        ("/a.py", "init(\n    apiDomain=1,\n)\n", "    # {}\n"),
        ("/a.go", "package a\n\nvar x = T{\n\tapiDomain: 1,\n}\n", "\t// {}\n"),
        ("/.env", "A=1\napiDomain=2\n", "# {}\n"),
        ("/compose.yaml", "a:\n  - apiDomain=2\n", "  # {}\n"),
        ("/a.vue", "<script>\ninit({\n  apiDomain: 1 })\n</script>\n", "  // {}\n"),
        ("/a.html", "<p>\n  apiDomain\n</p>\n", "  <!-- {} -->\n"),
        ("/a.tsx", "const a = (\n  <p>\n    {apiDomain}\n  </p>\n);\n", "    {{/* {} */}}\n"),
        ("/a.tsx", "const a = (\n  <P\n    x={apiDomain}\n  />\n);\n", "    // {}\n"),
    ],
)
def test_the_comment_stands_before_the_line_and_is_read(path: str, text: str, comment: str) -> None:
    """It has the indentation, line end and marks of its place, parses, and covers the line."""
    written = _written(path, text, "apiDomain")
    line = comment.format("supertokens-lint: ignore[ST110] -- known for now")
    assert written is not None
    assert line in written
    assert written.replace(line, "", 1) == text
    module = languages.parse(path, written)
    assert module is None or not module.problems
    source = SourceText(path, written)
    found = list(read(source, comments.of(source, module, MARK), NAMES))
    assert len(found) == 1
    assert isinstance(found[0], Suppression)
    wanted = source.position(written.index("apiDomain")).line
    assert found[0].lines is not None
    assert wanted in found[0].lines


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/a.json", '{\n  "apiDomain": 1\n}\n'),
        ("/a.ts", "const a = `\n  apiDomain\n`;\n"),
        ("/a.py", 'a = """\napiDomain\n"""\n'),
    ],
)
def test_where_no_comment_can_stand_there_is_none(path: str, text: str) -> None:
    """Formats without comments, and lines inside of a string."""
    assert _written(path, text, "apiDomain") is None
