"""What a setting is in each environment, here and on the other side, and how it came about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lsprotocol import types

from supertokens_lint.finding import Step
from supertokens_lint.inspection.model import ShownApp, ShownInit, ShownSetting, ShownValue
from supertokens_lint.report.cells import visible
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.server import subjects
from supertokens_lint.server.analysis import Analysis
from supertokens_lint.server.diagnostics import Look
from supertokens_lint.server.positions import offset_of, range_of

_MOST_SUBJECTS = 4


def hover(
    analysis: Analysis, path: str, position: types.Position, look: Look, *, markdown: bool
) -> types.Hover | None:
    """Return what to show at a position, ``None`` where no setting is."""
    source = analysis.source(path)
    if source is None:
        return None
    offset = offset_of(source, position, look.encoding)
    found = subjects.at(analysis.inspection, path, offset)
    if not found:
        return None
    writer = _Writer(analysis, look, markdown)
    parts = [part for subject in found[:_MOST_SUBJECTS] for part in writer.parts(subject)]
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    text = "\n\n".join(dict.fromkeys(parts))
    span = found[0].place.span
    return types.Hover(types.MarkupContent(kind, text), range_of(source, span, look.encoding))


@dataclass(frozen=True)
class _Writer:
    analysis: Analysis
    look: Look
    markdown: bool

    def parts(self, subject: subjects.Subject) -> Iterator[str]:
        """Yield a paragraph about the setting, and one for each app of the other side."""
        yield self._setting(subject.app, subject.init, subject.setting)
        inspection = self.analysis.inspection
        others = subjects.counterparts(inspection, subject)
        for app in subjects.partners(inspection, subject.app):
            own = [other for other in others if other.app is app]
            for other in own:
                yield self._setting(app, other.init, other.setting)
            if not own and subject.setting.group == "appInfo":
                yield f"{self._code(subject.setting.key)} is not set in the {self._title(app)}"

    def _setting(self, app: ShownApp, init: ShownInit, setting: ShownSetting) -> str:
        version = f" {init.version}" if init.version else ""
        title = f"{self._code(setting.key)} of the {self._title(app)}, {init.sdk}{version}"
        lines = [self._value(value, setting) for value in setting.values]
        return "\n".join([title, *(f"- {line}" for line in lines)])

    def _title(self, app: ShownApp) -> str:
        return f"{app.side} {self._code(self.analysis.report.path(app.root))}"

    def _value(self, value: ShownValue, setting: ShownSetting) -> str:
        where = ", ".join(value.environments)
        trail = [step for step in value.trail if step.note and step.place != setting.place]
        how = " → ".join(self._step(step) for step in trail)
        return f"{where}: {self._worth(value)}" + (f" — {how}" if how else "")

    def _worth(self, value: ShownValue) -> str:
        if value.kind == "unknown":
            return f"unknown ({self._plain(str(value.value))})"
        if value.kind == "same-origin":
            return "the origin of the page"
        if value.kind == "hidden":
            return "set, not shown"
        if value.kind == "value" and value.value is None:
            return "not set"
        text = value.value if isinstance(value.value, str) else str(value.value).lower()
        return self._code(text)

    def _step(self, step: Step) -> str:
        report = self.analysis.report
        line = report.start(step.place).line
        address = self._plain(f"{report.path(step.place.path)}:{line}")
        if self.markdown:
            address = f"[{address}]({self.look.uri(step.place.path)}#L{line})"
        return f"{self._plain(step.note)} ({address})"

    def _plain(self, text: str) -> str:
        """Return text that is no markup, whatever a project has written in it."""
        shown = _clean(text)
        return shown.translate(_MARKS) if self.markdown else shown

    def _code(self, text: str) -> str:
        shown = _clean(text)
        if not self.markdown:
            return shown
        longest = max(map(len, _FENCES.findall(shown)), default=0)
        fence = "`" * (longest + 1)
        pad = " " if longest else ""
        return f"{fence}{pad}{shown}{pad}{fence}"


_FENCES = re.compile(r"`+")
_MARKS = {ord(char): f"\\{char}" for char in "[]\\`*_<&!"}


def _clean(text: str) -> str:
    return visible(mask_text(text))
