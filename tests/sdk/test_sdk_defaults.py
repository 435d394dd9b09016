"""What the SDKs compute where session options are left out."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.defaults import (
    access_cookie_path,
    anti_csrf,
    cookie_same_site,
    cookie_secure,
    default_transfer_method,
    insecure_cookie_message,
    normalise_same_site,
    refresh_cookie_path,
    rejects_insecure_cookies,
)
from supertokens_lint.sdk.errors import InvalidDomainError, InvalidOptionError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import exactly

# apiDomain, websiteDomain: sameSite, secure
ROWS = {
    ("http://localhost:3001", "http://localhost:3000"): ("lax", False),
    ("localhost:3001", "localhost:3000"): ("lax", False),
    ("https://localhost:3001", "http://localhost:3000"): ("none", True),
    ("http://127.0.0.1:3001", "http://localhost:3000"): ("lax", False),
    ("http://192.168.1.5:3001", "http://192.168.1.6:3000"): ("lax", False),
    ("http://localhost.foo.com", "http://localhost:3000"): ("lax", False),
    ("http://foo.localhost:3001", "http://localhost:3000"): ("none", False),
    ("https://api.example.com", "https://example.com"): ("lax", True),
    ("http://api.example.com", "https://example.com"): ("none", False),
    ("https://api.example.com", "http://example.com"): ("none", True),
    ("http://api.example.com", "http://example.com"): ("lax", False),
    ("https://api.example.com", "https://app.other.com"): ("none", True),
    ("https://api.example.com", "http://localhost:3000"): ("none", True),
    ("http://localhost:3001", "https://example.com"): ("none", False),
    ("https://a.herokuapp.com", "https://b.herokuapp.com"): ("none", True),
    ("https://api.a.herokuapp.com", "https://a.herokuapp.com"): ("lax", True),
}


@pytest.mark.parametrize("sdk", [Sdk.NODE, Sdk.PYTHON, Sdk.GOLANG])
@pytest.mark.parametrize(("domains", "expected"), ROWS.items())
def test_cookie_attributes_of_all_backends(
    sdk: Sdk, domains: tuple[str, str], expected: tuple[str, bool]
) -> None:
    """Rows on which the three backends agree; anti-CSRF follows SameSite."""
    api, website = domains
    same_site = cookie_same_site(api, website, sdk)
    assert (same_site, cookie_secure(api, sdk)) == expected
    assert same_site is not None
    wanted = "VIA_CUSTOM_HEADER" if same_site == "none" else "NONE"
    assert anti_csrf(same_site, sdk) == wanted


@pytest.mark.parametrize(
    ("sdk", "api", "website", "same_site"),
    [
        (Sdk.NODE, "https://a.vercel.app", "https://b.vercel.app", "none"),
        (Sdk.PYTHON, "https://a.vercel.app", "https://b.vercel.app", "none"),
        (Sdk.GOLANG, "https://a.vercel.app", "https://b.vercel.app", None),
        (Sdk.GOLANG, "https://a.vercel.app", "https://a.vercel.app", "lax"),
        (Sdk.GOLANG, "https://a.vercel.app", "https://example.com", "none"),
        (Sdk.GOLANG, "https://a.vercel.app", "http://b.vercel.app", "none"),
        (Sdk.NODE, "https://x.up.railway.app", "https://y.up.railway.app", "lax"),
        (Sdk.PYTHON, "https://x.up.railway.app", "https://y.up.railway.app", None),
        (Sdk.NODE, "http://api.backend.local", "http://web.frontend.local", "none"),
        (Sdk.PYTHON, "http://api.backend.local", "http://web.frontend.local", "lax"),
        (Sdk.PYTHON, "http://backend:3001", "http://localhost:3000", "none"),
    ],
)
def test_same_site_where_lists_differ(
    sdk: Sdk, api: str, website: str, same_site: str | None
) -> None:
    """A list that is not known leaves SameSite open, unless no list could matter."""
    assert cookie_same_site(api, website, sdk) == same_site


@pytest.mark.parametrize(
    ("release", "api", "website", "same_site"),
    [
        ((16, 3, 0), "https://a.vercel.app", "https://b.vercel.app", "lax"),
        ((20, 1, 3), "https://a.vercel.app", "https://b.vercel.app", "none"),
        ((7, 3, 0), "https://api.example.com", "http://example.com", "lax"),
        ((7, 3, 1), "https://api.example.com", "http://example.com", "none"),
    ],
)
def test_same_site_by_version(
    release: tuple[int, int, int], api: str, website: str, same_site: str
) -> None:
    """Old releases read an old list and did not compare schemes."""
    assert cookie_same_site(api, website, Sdk.NODE, exactly(release)) == same_site


def test_single_labels_fail_in_node_and_go() -> None:
    """A bare name has no top-level domain there; Python takes it."""
    for sdk in (Sdk.NODE, Sdk.GOLANG):
        with pytest.raises(InvalidDomainError, match="correct values"):
            cookie_same_site("http://backend:3001", "http://localhost:3000", sdk)


def test_explicit_values_win() -> None:
    """What is written is used, whatever would be computed."""
    assert cookie_secure("http://x.com", Sdk.NODE, explicit=True)
    assert cookie_same_site("bad", "bad", Sdk.NODE, explicit=" Strict ") == "strict"
    assert anti_csrf("lax", Sdk.NODE, explicit="VIA_TOKEN") == "VIA_TOKEN"


@pytest.mark.parametrize(
    ("sdk", "release", "value", "expected"),
    [
        (Sdk.NODE, (24, 0, 0), "None", "none"),
        (Sdk.GOLANG, (0, 25, 0), " LAX ", "lax"),
        (Sdk.PYTHON, (0, 30, 0), "None", "none"),
        (Sdk.PYTHON, (0, 31, 0), "none", "none"),
        (Sdk.PYTHON, (0, 31, 0), "None", None),
        (Sdk.PYTHON, (0, 31, 0), " lax ", None),
        (Sdk.NODE, (24, 0, 0), "no_restriction", None),
        (Sdk.NODE, (24, 0, 0), "", None),
    ],
)
def test_spelling_of_same_site(
    sdk: Sdk, release: tuple[int, int, int], value: str, expected: str | None
) -> None:
    """Python takes the exact words only since 0.31; the others trim and lower-case."""
    if expected is None:
        with pytest.raises(InvalidOptionError):
            normalise_same_site(value, sdk, exactly(release))
    else:
        assert normalise_same_site(value, sdk, exactly(release)) == expected


def test_anti_csrf_is_case_sensitive() -> None:
    """A mode in lower case is refused with the SDK's message."""
    with pytest.raises(InvalidOptionError, match="antiCsrf config must be one of"):
        anti_csrf("lax", Sdk.NODE, explicit="via_token")


