"""How Go frameworks, CORS libraries and the SDK spell what matters to wiring.

Sources: gin.go and routergroup.go of gin; chi.go and mux.go of chi; mux.go of gorilla/mux; echo.go
and group.go of echo; app.go and router.go of fiber; rest/server.go of go-zero; server.go of
net/http; supertokens/main.go of supertokens-golang.
"""

from __future__ import annotations

import re

from supertokens_lint.resolve.go_packages import is_sdk
from supertokens_lint.resolve.values import (
    Const,
    External,
    Invocation,
    MethodOf,
    Value,
    alternatives,
)

GIN = "github.com/gin-gonic/gin"
CHI = "github.com/go-chi/chi"
MUX = "github.com/gorilla/mux"
ECHO = "github.com/labstack/echo"
FIBER = "github.com/gofiber/fiber"
GO_ZERO = "github.com/zeromicro/go-zero/rest"
HTTP = "net/http"
FRAMEWORKS = (GIN, CHI, MUX, ECHO, FIBER, GO_ZERO)

MAKERS = {
    (GIN, "New"): "gin",
    (GIN, "Default"): "gin",
    (CHI, "NewRouter"): "chi",
    (CHI, "NewMux"): "chi",
    (MUX, "NewRouter"): "mux",
    (HTTP, "NewServeMux"): "net/http",
    (ECHO, "New"): "echo",
    (FIBER, "New"): "fiber",
    (GO_ZERO, "MustNewServer"): "go-zero",
    (GO_ZERO, "NewServer"): "go-zero",
}
TYPES = {(HTTP, "ServeMux"): "net/http", (MUX, "Router"): "mux", (CHI, "Mux"): "chi"}
NEEDLES = (
    b"gin-gonic/gin", b"go-chi/chi", b"gorilla/mux", b"labstack/echo", b"gofiber/fiber",
    b"zeromicro/go-zero", b"net/http", b"supertokens-golang",
)  # fmt: skip
_VERSION = re.compile(r"/v\d+(?=/|$)")


def name_of(value: Value) -> tuple[str, str] | None:
    """Return the package, without its major version, and the name of a package's member."""
    if not isinstance(value, External):
        return None
    return _VERSION.sub("", value.module), ".".join(value.path)


def called(value: Value) -> tuple[str, str] | None:
    """Return the package and name of the function whose result a value is."""
    if not isinstance(value, Invocation) or value.is_new:
        return None
    return name_of(value.callee)


def method(value: Value | None) -> MethodOf | None:
    """Return the method of a package's object that a callee is, of alternatives the first."""
    options = () if value is None else alternatives(value)
    return next((item for item in options if isinstance(item, MethodOf)), None)


def is_sdk_middleware(value: Value) -> bool:
    """Tell whether a value is ``supertokens.Middleware``."""
    if not isinstance(value, External) or not is_sdk(value.module):
        return False
    return value.module.endswith("/supertokens") and value.path == ("Middleware",)


def text_of(value: Value | None) -> str | None:
    """Return a value as text when it is a known string."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def number_of(value: Value | None) -> int | None:
    """Return a value as a number when it is a known one."""
    is_number = isinstance(value, Const) and type(value.value) is int
    return value.value if is_number and isinstance(value.value, int) else None  # type: ignore[union-attr]


def joined(*parts: str) -> str:
    """Return path pieces as one path that begins with a slash."""
    pieces = [part.strip("/") for part in parts]
    return "/" + "/".join(piece for piece in pieces if piece)
