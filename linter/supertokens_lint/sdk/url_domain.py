"""Normalisation of domains, as each SDK does it.

Sources: normalisedURLDomain.ts of supertokens-website, -web-js, -auth-react, -react-native and
-node; normalised_url_domain.py of supertokens-python; normalisedURLDomain.go of
supertokens-golang.
"""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import ParseResult, urlparse

from msgspec import Struct

from supertokens_lint.sdk.errors import InvalidDomainError
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.golang_url import GoUrlError, go_lower, parse_go_url
from supertokens_lint.sdk.hosts import is_sdk_ipv4
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import SdkVersion, at_least
from supertokens_lint.sdk.whatwg import js_trim, parse_url

_HTTP = ("http://", "https://")
_HTTP_OR_MOBILE = (*_HTTP, "supertokens://")
_INVALID = "Please provide a valid domain name"


class NormalisedDomain(Struct, frozen=True):
    """What an SDK works with after reading a domain.

    ``text`` is its own string, exactly. ``scheme``, ``host`` and ``port`` are parts of it;
    ``port`` is None where the text has none or one that is no number.
    """

    scheme: str
    host: str
    port: int | None
    text: str

    def __str__(self) -> str:
        """Return the SDK's own string."""
        return self.text


def normalise_domain(value: str, sdk: Sdk, version: SdkVersion | None = None) -> NormalisedDomain:
    """Return what ``sdk`` makes of an ``apiDomain``, ``websiteDomain`` or ``origin``.

    A version that is unknown, or a range across a change, is read as the newest.
    Raises InvalidDomainError, with the SDK's own message, where the SDK throws.
    """
    if sdk is Sdk.PYTHON:
        text = _python(value, ignore_protocol=False)
    elif sdk is Sdk.GOLANG:
        text = _golang(value, value, ignore_protocol=False)
    else:
        keeps_case = has(Feature.CASE_KEPT_IN_DOMAINS, sdk, version) is not False
        lowered = sdk.is_backend or not keeps_case
        schemes = _HTTP_OR_MOBILE if lowered else _HTTP
        cleaned = js_trim(value).lower() if lowered else js_trim(value)
        text = _javascript(cleaned, schemes, ignore_protocol=False) or _javascript_error(
            value, cleaned, sdk, version
        )
    return _parts(text)


def _parts(text: str) -> NormalisedDomain:
    scheme, _, authority = text.partition("://")
    host = authority.rpartition("@")[2]
    bare, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        return NormalisedDomain(scheme, host.lower(), None, text)
    number = int(port) if port.isascii() and port.isdigit() and len(port) < 10 else None
    return NormalisedDomain(scheme, bare.lower(), number, text)


def _javascript(text: str, schemes: tuple[str, ...], *, ignore_protocol: bool) -> str | None:
    """Return the normalised text, or None where the SDK throws."""
    if text.startswith(schemes):
        url = parse_url(text)
        if url is not None:
            if not ignore_protocol:
                return f"{url.scheme}://{url.host}"
            return f"{_assumed_scheme(url.hostname)}://{url.host}"
    if text.startswith("/"):
        return None
    bare = text.removeprefix(".")
    is_domain = "." in bare or bare.startswith("localhost")
    if not is_domain or bare.startswith(_HTTP) or parse_url(f"https://{bare}") is None:
        return None
    return _javascript(js_trim(f"https://{bare}"), schemes, ignore_protocol=True)


def _javascript_error(value: str, text: str, sdk: Sdk, version: SdkVersion | None) -> NoReturn:
    """Raise with the message of the SDK; React Native passes on the inner error since 5.1.5."""
    message = _INVALID
    inner = sdk is Sdk.REACT_NATIVE and at_least(sdk, version, (5, 1, 5)) is not False
    if inner and not text.startswith("/"):
        bare = text.removeprefix(".")
        parsed = text.startswith(_HTTP) or "." in bare or bare.startswith("localhost")
        message = "Invalid URL" if parsed else "converting to proper URL"
    raise InvalidDomainError(message, value)


def _assumed_scheme(hostname: str) -> str:
    return "http" if hostname.startswith("localhost") or is_sdk_ipv4(hostname) else "https"


def _python(value: str, *, ignore_protocol: bool) -> str:
    text = value.strip().lower()
    if text.startswith(_HTTP_OR_MOBILE):
        parsed = python_url(text)
        if parsed is not None and not ignore_protocol:
            return f"{parsed.scheme}://{parsed.netloc}"
        if parsed is not None and parsed.hostname is not None:
            return f"{_assumed_scheme(parsed.hostname)}://{parsed.netloc}"
    bare = text.removeprefix(".")
    is_domain = "." in bare or bare.startswith("localhost")
    if text.startswith("/") or not is_domain or bare.startswith(_HTTP):
        raise InvalidDomainError(_INVALID, value)
    return _python(f"https://{bare}", ignore_protocol=True)


def python_url(text: str) -> ParseResult | None:
    """Return ``urlparse(text)``, or None where it raises."""
    try:
        return urlparse(text)
    except ValueError:
        return None


def _golang(value: str, text: str, *, ignore_protocol: bool) -> str:
    text = go_lower(text)
    if not text.startswith(_HTTP_OR_MOBILE):
        if text.startswith("/"):
            raise InvalidDomainError("please provide a valid domain name", value)
        text = text.removeprefix(".")
        is_domain = "." in text or text.startswith("localhost")
        if is_domain and not text.startswith(_HTTP):
            return _golang(value, f"https://{text}", ignore_protocol=True)
    try:
        url = parse_go_url(text)
    except GoUrlError as error:
        raise InvalidDomainError(str(error), value) from None
    if not ignore_protocol:
        return f"{url.scheme}://{url.host}"
    if url.host.startswith("localhost") or is_sdk_ipv4(url.hostname):
        return f"http://{url.host}"
    return f"https://{url.host}"
