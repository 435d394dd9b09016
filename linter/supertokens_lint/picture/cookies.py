"""Which cookies a session has, and where a browser keeps and sends them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from supertokens_lint.errors import SupertokensLintError
from supertokens_lint.picture.model import Cookie
from supertokens_lint.picture.reading import Reading, Value, version_of
from supertokens_lint.sdk import defaults
from supertokens_lint.sdk.domains import host_of, normalise_domain
from supertokens_lint.sdk.headers import (
    ACCESS_TOKEN,
    REFRESH_TOKEN,
    backend_cookies,
    frontend_cookies,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.scope import covers, normalise_scope
from supertokens_lint.topology.model import App

Made = TypeVar("Made")
_HEADER_ONLY = frozenset({ACCESS_TOKEN, REFRESH_TOKEN})
_WITH_ANTI_CSRF = "sAntiCsrf"


def transfer_of(reading: Reading, frontend: App, backend: App) -> str:
    """Return how tokens travel: ``"cookie"``, ``"header"`` or ``"unknown"``.

    A backend that is given a function or a fixed word decides itself; otherwise it does what the
    frontend asks for.
    """
    own = _only(reading.values(backend, "getTokenTransferMethod", session=True, default="any"))
    if own is None or own.text is None:
        return "unknown"
    if own.text != "any":
        return own.text
    wanted = _only(reading.values(frontend, "tokenTransferMethod", session=True))
    if wanted is None or wanted.unknown:
        return "unknown"
    return wanted.text or defaults.default_transfer_method(wanted.init.sdk)


def cookies_of(reading: Reading, frontend: App, backend: App, transfer: str) -> tuple[Cookie, ...]:
    """Return the cookies of sessions between two apps in one environment."""
    found: list[Cookie] = []
    if backend.inits and transfer != "header":
        found += _api_cookies(reading, frontend, backend)
    if frontend.inits and frontend.inits[0].sdk is not Sdk.REACT_NATIVE:
        found += _site_cookies(reading, frontend, backend, transfer)
    return tuple(found)


def _api_cookies(reading: Reading, frontend: App, backend: App) -> Iterator[Cookie]:
    init = backend.inits[0]
    version = version_of(init)
    api = _api_domain(reading, backend) or _api_domain(reading, frontend)
    host = None if api is None else _host(api, init.sdk)
    domain = _only(reading.values(backend, "cookieDomain", session=True))
    scope = _scope(domain)
    same_site, secure = cookie_flags(reading, backend)
    refresh = _refresh_path(reading, backend)
    access = _only(reading.values(backend, "accessTokenPath", session=True))
    plain = (
        _quiet(lambda: defaults.access_cookie_path(init.sdk, version, access.text))
        if access is not None and not access.unknown
        else None
    )
    paths = {"sRefreshToken": refresh, "sAccessToken": plain}
    host_only = domain is not None and not domain.unknown and domain.scalar is None
    for name in backend_cookies(init.sdk, version):
        path = paths.get(name, "/")
        yield Cookie(
            name=name,
            domain=host if host_only else scope,
            path=path,
            same_site=same_site,
            secure=secure,
            is_http_only=True,
            goes_to=_receiver(host, scope, host_only=host_only, path=path),
            is_host_only=host_only,
        )


def _receiver(host: str | None, scope: str | None, *, host_only: bool, path: str | None) -> str:
    """Tell in words which requests carry a cookie of the API."""
    below = "all requests" if path in ("/", None) else f"requests below {path}"
    if host is None:
        return f"{below} to the API"
    if not host_only and scope is not None and not covers(scope, host):
        return f"nobody: {scope} does not cover {host}"
    return f"{below} to {host}"


def _site_cookies(reading: Reading, frontend: App, backend: App, transfer: str) -> Iterator[Cookie]:
    """Yield what the web SDK keeps in ``document.cookie``.

    Source: setFrontToken and storeInCookies in fetch.ts of supertokens-website: the path is "/",
    SameSite is "lax", or "none" with Secure inside a frame; the Domain is left out where it is
    the host of the page.
    """
    init = frontend.inits[0]
    site = _only(reading.values(frontend, "websiteDomain"))
    site_text = None if site is None else site.text
    host = None if site_text is None else _host(site_text, init.sdk)
    given = _only(reading.values(frontend, "sessionTokenFrontendDomain", session=True))
    scope = _scope(given)
    host_only = given is not None and not given.unknown and (given.scalar is None or scope == host)
    framed = _only(reading.values(frontend, "isInIframe", session=True, default=False))
    in_frame = None if framed is None or framed.unknown else framed.scalar is True
    anti_csrf = _only(reading.values(backend, "antiCsrf", session=True))
    for name in frontend_cookies(init.sdk, version_of(init)):
        if name in _HEADER_ONLY and transfer != "header":
            continue
        if name == _WITH_ANTI_CSRF and (anti_csrf is None or anti_csrf.text != "VIA_TOKEN"):
            continue
        yield Cookie(
            name=name,
            domain=host if host_only else scope,
            path="/",
            same_site=None if in_frame is None else "none" if in_frame else "lax",
            secure=in_frame,
            is_http_only=False,
            goes_to="scripts of the site",
            is_host_only=host_only,
        )


def cookie_flags(reading: Reading, backend: App) -> tuple[str | None, bool | None]:
    """Return SameSite and Secure of a backend's cookies; ``None`` for what is not known."""
    init = backend.inits[0]
    version = version_of(init)
    api = _api_domain(reading, backend)
    given = _only(reading.values(backend, "cookieSameSite", session=True))
    flag = _only(reading.values(backend, "cookieSecure", session=True))
    website = website_of(reading, backend)
    same_site: str | None = None
    secure: bool | None = None
    if given is not None and given.text is not None:
        word = given.text
        same_site = _quiet(lambda: defaults.normalise_same_site(word, init.sdk, version))
    elif given is not None and not given.unknown and api is not None and website is not None:
        same_site = _quiet(lambda: defaults.cookie_same_site(api, website, init.sdk, version))
    if flag is not None and isinstance(flag.scalar, bool):
        secure = flag.scalar
    elif flag is not None and not flag.unknown and api is not None:
        secure = _quiet(lambda: defaults.cookie_secure(api, init.sdk, version))
    return same_site, secure


