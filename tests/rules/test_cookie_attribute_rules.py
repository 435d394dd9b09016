"""Secure, SameSite and the sites of API and website."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.go_system import golang
from rules.small_systems import auth_react, findings, manifest, node, python, web_js
from supertokens_lint.finding import Finding, Severity

CODES = "ST204,ST205,ST206,ST207"
LOCAL = ("http://localhost:3001", "http://localhost:3000")
SHOP = ("https://api.shop.example", "https://shop.example")
TWO = ("https://api.shop.example", "https://store.test")


def info(domains: tuple[str, str]) -> str:
    return f'appName: "a", apiDomain: "{domains[0]}", websiteDomain: "{domains[1]}"'


def python_info(domains: tuple[str, str]) -> str:
    return f'app_name="a", api_domain="{domains[0]}", website_domain="{domains[1]}"'


def said(found: list[Finding]) -> list[str]:
    return [f"{finding.code} {finding.severity.label}" for finding in found]


@pytest.mark.parametrize(
    ("api", "site", "expected"),
    [
        ("http://localhost:3001", "http://localhost:3000", []),
        ("localhost:3001", "localhost:3000", []),
        ("https://localhost:3001", "http://localhost:3000", []),
        ("http://foo.localhost:3001", "http://localhost:3000", ["ST204 error"]),
        ("https://api.example.com", "https://example.com", []),
        ("https://api.example.com", "https://app.example.com", []),
        ("http://api.example.com", "https://example.com", ["ST204 error"]),
        ("https://api.example.com", "http://example.com", []),
        ("http://api.example.com", "http://example.com", []),
        ("https://api.example.com", "https://app.other.com", ["ST206 warning"]),
        ("https://api.example.com", "http://localhost:3000", []),
        ("http://localhost:3001", "https://example.com", ["ST204 error"]),
        ("https://a.vercel.app", "https://b.vercel.app", ["ST206 warning"]),
        ("https://a.herokuapp.com", "https://b.herokuapp.com", ["ST206 warning"]),
        ("https://api.a.vercel.app", "https://a.vercel.app", []),
        ("https://x.railway.app", "https://y.railway.app", []),
        ("https://x.up.railway.app", "https://y.up.railway.app", ["ST207 info"]),
        ("http://127.0.0.1:3001", "http://localhost:3000", []),
        ("http://9.9.9.9:3001", "http://9.9.9.8:3000", ["ST207 error"]),
        ("http://api.one.local", "http://web.two.local", ["ST204 error"]),
        ("http://backend:3001", "http://localhost:3000", []),
        ("https://shop.ngrok-free.app", "http://localhost:3000", []),
    ],
)
def test_computed_attributes_of_node(
    tmp_path: Path, api: str, site: str, expected: list[str]
) -> None:
    """What the SDK computes from two addresses is right, refused, or kept back by browsers."""
    assert said(findings(tmp_path, node(info((api, site))), codes=CODES)) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("20.1.2", ["ST207 error"]),
        ("20.1.3", ["ST206 warning"]),
        ("^20.0.0", ["ST206 warning"]),
        ("latest", ["ST206 warning"]),
        ("16.3.0", ["ST207 error"]),
    ],
)
def test_the_list_of_the_release_decides(tmp_path: Path, version: str, expected: list[str]) -> None:
    """Node before 20.1.3 takes two apps under vercel.app for one site; a range may be either."""
    system = node(info(("https://a.vercel.app", "https://b.vercel.app")), version=version)
    assert said(findings(tmp_path, system, codes=CODES)) == expected


@pytest.mark.parametrize(
    ("domains", "session", "expected"),
    [
        (SHOP, '{ cookieSameSite: "none" }', []),
        (SHOP, '{ cookieSameSite: "none", cookieSecure: false }', ["ST204 error"]),
        (SHOP, '{ cookieSameSite: " None ", cookieSecure: false }', ["ST204 error"]),
        (SHOP, '{ cookieSameSite: "lax", cookieSecure: true }', []),
        (SHOP, '{ cookieSameSite: "strict" }', []),
        (SHOP, "{ cookieSecure: false }", []),
        (SHOP, "{ cookieSameSite: process.env.X, cookieSecure: false }", []),
        (SHOP, '{ cookieSameSite: "none", cookieSecure: process.env.X }', []),
        (SHOP, '{ cookieSameSite: "none", ...more }', []),
        (LOCAL, '{ cookieSameSite: "none" }', ["ST204 warning"]),
        (LOCAL, '{ cookieSameSite: "none", cookieSecure: true }', ["ST205 info"]),
        (LOCAL, "{ cookieSecure: true }", ["ST205 info"]),
        (LOCAL, '{ cookieSecure: process.env.NODE_ENV === "production" }', []),
        (LOCAL, '{ cookieSameSite: "strict", cookieSecure: false }', []),
        (
            ("http://api.shop.example", "http://shop.example"),
            "{ cookieSecure: true }",
            ["ST205 error"],
        ),
        (("http://10.0.0.5:3001", "http://10.0.0.5"), "{ cookieSecure: true }", ["ST205 error"]),
        (("http://backend:3001", "http://shop.example"), "{ cookieSecure: true }", []),
        (("http://localhost:3001", "http://127.0.0.1:3000"), '{ cookieSameSite: "lax" }', []),
        (TWO, '{ cookieSameSite: "lax" }', ["ST207 error"]),
        (TWO, '{ cookieSameSite: "strict" }', ["ST207 error"]),
        (TWO, '{ cookieSameSite: "none" }', ["ST206 warning"]),
        (TWO, "{ cookieSecure: false }", ["ST204 error"]),
        (TWO, '{ getTokenTransferMethod: () => "header", cookieSameSite: "lax" }', []),
        (TWO, "{ getTokenTransferMethod: choose }", []),
        (
            ("https://api.shop.example", "http://shop.example"),
            '{ cookieSameSite: "lax" }',
            ["ST207 warning"],
        ),
        (("http://localhost:3001", "https://shop.example"), '{ cookieSameSite: "lax" }', []),
    ],
)
def test_given_attributes_of_node(
    tmp_path: Path, domains: tuple[str, str], session: str, expected: list[str]
) -> None:
    """Options win over what is computed; unknown ones prove nothing."""
    assert said(findings(tmp_path, node(info(domains), session), codes=CODES)) == expected


@pytest.mark.parametrize(
    ("domains", "session", "expected"),
    [
        (SHOP, 'cookie_same_site="none", cookie_secure=False', ["ST204 error"]),
        (SHOP, 'cookie_same_site="None", cookie_secure=False', ["ST204 error"]),
        (LOCAL, 'cookie_secure=os.getenv("ENV") == "production"', []),
        (("http://api.shop.example", "http://shop.example"), "cookie_secure=True", ["ST205 error"]),
        (TWO, "", ["ST206 warning"]),
        (TWO, 'cookie_same_site="lax"', ["ST207 error"]),
        (TWO, 'get_token_transfer_method=lambda *_: "header"', []),
        (("http://api.one.local", "http://web.two.local"), "", ["ST207 error"]),
    ],
)
def test_attributes_of_python(
    tmp_path: Path, domains: tuple[str, str], session: str, expected: list[str]
) -> None:
    """The same in Python, which takes all names under an unlisted domain for one site."""
    found = findings(tmp_path, python(python_info(domains), session), codes=CODES)
    assert said(found) == expected


@pytest.mark.parametrize(
    ("domains", "session", "expected"),
    [
        (SHOP, 'CookieSameSite: text("none"), CookieSecure: flag(false)', ["ST204 error"]),
        (("http://api.shop.example", "https://shop.example"), "", ["ST204 error"]),
        (
            ("http://api.shop.example", "http://shop.example"),
            "CookieSecure: flag(true)",
            ["ST205 error"],
        ),
        (TWO, "", ["ST206 warning"]),
        (TWO, 'CookieSameSite: text("lax")', ["ST207 error"]),
        (SHOP, 'CookieSameSite: text("lax")', []),
        (("https://a.vercel.app", "https://b.vercel.app"), "", ["ST206 warning"]),
    ],
)
def test_attributes_of_go(
    tmp_path: Path, domains: tuple[str, str], session: str, expected: list[str]
) -> None:
    """The same in Go, whose list of suffixes is as old as the application's go.sum."""
    assert said(findings(tmp_path, golang(*domains, session), codes=CODES)) == expected


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ("", ["ST206 warning"]),
        ('{ tokenTransferMethod: "cookie" }', ["ST206 warning"]),
        ('{ tokenTransferMethod: "header" }', []),
        ("{ tokenTransferMethod: process.env.MODE }", []),
        ("{ ...options }", []),
    ],
)
def test_the_frontend_chooses_headers(tmp_path: Path, session: str, expected: list[str]) -> None:
    """Cookies do not matter where the frontend asks for headers, or may ask for them."""
    system = (auth_react(info(TWO), session), node(info(TWO)))
    assert said(findings(tmp_path, *system, codes=CODES)) == expected


