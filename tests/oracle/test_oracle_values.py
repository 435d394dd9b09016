"""Domains, paths, scopes and sites: what the sdk room says is what each real SDK says."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import urlparse

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import odd_inputs as inputs
from real_sdks import (
    AUTH_REACT,
    BACKENDS,
    EXAMPLES,
    NORMALISERS,
    WEB_JS,
    WEBSITES,
    Answer,
    Oracle,
    Real,
)
from supertokens_lint.sdk.errors import InvalidSettingError
from supertokens_lint.sdk.interception import should_intercept
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.paths import append_path, effective_base_path, normalise_path
from supertokens_lint.sdk.scope import normalise_scope
from supertokens_lint.sdk.site import sdk_top_level_domain
from supertokens_lint.sdk.url_domain import normalise_domain
from supertokens_lint.sdk.whatwg import parse_url

often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def said(ask: Callable[[], object]) -> Answer:
    """Return the linter's answer in the form of the real SDKs'."""
    try:
        return "ok", ask()
    except InvalidSettingError as error:
        return "error", error.message


def domain(value: str, real: Real) -> str:
    return normalise_domain(value, real.sdk, real.version).text


DOT_NAMES = re.compile(
    r"[/\\]\.[^/\\]+[/\\](?:.*[/\\])?(?:\.|%2e){1,2}(?:[/\\?#]|$)", re.IGNORECASE | re.DOTALL
)


def is_fault_of_node(value: object) -> bool:
    """Tell whether Node's own URL parser leaves a dot segment, against WHATWG URL, 4.4.

    Seen with Node 20: ``/.netlify/..`` stays as it is, where browsers make ``/`` of it.
    """
    return DOT_NAMES.search(f"/{value}") is not None


def assert_equal(real: Real, value: object, theirs: Answer, ours: Answer) -> None:
    assert ours == theirs, f"{real}: {value!r}"


@often
@given(value=inputs.domains)
def test_domains(oracle: Oracle, value: str) -> None:
    """A domain is normalised, or refused with the same words, as by each SDK."""
    for real in NORMALISERS:
        ours = said(partial(domain, value, real))
        assert_equal(real, value, oracle.ask(real, "domain", value), ours)


@often
@given(value=inputs.paths)
def test_paths(oracle: Oracle, value: str) -> None:
    """A base path is normalised, or refused, as by each SDK."""
    assume(not is_fault_of_node(value))
    for real in NORMALISERS:
        ours = said(partial(normalise_path, value, real.sdk, real.version))
        assert_equal(real, value, oracle.ask(real, "path", value), ours)


@often
@given(first=inputs.paths, second=inputs.paths)
def test_sums_of_paths(oracle: Oracle, first: str, second: str) -> None:
    """Gateway and base path add up as in each SDK."""
    assume(not is_fault_of_node(f"{first}/{second}"))
    for real in (*BACKENDS, WEB_JS):

        def total(real: Real = real) -> str:
            parts = [normalise_path(part, real.sdk, real.version) for part in (first, second)]
            return append_path(parts[0], parts[1], real.sdk, real.version)

        theirs = oracle.ask(real, "appended", [first, second])
        assert_equal(real, (first, second), theirs, said(total))


@often
@given(value=inputs.scopes)
def test_scopes(oracle: Oracle, value: str) -> None:
    """A cookie domain is read, or refused, as by each SDK."""
    for real in (*BACKENDS, *WEBSITES):
        ours = said(partial(normalise_scope, value, real.sdk, real.version))
        assert_equal(real, value, oracle.ask(real, "scope", value), ours)


@often
@given(host=inputs.hosts, scheme=st.sampled_from(("http://", "https://")))
def test_sites(oracle: Oracle, host: str, scheme: str) -> None:
    """The registrable domain that decides SameSite is the SDK's, or is said to be unknown."""
    asked = 0
    for real in BACKENDS:
        try:
            text = normalise_domain(scheme + host, real.sdk, real.version).text
        except InvalidSettingError:
            continue
        name = host_as_read(text, real)
        if name is None:
            continue
        asked += 1
        ours = said(partial(sdk_top_level_domain, name, real.sdk, real.version))
        if ours != ("ok", None):
            assert_equal(real, text, oracle.ask(real, "site", text), ours)
    assume(asked)


