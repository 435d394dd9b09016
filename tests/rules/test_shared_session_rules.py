"""Backends that share sessions, and anti-CSRF modes."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.small_systems import auth_react, findings, manifest, node, python
from rules.test_cookie_attribute_rules import LOCAL, SHOP, TWO, info, python_info, said

CODES = "ST209,ST212"
CORE = "http://core.shop.example:3567"
STOCK = ("https://stock.shop.example", "https://shop.example")


def service(
    name: str,
    domains: tuple[str, str],
    session: str = "",
    *,
    core: str = CORE,
    signs_in: bool = False,
) -> dict[str, str]:
    """Return one backend of several."""
    recipes = "EmailPassword.init(), " if signs_in else ""
    return {
        f"{name}/package.json": manifest(supertokens__node="23.0.1"),
        f"{name}/index.js": 'import supertokens from "supertokens-node";\n'
        'import Session from "supertokens-node/recipe/session";\n'
        'import EmailPassword from "supertokens-node/recipe/emailpassword";\n'
        f'supertokens.init({{ supertokens: {{ connectionURI: "{core}" }},\n'
        f"  appInfo: {{ {info(domains)} }}, recipeList: [{recipes}Session.init({session})] }});\n",
    }


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", []),
        ('{ cookieDomain: ".shop.example" }', '{ cookieDomain: "shop.example" }', []),
        ('{ cookieDomain: ".shop.example" }', "", ["ST212 warning"]),
        ("{ cookieSecure: true }", "{ cookieSecure: false }", ["ST212 warning"]),
        ("{ cookieSecure: true }", "", []),
        ('{ cookieSameSite: "strict" }', "", ["ST212 warning"]),
        ('{ cookieSameSite: "lax" }', "", []),
        ("{ sessionExpiredStatusCode: 440 }", "{ sessionExpiredStatusCode: 440 }", []),
        ("{ sessionExpiredStatusCode: 440 }", "", ["ST212 warning"]),
        ("{ invalidClaimStatusCode: 412 }", "{ invalidClaimStatusCode: 403 }", ["ST212 warning"]),
        ('{ antiCsrf: "VIA_TOKEN" }', '{ antiCsrf: "VIA_TOKEN" }', []),
        ('{ antiCsrf: "VIA_TOKEN" }', "", ["ST209 error"]),
        ("", '{ antiCsrf: "VIA_TOKEN" }', ["ST209 error"]),
        ('{ antiCsrf: "VIA_CUSTOM_HEADER" }', "", ["ST212 warning"]),
        ('{ antiCsrf: "NONE" }', "", []),
        ("{ cookieSecure: process.env.X }", "{ cookieSecure: false }", []),
        ("{ ...options }", "{ cookieSecure: false }", []),
        (
            '{ getTokenTransferMethod: () => "header", cookieSecure: false }',
            '{ getTokenTransferMethod: () => "header" }',
            [],
        ),
    ],
)
def test_settings_of_services_on_one_core(
    tmp_path: Path, first: str, second: str, expected: list[str]
) -> None:
    """What the SDK computes counts like what is given; unknown values are not compared."""
    system = (
        service("auth", SHOP, first, signs_in=True),
        service("stock", STOCK, second),
    )
    assert said(findings(tmp_path, *system, codes=CODES)) == expected


STRICT = '{ cookieSameSite: "strict" }'


@pytest.mark.parametrize(
    ("parts", "shares"),
    [
        ((service("a", SHOP, STRICT, signs_in=True), service("b", STOCK)), True),
        ((service("a", SHOP, STRICT), service("b", STOCK)), True),
        ((service("a", LOCAL, STRICT), service("b", LOCAL)), False),
        ((service("a", LOCAL, STRICT, signs_in=True), service("b", LOCAL)), True),
        (
            (
                service("a", LOCAL, STRICT, signs_in=True),
                service("b", ("http://localhost:3002", LOCAL[1]), signs_in=True),
            ),
            False,
        ),
        (
            (
                service("a", SHOP, STRICT, signs_in=True),
                service("b", STOCK, core="http://other.shop.example:3567"),
            ),
            False,
        ),
        (
            (
                service("a", SHOP, STRICT, signs_in=True, core="https://try.supertokens.com"),
                service("b", STOCK, core="https://try.supertokens.com"),
            ),
            False,
        ),
        (
            (service("a", SHOP, STRICT, signs_in=True), service("b", SHOP, signs_in=True)),
            False,
        ),
    ],
)
def test_what_shows_that_sessions_are_shared(
    tmp_path: Path, parts: tuple[dict[str, str], ...], shares: bool
) -> None:
    """One core is not enough: templates beside each other all name the same one."""
    assert bool(findings(tmp_path, *parts, codes=CODES)) == shares


def test_one_cookie_domain_shares_sessions(tmp_path: Path) -> None:
    """Whatever the cores are: the browser sends the cookies to both."""
    first = '{ cookieDomain: ".shop.example", cookieSecure: true }'
    second = '{ cookieDomain: ".shop.example", cookieSecure: false }'
    system = (
        service("a", SHOP, first, core="http://one:3567", signs_in=True),
        service("b", STOCK, second, core="http://two:3567", signs_in=True),
    )
    (found,) = findings(tmp_path, *system, codes=CODES)
    assert said([found]) == ["ST212 warning"]
    assert {"a cookieSecure", "b cookieSecure"} <= {
        end.label for end in (found.primary, *found.counterparts)
    }


def test_a_frontend_that_calls_both_joins_them(tmp_path: Path) -> None:
    """Two full backends on one machine belong together when one frontend calls both."""
    other = ("http://localhost:3002", LOCAL[1])
    system = (
        service("a", LOCAL, STRICT, signs_in=True),
        service("b", other, signs_in=True),
    )
    assert findings(tmp_path / "apart", *system, codes=CODES) == []
    web = auth_react(info(LOCAL))
    web["web/index.js"] += 'fetch("http://localhost:3002/stock");\n'
    found = findings(tmp_path / "joined", *system, web, codes=CODES)
    assert said(found) == ["ST212 warning"]


def test_services_in_one_compose_file_belong_together(tmp_path: Path) -> None:
    """What one file starts with one core shares it."""
    compose = """
