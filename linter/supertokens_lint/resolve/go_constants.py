"""Constants of Go packages that settings are given as.

Sources: supertokens-golang, recipe/session/constants.go and recipe/session/sessmodels/models.go;
gin, mode.go.
"""

from __future__ import annotations

from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Const, EnvVar, External, Value
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

_SESSION = f"{Sdk.GOLANG.module}/recipe/session"
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
    (_GIN, "DebugMode"): "debug",
    (_GIN, "ReleaseMode"): "release",
    (_GIN, "TestMode"): "test",
}


def member(value: External, name: str, place: Place) -> Value:
    """Return a member of a package: the value of a known constant, else its name."""
    constant = None if value.path else _CONSTANTS.get((value.module, name))
    if constant is not None:
        return Const(constant, (Step("written here", place),))
    return External(value.module, (*value.path, name), value.trail)


def gin_mode(place: Place) -> Value:
    """Return what ``gin.Mode()`` gives: a variable that is ``debug`` when it is not set."""
    return EnvVar("GIN_MODE", place.path, (Step("reads GIN_MODE", place),))
