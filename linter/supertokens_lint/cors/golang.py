"""The CORS libraries of Go.

Sources: cors.go and config.go of gin-contrib/cors, cors.go of rs/cors and go-chi/cors, cors.go of
gorilla/handlers, middleware/cors/cors.go of fiber 3, middleware/cors.go of echo 5,
rest/internal/cors/handlers.go of go-zero. All set Access-Control-Expose-Headers before the next
handler runs, so that the SDK adds to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supertokens_lint.cors.model import (
    ALL,
    NO_HEADERS,
    REFLECTED_HEADERS,
    SAFE_METHODS,
    CorsBehaviour,
    ExposeKind,
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

_METHODS = ("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE")
_RS_HEADERS = ("accept", "content-type", "x-requested-with")
_CHI_HEADERS = ("origin", "accept", "content-type")
_GORILLA_HEADERS = ("accept", "accept-language", "content-language", "origin")
_GO_ZERO_HEADERS = (
    "content-type",
    "origin",
    "x-csrf-token",
    "authorization",
    "accesstoken",
    "token",
    "range",
)
_ANY = OriginRule(OriginKind.ANY)


def _is_empty(given: Given) -> bool:
    """Tell whether a slice is absent or certainly has no elements."""
    return given.is_missing or (given.kind is Kind.TEXTS and not given.texts and not given.is_open)


def _origins(options: GivenOptions, empty: OriginRule, matching: Matching) -> OriginRule:
    given, function = options.get("origins"), options.get("origin_function")
    if not function.is_missing:
        return OriginRule()
    if options.get("all_origins").truth or ALL in given.texts:
        return _ANY
    if _is_empty(given):
        return empty
    if not given.is_text:
        return OriginRule()
    texts = given.words() if given.kind is Kind.TEXT else given.texts
    starred = matching is not Matching.WILDCARD and any(ALL in text for text in texts)
    several = any(text.count(ALL) > 1 for text in texts)
    is_open = given.is_open or starred or several
    return OriginRule(OriginKind.LISTED, texts, matching, is_open)


def _expose(options: GivenOptions, key: str = "expose_headers") -> CorsBehaviour:
    return CorsBehaviour(expose_headers=exposed_headers(options.get(key), ExposeKind.KEPT))


def gin(options: GivenOptions) -> CorsBehaviour:
    """Return what gin-contrib/cors does; no header list means no header."""
    headers = options.get("allow_headers")
    return CorsBehaviour(
        _origins(options, OriginRule(), Matching.EXACT),
        options.get("credentials").truth,
        NO_HEADERS if _is_empty(headers) else listed_headers(headers),
        exposed_headers(options.get("expose_headers"), ExposeKind.KEPT),
        listed_methods(options.get("methods"), SAFE_METHODS),
    )


def _enforcing(options: GivenOptions, default: tuple[str, ...]) -> CorsBehaviour:
    headers = options.get("allow_headers")
    if ALL in headers.texts:
        allow = REFLECTED_HEADERS
    elif _is_empty(headers):
        allow = listed_headers(Given(Kind.TEXTS, default))
    else:
        allow = listed_headers(headers)
    return CorsBehaviour(
        _origins(options, _ANY, Matching.WILDCARD),
        options.get("credentials").truth,
        allow,
        exposed_headers(options.get("expose_headers"), ExposeKind.KEPT),
        listed_methods(options.get("methods"), SAFE_METHODS, is_enforced=True),
    )


def rs(options: GivenOptions) -> CorsBehaviour:
    """Return what rs/cors does; it answers a preflight only when all of it is allowed."""
    return _enforcing(options, _RS_HEADERS)


def chi(options: GivenOptions) -> CorsBehaviour:
    """Return what go-chi/cors does."""
    return _enforcing(options, _CHI_HEADERS)


def gorilla(options: GivenOptions) -> CorsBehaviour:
    """Return what gorilla/handlers does; ``*`` is no wildcard for headers."""
    headers = options.get("allow_headers")
    if _is_empty(headers):
        headers = Given(Kind.TEXTS)
    return CorsBehaviour(
        _origins(options, _ANY, Matching.EXACT),
        options.get("credentials").truth,
        listed_headers(headers, *_GORILLA_HEADERS),
        exposed_headers(options.get("expose_headers"), ExposeKind.KEPT),
        listed_methods(options.get("methods"), SAFE_METHODS, is_enforced=True),
    )


def fiber(options: GivenOptions) -> CorsBehaviour:
    """Return what fiber's middleware does; version 2 takes texts with commas."""
    return _reflecting(options, Matching.CASELESS)


def echo(options: GivenOptions) -> CorsBehaviour:
    """Return what echo's middleware does."""
    return _reflecting(options, Matching.CASELESS)


def _reflecting(options: GivenOptions, matching: Matching) -> CorsBehaviour:
    headers = options.get("allow_headers")
    empty = _is_empty(headers) or headers.texts == ("",)
    return CorsBehaviour(
        _origins(options, _ANY, matching),
        options.get("credentials").truth,
        REFLECTED_HEADERS if empty else listed_headers(headers),
        exposed_headers(options.get("expose_headers"), ExposeKind.KEPT),
        listed_methods(options.get("methods"), _METHODS),
    )


def go_zero(options: GivenOptions) -> CorsBehaviour:
    """Return what rest.WithCors does: its lists are fixed, ``origins`` are its arguments."""
    given = options.get("origins")
    headers = listed_headers(Given(Kind.TEXTS, _GO_ZERO_HEADERS))
    if _is_empty(given):
        return CorsBehaviour(_ANY, False, headers, _expose(options).expose_headers, MethodRule())
    if not given.is_text:
        return CorsBehaviour(OriginRule(), True, HeaderRule())
    kind = OriginKind.REFLECTED if ALL in given.texts else OriginKind.LISTED
    rule = OriginRule(kind, given.texts, Matching.EXACT, given.is_open)
    return CorsBehaviour(rule, True, headers, _expose(options).expose_headers, MethodRule())


LIBRARIES: Mapping[str, Callable[[GivenOptions], CorsBehaviour]] = {
    "gin-contrib/cors": gin,
    "rs/cors": rs,
    "go-chi/cors": chi,
    "gorilla/handlers": gorilla,
    "fiber": fiber,
    "echo": echo,
    "go-zero": go_zero,
}
