"""``supertokens-lint rules``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator

from supertokens_lint import registry
from supertokens_lint.cli import output
from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.report.styled import Line, StyleName, compose
from supertokens_lint.rule import Rule
from supertokens_lint.selection import Rules


def run(arguments: Arguments) -> int:
    """Write a table of all rules, or the same as JSON."""
    rules = registry.load().rules
    if arguments.output_format == "json":
        text = json.dumps([_entry(rule) for rule in rules], indent=2) + "\n"
    else:
        to_file = arguments.output_file is not None
        look = output.options(arguments.color, sys.stdout, os.environ, to_file=to_file)
        text = compose(_table(rules), look)
    output.write(text, arguments.output_file)
    return 0


def _entry(rule: type[Rule]) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.label,
        "summary": rule.documentation.summary,
        "url": rule.url(),
    }


def _table(rules: Rules) -> Iterator[Line]:
    width = max((len(rule.name) for rule in rules), default=0)
    for rule in rules:
        level: StyleName = "error" if rule.severity.label == "error" else "warning"
        level = "info" if rule.severity.label == "info" else level
        yield (
            (rule.code, "strong"),
            (f"  {rule.name:<{width}}  ", "plain"),
            (f"{rule.severity.label:<7}", level),
            (f"  {rule.documentation.summary}", "dim"),
        )
