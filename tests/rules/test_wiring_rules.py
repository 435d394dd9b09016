"""Rules about how backends are put together, on small ones: one shape a case."""

from __future__ import annotations

import pytest

from backends import found, line_of, node, python, web
from supertokens_lint.finding import Severity

EXPRESS = """
import express from "express";
import cors from "cors";
import { middleware, errorHandler } from "supertokens-node/framework/express";
import { verifySession } from "supertokens-node/recipe/session/framework/express";
const app = express();
"""
CORS = 'app.use(cors({ origin: "http://localhost:3000", credentials: true }));\n'
ROUTE = 'app.get("/orders", verifySession(), (req, res) => res.json([]));\n'
LISTEN = "app.listen(3001);\n"
FASTAPI = """
from fastapi import Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from supertokens_python.framework.fastapi import get_middleware
from supertokens_python.recipe.session.framework.fastapi import verify_session
app = FastAPI()
"""
FLASK = """
from flask import Flask, abort, jsonify
from flask_cors import CORS
from supertokens_python.framework.flask import Middleware
from supertokens_python.recipe.session.framework.flask import verify_session
app = Flask(__name__)
"""
FLASK_CORS = (
    "CORS(app, origins=['http://localhost:3000'], supports_credentials=True,\n"
    "     allow_headers=['content-type', *get_all_cors_headers()])\n"
)
CATCH_ALL = "@app.route('/<path:u_path>')\ndef rest(u_path): abort(404)\n"


# --- ST501 ---------------------------------------------------------------------------------------


def test_an_imported_middleware_that_nothing_mounts() -> None:
    """The import is what a person has to look at."""
    backend = node(EXPRESS + CORS + ROUTE + LISTEN)
    (finding,) = found("ST501", backend, web())
    assert finding.severity is Severity.ERROR
    assert "import { middleware" in line_of(finding, backend)


@pytest.mark.parametrize(
    "body",
    [
        EXPRESS.replace("import { middleware, errorHandler }", "import { errorHandler }"),
        "import express from 'express';\nconst app = express();\n",
    ],
)
def test_a_middleware_that_is_not_even_imported(body: str) -> None:
    """The application is shown when all of it is known and a frontend needs the API."""
    route = "app.get('/orders', (req, res) => res.json([]));\n"
    backend = node(body + route + LISTEN)
    (finding,) = found("ST501", backend, web())
    assert "express()" in line_of(finding, backend)


@pytest.mark.parametrize(
    "body",
    [
        EXPRESS + "app.use(middleware());\n",
        EXPRESS + 'app.use("/api", [middleware()]);\n',
        EXPRESS + "app.use((req, res, next) => middleware()(req, res, next));\n",
        EXPRESS + "export const mounted = middleware;\n",
        EXPRESS + "import { mount } from './elsewhere';\nmount(app, middleware);\n",
        "import * as st from 'supertokens-node/framework/express';\napp.use(st.middleware());\n",
    ],
)
def test_any_use_of_the_middleware_is_enough(body: str) -> None:
    """The whole program is searched; what is used somewhere may be mounted."""
    assert not found("ST501", node(body + LISTEN), web())


def test_a_middleware_mounted_in_another_file_is_found() -> None:
    """The import that is not used may be a leftover when another module mounts it."""
    more = {
        "mount.ts": 'import { middleware as st } from "supertokens-node/framework/express";\n'
        "export const mount = (app) => app.use(st());\n"
    }
    body = EXPRESS + "import { mount } from './mount';\nmount(app);\n" + LISTEN
    assert not found("ST501", node(body, more=more), web())


def test_services_without_sign_in_need_no_middleware() -> None:
    """A service that only verifies sessions serves none of the SDK's API."""
    backend = node(EXPRESS + ROUTE + LISTEN)
    backend["api/index.ts"] = backend["api/index.ts"].replace("EmailPassword.init(), ", "")
    assert not found("ST501", backend, web())


@pytest.mark.parametrize(
    ("body", "framework"),
    [(FASTAPI, "fastapi"), (FLASK, "flask")],
)
def test_python_applications_without_middleware(body: str, framework: str) -> None:
    """Python's imports and applications are judged alike."""
    (finding,) = found("ST501", python(body, framework=framework), web())
    assert "import" in finding.primary.label


