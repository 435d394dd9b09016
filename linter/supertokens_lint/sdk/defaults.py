"""What the SDKs compute where a session option is left out.

Sources: validateAndNormaliseUserInput in recipe/session/utils.ts, utils.py and utils.go, and the
cookie writers in cookieAndHeaders of the same SDKs.
"""

from __future__ import annotations

from typing import Literal, cast

from supertokens_lint.sdk.errors import InvalidOptionError
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.paths import normalise_path, refresh_path
from supertokens_lint.sdk.public_suffixes import below_public_suffix
from supertokens_lint.sdk.site import sdk_top_level_domain
from supertokens_lint.sdk.url_domain import NormalisedDomain, normalise_domain
from supertokens_lint.sdk.versions import SdkVersion

SameSite = Literal["lax", "strict", "none"]
AntiCsrf = Literal["VIA_TOKEN", "VIA_CUSTOM_HEADER", "NONE"]
TransferMethod = Literal["cookie", "header"]

SESSION_EXPIRED_STATUS_CODE = 401
INVALID_CLAIM_STATUS_CODE = 403
MAX_RETRY_ATTEMPTS_FOR_SESSION_REFRESH = 10

_SAME_SITES = ("strict", "lax", "none")
_ANTI_CSRF_MODES = ("VIA_TOKEN", "VIA_CUSTOM_HEADER", "NONE")


def cookie_secure(
    api_domain: str, sdk: Sdk, version: SdkVersion | None = None, explicit: bool | None = None
) -> bool:
    """Tell whether session cookies are ``Secure``.

    ``explicit`` is cookieSecure where it is set. Raises InvalidDomainError where the SDK throws
    on ``api_domain``.
    """
    if explicit is not None:
        return explicit
    return normalise_domain(api_domain, sdk, version).text.startswith("https")


def cookie_same_site(
    api_domain: str,
    website_domain: str,
    sdk: Sdk,
    version: SdkVersion | None = None,
    explicit: str | None = None,
) -> SameSite | None:
    """Return the ``SameSite`` of session cookies.

    ``website_domain`` is origin or, without it, websiteDomain; ``explicit`` is cookieSameSite
    where it is set. None where it depends on a suffix list that is not known. Raises
    InvalidDomainError or InvalidOptionError where the SDK throws, at init or at the first
    request that needs it (see Feature.LAZY_WEBSITE_DOMAIN).
    """
    if explicit is not None:
        return normalise_same_site(explicit, sdk, version)
    api = normalise_domain(api_domain, sdk, version)
    website = normalise_domain(website_domain, sdk, version)
    same = _same_site(api, website, sdk, version)
    scheme_counts = has(Feature.SCHEME_AWARE_SAME_SITE, sdk, version) is not False
    if same is False or (scheme_counts and api.scheme != website.scheme):
        return "none"
    return None if same is None else "lax"


def _same_site(
    api: NormalisedDomain, website: NormalisedDomain, sdk: Sdk, version: SdkVersion | None
) -> bool | None:
    api_site = sdk_top_level_domain(api.host, sdk, version)
    website_site = sdk_top_level_domain(website.host, sdk, version)
    if api_site is not None and website_site is not None:
        return api_site == website_site
    if api.host == website.host:
        return True
    registries = [below_public_suffix(each.host, icann_only=True) for each in (api, website)]
    return False if None not in registries and registries[0] != registries[1] else None


def normalise_same_site(value: str, sdk: Sdk, version: SdkVersion | None = None) -> SameSite:
    """Return cookieSameSite as ``sdk`` reads it.

    Raises InvalidOptionError where the SDK throws: Python since 0.31 on anything but the exact
    lower-case words, the others on anything that trimming and lower-casing does not turn into one.
    """
    exact = has(Feature.EXACT_SAME_SITE_SPELLING, sdk, version)
    cleaned = value if exact else value.strip().lower()
    if cleaned not in _SAME_SITES:
        message = (
            "Input should be 'lax', 'strict' or 'none'"
            if exact
            else 'cookie same site must be one of "strict", "lax", or "none"'
        )
        raise InvalidOptionError(message, value)
    return cast("SameSite", cleaned)


def anti_csrf(
    same_site: SameSite, sdk: Sdk, version: SdkVersion | None = None, explicit: str | None = None
) -> AntiCsrf:
    """Return the anti-CSRF mode for sessions with this ``SameSite``.

    ``explicit`` is antiCsrf where it is set; it is case-sensitive. Raises InvalidOptionError
    where the SDK throws on it. supertokens-node before 5 knows only on and off (enableAntiCsrf):
    there the result is ``VIA_TOKEN`` for on.
    """
    if explicit is not None:
        if explicit not in _ANTI_CSRF_MODES:
            message = (
                "anti_csrf must be one of VIA_TOKEN, VIA_CUSTOM_HEADER, NONE or None"
                if sdk is Sdk.PYTHON
                else "antiCsrf config must be one of 'NONE' or 'VIA_CUSTOM_HEADER' or 'VIA_TOKEN'"
            )
            raise InvalidOptionError(message, explicit)
        return cast("AntiCsrf", explicit)
    if same_site != "none":
        return "NONE"
    typed = has(Feature.TYPED_ANTI_CSRF, sdk, version) is not False
    return "VIA_CUSTOM_HEADER" if typed else "VIA_TOKEN"


def access_cookie_path(
    sdk: Sdk, version: SdkVersion | None = None, explicit: str | None = None
) -> str:
    """Return the ``Path`` of the access token cookie.

    ``explicit`` is accessTokenPath, which only supertokens-node has. Raises InvalidPathError
    where the SDK throws on it.
    """
    if explicit is None or sdk.engine is not Sdk.NODE:
        return "/"
    return normalise_path(explicit, sdk, version) or "/"


def refresh_cookie_path(
    gateway: str | None, base: str | None, sdk: Sdk, version: SdkVersion | None = None
) -> str:
    """Return the ``Path`` of the refresh token cookie that a backend sets.

    ``gateway`` and ``base`` are apiGatewayPath and apiBasePath, None where absent. Raises
    InvalidPathError where the SDK throws.
    """
    return refresh_path(gateway, base, sdk, version)


def default_transfer_method(sdk: Sdk) -> TransferMethod:
    """Return tokenTransferMethod of a frontend that does not set it."""
    return "header" if sdk is Sdk.REACT_NATIVE else "cookie"


INSECURE_COOKIE_MESSAGE = (
    "Since your API and website domain are different, for sessions to work, please use https on "
    "your apiDomain and dont set cookieSecure to false."
)


def insecure_cookie_message(sdk: Sdk) -> str:
    """Return the error of ``sdk`` for SameSite=None without Secure."""
    if sdk is Sdk.PYTHON:
        return INSECURE_COOKIE_MESSAGE.replace("dont", "don't")
    return INSECURE_COOKIE_MESSAGE


def rejects_insecure_cookies(
    api_domain: str,
    website_domain: str,
    same_site: SameSite,
    secure: bool,
    sdk: Sdk,
    version: SdkVersion | None = None,
) -> bool:
    """Tell whether ``sdk`` throws because SameSite is "none" and ``Secure`` is off.

    It does unless both hosts are localhost or addresses; browsers reject such cookies there too.
    Source: createNewSession in sessionRequestFunctions; at init in old versions. Raises
    InvalidDomainError where the SDK throws on a domain before that.
    """
    if same_site != "none" or secure:
        return False
    sites = [
        sdk_top_level_domain(normalise_domain(each, sdk, version).host, sdk, version)
        for each in (api_domain, website_domain)
    ]
    return sites != ["localhost", "localhost"]
