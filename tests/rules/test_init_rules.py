"""Inits: whether there is one, what is in it, and where its options stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.small_systems import auth_react, findings, manifest, node, python, web_js, website
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.sdk.names import Sdk
from supertokens_lint_rules.initialisation.path_doubts import path_doubt

INITS = "ST101,ST102,ST106,ST107"
API = "http://localhost:4200"
SITE = "http://localhost:4100"
INFO = f'appName: "a", apiDomain: "{API}", websiteDomain: "{SITE}"'
USE = (
    'import { verifySession } from "supertokens-node/recipe/session/framework/express";\n'
    "export const guard = verifySession();\n"
)
SERVED = (
    'import { middleware } from "supertokens-node/framework/express";\n'
    "export const served = middleware();\n"
)


def _codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


def _backend_of(**files: str) -> dict[str, str]:
    named = {f"api/{name.replace('__', '.')}": text for name, text in files.items()}
    return {"api/package.json": manifest(supertokens__node="23.0.1"), **named}


# --- ST101 -------------------------------------------------------------------------------------


def test_a_use_without_an_init(tmp_path: Path) -> None:
    """The import that runs is where the finding points."""
    (finding,) = findings(tmp_path, _backend_of(index__js=USE), codes=INITS)
    assert finding.code == "ST101"
    assert finding.primary.place.path.endswith("api/index.js")


@pytest.mark.parametrize(
    "text",
    [
        'import type { SessionContainer } from "supertokens-node/recipe/session";\n',
        'import { SessionContainer } from "supertokens-node/recipe/session";\n',
        'import { TypeInput } from "supertokens-node/types";\n',
        'import "supertokens-node";\n',
    ],
)
def test_imports_that_run_nothing_need_no_init(tmp_path: Path, text: str) -> None:
    """Types and bare imports are no use of an SDK."""
    assert findings(tmp_path, _backend_of(index__js=text), codes=INITS) == []


def test_an_init_that_nothing_reaches_is_shown(tmp_path: Path) -> None:
    """The uncalled init is the other end of the finding."""
    dead = node(INFO)["api/index.js"].replace("supertokens.init(", "export function go() {\n init(")
    dead = dead.replace("import supertokens from", "import { init } from") + "}\n"
    system = _backend_of(index__js=USE, setup__js=dead)
    (finding,) = findings(tmp_path, system, codes=INITS)
    assert finding.code == "ST101"
    assert finding.counterparts[0].place.path.endswith("api/setup.js")


def test_an_init_in_another_package_may_be_the_one(tmp_path: Path) -> None:
    """A package of helpers has no init of its own."""
    helpers = {
        "packages/guards/package.json": manifest(supertokens__node="23.0.1"),
        "packages/guards/index.js": USE,
    }
    assert findings(tmp_path, node(INFO), helpers, codes=INITS) == []


def test_the_sides_of_one_package_are_apart(tmp_path: Path) -> None:
    """A backend's init does not initialise the frontend of the same package."""
    files = {
        "package.json": manifest(
            next="14.2.6", supertokens__node="23.0.1", supertokens__auth__react="0.50.0"
        ),
        "pages/api/auth.js": node(INFO)["api/index.js"],
        "pages/index.js": 'import { SessionAuth } from "supertokens-auth-react/recipe/session";\n'
        "export default () => <SessionAuth />;\n",
    }
    found = findings(tmp_path, files, codes="ST101")
    assert [Path(item.primary.place.path).name for item in found] == ["index.js"]


# --- ST102 -------------------------------------------------------------------------------------


def test_recipes_without_session(tmp_path: Path) -> None:
    """The list and the init are both shown."""
    text = SERVED + node(INFO)["api/index.js"]
    text = text.replace("recipe/session", "recipe/emailpassword")
    text = text.replace("Session", "EmailPassword")
    (finding,) = findings(tmp_path, {**node(INFO), "api/index.js": text}, codes=INITS)
    assert finding.code == "ST102"
    assert "emailpassword" in finding.message
    assert finding.counterparts[0].label == "backend init"


def test_recipes_that_are_only_called(tmp_path: Path) -> None:
    """A backend that neither serves the SDK's API nor uses sessions needs none."""
    text = node(INFO)["api/index.js"].replace("recipe/session", "recipe/emailpassword")
    assert findings(tmp_path, {**node(INFO), "api/index.js": text}, codes=INITS) == []


@pytest.mark.parametrize("recipes", ["...extra", "extra()", "on ? Session.init() : other()"])
def test_recipes_that_nobody_sees_may_hold_session(tmp_path: Path, recipes: str) -> None:
    """An unknown part of a list is no proof."""
    text = f"""import SuperTokens from "supertokens-web-js";
import Session from "supertokens-web-js/recipe/session";
import {{ extra, on, other }} from "@a/recipes";

Session.doesSessionExist();
SuperTokens.init({{ appInfo: {{ appName: "a", apiDomain: "{API}" }}, recipeList: [{recipes}] }});
"""
    assert findings(tmp_path, {**web_js(""), "web/main.js": text}, codes="ST102") == []


