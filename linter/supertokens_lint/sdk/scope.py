"""Cookie domains and session scopes: how SDKs read them and what browsers do with them."""

from __future__ import annotations

from supertokens_lint.sdk.errors import InvalidScopeError
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.golang_url import GoUrlError, go_lower, go_trim_space, parse_go_url
from supertokens_lint.sdk.hosts import is_ip, is_sdk_ipv4
from supertokens_lint.sdk.internet_names import to_ascii
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.public_suffixes import clean_host, public_suffix
from supertokens_lint.sdk.url_domain import python_url
from supertokens_lint.sdk.versions import SdkVersion, at_least
from supertokens_lint.sdk.whatwg import js_trim, parse_url

_HTTP = ("http://", "https://")


def normalise_scope(value: str, sdk: Sdk, version: SdkVersion | None = None) -> str:
    """Return what ``sdk`` makes of ``cookieDomain`` or a ``sessionToken...Domain``.

    A version that is unknown, or a range across a change, is read as the newest. Sources:
    normaliseSessionScopeOrThrowError in recipe/session/utils.ts (node), utils/index.ts (website),
    utils.ts (react-native), utils.go, and normalise_session_scope in recipe/session/utils.py.
    Raises InvalidScopeError, with the SDK's own message, where the SDK throws. An
    ``olderCookieDomain`` that is empty is not normalised by any backend: do not pass it here.
    """
    host = _host(value, sdk)
    if host is None:
        raise InvalidScopeError(_message(sdk, version), value)
    keeps_dot = has(Feature.SCOPE_KEEPS_DOT, sdk, version) is not False
    if not keeps_dot or _strips_inner_dot(sdk, version):
        host = host.removeprefix(".")
    if sdk is Sdk.PYTHON and not keeps_dot:
        if not host:
            raise InvalidScopeError("string index out of range", value)
        host = host.removeprefix(".")
    # Go tests the text as written for an address, the others test what they found.
    if host == "localhost" or is_sdk_ipv4(value if sdk is Sdk.GOLANG else host):
        return host
    return f".{host}" if keeps_dot and value.startswith(".") else host


def _host(value: str, sdk: Sdk) -> str | None:
    if sdk is Sdk.PYTHON:
        text = _with_scheme(value.strip())
        parsed = python_url(text)
        return None if parsed is None else parsed.hostname
    if sdk is Sdk.GOLANG:
        try:
            return parse_go_url(_with_scheme(go_lower(go_trim_space(value)))).hostname
        except GoUrlError:
            return None
    url = parse_url(_with_scheme(js_trim(value).lower()))
    return None if url is None else url.hostname


def _with_scheme(text: str) -> str:
    bare = text.removeprefix(".")
    return bare if bare.startswith(_HTTP) else f"http://{bare}"


def _strips_inner_dot(sdk: Sdk, version: SdkVersion | None) -> bool:
    """Tell whether a second leading dot is dropped too, as releases before these did."""
    since = {Sdk.NODE: (17, 1, 0), Sdk.WEBSITE: (20, 0, 0), Sdk.REACT_NATIVE: (5, 0, 0)}
    release = since.get(sdk.engine)
    if release is None:
        later = has(Feature.PORT_AGNOSTIC_INTERCEPTION, sdk, version) if sdk.is_frontend else True
        return later is False
    return at_least(sdk, version, release) is False


def _message(sdk: Sdk, version: SdkVersion | None) -> str:
    if sdk is Sdk.PYTHON:
        new = at_least(sdk, version, (0, 20, 0)) is not False
        return f"Please provide a valid {'session_scope' if new else 'sessionScope'}"
    if sdk is Sdk.GOLANG:
        new = at_least(sdk, version, (0, 19, 0)) is not False
        return f"{'please' if new else 'Please'} provide a valid sessionScope"
    if sdk is Sdk.REACT_NATIVE:
        return "Please provide a valid cookieDomain"
    middle = has(Feature.HEADER_SESSIONS, sdk, version) is True
    if (
        sdk.is_frontend
        and middle
        and has(Feature.PORT_AGNOSTIC_INTERCEPTION, sdk, version) is False
    ):
        return "Please provide a valid sessionTokenFrontendDomain"
    return "Please provide a valid sessionScope"


def covers(cookie_domain: str, host: str) -> bool:
    """Tell whether a browser keeps a cookie with this ``Domain`` from ``host`` and sends it there.

    Source: RFC 6265, 5.1.3 (domain-match) and 5.2.3: a leading dot means nothing, and an empty
    attribute is as good as none. Public suffixes are not looked at: see is_public_suffix.
    """
    name = (to_ascii(host) or host.lower()).removesuffix(".")
    wanted = cookie_domain.removeprefix(".")
    if not wanted:
        return True
    wanted = to_ascii(wanted) or wanted.lower()
    return name == wanted or (name.endswith(f".{wanted}") and not is_ip(name))


def is_public_suffix(host: str) -> bool:
    """Tell whether browsers refuse ``host`` as a cookie domain for names under it.

    A leading dot is ignored. Single labels count, listed or not; addresses do not.
    """
    name = clean_host(host)
    return name is not None and public_suffix(name) == name
