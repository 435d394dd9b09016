"""The part of Go's ``net/url`` that supertokens-golang rests on.

Source: Go, src/net/url/url.go, ``Parse``. Query and fragment are recognised and dropped.
"""

from __future__ import annotations

import string

from msgspec import Struct

_HEX = frozenset(string.hexdigits)
_ALPHANUMERIC = frozenset(string.ascii_letters + string.digits)
_HOST_CHARS = _ALPHANUMERIC | frozenset("-_.~!$&'()*+,;=:[]<>\"")
_USER_CHARS = _ALPHANUMERIC | frozenset("-._:~!$&'()*+,;=%@")
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


class GoUrlError(ValueError):
    """Raised where ``url.Parse`` returns an error; the text is Go's."""


class GoUrl(Struct, frozen=True):
    """The fields of ``url.URL`` that the SDK reads."""

    scheme: str
    host: str
    path: str

    @property
    def hostname(self) -> str:
        """``URL.Hostname()``: without the port and without the brackets of IPv6."""
        host = self.host
        colon = host.rfind(":")
        if colon != -1 and _is_optional_port(host[colon:]):
            host = host[:colon]
        if host.startswith("[") and host.endswith("]"):
            return host[1:-1]
        return host


def go_lower(text: str) -> str:
    """Lower-case as ``strings.ToLower`` does, one character at a time."""
    return "".join(char.lower()[:1] for char in text)


def go_trim_space(text: str) -> str:
    """Strip as ``strings.TrimSpace`` does."""
    return text.strip(_SPACE)


def parse_go_url(text: str) -> GoUrl:
    """Return what ``url.Parse(text)`` returns.

    Raises GoUrlError where it returns an error.
    """
    try:
        whole, _, fragment = text.partition("#")
        url = _parse(whole)
        _unescape(fragment, host=False)
    except GoUrlError as error:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        raise GoUrlError(f'parse "{quoted}": {error}') from None
    return url


def _parse(text: str) -> GoUrl:
    if any(char < " " or char == "\x7f" for char in text):
        raise GoUrlError("net/url: invalid control character in URL")
    if text == "*":
        return GoUrl("", "", "*")
    scheme, rest = _split_scheme(text)
    rest = rest.partition("?")[0]
    if not rest.startswith("/"):
        if scheme:
            return GoUrl(scheme, "", "")
        if ":" in rest.partition("/")[0]:
            raise GoUrlError("first path segment in URL cannot contain colon")
    host = ""
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, slash, path = rest[2:].partition("/")
        host = _parse_authority(authority)
        rest = slash + path
    return GoUrl(scheme, host, _unescape(rest, host=False))


def _split_scheme(text: str) -> tuple[str, str]:
    for index, char in enumerate(text):
        if char in string.ascii_letters:
            continue
        if char in "0123456789+-." and index > 0:
            continue
        if char == ":" and index == 0:
            raise GoUrlError("missing protocol scheme")
        if char == ":":
            return text[:index].lower(), text[index + 1 :]
        break
    return "", text


def _parse_authority(authority: str) -> str:
    user, at, host_text = authority.rpartition("@")
    host = _parse_host(host_text)
    if at and any(char not in _USER_CHARS for char in user):
        raise GoUrlError("net/url: invalid userinfo")
    if at:
        _unescape(user, host=False)
    return host


def _parse_host(text: str) -> str:
    if text.startswith("["):
        end = text.rfind("]")
        if end < 0:
            raise GoUrlError("missing ']' in host")
        port = text[end + 1 :]
        zone = text[:end].find("%25")
        if zone >= 0:
            _check_port(port)
            return _unescape(text[:zone], host=True) + "%" + text[zone + 3 :]
    else:
        colon = text.rfind(":")
        port = text[colon:] if colon != -1 else ""
    _check_port(port)
    return _unescape(text, host=True)


def _check_port(port: str) -> None:
    if not _is_optional_port(port):
        raise GoUrlError(f'invalid port "{port}" after host')


def _is_optional_port(port: str) -> bool:
    return port == "" or (port[0] == ":" and all(char in string.digits for char in port[1:]))


def _unescape(text: str, *, host: bool) -> str:
    """Decode percent escapes; in a host only those of non-ASCII bytes may occur."""
    if host:
        wrong = next((char for char in text if _is_wrong_in_host(char)), None)
        if wrong is not None:
            raise GoUrlError(f'invalid character "{wrong}" in host name')
    if "%" not in text:
        return text
    decoded = bytearray()
    index = 0
    while index < len(text):
        if text[index] != "%":
            decoded += text[index].encode("utf-8", "surrogatepass")
            index += 1
            continue
        escape = text[index : index + 3]
        digits = escape[1:]
        if len(digits) < 2 or not set(digits) <= _HEX:
            raise GoUrlError(f'invalid URL escape "{escape}"')
        if host and int(digits[0], 16) < 8 and escape != "%25":
            raise GoUrlError(f'invalid URL escape "{escape}"')
        decoded.append(int(digits, 16))
        index += 3
    return decoded.decode("utf-8", "replace")


def _is_wrong_in_host(char: str) -> bool:
    return char < "\x80" and char != "%" and char not in _HOST_CHARS