def test_a_backend_that_forces_cookies_is_asked_in_vain(tmp_path: Path) -> None:
    """The backend's function has the last word."""
    backend = node(info(TWO), '{ getTokenTransferMethod: () => "cookie" }')
    frontend = auth_react(info(TWO), '{ tokenTransferMethod: "header" }')
    assert said(findings(tmp_path, frontend, backend, codes=CODES)) == ["ST206 warning"]


def test_old_backends_know_cookies_alone(tmp_path: Path) -> None:
    """Before header sessions nothing but cookies carries a session."""
    backend = node(info(TWO), '{ getTokenTransferMethod: () => "header" }', version="12.1.0")
    assert said(findings(tmp_path, backend, codes=CODES)) == ["ST206 warning"]


def test_the_origin_of_the_page_is_one_site(tmp_path: Path) -> None:
    """A frontend that calls its own origin needs no cookies across sites."""
    frontend = web_js('appName: "a", apiDomain: window.location.origin')
    assert findings(tmp_path, frontend, node(info(TWO)), codes=CODES) == []


def test_a_frontend_on_the_site_of_the_api_is_fine(tmp_path: Path) -> None:
    """What one side sees as one site is one: the other has an address of something else."""
    frontend = auth_react(info(SHOP))
    assert findings(tmp_path, frontend, node(info(TWO)), codes=CODES) == []


