"""The CORS libraries of Node.

Sources: lib/index.js of cors 2.8 (also behind nextjs-cors, Nest's enableCors with Express, and
LoopBack, whose defaults are in rest.server.js), index.js of @koa/cors 2-5, dist/index.js of
koa2-cors 2, index.js of @fastify/cors 8-11 (fastify-cors before), lib/cors.js and lib/config.js of
@hapi/hapi 21, dist/middleware/cors/index.js of hono 4, index.js of @middy/http-cors 2-6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supertokens_lint.cors.model import (
    ALL,
    NO_HEADERS,
    REFLECTED_HEADERS,
    CorsBehaviour,
    ExposeKind,
    ExposeRule,
    Given,
    GivenOptions,
    HeaderRule,
    Kind,
    Matching,
    MethodRule,
    OriginKind,
    OriginRule,
    exposed_headers,
    listed_headers,
    listed_methods,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import at_least

_USUAL_METHODS = ("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE")
_NPM = Sdk.NODE
_ANY = OriginRule(OriginKind.ANY)
_NONE = OriginRule(OriginKind.NONE)
_REFLECTED = OriginRule(OriginKind.REFLECTED)


def _only_true(given: Given) -> bool | None:
    """Return what ``=== true`` says."""
    return None if given.kind is Kind.UNKNOWN else given.kind is Kind.TRUE


def _headers_or_reflected(given: Given) -> HeaderRule:
    """Return the rule of ``list || requested``; an empty list counts as one."""
    if given.kind is Kind.TEXTS:
        return listed_headers(given) if given.texts or given.is_open else NO_HEADERS
    return REFLECTED_HEADERS if given.truth is False else listed_headers(given)


def _listed(given: Given, matching: Matching = Matching.EXACT) -> OriginRule:
    return OriginRule(OriginKind.LISTED, given.texts, matching, given.is_open)


def _written(given: Given) -> OriginRule:
    """Return the rule of one text that is sent as it is."""
    text = given.texts[0]
    return _ANY if text == ALL else OriginRule(OriginKind.FIXED, (text,))


def _express_origins(given: Given) -> OriginRule:
    if given.kind is Kind.ABSENT:
        return _ANY
    if given.truth is False:
        return _NONE
    if given.kind is Kind.TEXT:
        return _written(given)
    if given.kind is Kind.TEXTS:
        return _listed(given)
    return _REFLECTED if given.kind is Kind.TRUE else OriginRule()


def express(options: GivenOptions) -> CorsBehaviour:
    """Return what cors does, and what is made of it."""
    return CorsBehaviour(
        _express_origins(options.get("origins")),
        _only_true(options.get("credentials")),
        _headers_or_reflected(options.get("allow_headers")),
        exposed_headers(options.get("expose_headers"), ExposeKind.KEPT),
        listed_methods(options.get("methods"), _USUAL_METHODS),
    )


def loopback(options: GivenOptions) -> CorsBehaviour:
    """Return what LoopBack does: its own default, or the options as cors takes them."""
    if options.settings or options.is_open:
        return express(options)
    default = {"origins": Given(Kind.TEXT, (ALL,)), "credentials": Given(Kind.TRUE)}
    return express(GivenOptions(default))


def koa(options: GivenOptions) -> CorsBehaviour:
    """Return what @koa/cors does; with credentials it never sends ``*``."""
    credentials = options.get("credentials")
    allowed = None if credentials.kind is Kind.FUNCTION else credentials.truth
    return CorsBehaviour(
        _koa_origins(options, allowed),
        allowed,
        _headers_or_reflected(options.get("allow_headers")),
        exposed_headers(options.get("expose_headers"), ExposeKind.KEPT),
        listed_methods(options.get("methods"), _USUAL_METHODS),
    )


def _koa_origins(options: GivenOptions, credentials: bool | None) -> OriginRule:
    given = options.get("origins")
    if given.kind in (Kind.UNKNOWN, Kind.FUNCTION):
        return OriginRule()
    if given.truth is False:
        if at_least(_NPM, options.version, (5, 0, 0)) is False:
            return _REFLECTED
        rule = _ANY
    else:
        rule = _koa_written(given)
    if rule is not _ANY or credentials is False:
        return rule
    return _REFLECTED if credentials else OriginRule()


def _koa_written(given: Given) -> OriginRule:
    """Return the rule of a text; Koa sends a list as several headers, which browsers refuse."""
    if given.kind is Kind.TEXT:
        return _written(given)
    if given.kind is not Kind.TEXTS or given.is_open:
        return OriginRule()
    return _written(given) if len(given.texts) == 1 else _NONE


def koa2(options: GivenOptions) -> CorsBehaviour:
    """Return what koa2-cors does; without an origin it sends that of the request."""
    given = options.get("origins")
    origins = OriginRule()
    if given.truth is False:
        origins = _REFLECTED
    elif given.kind is Kind.TEXT:
        origins = _written(given)
    return CorsBehaviour(
        origins,
        _only_true(options.get("credentials")),
        _headers_or_reflected(options.get("allow_headers")),
        exposed_headers(options.get("expose_headers"), ExposeKind.KEPT),
        listed_methods(options.get("methods"), _USUAL_METHODS),
    )


def fastify(options: GivenOptions) -> CorsBehaviour:
    """Return what @fastify/cors does, also under Nest."""
    headers = options.get("allow_headers")
    allow = REFLECTED_HEADERS if headers.kind is Kind.ABSENT else listed_headers(headers)
    return CorsBehaviour(
        _fastify_origins(options.get("origins")),
        options.get("credentials").truth,
        allow,
        exposed_headers(options.get("expose_headers"), ExposeKind.KEPT),
        listed_methods(options.get("methods"), _fastify_methods(options)),
    )


def _fastify_origins(given: Given) -> OriginRule:
    if given.kind is Kind.TEXTS and ALL in given.texts:
        return _ANY
    return _express_origins(given)


def _fastify_methods(options: GivenOptions) -> tuple[str, ...] | None:
    """Return the default: since version 11 only the methods that need no permission."""
    new = at_least(_NPM, options.version, (11, 0, 0))
    if new is None:
        return None
    return ("GET", "HEAD", "POST") if new else _USUAL_METHODS


def old_fastify(options: GivenOptions) -> CorsBehaviour:
    """Return what fastify-cors does, the package before @fastify/cors 7."""
    known = fastify(options)
    methods = listed_methods(options.get("methods"), _USUAL_METHODS)
    return CorsBehaviour(
        known.origins, known.credentials, known.allow_headers, known.expose_headers, methods
    )


_HAPI_HEADERS = ("Accept", "Authorization", "Content-Type", "If-None-Match")


def hapi(options: GivenOptions) -> CorsBehaviour:
    """Return what Hapi's own CORS does; it never reflects headers, and always methods."""
    given = options.get("origins")
    credentials = options.get("credentials").truth
    if given.kind is Kind.TEXT and given.texts == ("ignore",):
        origins, credentials = _ANY, False
    elif given.kind is Kind.ABSENT or (given.kind is Kind.TEXTS and ALL in given.texts):
        origins = _REFLECTED
    elif given.kind is Kind.TEXTS:
        many = any(text.count(ALL) > 1 for text in given.texts)
        origins = OriginRule(
            OriginKind.LISTED, given.texts, Matching.WILDCARD, given.is_open or many
        )
    else:
        origins = OriginRule()
    return CorsBehaviour(
        origins,
        credentials,
        _hapi_headers(options),
        ExposeRule(ExposeKind.KEPT),
        MethodRule(),
    )


