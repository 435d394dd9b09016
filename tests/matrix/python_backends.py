"""Backends of supertokens-python, each with its own way to read its settings."""

from __future__ import annotations

from collections.abc import Callable

from matrix import settings as named
from matrix.settings import Backend, Files

APP_INFO = {
    named.API_DOMAIN: "api_domain",
    named.WEBSITE_DOMAIN: "website_domain",
    named.API_BASE_PATH: "api_base_path",
    named.WEBSITE_BASE_PATH: "website_base_path",
}
SESSION = {
    named.COOKIE_DOMAIN: "cookie_domain",
    named.COOKIE_SAME_SITE: "cookie_same_site",
    named.ANTI_CSRF: "anti_csrf",
}
IMPORTS = """from supertokens_python import InputAppInfo, SupertokensConfig, init
from supertokens_python.recipe import emailpassword, session
"""


def init_call(backend: Backend, framework: str, read: Callable[[str], str]) -> str:
    """Return the call of ``init``, each value as ``read`` writes it."""
    given = backend.variables
    info = "".join(f"        {key}={read(n)},\n" for n, key in APP_INFO.items() if n in given)
    own = [f"{key}={read(name)}" for name, key in SESSION.items() if name in given]
    if named.COOKIE_SECURE in given:
        own.append(f'cookie_secure={read(named.COOKIE_SECURE)} == "true"')
    if backend.transfer is not None:
        own.append(f'get_token_transfer_method=lambda *_: "{backend.transfer}"')
    inner = "".join(f"\n            {line}," for line in own)
    closed = f"{inner}\n        " if own else ""
    return (
        f'init(\n    app_info=InputAppInfo(\n        app_name="Depot",\n{info}    ),\n'
        '    supertokens_config=SupertokensConfig(connection_uri="http://localhost:3567"),\n'
        f'    framework="{framework}",\n'
        f"    recipe_list=[emailpassword.init(), session.init({closed})],\n)\n"
    )


def fastapi(backend: Backend) -> Files:
    """FastAPI, with a settings class of pydantic."""
    fields = "".join(f"    {name.lower()}: str\n" for name in backend.variables)
    return {
        ".env": backend.env_file,
        "requirements.txt": "fastapi==0.115.6\npydantic-settings==2.7.0\nstarlette==0.41.3\n"
        "supertokens-python==0.29.2\nuvicorn==0.34.0\n",
        "app/__init__.py": "",
        "app/settings.py": "from pydantic_settings import BaseSettings, SettingsConfigDict\n\n\n"
        'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_file=".env")\n\n'
        f"{fields}\n\nsettings = Settings()\n",
        "app/auth.py": IMPORTS
        + "\nfrom app.settings import settings\n\n\ndef start() -> None:\n    "
        + init_call(backend, "fastapi", lambda name: f"settings.{name.lower()}")
        .replace("\n", "\n    ")
        .rstrip()
        + "\n",
        "app/main.py": """from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from supertokens_python import get_all_cors_headers
from supertokens_python.framework.fastapi import get_middleware
from supertokens_python.recipe.session import SessionContainer
from supertokens_python.recipe.session.framework.fastapi import verify_session

from app.auth import start
from app.settings import settings

start()

app = FastAPI()
app.add_middleware(get_middleware())
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin],
    allow_credentials=True,
    allow_methods=["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"],
    allow_headers=["Content-Type"] + get_all_cors_headers(),
)


@app.get("/orders")
async def orders(container: SessionContainer = Depends(verify_session())):
    return {"owner": container.get_user_id()}
""",
    }


def starlette(backend: Backend) -> Files:
    """Starlette alone, with its own reader of env files."""
    return {
        ".env": backend.env_file,
        "requirements.txt": "starlette==0.41.3\nsupertokens-python==0.29.2\nuvicorn==0.34.0\n",
        "settings.py": 'from starlette.config import Config\n\nconfig = Config(".env")\n\n'
        + "".join(f'{name} = config("{name}")\n' for name in backend.variables),
        "main.py": IMPORTS + "from supertokens_python import get_all_cors_headers\n"
        "from supertokens_python.framework.fastapi import get_middleware\n"
        "from starlette.applications import Starlette\n"
        "from starlette.middleware import Middleware\n"
        "from starlette.middleware.cors import CORSMiddleware\n"
        "from starlette.responses import JSONResponse\nfrom starlette.routing import Route\n\n"
        "import settings\n\n"
        + init_call(backend, "fastapi", lambda name: f"settings.{name}")
        + """

async def orders(request):
    return JSONResponse([])


app = Starlette(
    routes=[Route("/orders", orders)],
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origins=[settings.ALLOWED_ORIGIN],
            allow_credentials=True,
            allow_methods=["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"],
            allow_headers=["Content-Type"] + get_all_cors_headers(),
        ),
        Middleware(get_middleware()),
    ],
)
""",
    }


