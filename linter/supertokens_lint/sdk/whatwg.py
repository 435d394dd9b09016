"""The part of the WHATWG URL parser that the JavaScript SDKs rest on.

Source: https://url.spec.whatwg.org/, basic URL parser without a base URL. Query and fragment are
recognised and dropped; of a URL that has no special scheme only the host is read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from supertokens_lint.sdk.internet_names import to_ascii

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21, "file": None}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_EDGES = "".join(map(chr, range(0x21)))
_REMOVED = str.maketrans("", "", "\t\n\r")
_FORBIDDEN_HOST = frozenset("\0\t\n\r #/:<>?@[\\]^|")
_FORBIDDEN_DOMAIN = _FORBIDDEN_HOST | frozenset(map(chr, range(0x20))) | {"%", "\x7f"}
_PATH_ESCAPES = frozenset(' "#<>?`{}')
_SINGLE_DOT = frozenset({".", "%2e"})
_DOUBLE_DOT = frozenset({"..", ".%2e", "%2e.", "%2e%2e"})
_DRIVE = re.compile(r"[A-Za-z][:|](?:[/\\?#]|$)")
_LARGEST_PORT = 65535
_JS_WHITESPACE = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)


class WebUrl(Struct, frozen=True):
    """A parsed URL: ``hostname`` with brackets around IPv6, ``port`` None where default."""

    scheme: str
    hostname: str
    port: int | None
    pathname: str

    @property
    def host(self) -> str:
        """The host name, with the port unless it is the scheme's own."""
        return self.hostname if self.port is None else f"{self.hostname}:{self.port}"

    @property
    def protocol(self) -> str:
        """The scheme with its colon, as ``URL.protocol`` in JavaScript."""
        return f"{self.scheme}:"


def js_trim(text: str) -> str:
    """Strip what ``String.prototype.trim`` strips (ECMA-262, WhiteSpace and LineTerminator)."""
    return text.strip(_JS_WHITESPACE)


@lru_cache(maxsize=2_000)
def parse_url(text: str) -> WebUrl | None:
    """Return what ``new URL(text)`` makes of ``text``, or None where it throws."""
    cleaned = text.strip(_EDGES).translate(_REMOVED)
    match = _SCHEME.match(cleaned)
    if match is None:
        return None
    scheme, rest = match[1].lower(), cleaned[match.end() :]
    if scheme == "file":
        return _parse_file(rest)
    if scheme in _DEFAULT_PORTS:
        return _parse_special(scheme, rest.lstrip("/\\"))
    if rest.startswith("//"):
        authority = re.split(r"[/?#]", rest[2:], maxsplit=1)[0]
        return _with_authority(scheme, authority, "")
    return WebUrl(scheme, "", None, "")


def _parse_special(scheme: str, rest: str) -> WebUrl | None:
    authority = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
    path = re.split(r"[?#]", rest[len(authority) :], maxsplit=1)[0]
    return _with_authority(scheme, authority, _serialised_path(path))


def _parse_file(rest: str) -> WebUrl | None:
    authority = ""
    if rest[:2].replace("\\", "/") == "//":
        rest = rest[2:]
        if not _DRIVE.match(rest):
            authority = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
    hostname = parse_host(authority) if authority else ""
    if hostname is None:
        return None
    path = re.split(r"[?#]", rest[len(authority) :], maxsplit=1)[0]
    return WebUrl("file", "" if hostname == "localhost" else hostname, None, _serialised_path(path))


def _with_authority(scheme: str, authority: str, pathname: str) -> WebUrl | None:
    special = scheme in _DEFAULT_PORTS
    host_text, port_text = _split_port(authority.rpartition("@")[2])
    if not host_text and (special or "@" in authority or port_text is not None):
        return None
    hostname = parse_host(host_text) if special else _opaque_host(host_text)
    if hostname is None:
        return None
    port: int | None = None
    if port_text:
        if not (port_text.isascii() and port_text.isdigit()) or len(port_text.lstrip("0")) > 5:
            return None
        port = int(port_text)
        if port > _LARGEST_PORT:
            return None
    return WebUrl(scheme, hostname, None if port == _DEFAULT_PORTS.get(scheme) else port, pathname)


