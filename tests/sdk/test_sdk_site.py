"""Sites as browsers group hosts, and what each SDK takes for a site."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.errors import InvalidDomainError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.public_suffixes import below_public_suffix, public_suffix
from supertokens_lint.sdk.site import (
    registrable_domain,
    same_site_browser,
    same_site_hosts,
    sdk_top_level_domain,
)
from supertokens_lint.sdk.suffix_history import SuffixAge, suffix_age
from supertokens_lint.sdk.versions import SdkVersion, exactly

THROWS = "throws"
UNKNOWN = None
NODE_OLD = exactly((20, 1, 2))


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("api.example.com", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("example.com", "example.com"),
        ("api.myapp.herokuapp.com", "myapp.herokuapp.com"),
        ("a.vercel.app", "a.vercel.app"),
        ("api.a.vercel.app", "a.vercel.app"),
        ("vercel.app", None),
        ("co.uk", None),
        ("localhost", None),
        ("foo.localhost", "foo.localhost"),
        ("api.backend.local", "backend.local"),
        ("127.0.0.1", None),
        ("[::1]", None),
        ("API.Example.COM", "example.com"),
        ("example.com.", "example.com"),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("a.b.ck", "a.b.ck"),
        ("www.ck", "www.ck"),
        ("api.münchen.de", "xn--mnchen-3ya.de"),
        ("x.surge.sh", "x.surge.sh"),
        ("x.up.railway.app", "x.up.railway.app"),
        ("", None),
    ],
)
def test_registrable_domains(host: str, domain: str | None) -> None:
    """The public suffix and one label; private suffixes and exceptions count."""
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("https://api.example.com", "https://app.example.com", True),
        ("https://example.com:8443", "https://api.example.com", True),
        ("https://api.example.com", "http://api.example.com", False),
        ("https://a.vercel.app", "https://b.vercel.app", False),
        ("https://api.a.vercel.app", "https://a.vercel.app", True),
        ("https://example.com", "https://example.org", False),
        ("http://localhost:3000", "http://localhost:3001", True),
        ("http://localhost:3000", "http://127.0.0.1:3000", False),
        ("http://127.0.0.1:1", "http://127.0.0.1:2", True),
        ("http://192.168.1.5", "http://192.168.1.6", False),
        ("http://a.localhost", "http://b.localhost", False),
        ("http://backend:3001", "http://backend:3000", True),
        ("https://münchen.de", "https://api.xn--mnchen-3ya.de", True),
        ("https://EXAMPLE.com", "https://example.com", True),
        ("example.com", "https://example.com", None),
        ("https://", "https://example.com", None),
    ],
)
def test_same_site_in_browsers(first: str, second: str, same: bool | None) -> None:
    """Scheme and registrable domain decide; ports do not."""
    assert same_site_browser(first, second) is same
    assert same_site_browser(second, first) is same


# host: node, python, golang
ROWS = {
    "localhost": ("localhost",) * 3,
    "localhost.org": ("localhost",) * 3,
    "localhost.example.com": ("localhost",) * 3,
    "localhostfoo.com": ("localhost",) * 3,
    "127.0.0.1": ("localhost",) * 3,
    "192.168.1.4": ("localhost",) * 3,
    "[::1]": (THROWS,) * 3,
    "foo.localhost": ("foo.localhost", "localhost.", "foo.localhost"),
    "api": (THROWS, "api.", THROWS),
    "myhost": (THROWS, "myhost.", THROWS),
    "backend.local": ("backend.local", "local.", "backend.local"),
    "api.backend.local": ("backend.local", "local.", "backend.local"),
    "api.foo.internal": ("foo.internal", "internal.", "foo.internal"),
    "a.foo.test": ("foo.test", "test.", "foo.test"),
    "api.example.com": ("example.com",) * 3,
    "a.b.example.co.uk": ("example.co.uk",) * 3,
    "co.uk": (THROWS,) * 3,
    "com": (THROWS,) * 3,
    "herokuapp.com": (THROWS,) * 3,
    "vercel.app": (THROWS, THROWS, UNKNOWN),
    "api.myapp.herokuapp.com": ("myapp.herokuapp.com",) * 3,
    "a.vercel.app": ("a.vercel.app", "a.vercel.app", UNKNOWN),
    "x.netlify.app": ("x.netlify.app", "x.netlify.app", UNKNOWN),
    "x.onrender.com": ("x.onrender.com",) * 3,
    "x.github.io": ("x.github.io",) * 3,
    "x.azurewebsites.net": ("x.azurewebsites.net",) * 3,
    "abc-uc.a.run.app": ("abc-uc.a.run.app",) * 3,
    "x.railway.app": ("railway.app",) * 3,
    "x.up.railway.app": ("railway.app", UNKNOWN, UNKNOWN),
    "x.surge.sh": ("surge.sh", UNKNOWN, UNKNOWN),
    "x.loca.lt": ("loca.lt",) * 3,
    "x.ngrok-free.app": ("x.ngrok-free.app", "x.ngrok-free.app", UNKNOWN),
    "example.com.": ("example.com", "example.com", THROWS),
    "api..example.com": (THROWS, "example.com", THROWS),
    "münchen.de": ("xn--mnchen-3ya.de", "münchen.de", "münchen.de"),
    "xn--mnchen-3ya.de": ("xn--mnchen-3ya.de",) * 3,
    "ec2-1-2-3-4.compute-1.amazonaws.com": ("ec2-1-2-3-4.compute-1.amazonaws.com",) * 3,
    "x.qzz.io": (UNKNOWN,) * 3,
    "*.example.com": (THROWS, "example.com", "example.com"),
}


def view(host: str, sdk: Sdk, version: SdkVersion | None = None) -> str | None:
    try:
        return sdk_top_level_domain(host, sdk, version)
    except InvalidDomainError:
        return THROWS


@pytest.mark.parametrize(("host", "expected"), ROWS.items())
def test_top_level_domains_of_each_sdk(host: str, expected: tuple[str | None, ...]) -> None:
    """Rows of the comparison of the three backends, at their newest release."""
    assert tuple(view(host, sdk) for sdk in (Sdk.NODE, Sdk.PYTHON, Sdk.GOLANG)) == expected


@pytest.mark.parametrize(
    ("sdk", "release", "host", "expected"),
    [
        (Sdk.NODE, (20, 1, 2), "a.vercel.app", "vercel.app"),
        (Sdk.NODE, (20, 1, 3), "a.vercel.app", "a.vercel.app"),
        (Sdk.NODE, (20, 1, 2), "x.ngrok-free.app", "ngrok-free.app"),
        (Sdk.NODE, (20, 1, 2), "x.herokuapp.com", "x.herokuapp.com"),
        (Sdk.NODE, (20, 1, 2), "eu.x.ngrok.io", "x.ngrok.io"),
        (Sdk.NODE, (17, 0, 4), "backend.local", THROWS),
        (Sdk.NODE, (17, 0, 5), "backend.local", "backend.local"),
        (Sdk.NODE, (17, 0, 5), "api.backend.local", "api.backend.local"),
        (Sdk.NODE, (16, 3, 0), "ec2-1.compute-1.amazonaws.com", THROWS),
        (Sdk.NODE, (16, 3, 1), "ec2-1.compute-1.amazonaws.com", "ec2-1.compute-1.amazonaws.com"),
        (Sdk.NODE, (16, 3, 0), "a_b.example.com", UNKNOWN),
        (Sdk.NODE, (16, 3, 0), "x.qzz.io", UNKNOWN),
        (Sdk.PYTHON, (0, 11, 5), "a.vercel.app", "vercel.app"),
        (Sdk.PYTHON, (0, 11, 6), "a.vercel.app", "a.vercel.app"),
        (Sdk.PYTHON, (0, 16, 0), "ec2-1.compute-1.amazonaws.com", THROWS),
        (Sdk.GOLANG, (0, 14, 0), "ec2-1.compute-1.amazonaws.com", THROWS),
        (Sdk.GOLANG, (0, 15, 0), "ec2-1.compute-1.amazonaws.com", "ec2-1.compute-1.amazonaws.com"),
    ],
)
def test_top_level_domains_by_version(
    sdk: Sdk, release: tuple[int, int, int], host: str, expected: str | None
) -> None:
    """Older releases have older lists and lack the special cases."""
    assert view(host, sdk, exactly(release)) == expected


def test_a_range_across_the_change_of_lists_is_undecided() -> None:
    """Only hosts on which both lists agree are decided."""
    across = SdkVersion("^20.0.0", exactly((20, 0, 0)).range)
    assert across.range is not None
    wide = SdkVersion("^20.0.0", type(across.range)((20, 0, 0), (21, 0, 0)))
    assert view("a.vercel.app", Sdk.NODE, wide) is UNKNOWN
    assert view("api.example.com", Sdk.NODE, wide) == "example.com"


def test_frontends_compute_no_site() -> None:
    """Asking a frontend SDK is a mistake of the caller."""
    with pytest.raises(ValueError, match="computes no SameSite"):
        sdk_top_level_domain("example.com", Sdk.WEB_JS)


def test_ages_of_suffixes() -> None:
    """Each recorded suffix has the age of the oldest list that holds it."""
    assert suffix_age("herokuapp.com") is SuffixAge.PSL_1_8_0
    assert suffix_age("vercel.app") is SuffixAge.TLDEXTRACT_3
    assert suffix_age("ngrok-free.app") is SuffixAge.TLDTS_6
    assert suffix_age("execute-api.eu-west-1.amazonaws.com") is SuffixAge.TLDTS_6
    assert suffix_age("up.railway.app") is SuffixAge.CURRENT
    assert suffix_age("example.com") is None


def test_wildcard_rules_leave_their_own_name_alone() -> None:
    """``*.run.app`` makes a.run.app a suffix and says nothing about run.app."""
    assert public_suffix("x.a.run.app") == "a.run.app"
    assert public_suffix("run.app") == "app"
    assert below_public_suffix("run.app") == "run.app"


HOST = st.lists(
    st.sampled_from(["a", "api", "example", "vercel", "app", "com", "co", "uk", "local", "1"]),
    max_size=5,
)


@given(st.sampled_from([Sdk.NODE, Sdk.PYTHON, Sdk.GOLANG]), HOST.map(".".join) | st.text())
def test_any_host_is_answered_or_refused(sdk: Sdk, host: str) -> None:
    """Nothing but InvalidDomainError is raised, in old versions either."""
    for version in (None, NODE_OLD):
        with suppress(InvalidDomainError):
            sdk_top_level_domain(host, sdk, version)


@given(HOST.map(".".join), HOST.map(".".join))
def test_same_site_is_symmetric_and_holds_for_equals(first: str, second: str) -> None:
    """A host is same-site with itself, and the order of two hosts does not count."""
    assert same_site_hosts(first, first)
    assert same_site_hosts(first, second) == same_site_hosts(second, first)
