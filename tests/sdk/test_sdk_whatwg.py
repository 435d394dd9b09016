"""The URL parsers of browsers and of Go, where the SDKs rest on them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.golang_url import GoUrlError, parse_go_url
from supertokens_lint.sdk.internet_names import to_ascii, to_unicode
from supertokens_lint.sdk.whatwg import js_trim, parse_host, parse_url


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("http://x.com", ("http", "x.com", "/")),
        ("HTTP:\\\\X.com\\a", ("http", "x.com", "/a")),
        ("https:x.com", ("https", "x.com", "/")),
        ("http://x.com:8080/a/../b?c#d", ("http", "x.com:8080", "/b")),
        ("http://x.com/a/%2E%2e/b/.", ("http", "x.com", "/b/")),
        ("http://x.com/a b/{x}/ä", ("http", "x.com", "/a%20b/%7Bx%7D/%C3%A4")),
        ("http://x.com:/", ("http", "x.com", "/")),
        ("http://x.com:0080/", ("http", "x.com", "/")),
        ("http://x.\ncom", ("http", "x.com", "/")),
        ("  http://x.com  ", ("http", "x.com", "/")),
        ("supertokens://A.b:80/x", ("supertokens", "A.b:80", "")),
        ("mailto:a@b.c", ("mailto", "", "")),
        ("file://host/a", ("file", "host", "/a")),
        ("file:///C:/a", ("file", "", "/C:/a")),
        ("file://localhost/a", ("file", "", "/a")),
        ("http://[1:0:0:2::3]/", ("http", "[1:0:0:2::3]", "/")),
        ("http://[::ffff:1.2.3.4]", ("http", "[::ffff:102:304]", "/")),
    ],
)
def test_urls_parse_as_in_browsers(text: str, parts: tuple[str, str, str]) -> None:
    """Scheme, host and path agree with the WHATWG parser."""
    url = parse_url(text)
    assert url is not None
    assert (url.scheme, url.host, url.pathname) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x.com",
        "http://",
        "http://:80",
        "http://@",
        "http://a b",
        "http://x:99999",
        "http://x:8o",
        "http://[::1",
        "http://[::1]x",
        "http://256.1.1.1",
        "http://1.2.3.4.5",
        "http://a.0x",
        "http://a%zz",
        "http://a|b",
        "http://xn--a\u00e4",
        "http://\u00ad",
        "ws+x://a b",
        "file://a b/c",
    ],
)
def test_urls_that_browsers_refuse(text: str) -> None:
    """Where new URL() throws, there is no URL."""
    assert parse_url(text) is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.1", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("1.2.3.", "1.2.0.3"),
        ("0", "0.0.0.0"),  # noqa: S104 - nothing is bound
        ("EXAMPLE.com.", "example.com."),
        ("ex%41mple.com", "example.com"),
        ("faß.de", "xn--fa-hia.de"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("a\u3002b.com", "a.b.com"),
        ("\uff21.com", "a.com"),
        ("a\u200db.com", None),
        ("a..b", "a..b"),
        ("1.2.3.256", None),
        ("0x1.0x2.0x3.0x4g", "0x1.0x2.0x3.0x4g"),
    ],
)
def test_hosts_parse_as_in_browsers(host: str, expected: str | None) -> None:
    """Numbers become addresses, names become lower-case punycode."""
    assert parse_host(host) == expected


@given(st.text())
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """Neither parser lets another exception out."""
    parse_url(text)
    with suppress(GoUrlError):
        parse_go_url(text)


@given(st.text(alphabet="abc.:/@#?%[]0 ", max_size=20))
def test_parsed_urls_parse_again(rest: str) -> None:
    """Writing a parsed URL out and parsing it again gives the same URL."""
    url = parse_url("http://" + rest)
    if url is not None:
        assert parse_url(f"http://{url.host}{url.pathname}") == url


@pytest.mark.parametrize(
    ("text", "host", "path"),
    [
        ("http://u:p@x.com:80/A%20b?c#d", "x.com:80", "/A b"),
        ("mailto:x", "", ""),
        ("x/y", "", "x/y"),
        ("*", "", "*"),
        ("//x/y", "x", "/y"),
        ("http://[::1%25en0]:1/", "[::1%en0]:1", "/"),
    ],
)
def test_go_urls(text: str, host: str, path: str) -> None:
    """Host and path agree with net/url."""
    url = parse_go_url(text)
    assert (url.host, url.path) == (host, path)


@pytest.mark.parametrize(
    "text",
    [
        ":x",
        "b c:d/e",
        "1:x",
        "http://a b",
        "http://x:y",
        "http://[::1",
        "http://%41",
        "/%zz",
        "\x01",
    ],
)
def test_go_urls_that_are_refused(text: str) -> None:
    """Where url.Parse returns an error, so does this."""
    with pytest.raises(GoUrlError):
        parse_go_url(text)


def test_trim_is_that_of_javascript() -> None:
    """The byte order mark is trimmed, the C1 control NEL is not."""
    assert js_trim("\ufeff x\u2028") == "x"
    assert js_trim("\x85x\x1c") == "\x85x\x1c"


@given(st.text(alphabet="abcäöüßé例.-", min_size=1, max_size=12))
def test_punycode_decodes_to_what_it_came_from(name: str) -> None:
    """Names in punycode decode to a name with the same punycode."""
    encoded = to_ascii(name)
    if encoded is not None:
        assert encoded.isascii()
        assert to_ascii(to_unicode(encoded)) == encoded
