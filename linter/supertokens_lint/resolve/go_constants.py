"""Constants of Go packages that settings are given as.

Sources: supertokens-golang, recipe/session/constants.go, recipe/session/sessmodels/models.go and
recipe/emailverification/evmodels/models.go; gin, mode.go; net/http, method.go and status.go, whose
names fiber, helpers.go, has as well; echo, echo.go, and fiber, helpers.go, for names of headers.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Const, EnvVar, External, Value
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

_SESSION = f"{Sdk.GOLANG.module}/recipe/session"
_VERIFICATION = f"{Sdk.GOLANG.module}/recipe/emailverification/evmodels"
_GIN = "github.com/gin-gonic/gin"
_CONSTANTS = {
    (_SESSION, "AntiCSRF_VIA_TOKEN"): "VIA_TOKEN",
    (_SESSION, "AntiCSRF_VIA_CUSTOM_HEADER"): "VIA_CUSTOM_HEADER",
    (_SESSION, "AntiCSRF_NONE"): "NONE",
    (_SESSION, "CookieSameSite_NONE"): "none",
    (_SESSION, "CookieSameSite_LAX"): "lax",
    (_SESSION, "CookieSameSite_STRICT"): "strict",
    (f"{_SESSION}/sessmodels", "CookieTransferMethod"): "cookie",
    (f"{_SESSION}/sessmodels", "HeaderTransferMethod"): "header",
    (f"{_SESSION}/sessmodels", "AnyTransferMethod"): "any",
    (_VERIFICATION, "ModeRequired"): "REQUIRED",
    (_VERIFICATION, "ModeOptional"): "OPTIONAL",
    (_GIN, "DebugMode"): "debug",
    (_GIN, "ReleaseMode"): "release",
    (_GIN, "TestMode"): "test",
}

_HTTP = re.compile(r"^(?:net/http|github\.com/(?:gofiber/fiber|labstack/echo)(?:/v\d+)?)$")
_METHODS = ("Get", "Head", "Post", "Put", "Patch", "Delete", "Connect", "Options", "Trace")
_OF_HTTP: dict[str, str | int] = {
    **{f"Method{name}": name.upper() for name in _METHODS},
    **{f"Status{re.sub('[^A-Za-z]', '', item.phrase)}": item.value for item in HTTPStatus},
}
_HEADER = re.compile(r"^Header(X?(?:[A-Z][a-z]+)+)$")
_WORD = re.compile(r"[A-Z][a-z]*")


def member(value: External, name: str, place: Place) -> Value:
    """Return a member of a package: the value of a known constant, else its name."""
    constant = None if value.path else _constant(value.module, name)
    if constant is not None:
        return Const(constant, (Step("written here", place),))
    return External(value.module, (*value.path, name), value.trail)


def _constant(module: str, name: str) -> str | int | None:
    if _HTTP.match(module) is None:
        return _CONSTANTS.get((module, name))
    header = _HEADER.match(name)
    if header is not None and module != "net/http":
        return "-".join(_WORD.findall(header[1]))
    is_short = module.startswith("github.com/labstack/echo") and name.capitalize() in _METHODS
    return name if is_short else _OF_HTTP.get(name)


def gin_mode(place: Place) -> Value:
    """Return what ``gin.Mode()`` gives: a variable that is ``debug`` when it is not set."""
    return EnvVar("GIN_MODE", place.path, (Step("reads GIN_MODE", place),))
