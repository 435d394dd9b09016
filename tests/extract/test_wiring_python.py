"""How FastAPI, Starlette, Flask and Django applications are put together."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import system_of
from supertokens_lint.extract.wiring_facts import Fault, HttpApp, Layer, LayerKind
from supertokens_lint.resolve.values import Const, Items

FASTAPI = """
from fastapi import FastAPI, APIRouter
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware import Middleware
from supertokens_python import init, get_all_cors_headers
from supertokens_python.framework.fastapi import get_middleware
"""
FLASK = """
from flask import Flask, Blueprint, abort
from flask_cors import CORS
from supertokens_python import init, get_all_cors_headers
from supertokens_python.framework.flask import Middleware
"""
OUTSIDE = ["CORS", "SUPERTOKENS"]
INSIDE = ["SUPERTOKENS", "CORS"]


def apps(**files: str) -> tuple[HttpApp, ...]:
    """Return the applications of a backend; names hold ``__`` for slashes and no extension."""
    texts = {f"api/{name.replace('__', '/')}.py": textwrap.dedent(t) for name, t in files.items()}
    texts["api/requirements.txt"] = "supertokens-python\nfastapi\nflask\nflask-cors\n"
    return system_of(texts).facts.http_apps


def app(**files: str) -> HttpApp:
    """Return the one application of a backend."""
    (found,) = apps(**files)
    return found


def kinds(found: HttpApp, *wanted: str) -> list[str]:
    """Return the kinds of layers in order, those of CORS and the SDK when none are asked for."""
    names = wanted or ("CORS", "SUPERTOKENS")
    return [layer.kind.name for layer in found.layers if layer.kind.name in names]


def one(found: HttpApp, kind: LayerKind) -> Layer:
    """Return the one layer of a kind."""
    (layer,) = found.of_kind(kind)
    return layer


def texts(layer: Layer, key: str) -> list[object]:
    """Return the known items of a list option of a CORS layer."""
    assert layer.cors is not None
    value = layer.cors.options.settings[key].value
    assert isinstance(value, Items)
    return [item.value for item in value.items if isinstance(item, Const)]


@pytest.mark.parametrize(
    ("body", "order"),
    [
        ("app.add_middleware(get_middleware())\napp.add_middleware(CORSMiddleware)", OUTSIDE),
        ("app.add_middleware(CORSMiddleware)\napp.add_middleware(get_middleware())", INSIDE),
        ("app.add_middleware(get_middleware())\napp = CORSMiddleware(app=app)", OUTSIDE),
        ("app.add_middleware(get_middleware())\napp = CORSMiddleware(app)", OUTSIDE),
        ("app.add_middleware(get_middleware())\nasgi = CORSMiddleware(app)", OUTSIDE),
        (
            "m = get_middleware()\napp.add_middleware(m)\napp.add_middleware(CORSMiddleware)",
            OUTSIDE,
        ),
        ("app.add_middleware(middleware_class=CORSMiddleware)", ["CORS"]),
    ],
)
def test_starlette_puts_the_last_added_middleware_outside(body: str, order: list[str]) -> None:
    """Layers stand in the order in which requests pass them; wrapping is outermost."""
    assert kinds(app(main=f"{FASTAPI}app = FastAPI()\n{body}\n")) == order


@pytest.mark.parametrize(
    ("listed", "order"),
    [
        ("[Middleware(CORSMiddleware), Middleware(get_middleware())]", OUTSIDE),
        ("[Middleware(get_middleware()), Middleware(CORSMiddleware)]", INSIDE),
    ],
)
def test_a_list_of_middleware_is_outermost_first(listed: str, order: list[str]) -> None:
    """The constructor's list keeps its order, also through a variable."""
    assert kinds(app(main=f"{FASTAPI}app = FastAPI(middleware={listed})\n")) == order
    assert kinds(app(main=f"{FASTAPI}m = {listed}\napp = FastAPI(middleware=m)\n")) == order


def test_what_is_added_is_outside_of_what_is_listed() -> None:
    """``add_middleware`` puts its middleware before those of the constructor."""
    body = "app = FastAPI(middleware=[Middleware(CORSMiddleware)])\n"
    assert kinds(app(main=f"{FASTAPI}{body}app.add_middleware(get_middleware())\n")) == INSIDE


def test_helpers_in_other_files_are_followed_in_order() -> None:
    """Functions that are given the application add to it where they are called."""
    found = app(
        main=f"""{FASTAPI}
from setup import add_cors, add_auth
app = FastAPI()
add_auth(app)
add_cors(app, ["http://localhost:3000"])
""",
        setup=f"""{FASTAPI}
def add_cors(application, origins):
    application.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
def add_auth(application):
    application.add_middleware(get_middleware())
""",
    )
    assert kinds(found) == OUTSIDE
    cors = one(found, LayerKind.CORS)
    assert texts(cors, "origins") == ["http://localhost:3000"]
    assert cors.place.path.endswith("setup.py")


