"""The documentation says what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from linting import installed
from supertokens_lint.config import Config
from supertokens_lint.config_file import FAIL_ON
from supertokens_lint.rule import Rule
from supertokens_lint.rule_page import page

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def test_generated_text_is_up_to_date() -> None:
    """Rule pages, rule tables and example outputs are what ``make docs`` writes."""
    done = subprocess.run(
        [sys.executable, "tools/make_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link of a page names a file that is there."""
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    for match in _LINK.finditer(text):
        target = match["target"].partition("#")[0]
        if target and "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), match["target"]


@pytest.mark.parametrize("rule", installed().rules, ids=lambda rule: rule.name)
def test_a_rule_page_is_good_markdown(rule: type[Rule]) -> None:
    """One-line summary, no prose that Markdown would take for code, fenced examples."""
    assert "\n" not in rule.documentation.summary.strip()
    prose = _FENCE.sub("", page(rule))
    assert "```" not in prose
    assert not [line for line in prose.splitlines() if line.startswith("    ")]
    for example in (rule.documentation.bad, rule.documentation.good):
        assert re.match(r"\s*```\w+\n", example), "examples are fenced and name their language"


def test_every_configuration_key_is_documented() -> None:
    """The page on configuration has a heading for each key."""
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    internal = {"path", "root"}
    for name in set(Config.__dataclass_fields__) - internal:
        assert f"\n### `{name.replace('_', '-')}`\n" in text
    for word in FAIL_ON:
        assert f"`{word}`" in text
