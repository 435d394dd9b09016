"""The CORS libraries of Python.

Sources: starlette/middleware/cors.py 0.46 and 1.0 (also FastAPI's), flask_cors/core.py 3.0 and 6.0,
corsheaders/middleware.py, conf.py and defaults.py of django-cors-headers 2.5, 3.0 and 4.9; for
which Starlette a FastAPI can have, the Requires-Dist of its releases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import structs

from supertokens_lint.cors.model import (
    ALL,
    REFLECTED_HEADERS,
    CorsBehaviour,
    ExposeKind,
    Given,
    GivenOptions,
    HeaderRule,
    Kind,
    Matching,
    OriginKind,
    OriginRule,
    exposed_headers,
    listed_headers,
    listed_methods,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import at_least

_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_SAFELISTED = ("Accept", "Accept-Language", "Content-Language", "Content-Type")
_DJANGO_METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")
_DJANGO_HEADERS = (
    "accept",
    "authorization",
    "content-type",
    "user-agent",
    "x-csrftoken",
    "x-requested-with",
)
_PATTERN_CHARACTERS = frozenset("*\\]?$^[()")
_PYPI = Sdk.PYTHON


def _echoes_with_credentials(options: GivenOptions) -> bool | None:
    """Tell whether Starlette answers ``*`` and credentials with the origin, also without cookie.

    It does since 1.0. FastAPI before 0.133 only works with older ones.
    """
    if options.package == "fastapi":
        return False if at_least(_PYPI, options.version, (0, 133, 0)) is False else None
    return at_least(_PYPI, options.version, (1, 0, 0))


def starlette(options: GivenOptions) -> CorsBehaviour:
    """Return what CORSMiddleware of Starlette and FastAPI does."""
    credentials = options.get("credentials").truth
    headers = options.get("allow_headers")
    if headers.is_text and ALL in headers.texts:
        allow = REFLECTED_HEADERS
    elif headers.is_missing:
        allow = listed_headers(Given(Kind.TEXTS, _SAFELISTED))
    elif headers.kind is Kind.TEXTS:
        allow = listed_headers(headers, *_SAFELISTED)
    else:
        allow = HeaderRule()
    return CorsBehaviour(
        _starlette_origins(options, credentials),
        credentials,
        allow,
        exposed_headers(options.get("expose_headers"), ExposeKind.REPLACED),
        listed_methods(options.get("methods"), ("GET",), is_enforced=True, star=True),
    )


def _starlette_origins(options: GivenOptions, credentials: bool | None) -> OriginRule:
    given = options.get("origins")
    if given.kind is Kind.ABSENT:
        given = Given(Kind.TEXTS)
    if not given.is_text:
        return OriginRule()
    is_one = given.kind is Kind.TEXT
    if ALL in (given.texts[0] if is_one else given.texts):
        return _starlette_star(options, credentials)
    matching = Matching.SUBSTRING if is_one else Matching.EXACT
    is_open = given.is_open or not options.get("origin_patterns").is_missing
    return OriginRule(OriginKind.LISTED, given.texts, matching, is_open)


def _starlette_star(options: GivenOptions, credentials: bool | None) -> OriginRule:
    echoes = _echoes_with_credentials(options)
    if credentials is None or (credentials and echoes is None):
        return OriginRule()
    if echoes is False:
        return OriginRule(OriginKind.ANY_WITHOUT_COOKIE)
    return OriginRule(OriginKind.REFLECTED if credentials else OriginKind.ANY)


def flask(options: GivenOptions) -> CorsBehaviour:
    """Return what flask-cors does; its lists hold texts and regular expressions."""
    headers = options.get("allow_headers")
    if headers.kind is Kind.ABSENT or ALL in headers.texts:
        allow = REFLECTED_HEADERS
    elif headers.is_text and not _holds_patterns(headers):
        names = frozenset(text.strip().lower() for text in headers.texts)
        allow = structs.replace(listed_headers(headers), names=names)
    else:
        allow = HeaderRule()
    return CorsBehaviour(
        _flask_origins(options),
        options.get("credentials").truth,
        allow,
        exposed_headers(options.get("expose_headers"), ExposeKind.SEPARATE),
        listed_methods(options.get("methods"), _METHODS, is_enforced=True),
    )


def _flask_origins(options: GivenOptions) -> OriginRule:
    given, wildcard = options.get("origins"), options.get("send_wildcard").truth
    if given.kind is Kind.ABSENT and not options.get("resources").is_missing:
        return OriginRule()
    if given.kind is Kind.ABSENT or ALL in given.texts:
        if wildcard is None:
            return OriginRule()
        return OriginRule(OriginKind.ANY if wildcard else OriginKind.REFLECTED)
    if not given.is_text:
        return OriginRule()
    is_open = given.is_open or _holds_patterns(given)
    return OriginRule(OriginKind.LISTED, given.texts, Matching.CASELESS, is_open)


def _holds_patterns(given: Given) -> bool:
    return any(not _PATTERN_CHARACTERS.isdisjoint(text) for text in given.texts)


def django(options: GivenOptions) -> CorsBehaviour:
    """Return what django-cors-headers does; the newest release's defaults hold for all."""
    credentials = options.get("credentials").truth
    headers = options.get("allow_headers")
    if headers.is_missing:
        headers = Given(Kind.TEXTS, _DJANGO_HEADERS)
    return CorsBehaviour(
        _django_origins(options, credentials),
        credentials,
        listed_headers(headers),
        exposed_headers(options.get("expose_headers"), ExposeKind.REPLACED),
        listed_methods(options.get("methods"), _DJANGO_METHODS),
    )


def _django_origins(options: GivenOptions, credentials: bool | None) -> OriginRule:
    everyone = options.get("all_origins").truth
    if everyone is None:
        return OriginRule()
    if everyone:
        if credentials is None:
            return OriginRule()
        return OriginRule(OriginKind.REFLECTED if credentials else OriginKind.ANY)
    given = options.get("origins")
    if not given.is_text and not given.is_missing:
        return OriginRule()
    old = at_least(_PYPI, options.version, (3, 0, 0)) is False
    matching = Matching.HOST if old else Matching.SCHEME_AND_HOST
    is_open = given.is_open or not options.get("origin_patterns").is_missing
    return OriginRule(OriginKind.LISTED, given.texts, matching, is_open)


LIBRARIES: Mapping[str, Callable[[GivenOptions], CorsBehaviour]] = {
    "starlette": starlette,
    "flask-cors": flask,
    "django-cors-headers": django,
}
