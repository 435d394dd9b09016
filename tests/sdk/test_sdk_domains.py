"""Domains as each SDK normalises them, and as browsers see them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.domains import (
    browser_origin,
    canonical_origin,
    host_of,
    is_container_host,
    is_ip,
    is_loopback,
    is_private_lan,
    is_sdk_ipv4,
    normalise_domain,
    port_of,
)
from supertokens_lint.sdk.errors import InvalidDomainError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import exactly

FOUR = (Sdk.NODE, Sdk.PYTHON, Sdk.GOLANG, Sdk.WEBSITE)
JAVASCRIPT = tuple(sdk for sdk in Sdk if sdk not in {Sdk.PYTHON, Sdk.GOLANG})
THROWS = None

SAME_EVERYWHERE = {
    "http://api.example.com/hello?x#y": "http://api.example.com",
    "api.example.com": "https://api.example.com",
    "api.example.com/": "https://api.example.com",
    "api.example.com#r": "https://api.example.com",
    "api.example.com:8080": "https://api.example.com:8080",
    ".example.com": "https://example.com",
    "..example.com": "https://.example.com",
    "localhost": "http://localhost",
    "localhost:4000": "http://localhost:4000",
    "127.0.0.1:4000": "http://127.0.0.1:4000",
    "0.0.0.0:3001": "http://0.0.0.0:3001",
    "10.0.2.2:3001": "http://10.0.2.2:3001",
    "localhost.org:3000": "http://localhost.org:3000",
    "https://localhost:3000/": "https://localhost:3000",
    "http://api": "http://api",
    "https://*.example.com": "https://*.example.com",
    "*.example.com": "https://*.example.com",
    "https://undefined": "https://undefined",
    "/": THROWS,
    "/test": THROWS,
    "//example.com": THROWS,
    "[::1]:3000": THROWS,
    "http://[::1]:3000": "http://[::1]:3000",
}

# value: NODE, PYTHON, GOLANG, WEBSITE
DIFFERENT = {
    "http://api.example.com:80": (
        "http://api.example.com",
        "http://api.example.com:80",
        "http://api.example.com:80",
        "http://api.example.com",
    ),
    "https://x:443": ("https://x", "https://x:443", "https://x:443", "https://x"),
    "example": (THROWS, THROWS, "://", THROWS),
    "undefined": (THROWS, THROWS, "://", THROWS),
    "null": (THROWS, THROWS, "://", THROWS),
    "${API}": (THROWS, THROWS, "://", THROWS),
    "example:3000": (THROWS, THROWS, "example://", THROWS),
    "": (THROWS, THROWS, "://", THROWS),
    "  ": (THROWS, THROWS, "://", THROWS),
    "http://": (THROWS, "http://", "http://", THROWS),
    "https://": (THROWS, "https://", "https://", THROWS),
    "  https://Api.Example.COM/Path  ": (
        "https://api.example.com",
        "https://api.example.com",
        THROWS,
        "https://api.example.com",
    ),
    "HTTPS://API.example.com": (
        "https://api.example.com",
        "https://api.example.com",
        "https://api.example.com",
        "https://https",
    ),
    "https://user:pass@api.example.com": (
        "https://api.example.com",
        "https://user:pass@api.example.com",
        "https://api.example.com",
        "https://api.example.com",
    ),
    "https://exa mple.com": (THROWS, "https://exa mple.com", THROWS, THROWS),
    "https://münchen.de": (
        "https://xn--mnchen-3ya.de",
        "https://münchen.de",
        "https://münchen.de",
        "https://xn--mnchen-3ya.de",
    ),
    "https://example.com:99999": (
        THROWS,
        "https://example.com:99999",
        "https://example.com:99999",
        THROWS,
    ),
    "example.com:abc": (THROWS, "https://example.com:abc", THROWS, THROWS),
    "http://localhost:${PORT}": (THROWS, "http://localhost:${port}", THROWS, THROWS),
    "ftp://example.com": ("https://ftp", "https://ftp:", "https://ftp:", "https://ftp"),
    "ws://example.com": ("https://ws", "https://ws:", "https://ws:", "https://ws"),
    "http:example.com": (THROWS, "https://http:example.com", THROWS, THROWS),
    "https://a.com,https://b.com": (
        "https://a.com,https",
        "https://a.com,https:",
        "https://a.com,https:",
        "https://a.com,https",
    ),
    "supertokens://x.y": (
        "supertokens://x.y",
        "supertokens://x.y",
        "supertokens://x.y",
        "https://supertokens",
    ),
    "capacitor://localhost": (THROWS, THROWS, "capacitor://localhost", THROWS),
    "http://127.1": ("http://127.0.0.1", "http://127.1", "http://127.1", "http://127.0.0.1"),
    "127.1": ("http://127.0.0.1", "https://127.1", "https://127.1", "http://127.0.0.1"),
    "0x7f.1": ("http://127.0.0.1", "https://0x7f.1", "https://0x7f.1", "http://127.0.0.1"),
    "http://256.1.1.1": (THROWS, "http://256.1.1.1", "http://256.1.1.1", THROWS),
}


def made(value: str, sdk: Sdk) -> str | None:
    try:
        return normalise_domain(value, sdk).text
    except InvalidDomainError:
        return THROWS


@pytest.mark.parametrize("sdk", list(Sdk))
@pytest.mark.parametrize(("value", "expected"), SAME_EVERYWHERE.items())
def test_values_that_all_sdks_read_alike(sdk: Sdk, value: str, expected: str | None) -> None:
    """Rows on which every SDK agrees."""
    assert made(value, sdk) == expected


@pytest.mark.parametrize(("value", "expected"), DIFFERENT.items())
def test_values_that_sdks_read_differently(value: str, expected: tuple[str | None, ...]) -> None:
    """Rows on which Node, Python, Go and the web SDKs differ."""
    assert tuple(made(value, sdk) for sdk in FOUR) == expected


@pytest.mark.parametrize(
    ("sdk", "value", "message"),
    [
        (Sdk.NODE, "/", "Please provide a valid domain name"),
        (Sdk.PYTHON, "x", "Please provide a valid domain name"),
        (Sdk.GOLANG, "/", "please provide a valid domain name"),
        (Sdk.GOLANG, "http://a:b", 'parse "http://a:b": invalid port ":b" after host'),
        (Sdk.REACT_NATIVE, "x", "converting to proper URL"),
    ],
)
def test_errors_carry_the_message_of_the_sdk(sdk: Sdk, value: str, message: str) -> None:
    """What the SDK says is what the error says."""
    with pytest.raises(InvalidDomainError) as caught:
        normalise_domain(value, sdk)
    assert caught.value.message == message
    assert caught.value.value == value


def test_old_website_lower_cases_domains() -> None:
    """supertokens-website before 8 lower-cased first, so an upper-case scheme was understood."""
    old = normalise_domain("HTTPS://X.com", Sdk.WEBSITE, exactly((7, 2, 0)))
    assert old.text == "https://x.com"
    new = normalise_domain("HTTPS://X.com", Sdk.WEBSITE, exactly((8, 0, 0)))
    assert new.text == "https://https"


@pytest.mark.parametrize(
    ("value", "sdk", "parts"),
    [
        ("https://Api.example.com:8443/x", Sdk.NODE, ("https", "api.example.com", 8443)),
        ("https://api.example.com:443", Sdk.NODE, ("https", "api.example.com", None)),
        ("https://api.example.com:443", Sdk.PYTHON, ("https", "api.example.com", 443)),
        ("https://u:p@api.example.com", Sdk.PYTHON, ("https", "api.example.com", None)),
        ("http://localhost:abc", Sdk.PYTHON, ("http", "localhost", None)),
        ("http://[::1]:3000", Sdk.NODE, ("http", "[::1]", 3000)),
        ("http://[::1]", Sdk.GOLANG, ("http", "[::1]", None)),
        ("undefined", Sdk.GOLANG, ("", "", None)),
    ],
)
def test_parts_are_those_of_the_text(
    value: str, sdk: Sdk, parts: tuple[str, str, int | None]
) -> None:
    """Scheme, host and port are read from the SDK's own text."""
    found = normalise_domain(value, sdk)
    assert (found.scheme, found.host, found.port) == parts


