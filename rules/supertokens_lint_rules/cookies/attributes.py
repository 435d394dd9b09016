"""What a backend's session cookies are like: as given, or as the SDK computes."""

from __future__ import annotations

from itertools import product

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.defaults import (
    AntiCsrf,
    SameSite,
    anti_csrf,
    cookie_same_site,
    cookie_secure,
    normalise_same_site,
)
from supertokens_lint.sdk.errors import InvalidDomainError, InvalidOptionError
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import Address, address, website_ends
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.ends import End, ends_of

SAME_SITE = "cookieSameSite"
SECURE = "cookieSecure"
ANTI_CSRF = "antiCsrf"
API = "apiDomain"
MAX_READINGS = 64


class Cookies(Struct, frozen=True):
    """One reading of a backend's settings; what is not known is ``None``.

    ``given_...`` are the ends of options that are set; without them the attribute is what the SDK
    computes from ``api`` and ``site``.
    """

    init: Init
    api: End | None
    site: End | None
    given_same_site: End | None
    given_secure: End | None
    given_anti_csrf: End | None
    same_site: SameSite | None
    secure: bool | None
    anti_csrf: AntiCsrf | None

    @property
    def api_address(self) -> Address | None:
        """Where the API is."""
        return None if self.api is None else address(self.api)

    @property
    def site_address(self) -> Address | None:
        """Where the website is."""
        return None if self.site is None else address(self.site)

    @property
    def same_site_ends(self) -> tuple[End, ...]:
        """The ends that SameSite follows from."""
        if self.given_same_site is not None:
            return (self.given_same_site,)
        return _known(self.api, self.site)

    @property
    def secure_ends(self) -> tuple[End, ...]:
        """The ends that Secure follows from."""
        return _known(self.api if self.given_secure is None else self.given_secure)


def cookies_of(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[Cookies, ...]:
    """Return every reading of a backend's settings in an environment; empty without sessions."""
    if init.session is None:
        return ()
    options = [_session(system, app, init, key, environment) for key in _KEYS]
    apis = ends_of(system, app, init, API, environment) or (None,)
    sites = website_ends(system, app, init, environment) or (None,)
    found: list[Cookies] = []
    for row in product(*options, apis, sites):
        if len(found) == MAX_READINGS:
            return ()
        same_site, secure, csrf, api, site = row
        if isinstance(api, _Unseen) or isinstance(site, _Unseen):
            continue
        found.append(_reading(init, same_site, secure, csrf, api, site))
    return tuple(found)


_KEYS = (SAME_SITE, SECURE, ANTI_CSRF)


class _Unseen(Struct, frozen=True):
    """An option that is given, or may be, with a value that nobody knows."""


_UNSEEN = _Unseen()
_Given = End | _Unseen | None


def _session(
    system: System, app: App, init: Init, key: str, environment: Environment
) -> tuple[_Given, ...]:
    ends = ends_of(system, app, init, key, environment, session=True)
    if ends is None:
        return (_UNSEEN,)
    return tuple(None if end.outcome.scalar is None else end for end in ends) or (None,)


def _reading(
    init: Init, same_site: _Given, secure: _Given, csrf: _Given, api: End | None, site: End | None
) -> Cookies:
    found_same_site = _same_site(init, same_site, api, site)
    return Cookies(
        init=init,
        api=api,
        site=site,
        given_same_site=_end(same_site),
        given_secure=_end(secure),
        given_anti_csrf=_end(csrf),
        same_site=found_same_site,
        secure=_secure(init, secure, api),
        anti_csrf=_anti_csrf(init, csrf, found_same_site),
    )


def _end(given: _Given) -> End | None:
    return given if isinstance(given, End) else None


def _known(*ends: End | None) -> tuple[End, ...]:
    return tuple(end for end in ends if end is not None)


def _same_site(init: Init, given: _Given, api: End | None, site: End | None) -> SameSite | None:
    version = version_of(init)
    try:
        if isinstance(given, End):
            return normalise_same_site(given.text, init.sdk, version)
        if given is not None or api is None or site is None:
            return None
        if address(api) is None or address(site) is None:
            return None
        return cookie_same_site(api.text, site.text, init.sdk, version)
    except (InvalidDomainError, InvalidOptionError):
        return None


def _secure(init: Init, given: _Given, api: End | None) -> bool | None:
    if isinstance(given, End):
        return bool(given.outcome.scalar)
    if given is not None or api is None or address(api) is None:
        return None
    try:
        return cookie_secure(api.text, init.sdk, version_of(init))
    except InvalidDomainError:
        return None


def _anti_csrf(init: Init, given: _Given, same_site: SameSite | None) -> AntiCsrf | None:
    version = version_of(init)
    try:
        if isinstance(given, End):
            return anti_csrf("lax", init.sdk, version, given.text)
        if given is not None or same_site is None:
            return None
        return anti_csrf(same_site, init.sdk, version)
    except InvalidOptionError:
        return None
