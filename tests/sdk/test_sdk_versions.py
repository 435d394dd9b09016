"""Versions, ranges, the feature ladder and the website generation of each web SDK."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.sdk.features import Feature, has, introduced_in
from supertokens_lint.sdk.generations import website_generation
from supertokens_lint.sdk.names import Language, Sdk, Side, sdk_of_package
from supertokens_lint.sdk.versions import (
    NEWEST,
    Release,
    SdkVersion,
    VersionRange,
    at_least,
    exactly,
    parse_version,
)

RELEASES = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))


def v(sdk: Sdk, text: str) -> SdkVersion:
    return parse_version(sdk, text)


@pytest.mark.parametrize(
    ("sdk", "text", "low", "high"),
    [
        (Sdk.NODE, "16.3.0", (16, 3, 0), (16, 3, 1)),
        (Sdk.NODE, "v16.3.0", (16, 3, 0), (16, 3, 1)),
        (Sdk.NODE, "^16.3.0", (16, 3, 0), (17, 0, 0)),
        (Sdk.NODE, "~16.3", (16, 3, 0), (16, 4, 0)),
        (Sdk.NODE, "16.x", (16, 0, 0), (17, 0, 0)),
        (Sdk.NODE, ">= 16.0.0 < 18", (16, 0, 0), (18, 0, 0)),
        (Sdk.NODE, "^14 || ^16", (14, 0, 0), (17, 0, 0)),
        (Sdk.NODE, "<=16.2.1", (0, 0, 0), (16, 2, 2)),
        (Sdk.NODE, "npm:supertokens-node@^16.0.0", (16, 0, 0), (17, 0, 0)),
        (Sdk.NODE, "npm:@scope/fork@16.1.0", (16, 1, 0), (16, 1, 1)),
        (Sdk.NODE, "workspace:^16.0.0", (16, 0, 0), (17, 0, 0)),
        (Sdk.WEB_JS, "^0.5.0", (0, 5, 0), (0, 6, 0)),
        (Sdk.NODE, ">=16", (16, 0, 0), None),
        (Sdk.PYTHON, "0.31.4", (0, 31, 4), (0, 31, 5)),
        (Sdk.PYTHON, "==0.31.*", (0, 31, 0), (0, 32, 0)),
        (Sdk.PYTHON, "~=0.20.1", (0, 20, 1), (0, 21, 0)),
        (Sdk.PYTHON, "~=0.20", (0, 20, 0), (1, 0, 0)),
        (Sdk.PYTHON, ">=0.18,<0.20,!=0.18.3", (0, 18, 0), (0, 20, 0)),
        (Sdk.PYTHON, "^0.20.0", (0, 20, 0), (0, 21, 0)),
        (Sdk.GOLANG, "v0.25.2", (0, 25, 2), (0, 25, 3)),
    ],
)
def test_ranges_reduce_to_their_hull(
    sdk: Sdk, text: str, low: Release, high: Release | None
) -> None:
    """Every spelling of a manifest reduces to the interval that its package manager allows."""
    assert parse_version(sdk, text).range == VersionRange(low, high)


@pytest.mark.parametrize(
    ("sdk", "text"),
    [
        (Sdk.NODE, "latest"),
        (Sdk.NODE, "*"),
        (Sdk.NODE, ""),
        (Sdk.NODE, "git+https://example.com/x.git#main"),
        (Sdk.NODE, "file:../sdk"),
        (Sdk.NODE, "workspace:*"),
        (Sdk.NODE, "catalog:"),
        (Sdk.NODE, "9" * 5000),
        (Sdk.NODE, "0.0.0"),
        (Sdk.PYTHON, ""),
        (Sdk.PYTHON, "@ git+https://example.com/x.git"),
        (Sdk.PYTHON, ">2,<1"),
        (Sdk.GOLANG, "v0.0.0-20230101120000-abcdef123456"),
    ],
)
def test_text_without_a_release_is_the_newest(sdk: Sdk, text: str) -> None:
    """A version that names no release counts as the newest and keeps its text."""
    version = parse_version(sdk, text)
    assert version.range is None
    assert version.text == text
    assert at_least(sdk, version, (99, 0, 0)) is True


@given(st.sampled_from(list(Sdk)), st.text())
def test_any_text_is_read(sdk: Sdk, text: str) -> None:
    """Reading a version never raises."""
    parse_version(sdk, text)


@given(RELEASES, RELEASES)
def test_exact_versions_are_never_undecided(release: Release, asked: Release) -> None:
    """For one release at_least is the plain comparison."""
    assert at_least(Sdk.NODE, exactly(release), asked) is (release >= asked)


@given(RELEASES, RELEASES, RELEASES)
def test_ranges_decide_only_when_all_members_agree(
    low: Release, high: Release, asked: Release
) -> None:
    """True means that the lowest release satisfies, False that none does."""
    if not low < high:
        return
    decided = at_least(Sdk.NODE, SdkVersion("range", VersionRange(low, high)), asked)
    assert decided is (True if low >= asked else False if high <= asked else None)


def test_unknown_version_is_undecided() -> None:
    """No version at all proves nothing."""
    assert at_least(Sdk.NODE, None, (1, 0, 0)) is None


@pytest.mark.parametrize(
    ("feature", "sdk", "release"),
    [
        (Feature.HEADER_SESSIONS, Sdk.WEBSITE, (16, 0, 0)),
        (Feature.HEADER_SESSIONS, Sdk.AUTH_REACT, (0, 31, 0)),
        (Feature.HEADER_SESSIONS, Sdk.NODE, (13, 0, 0)),
        (Feature.HEADER_SESSIONS, Sdk.PYTHON, (0, 12, 0)),
        (Feature.XHR_INTERCEPTION, Sdk.WEB_JS, (0, 3, 0)),
        (Feature.PORT_AGNOSTIC_INTERCEPTION, Sdk.REACT_NATIVE, (5, 0, 0)),
        (Feature.CLAIMS, Sdk.GOLANG, (0, 9, 0)),
        (Feature.TENANT_IN_PATH, Sdk.NODE, (15, 0, 0)),
        (Feature.ORIGIN_OPTION, Sdk.GOLANG, (0, 17, 1)),
        (Feature.OLDER_COOKIE_DOMAIN, Sdk.PYTHON, (0, 20, 0)),
        (Feature.COMBINATION_RECIPES_REMOVED, Sdk.AUTH_REACT, (0, 42, 0)),
        (Feature.CASE_SENSITIVE_PATHS, Sdk.NODE, (22, 0, 0)),
        (Feature.CASE_SENSITIVE_PATHS, Sdk.PYTHON, (0, 29, 0)),
        (Feature.SCHEME_AWARE_SAME_SITE, Sdk.NODE, (7, 3, 1)),
    ],
)
def test_features_begin_with_their_release(feature: Feature, sdk: Sdk, release: Release) -> None:
    """A feature is absent before its release and present from it on."""
    before = VersionRange((0, 0, 0), release)
    assert introduced_in(feature, sdk) == release
    assert has(feature, sdk, exactly(release)) is True
    assert has(feature, sdk, SdkVersion("before", before)) is False
    assert has(feature, sdk, SdkVersion("any", VersionRange((0, 0, 1), None))) is None
    assert has(feature, sdk, NEWEST) is True


def test_golang_never_gets_case_sensitive_paths() -> None:
    """supertokens-golang lower-cases paths in every release."""
    assert has(Feature.CASE_SENSITIVE_PATHS, Sdk.GOLANG, NEWEST) is False


def test_insecure_cookie_check_moves_from_init_to_sign_in() -> None:
    """The check at init ends where the one at sign-in begins."""
    for release, at_init in (((3, 3, 0), False), ((12, 0, 0), True), ((13, 0, 0), False)):
        version = exactly(release)
        assert has(Feature.INSECURE_COOKIE_CHECK_AT_INIT, Sdk.NODE, version) is at_init


@pytest.mark.parametrize(
    ("sdk", "text", "generation"),
    [
        (Sdk.WEB_JS, "0.5.0", VersionRange((16, 0, 0), (17, 0, 0))),
        (Sdk.WEB_JS, "0.16.0", VersionRange((20, 1, 5), (21, 0, 0))),
        (Sdk.WEB_JS, ">=0.4.0 <0.6.0", VersionRange((15, 0, 0), (17, 0, 0))),
        (Sdk.AUTH_REACT, "0.13.2", VersionRange((7, 2, 0), (8, 0, 0))),
        (Sdk.AUTH_REACT, "0.21.4", VersionRange((11, 0, 0), (12, 0, 0))),
        (Sdk.AUTH_REACT, "0.22.0", VersionRange((12, 0, 0), (13, 0, 0))),
        (Sdk.AUTH_REACT, "0.31.5", VersionRange((16, 0, 0), (17, 0, 0))),
        (Sdk.PREBUILT_UI, "v0.42.0", VersionRange((20, 0, 1), (21, 0, 0))),
        (Sdk.AUTH_REACT, ">=0.21.0 <0.23.0", VersionRange((11, 0, 0), (13, 0, 0))),
    ],
)
def test_website_generation_follows_the_dependencies(
    sdk: Sdk, text: str, generation: VersionRange
) -> None:
    """The chain auth-react, web-js, website is followed through its package.json ranges."""
    found = website_generation(sdk, parse_version(sdk, text))
    assert found is not None
    assert found.range == generation


def test_website_generation_of_others() -> None:
    """SDKs without supertokens-website have no generation; the newest brings the newest."""
    assert website_generation(Sdk.REACT_NATIVE, exactly((5, 0, 0))) is None
    assert website_generation(Sdk.NODE, NEWEST) is None
    assert website_generation(Sdk.AUTH_REACT, NEWEST) == NEWEST
    assert website_generation(Sdk.AUTH_REACT, None) is None


@pytest.mark.parametrize(
    ("text", "capped"), [("0.40.0", False), ("0.42.0", None), ("0.48.0", True), ("latest", True)]
)
def test_features_of_website_reach_auth_react(text: str, capped: bool | None) -> None:
    """A feature without an entry of its own is looked up in the website version brought along."""
    assert has(Feature.RETRY_CAP, Sdk.AUTH_REACT, v(Sdk.AUTH_REACT, text)) is capped


def test_nestjs_counts_as_the_node_it_needs() -> None:
    """supertokens-nestjs asks for supertokens-node 21.1 or newer."""
    assert has(Feature.ORIGIN_OPTION, Sdk.NESTJS, v(Sdk.NESTJS, "1.0.0")) is True
    assert has(Feature.CASE_SENSITIVE_PATHS, Sdk.NESTJS, v(Sdk.NESTJS, "1.0.0")) is None


def test_names_describe_each_sdk() -> None:
    """Side, language, package and module of the SDKs."""
    assert {sdk for sdk in Sdk if sdk.side is Side.BACKEND} == {
        Sdk.NODE,
        Sdk.NESTJS,
        Sdk.PYTHON,
        Sdk.GOLANG,
    }
    assert Sdk.PYTHON.language is Language.PYTHON
    assert Sdk.PYTHON.module == "supertokens_python"
    assert Sdk.GOLANG.package == "github.com/supertokens/supertokens-golang"
    assert Sdk.PREBUILT_UI.engine is Sdk.AUTH_REACT
    assert Sdk.NESTJS.engine is Sdk.NODE


@pytest.mark.parametrize(
    ("package", "sdk"),
    [
        ("supertokens-node", Sdk.NODE),
        ("SuperTokens_Python", Sdk.PYTHON),
        ("github.com/supertokens/supertokens-golang", Sdk.GOLANG),
        ("github.com/supertokens/supertokens-golang/v2", Sdk.GOLANG),
        ("supertokens-js-override", None),
        ("", None),
    ],
)
def test_packages_name_their_sdk(package: str, sdk: Sdk | None) -> None:
    """Manifest entries are matched as the registries match them."""
    assert sdk_of_package(package) is sdk
