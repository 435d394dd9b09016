"""One environment of a page: its map, its agreements and its cookies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supertokens_lint.picture.markup import element, safe, safe_path
from supertokens_lint.picture.model import Agreement, Bond, Cookie, Picture, Shown
from supertokens_lint.picture.svg import ICONS, WORDS, agreement_id, map_of
from supertokens_lint.report.model import Report

_COLUMNS = ("Cookie", "Kept for", "Path", "SameSite", "Secure", "HttpOnly", "Goes to")
_TRANSFERS = {
    "cookie": "Tokens travel in cookies.",
    "header": "Tokens travel in headers; on the web, scripts keep them in cookies of the site.",
    "unknown": "How tokens travel is only known at run time; shown are the cookies if in cookies.",
}


def panel(picture: Picture, number: int, report: Report) -> str:
    """Return the panel of one environment of a picture."""
    view = picture.views[number]
    parts = [element("h2", safe(view.environment), class_="view-title")]
    if view.boxes:
        parts.append(element("div", map_of(view, number), class_="map-frame"))
    if not view.bonds:
        text = "No frontend and backend that belong together were found here."
        parts.append(element("p", text, class_="empty"))
    parts += (_bond(picture, number, index, report) for index in range(len(view.bonds)))
    return element("section", "".join(parts), id=f"view-{number}", class_="view", tabindex="-1")


def _bond(picture: Picture, number: int, index: int, report: Report) -> str:
    view = picture.views[number]
    bond = view.bonds[index]
    frontend, backend = view.box(bond.frontend).name, view.box(bond.backend).name
    title = frontend if frontend == backend else f"{frontend} \u2194 {backend}"
    heading = element("h3", safe(title) + element("small", safe(bond.basis)))
    names = [f"{finding.code} {finding.rule}" for finding in picture.findings]
    rows = "".join(
        _row(agreement, agreement_id(number, index, agreement.key), names, report)
        for agreement in bond.agreements
    )
    proxies = "".join(
        element("li", safe(f"{box.name}: {', '.join(box.lines)}"))
        for box in (view.box(identity) for identity in bond.proxies)
    )
    between = element("ul", proxies, class_="proxies", aria_label="Proxies") if proxies else ""
    return element(
        "section",
        heading
        + between
        + element("ol", rows, class_="agreements")
        + _cookies(bond, f"{title} in {view.environment}"),
        class_="bond",
    )


def _row(agreement: Agreement, identity: str, names: Sequence[str], report: Report) -> str:
    chip = element(
        "span",
        f"{element('b', ICONS[agreement.state], aria_hidden='true')} {safe(agreement.title)}",
        class_="chip",
    )
    word = element("span", safe(WORDS[agreement.state]), class_="word")
    middle = element("div", chip + word, class_="middle")
    return element(
        "li",
        _end(agreement.left, "Frontend", report)
        + middle
        + _end(agreement.right, "Backend", report)
        + "".join(_reasons(agreement, names)),
        id=identity,
        class_=f"agreement {agreement.state.value}",
        tabindex="-1",
    )


def _end(end: Shown, side: str, report: Report) -> str:
    parts = [
        element("span", side, class_="side"),
        element("code", safe(end.text), class_=None if end.is_known else "unknown"),
    ]
    if end.note and end.is_known:
        parts.append(element("small", safe(end.note)))
    if end.place is not None:
        parts.append(element("small", safe_path(report.address(end.place)), class_="address"))
    return element("div", "".join(parts), class_="side-end")


def _reasons(agreement: Agreement, names: Sequence[str]) -> Iterator[str]:
    if agreement.reason:
        text = agreement.reason[0].upper() + agreement.reason[1:]
        yield element("p", safe(text), class_="reason")
    links = [
        element("a", safe(names[index]), href=f"#finding-{index}") for index in agreement.findings
    ]
    if links:
        yield element("p", ", ".join(links), class_="reason")


def _cookies(bond: Bond, title: str) -> str:
    if not bond.cookies:
        return ""
    head = "".join(element("th", column, scope="col") for column in _COLUMNS)
    rows = "".join(_cookie(cookie) for cookie in bond.cookies)
    caption = element("caption", f"Cookies. {safe(_TRANSFERS.get(bond.transfer, ''))}")
    table = element("table", caption + element("thead", element("tr", head)) + rows)
    return element(
        "div", table, class_="table", role="region", aria_label=f"Cookies: {title}", tabindex="0"
    )


def _cookie(cookie: Cookie) -> str:
    own = "the API's host" if cookie.is_http_only else "the site's host"
    kept = f"{cookie.domain or own} only" if cookie.is_host_only else cookie.domain or "unknown"
    cells = (
        kept,
        cookie.path or "unknown",
        "unknown" if cookie.same_site is None else cookie.same_site.title(),
        _flag(cookie.secure),
        _flag(cookie.is_http_only),
        cookie.goes_to,
    )
    name = element("th", safe(cookie.name), scope="row")
    return element(
        "tr",
        name
        + "".join(
            element("td", safe(cell), class_="unknown" if cell == "unknown" else None)
            for cell in cells
        ),
    )


def _flag(flag: bool | None) -> str:
    return "unknown" if flag is None else "yes" if flag else "no"
