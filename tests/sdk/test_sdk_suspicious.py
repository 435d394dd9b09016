"""Domain values that are accepted, or refused, and cannot be meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.domains import Doubt, suspicious_domain
from supertokens_lint.sdk.names import Sdk


@pytest.mark.parametrize("sdk", list(Sdk))
@pytest.mark.parametrize(
    "value",
    [
        "https://api.example.com",
        "https://api.example.com/",
        "https://API.example.com:8443",
        "api.example.com",
        "api.example.com:443",
        "localhost:3000",
        "http://localhost:3000/",
        "http://127.0.0.1:3001",
        "http://[::1]:3000",
        "http://api:3000",
        "http://http.cat",
        "https://https.example.com",
        "httpbin.org",
        ".example.com",
    ],
)
def test_values_as_they_are_meant(sdk: Sdk, value: str) -> None:
    """Correct values raise no doubt in any SDK."""
    assert suspicious_domain(value, sdk) == []


@pytest.mark.parametrize(
    ("value", "doubt"),
    [
        ("", Doubt.EMPTY),
        ("   ", Doubt.EMPTY),
        ("http://:3000", Doubt.EMPTY),
        ("http://localhost:${PORT}", Doubt.PLACEHOLDER),
        ("$API_DOMAIN", Doubt.PLACEHOLDER),
        ("%API_DOMAIN%", Doubt.PLACEHOLDER),
        ("{{ api_domain }}", Doubt.PLACEHOLDER),
        ("<YOUR_API_DOMAIN>", Doubt.PLACEHOLDER),
        ("https://{tenant}.example.com", Doubt.PLACEHOLDER),
        ("https://a.com,https://b.com", Doubt.LIST),
        ("https://a.com https://b.com", Doubt.LIST),
        ("localhost:3000, localhost:3001", Doubt.LIST),
        ("undefined", Doubt.MISSING_VALUE),
        ("https://undefined", Doubt.MISSING_VALUE),
        ("http://undefined:3000", Doubt.MISSING_VALUE),
        ("null", Doubt.MISSING_VALUE),
        ("*", Doubt.WILDCARD),
        ("https://*.example.com", Doubt.WILDCARD),
        ("http://https://x.com", Doubt.DOUBLED_SCHEME),
        ("https://http//x.com", Doubt.DOUBLED_SCHEME),
        ("https//x.com", Doubt.BROKEN_SCHEME),
        ("http:/x.com", Doubt.BROKEN_SCHEME),
        ("https:x.com", Doubt.BROKEN_SCHEME),
        ("ftp://x.com", Doubt.OTHER_SCHEME),
        ("capacitor://localhost", Doubt.OTHER_SCHEME),
        ("https://user:secret@x.com", Doubt.USER_INFO),
        (" https://x.com", Doubt.SPACE),
        ("https://x.com,", Doubt.SPACE),
        ("https://exa mple.com", Doubt.SPACE),
        ("https://münchen.de", Doubt.INTERNATIONAL),
        ("http://x.com:99999", Doubt.BAD_PORT),
        ("http://x.com:port", Doubt.BAD_PORT),
        ("https://api.example.com/v1", Doubt.PATH),
        ("localhost:3000/auth", Doubt.PATH),
        ("/api", Doubt.REJECTED),
        ("example", Doubt.REJECTED),
    ],
)
def test_each_doubt(value: str, doubt: Doubt) -> None:
    """The worst doubt about a value comes first."""
    found = suspicious_domain(value, Sdk.NODE)
    assert [each.doubt for each in found][:1] == [doubt]


@pytest.mark.parametrize(
    ("sdk", "value", "result"),
    [
        (Sdk.NODE, "http://localhost:${PORT}", None),
        (Sdk.PYTHON, "http://localhost:${PORT}", "http://localhost:${port}"),
        (Sdk.GOLANG, "undefined", "://"),
        (Sdk.NODE, "https://a.com,https://b.com", "https://a.com,https"),
        (Sdk.AUTH_REACT, "https://api.example.com/v1", "https://api.example.com"),
        (Sdk.PYTHON, "https://user:pw@x.com", "https://user:pw@x.com"),
    ],
)
def test_doubts_tell_what_the_sdk_makes_of_it(sdk: Sdk, value: str, result: str | None) -> None:
    """Result and explanation show the SDK's own string, or its message."""
    (first, *_) = suspicious_domain(value, sdk)
    assert first.result == result
    assert (result or "throws") in first.explanation


def test_schemes_depend_on_the_side() -> None:
    """Only backends know supertokens:// and upper-case schemes."""
    assert suspicious_domain("supertokens://app", Sdk.NODE) == []
    assert suspicious_domain("HTTPS://x.com", Sdk.PYTHON) == []
    (upper,) = suspicious_domain("HTTPS://x.com", Sdk.WEB_JS)
    assert (upper.doubt, upper.result) == (Doubt.UPPER_CASE_SCHEME, "https://https")
    (mobile,) = suspicious_domain("supertokens://app", Sdk.WEB_JS)
    assert mobile.doubt is Doubt.OTHER_SCHEME


@given(st.sampled_from(list(Sdk)), st.text())
def test_any_text_is_judged(sdk: Sdk, value: str) -> None:
    """No text raises, and whatever the SDK refuses is doubtful."""
    found = suspicious_domain(value, sdk)
    assert all(each.explanation for each in found)
