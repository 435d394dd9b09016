"""ST113 on requests: one name of the machine for the API and for what calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.small_systems import findings, node, web_js
from supertokens_lint.finding import Finding

API = "http://localhost:4100"
SITE = "http://localhost:4200"


def _found(directory: Path, api: str, calls: str, backend: str = API) -> list[Finding]:
    web = web_js(f'appName: "x", apiDomain: "{api}"')
    web["web/main.js"] += f"export function load() {{ {calls} }}\n"
    api_side = node(f'appName: "x", apiDomain: "{backend}", websiteDomain: "{SITE}"')
    return findings(directory, web, api_side, codes="ST113")


@pytest.mark.parametrize(
    ("calls", "count"),
    [
        ("fetch('http://127.0.0.1:4100/a');", 1),
        ("fetch('http://0.0.0.0:4100/a');", 1),
        ("fetch('http://localhost:4100/a');", 0),
        ("fetch('http://127.0.0.1:9200/a');", 0),
        ("fetch('https://127.0.0.1:4100/a');", 0),
        ("fetch('/a');", 0),
        ("fetch('http://api.localhost:4100/a');", 0),
    ],
)
def test_requests_to_another_name_of_the_api(tmp_path: Path, calls: str, count: int) -> None:
    """Only another name of the very address that apiDomain has is reported."""
    assert len(_found(tmp_path, API, calls)) == count


def test_one_address_is_reported_once(tmp_path: Path) -> None:
    """Two requests through one constant are one mistake."""
    calls = "const base = 'http://127.0.0.1:4100'; fetch(base + '/a'); fetch(base + '/b');"
    assert len(_found(tmp_path, API, calls)) == 1


def test_an_api_domain_at_fault_is_not_reported_twice(tmp_path: Path) -> None:
    """Requests to the right name are no second mistake beside a wrong apiDomain."""
    (finding,) = _found(tmp_path, "http://127.0.0.1:4100", f"fetch('{API}/a');")
    assert "apiDomain" in finding.primary.label
