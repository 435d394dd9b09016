"""Rules about shells and native apps: one shape a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.small_systems import auth_react, findings, node, web_js
from supertokens_lint.finding import Finding, Severity

API = "https://api.example.com"
SITE = "https://www.example.com"
INFO = f'appName: "x", apiDomain: "{API}"'


def _shell(directory: Path, dependencies: dict[str, str], **files: str) -> list[tuple[str, str]]:
    web = web_js(INFO)
    manifest = json.loads(web["web/package.json"])
    manifest["dependencies"] |= dependencies
    web["web/package.json"] = json.dumps(manifest)
    more = {f"web/{name.replace('__', '/')}": text for name, text in files.items()}
    found = findings(directory, web, more, codes="ST702")
    return [(finding.severity.label, finding.message.split(" runs in ")[1]) for finding in found]


ELECTRON = {"electron": "^31.0.0"}
HEAD = (
    'import { BrowserWindow } from "electron";\nimport path from "path";\nimport url from "url";\n'
)


@pytest.mark.parametrize(
    ("load", "severity"),
    [
        ("win.loadFile('index.html')", "error"),
        ("win.loadURL('file:///app/index.html')", "error"),
        ("win.loadURL(`file://${path.join(__dirname, 'index.html')}`)", "error"),
        ("win.loadURL('app://x/index.html')", "error"),
        ("win.loadURL(url.format({ pathname: 'x', protocol: 'file:', slashes: true }))", "error"),
        ("win.loadURL(url.pathToFileURL('x').toString())", "warning"),
        ("win.loadURL(MAIN_WINDOW_WEBPACK_ENTRY)", "error"),
        ("win.loadURL(dev ? 'http://localhost:3000' : 'file:///app/index.html')", "error"),
        ("if (dev) win.loadURL('http://localhost:3000'); else win.loadFile('x')", "error"),
        ("win.loadURL(process.env.START_URL)", "warning"),
        ("win.loadURL('http://localhost:3000')", None),
        ("win.loadURL('https://app.example.com')", None),
        ("win.loadURL('https://app.example.com'); splash.loadFile('splash.html')", None),
    ],
)
def test_what_electron_loads(tmp_path: Path, load: str, severity: str | None) -> None:
    """A window that loads a site has cookies; a file and a scheme of its own have none."""
    found = _shell(
        tmp_path,
        ELECTRON,
        **{"main__index.js": f"{HEAD}const win = new BrowserWindow();\n{load};\n"},
    )
    assert [item for item, _ in found] == ([] if severity is None else [severity])


def test_a_dependency_alone_is_no_shell(tmp_path: Path) -> None:
    """Electron among the dependencies says nothing while no code opens a window."""
    assert _shell(tmp_path, ELECTRON) == []


@pytest.mark.parametrize(
    ("dependencies", "files", "found"),
    [
        ({"@capacitor/core": "6", "@capacitor/ios": "6"}, {}, ["error"]),
        ({"@capacitor/core": "6", "@capacitor/android": "6"}, {}, ["warning"]),
        ({"@capacitor/core": "6"}, {}, []),
        ({"@capacitor/core": "6"}, {"capacitor.config.json": '{"appId": "x"}'}, ["error"]),
        ({"@capacitor/core": "6"},
         {"capacitor.config.json": '{"server": {"url": "https://app.example.com"}}'}, []),
        ({"@capacitor/core": "6"},
         {"capacitor.config.ts": "export default { plugins: { CapacitorCookies: { enabled: true } } };"}, []),
        ({"@capacitor/core": "6"}, {"capacitor.config.json": "{ half"}, ["error"]),
        ({"cordova-ios": "7"}, {"config.xml": "<widget><content src='index.html'/></widget>"}, ["error"]),
        ({"cordova-android": "13"}, {}, ["warning"]),
        ({"cordova-ios": "7"}, {"config.xml": '<widget><content src="https://x.org"/></widget>'}, []),
        ({"@tauri-apps/api": "2"}, {}, ["warning"]),
        ({"@tauri-apps/api": "2"}, {"src-tauri/tauri.conf.json": '{"build": {"distDir": "../dist"}}'}, ["error"]),
        ({"@tauri-apps/api": "1"}, {"src-tauri/tauri.conf.json": '{"build": {"distDir": "https://x.org"}}'}, []),
        ({"@tauri-apps/api": "2"},
         {"src-tauri/tauri.conf.json": '{"app": {"windows": [{"url": "https://x.org"}]}}'}, []),
        ({}, {"manifest.json": '{"manifest_version": 3, "action": {"default_popup": "i.html"}}'}, ["error"]),
        ({}, {"manifest.json": '{"manifest_version": 3, "content_scripts": []}'}, []),
        ({}, {"manifest.json": '{"name": "x", "display": "standalone"}'}, []),
        ({"wxt": "0.19"}, {"entrypoints/popup/main.ts": ""}, ["error"]),
        ({"wxt": "0.19"}, {"entrypoints/content.ts": ""}, []),
    ],
)  # fmt: skip
def test_other_shells(
    tmp_path: Path, dependencies: dict[str, str], files: dict[str, str], found: list[str]
) -> None:
    """Each shell is known by its manifest and files, and by what its pages come from."""
    assert [item for item, _ in _shell(tmp_path, dependencies, **files)] == found


IOS = {"@capacitor/core": "6.1.0", "@capacitor/ios": "6.1.0"}
ANDROID = {"@capacitor/core": "^6.1.0", "@capacitor/android": "^6.1.0"}


@pytest.mark.parametrize(
    ("dependencies", "server", "origin"),
    [
        (IOS, "{}", "capacitor://localhost"),
        (IOS, '{ iosScheme: "ionic", hostname: "app.shop.example" }', "ionic://app.shop.example"),
        (IOS, '{ iosScheme: "https", androidScheme: "http" }', "capacitor://localhost"),
        (ANDROID, "{}", "https://localhost"),
        (ANDROID, '{ androidScheme: "http", iosScheme: "ionic" }', "http://localhost"),
        (ANDROID, '{ hostname: "app.shop.example" }', "https://app.shop.example"),
        (ANDROID, "{ androidScheme: scheme() }", "an origin that its configuration decides"),
        (ANDROID, "{ ...more }", "an origin that its configuration decides"),
        ({**ANDROID, "@capacitor/core": "^5.0.0"}, "{}", "http://localhost"),
    ],
)
def test_the_origin_of_capacitor(
    tmp_path: Path, dependencies: dict[str, str], server: str, origin: str
) -> None:
    """The origin that is told is the one of the configuration and of the release."""
    config = f'import {{ more, scheme }} from "./x";\nexport default {{ server: {server} }};'
    ((_, message),) = _shell(tmp_path, dependencies, **{"capacitor.config.ts": config})
    assert f"from {origin}," in message


@pytest.mark.parametrize("option", ["cookieHandler: a,", "windowHandler: b,", "...more,"])
def test_a_handler_is_enough(tmp_path: Path, option: str) -> None:
    """A handler is taken to be right, and options that nobody sees may hold one."""
    web = auth_react(f'{INFO}, websiteDomain: "{SITE}"', root=option)
    web["web/package.json"] = json.dumps(
        {"dependencies": {"supertokens-auth-react": "0.50.0", **ELECTRON}}
    )
    web["web/main.js"] = f"{HEAD}new BrowserWindow().loadFile('x');\n"
    assert findings(tmp_path, web, codes="ST702") == []


def _native(
    directory: Path,
    use: str,
    options: str = 'tokenTransferMethod: "cookie"',
    *,
    codes: str = "ST701",
    version: str = "5.1.0",
    more: dict[str, str] | None = None,
) -> list[Finding]:
    web_sdks = ("supertokens-web-js", "supertokens-website", "supertokens-auth-react")
    known = {"react-native": "0.76.0", "supertokens-react-native": version}
    app = {
        "app/package.json": json.dumps({"dependencies": known | dict.fromkeys(web_sdks, "*")}),
        "app/index.js": 'import SuperTokens from "supertokens-react-native";\nimport "./use";\n'
        f'SuperTokens.init({{ apiDomain: "{API}", {options} }});\n',
        "app/use.js": use,
    }
    return findings(directory, app, more or {}, codes=codes)


COOKIES = 'import CookieManager from "@react-native-cookies/cookies";\n'
NETWORK = 'import RCTNetworking from "react-native/Libraries/Network/RCTNetworking";\n'
OUT = 'import SuperTokens from "supertokens-react-native";\n'


@pytest.mark.parametrize(
    ("use", "severity"),
    [
        (f'fetch("{API}/a", {{ headers: {{ Cookie: "a=b" }} }});', "error"),
        (f'fetch("{API}/a", {{ headers: {{ "cookie": "a=b" }} }});', "error"),
        ('fetch("https://x.org/a", { headers: { Cookie: "a=b" } });', None),
        ("export const set = (config) => { config.headers.Cookie = 'a=b'; };", "warning"),
        (f"export const set = (headers) => {{ headers.append('Cookie', 'a=b'); fetch('{API}'); }};",
         "error"),
        (f'fetch("{API}/a", {{ credentials: "omit" }});', "error"),
        (f'fetch("{API}/a", {{ credentials: "same-origin" }});', None),
        ('fetch("https://x.org/a", { credentials: "omit" });', None),
        (COOKIES + "export const a = () => CookieManager.clearAll();", "error"),
        (COOKIES + "export const a = () => CookieManager.clearByName('x', 'theme');", None),
        (COOKIES + "export const a = () => CookieManager.clearByName('x', 'sAccessToken');", "error"),
        (COOKIES + "export const a = () => CookieManager.set('x', { name: 'sAccessToken' });", "error"),
        (COOKIES + "export const a = () => CookieManager.set('x', { name: 'theme' });", None),
        (COOKIES + "export const a = () => CookieManager.setFromResponse('x', 'y');", "error"),
        (COOKIES + OUT + "export const a = async () => { await SuperTokens.signOut();"
         " CookieManager.clearAll(); };", None),
        (NETWORK + "export const a = () => RCTNetworking.clearCookies(() => {});", "error"),
    ],
)  # fmt: skip
def test_cookies_by_hand(tmp_path: Path, use: str, severity: str | None) -> None:
    """In cookie mode the session's cookies are the system's and the SDK's alone."""
    found = [finding.severity.label for finding in _native(tmp_path, use)]
    assert found == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("options", "version", "fires"),
    [
        ("", "5.1.0", False),
        ('tokenTransferMethod: "header"', "5.1.0", False),
        ("tokenTransferMethod: mode", "5.1.0", False),
        ("", "3.1.0", True),
        ('tokenTransferMethod: "cookie"', "5.1.0", True),
    ],
)
def test_the_version_decides_what_is_the_default(
    tmp_path: Path, options: str, version: str, *, fires: bool
) -> None:
    """Before 4.0 there were cookies only; since then headers are the default."""
    use = COOKIES + "export const a = () => CookieManager.clearAll();"
    found = _native(tmp_path, use, options, version=version)
    assert bool(found) is fires