def test_recipes_that_create_no_session_need_none(tmp_path: Path) -> None:
    """A script that works on users alone may leave sessions out."""
    text = node(INFO)["api/index.js"].replace("recipe/session", "recipe/usermetadata")
    assert findings(tmp_path, {**node(INFO), "api/index.js": text}, codes=INITS) == []


def test_an_init_in_a_function_that_is_imported_under_a_condition(tmp_path: Path) -> None:
    """Nobody knows whether the condition holds, so the init may be reached."""
    system = {
        "api/requirements.txt": "supertokens-python==0.30.1\n",
        "api/app/login.py": "def start():\n    from supertokens_python import init\n    init()\n",
        "api/main.py": "from flags import hosted\n"
        "from supertokens_python.framework.fastapi import get_middleware\n"
        "if hosted():\n    from app.login import start\n    start()\n"
        "app.add_middleware(get_middleware())\n",
    }
    assert not findings(tmp_path, system, codes="ST101")
    system["api/main.py"] = system["api/main.py"].replace("    start()\n", "    pass\n")
    assert _codes(findings(tmp_path, system, codes="ST101")) == ["ST101"]


@pytest.mark.parametrize("group", ["dependencies", "peerDependencies"])
def test_a_library_leaves_the_init_to_applications(tmp_path: Path, group: str) -> None:
    """A package that others install beside the SDK initialises nothing itself."""
    system = {
        "package.json": json.dumps({"name": "guards", group: {"supertokens-node": "^23.0.0"}}),
        "src/index.js": USE,
        "src/__tests__/app.js": 'import supertokens from "supertokens-node";\n'
        f"supertokens.init({{ appInfo: {{ {INFO} }}, recipeList: [] }});\n",
    }
    found = findings(tmp_path, system, codes="ST101,ST004")
    assert _codes(found) == (["ST101"] if group == "dependencies" else [])


def test_uses_in_a_module_that_nothing_imports(tmp_path: Path) -> None:
    """What is left of a backend that was taken out harms nobody."""
    config = (
        'import supertokens from "supertokens-node";\n'
        'import Session from "supertokens-node/recipe/session";\n'
        f"export const start = () => supertokens.init({{ appInfo: {{ {INFO} }},\n"
        "  recipeList: [Session.init()] });\n"
    )
    assert not findings(tmp_path, _backend_of(auth__js=config), codes="ST101")
    used = _backend_of(auth__js=config, index__js=USE)
    assert _codes(findings(tmp_path, used, codes="ST101")) == ["ST101"]


# --- ST106 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "lacking"),
    [
        (auth_react(f'appName: "a", apiDomain: "{API}"'), ["websiteDomain"]),
        (auth_react(f'apiDomain: "{API}"'), ["appName or websiteDomain"]),
        (web_js('appName: "a"'), ["apiDomain"]),
        (web_js(f'appName: "a", apiDomain: "{API}"'), []),
        (website('apiBasePath: "/auth"'), ["apiDomain"]),
        (node(f'appName: "a", apiDomain: "{API}"'), ["websiteDomain"]),
        (node(f'appName: "a", apiDomain: "{API}", origin: () => "x"'), []),
        (node(f'...base, apiDomain: "{API}"'), []),
        (python(f'app_name="a", api_domain="{API}"'), ["website_domain"]),
        (python(f'api_domain="{API}", origin="{SITE}"'), ["app_name"]),
        (python(f'"a", "{API}", website_domain="{SITE}"'), []),
    ],
)
def test_keys_without_which_the_sdk_throws(
    tmp_path: Path, system: dict[str, str], lacking: list[str]
) -> None:
    """Each SDK has its own required keys; a spread may hold what is not seen."""
    found = findings(tmp_path, system, codes="ST106")
    said = [finding.message.partition(" has no ")[2].rstrip(".") for finding in found]
    assert said == lacking