def test_old_node_knows_tokens_only() -> None:
    """Before antiCsrf modes, protection meant a token."""
    assert anti_csrf("none", Sdk.NODE, exactly((4, 4, 0))) == "VIA_TOKEN"


def test_cookie_paths() -> None:
    """The refresh cookie sits under the auth API, the access cookie at the root by default."""
    assert refresh_cookie_path("/gw", None, Sdk.NODE) == "/gw/auth/session/refresh"
    assert refresh_cookie_path(None, "/Api/Auth", Sdk.GOLANG) == "/api/auth/session/refresh"
    assert access_cookie_path(Sdk.NODE) == "/"
    assert access_cookie_path(Sdk.NODE, explicit="/api/") == "/api"
    assert access_cookie_path(Sdk.PYTHON, explicit="/api/") == "/"


def test_transfer_methods() -> None:
    """Web SDKs use cookies by default, React Native headers."""
    assert default_transfer_method(Sdk.AUTH_REACT) == "cookie"
    assert default_transfer_method(Sdk.REACT_NATIVE) == "header"


def test_insecure_cookies_pass_on_localhost_only() -> None:
    """SameSite=None without Secure throws unless both ends are localhost or addresses."""
    assert not rejects_insecure_cookies(
        "http://localhost:1", "http://127.0.0.1:2", "none", False, Sdk.NODE
    )
    assert rejects_insecure_cookies(
        "http://api.example.com", "https://example.com", "none", False, Sdk.NODE
    )
    assert not rejects_insecure_cookies(
        "http://api.example.com", "https://example.com", "none", True, Sdk.NODE
    )
    assert "don't" in insecure_cookie_message(Sdk.PYTHON)
    assert "dont" in insecure_cookie_message(Sdk.NODE)


@given(st.sampled_from([Sdk.NODE, Sdk.PYTHON, Sdk.GOLANG]), st.text(), st.text())
def test_any_pair_is_answered_or_refused(sdk: Sdk, api: str, website: str) -> None:
    """Nothing but InvalidDomainError is raised."""
    with suppress(InvalidDomainError):
        cookie_same_site(api, website, sdk)