def _hapi_headers(options: GivenOptions) -> HeaderRule:
    own, more = options.get("allow_headers"), options.get("more_allow_headers")
    if Kind.UNKNOWN in (own.kind, more.kind):
        return HeaderRule()
    base = Given(Kind.TEXTS, _HAPI_HEADERS) if own.is_missing else own
    is_open = base.is_open or more.is_open
    return listed_headers(Given(Kind.TEXTS, (*base.texts, *more.texts), is_open))


def hono(options: GivenOptions) -> CorsBehaviour:
    """Return what hono/cors does; headers of a Response of the app do not join its own."""
    headers = options.get("allow_headers")
    empty = headers.kind is Kind.TEXTS and not headers.texts and not headers.is_open
    return CorsBehaviour(
        _hono_origins(options.get("origins")),
        options.get("credentials").truth,
        REFLECTED_HEADERS if headers.is_missing or empty else listed_headers(headers),
        exposed_headers(options.get("expose_headers"), ExposeKind.REPLACED),
        listed_methods(options.get("methods"), (*_USUAL_METHODS, "QUERY")),
    )


def _hono_origins(given: Given) -> OriginRule:
    if given.kind is Kind.UNSET:
        return _NONE
    if given.kind in (Kind.ABSENT, Kind.TEXT, Kind.TEXTS):
        return _express_origins(given)
    return OriginRule()


