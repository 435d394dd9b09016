"""Findings made readable: for people and for tools.

Each output format is one module with a function ``render(report, options) -> str``.
``FORMATS`` names the module of each format; it is imported when the format is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from supertokens_lint.report.model import RenderOptions, Report

FORMATS = {
    "text": "supertokens_lint.report.text",
    "concise": "supertokens_lint.report.concise",
    "json": "supertokens_lint.report.json_format",
    "sarif": "supertokens_lint.report.sarif",
    "github": "supertokens_lint.report.github",
    "gitlab": "supertokens_lint.report.gitlab",
    "junit": "supertokens_lint.report.junit",
    "html": "supertokens_lint.picture.html_format",
}


class _Format(Protocol):
    def render(self, report: Report, options: RenderOptions) -> str: ...


def render(name: str, report: Report, options: RenderOptions) -> str:
    """Return ``report`` in the format ``name``, a key of ``FORMATS``."""
    return cast("_Format", import_module(FORMATS[name])).render(report, options)
