"""A rule's documentation as one Markdown page, for ``explain`` and for ``docs/rules``."""

from __future__ import annotations

import re
from textwrap import dedent

from supertokens_lint.remedy import Fixable
from supertokens_lint.rule import Rule

_FENCED = re.compile(r"(^[ \t]*```.*?^[ \t]*```[ \t]*$)", re.MULTILINE | re.DOTALL)
_PAGE = """\
# {code}: {name}

{summary}

Severity: {severity}. Suppress with `supertokens-lint: ignore[{name}] -- reason`.

Fix: {fixable}.

## Why this breaks

{why}

## How to fix it

{fix}

## Example

Breaks:

{bad}

Works:

{good}

## When the rule says nothing

{quiet}
"""


_FIXABLE = {
    Fixable.NONE: "none",
    Fixable.UNSAFE: "unsafe, with `--fix --unsafe-fixes`",
    Fixable.SAFE: "safe, with `--fix`; where the right value is not proven, with `--unsafe-fixes`",
}


def page(rule: type[Rule]) -> str:
    """Return the page of ``rule``."""
    text = rule.documentation
    return _PAGE.format(
        code=rule.code,
        name=rule.name,
        severity=rule.severity.label,
        fixable=_FIXABLE[rule.fixable],
        summary=_block(text.summary),
        why=_block(text.why),
        fix=_block(text.fix),
        bad=_block(text.bad),
        good=_block(text.good),
        quiet=_block(text.quiet),
    )


def _block(text: str) -> str:
    """Return a text without indentation; prose and code blocks each lose their own."""
    return "".join(dedent(part) for part in _FENCED.split(text)).strip()
