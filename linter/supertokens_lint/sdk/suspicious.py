"""Values of domain settings that are accepted and still cannot be meant.

Each finding says what the SDK really makes of the value, so that a message can show it.
"""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from supertokens_lint.sdk.errors import InvalidDomainError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.url_domain import normalise_domain
from supertokens_lint.sdk.versions import SdkVersion
from supertokens_lint.sdk.whatwg import parse_host, parse_url


class Doubt(str, Enum):
    """What is wrong with a domain value."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    LIST = "list"
    MISSING_VALUE = "missing-value"
    WILDCARD = "wildcard"
    DOUBLED_SCHEME = "doubled-scheme"
    BROKEN_SCHEME = "broken-scheme"
    OTHER_SCHEME = "other-scheme"
    UPPER_CASE_SCHEME = "upper-case-scheme"
    USER_INFO = "user-info"
    SPACE = "space"
    INTERNATIONAL = "international"
    BAD_PORT = "bad-port"
    PATH = "path"
    REJECTED = "rejected"


class DomainDoubt(Struct, frozen=True):
    """One doubt about a domain value.

    ``explanation`` is a sentence for people; it says what the SDK makes of the value. ``result``
    is that string, None where the SDK throws.
    """

    doubt: Doubt
    explanation: str
    result: str | None


_PLACEHOLDER = re.compile(
    r"\$\{[^}]{0,300}\}|\{\{.{0,300}?\}\}|\$\([^)]{0,300}\)|\$[A-Z_][A-Z0-9_]*|%[A-Z_]+%|<[^>]{0,300}>"
)
_SINGLE_BRACES = re.compile(r"\{[^{}]*\}")
_MISSING = frozenset({"undefined", "null", "none", "nan", "[object object]"})
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]*)://")
_DOUBLED = re.compile(r"\s*https?:?/*\s*(?:https?|supertokens)(?::|//)", re.IGNORECASE)
_BROKEN = re.compile(r"\s*https?(?!://)(?::/?|/{1,2})(?!\d+(?:/|$))", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;\s]+")
_AROUND = " \t\r\n,;"
_PORT = re.compile(r":(?P<port>[^:/?#\[\]@]*)$")
_KNOWN_SCHEMES = frozenset({"http", "https"})
_LARGEST_PORT = 65535
_LONGEST = 2000


def suspicious_domain(
    value: str, sdk: Sdk = Sdk.NODE, version: SdkVersion | None = None
) -> list[DomainDoubt]:
    """Return what is doubtful about ``value`` as a domain for ``sdk``, worst first.

    An empty list means that the SDK uses the value as it is meant. A trailing slash, a missing
    scheme, a default port and upper-case host letters are no doubts.
    """
    try:
        result: str | None = normalise_domain(value, sdk, version).text
        message = ""
    except InvalidDomainError as error:
        result, message = None, error.message
    outcome = (
        f"the SDK uses {_shown(result)}" if result is not None else f'the SDK throws "{message}"'
    )
    doubts = _doubts(value[:_LONGEST], sdk)
    found = [DomainDoubt(doubt, f"{text}; {outcome}", result) for doubt, text in doubts]
    if not found and result is None:
        found = [DomainDoubt(Doubt.REJECTED, f"it is no domain; {outcome}", result)]
    return found


def _shown(result: str) -> str:
    return f'"{result}"' if result.strip(":/") else f'"{result}", which is no address'


def _doubts(value: str, sdk: Sdk) -> list[tuple[Doubt, str]]:
    if not value.strip():
        return [(Doubt.EMPTY, "the value is empty")]
    found: list[tuple[Doubt, str]] = []
    placeholder = _PLACEHOLDER.search(value) or _SINGLE_BRACES.search(value)
    if placeholder is not None:
        found.append((Doubt.PLACEHOLDER, f'the placeholder "{placeholder[0]}" is not filled in'))
    elif len(_parts(value)) > 1:
        found.append(_several(value))
    elif value.strip(_AROUND) != value:
        found.append((Doubt.SPACE, "there is a space or a comma around the value"))
    if placeholder is None and (not found or found[0][0] is Doubt.SPACE):
        found.extend(_doubts_of_parts(value, sdk))
    return found


def _parts(value: str) -> list[str]:
    return _SEPARATOR.split(value.strip(_AROUND))


def _several(value: str) -> tuple[Doubt, str]:
    first, *others = _parts(value)
    marks = ("://", ".", "localhost") if "," in value or ";" in value else ("://",)
    if all(any(mark in part for mark in marks) for part in others) and first:
        return (Doubt.LIST, "the value holds more than one address, and only one fits")
    return (Doubt.SPACE, "there is a space or a comma inside the value")


def _doubts_of_parts(value: str, sdk: Sdk) -> list[tuple[Doubt, str]]:
    found: list[tuple[Doubt, str]] = []
    if _DOUBLED.match(value):
        return [(Doubt.DOUBLED_SCHEME, "the scheme is written twice")]
    if _BROKEN.match(value):
        return [(Doubt.BROKEN_SCHEME, 'the scheme is not followed by "://"')]
    scheme = _SCHEME.match(value)
    if scheme is not None:
        found.extend(_doubts_of_scheme(scheme[1], sdk))
    authority = re.split(r"[/\\?#]", value.strip()[scheme.end() :] if scheme else value.strip())[0]
    if "@" in authority:
        found.append((Doubt.USER_INFO, "user name and password do not belong in it"))
    host = authority.rpartition("@")[2]
    port = None if host.endswith("]") else _PORT.search(host)
    name = host[: port.start()] if port else host
    if scheme is not None and not name:
        found.append((Doubt.EMPTY, "there is no host"))
    if name.lower() in _MISSING or value.strip().lower() in _MISSING:
        found.append((Doubt.MISSING_VALUE, f'"{name}" is a missing value turned into text'))
    if "*" in name:
        found.append((Doubt.WILDCARD, "a domain cannot be a wildcard"))
    if port is not None and not _is_port(port["port"]):
        found.append((Doubt.BAD_PORT, f'"{port["port"]}" is no port'))
    if not name.isascii():
        punycode = parse_host(name)
        found.append((Doubt.INTERNATIONAL, f'browsers send this name as "{punycode or name}"'))
    path = _path_of(value)
    if path and not found:
        found.append((Doubt.PATH, f'the path "{path}" is dropped'))
    return found


def _doubts_of_scheme(scheme: str, sdk: Sdk) -> list[tuple[Doubt, str]]:
    lowered = scheme.lower()
    own = _KNOWN_SCHEMES | ({"supertokens"} if sdk.is_backend else set())
    if lowered not in own:
        return [(Doubt.OTHER_SCHEME, f'the scheme "{scheme}" is neither http nor https')]
    if scheme != lowered and sdk.is_frontend:
        return [(Doubt.UPPER_CASE_SCHEME, "this SDK knows only lower-case schemes")]
    return []


def _is_port(text: str) -> bool:
    if text == "":
        return True
    return text.isascii() and text.isdigit() and len(text) < 7 and int(text) <= _LARGEST_PORT


def _path_of(value: str) -> str:
    text = value.strip()
    url = parse_url(text if _SCHEME.match(text) else f"https://{text.lstrip('.')}")
    return "" if url is None or url.pathname == "/" else url.pathname