def test_auto_add_credentials_off(tmp_path: Path) -> None:
    """Without credentials the system neither stores nor sends the cookies."""
    options = 'tokenTransferMethod: "cookie", autoAddCredentials: false'
    assert len(_native(tmp_path, "", options)) == 1
    assert _native(tmp_path, "", "autoAddCredentials: false") == []


VIEW = 'import { WebView } from "react-native-webview";\n'


@pytest.mark.parametrize(
    ("view", "session", "severity"),
    [
        (f'<WebView source={{{{ uri: "{SITE}/help" }}}} />', "", Severity.WARNING),
        (f"<WebView source={{{{ uri: `{SITE}/${{page}}` }}}} />", "", Severity.WARNING),
        (f'<WebView source={{{{ uri: "{API}/page" }}}} />', "", Severity.WARNING),
        ("<WebView source={{ uri: process.env.HELP }} />", "", Severity.INFO),
        ('<WebView source={{ uri: "https://maps.org" }} />', "", None),
        ('<WebView source={{ html: "<p>x</p>" }} />', "", None),
        (f'<WebView incognito source={{{{ uri: "{SITE}" }}}} />', "", None),
        (f'<WebView source={{{{ uri: "{SITE}" }}}} />', "{ getTokenTransferMethod: f }", None),
    ],
)
def test_web_views(tmp_path: Path, view: str, session: str, severity: Severity | None) -> None:
    """A web view of the own site leaks its cookies unless the backend decides."""
    info = f'{INFO}, websiteDomain: "{SITE}"'
    others = {**auth_react(info), **node(info, session)}
    use = f"{VIEW}export const Help = ({{ page }}) => {view};"
    found = _native(tmp_path, use, "", codes="ST703", more=others)
    assert [finding.severity for finding in found] == ([] if severity is None else [severity])


