"""Inputs on which the SDKs disagree with one another, drawn often.

The classes are those of differences between URL parsers: schemes, user info, default ports,
names outside of ASCII, short forms of addresses, placeholders, dot segments, escapes, spaces.
"""

from __future__ import annotations

from hypothesis import strategies as st

SPACES = ("", "", "", "", "", "", " ", "\t", "\n", "  ", "\xa0", "\ufeff", "\x1c", "\x00", "\u2028")
SCHEMES = (
    "http://", "https://", "", "", "", "HTTP://", "HTTPS://", "Https://", "supertokens://",
    "ftp://", "ws://", "http:", "http:/", "https:/", "//", "/", ".", "..", "file://",
    "capacitor://", "http:////", "http:\\\\", "mailto:", "javascript:", "http://http://",
    "https://https//", " ", "http: //", "data:", "blob:", "exp://", "1http://", "a+b.c://",
)  # fmt: skip
USERS = (
    "",
    "",
    "",
    "",
    "",
    "",
    "user@",
    "user:pass@",
    "us er@",
    "u%40:p@",
    "@",
    ":@",
    "a@b@",
    "ü@",
)
HOSTS = (
    "localhost", "localhost.org", "LocalHost", "api.example.com", "API.Example.COM", "example",
    "example.com", "EXAMPLE.com.", "127.0.0.1", "0.0.0.1", "10.0.2.2", "127.1", "0x7f.1",
    "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "01.02.03.04", "999999", "0xffffffff", "1.2.3.",
    "[::1]", "[::ffff:1.2.3.4]", "[1:2:3:4:5:6:7:8]", "[::1", "::1]", "[::1]x", "*.example.com",
    "*", "münchen.de", "MÜNCHEN.de", "xn--mnchen-3ya.de", "xn--a", "xn--zzzz---", "例え.テスト",
    "faß.de", "a_b.example.com", "a-.example.com", "-a.example.com", "exa mple.com",
    "exa%20mple.com", "ex%41mple.com", "undefined", "null", "${API}", "${API_HOST}.example.com",
    "{{host}}", "<host>", "a.b,c.d", "a..b", ".a.b", "..a.b", "foo.localhost", "backend",
    "backend.local", "x.herokuapp.com", "co.uk", "com", "a|b.com", "a^b.com", "a`b.com",
    'a"b.com', "a'b.com", "a{b}.com", "a~b.com", "a$b.com", "a!b.com", "a;b.com", "a\\b.com", "",
    "a.b.c.d.e.f", "ß.com", "Å.com", "a。b.com", "a\u200db.com", "a\u00adb.com", "☃.net", "İ.com",
    "%", "%zz.com", "%C3%BC.com", "a\tb.com", "a\x01b.com", "a\x7fb.com", "x" * 64 + ".com",
    "localhost%2e", "0", "00", "08.1", "0x", "0x.0x",
)  # fmt: skip
PORTS = (
    "", "", "", "", ":80", ":443", ":3000", ":8080", ":", ":0", ":65535", ":65536", ":99999",
    ":abc", ":${PORT}", ":080", ":3000abc", ": 3000", ":-1", ":3000:4000", ":٣",
)  # fmt: skip
PATHS = (
    "", "", "", "/", "/auth", "/Auth", "/api/v1", "/auth/", "//", "/auth//", "/a/../b", "/./a",
    "/a/.", "/a/..", "/..", "/a%20b", "/a b", "/ä", "/{x}", "/%2e%2e/x", "/%2E", "?x=1", "#h",
    "?a.b", "/x?y#z", "/a\\b", "\\auth", "/[[...path]]", '/a"b', "/a^b", "/a|b", "/a`b", "/a'b",
    "/:id", "/*", "/%", "/%zz", "/%C3", "/a;b,c", "/a=b&c", "/a<b>", "/~u", "/a\x7fb",
    "/.netlify/functions/api", "/🦄",
)  # fmt: skip
WORDS = (
    "auth", "Auth", "api", "/api", "/auth/", "one.two", ".netlify", "localhost:3000", "localhost",
    "x.com", "http://x.com", "HTTP://x.com", "https://", "{x}", "a b", "ä", "..", ".", "", "//",
    "/", "?x", "#x", "%20", "%2e", "a:b", "x.y:80", "1.2.3.4", "*", "[::1].x", "@", "a@b.c",
    "file://a.b", "mailto:a.b", "İ", ":80", "\\", "one.two:abc", "e.x?y.z",
)  # fmt: skip
SUFFIXES = (
    "com", "co.uk", "vercel.app", "herokuapp.com", "github.io", "netlify.app", "web.app",
    "pages.dev", "ngrok-free.app", "run.app", "up.railway.app", "amazonaws.com", "cloudfront.net",
    "compute-1.amazonaws.com", "us-east-2.compute.amazonaws.com", "s3.amazonaws.com", "azurewebsites.net",
    "onrender.com", "fly.dev", "surge.sh", "local", "internal", "test", "localhost", "lan",
    "example", "xyz", "jp", "kobe.jp", "city.kobe.jp", "ck", "www.ck", "a", "b_c",
    "de", "xn--p1ai", "рф",
)  # fmt: skip
LABELS = ("", "a.", "a.b.", "api-1.", "A.", "a..", "a_b.", "-x.", ".", "www.")

_raw = st.text("abAB.:/ \\?#@%[]-_*~0129xé\t", max_size=12)


def _joined(*parts: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.tuples(*(st.sampled_from(part) for part in parts)).map("".join)


domains = _joined(SPACES, SCHEMES, USERS, HOSTS, PORTS, PATHS, SPACES) | _raw
"""What somebody may write as apiDomain or websiteDomain."""

_word = st.tuples(st.sampled_from(WORDS), st.sampled_from(("", "/", "/", "//"))).map("".join)
paths = (
    st.tuples(
        st.sampled_from(SPACES), st.lists(_word, max_size=4).map("".join), st.sampled_from(SPACES)
    ).map("".join)
    | domains
)
"""What somebody may write as a base path."""

hosts = _joined(LABELS, SUFFIXES, ("", "", "", "", "", "", ".")) | st.sampled_from(HOSTS)
"""Hosts below all kinds of suffixes.

Not ``home.arpa``: it came into the list after psl 1.8.0, and only private suffixes are dated.
"""

scopes = domains | hosts | hosts.map(lambda host: f".{host}")
"""What somebody may write as cookieDomain or sessionTokenFrontendDomain."""
