"""When rules about CORS speak, how loudly, and when they keep quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.small_systems import findings, manifest, node, web_js, website
from supertokens_lint.cors.model import Matching
from supertokens_lint.finding import Finding, Severity
from supertokens_lint_rules.cors.origins import flaw, nearness

CODES = "ST301,ST302,ST303,ST304,ST305,ST306,ST307,ST308"
API, SITE = "http://localhost:3001", "http://localhost:3000"
NAMES = 'appName: "a", '
GOOD = f'cors({{ origin: "{SITE}", credentials: true }})'


def frontend(api: str = f'"{API}"', session: str = "") -> dict[str, str]:
    """Return a frontend that calls an API."""
    return web_js(f"{NAMES}apiDomain: {api}", session)


def backend(
    mounts: str, site: str = f'"{SITE}"', api: str = f'"{API}"', session: str = ""
) -> dict[str, str]:
    """Return an Express backend with these calls on its application."""
    files = node(f"{NAMES}apiDomain: {api}, websiteDomain: {site}", session)
    head = (
        'import express from "express";\nimport cors from "cors";\n'
        'import { middleware } from "supertokens-node/framework/express";\n'
    )
    files["api/index.js"] = f"{head}{files['api/index.js']}const app = express();\n{mounts}\n"
    return files


def codes(found: list[Finding]) -> list[str]:
    """Return the codes of findings, in order."""
    return sorted(finding.code for finding in found)


@pytest.mark.parametrize(
    ("mounts", "expected"),
    [
        (f"app.use({GOOD}); app.use(middleware());", []),
        ("app.use(middleware());", ["ST301"]),
        ("if (process.env.X) { app.use(cors()); }\napp.use(middleware());", ["ST302", "ST304"]),
        (f"app.use(middleware()); app.use({GOOD});", ["ST307"]),
        (f'app.use("/auth", {GOOD}); app.use(middleware());', []),
        (f'app.use("/public", {GOOD}); app.use(middleware());', ["ST301"]),
        (f'app.get("/x", {GOOD}); app.use(middleware());', ["ST301"]),
        (f'app.options("*", {GOOD}); app.use(middleware());', ["ST301"]),
        (f"app.use(cors()); app.use({GOOD}); app.use(middleware());", []),
        (f'app.use({GOOD}); app.use("/public", cors()); app.use(middleware());', []),
        ("app.use(cors((req, done) => done(null, {}))); app.use(middleware());", []),
        ("app.use(cors({ ...unknown })); app.use(middleware());", []),
        ("app.use(cors(options)); app.use(middleware());", []),
        ("app.get('/x', (req, res) => res.end());", []),
    ],
)
def test_layers_and_what_is_said(tmp_path: Path, mounts: str, expected: list[str]) -> None:
    """What applies to the SDK's API is judged, what does not or is unknown is left alone."""
    assert codes(findings(tmp_path, frontend(), backend(mounts), codes=CODES)) == expected


@pytest.mark.parametrize(
    "api",
    [f'"{SITE}"', '"http://LOCALHOST:3000/"', "window.location.origin", "globalThis.apiUrl"],
)
def test_one_origin_or_an_unknown_one_needs_no_cors(tmp_path: Path, api: str) -> None:
    """A frontend that calls its own origin, or one that nobody knows, is left alone."""
    found = findings(tmp_path, frontend(api), backend("app.use(middleware());"), codes=CODES)
    assert found == []


def test_localhost_with_two_ports_is_cross_origin(tmp_path: Path) -> None:
    """Ports are part of an origin, though not of a site."""
    found = findings(tmp_path, frontend(), backend("app.use(middleware());"), codes=CODES)
    assert codes(found) == ["ST301"]
    assert found[0].severity is Severity.ERROR
    assert found[0].environments == ()


def test_a_backend_alone_is_taken_at_its_word(tmp_path: Path) -> None:
    """Without any frontend the backend's own addresses decide."""
    assert codes(findings(tmp_path, backend("app.use(middleware());"), codes=CODES)) == ["ST301"]


def test_native_apps_have_no_origin(tmp_path: Path) -> None:
    """React Native sends no Origin header that anybody checks."""
    native = {
        "web/package.json": manifest(supertokens__react__native="5.1.2"),
        "web/main.js": 'import SuperTokens from "supertokens-react-native";\n'
        f'SuperTokens.init({{ apiDomain: "{API}" }});\n',
    }
    assert findings(tmp_path, native, backend("app.use(middleware());"), codes=CODES) == []