PIECES = (
    *("http://", "https://", "supertokens://", ".", "localhost", "api.example.com", ":3000", "/"),
    *("?", "#", "@", "münchen", "127.1", "[::1]", "A", "%41", "${X}", "\t", " ", "é", "*"),
)
URL_PIECES = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(st.sampled_from((*JAVASCRIPT, Sdk.PYTHON)), URL_PIECES | st.text())
def test_normalising_twice_changes_nothing(sdk: Sdk, value: str) -> None:
    """A web address that an SDK made of a value is a fixed point."""
    first = made(value, sdk)
    if first is not None and first.startswith("http") and not first.endswith("://"):
        assert made(first, sdk) == first


@given(st.sampled_from(list(Sdk)), URL_PIECES | st.text())
def test_nothing_but_the_sdk_error_is_raised(sdk: Sdk, value: str) -> None:
    """Any text either normalises or raises InvalidDomainError."""
    with suppress(InvalidDomainError):
        canonical_origin(value, sdk)


@pytest.mark.parametrize(
    ("value", "sdk", "origin"),
    [
        ("https://API.example.com:443/", Sdk.NODE, "https://api.example.com"),
        ("https://API.example.com:443/", Sdk.PYTHON, "https://api.example.com"),
        ("http://api.example.com:80", Sdk.GOLANG, "http://api.example.com"),
        ("https://münchen.de", Sdk.PYTHON, "https://xn--mnchen-3ya.de"),
        ("https://u:p@example.com", Sdk.PYTHON, "https://example.com"),
        ("localhost:3000", Sdk.AUTH_REACT, "http://localhost:3000"),
        ("http://localhost:${PORT}", Sdk.PYTHON, "http://localhost:${port}"),
        ("undefined", Sdk.GOLANG, "://"),
    ],
)
def test_canonical_origin_has_one_spelling(value: str, sdk: Sdk, origin: str) -> None:
    """Values that mean one place compare equal, whichever SDK read them."""
    assert canonical_origin(value, sdk) == origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Example.com/path", "https://example.com"),
        ("https://example.com:443/", "https://example.com"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("https://münchen.de", "https://xn--mnchen-3ya.de"),
        ("capacitor://localhost", "capacitor://localhost"),
        ("file:///index.html", "null"),
        ("localhost:3000", None),
        ("example.com", None),
        ("https://", None),
        ("*", None),
        ("null", None),
        ("", None),
    ],
)
def test_browser_origin_is_what_browsers_send(text: str, origin: str | None) -> None:
    """The Origin header has no path, no default port and no scheme-less form."""
    assert browser_origin(text) == origin


