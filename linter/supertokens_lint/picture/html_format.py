"""The report as one page: the map of the system, and the findings beside it.

The page holds everything that it needs. Its policy lets nothing be loaded from anywhere, and runs
only the style sheet and the script whose hashes it names (CSP Level 3, "hash-source").
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

from supertokens_lint import __version__
from supertokens_lint.finding import Severity
from supertokens_lint.picture.build import picture_of
from supertokens_lint.picture.findings import article
from supertokens_lint.picture.markup import element, safe
from supertokens_lint.picture.model import Picture, State, View
from supertokens_lint.picture.svg import ICONS, WORDS, agreement_id
from supertokens_lint.picture.views import panel
from supertokens_lint.report.counts import counted
from supertokens_lint.report.model import RenderOptions, Report

_NOUNS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "infos"}


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as a page, the same whatever ``options`` say."""
    del options
    picture = picture_of(report)
    style, script = _resource("page.css"), _resource("page.js")
    head = "".join(
        (
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<link rel="icon" href="data:,">',
            element("title", safe(f"{picture.title}: will sessions work?")),
            f"<style>{style}</style>",
        )
    )
    body = "".join(_body(picture, report)) + f"<script>{script}</script>"
    page = element("html", element("head", head) + element("body", body), lang="en")
    return f"<!doctype html>\n{page}\n"


def _resource(name: str) -> str:
    return (files("supertokens_lint.picture") / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _body(picture: Picture, report: Report) -> Iterator[str]:
    yield _header(picture, report)
    panels = "".join(panel(picture, number, report) for number in range(len(picture.views)))
    if not picture.views or not picture.views[0].boxes:
        panels = element("p", "No app that uses a SuperTokens SDK was found.", class_="empty")
    main = element("main", _tabs(picture) + panels)
    yield element("div", main + _findings(picture, report), class_="columns")
    yield element(
        "footer",
        f"supertokens-lint {safe(__version__)}. Made from text alone: nothing was run or fetched.",
    )


def _header(picture: Picture, report: Report) -> str:
    summary = report.summary
    told = [(summary.files, "file"), (summary.apps, "app"), (summary.pairs, "pair")]
    counts = ", ".join(counted(number, noun) for number, noun in told)
    if summary.suppressed:
        counts += f", {counted(summary.suppressed, 'finding')} suppressed"
    worst = "errors" if summary.errors else "warnings" if summary.warnings else "none"
    verdict = {
        "errors": "Sessions will not work everywhere.",
        "warnings": "Sessions may not work everywhere.",
        "none": "Nothing was found that breaks sessions.",
    }[worst]
    legend = "".join(
        element("li", f"{element('b', ICONS[state])} {safe(WORDS[state])}", class_=state.value)
        for state in reversed(State)
    )
    return element(
        "header",
        element("div", element("h1", safe(picture.title)) + element("p", verdict, class_=worst))
        + element("p", counts, class_="counts")
        + element("ul", legend, class_="legend", aria_label="What the colours mean"),
    )


def _tabs(picture: Picture) -> str:
    """Return links to the panels, which the script turns into tabs."""
    if not picture.views:
        return ""
    links = "".join(
        element(
            "a",
            _mark(view) + element("span", safe(view.environment)),
            href=f"#view-{number}",
            id=f"tab-{number}",
        )
        for number, view in enumerate(picture.views)
    )
    return element("nav", links, class_="tabs", aria_label="Environments")


def _mark(view: View) -> str:
    """Return the worst state of an environment as an icon."""
    order = list(State)
    worst = min((bond.worst for bond in view.bonds), key=order.index, default=None)
    if worst is None:
        return ""
    return element("b", ICONS[worst], class_=worst.value, aria_label=f"{WORDS[worst]}:") + " "


def _findings(picture: Picture, report: Report) -> str:
    counts = Counter(finding.severity for finding in picture.findings)
    filters = "".join(
        element(
            "label",
            f'<input type="checkbox" id="show-{level.label}" checked>'
            f" {_NOUNS[level]} ({counts[level]})",
        )
        for level in sorted(Severity, reverse=True)
    )
    here = '<input type="checkbox" id="show-here"> of this environment only'
    filters += element("label", here, class_="scripted")
    controls = element("fieldset", element("legend", "Show") + filters)
    articles = "".join(
        article(finding, index, report, _rows(picture, index))
        for index, finding in enumerate(picture.findings)
    )
    heading = element("h2", "Findings", id="findings")
    if not picture.findings:
        return element("aside", heading + element("p", "None."), aria_labelledby="findings")
    problems = "".join(element("li", safe(problem)) for problem in report.summary.problems)
    notes = element("ul", problems, class_="problems") if problems else ""
    return element("aside", heading + controls + articles + notes, aria_labelledby="findings")


def _rows(picture: Picture, index: int) -> dict[str, str]:
    """Return the rows that a finding decides, by id, with the words for a link."""
    several = len(picture.views) > 1
    return {
        agreement_id(view, number, agreement.key): (
            f"{agreement.title} in {picture.views[view].environment}"
            if several
            else agreement.title
        )
        for view, shown in enumerate(picture.views)
        for number, bond in enumerate(shown.bonds)
        for agreement in bond.agreements
        if index in agreement.findings
    }
