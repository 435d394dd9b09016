"""The CORS libraries of Go.

Sources: cors.go, config.go and utils.go of gin-contrib/cors, cors.go of rs/cors and go-chi/cors,
cors.go of gorilla/handlers, middleware/cors/cors.go of fiber 3, middleware/cors.go of echo 4 and 5,
rest/internal/cors/handlers.go of go-zero. All set Access-Control-Expose-Headers before the next
handler runs, so that the SDK adds to it: setHeader in recipe/session/cookieAndHeaders.go. Behind
fiber's adaptor the SDK writes a header of its own. gin-contrib, rs, chi and gorilla write names of
headers in their canonical form (http.CanonicalHeaderKey), whose capitals hide no name of the SDK's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import structs

from supertokens_lint.cors.model import (
    ALL,
    NO_HEADERS,
    REFLECTED_HEADERS,
    SAFE_METHODS,
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
_PATTERN = re.compile(r"^/.+/[gimuy]?$")
_UNSAFE_WILDCARD = "UnsafeWildcardOriginWithAllowCredentials"
_REFLECTED_BEFORE = (4, 10, 2)


def _is_empty(given: Given) -> bool:
    """Tell whether a slice is absent or certainly has no elements, or a text is empty."""
    if given.is_missing or given.texts == ("",):
        return True
    return given.kind is Kind.TEXTS and not given.texts and not given.is_open


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
    if matching is Matching.WILDCARD:
        texts = tuple(text.lower() for text in texts)
    starred = matching is not Matching.WILDCARD and any(ALL in text for text in texts)
    several = any(text.count(ALL) > 1 or _PATTERN.match(text) for text in texts)
    is_open = given.is_open or starred or several
    return OriginRule(OriginKind.LISTED, texts, matching, is_open)


def _canonical(given: Given) -> ExposeRule:
    rule = exposed_headers(given, ExposeKind.KEPT)
    names = tuple("-".join(part.capitalize() for part in name.split("-")) for name in rule.names)
    return structs.replace(rule, names=names)


def gin(options: GivenOptions) -> CorsBehaviour:
    """Return what gin-contrib/cors does; no header list means no header."""
    headers = options.get("allow_headers")
    return CorsBehaviour(
        _origins(options, OriginRule(), Matching.CASELESS),
        options.get("credentials").truth,
        NO_HEADERS if _is_empty(headers) else listed_headers(headers),
        _canonical(options.get("expose_headers")),
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
        _canonical(options.get("expose_headers")),
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
        _canonical(options.get("expose_headers")),
        listed_methods(options.get("methods"), SAFE_METHODS, is_enforced=True),
    )


def fiber(options: GivenOptions) -> CorsBehaviour:
    """Return what fiber's middleware does; version 2 takes texts with commas.

    Newer releases drop the slash at the end of an origin.
    """
    origins = _origins(options, _ANY, Matching.CASELESS)
    texts = tuple(text.rstrip("/") for text in origins.texts)
    return _reflecting(options, structs.replace(origins, texts=texts), ExposeKind.SEPARATE)


def echo(options: GivenOptions) -> CorsBehaviour:
    """Return what echo's middleware does.

    Before 4.10.2 ``*`` with credentials gave the origin of the request, later only with an option
    that is called unsafe.
    """
    origins = _origins(options, _ANY, Matching.CASELESS)
    if origins.kind is OriginKind.ANY and options.get("credentials").truth is not False:
        release = None if options.version is None else options.version.exact
        unsafe = options.get(_UNSAFE_WILDCARD)
        is_old = release is not None and release < _REFLECTED_BEFORE
        if is_old or not (unsafe.is_missing or unsafe.kind is Kind.FALSE):
            origins = OriginRule(OriginKind.REFLECTED)
    return _reflecting(options, origins, ExposeKind.KEPT)


def _reflecting(options: GivenOptions, origins: OriginRule, kind: ExposeKind) -> CorsBehaviour:
    headers = options.get("allow_headers")
    return CorsBehaviour(
        origins,
        options.get("credentials").truth,
        REFLECTED_HEADERS if _is_empty(headers) else listed_headers(headers),
        exposed_headers(options.get("expose_headers"), kind),
        listed_methods(options.get("methods"), _METHODS),
    )


def go_zero(options: GivenOptions) -> CorsBehaviour:
    """Return what rest.WithCors does: its lists are fixed, ``origins`` are its arguments.

    ``more_allow_headers`` are those of WithCorsHeaders. An entry also stands for the hosts below
    it, and the headers of a custom function are not known.
    """
    given, more = options.get("origins"), options.get("more_allow_headers")
    headers = HeaderRule()
    if not options.is_open and (more.is_text or more.is_missing):
        names = (*_GO_ZERO_HEADERS, *more.words())
        headers = listed_headers(Given(Kind.TEXTS, names, more.is_open))
    if _is_empty(given):
        return CorsBehaviour(_ANY, False, headers, ExposeRule(), MethodRule())
    if not given.is_text:
        return CorsBehaviour(OriginRule(), True, headers, ExposeRule(), MethodRule())
    kind = OriginKind.REFLECTED if ALL in given.texts else OriginKind.LISTED
    is_open = given.is_open or any("://" not in text for text in given.texts)
    rule = OriginRule(kind, given.texts, Matching.CASELESS, is_open)
    return CorsBehaviour(rule, True, headers, ExposeRule(), MethodRule())


LIBRARIES: Mapping[str, Callable[[GivenOptions], CorsBehaviour]] = {
    "gin-contrib/cors": gin,
    "rs/cors": rs,
    "go-chi/cors": chi,
    "gorilla/handlers": gorilla,
    "fiber": fiber,
    "echo": echo,
    "go-zero": go_zero,
}