def test_hosts_and_ports_of_urls() -> None:
    """The port of a URL includes the one of its scheme."""
    assert host_of("https://Api.example.com/x") == "api.example.com"
    assert host_of("localhost:3000") is None
    assert port_of("https://x.com") == 443
    assert port_of("http://x.com:8080") == 8080
    assert port_of("capacitor://localhost") is None


@pytest.mark.parametrize(
    ("host", "kinds"),
    [
        ("localhost", "loopback"),
        ("app.localhost", "loopback"),
        ("127.0.0.1", "loopback ip"),
        ("127.9.9.9", "loopback ip"),
        ("0.0.0.0", "loopback ip"),  # noqa: S104 - nothing is bound
        ("::1", "loopback ip"),
        ("[::1]", "loopback ip"),
        ("192.168.1.4", "lan ip"),
        ("10.0.2.2", "lan ip"),
        ("172.20.0.1", "lan ip"),
        ("100.100.1.1", "lan ip"),
        ("fe80::1", "lan ip"),
        ("8.8.8.8", "ip"),
        ("[2606:4700::1111]", "ip"),
        ("backend", "container"),
        ("my_service", "container"),
        ("undefined", ""),
        ("api.example.com", ""),
        ("localhost.org", ""),
        ("256.1.1.1", ""),
        ("", ""),
        ("12345", ""),
    ],
)
def test_kinds_of_hosts(host: str, kinds: str) -> None:
    """Each host is of exactly the kinds listed."""
    found = [
        name
        for name, test in (
            ("loopback", is_loopback),
            ("lan", is_private_lan),
            ("container", is_container_host),
            ("ip", is_ip),
        )
        if test(host)
    ]
    assert " ".join(found) == kinds


def test_sdk_ipv4_is_the_sdks_own_pattern() -> None:
    """Leading zeros pass the SDKs' pattern; short forms and line ends do not."""
    assert is_sdk_ipv4("127.0.0.1")
    assert is_sdk_ipv4("01.02.03.004")
    assert not is_sdk_ipv4("127.1")
    assert not is_sdk_ipv4("1.2.3.4.5")
    assert not is_sdk_ipv4("1.2.3.4\n")
