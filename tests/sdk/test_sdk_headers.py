"""Header lists and interface versions."""

from __future__ import annotations

import pytest

from supertokens_lint.sdk.defaults import AntiCsrf, TransferMethod
from supertokens_lint.sdk.fdi import can_talk, fdi_versions
from supertokens_lint.sdk.headers import (
    backend_cookies,
    cors_headers,
    frontend_cookies,
    required_allow_headers,
    required_expose_headers,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import (
    NEWEST,
    Release,
    SdkVersion,
    VersionRange,
    exactly,
)

OLD = ("rid", "fdi-version", "anti-csrf")
NEW = (*OLD, "authorization", "st-auth-mode")


@pytest.mark.parametrize(
    ("sdk", "release", "headers"),
    [
        (Sdk.NODE, (12, 1, 7), OLD),
        (Sdk.NODE, (13, 0, 0), NEW),
        (Sdk.PYTHON, (0, 11, 13), OLD),
        (Sdk.PYTHON, (0, 12, 0), OLD),
        (Sdk.PYTHON, (0, 12, 1), NEW),
        (Sdk.GOLANG, (0, 9, 14), OLD),
        (Sdk.GOLANG, (0, 10, 0), NEW),
    ],
)
def test_cors_headers_by_version(sdk: Sdk, release: Release, headers: tuple[str, ...]) -> None:
    """getAllCORSHeaders grew with header sessions."""
    assert cors_headers(sdk, exactly(release)) == headers


def test_cors_headers_of_unsure_versions() -> None:
    """An unknown version is the newest; a range across the change is undecided."""
    assert cors_headers(Sdk.NODE) == NEW
    assert cors_headers(Sdk.NODE, NEWEST) == NEW
    across = SdkVersion(">=12 <14", VersionRange((12, 0, 0), (14, 0, 0)))
    assert cors_headers(Sdk.NODE, across) is None


@pytest.mark.parametrize(
    ("release", "transfer", "mode", "more"),
    [
        ((16, 0, 0), "cookie", "NONE", {"st-auth-mode"}),
        ((16, 0, 0), "header", "NONE", {"st-auth-mode", "authorization"}),
        ((16, 0, 0), "cookie", "VIA_TOKEN", {"st-auth-mode", "anti-csrf"}),
        ((15, 0, 0), "cookie", "NONE", set()),
        ((15, 0, 0), "cookie", "VIA_TOKEN", {"anti-csrf"}),
    ],
)
def test_headers_to_allow(
    release: Release, transfer: TransferMethod, mode: AntiCsrf, more: set[str]
) -> None:
    """What a preflight asks for, by mode and version."""
    base = {"content-type", "rid", "fdi-version"}
    found = required_allow_headers(Sdk.WEBSITE, exactly(release), transfer, mode)
    assert found == base | more


@pytest.mark.parametrize(
    ("release", "transfer", "mode", "exposed", "headers"),
    [
        ((14, 0, 0), "cookie", "NONE", False, {"front-token"}),
        ((14, 0, 0), "cookie", "VIA_TOKEN", False, {"front-token", "anti-csrf"}),
        ((14, 0, 0), "cookie", "NONE", True, {"front-token", "st-access-token"}),
        (
            (14, 0, 0),
            "header",
            "NONE",
            False,
            {"front-token", "st-access-token", "st-refresh-token"},
        ),
        ((12, 0, 0), "cookie", "NONE", False, {"front-token", "id-refresh-token"}),
    ],
)
def test_headers_to_expose(
    release: Release, transfer: TransferMethod, mode: AntiCsrf, exposed: bool, headers: set[str]
) -> None:
    """What the frontend reads from responses, by mode and version."""
    found = required_expose_headers(
        Sdk.NODE, exactly(release), transfer, mode, exposes_access_token=exposed
    )
    assert found == headers


def test_cookie_names_by_version() -> None:
    """id-refresh-token cookies went away with header sessions."""
    assert "sIdRefreshToken" in backend_cookies(Sdk.NODE, exactly((12, 0, 0)))
    assert "sIdRefreshToken" not in backend_cookies(Sdk.NODE)
    assert "sIRTFrontend" in frontend_cookies(Sdk.WEBSITE, exactly((15, 0, 0)))
    assert "st-last-access-token-update" in frontend_cookies(Sdk.WEBSITE)


@pytest.mark.parametrize(
    ("sdk", "release", "versions"),
    [
        (Sdk.AUTH_REACT, (0, 31, 0), {(1, 16)}),
        (Sdk.AUTH_REACT, (0, 42, 0), {(2, 0), (3, 0)}),
        (Sdk.AUTH_REACT, (0, 51, 2), {(3, 1), (4, 0), (4, 1), (4, 2)}),
        (Sdk.GOLANG, (0, 25, 2), {(1, 17), (2, 0)}),
        (Sdk.PYTHON, (0, 12, 0), {(1, 16)}),
        (Sdk.NODE, (12, 1, 7), {(1, 15)}),
    ],
)
def test_interface_versions(sdk: Sdk, release: Release, versions: set[tuple[int, int]]) -> None:
    """Each release speaks the interface versions that it lists."""
    assert fdi_versions(sdk, exactly(release)) == frozenset(versions)


@pytest.mark.parametrize(
    ("frontend", "frontend_release", "backend", "backend_release", "talk"),
    [
        (Sdk.AUTH_REACT, (0, 48, 0), Sdk.GOLANG, (0, 25, 2), False),
        (Sdk.AUTH_REACT, (0, 47, 0), Sdk.GOLANG, (0, 25, 2), True),
        (Sdk.AUTH_REACT, (0, 51, 0), Sdk.NODE, (24, 0, 0), True),
        (Sdk.AUTH_REACT, (0, 26, 0), Sdk.NODE, (13, 0, 0), False),
        (Sdk.WEBSITE, (16, 0, 0), Sdk.NODE, (12, 0, 0), False),
        (Sdk.WEB_JS, (0, 5, 0), Sdk.PYTHON, (0, 12, 0), True),
        (Sdk.WEBSITE, (4, 0, 0), Sdk.NODE, (24, 0, 0), None),
    ],
)
def test_generations_that_can_talk(
    frontend: Sdk,
    frontend_release: Release,
    backend: Sdk,
    backend_release: Release,
    talk: bool | None,
) -> None:
    """Two releases talk when they share an interface version."""
    found = can_talk(frontend, exactly(frontend_release), backend, exactly(backend_release))
    assert found is talk


def test_unknown_versions_prove_nothing() -> None:
    """Without a version there is no verdict; a wide range talks if any member can."""
    assert can_talk(Sdk.WEB_JS, None, Sdk.NODE, NEWEST) is None
    wide = SdkVersion(">=12", VersionRange((12, 0, 0), None))
    assert can_talk(Sdk.WEBSITE, exactly((15, 0, 0)), Sdk.NODE, wide) is True
    assert can_talk(Sdk.WEB_JS, NEWEST, Sdk.NESTJS, exactly((1, 0, 0))) is True
