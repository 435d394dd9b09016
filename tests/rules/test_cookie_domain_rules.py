"""Cookie domains and session scopes against the hosts that they are for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.small_systems import auth_react, findings, node, python, web_js, website
from supertokens_lint.finding import Finding
from supertokens_lint.sdk.names import Sdk
from supertokens_lint_rules.cookies.scopes import Problem, Scope, problem, scope_of

COOKIES = "ST201,ST202,ST203"
APP = 'appName: "a", apiDomain: "https://api.shop.example", websiteDomain: "https://shop.example"'
PY = 'app_name="a", api_domain="https://api.shop.example", website_domain="https://shop.example"'


def _codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("scope", "host", "expected"),
    [
        ("example.com", "example.com", None),
        (".example.com", "api.example.com", None),
        ("api.example.com", "example.com", Problem.OTHER_HOST),
        ("xample.com", "example.com", Problem.OTHER_HOST),
        ("com", "example.com", Problem.PUBLIC_SUFFIX),
        ("co.uk", "a.co.uk", Problem.PUBLIC_SUFFIX),
        ("vercel.app", "a.vercel.app", Problem.PUBLIC_SUFFIX),
        ("vercel.app", "vercel.app", None),
        ("a.vercel.app", "a.vercel.app", None),
        ("railway.app", "x.up.railway.app", None),
        ("localhost", "localhost", None),
        ("localhost", "example.com", Problem.LOOPBACK),
        ("127.0.0.1", "127.0.0.1", None),
        ("127.0.0.1", "localhost", Problem.ADDRESS),
        ("1.1.1.1", "2.1.1.1", Problem.ADDRESS),
        ("*.example.com", "api.example.com", Problem.WILDCARD),
    ],
)
def test_browsers_keep_cookies_of_their_own_host_and_its_parents(
    scope: str, host: str, expected: Problem | None
) -> None:
    """RFC 6265 decides; a public suffix is refused unless it is the host itself."""
    assert problem(Scope(scope.lstrip(".")), host) is expected


@given(st.text(max_size=30))
def test_any_text_is_a_scope_or_none(text: str) -> None:
    """No value of an option makes the rules fail."""
    for sdk in Sdk:
        scope = scope_of(text, sdk, None)
        assert scope is None or scope.host


@pytest.mark.parametrize(
    ("session", "codes"),
    [
        ("", []),
        ('{ cookieDomain: ".shop.example" }', []),
        ('{ cookieDomain: "https://shop.example/x" }', []),
        ('{ cookieDomain: "api.shop.example" }', []),
        ('{ cookieDomain: "www.shop.example" }', ["ST201"]),
        ('{ cookieDomain: ".other.example" }', ["ST201"]),
        ('{ cookieDomain: "localhost" }', ["ST201"]),
        ("{ cookieDomain: undefined }", []),
        ("{ cookieDomain: process.env.DOMAIN }", []),
        ("{ ...options }", []),
        ('{ cookieDomain: "x.example", getTokenTransferMethod: () => "header" }', []),
        ('{ cookieDomain: "x.example", getTokenTransferMethod: () => "any" }', ["ST201"]),
        (
            '{ cookieDomain: process.env.NODE_ENV === "production" ? "x.example" : undefined }',
            ["ST201"],
        ),
    ],
)
def test_cookie_domain_of_node(tmp_path: Path, session: str, codes: list[str]) -> None:
    """The API's host has to be in the domain, as far as both are known and cookies are used."""
    assert _codes(findings(tmp_path, node(APP, session), codes=COOKIES)) == codes


@pytest.mark.parametrize(
    ("session", "codes"),
    [
        ('cookie_domain=".shop.example"', []),
        ("cookie_domain=None", []),
        ('cookie_domain="shop.test"', ["ST201"]),
        ('cookie_domain=os.getenv("X", "shop.test")', ["ST201"]),
        ('cookie_domain="a.b", get_token_transfer_method=lambda *_: "header"', []),
    ],
)
def test_cookie_domain_of_python(tmp_path: Path, session: str, codes: list[str]) -> None:
    """The same in Python's spelling."""
    assert _codes(findings(tmp_path, python(PY, session), codes=COOKIES)) == codes


def test_a_domain_for_production_alone_is_right_in_development(tmp_path: Path) -> None:
    """Production's cookie domain is compared with production's API."""
    api = (
        'process.env.NODE_ENV === "production" ? "https://api.shop.example" : "http://localhost:1"'
    )
    domain = 'process.env.NODE_ENV === "production" ? ".shop.example" : undefined'
    backend = node(
        f'appName: "a", apiDomain: {api}, websiteDomain: "https://shop.example"',
        f"{{ cookieDomain: {domain} }}",
    )
    assert findings(tmp_path, backend, codes=COOKIES) == []


def test_example_files_do_not_mix_machines(tmp_path: Path) -> None:
    """An example file may show a public cookie domain beside a local address."""
    backend = node(
        'appName: "a", apiDomain: process.env.API, websiteDomain: process.env.SITE',
        "{ cookieDomain: process.env.COOKIE }",
    )
    values = "API=http://localhost:3001\nSITE=http://localhost:3000\nCOOKIE=.shop.example\n"
    assert findings(tmp_path, backend, {"api/.env.example": values}, codes=COOKIES) == []