def _split_port(text: str) -> tuple[str, str | None]:
    """Split at the first colon outside brackets; the port is None where there is no colon."""
    inside = False
    for index, char in enumerate(text):
        if char == "[":
            inside = True
        elif char == "]":
            inside = False
        elif char == ":" and not inside:
            return text[:index], text[index + 1 :]
    return text, None


def parse_host(text: str) -> str | None:
    """Return the host of a special URL as browsers write it, or None where it is invalid."""
    if text.startswith("["):
        return _ipv6(text)
    decoded = unquote_to_bytes(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    domain = to_ascii(decoded)
    if not domain or any(char in _FORBIDDEN_DOMAIN for char in domain):
        return None
    return _ipv4(domain) if _ends_in_number(domain) else domain


def _opaque_host(text: str) -> str | None:
    if text.startswith("["):
        return _ipv6(text)
    if any(char in _FORBIDDEN_HOST for char in text):
        return None
    return "".join(map(_escaped_control, text))


def _escaped_control(char: str) -> str:
    return char if " " <= char <= "~" else _percent_encoded(char)


def _percent_encoded(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _ipv6(text: str) -> str | None:
    if not text.endswith("]") or "%" in text:
        return None
    try:
        address = IPv6Address(text[1:-1])
    except AddressValueError:
        return None
    return f"[{_compressed(address)}]"


def _compressed(address: IPv6Address) -> str:
    """Write ``address`` with hexadecimal groups throughout, as URLs do, unlike ``str`` of it."""
    value = int(address)
    groups = [(value >> shift) & 0xFFFF for shift in range(112, -1, -16)]
    best_start, best_length = 0, 1
    index = 0
    while index < 8:
        length = 0
        while index + length < 8 and groups[index + length] == 0:
            length += 1
        if length > best_length:
            best_start, best_length = index, length
        index += length + 1
    if best_length < 2:
        return ":".join(f"{group:x}" for group in groups)
    before = ":".join(f"{group:x}" for group in groups[:best_start])
    after = ":".join(f"{group:x}" for group in groups[best_start + best_length :])
    return f"{before}::{after}"


def _ends_in_number(domain: str) -> bool:
    labels = domain.split(".")
    if labels[-1] == "" and len(labels) > 1:
        labels.pop()
    last = labels[-1]
    return last.isdigit() or (last != "" and _number(last) is not None)


def _ipv4(domain: str) -> str | None:
    labels = domain.split(".")
    if labels[-1] == "" and len(labels) > 1:
        labels.pop()
    if len(labels) > 4:
        return None
    numbers = [_number(label) for label in labels]
    values = [number for number in numbers if number is not None]
    if len(values) != len(labels) or any(value > 255 for value in values[:-1]):
        return None
    if values[-1] >= 256 ** (5 - len(values)):
        return None
    address = values[-1] + sum(value << (24 - 8 * place) for place, value in enumerate(values[:-1]))
    return ".".join(str((address >> shift) & 0xFF) for shift in (24, 16, 8, 0))


def _number(label: str) -> int | None:
    """Read one part of an IPv4 address: decimal, octal with ``0``, hexadecimal with ``0x``."""
    if not label.isascii() or not label.isalnum() or len(label) > 40:
        return None
    if label[:2].lower() == "0x":
        digits, base = label[2:], 16
    elif len(label) > 1 and label[0] == "0":
        digits, base = label[1:], 8
    else:
        digits, base = label, 10
    if not digits:
        return 0
    try:
        return int(digits, base)
    except ValueError:
        return None


def _serialised_path(text: str) -> str:
    """Resolve dot segments and escape characters; the result starts with a slash."""
    segments = re.split(r"[/\\]", text)
    if segments[0] == "":
        segments.pop(0)
    path: list[str] = []
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        folded = segment.lower()
        if folded in _DOUBLE_DOT:
            if path:
                path.pop()
            if last:
                path.append("")
        elif folded in _SINGLE_DOT:
            if last:
                path.append("")
        else:
            path.append("".join(map(_escaped_in_path, segment)))
    return "/" + "/".join(path)


def _escaped_in_path(char: str) -> str:
    if char in _PATH_ESCAPES or not " " <= char <= "~":
        return _percent_encoded(char)
    return char