def middy(options: GivenOptions) -> CorsBehaviour:
    """Return what @middy/http-cors does.

    It only sets what the response has not got yet, so that the SDK's list of exposed headers
    stays. Without ``headers`` it leaves preflights to whoever answers them.
    """
    credentials = options.get("credentials").truth
    headers = options.get("allow_headers")
    return CorsBehaviour(
        _middy_origins(options, credentials),
        credentials,
        HeaderRule() if headers.is_missing else listed_headers(headers),
        ExposeRule(ExposeKind.KEPT),
        listed_methods(options.get("methods"), None),
    )


def _middy_origins(options: GivenOptions, credentials: bool | None) -> OriginRule:
    one, several = options.get("origins"), options.get("origin_list")
    if Kind.UNKNOWN in (one.kind, several.kind) or several.is_open:
        return OriginRule()
    star = ALL in one.texts or ALL in several.texts
    if several.texts and not star:
        many = any(text.count(ALL) > 1 for text in several.texts)
        texts = (*several.texts, *one.texts)
        return OriginRule(OriginKind.LISTED, texts, Matching.WILDCARD, many)
    if one.is_missing and not several.texts:
        star = at_least(_NPM, options.version, (6, 0, 0)) is False
        if not star:
            return _NONE if at_least(_NPM, options.version, (6, 0, 0)) else OriginRule()
    if star:
        return _ANY if credentials is False else (_REFLECTED if credentials else OriginRule())
    return _written(one) if one.kind is Kind.TEXT else OriginRule()


def manual(options: GivenOptions) -> CorsBehaviour:
    """Return what headers do that the application sets itself, before the SDK adds to them."""
    given, credentials = options.get("origins"), options.get("credentials")
    said = credentials.truth
    if credentials.kind is Kind.TEXT:
        said = credentials.texts[0] == "true"
    headers = options.get("allow_headers")
    return CorsBehaviour(
        _written(given) if given.kind is Kind.TEXT and given.texts[0] else OriginRule(),
        said,
        HeaderRule() if headers.is_missing else listed_headers(headers),
        exposed_headers(options.get("expose_headers"), ExposeKind.KEPT),
        listed_methods(options.get("methods"), None),
    )


LIBRARIES: Mapping[str, Callable[[GivenOptions], CorsBehaviour]] = {
    "cors": express,
    "nextjs-cors": express,
    "@loopback/rest": loopback,
    "@koa/cors": koa,
    "kcors": koa,
    "koa2-cors": koa2,
    "@fastify/cors": fastify,
    "fastify-cors": old_fastify,
    "hapi": hapi,
    "hono": hono,
    "@middy/http-cors": middy,
    "manual": manual,
    "vercel.json": manual,
    "next.config": manual,
}
