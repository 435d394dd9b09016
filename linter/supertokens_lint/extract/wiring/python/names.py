"""How Python frameworks and the SDK's Python modules spell what matters to wiring.

Sources: fastapi/applications.py and starlette/applications.py, flask/app.py,
flask_cors/__init__.py, and supertokens_python/framework/{fastapi,flask}/__init__.py with its
``fastapi_middleware`` and ``flask_middleware`` modules.
"""

from __future__ import annotations

from supertokens_lint.extract.sdks import dotted
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.instances import lineage
from supertokens_lint.resolve.values import ClassRef, External, Value

APPLICATIONS = {
    "fastapi.FastAPI": "fastapi",
    "fastapi.applications.FastAPI": "fastapi",
    "starlette.applications.Starlette": "starlette",
    "flask.Flask": "flask",
    "flask.app.Flask": "flask",
}
ROUTERS = frozenset(
    {
        "fastapi.APIRouter",
        "fastapi.routing.APIRouter",
        "starlette.routing.Router",
        "flask.Blueprint",
        "flask.blueprints.Blueprint",
    }
)
STARLETTE_CORS = frozenset(
    {"fastapi.middleware.cors.CORSMiddleware", "starlette.middleware.cors.CORSMiddleware"}
)
STARLETTE_MIDDLEWARE = frozenset(
    {"starlette.middleware.Middleware", "fastapi.middleware.Middleware"}
)
FLASK_CORS = frozenset({"flask_cors.CORS", "flask_cors.extension.CORS"})
STATIC_FILES = frozenset({"fastapi.staticfiles.StaticFiles", "starlette.staticfiles.StaticFiles"})
FASTAPI_SDK = "supertokens_python.framework.fastapi"
FLASK_SDK = "supertokens_python.framework.flask"
DJANGO_SDK = "supertokens_python.framework.django.django_middleware.middleware"


def external_names(ev: Evaluator, value: Value) -> frozenset[str]:
    """Return the dotted name of a package's object, or of what a class of the project extends."""
    if isinstance(value, External):
        return frozenset({dotted(value)})
    if isinstance(value, ClassRef):
        bases = lineage(ev, value)
        return frozenset(dotted(base) for base in bases if isinstance(base, External))
    return frozenset()


def is_sdk_name(value: Value, package: str, name: str) -> bool:
    """Tell whether a value is ``name`` of one of the SDK's framework packages."""
    if not isinstance(value, External):
        return False
    full = dotted(value)
    return full.startswith(f"{package}.") and full.endswith(f".{name}")
