"""``supertokens-lint explain RULE``."""

from __future__ import annotations

import os
import sys

from supertokens_lint import registry
from supertokens_lint.cli import markdown, output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.errors import UsageError
from supertokens_lint.registry import Registry
from supertokens_lint.report.styled import compose, plain
from supertokens_lint.rule_page import page
from supertokens_lint.suggest import did_you_mean


def run(arguments: Arguments) -> int:
    """Write the documentation of one rule.

    Raises :class:`UsageError` when there is no such rule.
    """
    installed = registry.load()
    rule = installed.find(arguments.rule)
    if rule is None:
        raise UsageError(f"there is no rule {arguments.rule!r}{_hint(arguments.rule, installed)}")
    look = output.options(arguments.color, sys.stdout, os.environ)
    lines = [*markdown.lines(page(rule), look.width), plain(""), plain(rule.url())]
    output.write(compose(lines, look), None)
    return 0


def _hint(word: str, installed: Registry) -> str:
    """Return what was probably meant; the beginning of a code stands for several rules."""
    begun = [rule.code for rule in installed.rules if rule.code.startswith(word.upper())]
    if begun and word:
        return f"; it is how {', '.join(begun)} begin"
    return did_you_mean(word, [name for rule in installed.rules for name in (rule.code, rule.name)])
