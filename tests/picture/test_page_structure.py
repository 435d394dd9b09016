from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from linting import lint
from picture import shop_system
from picture.page_parts import Page
from supertokens_lint.cli.main import run
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions

HOSTILE = "<img src=x onerror=alert(1)>\"'&\u202e"


def page_of(directory: Path) -> str:
    return render("html", lint(directory), RenderOptions())


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(shop_system.write(tmp_path_factory.mktemp("system")))


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_every_link_within_the_page_leads_somewhere(page: Page) -> None:
    """From agreements to findings and back, from tabs to panels; ids are unique."""
    ids = page.ids()
    assert len(ids) == len(set(ids))
    targets = [link["href"][1:] for link in page.all("a") if link["href"].startswith("#")]
    assert targets
    assert set(targets) <= set(ids)


def test_nothing_is_loaded_and_only_known_code_may_run(text: str, page: Page) -> None:
    """No address but links for people; the policy names the hashes of the style and the script."""
    (policy,) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert "default-src 'none'" in policy["content"]
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy["content"]
        assert "url(" not in content
        assert "http" not in content
    for tag, attributes in page.elements:
        assert "src" not in attributes
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if tag == "link":
            assert attributes["href"] == "data:,"


def test_the_map_shows_every_agreement_of_every_pair_in_every_environment(page: Page) -> None:
    """Six for each of two pairs in two environments, on the map and in the rows."""
    assert len(page.all("svg")) == 2
    assert len(page.all("a", **{"class": "pill"})) == 24
    assert len(page.all("li", **{"class": "agreement"})) == 24
    assert len(page.all("a", **{"class": "breaks"})) == 2
    assert page.texts["title"][0] == "shop: will sessions work?"


def test_a_broken_agreement_leads_to_its_finding_with_both_ends(page: Page) -> None:
    """The finding has a frame for each end, and links back to the rows that it decides."""
    broken = [link for link in page.all("a", **{"class": "pill"}) if "breaks" in link["class"]]
    assert {link["href"] for link in broken} == {"#finding-0"}
    (finding,) = page.all("article")
    assert finding["id"] == "finding-0"
    assert len(page.all("pre")) == 2
    rows = {link["href"] for link in page.all("a") if link["href"].endswith("-path")}
    assert rows == {"#view-0-pair-0-path", "#view-1-pair-0-path"} | {
        f"#view-{view}-pair-1-path" for view in (0, 1)
    }


def test_a_long_path_is_cut_at_its_front(tmp_path: Path) -> None:
    """Apps differ in their last folders; the whole name is in the title of the box."""
    root = shop_system.write(tmp_path)
    long = "a-very-long-name-of-a-folder-web"
    (root / "apps" / "web").rename(root / "apps" / long)
    page = Page(page_of(root))
    assert any(text.startswith("\u2026") and text.endswith("web") for text in page.texts["text"])
    assert any(text.startswith(f"apps/{long}, ") for text in page.texts["title"])


def test_secrets_stay_out(text: str) -> None:
    """Neither the key of the core nor its address is anywhere in the page."""
    assert "not-a-real-key" not in text
    assert "core.internal" not in text


def test_names_and_values_cannot_become_markup(tmp_path: Path) -> None:
    """Folders, values and environments that look like markup are shown as text."""
    root = shop_system.write(tmp_path)
    (root / "apps" / "web").rename(root / "apps" / HOSTILE)
    env = root / "services" / "api" / ".env.production"
    env.write_text(
        env.read_text().replace(
            "https://api.shop.example", "https://</style></script><script>alert(1)</script>"
        )
    )
    text = page_of(root)
    page = Page(text)
    assert page.all("img") == []
    assert len(page.all("script")) == 1
    assert len(page.all("style")) == 1
    assert "\u202e" not in text
    assert any(HOSTILE[:20] in shown for shown in page.texts["title"])
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]


def test_a_rule_pack_cannot_smuggle_a_script_into_a_link(tmp_path: Path) -> None:
    """Only web addresses become links."""
    report = lint(shop_system.write(tmp_path))
    urls = dict.fromkeys(report.urls, "javascript:alert(1)")
    text = render("html", type(report)(**{**vars(report), "urls": urls}), RenderOptions())
    assert "javascript:" not in text


def test_an_empty_system_gives_a_page_too(tmp_path: Path) -> None:
    """It says that there is nothing to see."""
    text = page_of(tmp_path)
    assert "No app that uses a SuperTokens SDK was found." in text
    assert Page(text).all("article") == []


def test_both_commands_write_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``inspect`` shows what the configured rules say and exits with 0 all the same."""
    monkeypatch.chdir(shop_system.write(tmp_path))
    assert run(["check", "--output-format", "html", "--output-file", "../a.html"]) == 1
    assert run(["inspect", "--output-format", "html", "--output-file", "../b.html"]) == 0
    assert Path("../a.html").read_text() == Path("../b.html").read_text()
    assert capsys.readouterr().out == ""