@pytest.mark.parametrize(
    "main",
    [
        "from factory import create_app\napp = create_app()\n",
        "import factory\nif __name__ == '__main__':\n    app = factory.create_app()\n",
        "",
    ],
)
def test_factories_are_followed_whoever_calls_them(main: str) -> None:
    """A factory that only a server calls is followed as well; its own conditions do not count."""
    factory = f"""{FASTAPI}
def create_app():
    app = FastAPI()
    app.add_middleware(CORSMiddleware)
    app.add_middleware(get_middleware())
    return app
"""
    found = app(factory=factory, main=f"{FASTAPI}{main}")
    assert kinds(found) == INSIDE
    assert not any(layer.conditional for layer in found.layers)


def test_a_module_that_imports_the_application_goes_on_with_it() -> None:
    """What another module adds to an imported application is added later, hence outside."""
    found = app(
        server=f"{FASTAPI}app = FastAPI()\napp.add_middleware(get_middleware())\n",
        asgi=f"{FASTAPI}from server import app\napp.add_middleware(CORSMiddleware)\n",
    )
    assert kinds(found) == OUTSIDE


def test_classes_that_build_their_application_are_followed() -> None:
    """An application kept in a field, and one that extends FastAPI, have their layers."""
    held = f"""{FASTAPI}
class Server:
    def __init__(self):
        self.app = FastAPI()
        self.middleware()
    def middleware(self):
        self.app.add_middleware(get_middleware())
        self.app.add_middleware(CORSMiddleware)
server = Server()
"""
    extended = f"""{FASTAPI}
class Api(FastAPI):
    def __init__(self):
        super().__init__()
        self.add_middleware(get_middleware())
api = Api()
api.add_middleware(CORSMiddleware)
"""
    assert kinds(app(main=held)) == OUTSIDE
    assert kinds(app(main=extended)) == OUTSIDE


def test_mounted_applications_are_inside_the_middleware_of_the_outer_one() -> None:
    """A mounted application that has the SDK's middleware gets the outer CORS before it."""
    found = apps(
        main=f"""{FASTAPI}
api = FastAPI()
api.add_middleware(get_middleware())
root = FastAPI()
root.add_middleware(CORSMiddleware)
root.mount("/api", api)
"""
    )
    assert [kinds(item) for item in found] == [OUTSIDE, ["CORS"]]


def test_uncalled_middleware_is_a_fault() -> None:
    """``get_middleware`` without parentheses is no middleware class."""
    found = app(main=f"{FASTAPI}app = FastAPI()\napp.add_middleware(get_middleware)\n")
    assert one(found, LayerKind.SUPERTOKENS).fault is Fault.NOT_CALLED


def test_conditional_middleware_is_marked() -> None:
    """Middleware under a condition may be missing."""
    body = "app = FastAPI()\nif DEBUG:\n    app.add_middleware(CORSMiddleware)\n"
    assert one(app(main=f"{FASTAPI}{body}"), LayerKind.CORS).conditional


def test_own_middleware_that_sets_the_headers_is_a_policy() -> None:
    """Functions and classes that name the allowing header are CORS of the application's own."""
    body = """
app = FastAPI()
@app.middleware("http")
async def headers(request, call_next):
    response = await call_next(request)
    response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
    return response
"""
    cors = one(app(main=f"{FASTAPI}{body}"), LayerKind.CORS)
    assert cors.cors is not None
    assert cors.cors.library == "manual"
    assert cors.cors.origins is not None
    assert cors.cors.origins.value == Const("http://localhost:3000", cors.cors.origins.value.trail)


def test_routes_have_their_whole_path() -> None:
    """Prefixes of routers and of their inclusion are joined; catch-alls are known."""
    found = app(
        routes=f"""{FASTAPI}
router = APIRouter(prefix="/notes")
@router.get("/{{id}}")
def note(): ...
""",
        main=f"""{FASTAPI}
from routes import router
app = FastAPI()
app.include_router(router, prefix="/v1")
@app.api_route("/{{rest:path}}", methods=["GET", "POST"])
def rest(): return {{}}
""",
    )
    assert one(found, LayerKind.ROUTE).path == "/v1/notes/{id}"
    rest = one(found, LayerKind.CATCH_ALL)
    assert (rest.path, rest.methods, rest.answers) == ("/", ("GET", "POST"), 200)


