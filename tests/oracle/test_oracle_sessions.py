"""Session options and header lists: what the sdk room says is what each real SDK says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from real_sdks import BACKENDS, EXAMPLES, Oracle, Real
from supertokens_lint.sdk.defaults import (
    anti_csrf,
    cookie_same_site,
    cookie_secure,
    refresh_cookie_path,
    rejects_insecure_cookies,
)
from supertokens_lint.sdk.errors import InvalidSettingError
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.headers import cors_headers
from supertokens_lint.sdk.paths import effective_base_path
from supertokens_lint.sdk.site import sdk_top_level_domain
from supertokens_lint.sdk.url_domain import normalise_domain

HOSTS = (
    "localhost", "localhost:3000", "127.0.0.1:3001", "192.168.1.4", "foo.localhost:1",
    "api.example.com", "example.com", "app.other.com", "api", "backend.local", "api.backend.local",
    "web.frontend.local", "a.vercel.app", "b.vercel.app", "api.a.vercel.app", "x.herokuapp.com",
    "y.herokuapp.com", "x.up.railway.app", "y.up.railway.app", "a.co.uk", "b.co.uk", "co.uk",
    "münchen.de", "ec2-1-2-3-4.compute-1.amazonaws.com", "x.ngrok-free.app", "y.ngrok-free.app",
    "localhost.foo.com", "x.foo.internal", "", "undefined", "*.example.com", "api.example.com/v1",
    "[::1]:3", "a.b.example.com", "x.github.io", "x.web.app", "y.web.app", "x.pages.dev",
    "y.pages.dev",
)  # fmt: skip
BASES = (
    None, None, "/auth", "/api/auth", "auth/", "/", "", "/Api/Auth", "/auth//",
    ".netlify/functions/api", "/ä", "one.two",
)  # fmt: skip
GATEWAYS = (None, None, None, "/dev", "/gw/", "/", "Stage")
SAME_SITES = (None, None, None, None, "lax", "None", " strict ", "none", "x")
ANTI_CSRF = (None, None, None, "NONE", "VIA_TOKEN", "VIA_CUSTOM_HEADER", "via_token")

domains = st.tuples(
    st.sampled_from(("http://", "https://", "", "https://", "HTTPS://")), st.sampled_from(HOSTS)
).map("".join)


def computed(real: Real, info: dict[str, Any], options: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the linter computes, ``None`` where it says that the SDK throws."""
    sdk, version = real.sdk, real.version
    base, gateway = info["apiBasePath"], info["apiGatewayPath"]
    try:
        checked = ["apiDomain"]
        if has(Feature.LAZY_WEBSITE_DOMAIN, sdk, version) is False:
            checked.append("websiteDomain")
        for key in checked:
            sdk_top_level_domain(normalise_domain(info[key], sdk, version).host, sdk, version)
        site = cookie_same_site(
            info["apiDomain"], info["websiteDomain"], sdk, version, options["cookieSameSite"]
        )
        secure = cookie_secure(info["apiDomain"], sdk, version)
        at_init = has(Feature.INSECURE_COOKIE_CHECK_AT_INIT, sdk, version)
        both = (info["apiDomain"], info["websiteDomain"])
        if at_init and site and rejects_insecure_cookies(*both, site, secure, sdk, version):
            return None
        return {
            "basePath": effective_base_path(gateway, base, sdk, version),
            "secure": secure,
            "refreshPath": refresh_cookie_path(gateway, base, sdk, version),
            "sameSite": site,
            "antiCsrf": anti_csrf(site or "lax", sdk, version, options["antiCsrf"]),
        }
    except InvalidSettingError:
        return None


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    api=domains,
    site=domains,
    base=st.sampled_from(BASES),
    gateway=st.sampled_from(GATEWAYS),
    same_site=st.sampled_from(SAME_SITES),
    csrf=st.sampled_from(ANTI_CSRF),
)
def test_session_options(
    oracle: Oracle,
    api: str,
    site: str,
    base: str | None,
    gateway: str | None,
    same_site: str | None,
    csrf: str | None,
) -> None:
    """Base path, refresh path, Secure, SameSite, anti-CSRF and init's errors are the SDK's."""
    info = {
        "apiDomain": api,
        "websiteDomain": site,
        "apiBasePath": base,
        "apiGatewayPath": gateway,
    }
    options = {"cookieSameSite": same_site, "antiCsrf": csrf}
    for real in BACKENDS:
        kind, theirs = oracle.ask(real, "session", {"appInfo": info, "options": options})
        ours = computed(real, info, options)
        at_init = has(Feature.INSECURE_COOKIE_CHECK_AT_INIT, real.sdk, real.version)
        if at_init and ours is not None and ours["sameSite"] is None and not ours["secure"]:
            continue  # whether this old SDK throws depends on a suffix list that is not known
        if ours is None or kind == "error":
            assert (ours is None) is (kind == "error"), (str(real), info, options, theirs)
            continue
        unknown = ("sameSite", "antiCsrf") if ours["sameSite"] is None else ()
        shown = {key: value for key, value in ours.items() if key not in unknown}
        assert shown == {key: theirs[key] for key in shown}, (str(real), info, options)


@pytest.mark.parametrize("real", BACKENDS, ids=str)
def test_cors_headers(oracle: Oracle, real: Real) -> None:
    """The headers that the SDK asks CORS to allow are those that the linter asks for."""
    kind, theirs = oracle.ask(real, "corsHeaders", None)
    ours = cors_headers(real.sdk, real.version)
    assert kind == "ok"
    assert ours is not None
    assert sorted(ours) == sorted(theirs)
