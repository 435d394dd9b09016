"""Faults of requests are found wherever frontends send them, and what works is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from linting import lint
from matrix import node_backends, request_pages, sendings
from matrix.request_pages import Page
from matrix.settings import Backend, Files, Frontend
from supertokens_lint.finding import Severity

OLD = {
    '"supertokens-node": "^23.0.1"': '"supertokens-node": "^12.1.6"',
    '"supertokens-web-js": "^0.15.3"': '"supertokens-web-js": "^0.2.5"',
    '"supertokens-web-js": "^0.13.1"': '"supertokens-web-js": "^0.2.5"',
    '"supertokens-auth-react": "^0.47.1"': '"supertokens-auth-react": "^0.26.5"',
}
CASES = [
    pytest.param(page, request, id=f"{page.__name__}-{request.name}")
    for page in request_pages.PAGES
    for request in sendings.REQUESTS
    if request.suits(page.__name__)
]


def _files(page: Page, request: sendings.Request) -> Files:
    api = {f"api/{name}": text for name, text in node_backends.koa(Backend()).items()}
    web = {f"web/{name}": text for name, text in page(Frontend(), request.sending).items()}
    files = {**api, **web}
    for name in ("api/package.json", "web/package.json"):
        for new, old in OLD.items() if request.old_sdk else ():
            files[name] = files[name].replace(new, old)
    return files


@pytest.mark.parametrize(("page", "request_"), CASES)
def test_requests(page: Page, request_: sendings.Request, tmp_path: Path) -> None:
    """Exactly the fault of the request is found, in the frontend."""
    for name, text in _files(page, request_).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    report = lint(tmp_path)
    found = [item for item in report.findings if item.severity >= Severity.WARNING]
    assert {item.code for item in found} == ({request_.code} if request_.code else set())
    assert all(report.path(item.primary.place.path).startswith("web/") for item in found)
