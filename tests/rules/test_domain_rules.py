"""Domains of two sides against each other and against where things run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.small_systems import auth_react, findings, node, python, web_js, website
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.sdk.names import Sdk
from supertokens_lint_rules.addresses import Address, address_of, same_but_for_alias

DOMAINS = "ST106,ST110,ST112,ST113,ST119"
API = "http://localhost:4200"
SITE = "http://localhost:4100"
UNSPECIFIED = "0.0.0.0"  # noqa: S104 - an address to call, not to bind


class Ends(NamedTuple):
    """The four domains of a system, and what is expected of it."""

    mine: str
    my_site: str
    theirs: str
    their_site: str


def _codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


def _frontend(api: str = API, site: str = SITE) -> dict[str, str]:
    return auth_react(f'appName: "a", apiDomain: "{api}", websiteDomain: "{site}"')


def _backend(api: str = API, site: str = SITE) -> dict[str, str]:
    return node(f'appName: "a", apiDomain: "{api}", websiteDomain: "{site}"')


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (Ends(API, SITE, API, SITE), []),
        (Ends("localhost:4200", SITE, API + "/", SITE), []),
        (Ends("https://api.a.example:443", "https://a.example", "api.a.example", "a.example"), []),
        (Ends("http://localhost:4201", SITE, API, SITE), ["ST110"]),
        (Ends("https://localhost:4200", SITE, API, SITE), ["ST110"]),
        (Ends(API, "http://localhost:4101", API, SITE), ["ST112"]),
        (Ends(API, SITE, SITE, API), ["ST110"]),
        (Ends(API, "http://127.0.0.1:4100", API, SITE), ["ST113"]),
        (Ends("http://127.0.0.1:4200", SITE, API, SITE), ["ST113"]),
        (Ends("http://0.0.0.0:4200", SITE, API, SITE), ["ST113"]),
        (Ends("http://192.168.0.7:4200", SITE, API, SITE), ["ST113"]),
        (Ends(API, SITE, "http://127.0.0.1:4200", SITE), ["ST113"]),
        (Ends(API, SITE, API, "http://127.0.0.1:4100"), ["ST113"]),
        (Ends("http://127.0.0.1:9", "http://127.0.0.1:8", API, SITE), ["ST110", "ST112", "ST113"]),
        (Ends("https://try.supertokens.io", SITE, API, SITE), ["ST110"]),
        (Ends("http://backend:4200", SITE, API, SITE), ["ST110"]),
        (Ends("https://undefined", SITE, API, SITE), ["ST106"]),
    ],
)
def test_one_finding_for_each_disagreement(tmp_path: Path, ends: Ends, expected: list[str]) -> None:
    """Each kind of disagreement is said once, by the rule whose subject it is."""
    found = findings(
        tmp_path,
        _frontend(ends.mine, ends.my_site),
        _backend(ends.theirs, ends.their_site),
        codes=DOMAINS,
    )
    assert sorted(set(_codes(found))) == expected
    assert all(finding.counterparts for finding in found)
    assert all(finding.effect and finding.help for finding in found)


def test_both_ends_and_both_values_are_shown(tmp_path: Path) -> None:
    """A mismatch names the two values, and points into both files."""
    found = findings(tmp_path, _frontend("http://localhost:1"), _backend(), codes="ST110")
    (finding,) = found
    assert "'http://localhost:1'" in finding.message
    assert f"'{API}'" in finding.message
    paths = [end.place.path for end in (finding.primary, *finding.counterparts)]
    assert [Path(path).relative_to(tmp_path).as_posix() for path in paths] == [
        "web/index.js",
        "api/index.js",
    ]


def test_a_swap_is_one_finding_with_four_ends(tmp_path: Path) -> None:
    """Swapped domains are not reported as two mismatches."""
    (finding,) = findings(tmp_path, _frontend(), _backend(SITE, API), codes=DOMAINS)
    assert "swapped" in finding.message
    assert len(finding.counterparts) == 3


@pytest.mark.parametrize("api", ["window.location.origin", "process.env.NOT_SET_ANYWHERE"])
def test_values_that_nobody_knows_are_not_compared(tmp_path: Path, api: str) -> None:
    """The page's origin and unset variables disagree with nothing."""
    web = web_js(f'appName: "a", apiDomain: {api}')
    assert findings(tmp_path, web, _backend(), codes=DOMAINS) == []