def test_django_settings_without_the_middleware() -> None:
    """A complete ``MIDDLEWARE`` list without the SDK serves nothing."""
    settings = 'from auth import *\nMIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]\n'
    backend = python("", framework="django", more={"settings.py": settings, "manage.py": ""})
    backend["api/auth.py"] = backend.pop("api/main.py")
    (finding,) = found("ST501", backend, web())
    assert "Django" in finding.message
    sdk = "supertokens_python.framework.django.django_middleware.middleware"
    backend["api/settings.py"] = settings.replace("]\n", f', "{sdk}"]\n')
    assert not found("ST501", backend, web())


# --- ST502 ---------------------------------------------------------------------------------------

MOUNTED = EXPRESS + CORS + "app.use(middleware());\n"
LOSING = 'app.get("/me", async (req, res) => res.json(await Session.getSession(req, res)));\n'
THROWING = (
    'app.get("/me", (req, res, next) => {\n'
    "  Session.getSession(req, res).then((session) => res.json(session)).catch(next);\n"
    "});\n"
)


def test_handlers_that_express_4_does_not_wait_for() -> None:
    """Their errors reach no error handler, wherever it stands."""
    backend = node(MOUNTED + LOSING + "app.use(errorHandler());\n" + LISTEN)
    (finding,) = found("ST502", backend)
    assert line_of(finding, backend) == LOSING.strip()


def test_error_handlers_that_stand_before_the_routes() -> None:
    """Express calls an error handler only for errors of what is mounted before it."""
    backend = node(MOUNTED + "app.use(errorHandler());\n" + THROWING + LISTEN)
    (finding,) = found("ST502", backend)
    assert finding.severity is Severity.WARNING
    assert line_of(finding, backend) == "app.use(errorHandler());"


def test_a_missing_error_handler_counts_where_errors_are_thrown() -> None:
    """It is a warning where the application throws, else worth knowing at most."""
    assert [f.severity for f in found("ST502", node(MOUNTED + THROWING + LISTEN))] == [
        Severity.WARNING
    ]
    own = "app.use((err, req, res, next) => res.status(500).end());\n"
    assert [f.severity for f in found("ST502", node(MOUNTED + ROUTE + own + LISTEN))] == [
        Severity.INFO
    ]
    assert not found("ST502", node(MOUNTED + ROUTE + LISTEN))


@pytest.mark.parametrize(
    "body",
    [
        MOUNTED + THROWING + "app.use(errorHandler());\n",
        MOUNTED + "app.use(errorHandler());\n",
        MOUNTED + ROUTE + "app.use(errorHandler());\n" + "app.use((err, req, res, next) => {});\n",
    ],
)
def test_error_handlers_in_their_place(body: str) -> None:
    """After the routes, before the application's own; without routes there is nothing to say."""
    assert not found("ST502", node(body + LISTEN))


def test_frameworks_that_handle_the_errors_need_no_handler() -> None:
    """FastAPI's middleware handles what routes throw."""
    assert not found("ST502", python(FASTAPI + "app.add_middleware(get_middleware())\n"))


# --- ST503 and ST504 -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mount", "code"),
    [
        ('app.use((req, res) => res.status(404).json({ error: "no" }));\n', "ST503"),
        ("app.use((req, res) => res.json({ ok: true }));\n", "ST504"),
        ('app.all("*", (req, res) => res.sendFile("index.html"));\n', "ST504"),
    ],
)
def test_handlers_that_answer_every_request_first(mount: str, code: str) -> None:
    """What answers 200 breaks the refresh in its own way, anything else the whole API."""
    backend = node(EXPRESS + CORS + mount + "app.use(middleware());\n" + LISTEN)
    other = {"ST503": "ST504", "ST504": "ST503"}[code]
    (finding,) = found(code, backend)
    assert line_of(finding, backend) == mount.strip()
    assert not found(other, backend)