@pytest.mark.parametrize(
    ("value", "severity"),
    [
        (API, None),
        (" localhost:4200/ ", None),
        ("http://LOCALHOST:4200", None),
        ("https://api.example.com:443", None),
        ("http://localhost:4200/v1", Severity.WARNING),
        ("", Severity.ERROR),
        ("*", Severity.ERROR),
        ("https://*.example.com", Severity.ERROR),
        ("https://a.example,https://b.example", Severity.ERROR),
        ("https://undefined", Severity.ERROR),
        ("https://${HOST}", Severity.ERROR),
        ("http://http://localhost:4200", Severity.ERROR),
        ("ftp://a.example", Severity.ERROR),
        ("http://localhost:99999", Severity.ERROR),
        ("backend", Severity.ERROR),
    ],
)
def test_domains_that_are_not_what_they_seem(
    tmp_path: Path, value: str, severity: Severity | None
) -> None:
    """A domain that the SDK rejects or changes is shown with what becomes of it."""
    system = node(f'appName: "a", apiDomain: "{value}", websiteDomain: "{SITE}"')
    found = findings(tmp_path, system, codes="ST106")
    assert [finding.severity for finding in found] == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    "value", ["$$API_URL$$", "__API_URL__", "https://@@API_HOST@@", "#{Api.Url}", "%%API_URL%%"]
)
def test_marks_that_a_deployment_replaces(tmp_path: Path, value: str) -> None:
    """What stands there when the application runs is written elsewhere, so nothing is known."""
    system = node(f'appName: "a", apiDomain: "{value}", websiteDomain: "{SITE}"')
    found = findings(tmp_path, system, codes="ST003,ST106,ST110")
    assert _codes(found) == ["ST003"]


@pytest.mark.parametrize(
    "value",
    [
        'process.env.API_URL ?? ""',
        'process.env.API_URL || ""',
        '`${process.env.API_URL ?? ""}`',
        'process.env.NODE_ENV === "production" ? (process.env.API_URL ?? "") : ""',
    ],
)
def test_an_empty_text_beside_a_variable(tmp_path: Path, value: str) -> None:
    """It only stands in for a value that is set where the application runs."""
    system = node(f'appName: "a", apiDomain: {value}, websiteDomain: "{SITE}"')
    assert not findings(tmp_path, system, codes="ST106,ST110")


@pytest.mark.parametrize(
    ("value", "doubtful"),
    [
        ("/auth", False),
        ("auth/", False),
        ("", False),
        ("/", False),
        ("/Api/Auth", False),
        ("/api/v1.0/auth", False),
        ("api/v1.0/auth", False),
        ("https://a.example/auth", False),
        ("https://a.example", True),
        ("auth.email", True),
        (".netlify/functions/api", True),
        ("/auth/*", True),
        ("/${STAGE}/auth", True),
        ("/undefined/auth", True),
    ],
)
@pytest.mark.parametrize("sdk", [Sdk.NODE, Sdk.PYTHON, Sdk.AUTH_REACT])
def test_paths_that_are_not_what_they_seem(value: str, doubtful: bool, sdk: Sdk) -> None:
    """What SDKs read as it is meant is no doubt; what they drop or keep by mistake is one."""
    assert (path_doubt(value, sdk) is not None) == doubtful


# --- ST107 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "said"),
    [
        (web_js("", '{ sessionScope: ".a.example" }'), ["calls it sessionTokenFrontendDomain"]),
        (web_js("", '{ sessionScope: ".a.example" }', version="0.4.0"), []),
        (web_js("", '{ sessionScope: ".a.example" }', version=">=0.4.0"), []),
        (
            web_js("", '{ sessionScope: "a", sessionTokenFrontendDomain: "a" }'),
            [],
        ),
        (auth_react(INFO, root='tokenTransferMethod: "header",'), ["reads it in Session.init"]),
        (node(INFO, '{ tokenTransferMethod: "header" }'), ["calls it getTokenTransferMethod"]),
        (node(INFO, '{ apiBasePath: "/x" }'), ["reads it in appInfo"]),
        (node(INFO, '{ apiDomain: "x" }'), []),
        (node(INFO, "{ ourOwnThing: 1 }"), []),
        (node(INFO, "{ cookieSecur: true }"), ["did you mean cookieSecure"]),
        (web_js(INFO), []),
        (python('app_name="a"', "cookieDomain='.a.example'"), ["calls it cookie_domain"]),
        (python('app_name="a"', "nonsense=1"), ["has no such option"]),
    ],
)
def test_options_that_are_not_read_where_they_stand(
    tmp_path: Path, system: dict[str, str], said: list[str]
) -> None:
    """The message says where the option belongs, or what it is called."""
    found = findings(tmp_path, system, codes="ST107")
    assert len(found) == len(said)
    assert all(text in finding.message for text, finding in zip(said, found, strict=True))


@pytest.mark.parametrize(
    ("domain", "told"),
    [
        ("https://api.a.example/v1", True),
        ("https://https://api.a.example", False),
        ("undefined", False),
        ("", False),
    ],
)
def test_help_speaks_of_paths_where_there_is_one(tmp_path: Path, domain: str, told: bool) -> None:
    """Where to put a path is told about a domain with a path only."""
    files = web_js(f'appName: "a", apiDomain: "{domain}"')
    (finding,) = findings(tmp_path, files, codes="ST106")
    assert ("apiBasePath" in (finding.help or "")) is told
