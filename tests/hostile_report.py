"""A report about files that try to speak to the tools which read it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from fakes import FakeProject, make_finding, make_report
from supertokens_lint.finding import Edit, Evidence, Finding, Fix, Step
from supertokens_lint.report.accepted import Accepted
from supertokens_lint.report.model import Report, Summary

TEXT = (
    "::error::x\n::set-output name=a::b\r\n##[set-output name=a;]b \x1b[31m\x1b]0;t\x07\0 %0A%2C, "
    "[click](http://evil.example) <script>&amp;\"' ]]> | `x` @everyone \u202e\u2066 \ud800 \ufffe"
    " https://user:s3cr3t@host.example/"
)
NAME = "a::b,c%0A\n::error::\x1b[31m[x](1) <b> %41#?\u202e.ts"
PROJECT = FakeProject(
    {
        NAME: "one\ntwo\nthree\n",
        ".env": "DATABASE_URL=postgres://me:s3cr3t@db\nAPI=five\n",
        "plain.py": "four = 1\n",
    }
)
SECRET = "s3cr3t"  # noqa: S105 - one to look for

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def finding() -> Finding:
    """Return a finding in which every text is hostile."""
    one, two = PROJECT.place(NAME, "one"), PROJECT.place(NAME, "two")
    five, four = PROJECT.place(".env", "five"), PROJECT.place("plain.py", "four")
    trail = (Step(TEXT, five), Step(TEXT, two), Step(TEXT, one))
    return replace(
        make_finding(one, message=TEXT),
        primary=Evidence(TEXT, one, TEXT, trail),
        counterparts=(Evidence(TEXT, four, TEXT), Evidence("plain", five, "five")),
        effect=TEXT,
        help=TEXT,
        environments=(TEXT,),
        fix=Fix(TEXT, (Edit(four, "http://user:s3cr3t@host"),), safe=True),
    )


def report() -> Report:
    """Return a report with that finding, once shown and once suppressed."""
    found = finding()
    accepted = Accepted(found, PROJECT.place(NAME, "three"), TEXT)
    summary = Summary(errors=1, suppressed=1, problems=(TEXT,))
    return replace(make_report(PROJECT, found, summary=summary), accepted=(accepted,))


def unsafe(text: str) -> list[str]:
    """Return the characters of ``text`` that steer a terminal or break a document."""
    return [char for char in text if unicodedata.category(char) in _UNSAFE]


def strings(document: object) -> Iterator[str]:
    """Yield every key and value of a JSON document that is a text."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for key, value in document.items():
            yield str(key)
            yield from strings(value)
    elif isinstance(document, list):
        for item in document:
            yield from strings(item)
