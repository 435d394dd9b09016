"""Rules about the order and agreement of inits, and about imports, on small systems."""

from __future__ import annotations

import json

import pytest

from backends import found, line_of, node, python, web
from supertokens_lint.finding import Severity

# --- ST103 ---------------------------------------------------------------------------------------

EARLY = 'import cors from "cors";\nconst headers = supertokens.getAllCORSHeaders();\n'


def _reordered(backend: dict[str, str], line: str) -> dict[str, str]:
    """Return a Node backend in which a line stands before the init."""
    text = backend["api/index.ts"].replace("supertokens.init(", line + "supertokens.init(", 1)
    return {**backend, "api/index.ts": text}


def test_headers_that_are_asked_for_before_init() -> None:
    """``getAllCORSHeaders`` throws until init has run."""
    backend = _reordered(node(""), EARLY)
    (finding,) = found("ST103", backend)
    assert "getAllCORSHeaders" in line_of(finding, backend)
    assert not found("ST103", node(EARLY))


def test_headers_in_a_module_that_is_imported_first() -> None:
    """Imported modules run before the code of the module that imports them."""
    other = 'import supertokens from "supertokens-node";\nexport const h = '
    more = {"cors.ts": other + "supertokens.getAllCORSHeaders();\n"}
    (finding,) = found("ST103", node('import { h } from "./cors";\n', more=more))
    assert finding.primary.place.path.endswith("cors.ts")
    late = {"cors.ts": other + "() => supertokens.getAllCORSHeaders();\n"}
    assert not found("ST103", node('import { h } from "./cors";\nh();\n', more=late))


def test_the_plugin_of_hapi_needs_init_when_it_is_registered() -> None:
    """Other frameworks' middleware asks for the SDK only when a request comes."""
    for framework, name, count in (("hapi", "plugin", 1), ("fastify", "plugin", 0)):
        early = f"""
import {{ {name} }} from "supertokens-node/framework/{framework}";
await server.register({name});
"""
        assert len(found("ST103", _reordered(node("", framework=framework), early))) == count


def test_inits_of_services_run_when_the_framework_makes_them() -> None:
    """Nest makes its services in ``create``, so the text says nothing about the order."""
    service = """
import supertokens from "supertokens-node";
import Session from "supertokens-node/recipe/session";
export class SupertokensService {
  constructor() {
    supertokens.init({ appInfo: { apiDomain: "http://a.b" }, recipeList: [Session.init()] });
  }
}
"""
    main = """
import supertokens from "supertokens-node";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./module";
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableCors({ allowedHeaders: supertokens.getAllCORSHeaders() });
}
bootstrap();
"""
    module = 'import { SupertokensService } from "./service";\nexport class AppModule {}\n'
    files = {"api/main.ts": main, "api/service.ts": service, "api/module.ts": module}
    files["api/package.json"] = json.dumps({"dependencies": {"supertokens-node": "22.0.0"}})
    assert not found("ST103", files)


def test_python_headers_before_init() -> None:
    """The program is followed through imports and functions."""
    early = "headers = get_all_cors_headers()\n"
    assert not found("ST103", python(early))
    backend = python("")
    text = backend["api/main.py"]
    (finding,) = found(
        "ST103", {**backend, "api/main.py": text.replace("init(\n", early + "init(\n")}
    )
    assert "get_all_cors_headers" in finding.message
    split = {
        **backend,
        "api/auth.py": text.replace("\ninit(", "\ndef start():\n  init("),
        "api/main.py": "from supertokens_python import get_all_cors_headers\n"
        "import auth\n" + early + "auth.start()\n",
    }
    assert len(found("ST103", split)) == 1
    split["api/main.py"] = split["api/main.py"].replace(early + "auth.start()\n", "")
    assert not found(
        "ST103", {**split, "api/main.py": split["api/main.py"] + "auth.start()\n" + early}
    )


