"""An inspection for people."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.finding import Step
from supertokens_lint.inspection.model import (
    Inspection,
    ShownApp,
    ShownInit,
    ShownSetting,
    ShownValue,
)
from supertokens_lint.report.cells import visible
from supertokens_lint.report.model import RenderOptions, Report
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.report.styled import BLANK, Line, compose, indent, plain
from supertokens_lint.report.wrapping import file_link, trail
from supertokens_lint.resolve.values import Scalar
from supertokens_lint.source import Place


def render(inspection: Inspection, report: Report, options: RenderOptions) -> str:
    """Return the inspection as text; ``report`` gives the sources and how paths are shown."""
    return compose(_lines(inspection, report, options), options)


def _lines(inspection: Inspection, report: Report, options: RenderOptions) -> Iterator[Line]:
    if not inspection.apps:
        yield plain("No app that uses a SuperTokens SDK was found.")
    for app in inspection.apps:
        yield from _app(app, report, options)
        yield BLANK
    if inspection.pairs:
        yield (("pairs", "strong"),)
        for pair in inspection.pairs:
            text = f"{report.path(pair.frontend)} and {report.path(pair.backend)}: {pair.basis}"
            yield indent(plain(_clean(text)), 2)
        yield BLANK
    yield from _unresolved(inspection, report)


def _app(app: ShownApp, report: Report, options: RenderOptions) -> Iterator[Line]:
    root = _clean(report.path(app.root))
    named = "" if app.name == root else f" in {root}"
    yield ((f"{app.side} ", "plain"), (_clean(app.name), "strong"), (named, "path"))
    if app.environments:
        yield indent(plain(_clean(f"environments: {', '.join(app.environments)}")), 2)
    if not app.inits:
        yield indent((("no init that is reached was found", "warning"),), 2)
    for init in app.inits:
        yield from (indent(line, 2) for line in _init(init, report, options))
    for place in app.dead:
        yield indent(
            (("not reached: ", "dim"), (_clean(report.address(place)), "path", file_link(place))), 2
        )


def _init(init: ShownInit, report: Report, options: RenderOptions) -> Iterator[Line]:
    version = f" {init.version}" if init.version else ""
    yield (
        (_clean(f"{init.sdk}{version}"), "strong"),
        (" initialised at ", "plain"),
        (_clean(report.address(init.place)), "path", file_link(init.place)),
    )
    if init.recipes is not None:
        yield indent(plain(_clean(f"recipes: {', '.join(init.recipes) or 'none'}")), 2)
    for setting in init.settings:
        yield from (indent(line, 2) for line in _setting(setting, report, options))


def _setting(setting: ShownSetting, report: Report, options: RenderOptions) -> Iterator[Line]:
    yield (
        (f"{setting.group}.{setting.key}", "strong"),
        ("  ", "plain"),
        (_clean(report.address(setting.place)), "path", file_link(setting.place)),
    )
    for value in setting.values:
        scope = f"  in {', '.join(value.environments)}" if len(setting.values) > 1 else ""
        yield indent((*_value(value), (_clean(scope), "dim")), 2)
        if _tells_more(value.trail, setting.place, report):
            steps = [_step(step, report) for step in value.trail]
            yield from (indent(line, 4) for line in trail(steps, options, 8))


def _value(value: ShownValue) -> Line:
    if value.kind == "unknown":
        return (("unknown", "warning"), (f" ({_clean(str(value.value))})", "plain"))
    if value.kind == "same-origin":
        return (("the origin of the page", "value"),)
    if value.kind == "structure":
        return ((_clean(str(value.value)), "value"),)
    if value.kind == "hidden":
        return (("set, not shown", "dim"),)
    return ((_clean(_literal(value.value)), "value"),)


def _literal(value: Scalar) -> str:
    if value is None:
        return "not set"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _tells_more(trail: tuple[Step, ...], place: Place, report: Report) -> bool:
    """Tell whether a value came from anywhere but the line of its setting."""
    line = (place.path, report.start(place).line)
    return any((step.place.path, report.start(step.place).line) != line for step in trail)


def _step(step: Step, report: Report) -> str:
    line = report.start(step.place).line
    return _clean(f"{step.note} ({report.path(step.place.path)}:{line})")


def _unresolved(inspection: Inspection, report: Report) -> Iterator[Line]:
    found = [
        (app, setting, value)
        for app in inspection.apps
        for init in app.inits
        for setting in init.settings
        for value in setting.values
        if value.kind == "unknown"
    ]
    if not found:
        return
    yield (("unresolved", "strong"),)
    told: dict[tuple[str, str], None] = {}
    for app, setting, value in found:
        text = f"{app.side} {setting.key} in {', '.join(value.environments)}: {value.value}"
        told[_clean(text), _clean(report.address(setting.place))] = None
    for text, address in told:  # inits may share an object
        yield indent(((text, "plain"), (f"  {address}", "path")), 2)


def _clean(text: str) -> str:
    return visible(mask_text(text))
