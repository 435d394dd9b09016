"""Cookie domains and session scopes."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.errors import InvalidScopeError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.scope import covers, is_public_suffix, normalise_scope
from supertokens_lint.sdk.versions import SdkVersion, exactly

THROWS = None

# value: node and website, python, golang
ROWS = {
    "example.com": ("example.com",) * 3,
    "https://example.com": ("example.com",) * 3,
    "http://Example.com:3000/path": ("example.com",) * 3,
    "EXAMPLE.com": ("example.com",) * 3,
    "user@example.com": ("example.com",) * 3,
    ".example.com": (".example.com",) * 3,
    ".EXAMPLE.com": (".example.com",) * 3,
    " .example.com": ("example.com",) * 3,
    "..example.com": ("..example.com",) * 3,
    "localhost": ("localhost",) * 3,
    ".localhost": ("localhost",) * 3,
    "localhost:3000": ("localhost",) * 3,
    ".localhost.org": (".localhost.org",) * 3,
    ".127.0.0.1": ("127.0.0.1", "127.0.0.1", ".127.0.0.1"),
    "*.example.com": ("*.example.com",) * 3,
    "": (THROWS, THROWS, ""),
    " ": (THROWS, THROWS, ""),
    "/": (THROWS, THROWS, ""),
    "http://": (THROWS, THROWS, ""),
    "HTTPS://Example.com": ("example.com", "https", "example.com"),
    "example com": (THROWS, "example com", THROWS),
    "[::1]": ("[::1]", "::1", "::1"),
    "münchen.de": ("xn--mnchen-3ya.de", "münchen.de", "münchen.de"),
}


def made(value: str, sdk: Sdk, version: SdkVersion | None = None) -> str | None:
    try:
        return normalise_scope(value, sdk, version)
    except InvalidScopeError:
        return THROWS


@pytest.mark.parametrize(("value", "expected"), ROWS.items())
def test_scopes_of_each_sdk(value: str, expected: tuple[str | None, ...]) -> None:
    """Rows of the comparison of all SDKs; the frontends read scopes as Node does."""
    assert tuple(made(value, sdk) for sdk in (Sdk.NODE, Sdk.PYTHON, Sdk.GOLANG)) == expected
    for frontend in (Sdk.WEBSITE, Sdk.WEB_JS, Sdk.AUTH_REACT, Sdk.REACT_NATIVE):
        assert made(value, frontend) == expected[0]


@pytest.mark.parametrize(
    ("sdk", "version", "value", "expected"),
    [
        (Sdk.PYTHON, exactly((0, 19, 0)), ".example.com", "example.com"),
        (Sdk.PYTHON, exactly((0, 20, 0)), ".example.com", ".example.com"),
        (Sdk.GOLANG, exactly((0, 18, 0)), ".example.com", "example.com"),
        (Sdk.NODE, exactly((17, 0, 5)), "..example.com", ".example.com"),
        (Sdk.NODE, exactly((17, 1, 0)), "..example.com", "..example.com"),
        (Sdk.WEBSITE, exactly((19, 0, 1)), "..example.com", ".example.com"),
        (Sdk.AUTH_REACT, exactly((0, 40, 0)), "..example.com", ".example.com"),
    ],
)
def test_leading_dots_by_version(sdk: Sdk, version: SdkVersion, value: str, expected: str) -> None:
    """Old releases drop a leading dot, or the second of two."""
    assert made(value, sdk, version) == expected


@pytest.mark.parametrize(
    ("sdk", "version", "message"),
    [
        (Sdk.NODE, None, "Please provide a valid sessionScope"),
        (Sdk.PYTHON, None, "Please provide a valid session_scope"),
        (Sdk.PYTHON, exactly((0, 19, 0)), "Please provide a valid sessionScope"),
        (Sdk.WEBSITE, exactly((19, 0, 0)), "Please provide a valid sessionTokenFrontendDomain"),
        (Sdk.WEBSITE, exactly((20, 0, 0)), "Please provide a valid sessionScope"),
        (Sdk.REACT_NATIVE, None, "Please provide a valid cookieDomain"),
    ],
)
def test_messages_by_sdk(sdk: Sdk, version: SdkVersion | None, message: str) -> None:
    """The error says what this version of the SDK says."""
    with pytest.raises(InvalidScopeError) as caught:
        normalise_scope("http://", sdk, version)
    assert caught.value.message == message


@given(st.sampled_from(list(Sdk)), st.text(alphabet=".aB:/@ [1]x", max_size=10) | st.text())
def test_any_text_is_a_scope_or_refused(sdk: Sdk, value: str) -> None:
    """Nothing but InvalidScopeError is raised."""
    with suppress(InvalidScopeError):
        normalise_scope(value, sdk)


@pytest.mark.parametrize(
    ("domain", "host", "covered"),
    [
        ("example.com", "example.com", True),
        (".example.com", "example.com", True),
        ("example.com", "api.example.com", True),
        (".example.com", "a.b.example.com", True),
        ("api.example.com", "example.com", False),
        ("api.example.com", "app.example.com", False),
        ("ample.com", "example.com", False),
        ("EXAMPLE.com", "Api.Example.COM", True),
        ("localhost", "localhost", True),
        ("localhost", "127.0.0.1", False),
        ("0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("münchen.de", "api.xn--mnchen-3ya.de", True),
        ("", "example.com", True),
        ("*.example.com", "api.example.com", False),
    ],
)
def test_domain_match(domain: str, host: str, covered: bool) -> None:
    """A cookie domain covers its own name and names under it, never addresses by their ends."""
    assert covers(domain, host) is covered


LABEL = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)


@given(st.lists(LABEL, min_size=1, max_size=4), st.lists(LABEL, max_size=3))
def test_a_domain_covers_all_names_under_it(domain: list[str], under: list[str]) -> None:
    """Adding labels in front, or a leading dot, never loses the match."""
    name = ".".join(domain)
    host = ".".join([*under, *domain])
    assert covers(name, host)
    assert covers(f".{name}", host)


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("com", True),
        ("co.uk", True),
        (".co.uk", True),
        ("vercel.app", True),
        ("herokuapp.com", True),
        ("github.io", True),
        ("backend", True),
        ("example.com", False),
        ("a.vercel.app", False),
        ("127.0.0.1", False),
        ("[::1]", False),
        ("", False),
        ("a..b", False),
    ],
)
def test_public_suffixes(host: str, public: bool) -> None:
    """Private suffixes count, as in browsers."""
    assert is_public_suffix(host) is public
