"""Which requests the frontend SDKs intercept, in both generations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.interception import should_intercept
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import SdkVersion, VersionRange, exactly

API = "https://api.example.com"
PAGE = "https://app.example.com"
OLD = exactly((19, 0, 1))
NEW = exactly((20, 1, 6))


@pytest.mark.parametrize(
    ("url", "backend", "intercepted"),
    [
        ("https://api.example.com/x", None, True),
        ("http://api.example.com/x", None, True),
        ("https://api.example.com:8080/x", None, True),
        ("https://API.example.com", None, True),
        ("api.example.com/x", None, True),
        ("https://sub.api.example.com", None, False),
        ("https://example.com", None, False),
        ("https://app.example.com", None, False),
        ("https://sub.api.example.com", ".example.com", True),
        ("https://example.com", "example.com", True),
        ("https://app.example.com", "example.com:8080", True),
        ("https://sub.api.example.com", "api.example.com", True),
        ("https://sub.api.example.com", ".api.example.com", True),
        ("https://example.com", "api.example.com", False),
        ("https://api.example.com", "other.com", True),
        ("https://anything.com", ".com", True),
        ("https://notexample.com", "example.com", False),
        ("HTTPS://api.example.com/x", None, False),
        ("ws://api.example.com/x", None, False),
        ("/x", None, False),
        ("x", None, False),
        ("//api.example.com/x", None, False),
        ("blob:", None, False),
        ("data.json", ".example.com", False),
        ("https://api.example.com/x#superTokensDoNotDoInterception", None, False),
    ],
)
def test_by_host(url: str, backend: str | None, intercepted: bool) -> None:
    """From 20.0.0 on, the host counts and the backend domain adds to it."""
    assert should_intercept(url, API, backend, PAGE, Sdk.WEBSITE, NEW) is intercepted


@pytest.mark.parametrize(
    ("url", "backend", "intercepted"),
    [
        ("https://api.example.com/x", None, True),
        ("http://api.example.com/x", None, True),
        ("https://api.example.com:443/x", None, True),
        ("https://api.example.com:8080/x", None, False),
        ("https://sub.api.example.com", ".example.com", True),
        ("https://api.example.com", "example.com", False),
        ("https://api.example.com", ".example.com", True),
        ("https://example.com", "example.com", True),
        ("https://example.com", ".example.com", True),
        ("https://api.example.com", "other.com", False),
        ("https://api.example.com:8080", "api.example.com", True),
        ("https://api.example.com:8080", "api.example.com:3000", True),
    ],
)
def test_by_host_and_port(url: str, backend: str | None, intercepted: bool) -> None:
    """Before 20.0.0 ports count, and the backend domain takes the place of apiDomain."""
    assert should_intercept(url, API, backend, PAGE, Sdk.WEBSITE, OLD) is intercepted


@pytest.mark.parametrize("url", ["/x", "x", "./x", "", "//other/x", "blob:x", "data:x"])
def test_relative_urls_are_judged_by_the_page(url: str) -> None:
    """A URL that is no domain belongs to the page that asks for it."""
    assert should_intercept(url, API, None, API, Sdk.WEB_JS) is True
    assert should_intercept(url, API, None, "https://elsewhere.com", Sdk.WEB_JS) is False
    assert should_intercept(url, API, None, None, Sdk.WEB_JS) is None


@pytest.mark.parametrize("url", ["data.json", "api/v1.2/x", "api/users?e=a.b", "users.json?x"])
def test_relative_urls_with_a_dot_are_taken_for_domains(url: str) -> None:
    """On the same origin too, such a request is not intercepted."""
    assert should_intercept(url, API, None, API, Sdk.AUTH_REACT) is False


def test_loopback_names_differ() -> None:
    """localhost and 127.0.0.1 are different hosts; their ports do not count."""
    api = "http://localhost:3001"
    assert should_intercept("http://127.0.0.1:3001", api, None, PAGE, Sdk.WEBSITE, NEW) is False
    assert should_intercept("http://localhost:9999", api, None, PAGE, Sdk.WEBSITE, NEW) is True
    assert should_intercept("http://localhost:9999", api, None, PAGE, Sdk.WEBSITE, OLD) is False


def test_react_native_has_no_page() -> None:
    """A relative URL throws there."""
    assert should_intercept("/x", API, None, PAGE, Sdk.REACT_NATIVE) is None
    assert should_intercept(f"{API}/x", API, None, None, Sdk.REACT_NATIVE) is True
    opted_out = f"{API}/x#superTokensDoNotDoInterception"
    assert should_intercept(opted_out, API, None, None, Sdk.REACT_NATIVE) is False
    old = exactly((4, 1, 0))
    assert should_intercept(opted_out, API, None, None, Sdk.REACT_NATIVE, old) is True


def test_versions_on_both_sides_decide_only_in_agreement() -> None:
    """A range across 20.0.0 is decided where both generations agree."""
    across = SdkVersion(">=19 <21", VersionRange((19, 0, 0), (21, 0, 0)))
    assert should_intercept(f"{API}/x", API, None, PAGE, Sdk.WEBSITE, across) is True
    other_port = "https://api.example.com:8080"
    assert should_intercept(other_port, API, None, PAGE, Sdk.WEBSITE, across) is None


def test_the_generation_follows_the_web_sdk() -> None:
    """auth-react 0.40 brings website 19, 0.41 brings 20."""
    other_port = "https://api.example.com:8080"
    for release, intercepted in (((0, 40, 0), False), ((0, 41, 0), True)):
        found = should_intercept(other_port, API, None, PAGE, Sdk.AUTH_REACT, exactly(release))
        assert found is intercepted


def test_what_the_sdk_refuses_is_unknown() -> None:
    """A configuration that throws intercepts nothing that could be told."""
    assert should_intercept(API, "undefined", None, PAGE, Sdk.WEBSITE) is None
    assert should_intercept(API, API, "http://", PAGE, Sdk.WEBSITE) is None
    assert should_intercept("/x", API, None, "null", Sdk.WEBSITE) is None


@given(st.text(), st.none() | st.text(), st.none() | st.text())
def test_any_text_is_judged(url: str, backend: str | None, page: str | None) -> None:
    """No text raises."""
    should_intercept(url, API, backend, page, Sdk.WEBSITE, OLD)
    should_intercept(url, API, backend, page, Sdk.WEB_JS)
