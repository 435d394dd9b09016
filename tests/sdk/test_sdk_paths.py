"""Base paths as each SDK normalises and joins them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.errors import InvalidPathError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.paths import (
    append_path,
    effective_base_path,
    normalise_path,
    refresh_path,
)
from supertokens_lint.sdk.versions import SdkVersion, exactly

NODE_21 = exactly((21, 1, 2))
PYTHON_28 = exactly((0, 28, 0))

# value: node >= 22 and the frontends, python >= 0.29, golang, node < 22
ROWS = {
    "": ("", "", "", ""),
    "/": ("", "", "", ""),
    "?x": ("", "", "", ""),
    "#x": ("", "", "", ""),
    "auth": ("/auth", "/auth", "/auth", "/auth"),
    "/auth": ("/auth", "/auth", "/auth", "/auth"),
    "auth/": ("/auth", "/auth", "/auth", "/auth"),
    "/auth/": ("/auth", "/auth", "/auth", "/auth"),
    "/auth?x": ("/auth", "/auth", "/auth", "/auth"),
    "/auth#h": ("/auth", "/auth", "/auth", "/auth"),
    " /auth ": ("/auth", "/auth", "/auth", "/auth"),
    "/auth//": ("/auth/", "/auth/", "/auth/", "/auth/"),
    "//": ("/", "/", "/", "/"),
    "//auth": ("//auth", "//auth", "//auth", "//auth"),
    "/Auth": ("/Auth", "/Auth", "/auth", "/auth"),
    "http://x.com/Api/": ("/Api", "/Api", "/api", "/api"),
    "auth.email": ("", "", "", ""),
    ".netlify/functions/api": ("/functions/api",) * 4,
    "/.netlify/functions/api": ("/.netlify/functions/api",) * 4,
    "one.two/three": ("/three",) * 4,
    "localhost:3000/auth": ("/auth",) * 4,
    "localhostfoo": ("",) * 4,
    "/a/../b": ("/b", "/a/../b", "/a/../b", "/b"),
    "/a b": ("/a%20b", "/a b", "/a b", "/a%20b"),
    "/ä": ("/%C3%A4", "/ä", "/ä", "/%C3%A4"),
    "/{x}": ("/%7Bx%7D", "/{x}", "/{x}", "/%7Bx%7D"),
    "/a%20b": ("/a%20b", "/a%20b", "/a b", "/a%20b"),
}


@pytest.mark.parametrize(("value", "expected"), ROWS.items())
def test_paths_of_each_sdk(value: str, expected: tuple[str, ...]) -> None:
    """Rows of the comparison of all SDKs."""
    made = (
        normalise_path(value, Sdk.NODE),
        normalise_path(value, Sdk.PYTHON),
        normalise_path(value, Sdk.GOLANG),
        normalise_path(value, Sdk.NODE, NODE_21),
    )
    assert made == expected
    for frontend in (Sdk.WEBSITE, Sdk.WEB_JS, Sdk.AUTH_REACT, Sdk.REACT_NATIVE):
        assert normalise_path(value, frontend) == expected[0]


def test_upper_case_scheme_is_known_to_backends_only() -> None:
    """The frontends compare the scheme case-sensitively."""
    value = "HTTP://x.com/Path"
    assert normalise_path(value, Sdk.NODE) == "/Path"
    assert normalise_path(value, Sdk.PYTHON) == "/Path"
    assert normalise_path(value, Sdk.GOLANG) == "/path"
    assert normalise_path(value, Sdk.WEB_JS) == "//x.com/Path"


@pytest.mark.parametrize(
    ("sdk", "version", "kept"),
    [
        (Sdk.NODE, exactly((22, 0, 0)), True),
        (Sdk.NODE, NODE_21, False),
        (Sdk.PYTHON, exactly((0, 29, 0)), True),
        (Sdk.PYTHON, PYTHON_28, False),
        (Sdk.GOLANG, exactly((0, 25, 2)), False),
        (Sdk.WEBSITE, exactly((8, 0, 0)), True),
        (Sdk.WEBSITE, exactly((7, 2, 0)), False),
        (Sdk.NODE, None, True),
    ],
)
def test_letter_case_by_version(sdk: Sdk, version: SdkVersion | None, kept: bool) -> None:
    """Each SDK stops lower-casing at its own release; Go never does."""
    assert normalise_path("/Api/Auth", sdk, version) == ("/Api/Auth" if kept else "/api/auth")


@pytest.mark.parametrize(
    ("sdk", "value"), [(Sdk.GOLANG, "/%zz"), (Sdk.GOLANG, "http://a b"), (Sdk.PYTHON, "http://[x")]
)
def test_refused_paths(sdk: Sdk, value: str) -> None:
    """Where the SDK throws, InvalidPathError carries its message; Python falls back instead."""
    if sdk is Sdk.PYTHON:
        assert normalise_path(value, sdk) == "/http://[x"
        return
    with pytest.raises(InvalidPathError) as caught:
        normalise_path(value, sdk)
    assert caught.value.message.startswith("parse ")


@pytest.mark.parametrize(
    ("gateway", "base", "refresh"),
    [
        (None, None, "/auth/session/refresh"),
        (None, "/api/auth", "/api/auth/session/refresh"),
        (None, "/", "/session/refresh"),
        (None, "", "/session/refresh"),
        ("/gw/", "auth/", "/gw/auth/session/refresh"),
        ("/dev", None, "/dev/auth/session/refresh"),
        ("", "/auth", "/auth/session/refresh"),
    ],
)
@pytest.mark.parametrize("sdk", [Sdk.NODE, Sdk.PYTHON, Sdk.GOLANG, Sdk.WEB_JS, Sdk.AUTH_REACT])
def test_refresh_paths(sdk: Sdk, gateway: str | None, base: str | None, refresh: str) -> None:
    """Gateway, base and the refresh API are joined in that order."""
    assert refresh_path(gateway, base, sdk) == refresh


def test_website_and_react_native_have_no_gateway() -> None:
    """SDKs without apiGatewayPath ignore it."""
    for sdk in (Sdk.WEBSITE, Sdk.REACT_NATIVE):
        assert effective_base_path("/gw", "/auth", sdk) == "/auth"


def test_equal_sums_are_equal() -> None:
    """A prefix may stand in either setting."""
    assert effective_base_path(None, "/dev/auth", Sdk.AUTH_REACT) == effective_base_path(
        "/dev", None, Sdk.NODE
    )


def test_joining_normalises_again_except_in_go() -> None:
    """A slash that one normalisation leaves is dropped by the second."""
    assert effective_base_path(None, "/auth//", Sdk.NODE) == "/auth"
    assert effective_base_path(None, "/auth//", Sdk.GOLANG) == "/auth/"
    assert effective_base_path(None, "/auth//", Sdk.WEBSITE) == "/auth/"
    assert append_path("/a", "/b", Sdk.GOLANG) == "/a/b"


@given(st.sampled_from(list(Sdk)), st.text(alphabet="aB.:/ %2e?#{}ä", max_size=12) | st.text())
def test_any_text_is_a_path_or_refused(sdk: Sdk, value: str) -> None:
    """A path is empty or starts with a slash, or the SDK error is raised."""
    with suppress(InvalidPathError):
        path = normalise_path(value, sdk)
        assert path == "" or path.startswith("/")


@given(
    st.sampled_from([Sdk.NODE, Sdk.WEB_JS, Sdk.PYTHON, Sdk.GOLANG]),
    st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True), max_size=4),
)
def test_plain_paths_are_fixed_points(sdk: Sdk, segments: list[str]) -> None:
    """A path of plain segments does not change, but for the case that Go drops."""
    path = "".join(f"/{segment}" for segment in segments)
    assert normalise_path(path, sdk) == (path.lower() if sdk is Sdk.GOLANG else path)
