"""How the options of CORS libraries are spelled, and the canonical names that rules use.

Canonical: ``origins``, ``credentials``, ``allow_headers``, ``expose_headers``, ``methods``; besides
these ``origin_list`` (middy's second list), ``origin_patterns`` (regular expressions),
``origin_function``, ``all_origins``, ``more_allow_headers``, ``send_wildcard``, ``resources``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import SdkVersion, at_least

MAIN_KEYS = ("origins", "credentials", "allow_headers", "expose_headers", "methods")

_EXPRESS = {
    "origin": "origins",
    "credentials": "credentials",
    "allowedHeaders": "allow_headers",
    "headers": "allow_headers",
    "exposedHeaders": "expose_headers",
    "methods": "methods",
}
_FASTIFY = {key: name for key, name in _EXPRESS.items() if key != "headers"}
_KOA = {
    "origin": "origins",
    "credentials": "credentials",
    "allowHeaders": "allow_headers",
    "exposeHeaders": "expose_headers",
    "allowMethods": "methods",
}
_GO = {
    "AllowOrigins": "origins",
    "AllowCredentials": "credentials",
    "AllowHeaders": "allow_headers",
    "ExposeHeaders": "expose_headers",
    "AllowMethods": "methods",
    "AllowAllOrigins": "all_origins",
    "AllowOriginFunc": "origin_function",
    "AllowOriginsFunc": "origin_function",
    "AllowOriginWithContextFunc": "origin_function",
    "UnsafeAllowOriginFunc": "origin_function",
}
_RS = {
    "AllowedOrigins": "origins",
    "AllowCredentials": "credentials",
    "AllowedHeaders": "allow_headers",
    "ExposedHeaders": "expose_headers",
    "AllowedMethods": "methods",
    "AllowOriginFunc": "origin_function",
    "AllowOriginRequestFunc": "origin_function",
    "AllowOriginVaryRequestFunc": "origin_function",
    "AllowedOriginValidator": "origin_function",
}
_HEADERS = {
    "Access-Control-Allow-Origin": "origins",
    "Access-Control-Allow-Credentials": "credentials",
    "Access-Control-Allow-Headers": "allow_headers",
    "Access-Control-Expose-Headers": "expose_headers",
    "Access-Control-Allow-Methods": "methods",
}
SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "cors": _EXPRESS,
    "nextjs-cors": _EXPRESS,
    "@loopback/rest": _EXPRESS,
    "@koa/cors": _KOA,
    "kcors": _KOA,
    "koa2-cors": _KOA,
    "@fastify/cors": _FASTIFY,
    "fastify-cors": _FASTIFY,
    "hapi": {
        "origin": "origins",
        "credentials": "credentials",
        "headers": "allow_headers",
        "additionalHeaders": "more_allow_headers",
        "exposedHeaders": "expose_headers",
    },
    "hono": _KOA,
    "@middy/http-cors": {
        "origin": "origins",
        "origins": "origin_list",
        "credentials": "credentials",
        "headers": "allow_headers",
        "exposeHeaders": "expose_headers",
        "methods": "methods",
    },
    "starlette": {
        "allow_origins": "origins",
        "allow_credentials": "credentials",
        "allow_headers": "allow_headers",
        "expose_headers": "expose_headers",
        "allow_methods": "methods",
        "allow_origin_regex": "origin_patterns",
    },
    "flask-cors": {
        "origins": "origins",
        "supports_credentials": "credentials",
        "allow_headers": "allow_headers",
        "expose_headers": "expose_headers",
        "methods": "methods",
        "send_wildcard": "send_wildcard",
        "resources": "resources",
    },
    "django-cors-headers": {
        "CORS_ALLOWED_ORIGINS": "origins",
        "CORS_ORIGIN_WHITELIST": "origins",
        "CORS_ALLOW_CREDENTIALS": "credentials",
        "CORS_ALLOW_HEADERS": "allow_headers",
        "CORS_EXPOSE_HEADERS": "expose_headers",
        "CORS_ALLOW_METHODS": "methods",
        "CORS_ALLOW_ALL_ORIGINS": "all_origins",
        "CORS_ORIGIN_ALLOW_ALL": "all_origins",
        "CORS_ALLOWED_ORIGIN_REGEXES": "origin_patterns",
        "CORS_ORIGIN_REGEX_WHITELIST": "origin_patterns",
    },
    "gin-contrib/cors": _GO,
    "rs/cors": _RS,
    "go-chi/cors": _RS,
    "gorilla/handlers": _RS,
    "fiber": _GO,
    "echo": _GO,
    "go-zero": {"origins": "origins"},
    "vercel.json": _HEADERS,
    "next.config": _HEADERS,
}


# django-cors-headers, conf.py: since 3.5.0 it reads the new name, and the old one without it.
_DJANGO_NAMES = {
    "CORS_ALLOWED_ORIGINS": "CORS_ORIGIN_WHITELIST",
    "CORS_ALLOW_ALL_ORIGINS": "CORS_ORIGIN_ALLOW_ALL",
    "CORS_ALLOWED_ORIGIN_REGEXES": "CORS_ORIGIN_REGEX_WHITELIST",
}


def ignored_options(
    library: str, given: Collection[str], version: SdkVersion | None
) -> frozenset[str]:
    """Return the options that a library does not read where all of ``given`` are set."""
    if library != "django-cors-headers":
        return frozenset()
    if at_least(Sdk.PYTHON, version, (3, 5, 0)) is False:
        return frozenset(_DJANGO_NAMES).intersection(given)
    return frozenset(old for new, old in _DJANGO_NAMES.items() if new in given and old in given)


def canonical_option(library: str, spelled: str) -> str:
    """Return the canonical name of an option; one that no table has keeps its own."""
    return SPELLINGS.get(library, {}).get(spelled, spelled)


def spelled_option(library: str, key: str) -> str:
    """Return how a library spells an option, for messages; the first of several spellings."""
    table = SPELLINGS.get(library, {})
    return next((spelled for spelled, name in table.items() if name == key), key)