def test_cookie_domain_names_both_ends(tmp_path: Path) -> None:
    """Both values are in the message, both places in the evidence."""
    (found,) = findings(tmp_path, node(APP, '{ cookieDomain: ".b.example" }'), codes="ST201")
    assert "'.b.example'" in found.message
    assert "'https://api.shop.example'" in found.message
    assert len({end.place for end in (found.primary, *found.counterparts)}) == 2


@pytest.mark.parametrize(
    ("session", "root", "codes"),
    [
        ("", "", []),
        ('{ sessionTokenFrontendDomain: ".shop.example" }', "", []),
        ('{ sessionTokenFrontendDomain: "www.shop.example" }', "", ["ST202"]),
        ('{ sessionTokenFrontendDomain: "example" }', "", ["ST202"]),
        ('{ sessionTokenFrontendDomain: "localhost" }', "", ["ST202"]),
        ('{ sessionTokenFrontendDomain: "x.test" }', "cookieHandler: mine,", []),
        ("{ sessionTokenFrontendDomain: window.location.hostname }", "", []),
        ('{ sessionScope: "x.test" }', "", []),
    ],
)
def test_session_scope_of_auth_react(
    tmp_path: Path, session: str, root: str, codes: list[str]
) -> None:
    """The website's host has to be in the scope that this version reads."""
    found = findings(tmp_path, auth_react(APP, session, root), codes=COOKIES)
    assert _codes(found) == codes


@pytest.mark.parametrize(
    ("version", "option", "codes"),
    [
        ("20.1.6", 'sessionTokenFrontendDomain: "x.test"', ["ST202"]),
        ("20.1.6", 'sessionScope: "x.test"', []),
        ("15.0.0", 'sessionScope: "x.test"', ["ST202"]),
        ("15.0.0", 'sessionTokenFrontendDomain: "x.test"', []),
        (
            "7.2.2",
            'sessionScope: { scope: "x.test", authDomain: "https://shop.example" }',
            ["ST202"],
        ),
        ("7.2.2", 'sessionScope: { scope: ".shop.example", authDomain: "https://x.test" }', []),
    ],
)
def test_the_name_of_the_scope_depends_on_the_version(
    tmp_path: Path, version: str, option: str, codes: list[str]
) -> None:
    """The backend tells where the site is; the scope goes by the name that this version reads."""
    frontend = website(f'apiDomain: "https://api.shop.example", {option}', version=version)
    assert _codes(findings(tmp_path, frontend, node(APP), codes=COOKIES)) == codes


@pytest.mark.parametrize(
    ("frontend", "backend", "codes"),
    [
        ('"shop.example"', '".shop.example"', []),
        ('".shop.example"', '"api.shop.example"', ["ST203"]),
        ('"other.example"', '".shop.example"', ["ST203"]),
        ('".shop.example"', '".other.example"', ["ST201"]),
        ('".shop.example"', "undefined", []),
        ("undefined", '".shop.example"', []),
        ("process.env.X", '".shop.example"', []),
    ],
)
def test_backend_domains_of_both_sides(
    tmp_path: Path, frontend: str, backend: str, codes: list[str]
) -> None:
    """Two domains name the same hosts, and one fault has one rule."""
    found = findings(
        tmp_path,
        web_js(APP, f"{{ sessionTokenBackendDomain: {frontend} }}"),
        node(APP, f"{{ cookieDomain: {backend} }}"),
        codes=COOKIES,
    )
    assert _codes(found) == codes


@pytest.mark.parametrize(
    ("frontend", "backend", "codes"),
    [
        ('{ sessionTokenBackendDomain: ".shop.example" }', "", ["ST203"]),
        ('{ sessionTokenBackendDomain: ".shop.example" }', '{ cookieDomain: ".shop.example" }', []),
        ("", "", []),
    ],
)
def test_a_second_host_needs_both(
    tmp_path: Path, frontend: str, backend: str, codes: list[str]
) -> None:
    """A request to a second API host shows that the backend's domain is lacking."""
    web = web_js(APP, frontend)
    web["web/main.js"] += 'fetch("https://orders.shop.example/list");\n'
    assert _codes(findings(tmp_path, web, node(APP, backend), codes=COOKIES)) == codes


def test_the_host_that_browsers_call_decides(tmp_path: Path) -> None:
    """A cookie domain that fits the address that the frontend calls is kept by browsers."""
    mine = 'appName: "a", apiDomain: "https://api.shop.example"'
    theirs = 'appName: "a", apiDomain: "https://api.other.example", websiteDomain: "https://other.example"'
    cookies = '{ cookieDomain: ".shop.example" }'
    system = (web_js(mine), node(theirs, cookies))
    assert not findings(tmp_path, *system, codes="ST201")
    alone = findings(tmp_path / "alone", node(theirs, cookies), codes="ST201")
    assert _codes(alone) == ["ST201"]
