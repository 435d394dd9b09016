"""The option tables, their spellings, and what becomes of wrong keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.options import (
    KeyStatus,
    Level,
    canonical_key,
    explain_key,
    find_option,
    levels_of,
    options_at,
    positional_order,
    required_options,
    spelled,
)
from supertokens_lint.sdk.versions import (
    NEWEST,
    Release,
    SdkVersion,
    VersionRange,
    exactly,
)

EVERY_OPTION = [
    (sdk, level, option)
    for sdk in Sdk
    for level in levels_of(sdk)
    for option in options_at(sdk, level, NEWEST)
]


@pytest.mark.parametrize(
    ("sdk", "level", "key", "release", "status", "use", "at"),
    [
        (Sdk.NODE, Level.SESSION, "cookieDomain", (24, 0, 0), "ok", "cookieDomain", Level.SESSION),
        (
            Sdk.NODE,
            Level.APP_INFO,
            "cookieDomain",
            (24, 0, 0),
            "misplaced",
            "cookieDomain",
            Level.SESSION,
        ),
        (Sdk.NODE, Level.ROOT, "apiDomain", (24, 0, 0), "misplaced", "apiDomain", Level.APP_INFO),
        (
            Sdk.NODE,
            Level.SESSION,
            "sessionTokenBackendDomain",
            (24, 0, 0),
            "other-sdk",
            "cookieDomain",
            Level.SESSION,
        ),
        (
            Sdk.NODE,
            Level.SESSION,
            "sessionTokenFrontendDomain",
            (24, 0, 0),
            "other-sdk",
            None,
            None,
        ),
        (
            Sdk.NODE,
            Level.SESSION,
            "enableAntiCsrf",
            (5, 0, 0),
            "renamed",
            "antiCsrf",
            Level.SESSION,
        ),
        (Sdk.NODE, Level.APP_INFO, "origin", (16, 2, 0), "ignored", None, None),
        (Sdk.NODE, Level.APP_INFO, "origin", (16, 3, 0), "ok", "origin", Level.APP_INFO),
        (Sdk.NODE, Level.SESSION, "jwt", (14, 0, 0), "ignored", None, None),
        (
            Sdk.NODE,
            Level.ROOT,
            "apiWebProxyPath",
            (5, 0, 0),
            "renamed",
            "apiGatewayPath",
            Level.APP_INFO,
        ),
        (
            Sdk.NODE,
            Level.SESSION,
            "cookie_domain",
            (24, 0, 0),
            "unknown",
            "cookieDomain",
            Level.SESSION,
        ),
        (
            Sdk.NODE,
            Level.CONNECTION,
            "connectionUri",
            (24, 0, 0),
            "unknown",
            "connectionURI",
            Level.CONNECTION,
        ),
        (Sdk.NODE, Level.SESSION, "cookieLifetime", (24, 0, 0), "unknown", None, None),
        (
            Sdk.WEBSITE,
            Level.ROOT,
            "cookieDomain",
            (16, 0, 0),
            "renamed",
            "sessionTokenBackendDomain",
            Level.ROOT,
        ),
        (Sdk.WEBSITE, Level.ROOT, "cookieDomain", (15, 0, 0), "ok", "cookieDomain", Level.ROOT),
        (
            Sdk.WEBSITE,
            Level.ROOT,
            "sessionTokenBackendDomain",
            (15, 0, 0),
            "renamed",
            "cookieDomain",
            Level.ROOT,
        ),
        (
            Sdk.WEBSITE,
            Level.ROOT,
            "websiteRootDomain",
            (20, 0, 0),
            "renamed",
            "sessionTokenFrontendDomain",
            Level.ROOT,
        ),
        (Sdk.WEBSITE, Level.ROOT, "apiGatewayPath", (20, 0, 0), "other-sdk", None, None),
        (Sdk.WEBSITE, Level.ROOT, "appInfo", (20, 0, 0), "other-sdk", None, None),
        (
            Sdk.WEB_JS,
            Level.ROOT,
            "sessionScope",
            (0, 16, 0),
            "renamed",
            "sessionTokenFrontendDomain",
            Level.SESSION,
        ),
        (
            Sdk.WEB_JS,
            Level.SESSION,
            "cookieHandler",
            (0, 16, 0),
            "misplaced",
            "cookieHandler",
            Level.ROOT,
        ),
        (
            Sdk.WEB_JS,
            Level.ROOT,
            "tokenTransferMethod",
            (0, 16, 0),
            "misplaced",
            "tokenTransferMethod",
            Level.SESSION,
        ),
        (Sdk.WEB_JS, Level.APP_INFO, "websiteDomain", (0, 16, 0), "other-sdk", None, None),
        (
            Sdk.AUTH_REACT,
            Level.APP_INFO,
            "origin",
            (0, 51, 0),
            "other-sdk",
            "websiteDomain",
            Level.APP_INFO,
        ),
        (
            Sdk.AUTH_REACT,
            Level.SESSION,
            "sessionScope",
            (0, 31, 0),
            "renamed",
            "sessionTokenFrontendDomain",
            Level.SESSION,
        ),
        (
            Sdk.AUTH_REACT,
            Level.SESSION,
            "sessionScope",
            (0, 30, 0),
            "ok",
            "sessionScope",
            Level.SESSION,
        ),
        (
            Sdk.AUTH_REACT,
            Level.SESSION,
            "isInIframe",
            (0, 51, 0),
            "ok",
            "isInIframe",
            Level.SESSION,
        ),
        (
            Sdk.PREBUILT_UI,
            Level.ROOT,
            "websiteDomain",
            (0, 51, 0),
            "misplaced",
            "websiteDomain",
            Level.APP_INFO,
        ),
        (Sdk.REACT_NATIVE, Level.ROOT, "apiGatewayPath", (5, 1, 0), "other-sdk", None, None),
        (
            Sdk.PYTHON,
            Level.APP_INFO,
            "api_domain",
            (0, 31, 0),
            "ok",
            "api_domain",
            Level.APP_INFO,
        ),
        (
            Sdk.PYTHON,
            Level.APP_INFO,
            "apiDomain",
            (0, 31, 0),
            "rejected",
            "api_domain",
            Level.APP_INFO,
        ),
        (
            Sdk.PYTHON,
            Level.ROOT,
            "api_domain",
            (0, 31, 0),
            "rejected",
            "api_domain",
            Level.APP_INFO,
        ),
        (Sdk.PYTHON, Level.APP_INFO, "origin", (0, 17, 0), "rejected", None, None),
        (
            Sdk.PYTHON,
            Level.SESSION,
            "session_token_backend_domain",
            (0, 31, 0),
            "rejected",
            "cookie_domain",
            Level.SESSION,
        ),
        (
            Sdk.GOLANG,
            Level.APP_INFO,
            "APIDomain",
            (0, 25, 0),
            "ok",
            "APIDomain",
            Level.APP_INFO,
        ),
        (
            Sdk.GOLANG,
            Level.APP_INFO,
            "ApiDomain",
            (0, 25, 0),
            "rejected",
            "APIDomain",
            Level.APP_INFO,
        ),
        (Sdk.NESTJS, Level.ROOT, "fastifyAdapter", (1, 0, 0), "ok", "fastifyAdapter", Level.ROOT),
        (
            Sdk.NESTJS,
            Level.ROOT,
            "apiDomain",
            (1, 0, 0),
            "misplaced",
            "apiDomain",
            Level.APP_INFO,
        ),
    ],
)
def test_what_becomes_of_keys(
    sdk: Sdk,
    level: Level,
    key: str,
    release: Release,
    status: str,
    use: str | None,
    at: Level | None,
) -> None:
    """Each wrong key is named with what to write instead, and where."""
    verdict = explain_key(sdk, level, key, exactly(release))
    assert (verdict.status.value, verdict.use, verdict.level) == (status, use, at)
    assert verdict.key == key


def test_verdicts_name_release_and_owners() -> None:
    """A rename carries its release, a foreign key the SDKs that have it."""
    renamed = explain_key(Sdk.WEBSITE, Level.ROOT, "sessionScope", exactly((16, 0, 0)))
    assert renamed.release == (16, 0, 0)
    early = explain_key(Sdk.NODE, Level.APP_INFO, "origin", exactly((16, 2, 0)))
    assert early.release == (16, 3, 0)
    foreign = explain_key(Sdk.WEB_JS, Level.APP_INFO, "websiteDomain", NEWEST)
    assert Sdk.AUTH_REACT in foreign.others
    assert foreign.harmless
    gateway = explain_key(Sdk.WEBSITE, Level.ROOT, "apiGatewayPath", NEWEST)
    assert not gateway.harmless
    assert Sdk.WEB_JS in gateway.others


def test_unknown_versions_prove_nothing() -> None:
    """A key of some release is accepted where the release is not known."""
    for key in ("cookieDomain", "sessionTokenBackendDomain"):
        assert explain_key(Sdk.WEBSITE, Level.ROOT, key, None).status is KeyStatus.OK
    wide = SdkVersion(">=15", VersionRange((15, 0, 0), None))
    assert explain_key(Sdk.WEBSITE, Level.ROOT, "cookieDomain", wide).status is KeyStatus.OK


@pytest.mark.parametrize(("sdk", "level", "option"), EVERY_OPTION)
def test_every_option_is_accepted_where_it_belongs(sdk: Sdk, level: Level, option: object) -> None:
    """Spelling an option and reading it back gives the option."""
    name = getattr(option, "name", "")
    key = spelled(sdk, name)
    assert canonical_key(sdk, level, key) == name
    assert explain_key(sdk, level, key, NEWEST).status is KeyStatus.OK
    assert find_option(sdk, level, name) is not None


@pytest.mark.parametrize(
    ("sdk", "name", "key"),
    [
        (Sdk.PYTHON, "apiDomain", "api_domain"),
        (Sdk.PYTHON, "connectionURI", "connection_uri"),
        (Sdk.PYTHON, "supertokens", "supertokens_config"),
        (Sdk.PYTHON, "jwksRefreshIntervalSec", "jwks_refresh_interval_sec"),
        (
            Sdk.PYTHON,
            "exposeAccessTokenToFrontendInCookieBasedAuth",
            "expose_access_token_to_frontend_in_cookie_based_auth",
        ),
        (Sdk.GOLANG, "apiGatewayPath", "APIGatewayPath"),
        (Sdk.GOLANG, "connectionURI", "ConnectionURI"),
        (Sdk.GOLANG, "jwksRefreshIntervalSec", "JWKSRefreshIntervalSec"),
        (Sdk.GOLANG, "cookieSameSite", "CookieSameSite"),
        (Sdk.NODE, "cookieSameSite", "cookieSameSite"),
    ],
)
def test_spellings(sdk: Sdk, name: str, key: str) -> None:
    """Each language has its own form of a name."""
    assert spelled(sdk, name) == key


@given(st.sampled_from(list(Sdk)), st.sampled_from(list(Level)), st.text())
def test_any_key_is_explained(sdk: Sdk, level: Level, key: str) -> None:
    """No key raises, at levels that the SDK does not have either."""
    assert explain_key(sdk, level, key, NEWEST).key == key
    canonical_key(sdk, level, key)


def test_required_options() -> None:
    """Frontends with a website need its domain; backends take origin in its place."""
    assert {o.name for o in required_options(Sdk.AUTH_REACT, Level.APP_INFO)} == {
        "appName",
        "apiDomain",
        "websiteDomain",
    }
    assert {o.name for o in required_options(Sdk.NODE, Level.APP_INFO)} == {
        "appName",
        "apiDomain",
    }
    assert {o.name for o in required_options(Sdk.WEBSITE, Level.ROOT)} == {"apiDomain"}


@pytest.mark.parametrize(
    ("level", "release", "start"),
    [
        (Level.APP_INFO, (0, 17, 0), ("appName", "apiDomain", "websiteDomain", "apiGatewayPath")),
        (Level.APP_INFO, (0, 18, 0), ("appName", "apiDomain", "apiGatewayPath", "apiBasePath")),
        (Level.SESSION, (0, 19, 0), ("cookieDomain", "cookieSecure")),
        (Level.SESSION, (0, 20, 0), ("cookieDomain", "olderCookieDomain", "cookieSecure")),
        (Level.ROOT, (0, 31, 0), ("appInfo", "framework", "supertokens", "recipeList")),
        (Level.CONNECTION, (0, 10, 0), ("connectionURI", "apiKey")),
    ],
)
def test_positional_orders(level: Level, release: Release, start: tuple[str, ...]) -> None:
    """The order of positional arguments follows the release."""
    order = positional_order(Sdk.PYTHON, level, exactly(release))
    assert order is not None
    assert order[: len(start)] == start


def test_positional_orders_of_unsure_versions() -> None:
    """A range across a reordering is undecided; one across mere additions is not."""
    reordered = SdkVersion("x", VersionRange((0, 17, 0), (0, 19, 0)))
    assert positional_order(Sdk.PYTHON, Level.APP_INFO, reordered) is None
    extended = SdkVersion("x", VersionRange((0, 22, 0), (0, 25, 0)))
    order = positional_order(Sdk.PYTHON, Level.SESSION, extended)
    assert order is not None
    assert "jwksRefreshIntervalSec" not in order
    assert positional_order(Sdk.NODE, Level.ROOT) == ()
