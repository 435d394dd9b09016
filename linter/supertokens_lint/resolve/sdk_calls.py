"""Functions of the SuperTokens SDKs whose result the SDK's source tells."""

from __future__ import annotations

from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Const, External, Items, Value
from supertokens_lint.sdk.headers import cors_headers
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

HELPERS = frozenset({"getAllCORSHeaders", "get_all_cors_headers", "GetAllCORSHeaders"})
_MODULES = (Sdk.NODE.module, Sdk.PYTHON.module, Sdk.GOLANG.module)


def call(callee: External, place: Place) -> Value | None:
    """Return the list that ``getAllCORSHeaders`` of a backend SDK gives, or ``None``.

    Of the newest release: older ones lack headers that only newer frontends send.
    """
    if callee.path[-1:] and callee.path[-1] in HELPERS and callee.module.startswith(_MODULES):
        trail = (Step("given by the SDK", place),)
        names = cors_headers(Sdk.NODE) or ()
        return Items(tuple(Const(name, trail) for name in names), place, trail=trail)
    return None