def test_native_apps_have_no_site(tmp_path: Path) -> None:
    """React Native sends headers, and has no page."""
    native = {
        "web/package.json": manifest(supertokens__react__native="5.1.5"),
        "web/index.js": 'import SuperTokens from "supertokens-react-native";\n'
        f'SuperTokens.init({{ apiDomain: "{TWO[0]}", tokenTransferMethod: "cookie" }});\n',
    }
    assert findings(tmp_path, native, node(info(TWO)), codes=CODES) == []


def test_environments_are_looked_at_one_by_one(tmp_path: Path) -> None:
    """Right in development and wrong in production is a warning for production."""
    production = 'process.env.NODE_ENV === "production"'
    backend = node(
        f'appName: "a", apiDomain: {production} ? "{SHOP[0]}" : "{LOCAL[0]}",'
        f' websiteDomain: {production} ? "{SHOP[1]}" : "{LOCAL[1]}"',
        f'{{ cookieSameSite: {production} ? "none" : "lax", cookieSecure: false }}',
    )
    (found,) = findings(tmp_path, backend, codes=CODES)
    assert said([found]) == ["ST204 warning"]
    assert found.environments == ("production",)


def test_defaults_of_development_prove_nothing_about_production(tmp_path: Path) -> None:
    """A Secure cookie for production alone, beside an address that production replaces, is right."""
    backend = node(
        f'appName: "a", apiDomain: process.env.API || "{LOCAL[0]}", websiteDomain: "{LOCAL[1]}"',
        '{ cookieSameSite: process.env.NODE_ENV === "production" ? "none" : "lax",'
        ' cookieSecure: process.env.NODE_ENV === "production" }',
    )
    assert findings(tmp_path, backend, codes=CODES) == []


def test_example_files_are_no_deployment(tmp_path: Path) -> None:
    """Nobody is bound to copy them."""
    backend = node('appName: "a", apiDomain: process.env.API, websiteDomain: process.env.SITE')
    values = {"api/.env.example": f"API={TWO[0]}\nSITE={TWO[1]}\n"}
    assert findings(tmp_path, backend, values, codes=CODES) == []


def test_both_ends_are_shown(tmp_path: Path) -> None:
    """The option and the addresses that it does not suit are in the evidence, with their values."""
    frontend, backend = auth_react(info(TWO)), node(info(TWO), '{ cookieSameSite: "lax" }')
    (found,) = findings(tmp_path, frontend, backend, codes=CODES)
    assert found.severity is Severity.ERROR
    labels = {end.label for end in (found.primary, *found.counterparts)}
    assert found.primary.label == "backend cookieSameSite"
    assert {"frontend apiDomain", "backend websiteDomain"} <= labels


@pytest.mark.parametrize(
    ("frontend", "backend", "expected"),
    [
        ('{ tokenTransferMethod: "header" }', '{ getTokenTransferMethod: () => "cookie" }', 1),
        (
            '{ tokenTransferMethod: "header" }',
            "{ getTokenTransferMethod() { return 'cookie' } }",
            1,
        ),
        ('{ tokenTransferMethod: "header" }', '{ getTokenTransferMethod: () => "any" }', 0),
        ('{ tokenTransferMethod: "header" }', "{ getTokenTransferMethod: pick }", 0),
        ('{ tokenTransferMethod: "header" }', "", 0),
        ('{ tokenTransferMethod: "cookie" }', '{ getTokenTransferMethod: () => "header" }', 0),
        ("", '{ getTokenTransferMethod: () => "cookie" }', 0),
        (
            '{ tokenTransferMethod: "header" }',
            '{ getTokenTransferMethod: ({ req }) => native(req) ? "header" : "cookie" }',
            0,
        ),
    ],
)
def test_only_cookies_against_headers_conflict(
    tmp_path: Path, frontend: str, backend: str, expected: int
) -> None:
    """A backend that forces cookies excludes a frontend that asks for headers; nothing else does."""
    system = (auth_react(info(SHOP), frontend), node(info(SHOP), backend))
    assert len(findings(tmp_path, *system, codes="ST211")) == expected