services:
  core: { image: "supertokens/supertokens-postgresql" }
  a: { build: ./a, ports: ["3001:3001"] }
  b: { build: ./b, ports: ["3002:3002"] }
"""
    system = (
        service("a", LOCAL, STRICT, core="http://core:3567", signs_in=True),
        service("b", ("http://localhost:3002", LOCAL[1]), core="http://core:3567", signs_in=True),
    )
    found = findings(tmp_path, *system, {"compose.yaml": compose}, codes=CODES)
    assert said(found) == ["ST212 warning"]
    assert found[0].environments == ("compose.yaml",)


def test_languages_are_compared_with_one_another(tmp_path: Path) -> None:
    """A Python and a Node service agree on what they compute."""
    auth = service("auth", SHOP, '{ cookieSameSite: "strict" }', signs_in=True)
    stock = {
        name.replace("api/", "stock/"): text
        for name, text in python(python_info(STOCK), 'cookie_same_site="strict"').items()
    }
    stock["stock/main.py"] = stock["stock/main.py"].replace(
        "framework=", f'supertokens_config=SupertokensConfig(connection_uri="{CORE}"), framework='
    )
    stock["stock/main.py"] = stock["stock/main.py"].replace(
        "InputAppInfo, init", "InputAppInfo, SupertokensConfig, init"
    )
    assert findings(tmp_path / "alike", auth, stock, codes=CODES) == []
    stock["stock/main.py"] = stock["stock/main.py"].replace('"strict"', '"lax"')
    (found,) = findings(tmp_path / "differ", auth, stock, codes=CODES)
    assert "cookieSameSite is 'strict'" in found.message
    assert "cookie_same_site is 'lax'" in found.message


@pytest.mark.parametrize(
    ("domains", "session", "expected"),
    [
        (SHOP, '{ antiCsrf: "NONE" }', []),
        (SHOP, '{ antiCsrf: "NONE", cookieSameSite: "none" }', ["ST209 error"]),
        (TWO, '{ antiCsrf: "NONE" }', ["ST209 error"]),
        (TWO, '{ antiCsrf: "VIA_CUSTOM_HEADER" }', []),
        (TWO, '{ antiCsrf: "VIA_TOKEN" }', []),
        (TWO, "", []),
        (TWO, '{ antiCsrf: "none" }', []),
        (TWO, "{ antiCsrf: process.env.X }", []),
        (TWO, '{ antiCsrf: "NONE", getTokenTransferMethod: () => "header" }', []),
        (
            ("https://localhost:3001", "http://localhost:3000"),
            '{ antiCsrf: "NONE" }',
            ["ST209 warning"],
        ),
    ],
)
def test_protection_that_is_switched_off(
    tmp_path: Path, domains: tuple[str, str], session: str, expected: list[str]
) -> None:
    """NONE is right as long as SameSite protects."""
    assert said(findings(tmp_path, node(info(domains), session), codes=CODES)) == expected


PAGE = """
const API = "https://api.shop.example";
export const order = () => fetch(`${API}%s`, { method: "%s", credentials: "%s", headers: %s });
"""


@pytest.mark.parametrize(
    ("mode", "path", "method", "credentials", "headers", "expected"),
    [
        ("VIA_CUSTOM_HEADER", "/orders", "POST", "include", "{}", 1),
        ("VIA_CUSTOM_HEADER", "/orders", "post", "include", "{}", 1),
        ("VIA_CUSTOM_HEADER", "/orders/?a=1", "POST", "include", "{}", 1),
        ("VIA_CUSTOM_HEADER", "/auth/session/refresh", "POST", "include", "{}", 1),
        ("VIA_CUSTOM_HEADER", "/orders", "POST", "include", '{ RID: "x" }', 0),
        ("VIA_CUSTOM_HEADER", "/orders", "POST", "include", '{ Authorization: "Bearer" }', 0),
        ("VIA_CUSTOM_HEADER", "/orders", "POST", "include", "{ ...mine }", 0),
        ("VIA_CUSTOM_HEADER", "/orders", "POST", "include", "mine", 0),
        ("VIA_CUSTOM_HEADER", "/orders", "GET", "include", "{}", 0),
        ("VIA_CUSTOM_HEADER", "/orders", "POST", "omit", "{}", 0),
        ("VIA_CUSTOM_HEADER", "/open", "POST", "include", "{}", 0),
        ("VIA_TOKEN", "/orders", "POST", "include", '{ rid: "x" }', 1),
        ("VIA_TOKEN", "/orders", "POST", "include", '{ "anti-csrf": token }', 0),
        ("NONE", "/orders", "POST", "include", "{}", 0),
    ],
)
def test_requests_without_an_sdk(
    tmp_path: Path,
    mode: str,
    path: str,
    method: str,
    credentials: str,
    headers: str,
    expected: int,
) -> None:
    """A request that surely meets a check of the session has to carry the mode's header."""
    backend = node(info(SHOP), f'{{ antiCsrf: "{mode}" }}')
    backend["api/index.js"] += (
        'import { verifySession } from "supertokens-node/recipe/session/framework/express";\n'
        "const app = express();\n"
        'app.post("/orders", verifySession(), (req, res) => res.json({}));\n'
        'app.post("/open", (req, res) => res.json({}));\n'
    )
    kiosk = {
        "kiosk/package.json": manifest(react="18.3.1"),
        "kiosk/main.js": PAGE % (path, method, credentials, headers),
    }
    system = (auth_react(info(SHOP)), backend, kiosk)
    assert len(findings(tmp_path, *system, codes=CODES)) == expected


def test_an_sdk_sends_the_header_itself(tmp_path: Path) -> None:
    """Requests of a package with a frontend SDK are left alone."""
    backend = node(info(SHOP), '{ antiCsrf: "VIA_CUSTOM_HEADER" }')
    web = auth_react(info(SHOP))
    web["web/order.js"] = PAGE % ("/auth/session/refresh", "POST", "include", "{}")
    assert findings(tmp_path, web, backend, codes=CODES) == []