def test_django_settings_that_need_init_first() -> None:
    """Settings are one module, read from top to bottom."""
    settings = "from supertokens_python import get_all_cors_headers\n"
    headers = "CORS_ALLOW_HEADERS = [*get_all_cors_headers()]\n"
    backend = python("", framework="django")
    init = backend.pop("api/main.py")
    early = {**backend, "api/settings.py": settings + headers + init, "api/manage.py": ""}
    assert len(found("ST103", early)) == 1
    late = {**backend, "api/settings.py": settings + init + headers, "api/manage.py": ""}
    assert not found("ST103", late)


def test_requests_that_are_sent_before_init() -> None:
    """A request while modules are loaded is not intercepted."""
    use = 'import "./early";\n'
    early = {"web/src/early.js": 'fetch("http://localhost:3001/me");\n'}
    assert len(found("ST103", web(head=use), early)) == 1
    later = {"web/src/early.js": 'export const me = () => fetch("http://localhost:3001/me");\n'}
    assert not found("ST103", web(head=use), later)
    other = {"web/src/early.js": 'fetch("https://cdn.example.com/texts.json");\n'}
    assert not found("ST103", web(head=use), other)


def _effects(effect: str, shown: str = "<Orders />") -> dict[str, str]:
    files = web()
    text = files.pop("web/src/index.js")
    imports, _, call = text.partition("SuperTokens.init(")
    files["web/src/App.jsx"] = f"""{imports}
import {{ useEffect, useState }} from "react";
import {{ Orders }} from "./Orders";
const config = {call.partition(");")[0]};
export function App() {{
  const [ready, setReady] = useState(false);
  useEffect(() => {{
    {effect}
  }}, []);
  return {shown};
}}
"""
    files["web/src/Orders.jsx"] = """import { useEffect } from "react";
export function Orders() {
  useEffect(() => { fetch("http://localhost:3001/orders"); }, []);
  return null;
}
"""
    files["web/src/main.jsx"] = 'import { App } from "./App";\nrender(<App />);\n'
    return files


def test_an_init_in_an_effect_runs_after_those_of_inner_components() -> None:
    """React runs the effects of children first, unless they are shown only later."""
    files = _effects("SuperTokens.init(config);")
    (finding,) = found("ST103", files)
    assert line_of(finding, files) == "SuperTokens.init(config);"
    assert not found("ST103", _effects("SuperTokens.init(config); setReady(true);"))
    assert not found("ST103", _effects("SuperTokens.init(config);", "<main />"))


# --- ST104 ---------------------------------------------------------------------------------------


def _two(
    page: str, bundle: str, page_session: str = "", bundle_session: str = ""
) -> dict[str, str]:
    packages = {"vue": "^3.4.0", "vite": "^5.4.0", "supertokens-web-js": "0.15.0"}
    return {
        "web/package.json": json.dumps({"dependencies": packages}),
        "web/src/main.js": f"""
import SuperTokens from "supertokens-web-js";
import Session from "supertokens-web-js/recipe/session";
SuperTokens.init({{
  appInfo: {{ appName: "x", {page} }}, recipeList: [Session.init({page_session})],
}});
export function showUi() {{
  window.supertokensUIInit("supertokensui", {{
    appInfo: {{ appName: "x", websiteDomain: "http://localhost:3000", {bundle} }},
    recipeList: [window.supertokensUISession.init({bundle_session})],
  }});
}}
showUi();
""",
    }


API = 'apiDomain: "http://localhost:3001"'


@pytest.mark.parametrize(
    ("page", "bundle", "sessions", "count"),
    [
        (API, API, ("", ""), 0),
        (API, 'apiDomain: "http://localhost:3001/"', ("", ""), 0),
        (API, 'apiDomain: "http://localhost:3002"', ("", ""), 1),
        (API, API + ', apiBasePath: "/auth"', ("", ""), 0),
        (API + ', apiBasePath: "/api/auth"', API, ("", ""), 1),
        (API, API, ('{ tokenTransferMethod: "header" }', ""), 1),
        (API, API, ('{ tokenTransferMethod: "header" }', '{ tokenTransferMethod: "header" }'), 0),
        (API, API, ("", '{ sessionTokenBackendDomain: ".x.com" }'), 1),
        (API, "apiDomain: unknown()", ("", ""), 0),
    ],
)
def test_two_inits_of_one_page(
    page: str, bundle: str, sessions: tuple[str, str], count: int
) -> None:
    """Settings are compared as the SDK normalises them, defaults included."""
    assert len(found("ST104", _two(page, bundle, *sessions))) == count