def test_a_fault_in_one_environment_is_a_warning(tmp_path: Path) -> None:
    """Production may be wrong while development is right."""
    mounts = "app.use(cors({ origin: process.env.ORIGIN, credentials: true }));"
    files = backend(f"{mounts}\napp.use(middleware());", "process.env.SITE", "process.env.API")
    files["api/.env.development"] = f"API={API}\nSITE={SITE}\nORIGIN={SITE}\n"
    files["api/.env.production"] = (
        "API=https://api.shop.example\nSITE=https://shop.example\nORIGIN=https://shop.example/\n"
    )
    found = findings(tmp_path, files, codes=CODES)
    assert codes(found) == ["ST303"]
    assert found[0].environments == ("production",)
    assert found[0].primary.place.path.endswith(".env.production")


def test_a_site_in_an_example_file_proves_no_mismatch(tmp_path: Path) -> None:
    """Nobody is bound to copy the values of an example file."""
    mounts = f"app.use({GOOD}); app.use(middleware());"
    files = backend(mounts, "process.env.SITE")
    files["api/.env.example"] = "SITE=http://localhost:8080\n"
    assert findings(tmp_path, files, codes=CODES) == []


def test_one_of_several_addresses_is_enough(tmp_path: Path) -> None:
    """Where several addresses are given for the website, one that is allowed will do."""
    mounts = f"app.use({GOOD}); app.use(middleware());"
    files = backend(mounts, 'process.env.SITE || "http://localhost:3000"')
    files["api/.env"] = "SITE=http://localhost:3000\n"
    assert findings(tmp_path, frontend(), files, codes=CODES) == []


@pytest.mark.parametrize(
    ("origin", "message"),
    [
        ('"http://localhost:3000/"', "ends with a slash"),
        ('["http://localhost:3000/app"]', "has a path"),
        ('"localhost:3000"', "'localhost:3000', which is another origin"),
        ('["*"]', "no wildcard"),
        ("false", "allows no origin"),
        ('"https://localhost:3000"', "another origin"),
        ("process.env.SITE", "SITE alone"),
    ],
)
def test_mismatches_say_what_is_wrong(tmp_path: Path, origin: str, message: str) -> None:
    """The message names the reason."""
    mounts = f"app.use(cors({{ origin: {origin}, credentials: true }})); app.use(middleware());"
    files = backend(mounts, f'process.env.SITE || "{SITE}"')
    found = findings(tmp_path, files, codes=CODES)
    assert codes(found) == ["ST303"]
    assert message in found[0].message


def test_entries_that_nobody_sends_are_told_without_a_website(tmp_path: Path) -> None:
    """An entry with a slash at its end is wrong whatever the website is."""
    mounts = (
        f'app.use(cors({{ origin: ["{SITE}", "https://shop.example/"], credentials: true }}));'
        "\napp.use(middleware());"
    )
    files = backend(mounts)
    files["api/index.js"] = files["api/index.js"].replace("supertokens.init(", "setUp(")
    found = findings(tmp_path, files, codes=CODES)
    assert [(item.code, item.severity) for item in found] == [("ST303", Severity.WARNING)]


def test_star_where_none_is_needed_now_is_worth_knowing(tmp_path: Path) -> None:
    """The frontend calls its own origin, but the backend names two."""
    mounts = 'app.use(cors({ origin: "*", credentials: true })); app.use(middleware());'
    found = findings(tmp_path, frontend("window.location.origin"), backend(mounts), codes=CODES)
    assert [(item.code, item.severity) for item in found] == [("ST302", Severity.INFO)]


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        ('["content-type", ...supertokens.getAllCORSHeaders()]', None),
        ('["content-type"].concat(supertokens.getAllCORSHeaders())', None),
        ("supertokens.getAllCORSHeaders()", "content-type"),
        ('"Content-Type, RID, FDI-Version, ST-Auth-Mode"', None),
        ('["content-type", "rid", "fdi-version"]', "st-auth-mode"),
        ('["content-type", ...process.env.MORE.split(",")]', None),
    ],
)
def test_allowed_headers(tmp_path: Path, headers: str, missing: str | None) -> None:
    """Lists are opened, also those that the SDK gives; unknown parts may hold what is missing."""
    policy = f'origin: "{SITE}", credentials: true, allowedHeaders: {headers}'
    mounts = f"app.use(cors({{ {policy} }})); app.use(middleware());"
    found = findings(tmp_path, frontend(), backend(mounts), codes=CODES)
    assert codes(found) == ([] if missing is None else ["ST305"])
    assert missing is None or missing in found[0].message