def host_as_read(text: str, real: Real) -> str | None:
    if real.sdk is not Sdk.PYTHON:
        url = parse_url(text)
        return None if url is None else url.hostname
    try:
        return urlparse(text).hostname
    except ValueError:
        return None


def test_most_sites_are_known(oracle: Oracle) -> None:
    """Saying "unknown" is the exception: for common names the answer is there, and the SDK's."""
    names = (
        "app.example.com",
        "a.co.uk",
        "b.vercel.app",
        "x.github.io",
        "localhost",
        "a.example.de",
    )
    for real in BACKENDS:
        for name in names:
            ours = said(partial(sdk_top_level_domain, name, real.sdk, real.version))
            assert_equal(real, name, oracle.ask(real, "site", f"https://{name}"), ours)


@often
@given(
    api=inputs.domains,
    site=inputs.domains,
    base=st.none() | inputs.paths,
    gateway=st.none() | inputs.paths,
)
def test_app_info_of_auth_react(
    oracle: Oracle, api: str, site: str, base: str | None, gateway: str | None
) -> None:
    """appInfo of supertokens-auth-react is normalised, or refused, as its init does."""
    assume(not is_fault_of_node(f"{gateway}/{base}"))
    real = AUTH_REACT

    def ours() -> object:
        total = effective_base_path(gateway, base, real.sdk, real.version)
        return {
            "apiDomain": normalise_domain(api, real.sdk, real.version).text,
            "websiteDomain": normalise_domain(site, real.sdk, real.version).text,
            "apiBasePath": total,
            "websiteBasePath": "/auth",
        }

    argument = {
        "apiDomain": api,
        "websiteDomain": site,
        "apiBasePath": base,
        "apiGatewayPath": gateway,
    }
    kind, theirs = oracle.ask(real, "reactAppInfo", argument)
    mine, answer = said(ours)
    assert mine == kind, argument
    if kind == "ok":
        assert answer == theirs, argument


@pytest.mark.parametrize("real", WEBSITES, ids=str)
@often
@given(
    url=st.sampled_from(
        (
            "https://api.example.com/x", "http://api.example.com", "https://api.example.com:8080/x",
            "https://API.example.com", "api.example.com/x", "https://sub.api.example.com",
            "https://example.com", "https://app.example.com", "HTTPS://api.example.com/x",
            "ws://api.example.com", "http://127.0.0.1:3001", "http://localhost:9999",
            "http://localhost:3001/x", "/x", "x", "./x", "//api.example.com/x", "",
            "blob:https://api.example.com/1", "data:text/plain,x", "file:///a/b", "data.json",
            "api/v1.2/x", "api/users?e=a.b", "users.json?x",
            "https://api.example.com/x#superTokensDoNotDoInterception",
            "/x?superTokensDoNotDoInterception", "https://xn--mnchen-3ya.de", "http://[::1]:3000/x",
            "https://api.example.com.", "https://xexample.com", "localhost:3001/x",
            "https://api.example.com:443/x",
        )
    )
    | inputs.domains,
    api=st.sampled_from(
        (
            "https://api.example.com", "http://localhost:3001", "https://api.example.com:8443",
            "http://127.0.0.1:3001", "api.example.com", "https://münchen.de", "http://[::1]:3000",
            "https://api.example.com:443",
        )
    ),
    backend=st.sampled_from(
        (
            None, ".example.com", "example.com", "example.com:8080", "api.example.com",
            ".api.example.com", "other.com", "com", ".com", "localhost", ".localhost:3001",
            "https://example.com", "[::1]", ".EXAMPLE.com", "münchen.de", "..example.com", "127.0.0.1",
        )
    ),
    page=st.sampled_from(
        (
            "https://api.example.com", "http://localhost:3000", "https://app.example.com",
            "http://localhost:3001", "null", "file://",
        )
    ),
)  # fmt: skip
def test_interception(
    oracle: Oracle, real: Real, url: str, api: str, backend: str | None, page: str
) -> None:
    """Which requests an SDK adds sessions to is decided as the SDK decides it."""
    kind, theirs = oracle.ask(real, "intercepts", [url, api, backend, page])
    ours = should_intercept(url, api, backend, page, real.sdk, real.version)
    assert ours == (theirs if kind == "ok" else None), (url, api, backend, page)