@pytest.mark.parametrize(
    "body",
    [
        'app.get("*", (req, res) => res.sendFile("index.html"));\napp.use(middleware());\n',
        'app.use("/static", (req, res) => res.json({}));\napp.use(middleware());\n',
        "app.use((req, res, next) => next());\napp.use(middleware());\n",
        "app.use(middleware());\napp.use((req, res) => res.json({}));\n",
        'app.get("/health", (req, res) => res.json({}));\napp.use(middleware());\n',
    ],
)
def test_handlers_that_let_the_api_through(body: str) -> None:
    """Routes of other paths or methods, handlers that go on, and whatever comes later."""
    backend = node(EXPRESS + body + LISTEN)
    assert not found("ST503", backend)
    assert not found("ST504", backend)


def test_uncalled_middleware() -> None:
    """``middleware`` makes the middleware and is none."""
    backend = node(EXPRESS + "app.use(middleware);\n" + LISTEN)
    (finding,) = found("ST503", backend)
    assert line_of(finding, backend) == "app.use(middleware);"
    fastapi = python(FASTAPI + "app.add_middleware(get_middleware)\n")
    (finding,) = found("ST503", fastapi)
    assert line_of(finding, fastapi) == "app.add_middleware(get_middleware)"


def test_flask_without_a_catch_all_route() -> None:
    """Flask answers the preflight of a path without a route with 404."""
    body = FLASK + "Middleware(app)\n" + FLASK_CORS
    backend = python(body, framework="flask")
    (finding,) = found("ST503", backend, web())
    assert line_of(finding, backend) == "Middleware(app)"
    assert not found("ST503", python(body + CATCH_ALL, framework="flask"), web())


@pytest.mark.parametrize(
    "more",
    [
        "@app.route('/auth/<path:rest>', methods=['OPTIONS'])\ndef rest(rest): return ''\n",
        "@app.before_request\ndef pre():\n    if request.method == 'OPTIONS': return ''\n",
        "@app.errorhandler(404)\ndef spa(e): return app.send_static_file('index.html')\n",
        "from elsewhere import routes\napp.register_blueprint(routes)\n",
    ],
)
def test_flask_may_answer_preflights_in_other_ways(more: str) -> None:
    """Hooks, error handlers, narrower routes and unknown blueprints may answer them."""
    body = FLASK + "Middleware(app)\n" + FLASK_CORS + more
    assert not found("ST503", python(body, framework="flask"), web())


def test_flask_of_the_same_origin_needs_no_catch_all() -> None:
    """Browsers send no preflight to their own origin."""
    body = FLASK + "Middleware(app)\n"
    backend = python(body, framework="flask")
    same = {name: text.replace("3001", "3000") for name, text in {**backend, **web()}.items()}
    assert not found("ST503", same)


# --- ST505 ---------------------------------------------------------------------------------------

CREATE = 'await Session.createNewSession(req, res, "public", id)'


@pytest.mark.parametrize(
    "body",
    [
        f'app.post("/webhooks/stripe", async (req, res) => {{ {CREATE}; }});\n',
        f"async function pay(req, res) {{ {CREATE}; }}\napp.post('/api/webhook', pay);\n",
        f"async function stripeWebhook(req, res) {{ {CREATE}; }}\napp.post('/x', stripeWebhook);\n",
        "app.post('/pay', async (req, res) => {\n"
        f"  stripe.webhooks.constructEvent(req.body, sig, key); {CREATE};\n}});\n",
    ],
)
def test_sessions_created_for_another_server(body: str) -> None:
    """Routes, names and signatures that say that no browser calls."""
    backend = node(EXPRESS + body)
    (finding,) = found("ST505", backend)
    assert CREATE in line_of(finding, backend)


@pytest.mark.parametrize(
    "body",
    [
        f'app.post("/login", async (req, res) => {{ {CREATE}; }});\n',
        f'app.get("/oauth/callback", async (req, res) => {{ {CREATE}; }});\n',
        'app.post("/webhooks/x", async (req, res) => {\n'
        '  await Session.createNewSessionWithoutRequestResponse("public", id);\n});\n',
    ],
)
def test_sessions_created_for_browsers_and_on_purpose(body: str) -> None:
    """Sign-in routes, callbacks that a browser opens, and the function made for servers."""
    assert not found("ST505", node(EXPRESS + body))