def flask(backend: Backend) -> Files:
    """Flask, with the environment that python-dotenv loads."""
    return {
        ".env": backend.env_file,
        "requirements.txt": "flask==3.1.0\nflask-cors==5.0.0\npython-dotenv==1.0.1\n"
        "supertokens-python==0.29.2\n",
        "config.py": "import os\n\nfrom dotenv import load_dotenv\n\nload_dotenv()\n\n\n"
        "class Config:\n"
        + "".join(f'    {name} = os.environ["{name}"]\n' for name in backend.variables),
        "app.py": "from flask import Flask, abort, jsonify\nfrom flask_cors import CORS\n"
        + IMPORTS
        + "from supertokens_python import get_all_cors_headers\n"
        "from supertokens_python.framework.flask import Middleware\n"
        "from supertokens_python.recipe.session.framework.flask import verify_session\n\n"
        "from config import Config\n\n"
        + init_call(backend, "flask", lambda name: f"Config.{name}")
        + """
app = Flask(__name__)
Middleware(app)
CORS(
    app=app,
    origins=[Config.ALLOWED_ORIGIN],
    supports_credentials=True,
    allow_headers=["Content-Type"] + get_all_cors_headers(),
)


@app.route("/orders")
@verify_session()
def orders():
    return jsonify([])


@app.route("/", defaults={"u_path": ""})
@app.route("/<path:u_path>")
def catch_all(u_path: str):
    abort(404)


if __name__ == "__main__":
    app.run(port=3001)
""",
    }


def django(backend: Backend) -> Files:
    """Django, with settings that django-environ reads."""
    return _django(
        backend,
        "import environ\n\nBASE_DIR = Path(__file__).resolve().parent.parent\n\nenv = environ.Env()\n"
        'environ.Env.read_env(BASE_DIR / ".env")\n',
        lambda name: f'env("{name}")',
        "django==5.1.4\ndjango-cors-headers==4.6.0\ndjango-environ==0.11.2\n",
        apps='"corsheaders", "supertokens_python"',
        views="""from django.http import JsonResponse
from supertokens_python.recipe.session.framework.django.asyncio import verify_session


@verify_session()
async def orders(request):
    return JsonResponse({"orders": []})
""",
    )


def django_rest(backend: Backend) -> Files:
    """Django REST framework, with settings that python-decouple reads."""
    return _django(
        backend,
        "from decouple import config\n\nBASE_DIR = Path(__file__).resolve().parent.parent\n",
        lambda name: f'config("{name}")',
        "django==5.1.4\ndjango-cors-headers==4.6.0\ndjangorestframework==3.15.2\n"
        "python-decouple==3.8\n",
        apps='"corsheaders", "rest_framework", "supertokens_python"',
        views="""from adrf.decorators import api_view
from rest_framework.decorators import authentication_classes, permission_classes
from rest_framework.response import Response
from supertokens_python.recipe.session.framework.django.asyncio import verify_session


@api_view(["GET"])
@authentication_classes([])
@permission_classes([])
@verify_session()
async def orders(request):
    return Response([])
""",
    )


def _django(
    backend: Backend,
    reader: str,
    read: Callable[[str], str],
    requirements: str,
    *,
    apps: str,
    views: str,
) -> Files:
    return {
        ".env": backend.env_file,
        "requirements.txt": requirements + "supertokens-python==0.29.2\n",
        "manage.py": "import os\nimport sys\n\nfrom django.core.management import execute_from_command_line\n\n"
        'if __name__ == "__main__":\n'
        '    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "depot.settings")\n'
        "    execute_from_command_line(sys.argv)\n",
        "depot/__init__.py": "",
        "depot/settings.py": "from pathlib import Path\n\nfrom corsheaders.defaults import default_headers\n"
        + IMPORTS
        + "from supertokens_python import get_all_cors_headers\n\n"
        + reader
        + "\n"
        + init_call(backend, "django", read).replace(")],\n)", ')],\n    mode="asgi",\n)')
        + f"""
INSTALLED_APPS = [{apps}]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "supertokens_python.framework.django.django_middleware.middleware",
]
ROOT_URLCONF = "depot.urls"
CORS_ALLOWED_ORIGINS = [{read("ALLOWED_ORIGIN")}]
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_HEADERS = list(default_headers) + ["Content-Type"] + get_all_cors_headers()
""",
        "depot/urls.py": "from django.urls import path\n\nfrom depot.views import orders\n\n"
        'urlpatterns = [path("orders", orders)]\n',
        "depot/views.py": views,
    }