def test_old_frontends_send_no_auth_mode(tmp_path: Path) -> None:
    """supertokens-website before 16 does not send ``st-auth-mode``."""
    policy = f'origin: "{SITE}", credentials: true, allowedHeaders: ["content-type", "rid", "fdi-version"]'
    mounts = f"app.use(cors({{ {policy} }})); app.use(middleware());"
    old = website(f'apiDomain: "{API}"', version="15.1.0")
    new = website(f'apiDomain: "{API}"', version="20.1.6")
    assert findings(tmp_path / "old", old, backend(mounts), codes=CODES) == []
    assert codes(findings(tmp_path / "new", new, backend(mounts), codes=CODES)) == ["ST305"]


def test_header_mode_and_anti_csrf_need_more(tmp_path: Path) -> None:
    """``authorization`` in header mode, ``anti-csrf`` with VIA_TOKEN."""
    headers = '["content-type", "rid", "fdi-version", "st-auth-mode"]'
    policy = f'origin: "{SITE}", credentials: true, allowedHeaders: {headers}'
    mounts = f"app.use(cors({{ {policy} }})); app.use(middleware());"
    plain = findings(tmp_path / "plain", frontend(), backend(mounts), codes=CODES)
    header = frontend(session='{ tokenTransferMethod: "header" }')
    csrf = backend(mounts, session='{ antiCsrf: "VIA_TOKEN" }')
    tokens = findings(tmp_path / "header", header, backend(mounts), codes=CODES)
    checked = findings(tmp_path / "csrf", frontend(), csrf, codes=CODES)
    assert plain == []
    assert "authorization" in tokens[0].message
    assert "anti-csrf" in checked[0].message


def test_no_credentials_are_needed_when_none_are_sent(tmp_path: Path) -> None:
    """Header mode with ``autoAddCredentials: false`` sends none; cookie mode always needs them."""
    mounts = "app.use(cors()); app.use(middleware());"
    header = frontend(session='{ tokenTransferMethod: "header", autoAddCredentials: false }')
    cookie = frontend(session="{ autoAddCredentials: false }")
    assert findings(tmp_path / "header", header, backend(mounts), codes=CODES) == []
    found = findings(tmp_path / "cookie", cookie, backend(mounts), codes=CODES)
    assert codes(found) == ["ST302", "ST304"]


def test_methods_are_errors_when_the_frontend_uses_them(tmp_path: Path) -> None:
    """A route that the frontend certainly calls is worse than one that it may not call."""
    policy = f'cors({{ origin: "{SITE}", credentials: true, methods: ["GET", "POST"] }})'
    mounts = f'app.use({policy}); app.use(middleware()); app.delete("/x", (req, res) => res.end());'
    called = frontend()
    called["web/main.js"] += f'fetch("{API}/x", {{ method: "DELETE" }});\n'
    quiet = findings(tmp_path / "quiet", frontend(), backend(mounts), codes=CODES)
    loud = findings(tmp_path / "loud", called, backend(mounts), codes=CODES)
    assert [(item.code, item.severity) for item in quiet] == [("ST308", Severity.WARNING)]
    assert [(item.code, item.severity) for item in loud] == [("ST308", Severity.ERROR)]


@pytest.mark.parametrize(
    ("text", "matching", "why"),
    [
        (SITE, Matching.EXACT, None),
        (SITE + "/", Matching.EXACT, "ends with a slash"),
        ("https://shop.example:443", Matching.EXACT, "names the default port"),
        ("https://shop.example/app", Matching.EXACT, "has a path"),
        ("https://shop.example?x", Matching.EXACT, "has a path"),
        ("https://Shop.example", Matching.EXACT, "is not in lower case"),
        ("https://Shop.example", Matching.CASELESS, None),
        (" https://shop.example", Matching.EXACT, "has a space around it"),
        ("shop.example", Matching.EXACT, "has no scheme"),
        ("https://a.example,https://b.example", Matching.EXACT, "is a list in one text"),
        ("https://*.shop.example", Matching.WILDCARD, None),
        ("null", Matching.EXACT, None),
        ("", Matching.EXACT, None),
        ("capacitor://localhost", Matching.EXACT, None),
        (SITE + "/", Matching.SCHEME_AND_HOST, None),
        (SITE + "/", Matching.SUBSTRING, None),
    ],
)
def test_entries_that_no_browser_sends(text: str, matching: Matching, why: str | None) -> None:
    """An entry is flawed when it cannot equal an Origin header by its library's comparison."""
    assert flaw(text, matching) == why


def test_the_nearest_entry_is_shown() -> None:
    """Same origin written differently is nearer than the same host, that nearer than the port."""
    entries = ["https://shop.example", "http://other:3000", "http://localhost", SITE + "/"]
    assert sorted(entries, key=lambda text: nearness(text, SITE)) == entries