@pytest.mark.parametrize(
    ("call", "complete"),
    [
        ("from missing import setup\nsetup(app)", False),
        ("from .missing import setup\nsetup(app)", False),
        ("import uvicorn\nuvicorn.run(app)", True),
        ("from flask_talisman import Talisman\nTalisman(app)", True),
    ],
)
def test_code_that_nobody_can_follow_leaves_an_application_open(call: str, complete: bool) -> None:
    """An application given to code outside the project may get more than anybody sees."""
    assert app(main=f"{FASTAPI}app = FastAPI()\n{call}\n").complete is complete


# --- Flask ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "Middleware(app)\nCORS(app, supports_credentials=True)",
        "CORS(app=app, supports_credentials=True)\nMiddleware(app)",
        "cors = CORS(supports_credentials=True)\nMiddleware(app)\ncors.init_app(app)",
        "cors = CORS()\ncors.init_app(app, supports_credentials=True)\nMiddleware(app)",
    ],
)
def test_flask_cors_is_outside_in_any_order(body: str) -> None:
    """flask-cors runs after every response, whatever is called first."""
    found = app(main=f"{FLASK}app = Flask(__name__)\n{body}\n")
    assert kinds(found) == OUTSIDE
    cors = one(found, LayerKind.CORS).cors
    assert cors is not None
    assert cors.credentials is not None


def test_flask_resources_limit_where_cors_applies() -> None:
    """Each pattern of ``resources`` is a policy of its own below its fixed front."""
    resources = '{r"/api/*": {"origins": ["http://localhost:3000"]}}'
    found = app(main=f"{FLASK}app = Flask(__name__)\nCORS(app, resources={resources})\n")
    cors = one(found, LayerKind.CORS)
    assert cors.path == "/api"
    assert texts(cors, "origins") == ["http://localhost:3000"]


def test_flask_factories_extensions_and_blueprints() -> None:
    """Extensions made in one module and initialised in a factory, blueprints with a catch-all."""
    found = app(
        extensions=f"{FLASK}cors = CORS(origins=['http://localhost:3000'])\n",
        routes=f"""{FLASK}
bp = Blueprint("api", __name__)
@bp.route("/", defaults={{"u_path": ""}})
@bp.route("/<path:u_path>")
def catch_all(u_path): abort(404)
""",
        main=f"""{FLASK}
from extensions import cors
from routes import bp
def create_app():
    app = Flask(__name__)
    Middleware(app)
    cors.init_app(app)
    app.register_blueprint(bp)
    return app
""",
    )
    assert kinds(found) == OUTSIDE
    rest = one(found, LayerKind.CATCH_ALL)
    assert (rest.answers, rest.methods) == (404, ("GET",))
    assert texts(one(found, LayerKind.CORS), "origins") == ["http://localhost:3000"]


def test_flask_routes_of_a_module_imported_at_the_end() -> None:
    """The circular import of Flask's documentation is followed."""
    package = f"{FLASK}app = Flask(__name__)\nMiddleware(app)\nfrom pkg import views\n"
    views = f"{FLASK}from pkg import app\n@app.route('/x')\ndef x(): return 'x'\n"
    texts = {"api/pkg/__init__.py": package, "api/pkg/views.py": views}
    (found,) = system_of(texts).facts.http_apps
    assert one(found, LayerKind.ROUTE).path == "/x"


def test_flask_hooks_that_answer_options_are_known() -> None:
    """A ``before_request`` function that looks at OPTIONS may answer preflights itself."""
    body = """
app = Flask(__name__)
@app.before_request
def preflight():
    if request.method == "OPTIONS":
        return "", 204
"""
    assert one(app(main=f"{FLASK}{body}"), LayerKind.OTHER).methods == ("OPTIONS",)


# --- Django --------------------------------------------------------------------------------------

CORS = "corsheaders.middleware.CorsMiddleware"
SDK = "supertokens_python.framework.django.django_middleware.middleware"
BASE = f"""
from supertokens_python import init
MIDDLEWARE = ["{CORS}", "django.middleware.common.CommonMiddleware"]
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOWED_ORIGINS = ["http://localhost:3000"]
"""


def test_django_reads_middleware_in_the_order_of_the_list() -> None:
    """The list is outermost first, and the policy comes from the settings."""
    found = app(project__settings=BASE + f'MIDDLEWARE += ["{SDK}"]\n')
    assert kinds(found) == OUTSIDE
    cors = one(found, LayerKind.CORS)
    assert texts(cors, "origins") == ["http://localhost:3000"]
    assert cors.cors is not None
    assert cors.cors.credentials is not None


