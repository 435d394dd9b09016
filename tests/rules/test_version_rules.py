"""Versions of SDKs that have no interface in common."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.go_system import golang
from rules.small_systems import auth_react, findings, node, python, web_js, website
from rules.test_cookie_attribute_rules import SHOP, info, python_info, said


def check(tmp_path: Path, *parts: dict[str, str]) -> list[str]:
    return said(findings(tmp_path, *parts, codes="ST801"))


@pytest.mark.parametrize(
    ("frontend", "backend", "talk"),
    [
        ("0.30.1", "12.1.0", True),
        ("0.31.0", "12.1.0", False),
        ("0.31.0", "13.0.0", True),
        ("0.30.1", "13.0.0", False),
        ("0.33.0", "15.0.0", False),
        ("0.34.0", "15.0.0", True),
        ("0.47.1", "20.1.7", True),
        ("0.48.0", "20.1.7", False),
        ("0.48.0", "21.0.0", True),
        (">=0.31.0", "12.1.0", False),
        (">=0.26.0", "12.1.0", True),
        ("^0.49.0", ">=18.0.0", True),
        ("latest", "12.1.0", True),
        ("*", "12.1.0", True),
        ("0.31.0", "latest", True),
        ("0.31.0", "github:me/fork", True),
    ],
)
def test_auth_react_and_node(tmp_path: Path, frontend: str, backend: str, talk: bool) -> None:
    """Each step of the interface, and ranges and names that may be on both sides of it."""
    system = (
        auth_react(info(SHOP), version=frontend),
        node(info(SHOP), version=backend),
    )
    assert check(tmp_path, *system) == ([] if talk else ["ST801 error"])


@pytest.mark.parametrize(
    ("frontend", "backend", "talk"),
    [
        ("15.0.4", "0.11.13", True),
        ("16.0.0", "0.11.13", False),
        ("16.0.0", "0.12.0", True),
        ("20.1.7", "0.12.0", True),
        ("20.1.7", "0.31.0", True),
    ],
)
def test_website_and_python(tmp_path: Path, frontend: str, backend: str, talk: bool) -> None:
    """supertokens-website keeps speaking old versions of the interface."""
    system = (
        website(f'apiDomain: "{SHOP[0]}"', version=frontend),
        python(python_info(SHOP), version=backend),
    )
    assert check(tmp_path, *system) == ([] if talk else ["ST801 error"])


@pytest.mark.parametrize(
    ("frontend", "backend", "expected"),
    [
        ("0.13.0", "v0.25.1", []),
        ("0.14.0", "v0.25.1", ["ST801 warning"]),
        ("0.14.0", "v0.19.0", ["ST801 error"]),
        ("0.11.0", "v0.19.0", []),
        ("0.12.0", "v0.19.0", ["ST801 error"]),
        ("0.7.0", "v0.19.0", []),
    ],
)
def test_web_js_and_go(tmp_path: Path, frontend: str, backend: str, expected: list[str]) -> None:
    """The Go SDK stays at interface 2.0; nobody can do more than take its newest release."""
    system = (web_js(info(SHOP), version=frontend), golang(*SHOP, version=backend))
    assert check(tmp_path, *system) == expected


def test_the_older_side_comes_first(tmp_path: Path) -> None:
    """The line to change is that of the older release; the other end is shown as well."""
    system = (auth_react(info(SHOP), version="0.40.0"), python(python_info(SHOP), version="0.12.0"))
    (found,) = findings(tmp_path, *system, codes="ST801")
    assert found.primary.place.path.endswith("requirements.txt")
    assert [end.place.path.rpartition("/")[2] for end in found.counterparts] == ["package.json"]
    assert "1.16" in found.message


@pytest.mark.parametrize(
    ("requirement", "project", "agree"),
    [
        ("==0.12.0", ">=0.30.0", False),
        ("==0.30.1", ">=0.30.0", True),
        ("==0.30.2", "==0.30.1", True),
        ("==0.20.0", ">=0.12.0", True),
    ],
)
def test_two_manifests_of_one_app(
    tmp_path: Path, requirement: str, project: str, agree: bool
) -> None:
    """Releases of one generation may differ; two generations may not."""
    backend = python(python_info(SHOP))
    backend["api/requirements.txt"] = f"supertokens-python{requirement}\n"
    backend["api/pyproject.toml"] = (
        f'[project]\nname = "api"\nversion = "1"\ndependencies = ["supertokens-python{project}"]\n'
    )
    assert check(tmp_path, backend) == ([] if agree else ["ST801 error"])


@pytest.mark.parametrize(
    ("asked", "locked", "agree"),
    [
        ("^23.0.0", "23.0.1", True),
        ("^23.0.0", "12.1.0", False),
        ("^23.0.0", "16.7.5", False),
        ("^23.0.1", "23.0.0", True),
        ("latest", "12.1.0", True),
    ],
)
def test_a_lockfile_of_another_generation(
    tmp_path: Path, asked: str, locked: str, agree: bool
) -> None:
    """A lockfile that lags behind within a generation is the package manager's affair."""
    backend = node(info(SHOP), version=asked)
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {"supertokens-node": asked}},
            "node_modules/supertokens-node": {"version": locked},
        },
    }
    backend["api/package-lock.json"] = json.dumps(lock, indent=1)
    assert check(tmp_path, backend) == ([] if agree else ["ST801 error"])


def test_a_lockfile_above_may_be_that_of_another_package(tmp_path: Path) -> None:
    """Only a lockfile beside the manifest is surely its own."""
    backend = node(info(SHOP), version="^23.0.0")
    packages = {"node_modules/supertokens-node": {"version": "12.1.0"}}
    backend["package-lock.json"] = json.dumps({"lockfileVersion": 3, "packages": packages})
    backend["package.json"] = '{"dependencies": {"left-pad": "1.0.0"}}'
    assert check(tmp_path, backend) == []


def test_one_line_is_reported_once(tmp_path: Path) -> None:
    """A requirement that neither the other manifest nor the frontend agrees with is one finding."""
    backend = python(python_info(SHOP), version="0.12.0")
    backend["api/pyproject.toml"] = (
        '[project]\nname = "api"\nversion = "1"\ndependencies = ["supertokens-python>=0.30"]\n'
    )
    (found,) = findings(tmp_path, auth_react(info(SHOP), version="0.40.0"), backend, codes="ST801")
    names = {end.place.path.rpartition("/")[2] for end in (found.primary, *found.counterparts)}
    assert names == {"requirements.txt", "pyproject.toml", "package.json"}