def test_python_sessions_created_in_webhooks() -> None:
    """Decorators say which route a function handles."""
    body = """
from supertokens_python.recipe.session.asyncio import create_new_session
@app.post("/webhooks/paid")
async def paid(request):
    await create_new_session(request, "public", user)
"""
    backend = python(FASTAPI + body)
    (finding,) = found("ST505", backend)
    assert "create_new_session(request" in line_of(finding, backend)


# --- ST506 ---------------------------------------------------------------------------------------

DJANGO = """
from rest_framework.views import APIView
from rest_framework.permissions import IsAuthenticated, AllowAny
from rest_framework.authentication import TokenAuthentication, SessionAuthentication
from django.utils.decorators import method_decorator
from supertokens_python.recipe.session.framework.django.syncio import verify_session
class Orders(APIView):
{classes}
    @method_decorator(verify_session())
    def get(self, request): ...
"""


@pytest.mark.parametrize(
    ("classes", "count"),
    [
        ("    authentication_classes = [TokenAuthentication]\n"
         "    permission_classes = [IsAuthenticated]", 1),
        ("    authentication_classes = [SessionAuthentication]\n"
         "    permission_classes = [IsAuthenticated]", 0),
        ("    authentication_classes = [TokenAuthentication]\n"
         "    permission_classes = [AllowAny]", 0),
        ("    permission_classes = [IsAuthenticated]", 0),
        ("    authentication_classes = []\n    permission_classes = [IsAuthenticated]", 0),
        ("", 0),
    ],
)  # fmt: skip
def test_permissions_of_rest_framework(classes: str, count: int) -> None:
    """They answer 401 only when the first authentication class names a scheme."""
    backend = python("", framework="django", more={"views.py": DJANGO.format(classes=classes)})
    assert len(found("ST506", backend)) == count


@pytest.mark.parametrize(("name", "count"), [("Token", 1), ("Session", 0)])
def test_rest_framework_defaults_come_from_the_settings(name: str, count: int) -> None:
    """A view without classes of its own has those of ``REST_FRAMEWORK``."""
    settings = f"""
REST_FRAMEWORK = {{
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.{name}Authentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}}
"""
    more = {"views.py": DJANGO.format(classes=""), "settings.py": settings}
    assert len(found("ST506", python("", framework="django", more=more))) == count


def test_authentication_of_the_project_may_know_the_session() -> None:
    """A class of the project may authenticate with the SDK's session."""
    own = "    authentication_classes = [Own]\n    permission_classes = [IsAuthenticated]"
    view = "from own import Own\n" + DJANGO.format(classes=own)
    backend = python("", framework="django", more={"views.py": view})
    assert not found("ST506", backend)


@pytest.mark.parametrize(
    "body",
    [
        "import passport from 'passport';\n"
        "app.get('/x', verifySession(), passport.authenticate('jwt'), (req, res) => {});\n",
        "import { expressjwt } from 'express-jwt';\n"
        "app.get('/x', verifySession(), expressjwt({ secret }), (req, res) => {});\n",
        "import { expressjwt } from 'express-jwt';\napp.use(expressjwt({ secret }));\n" + ROUTE,
    ],
)
def test_second_checks_of_express(body: str) -> None:
    """On the same route, or before it on the same application."""
    assert len(found("ST506", node(EXPRESS + body))) == 1


@pytest.mark.parametrize(
    "body",
    [
        "import passport from 'passport';\napp.use(passport.initialize());\n" + ROUTE,
        "import { expressjwt } from 'express-jwt';\n"
        "app.use(expressjwt({ secret, credentialsRequired: false }));\n" + ROUTE,
        "import { expressjwt } from 'express-jwt';\n"
        "app.use(expressjwt({ secret }).unless({ path: ['/orders'] }));\n" + ROUTE,
        "import { expressjwt } from 'express-jwt';\n"
        "app.get('/admin', expressjwt({ secret }), (req, res) => {});\n" + ROUTE,
    ],
)
def test_checks_that_let_the_session_through(body: str) -> None:
    """Optional ones, ones with exceptions, and ones on other routes."""
    assert not found("ST506", node(EXPRESS + body))


