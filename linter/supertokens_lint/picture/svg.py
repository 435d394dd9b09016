"""The map of one view as inline SVG; colours come from the style sheet of the page."""

from __future__ import annotations

from supertokens_lint.picture.layout import (
    HEAD,
    LINE,
    PILL,
    PILL_HEIGHT,
    Layout,
    PlacedBox,
    Strand,
    layout,
)
from supertokens_lint.picture.markup import element, empty, safe
from supertokens_lint.picture.model import State, View
from supertokens_lint.report.cells import visible, width

ICONS = {
    State.BREAKS: "\u2717",
    State.WARNS: "!",
    State.DIFFERS: "\u2260",
    State.UNKNOWN: "?",
    State.AGREES: "\u2713",
}
WORDS = {
    State.BREAKS: "breaks",
    State.WARNS: "may break",
    State.DIFFERS: "differs, accepted",
    State.UNKNOWN: "unknown",
    State.AGREES: "agrees",
}
_KINDS = {"site": "Site", "proxy": "Proxy", "api": "API", "core": "Core"}
_MARGIN = 2
_CHAR = 6.6
_BOLD = 1.35


def agreement_id(view: int, bond: int, key: str) -> str:
    """Return the id of the row that shows an agreement."""
    return f"view-{view}-pair-{bond}-{key}"


def map_of(view: View, number: int) -> str:
    """Return the map of a view as an ``svg`` element."""
    made = layout(view)
    parts = [
        *(_link(*ends) for ends in made.links),
        *(_strand(strand) for strand in made.strands),
        *(_box(placed) for placed in made.boxes),
        *(_dot(strand) for strand in made.strands),
        *(_pill(strand, number) for strand in made.strands),
    ]
    title = f"Map of the system in {view.environment}"
    return element(
        "svg",
        element("title", safe(title)) + "".join(parts),
        class_="map",
        role="group",
        aria_label=title,
        viewBox=_view_box(made),
    )


def _view_box(made: Layout) -> str:
    return f"-{_MARGIN} -{_MARGIN} {made.width + 2 * _MARGIN:g} {made.height + 2 * _MARGIN:g}"


def _strand(strand: Strand) -> str:
    start, middle = strand.x + PILL, (strand.x + PILL + strand.end) / 2
    bend = f"{middle:g} {strand.y:g} {middle:g} {strand.to:g}"
    way = f"M{start:g} {strand.y:g} C{bend} {strand.end:g} {strand.to:g}"
    state = strand.agreement.state.value
    return empty("path", d=way, class_=f"strand {state}")


def _dot(strand: Strand) -> str:
    state = strand.agreement.state.value
    return empty(
        "circle", cx=f"{strand.end:g}", cy=f"{strand.to:g}", r="4.5", class_=f"dot {state}"
    )


def _pill(strand: Strand, view: int) -> str:
    agreement = strand.agreement
    top = strand.y - PILL_HEIGHT / 2
    word = WORDS[agreement.state]
    shape = empty(
        "rect",
        x=f"{strand.x:g}",
        y=f"{top:g}",
        width=f"{PILL:g}",
        height=f"{PILL_HEIGHT:g}",
        rx="12",
    )
    icon = _text(strand.x + 15, strand.y + 4.5, ICONS[agreement.state], "icon")
    title = _text(strand.x + 28, strand.y + 4.5, agreement.title, "pill-title")
    target = (
        f"finding-{agreement.findings[0]}"
        if agreement.findings
        else agreement_id(view, strand.bond, agreement.key)
    )
    ends = f"{agreement.title}: {word}. {agreement.left.text} | {agreement.right.text}"
    return element(
        "a",
        element("title", safe(ends)) + shape + icon + title,
        href=f"#{target}",
        class_=f"pill {agreement.state.value}",
        aria_label=f"{agreement.title}: {word}",
    )


def _box(placed: PlacedBox) -> str:
    box = placed.box
    room = placed.width - 24
    middle = placed.y + (placed.height - HEAD - LINE * len(box.lines)) / 2
    parts = [
        empty(
            "rect",
            x=f"{placed.x:g}",
            y=f"{placed.y:g}",
            width=f"{placed.width:g}",
            height=f"{placed.height:g}",
            rx="10",
        ),
        _text(placed.x + 12, middle + 19, _KINDS[box.kind], "kind"),
        _text(placed.x + 12, middle + 37, _end_of(box.name, room / _BOLD), "name"),
    ]
    for index, line in enumerate(box.lines):
        y = middle + HEAD + LINE * index + 9
        parts.append(_text(placed.x + 12, y, _cut(line, room), "line"))
    title = element("title", safe(", ".join((box.name, *box.lines))))
    group = element("g", title + "".join(parts), class_=f"box {box.kind}")
    return group + _badge(placed)


def _badge(placed: PlacedBox) -> str:
    """Return the number of findings that are about one app alone, as a link to the first."""
    findings = placed.box.findings
    if not findings:
        return ""
    x, y = placed.x + placed.width - 18, placed.y + 18
    label = f"{len(findings)} more in {placed.box.name}"
    return element(
        "a",
        element("title", safe(label))
        + empty("circle", cx=f"{x:g}", cy=f"{y:g}", r="11")
        + _text(x, y + 4.5, str(len(findings)), "count"),
        href=f"#finding-{findings[0]}",
        class_="badge",
        aria_label=label,
    )


def _link(upper: PlacedBox, lower: PlacedBox) -> str:
    x = upper.x + upper.width / 2
    return empty("path", d=f"M{x:g} {upper.y + upper.height:g} V{lower.y:g}", class_="strand plain")


def _text(x: float, y: float, text: str, style: str) -> str:
    return element("text", safe(text), x=f"{x:g}", y=f"{y:g}", class_=style)


def _cut(text: str, room: float) -> str:
    """Return as much of a text as fits, with an ellipsis where it is cut."""
    text = visible(text)
    most = int(room / _CHAR)
    if width(text) <= most:
        return text
    while text and width(text) > most - 1:
        text = text[:-1]
    return f"{text}\u2026"


def _end_of(text: str, room: float) -> str:
    """Return the end of a path that fits: apps differ in their last folders."""
    text = visible(text)
    most = int(room / _CHAR)
    if width(text) <= most:
        return text
    while text and width(text) > most - 1:
        text = text[1:]
    return f"\u2026{text}"
