"""Facts about how a backend is put together: what a request passes, in which order.

Every framework has its own order rule (Starlette's last added middleware is the outermost one,
Express runs in the order of registration, Django reads a list). Recognisers apply that rule, so
that the layers of an :class:`HttpApp` always stand in the order in which a request passes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from supertokens_lint.extract.facts import Options, Setting, VersionFact
from supertokens_lint.source import Place


class LayerKind(str, Enum):
    """What a layer does with a request."""

    CORS = "CORS"
    SUPERTOKENS = "SuperTokens middleware"
    ROUTE = "route"
    CATCH_ALL = "catch-all route"
    ERROR_HANDLER = "SuperTokens error handler"
    OWN_ERROR_HANDLER = "error handler"
    SESSION_LAYER = "other session layer"
    OTHER = "middleware"


class Fault(str, Enum):
    """What is wrong with the way in which a layer is mounted, whatever stands around it."""

    NOT_CALLED = "passed without being called"
    CALLED = "called where it must be passed"
    NO_ABORT = "goes on after the SDK has answered"
    NOT_WRAPPING = "does not run for paths without a route"
    AFTER_LISTEN = "mounted after the server was started"
    AFTER_ROUTES = "mounted after routes, where the framework forbids it"


@dataclass(frozen=True)
class CorsPolicy:
    """One CORS configuration: a library's options, or headers that the application sets itself.

    ``library`` is the distribution's name ("cors", "starlette", "flask-cors",
    "django-cors-headers", "@koa/cors", "@fastify/cors", "hapi", "hono", "gin-contrib/cors", ...)
    or ``"manual"``. Settings are ``None`` where the option is certainly not given; ``options``
    holds them all with ``rest`` when others may be there.
    """

    library: str
    place: Place
    options: Options
    origins: Setting | None = None
    credentials: Setting | None = None
    allow_headers: Setting | None = None
    expose_headers: Setting | None = None
    methods: Setting | None = None
    version: VersionFact | None = None
    framework: str = ""


@dataclass(frozen=True)
class Layer:
    """One thing that requests pass.

    ``path`` is the prefix that it is mounted at; ``methods`` those of a route, empty for all.
    ``conditional`` layers may be missing in some environment. ``answers`` is the status code that
    a catch-all certainly answers, ``None`` when nobody knows. ``throws_session_errors`` marks
    routes whose code may throw SuperTokens' session errors past the SDK's own handling, and
    ``loses_session_errors`` those that throw them in a promise which they return to the framework.
    """

    kind: LayerKind
    place: Place
    path: str = "/"
    methods: tuple[str, ...] = ()
    conditional: bool = False
    cors: CorsPolicy | None = None
    fault: Fault | None = None
    name: str = ""
    answers: int | None = None
    throws_session_errors: bool = False
    loses_session_errors: bool = False


@dataclass(frozen=True)
class HttpApp:
    """One application object of a web framework.

    ``layers`` stand in the order in which a request passes them. ``complete`` is false when code
    that nobody could follow may mount more; ``reached`` when nothing starts the application.
    ``framework`` is its short name ("express", "fastapi", "django", "gin", ...), and ``version``
    what is known of the release in use, where a rule depends on it. ``prefix`` is a path in front
    of all routes, below which alone the SDK's middleware runs.
    """

    framework: str
    place: Place
    layers: tuple[Layer, ...]
    complete: bool = True
    reached: bool = True
    is_test: bool = False
    version: VersionFact | None = None
    prefix: Setting | None = None

    def of_kind(self, *kinds: LayerKind) -> tuple[Layer, ...]:
        """Return the layers of some kinds, in order."""
        return tuple(layer for layer in self.layers if layer.kind in kinds)
