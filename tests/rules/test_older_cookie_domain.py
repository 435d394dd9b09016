"""cookieDomain before and now."""

from __future__ import annotations

from pathlib import Path

import pytest

from histories import commit
from rules.go_system import golang
from rules.small_systems import findings, node, python
from rules.test_cookie_attribute_rules import SHOP, info, python_info, said


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def check(root: Path, *versions: dict[str, str]) -> list[str]:
    """Return what is said of the last of several versions, each a commit."""
    for files in versions:
        write(root, files)
        commit(root)
    return said(findings(root, codes="ST208"))


WIDE = '{ cookieDomain: ".shop.example" }'
NARROW = '{ cookieDomain: ".api.shop.example" }'


def older(text: str) -> str:
    return f'{{ cookieDomain: ".shop.example", olderCookieDomain: {text} }}'


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (NARROW, WIDE, ["ST208 warning"]),
        (NARROW, older('"api.shop.example"'), []),
        (NARROW, older('""'), ["ST208 warning"]),
        (NARROW, older("undefined"), ["ST208 warning"]),
        (NARROW, older("process.env.X"), []),
        ("", WIDE, ["ST208 info"]),
        ("", older('""'), []),
        (NARROW, "", []),
        ('{ cookieDomain: "shop.example" }', WIDE, []),
        ('{ cookieDomain: "localhost" }', WIDE, []),
        ('{ cookieDomain: ".other.example" }', WIDE, []),
        ("{ cookieDomain: process.env.X }", WIDE, []),
        ("{ ...options }", WIDE, []),
        (NARROW, "{ cookieDomain: process.env.X }", []),
        (NARROW, '{ cookieDomain: ".shop.example", getTokenTransferMethod: () => "header" }', []),
    ],
)
def test_changes_of_node(tmp_path: Path, before: str, now: str, expected: list[str]) -> None:
    """A former domain that browsers kept has to be named."""
    assert check(tmp_path, node(info(SHOP), before), node(info(SHOP), now)) == expected


def test_changes_of_other_languages(tmp_path: Path) -> None:
    """Python and Go are read as well, in their own spelling."""
    py = [
        python(python_info(SHOP), f'cookie_domain="{name}"')
        for name in ("api.shop.example", "shop.example")
    ]
    go = [
        golang(*SHOP, f'CookieDomain: text("{name}")')
        for name in ("api.shop.example", "shop.example")
    ]
    assert check(tmp_path / "py", *py) == ["ST208 warning"]
    assert check(tmp_path / "go", *go) == ["ST208 warning"]


@pytest.mark.parametrize(("version", "expected"), [("17.0.7", []), ("17.1.0", ["ST208 warning"])])
def test_the_option_came_with_a_release(tmp_path: Path, version: str, expected: list[str]) -> None:
    """Nobody can be told to set what the SDK does not have."""
    texts = [node(info(SHOP), session, version=version) for session in (NARROW, WIDE)]
    assert check(tmp_path, *texts) == expected


def test_the_value_may_stand_in_another_file(tmp_path: Path) -> None:
    """The history of the file that holds the value counts, read with the init as it is now."""
    backend = node(info(SHOP), "{ cookieDomain }")
    backend["api/index.js"] = (
        'import { cookieDomain } from "./domain.js";\n' + backend["api/index.js"]
    )
    texts = [
        {**backend, "api/domain.js": f'export const cookieDomain = "{name}";\n'}
        for name in ("api.shop.example", "shop.example")
    ]
    assert check(tmp_path, *texts) == ["ST208 warning"]


def test_environments_are_kept_apart(tmp_path: Path) -> None:
    """A change for production alone is one in production alone."""
    texts = [
        node(
            info(SHOP),
            f'{{ cookieDomain: process.env.NODE_ENV === "production" ? "{name}" : undefined }}',
        )
        for name in ("api.shop.example", "shop.example")
    ]
    for files in texts:
        write(tmp_path, files)
        commit(tmp_path)
    (found,) = findings(tmp_path, codes="ST208")
    assert found.environments == ("production",)


def test_work_that_is_not_committed_is_a_change(tmp_path: Path) -> None:
    """The time to say so is before the commit."""
    write(tmp_path, node(info(SHOP), NARROW))
    commit(tmp_path)
    write(tmp_path, node(info(SHOP), WIDE))
    (found,) = findings(tmp_path, codes="ST208")
    assert "in the last commit" in found.message


def test_any_former_domain_may_be_the_one_that_is_named(tmp_path: Path) -> None:
    """After two changes one option cannot name both."""
    sessions = ("", NARROW, older('"api.shop.example"'))
    assert check(tmp_path, *(node(info(SHOP), session) for session in sessions)) == []


def test_without_a_repository_nothing_is_said(tmp_path: Path) -> None:
    """No history is no evidence."""
    write(tmp_path, node(info(SHOP), WIDE))
    assert findings(tmp_path, codes="ST208") == []


def test_earlier_texts_may_be_broken(tmp_path: Path) -> None:
    """An earlier text that does not parse tells nothing and hurts nobody."""
    broken = node(info(SHOP), NARROW)
    broken["api/index.js"] = broken["api/index.js"][:-20] + "\x00{{{"
    assert check(tmp_path, broken, node(info(SHOP), WIDE)) == []
