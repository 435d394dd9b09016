from __future__ import annotations

from pathlib import Path

import pytest

from expectations import Mark, marks_of


def test_marks_stand_on_the_line_or_alone_before_it(tmp_path: Path) -> None:
    """In every comment style; several codes and several comment lines are possible."""
    (tmp_path / "a.ts").write_text(
        "a: 1, // expect: ST110, ST112\n"
        "// expect: ST113\n"
        "// expect: ST114\n"
        "b\n"
        "{/* expect: ST201 */}\n"
        "c\n"
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".env").write_text("# expect: ST301\nA=1\n")
    (tmp_path / "page.html").write_text("<!-- expect: ST302 -->\n<p>\n")
    assert marks_of(tmp_path) == {
        Mark("a.ts", 1, "ST110"),
        Mark("a.ts", 1, "ST112"),
        Mark("a.ts", 4, "ST113"),
        Mark("a.ts", 4, "ST114"),
        Mark("a.ts", 6, "ST201"),
        Mark("sub/.env", 2, "ST301"),
        Mark("page.html", 2, "ST302"),
    }


def test_files_without_comments_are_marked_beside_them(tmp_path: Path) -> None:
    """A line that says nothing readable is an error, not silence."""
    (tmp_path / "EXPECTED").write_text("# notes\nweb/package.json:3: ST801\n")
    assert marks_of(tmp_path) == {Mark("web/package.json", 3, "ST801")}
    (tmp_path / "EXPECTED").write_text("web/package.json 3 ST801\n")
    with pytest.raises(ValueError, match="cannot read"):
        marks_of(tmp_path)