def test_one_agreeing_branch_is_enough(tmp_path: Path) -> None:
    """Alternatives under an unknown condition disagree only when none of them agrees."""
    web = web_js(f'appName: "a", apiDomain: ask() ? "{API}" : "http://localhost:1"')
    assert findings(tmp_path, web, _backend(), codes=DOMAINS) == []


def test_an_environment_that_agrees_makes_it_a_warning(tmp_path: Path) -> None:
    """A pair that works in development and not in production is named so."""
    web = web_js('appName: "a", apiDomain: process.env.API')
    api = node('appName: "a", apiDomain: process.env.API, websiteDomain: process.env.SITE')
    files = {
        "web/.env.development": f"API={API}\n",
        "api/.env.development": f"API={API}\nSITE={SITE}\n",
        "web/.env.production": "API=https://api.a.example\n",
        "api/.env.production": "API=https://b.a.example\nSITE=https://a.example\n",
    }
    (finding,) = findings(tmp_path, web, api, files, codes=DOMAINS)
    assert finding.code == "ST110"
    assert finding.severity is Severity.WARNING
    assert finding.environments == ("production",)


def test_a_development_address_in_production_is_left_to_its_own_rule(tmp_path: Path) -> None:
    """ST110 is silent where ST119 speaks."""
    web = web_js(f'appName: "a", apiDomain: "{API}"')
    api = node(f'appName: "a", apiDomain: process.env.API ?? "{API}", websiteDomain: "{SITE}"')
    production = {"api/.env.production": "API=https://api.a.example\n"}
    (finding,) = findings(tmp_path, web, api, production, codes=DOMAINS)
    assert finding.code == "ST119"
    assert finding.environments == ("production",)


def test_an_example_file_is_no_proof(tmp_path: Path) -> None:
    """A public value in an example file does not stand against a development default."""
    web = web_js(f'appName: "a", apiDomain: process.env.API ?? "{API}"')
    api = node(f'appName: "a", apiDomain: "{API}", websiteDomain: "{SITE}"')
    sample = {"web/.env.example": "API=https://api.a.example\n"}
    assert findings(tmp_path, web, api, sample, codes=DOMAINS) == []


def test_two_example_files_that_disagree_are_a_warning(tmp_path: Path) -> None:
    """Examples are what people copy, and still not what runs."""
    web = web_js('appName: "a", apiDomain: process.env.API')
    api = node(f'appName: "a", apiDomain: process.env.API, websiteDomain: "{SITE}"')
    samples = {
        "web/.env.example": "API=http://localhost:4201\n",
        "api/.env.example": f"API={API}\n",
    }
    (finding,) = findings(tmp_path, web, api, samples, codes=DOMAINS)
    assert (finding.code, finding.severity) == ("ST110", Severity.WARNING)


def test_a_python_origin_wins_over_the_website_domain(tmp_path: Path) -> None:
    """``origin`` is what the frontend is compared with when both are given."""
    api = python(
        f'app_name="a", api_domain="{API}", website_domain="{SITE}", origin="http://localhost:4999"'
    )
    (finding,) = findings(tmp_path, _frontend(), api, codes=DOMAINS)
    assert finding.code == "ST112"
    assert "origin is 'http://localhost:4999'" in finding.message


def test_the_core_is_recognised_by_the_backends_own_setting(tmp_path: Path) -> None:
    """The address in connectionURI is no API, unless the core is behind a path of it."""
    core = 'supertokens: { connectionURI: "http://localhost:3567%s" }, '
    web = website('apiDomain: "http://localhost:3567"')
    for path, expected in (("", "SuperTokens core"), ("/core", "the ports differ")):
        api = _backend("http://localhost:4200")
        text = api["api/index.js"].replace("appInfo:", core % path + "appInfo:")
        (finding,) = findings(tmp_path, web, {**api, "api/index.js": text}, codes="ST110")
        assert expected in finding.message


def _address(text: str) -> Address:
    found = address_of(text, Sdk.NODE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("host", "alias", "development", "public"),
    [
        ("localhost", True, True, False),
        ("127.0.0.1", True, True, False),
        (UNSPECIFIED, True, True, False),
        ("10.0.2.2", True, True, False),
        ("192.168.1.5", True, True, False),
        ("api.localhost", False, True, False),
        ("backend", False, False, False),
        ("abc.ngrok-free.app", False, False, False),
        ("api.example.com", False, False, True),
        ("93.184.216.34", False, False, True),
    ],
)
def test_what_kind_of_place_a_host_is(
    host: str, alias: bool, development: bool, public: bool
) -> None:
    """Rules tell a developer's machine, a container, a tunnel and the public apart."""
    found = _address(f"http://{host}:3000")
    kinds = (found.is_alias, found.is_development, found.is_public)
    assert kinds == (alias, development, public)


