"""Normalisation of base paths, as each SDK does it.

Sources: normalisedURLPath.ts of the JavaScript SDKs, normalised_url_path.py of
supertokens-python, normalisedURLPath.go of supertokens-golang.
"""

from __future__ import annotations

from supertokens_lint.sdk.errors import InvalidPathError
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.golang_url import (
    GoUrl,
    GoUrlError,
    go_lower,
    go_trim_space,
    parse_go_url,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.url_domain import python_url
from supertokens_lint.sdk.versions import SdkVersion, at_least
from supertokens_lint.sdk.whatwg import js_trim, parse_url

DEFAULT_API_BASE_PATH = "/auth"
DEFAULT_WEBSITE_BASE_PATH = "/auth"
REFRESH_PATH = "/session/refresh"
SIGN_OUT_PATH = "/signout"

_HTTP = ("http://", "https://")
_INVALID = "Please provide a valid URL path"
_ANY_HOST = "http://example.com"


def normalise_path(value: str, sdk: Sdk, version: SdkVersion | None = None) -> str:
    """Return what ``sdk`` makes of a base path; the root becomes the empty string.

    A version that is unknown, or a range across a change, is read as the newest.
    Raises InvalidPathError, with the SDK's own message, where the SDK throws.
    """
    if sdk is Sdk.GOLANG:
        return _golang(value)
    lower = has(Feature.CASE_SENSITIVE_PATHS, sdk, version) is False
    if sdk is Sdk.PYTHON:
        strict = at_least(Sdk.PYTHON, version, (0, 25, 0)) is not False
        return _python(value.lower() if lower else value, strict=strict)
    text = js_trim(value)
    if sdk.is_backend:
        return _node(text.lower() if lower else text)
    return _frontend(text.lower() if lower else text)


def append_path(first: str, second: str, sdk: Sdk, version: SdkVersion | None = None) -> str:
    """Join two normalised paths as ``appendPath`` of ``sdk`` does.

    Raises InvalidPathError where the SDK throws.
    """
    if sdk is Sdk.GOLANG:
        return first + second
    return normalise_path(first + second, sdk, version)


def effective_base_path(
    gateway: str | None, base: str | None, sdk: Sdk, version: SdkVersion | None = None
) -> str:
    """Return the path under which ``sdk`` serves or calls the auth API, as browsers see it.

    ``gateway`` and ``base`` are apiGatewayPath and apiBasePath as written, None where absent.
    supertokens-website and -react-native have no apiGatewayPath and ignore it.
    Raises InvalidPathError where the SDK throws.
    """
    own = normalise_path(DEFAULT_API_BASE_PATH if base is None else base, sdk, version)
    if sdk in {Sdk.WEBSITE, Sdk.REACT_NATIVE}:
        return own
    return append_path(normalise_path(gateway or "", sdk, version), own, sdk, version)


def refresh_path(
    gateway: str | None, base: str | None, sdk: Sdk, version: SdkVersion | None = None
) -> str:
    """Return the path of the refresh API: what a frontend calls, or a backend's cookie ``Path``.

    web-js and auth-react hand their effective path to supertokens-website, which normalises it
    a second time. Raises InvalidPathError where the SDK throws.
    """
    effective = effective_base_path(gateway, base, sdk, version)
    if sdk.is_backend:
        return append_path(effective, REFRESH_PATH, sdk, version)
    if sdk.engine in {Sdk.WEB_JS, Sdk.AUTH_REACT}:
        effective = normalise_path(effective, sdk, version)
    return effective + REFRESH_PATH


def _without_last_slash(path: str) -> str:
    return path.removesuffix("/")


def _frontend(text: str) -> str:
    if text.startswith(_HTTP):
        url = parse_url(text)
        if url is not None:
            return _without_last_slash(url.pathname)
    elif _has_web_domain(text) or text.startswith("localhost"):
        return _frontend(js_trim(f"http://{text}"))
    return _web_pathname(text)


def _node(text: str) -> str:
    if text.lower().startswith(_HTTP):
        url = parse_url(text)
        if url is not None:
            return _without_last_slash(url.pathname)
    elif _has_web_domain(text.lower()) or text.lower().startswith("localhost"):
        return _node(js_trim(f"http://{text}"))
    return _web_pathname(text)


def _web_pathname(text: str) -> str:
    path = text if text.startswith("/") else f"/{text}"
    url = parse_url(_ANY_HOST + js_trim(path))
    if url is None:
        raise InvalidPathError(_INVALID, text)
    return _without_last_slash(url.pathname)


def _has_web_domain(text: str) -> bool:
    if "." not in text or text.startswith("/"):
        return False
    url = parse_url(text) or parse_url(f"http://{text}")
    return url is not None and "." in url.hostname


def _python(value: str, *, strict: bool) -> str:
    text = value.strip()
    lowered = text.lower()
    if lowered.startswith(_HTTP):
        url = python_url(text)
        if url is not None:
            return _without_last_slash(url.path)
    elif _has_python_domain(lowered, strict=strict) or lowered.startswith("localhost"):
        return _python(f"http://{text}", strict=strict)
    path = text if text.startswith("/") else f"/{text}"
    url = python_url(_ANY_HOST + path)
    if url is None:
        raise InvalidPathError(_INVALID, value)
    return _without_last_slash(url.path)


def _has_python_domain(text: str, *, strict: bool) -> bool:
    """Tell whether a path holds a host; ``strict`` looks for one after http schemes alone."""
    if "." not in text or text.startswith("/"):
        return False
    named = any(scheme in text for scheme in _HTTP)
    url = python_url(text) if named or not strict else None
    if url is None or (url.hostname is None and not strict):
        url = python_url(f"http://{text}")
    return url is not None and url.hostname is not None and "." in url.hostname


def _golang(value: str) -> str:
    text = go_lower(go_trim_space(value))
    if text.startswith(_HTTP):
        try:
            return _without_last_slash(parse_go_url(text).path)
        except GoUrlError as error:
            raise InvalidPathError(str(error), value) from None
    if _has_go_domain(text) or text.startswith("localhost"):
        return _golang(f"http://{text}")
    return _golang(_ANY_HOST + (text if text.startswith("/") else f"/{text}"))


def _has_go_domain(text: str) -> bool:
    if "." not in text or text.startswith("/"):
        return False
    url = _go_url(text)
    if url is None:
        return True
    if url.hostname == "":
        url = _go_url(f"http://{text}")
    return url is not None and "." in url.hostname


def _go_url(text: str) -> GoUrl | None:
    try:
        return parse_go_url(text)
    except GoUrlError:
        return None
