"""An inspection for tools."""

from __future__ import annotations

import json

from supertokens_lint import __version__
from supertokens_lint.inspection.model import Inspection, ShownApp, ShownInit, ShownSetting
from supertokens_lint.report.json_format import Json, location
from supertokens_lint.report.model import Report
from supertokens_lint.report.secrets import mask_text


def render(inspection: Inspection, report: Report) -> str:
    """Return the inspection as one JSON object."""
    document: Json = {
        "version": __version__,
        "apps": [_app(app, report) for app in inspection.apps],
        "pairs": [
            {
                "frontend": report.path(pair.frontend),
                "backend": report.path(pair.backend),
                "basis": pair.basis,
            }
            for pair in inspection.pairs
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _app(app: ShownApp, report: Report) -> Json:
    return {
        "side": app.side,
        "name": app.name,
        "root": report.path(app.root),
        "environments": list(app.environments),
        "inits": [_init(init, report) for init in app.inits],
        "unreached": [location(place, report) for place in app.dead],
    }


def _init(init: ShownInit, report: Report) -> Json:
    return {
        "sdk": init.sdk,
        "version": init.version or None,
        "location": location(init.place, report),
        "recipes": None if init.recipes is None else list(init.recipes),
        "settings": [_setting(setting, report) for setting in init.settings],
    }


def _setting(setting: ShownSetting, report: Report) -> Json:
    return {
        "group": setting.group,
        "key": setting.key,
        "location": location(setting.place, report),
        "values": [
            {
                "kind": value.kind,
                "value": mask_text(value.value) if isinstance(value.value, str) else value.value,
                "environments": list(value.environments),
                "trail": [
                    {"message": mask_text(step.note), "location": location(step.place, report)}
                    for step in value.trail
                ],
            }
            for value in setting.values
        ],
    }