# --- ST105 ---------------------------------------------------------------------------------------


def test_recipes_of_another_sdk() -> None:
    """An init takes the recipes of its own SDK only."""
    wrong = web()
    text = wrong["web/src/index.js"]
    wrong["web/src/index.js"] = text.replace(
        "supertokens-auth-react/recipe/session", "supertokens-web-js/recipe/session"
    )
    (finding,) = found("ST105", wrong)
    assert "supertokens-web-js/recipe/session" in finding.message
    assert not found("ST105", web())


def test_functions_of_web_js_beside_auth_react() -> None:
    """supertokens-auth-react initialises supertokens-web-js, whose functions may be used."""
    head = 'import { signOut } from "supertokens-web-js/recipe/session";\n'
    assert not found("ST105", web(head=head))


def test_a_recipe_under_the_name_of_another() -> None:
    """``Session`` from the module of another recipe goes unnoticed until it is called."""
    head = 'import { verifySession } from "supertokens-node/recipe/session/framework/express";\n'
    backend = node(head)
    backend["api/index.ts"] = backend["api/index.ts"].replace(
        'Session from "supertokens-node/recipe/session"',
        'Session from "supertokens-node/recipe/emailpassword"',
    )
    (finding,) = found("ST105", backend)
    assert "Session" in line_of(finding, backend)


def test_recipes_that_a_release_does_not_have() -> None:
    """Combination recipes were removed, others came later."""
    extra = 'import TPE from "supertokens-node/recipe/thirdpartyemailpassword";\n'
    backend = _reordered(node("", recipes="TPE.init()"), extra)
    (finding,) = found("ST105", backend)
    assert "any more" in finding.message
    old = {**backend, "api/package.json": backend["api/package.json"].replace("22.1.0", "16.3.0")}
    assert not found("ST105", old)


KOA = "import Koa from 'koa';\nconst app = new Koa();\napp.listen(3001);\n"
EXPRESS = "import express from 'express';\nconst app = express();\napp.listen(3001);\n"
MODULES = "import {{ middleware }} from 'supertokens-node/framework/{0}';\napp.use(middleware());\n"


@pytest.mark.parametrize(
    ("server", "module", "framework", "severity"),
    [
        (EXPRESS, "koa", "express", Severity.ERROR),
        (KOA, "express", "koa", Severity.ERROR),
        (EXPRESS, "express", "fastify", Severity.WARNING),
        (KOA, "koa", "koa", None),
        (EXPRESS, "express", "express", None),
    ],
)
def test_functions_for_another_framework(
    server: str, module: str, framework: str, severity: Severity | None
) -> None:
    """What runs decides; what init is told matters less."""
    backend = node(server + MODULES.format(module), framework=framework)
    expected = [] if severity is None else [severity]
    assert [finding.severity for finding in found("ST105", backend)] == expected


def test_python_may_name_another_framework() -> None:
    """The official templates do; the middleware is what matters."""
    body = """
from flask import Flask
from supertokens_python.framework.flask import Middleware
app = Flask(__name__)
Middleware(app)
"""
    assert [f.severity for f in found("ST105", python(body))] == [Severity.INFO]
    assert not found("ST105", python(body, framework="flask"))
    wrong = body.replace(
        "framework.flask import Middleware", "framework.fastapi import get_middleware"
    )
    wrong = wrong.replace("Middleware(app)", "x = get_middleware()")
    assert [f.severity for f in found("ST105", python(wrong))] == [Severity.ERROR]