def test_second_checks_of_fastapi_and_flask() -> None:
    """Dependencies and decorators beside the SDK's own."""
    fastapi = """
from fastapi.security import OAuth2PasswordBearer
oauth = OAuth2PasswordBearer(tokenUrl="token")
def user(token: str = Depends(oauth)): ...
@app.get("/a")
async def a(s=Depends(verify_session()), u=Depends(user)): ...
"""
    assert len(found("ST506", python(FASTAPI + fastapi))) == 1
    off = fastapi.replace('"token")', '"token", auto_error=False)')
    assert not found("ST506", python(FASTAPI + off))
    flask = """
from flask_jwt_extended import jwt_required
@app.route("/a")
@verify_session()
@jwt_required()
def a(): ...
"""
    assert len(found("ST506", python(FLASK + flask, framework="flask"))) == 1


def test_another_status_makes_room_for_a_second_check() -> None:
    """A backend that answers 440 for its own sessions is not disturbed by a 401."""
    body = "import passport from 'passport';\n"
    body += "app.get('/x', verifySession(), passport.authenticate('jwt'), (req, res) => {});\n"
    assert not found("ST506", node(EXPRESS + body, session="{ sessionExpiredStatusCode: 440 }"))


# --- ST507 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "core", "count"),
    [
        ("4.2.1", "https://core.example.com", 1),
        ("4.3.0", "https://core.example.com", 0),
        ("6.0.2", "https://core.example.com", 0),
        ("4.2.1", "http://localhost:3567", 0),
    ],
)
def test_a_locked_package_that_patches_node(version: str, core: str, count: int) -> None:
    """Only old releases, and only when the core is fetched over https."""
    lock = f'{{"packages": {{"node_modules/agent-base": {{"version": "{version}"}}}}}}'
    backend = node("", core=core, more={"package-lock.json": lock})
    assert len(found("ST507", backend)) == count


# --- ST508 ---------------------------------------------------------------------------------------

REQUIRED = 'EmailVerification.init({ mode: "REQUIRED" })'


def test_a_required_claim_that_the_frontend_does_not_know() -> None:
    """Every request is refused until the address is verified."""
    backend = node("", recipes=REQUIRED)
    (finding,) = found("ST508", backend, web())
    assert REQUIRED in line_of(finding, backend)


@pytest.mark.parametrize(
    ("recipes", "frontend"),
    [
        ('EmailVerification.init({ mode: "OPTIONAL" })', web()),
        (REQUIRED, web(body="if (body.claimValidationErrors) verify();")),
        (REQUIRED, web(recipes="EmailVerification.init()", head='import EmailVerification from '
                       '"supertokens-auth-react/recipe/emailverification";')),
        (REQUIRED, web(recipes="...more", head='import { more } from "elsewhere";')),
    ],
)  # fmt: skip
def test_claims_that_are_handled_or_not_asked_for(recipes: str, frontend: dict[str, str]) -> None:
    """The recipe, code of its own, or what nobody can see may handle it."""
    assert not found("ST508", node("", recipes=recipes), frontend)


# --- ST509 ---------------------------------------------------------------------------------------

ROUTE_FILE = """
import { getAppDirRequestHandler } from "supertokens-node/nextjs";
const handleCall = getAppDirRequestHandler();
export async function GET(request) {
  const res = await handleCall(request);
  %s
  return res;
}
"""
HEADER = 'res.headers.set("Cache-Control", "no-store");'


@pytest.mark.parametrize(
    ("header", "more", "count"),
    [
        ("", {"vercel.json": "{}"}, 1),
        ("", {}, 0),
        (HEADER, {"vercel.json": "{}"}, 0),
        ("", {"vercel.json": "{}", "next.config.js": "headers: 'Cache-Control'"}, 0),
    ],
)
def test_next_routes_on_vercel(header: str, more: dict[str, str], count: int) -> None:
    """Only what is shown to be deployed there, and sets no header anywhere."""
    files = {"app/api/auth/[[...path]]/route.ts": ROUTE_FILE % header, **more}
    backend = node("", framework="custom", more=files, packages={"next": "^14.2.0"})
    assert len(found("ST509", backend)) == count