def test_a_web_view_without_a_website_leaks_nothing(tmp_path: Path) -> None:
    """No website with sessions in cookies, no cookies to leak."""
    use = f'{VIEW}export const Help = () => <WebView source={{{{ uri: "{SITE}" }}}} />;'
    more = node(f'{INFO}, websiteDomain: "{SITE}"')
    assert _native(tmp_path, use, "", codes="ST703", more=more) == []


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("session.js", 'import S from "supertokens-web-js";', 1),
        ("session.js", 'import { init } from "supertokens-auth-react";', 1),
        ("session.js", 'const S = require("supertokens-website");', 1),
        ("session.web.js", 'import S from "supertokens-web-js";', 0),
        ("session.js", 'import type { SuperTokensConfig } from "supertokens-web-js";', 0),
        ("session.js", 'import { Platform } from "react-native";\n'
         'if (Platform.OS === "web") { require("supertokens-web-js"); }', 0),
        ("session.test.js", 'import S from "supertokens-web-js";', 0),
    ],
)  # fmt: skip
def test_web_sdks_in_native(tmp_path: Path, name: str, text: str, count: int) -> None:
    """A web SDK is wrong in React Native, except in code for its web platform."""
    stem = name.split(".", maxsplit=1)[0]
    more = {f"app/{name}": text}
    use = f'import "./{stem}";\nimport "./{name.removesuffix(".js")}";'
    assert len(_native(tmp_path, use, "", codes="ST704", more=more)) == count