def website_of(reading: Reading, backend: App) -> str | None:
    """Return the address of the website as a backend has it: ``origin``, or ``websiteDomain``."""
    for key in ("origin", "websiteDomain"):
        value = _only(reading.values(backend, key))
        if value is None or value.unknown:
            return None
        if value.text:
            return value.text
    return None


def _api_domain(reading: Reading, app: App) -> str | None:
    value = _only(reading.values(app, "apiDomain"))
    return None if value is None else value.text


def _refresh_path(reading: Reading, backend: App) -> str | None:
    init = backend.inits[0]
    gateway = _only(reading.values(backend, "apiGatewayPath"))
    base = _only(reading.values(backend, "apiBasePath"))
    if gateway is None or base is None or gateway.unknown or base.unknown:
        return None
    return _quiet(
        lambda: defaults.refresh_cookie_path(gateway.text, base.text, init.sdk, version_of(init))
    )


def _scope(value: Value | None) -> str | None:
    if value is None or value.text is None:
        return None
    text = value.text
    return _quiet(lambda: normalise_scope(text, value.init.sdk, version_of(value.init)))


def _host(domain: str, sdk: Sdk) -> str | None:
    return _quiet(lambda: host_of(normalise_domain(domain, sdk).text))


def _only(values: tuple[Value, ...]) -> Value | None:
    """Return the value when there is exactly one."""
    return values[0] if len(values) == 1 else None


def _quiet(make: Callable[[], Made]) -> Made | None:
    """Return what is made, ``None`` where the SDK itself would throw: a rule tells of that."""
    try:
        return make()
    except SupertokensLintError:
        return None
