"""Places as SARIF spells them."""

from __future__ import annotations

from supertokens_lint.report.cleaning import clean
from supertokens_lint.report.json_format import Json
from supertokens_lint.report.model import Report
from supertokens_lint.report.repository import absolute_uri, relative_uri
from supertokens_lint.source import Place

BASE = "%SRCROOT%"


def artifact(path: str, report: Report) -> dict[str, Json]:
    """Return a file; one outside of the repository has an absolute URI."""
    relative = relative_uri(path, report)
    if relative is None:
        return {"uri": absolute_uri(path)}
    return {"uri": relative, "uriBaseId": BASE}


def region(place: Place, report: Report) -> dict[str, Json]:
    """Return the lines and columns of a place, from 1; the end column is the one after it."""
    start, end = report.start(place), report.end(place)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def physical(place: Place, report: Report) -> Json:
    """Return the file and the region of a place."""
    return {
        "artifactLocation": artifact(place.path, report),
        "region": region(place, report),
    }


def location(
    place: Place, report: Report, message: str = "", number: int | None = None
) -> dict[str, Json]:
    """Return a location with what is there, and its number where a message links to it."""
    found: dict[str, Json] = {} if number is None else {"id": number}
    found["physicalLocation"] = physical(place, report)
    if message:
        found["message"] = {"text": clean(message)}
    return found
