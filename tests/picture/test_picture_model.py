from __future__ import annotations

from pathlib import Path

import pytest

from linting import installed, lint
from picture import shop_system
from supertokens_lint.picture.agreements import topic
from supertokens_lint.picture.build import picture_of
from supertokens_lint.picture.model import Bond, Cookie, Picture, State

ENV = "services/api/.env.production"
API = "services/api/index.js"
WEB = "apps/web/src/main.ts"


def picture(root: Path, **changes: tuple[str, str]) -> Picture:
    """Return the picture of a system in which texts of files are replaced."""
    for name, (old, new) in changes.items():
        path = root / {"env": ENV, "api": API, "web": WEB}[name]
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return picture_of(lint(root))


def bond(shown: Picture, environment: str, site: str = "apps/web") -> Bond:
    (view,) = [view for view in shown.views if view.environment == environment]
    (found,) = [item for item in view.bonds if view.box(item.frontend).name == site]
    return found


def state(found: Bond, key: str) -> State:
    return next(item.state for item in found.agreements if item.key == key)


def cookie(found: Bond, name: str) -> Cookie:
    return next(item for item in found.cookies if item.name == name)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return shop_system.write(tmp_path)


def test_a_system_that_works_is_green(root: Path) -> None:
    """All six agreements of the shop hold in production, and those of admin but one."""
    shown = picture(root)
    assert [view.environment for view in shown.views] == ["development", "production"]
    assert {item.state for item in bond(shown, "production").agreements} == {State.AGREES}
    admin = bond(shown, "production", "apps/admin")
    assert state(admin, "path") is State.BREAKS
    assert shown.findings[admin.agreements[2].findings[0]].code == "ST114"


def test_what_differs_without_a_finding_is_no_fault(root: Path) -> None:
    """Admin names the public API in development too, and no rule objects."""
    assert state(bond(picture(root), "development", "apps/admin"), "api") is State.DIFFERS


def test_what_the_files_do_not_tell_is_unknown_with_its_reason(root: Path) -> None:
    """An unset variable makes its agreement grey, in the environment without a value alone."""
    shown = picture(root, env=("API_URL=", "OTHER_URL="))
    found = bond(shown, "production")
    (api,) = [item for item in found.agreements if item.key == "api"]
    assert api.state is State.UNKNOWN
    assert "environment variable without a value" in api.reason
    assert state(bond(shown, "development"), "api") is State.AGREES
    assert cookie(found, "sAccessToken").secure is None


def test_cookies_go_where_browsers_keep_and_send_them(root: Path) -> None:
    """Domain and path of both tokens, flags from the addresses, and the site's own cookies."""
    found = bond(picture(root), "production")
    access, refresh = cookie(found, "sAccessToken"), cookie(found, "sRefreshToken")
    assert (access.domain, access.path) == (".shop.example", "/")
    assert refresh.path == "/auth/session/refresh"
    assert refresh.goes_to == "requests below /auth/session/refresh to api.shop.example"
    assert (access.same_site, access.secure, access.is_http_only) == ("lax", True, True)
    front = cookie(found, "sFrontToken")
    assert (front.domain, front.is_host_only, front.is_http_only) == (
        "www.shop.example",
        True,
        False,
    )


def test_a_domain_that_does_not_cover_the_api_reaches_nobody(root: Path) -> None:
    """The table says so, and the agreement is red."""
    found = bond(picture(root, env=("DOMAIN=.shop", "DOMAIN=.other")), "production")
    assert cookie(found, "sAccessToken").goes_to.startswith("nobody: .other.example")
    assert state(found, "cookies") is State.BREAKS


def test_tokens_in_headers_are_kept_in_cookies_of_the_site(root: Path) -> None:
    """A web SDK in header mode stores both tokens itself; the API sets no cookie."""
    found = bond(picture(root), "production", "apps/admin")
    assert found.transfer == "header"
    names = {item.name for item in found.cookies}
    assert {"st-access-token", "st-refresh-token", "sFrontToken"} <= names
    assert not any(item.is_http_only for item in found.cookies)
    assert found.agreements[4].right.text == "no cookies of the API"


def test_old_backends_have_a_third_cookie(root: Path) -> None:
    """supertokens-node before 13 sets sIdRefreshToken for all paths."""
    path = root / "services/api/package.json"
    path.write_text(path.read_text().replace("21.0.0", "12.1.0"), encoding="utf-8")
    assert cookie(bond(picture(root), "production"), "sIdRefreshToken").path == "/"


def test_cross_site_addresses_change_the_flags(root: Path) -> None:
    """SameSite is "none" where the website is another site."""
    shown = picture(root, env=("SITE_URL=https://www.shop.example", "SITE_URL=https://x.example"))
    assert cookie(bond(shown, "production"), "sAccessToken").same_site == "none"


def test_a_proxy_stands_where_it_may_run(root: Path) -> None:
    """A server with a public name plays no part on a developer's machine."""
    shown = picture(root)
    assert bond(shown, "production").proxies
    assert not bond(shown, "development").proxies
    (proxy,) = [box for box in shown.views[1].boxes if box.kind == "proxy"]
    assert proxy.lines == ("api.shop.example", "/ \u2192 http://api:3001")


def test_the_core_is_shown_without_its_address(root: Path) -> None:
    """It may hold a secret."""
    (core,) = [box for box in picture(root).views[0].boxes if box.kind == "core"]
    assert core.lines == ("connection set, not shown",)


def test_a_fault_of_the_api_is_one_for_all_its_sites(root: Path) -> None:
    """One finding says that credentials are refused, and both agreements on CORS are red."""
    shown = picture(root, api=("credentials: true", "credentials: false"))
    for site in ("apps/web", "apps/admin"):
        assert state(bond(shown, "production", site), "cors") is State.BREAKS


def test_every_topic_has_rules_that_exist() -> None:
    """The table of codes follows the rule pack."""
    topics = {topic(rule.code) for rule in installed().rules}
    assert topics == {"api", "website", "path", "cors", "cookies", "sdks", None}
