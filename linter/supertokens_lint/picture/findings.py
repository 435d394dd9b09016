"""Findings as articles of a page, each with code frames of its ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from supertokens_lint.finding import Evidence, Finding
from supertokens_lint.picture.markup import element, safe
from supertokens_lint.report.frames import frame
from supertokens_lint.report.model import Report, ends
from supertokens_lint.report.styled import Line
from supertokens_lint.source import Place

_LONGEST_VALUE = 300


def article(finding: Finding, index: int, report: Report, rows: Mapping[str, str]) -> str:
    """Return one finding; ``rows`` maps ids of agreements that it decides to their titles."""
    head = (
        element("span", safe(finding.severity.label), class_="severity")
        + element("span", safe(f"{finding.code} {finding.rule}"), class_="rule")
        + _scope(finding)
        + element("span", safe(finding.message), class_="message")
    )
    body = "".join(_body(finding, report, rows))
    details = element("details", element("summary", head) + element("div", body, class_="body"))
    return element(
        "article",
        details,
        id=f"finding-{index}",
        class_=f"finding {finding.severity.label}",
        data_environments="|".join(finding.environments) or None,
        tabindex="-1",
    )


def _scope(finding: Finding) -> str:
    names = ", ".join(finding.environments)
    return element("span", safe(names), class_="scope") if names else ""


def _body(finding: Finding, report: Report, rows: Mapping[str, str]) -> Iterator[str]:
    for end in ends(finding):
        yield _end(end, report)
    facts = (
        ("in", ", ".join(finding.environments)),
        ("effect", finding.effect),
        ("fix", finding.help),
    )
    pairs = [
        element("dt", safe(title)) + element("dd", safe(text)) for title, text in facts if text
    ]
    if pairs:
        yield element("dl", "".join(pairs), class_="facts")
    links = [element("a", safe(title), href=f"#{target}") for target, title in rows.items()]
    url = report.urls.get(finding.code, "")
    if url.startswith(("https://", "http://")):
        links.append(element("a", "about this rule", href=url, rel="noreferrer noopener"))
    if links:
        yield element("p", " ".join(links), class_="links")


def _end(end: Evidence, report: Report) -> str:
    value = "" if end.value is None else f" {element('code', safe(_cut(end.value)))}"
    parts = [
        element("h4", element("span", safe(end.label)) + value),
        element("p", safe(report.address(end.place)), class_="address"),
    ]
    source = report.source(end.place.path)
    if source is not None and source.text:
        lines = frame(source, end.place, value_shown=end.value is not None, limit=None)
        code = "\n".join(_line(line) for line in lines)
        parts.append(element("pre", code, tabindex="0"))
    steps = [step for step in end.trail if step.note]
    if len(steps) > 1:
        items = "".join(
            element("li", safe(step.note) + _step_place(step.place, end, report)) for step in steps
        )
        parts.append(element("ol", items, class_="trail"))
    return element("section", "".join(parts), class_="end")


def _step_place(place: Place, end: Evidence, report: Report) -> str:
    if place == end.place:
        return ""
    text = f"{report.path(place.path)}:{report.start(place).line}"
    return f" {element('span', safe(text), class_='address')}"


def _line(line: Line) -> str:
    return "".join(
        safe(part[0]) if part[1] == "plain" else element("span", safe(part[0]), class_=part[1])
        for part in line
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}\u2026"