@pytest.mark.parametrize(
    ("domains", "expected"),
    [
        (SHOP, "ST211 warning"),
        (("https://api.shop.example", "https://shop.org"), "ST211 error"),
    ],
)
def test_go_names_its_methods(tmp_path: Path, domains: tuple[str, str], expected: str) -> None:
    """Go's constants stand for the words of the other languages; within one site cookies work."""
    chooser = (
        "GetTokenTransferMethod: func(r *http.Request, n bool, c supertokens.UserContext) "
        "sessmodels.TokenTransferMethod { return sessmodels.CookieTransferMethod }"
    )
    frontend = auth_react(info(domains), '{ tokenTransferMethod: "header" }')
    found = findings(tmp_path, frontend, golang(*domains, chooser), codes="ST211")
    assert said(found) == [expected]


IFRAME = "{ isInIframe: true }"
HEADER_FRAME = '{ isInIframe: true, tokenTransferMethod: "header" }'
HANDLERS = "cookieHandler: mine, windowHandler: mine,"


@pytest.mark.parametrize(
    ("domains", "session", "root", "backend", "expected"),
    [
        (SHOP, "", "", "", None),
        (SHOP, "{ isInIframe: false }", "", "", None),
        (SHOP, "{ isInIframe: process.env.X }", "", "", None),
        (SHOP, IFRAME, "", "", "SameSite=Lax"),
        (SHOP, IFRAME, "", '{ cookieSameSite: "strict" }', "strict"),
        (SHOP, IFRAME, "", '{ cookieSameSite: "none" }', "no cookieHandler"),
        (SHOP, IFRAME, HANDLERS, '{ cookieSameSite: "none" }', None),
        (SHOP, HEADER_FRAME, "", "", None),
        (("http://api.shop.example", "http://shop.example"), HEADER_FRAME, "", "", "plain http"),
        (LOCAL, HEADER_FRAME, "", "", None),
        (LOCAL, IFRAME, HANDLERS, "", None),
    ],
)
def test_frames_need_more(
    tmp_path: Path,
    domains: tuple[str, str],
    session: str,
    root: str,
    backend: str,
    expected: str | None,
) -> None:
    """Each thing that an embedded site lacks is said; one that has them all is left alone."""
    system = (auth_react(info(domains), session, root), node(info(domains), backend))
    found = findings(tmp_path, *system, codes="ST210")
    assert [expected in finding.message for finding in found if expected] == [True] * len(found)
    assert bool(found) == (expected is not None)


@pytest.mark.parametrize(
    ("text", "session", "expected"),
    [
        ("frame-ancestors 'self' https://portal.test", "", 1),
        ("default-src 'self'; frame-ancestors *.portal.test; img-src *", "", 1),
        ("frame-ancestors 'self'", "", 0),
        ("frame-ancestors 'none'", "", 0),
        ("frame-ancestors *", "", 0),
        ("frame-ancestors https:", "", 0),
        ("frame-ancestors https://www.shop.example", "", 0),
        ("frame-ancestors https://portal.test", HEADER_FRAME, 0),
        ("frame-ancestors https://portal.test", "{ isInIframe: false }", 0),
        ("frame-src https://portal.test", "", 0),
    ],
)
def test_headers_that_let_others_embed_the_site(
    tmp_path: Path, text: str, session: str, expected: int
) -> None:
    """An origin of another site that may embed the page makes isInIframe needed."""
    config = {"web/next.config.js": f'module.exports = {{ headers: [{{ value: "{text}" }}] }};\n'}
    system = (auth_react(info(SHOP), session), node(info(SHOP)), config)
    assert len(findings(tmp_path, *system, codes="ST210")) == expected


def test_comments_of_proxies_say_nothing(tmp_path: Path) -> None:
    """A directive that is commented out is none."""
    line = 'add_header Content-Security-Policy "frame-ancestors https://portal.test";'
    system = (auth_react(info(SHOP)), node(info(SHOP)))
    dead = {"web/nginx.conf": f"server {{\n  # {line}\n}}\n"}
    live = {"web/nginx.conf": f"server {{\n  {line}\n}}\n"}
    assert findings(tmp_path / "dead", *system, dead, codes="ST210") == []
    assert len(findings(tmp_path / "live", *system, live, codes="ST210")) == 1