@pytest.mark.parametrize(
    ("value", "count"), [("public, max-age=60", 1), ("s-maxage=10", 1), ("private, no-store", 0)]
)
def test_session_routes_that_caches_may_keep(value: str, count: int) -> None:
    """A route behind ``verifySession`` may answer with new tokens."""
    body = f"""app.get("/x", verifySession(), (req, res) => {{
  res.set("Cache-Control", "{value}");
  res.json([]);
}});
"""
    assert len(found("ST509", node(EXPRESS + body))) == count


# --- ST511 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("backend", "frontend", "count"),
    [
        ("{ sessionExpiredStatusCode: 440 }", "", 1),
        ("", "{ sessionExpiredStatusCode: 440 }", 1),
        ("{ sessionExpiredStatusCode: 440 }", "{ sessionExpiredStatusCode: 440 }", 0),
        ("{ sessionExpiredStatusCode: 401 }", "", 0),
        ("{ invalidClaimStatusCode: 412 }", "", 1),
        ("{ sessionExpiredStatusCode: Number(process.env.CODE) }", "", 0),
        ("{ sessionExpiredStatusCode: 440, invalidClaimStatusCode: 412 }", "", 2),
    ],
)
def test_statuses_that_differ(backend: str, frontend: str, count: int) -> None:
    """Defaults are compared like written numbers, unknown ones are not."""
    assert len(found("ST511", node("", session=backend), web(frontend))) == count


@pytest.mark.parametrize(
    "body",
    [
        'app.get("/x", verifySession(), (req, res) => {\n'
        "  if (!user) return res.status(401).end();\n});\n",
        'app.get("/x", verifySession(), (req, res) => { if (!user) res.sendStatus(401); });\n',
        "const h = (req, res) => { if (!user) res.status(401).end(); };\n"
        "app.use(verifySession());\napp.get('/x', h);\n",
        "const admin = (req, res, next) => { if (!user) return res.status(401).end(); next(); };\n"
        "app.get('/x', verifySession(), admin, (req, res) => {});\n",
    ],
)
def test_handlers_that_answer_401_themselves(body: str) -> None:
    """A 401 after the session was verified makes the frontend refresh a valid session."""
    backend = node(EXPRESS + body)
    (finding,) = found("ST511", backend)
    assert finding.severity is Severity.WARNING
    assert "401" in line_of(finding, backend)


@pytest.mark.parametrize(
    "body",
    [
        'app.post("/login", (req, res) => { if (!user) res.status(401).end(); });\n',
        'app.get("/x", verifySession(), (req, res) => { if (!user) res.status(403).end(); });\n',
        'app.get("/x", verifySession({ sessionRequired: false }), (req, res) => {\n'
        "  if (!req.session) res.status(401).end();\n});\n",
        'app.get("/x", verifySession(), (req, res) => {\n'
        "  if (!req.session) res.status(401).end();\n});\n",
        'app.get("/x", verifySession(), (req, res) => {\n'
        "  try { f(); } catch (e) { res.status(401).end(); }\n});\n",
    ],
)
def test_answers_that_mean_something_else(body: str) -> None:
    """Other routes, other statuses, missing sessions and error handling."""
    assert not found("ST511", node(EXPRESS + body))


def test_python_handlers_that_answer_401_themselves() -> None:
    """Exceptions, tuples and responses, behind dependencies and decorators."""
    fastapi = """
@app.get("/x")
async def x(s=Depends(verify_session())):
    if not user:
        raise HTTPException(status_code=401)
"""
    assert len(found("ST511", python(FASTAPI + fastapi))) == 1
    flask = """
@app.route("/x")
@verify_session()
def x():
    if not user:
        return jsonify({}), 401
"""
    assert len(found("ST511", python(FLASK + flask, framework="flask"))) == 1
