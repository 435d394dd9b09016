"""Which requests the frontend SDKs intercept.

Sources: shouldDoInterceptionBasedOnUrl in recipeImplementation.ts of supertokens-website (in
utils.ts before 17.0.1) and -react-native, and its caller in fetch.ts.
"""

from __future__ import annotations

from functools import lru_cache

from supertokens_lint.sdk.errors import InvalidDomainError, InvalidScopeError
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.generations import website_generation
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.scope import normalise_scope
from supertokens_lint.sdk.url_domain import normalise_domain
from supertokens_lint.sdk.versions import SdkVersion
from supertokens_lint.sdk.whatwg import WebUrl, parse_url

_OPT_OUT = "superTokensDoNotDoInterception"


@lru_cache(maxsize=1024)
def should_intercept(
    url: str,
    api_domain: str,
    backend_domain: str | None,
    page_origin: str | None,
    sdk: Sdk,
    version: SdkVersion | None = None,
) -> bool | None:
    """Tell whether ``sdk`` adds session handling to a request to ``url``.

    ``api_domain`` and ``backend_domain`` (sessionTokenBackendDomain, or cookieDomain in old
    versions) are as written in the configuration, ``page_origin`` is the origin of the page that
    sends the request. None where that is needed and not known, where the SDK throws, or where
    the versions of a range differ. Ports count only before PORT_AGNOSTIC_INTERCEPTION; there,
    ``backend_domain`` also takes the place of ``api_domain`` instead of adding to it.
    """
    engine = Sdk.REACT_NATIVE if sdk is Sdk.REACT_NATIVE else Sdk.WEBSITE
    release = version if engine is Sdk.REACT_NATIVE else website_generation(sdk, version)
    if _OPT_OUT in url and has(Feature.INTERCEPTION_OPT_OUT, engine, release) is not False:
        return False
    try:
        api = _parsed(api_domain, engine, release)
        scope = None if backend_domain is None else normalise_scope(backend_domain, engine, release)
        target = _target(url, page_origin, engine, release)
    except (InvalidDomainError, InvalidScopeError):
        return None
    if api is None or target is None:
        return None
    new = has(Feature.PORT_AGNOSTIC_INTERCEPTION, engine, release)
    if new or release is None:
        return _by_host(target, api, scope)
    old = _by_port(target, api, scope)
    return old if new is False or old == _by_host(target, api, scope) else None


def _parsed(domain: str, engine: Sdk, release: SdkVersion | None) -> WebUrl | None:
    return parse_url(normalise_domain(domain, engine, release).text)


def _target(
    url: str, page_origin: str | None, engine: Sdk, release: SdkVersion | None
) -> WebUrl | None:
    try:
        return _parsed(url, engine, release)
    except InvalidDomainError:
        if page_origin is None or engine is Sdk.REACT_NATIVE:
            return None
    return _parsed(page_origin, engine, release)


def _by_host(target: WebUrl, api: WebUrl, scope: str | None) -> bool:
    if target.hostname == api.hostname:
        return True
    if scope is None:
        return False
    labels = target.hostname.split(".")
    candidates = (".".join(labels[start:]) for start in range(len(labels)))
    return any(scope in {candidate, f".{candidate}"} for candidate in candidates)


def _by_port(target: WebUrl, api: WebUrl, scope: str | None) -> bool:
    if scope is None:
        return target.host == api.host
    if scope.startswith("."):
        return f".{target.hostname}".endswith(scope)
    return target.hostname == scope