HOSTS = st.sampled_from(["localhost", "127.0.0.1", UNSPECIFIED, "192.168.1.5", "a.example"])
PORTS = st.integers(min_value=1, max_value=9)


@given(HOSTS, PORTS, HOSTS, PORTS)
def test_aliases_are_symmetric_and_keep_the_port(
    left: str, left_port: int, right: str, right_port: int
) -> None:
    """Two addresses differ only in the name of one machine when all else is equal."""
    one, other = _address(f"http://{left}:{left_port}"), _address(f"http://{right}:{right_port}")
    assert same_but_for_alias(one, other) == same_but_for_alias(other, one)
    if "a.example" in {left, right} or left_port != right_port:
        assert not same_but_for_alias(one, other)


@pytest.mark.parametrize("port", [3000, 3400])
def test_a_site_that_cannot_have_its_port(tmp_path: Path, port: int) -> None:
    """Where the API listens at the default port of a server, that takes the next one."""
    site = "http://localhost:3001"
    frontend = _frontend(f"http://localhost:{port}", site)
    frontend["web/package.json"] = json.dumps(
        {
            "scripts": {"dev": "next dev"},
            "dependencies": {"next": "15.0.0", "supertokens-auth-react": "0.50.0"},
        }
    )
    system = (frontend, _backend(f"http://localhost:{port}", site))
    assert _codes(findings(tmp_path, *system, codes="ST112")) == ([] if port == 3000 else ["ST112"])


@pytest.mark.parametrize("sites", [("web",), ("web", "staff")])
def test_one_of_several_sites_is_enough(tmp_path: Path, sites: tuple[str, ...]) -> None:
    """Where a backend has several websites, its address is not that of a certain one of them."""
    system = _backend("http://localhost:4200", "http://localhost:3002")
    for name in sites:
        frontend = web_js('appName: "a", apiDomain: "http://localhost:4200"')
        manifest = {
            "scripts": {"dev": "next dev -p 3003"},
            "dependencies": {"next": "15.0.0", "supertokens-web-js": "0.16.0"},
        }
        frontend["web/package.json"] = json.dumps(manifest)
        system |= {path.replace("web/", f"{name}/"): text for path, text in frontend.items()}
    found = findings(tmp_path, system, codes="ST112")
    assert _codes(found) == (["ST112"] if len(sites) == 1 else [])


def test_a_public_address_in_an_example_file(tmp_path: Path) -> None:
    """It shows how the deployed system may be called, and not where a developer works."""
    system = (
        _frontend("https://local.shop.example", "https://local.shop.example"),
        node('appName: "a", apiDomain: process.env.API, websiteDomain: process.env.SITE'),
        {"api/.env.example": "API=https://shop.example\nSITE=https://shop.example\n"},
    )
    assert not findings(tmp_path, *system, codes="ST110,ST112")
    stated = {"api/.env": "API=https://shop.example\nSITE=https://shop.example\n"}
    found = findings(tmp_path, *system[:2], stated, codes="ST110,ST112")
    assert "ST110" in _codes(found)


def test_inits_of_one_value_are_one_finding(tmp_path: Path) -> None:
    """Inits of one app with the same wrong value are told of once, all of them in one remedy."""
    wrong = f'appName: "a", apiDomain: "http://localhost:4201", websiteDomain: "{SITE}"'
    init = f"SuperTokens.init({{ appInfo: {{ {wrong} }}, recipeList: [Session.init()] }});\n"
    frontend = _frontend()
    frontend["web/index.js"] = (
        'import SuperTokens from "supertokens-auth-react";\n'
        'import Session from "supertokens-auth-react/recipe/session";\n'
        f'if (location.pathname === "/shop") {{\n  {init}}} else {{\n  {init}}}\n'
    )
    (found,) = findings(tmp_path, frontend, _backend(), codes=DOMAINS)
    labels = [end.label for end in (found.primary, *found.counterparts)]
    assert labels == ["frontend apiDomain", "backend apiDomain", "frontend apiDomain"]
    assert found.remedy is not None
    assert len(found.remedy.changes) == 2
