"""Write what the documentation takes from the program: rule pages, tables and example outputs.

    python tools/make_docs.py            write
    python tools/make_docs.py --check    name the files that are not up to date, exit with 1

In a Markdown file, what stands between ``<!-- rules -->`` and ``<!-- end -->`` is the table of
rules, between ``<!-- fixes -->`` and ``<!-- end -->`` that of the rules with fixes, and what stands
between ``<!-- output: COMMAND -->`` and ``<!-- end -->`` is what COMMAND prints when it is run in
the root of the repository.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from supertokens_lint import registry
from supertokens_lint.cli.main import run
from supertokens_lint.remedy import Fixable
from supertokens_lint.rule_page import page
from supertokens_lint.selection import Rules
from supertokens_lint_rules.reasons import REASONS, KnownReason

ROOT = Path(__file__).resolve().parents[1]
RULES = Path("docs/rules")

_BLOCK = re.compile(
    r"(?P<begin><!-- (?P<what>rules|fixes|output: (?P<command>.+?)) -->\n).*?(?=<!-- end -->)",
    re.DOTALL,
)
_INDEX = """\
# Rules

Every rule has a page with what it finds, why that breaks a session, how to fix it, and when the
rule says nothing. `supertokens-lint explain RULE` shows the same text.

{table}"""


_REASONS = """\
# The known reasons, and the rules that find them

SuperTokens' maintainers keep a list of reasons why a session does not work. For each of them: the
rules that find it, what they read, what no static tool can see of it, and what to ask instead.

{table}
"""


def main(arguments: list[str]) -> int:
    """Write all generated text, or check it with ``--check``."""
    wanted = generated(ROOT)
    stale = sorted(name for name, text in wanted.items() if _current(ROOT / name) != text)
    left_over = sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / RULES).glob("*.md")
        if path.relative_to(ROOT).as_posix() not in wanted
    )
    if "--check" in arguments:
        for name in (*stale, *left_over):
            sys.stdout.write(f"{name} is not up to date: run make docs\n")
        return int(bool(stale or left_over))
    for name in stale:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(wanted[name], encoding="utf-8")
    for name in left_over:
        (ROOT / name).unlink()
    return 0


def generated(root: Path) -> Mapping[str, str]:
    """Return the text of every generated or partly generated file, by its path."""
    rules = registry.load().rules
    files = {(RULES / f"{rule.name}.md").as_posix(): page(rule) for rule in rules}
    files[(RULES / "README.md").as_posix()] = _INDEX.format(table=_table(rules, ""))
    files["docs/reasons.md"] = _REASONS.format(table=reasons_table(rules))
    docs = sorted(path for path in (root / "docs").glob("*.md") if path.name != "reasons.md")
    written = [root / "README.md", root / "CONTRIBUTING.md", *docs]
    for path in written:
        text = _current(path)
        if text is not None:
            name = path.relative_to(root).as_posix()
            link = "rules/" if path.parent.name == "docs" else "docs/rules/"
            tables = {"rules": _table(rules, link), "fixes": _fixes(rules, link)}
            files[name] = _filled(text, tables, root)
    return files


def reasons_table(rules: Rules) -> str:
    """Return the table of known reasons with links to the rules that name them."""
    head = ("| # | Reason | Rules | They read | Not visible | Ask |", f"|{' --- |' * 6}")
    return "\n".join([*head, *(_reason_row(reason, rules) for reason in REASONS)])


def _reason_row(reason: KnownReason, rules: Rules) -> str:
    finding = [rule for rule in rules if reason.code in rule.reasons]
    links = ", ".join(f"[{rule.code}](rules/{rule.name}.md)" for rule in finding)
    cells = (
        reason.code,
        reason.title,
        links or f"none: {reason.no_rule}",
        reason.reads,
        reason.unseen,
        reason.question,
    )
    return f"| {' | '.join(cells)} |"


def _current(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _filled(text: str, tables: Mapping[str, str], root: Path) -> str:
    def content(match: re.Match[str]) -> str:
        command = match["command"]
        inner = (
            tables[match["what"]] if command is None else f"```text\n{_output(command, root)}```\n"
        )
        return f"{match['begin']}{inner}"

    return _BLOCK.sub(content, text)


def _table(rules: Rules, link: str) -> str:
    rows = [
        f"| {rule.code} | [{rule.name}]({link}{rule.name}.md) | {rule.severity.label} "
        f"| {rule.documentation.summary.strip()} |\n"
        for rule in rules
    ]
    return "".join(["| Code | Name | Severity | Finds |\n| --- | --- | --- | --- |\n", *rows])


def _fixes(rules: Rules, link: str) -> str:
    rows = [
        f"| {rule.code} | [{rule.name}]({link}{rule.name}.md) | {rule.fixable.value} |\n"
        for rule in rules
        if rule.fixable is not Fixable.NONE
    ]
    return "".join(["| Code | Name | Fixes |\n| --- | --- | --- |\n", *rows])


def _output(command: str, root: Path) -> str:
    """Return what a command prints; only the program itself is known here."""
    program, *words = shlex.split(command)
    if program != "supertokens-lint":
        raise SystemExit(f"cannot run {command!r}")
    printed = io.StringIO()
    before = Path.cwd()
    os.chdir(root)
    os.environ["COLUMNS"] = "100"
    try:
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            run([*words, "--color", "never"])
    finally:
        os.chdir(before)
    return printed.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
