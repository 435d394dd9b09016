"""How supertokens-node and CORS packages are spelled where applications are put together.

Sources: lib/ts/framework/*/index.ts, nextjs.ts and custom.ts of supertokens-node, the index of
supertokens-nestjs, the main files of the CORS packages.
"""

from __future__ import annotations

import re

from supertokens_lint.resolve.values import External, Value

_FRAMEWORK = re.compile(r"^supertokens-node/(?:lib/build/)?framework(?:/(?P<name>\w+))?(?:/|$)")
CORS_PACKAGES = {
    "cors": "cors",
    "nextjs-cors": "nextjs-cors",
    "@koa/cors": "@koa/cors",
    "kcors": "kcors",
    "koa2-cors": "koa2-cors",
    "koa-cors": "koa-cors",
    "@fastify/cors": "@fastify/cors",
    "fastify-cors": "fastify-cors",
    "hono/cors": "hono",
    "@middy/http-cors": "@middy/http-cors",
    "@elysiajs/cors": "@elysiajs/cors",
}
SESSION_PACKAGES = frozenset(
    {
        "express-session", "cookie-session", "client-sessions", "passport", "express-jwt",
        "express-openid-connect", "express-oauth2-jwt-bearer", "koa-session", "koa-passport",
        "koa-jwt", "@fastify/session", "@fastify/secure-session", "@fastify/jwt",
        "@fastify/passport", "@clerk/express", "@clerk/fastify", "hono/jwt", "hono/bearer-auth",
    }
)  # fmt: skip
SESSION_FUNCTIONS = frozenset({"getSession", "refreshSession"})


def sdk_function(value: Value) -> tuple[str, str] | None:
    """Return the framework and the name of a function of supertokens-node, or ``None``.

    ``("express", "middleware")``, ``("fastify", "plugin")``, ``("express", "errorHandler")``.
    Before 7.0.0 the package itself had those of Express.
    """
    if not isinstance(value, External) or not value.path:
        return None
    name = value.path[-1]
    if name not in ("middleware", "errorHandler", "plugin"):
        return None
    if value.module == "supertokens-node":
        return ("express", name)
    match = _FRAMEWORK.match(value.module)
    if match is None:
        return None
    inner = [part for part in value.path[:-1] if part != "default"]
    return (match["name"] or "".join(inner[:1]) or "express", name)


def cors_library(value: Value) -> str | None:
    """Return the library whose CORS function a value is, or ``None``."""
    if not isinstance(value, External):
        return None
    return CORS_PACKAGES.get(value.module)


def is_session_function(value: Value) -> bool:
    """Tell whether a value is a function of the Session recipe that throws session errors."""
    return (
        isinstance(value, External)
        and value.module.startswith("supertokens-node/recipe/session")
        and value.path[-1:] != ()
        and value.path[-1] in SESSION_FUNCTIONS
    )