@pytest.mark.parametrize(
    ("edit", "order"),
    [
        (f'MIDDLEWARE += ["{SDK}"]', OUTSIDE),
        (f'MIDDLEWARE.append("{SDK}")', OUTSIDE),
        (f'MIDDLEWARE.extend(["{SDK}"])', OUTSIDE),
        (f'MIDDLEWARE.insert(0, "{SDK}")', INSIDE),
        (f'MIDDLEWARE.insert(MIDDLEWARE.index("{CORS}"), "{SDK}")', INSIDE),
        (f'MIDDLEWARE.insert(MIDDLEWARE.index("{CORS}") + 1, "{SDK}")', OUTSIDE),
        (f'MIDDLEWARE = ["{SDK}"] + MIDDLEWARE', INSIDE),
        (f'MIDDLEWARE = MIDDLEWARE + ["{SDK}"]', OUTSIDE),
        (f'MIDDLEWARE = ["{SDK}", *MIDDLEWARE]', INSIDE),
        (f'MIDDLEWARE.remove("{CORS}")\nMIDDLEWARE.append("{SDK}")', ["SUPERTOKENS"]),
    ],
)
def test_django_settings_that_go_on_from_a_base(edit: str, order: list[str]) -> None:
    """Only the module that goes on is an application, with the list as it leaves it."""
    found = app(
        project__settings__base=BASE,
        project__settings__production=f"from .base import *\n{edit}\n",
    )
    assert kinds(found) == order
    assert found.complete


def test_django_edits_under_a_condition_are_conditional() -> None:
    """Middleware that a branch adds may be missing; what stands there for sure does not."""
    found = app(project__settings=BASE + f'if FLAG:\n    MIDDLEWARE.append("{SDK}")\n')
    assert one(found, LayerKind.SUPERTOKENS).conditional
    assert not one(found, LayerKind.CORS).conditional


def test_django_lists_that_nobody_knows_leave_the_application_open() -> None:
    """An unknown part of the list may hold anything."""
    found = app(project__settings=BASE + "from elsewhere import MORE\nMIDDLEWARE += MORE\n")
    assert not found.complete


def test_django_default_headers_are_known() -> None:
    """The list that django-cors-headers ships is joined with the project's own."""
    more = """
from corsheaders.defaults import default_headers
CORS_ALLOW_HEADERS = list(default_headers) + ["rid"]
"""
    headers = texts(one(app(project__settings=BASE + more), LayerKind.CORS), "allow_headers")
    assert "authorization" in headers
    assert headers[-1] == "rid"


def test_django_settings_of_a_base_may_be_extended_later() -> None:
    """A list setting that a later module adds to has both parts."""
    found = app(
        project__settings__base=BASE,
        project__settings__dev="from .base import *\nCORS_ALLOWED_ORIGINS += ['http://a.dev']\n",
    )
    wanted = ["http://localhost:3000", "http://a.dev"]
    assert texts(one(found, LayerKind.CORS), "origins") == wanted


def test_django_middleware_of_the_project_may_wrap_the_sdk() -> None:
    """A class that hands requests to the SDK's middleware is a layer of the SDK."""
    own = """
from supertokens_python.framework.django.django_middleware import middleware as sdk
class Auth:
    def __init__(self, get_response): self.inner = sdk(get_response)
    def __call__(self, request): return self.inner(request)
"""
    found = app(
        project__own=own, project__settings=BASE + 'MIDDLEWARE.append("project.own.Auth")\n'
    )
    assert kinds(found) == OUTSIDE


# --- bad input -----------------------------------------------------------------------------------

WHOLE = (
    FASTAPI
    + FLASK
    + BASE
    + """
app = FastAPI(middleware=[Middleware(CORSMiddleware, allow_origins=ORIGINS)])
app.add_middleware(get_middleware())
app = CORSMiddleware(app=app, allow_origins=["*"])
api = FastAPI()
app.mount("/api", api)
api.mount("/", app)
router = APIRouter(prefix=PREFIX)
router.include_router(router)
app.include_router(router, prefix="/v1")
site = Flask(__name__, static_url_path="")
cors = CORS(site, resources={r"/api/*": {"origins": "*"}})
cors.init_app(site)
bp = Blueprint("x", __name__)
bp.register_blueprint(bp)
site.register_blueprint(bp)
site.wsgi_app = Wrapper(site.wsgi_app)
def make(app): return make(app)
app = make(app)
MIDDLEWARE = MIDDLEWARE + [*MIDDLEWARE]
MIDDLEWARE.insert(MIDDLEWARE.index("x") + 1, MIDDLEWARE)
"""
).splitlines()


@given(st.permutations(WHOLE), st.integers(min_value=1, max_value=len(WHOLE)))
@settings(max_examples=60, deadline=None)
def test_no_arrangement_of_lines_ends_in_an_exception(lines: list[str], count: int) -> None:
    """Names that refer to themselves, half-written programs and loops give layers or nothing."""
    for found in apps(main="\n".join(lines[:count])):
        assert all(isinstance(layer, Layer) for layer in found.layers)
