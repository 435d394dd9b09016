"""The page in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from linting import lint
from picture import shop_system
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("page")
    report = lint(shop_system.write(folder))
    path = folder / "page.html"
    path.write_text(render("html", report, RenderOptions()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Return the page, which must neither complain nor ask for anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: requests.append(request.url))
    opened.goto(address)
    yield opened
    assert complaints == []
    assert {url.partition("#")[0] for url in requests} == {address}
    context.close()


def selected(page: Page) -> list[str]:
    return page.locator("[role=tab][aria-selected=true] span").all_inner_texts()


def test_the_first_environment_that_breaks_is_open(browser: Browser, tmp_path: Path) -> None:
    """A page that says that sessions may not work does not begin with one in which they do."""
    api = 'supertokens.init({framework: "express", appInfo: {apiDomain: process.env.API, '
    shared = (
        'appName: "x", websiteDomain: "http://localhost:3000"}, recipeList: [Session.init()]});\n'
    )
    files = {
        "web/package.json": '{"dependencies": {"supertokens-auth-react": "0.49.0"}}',
        "web/main.ts": (
            'import SuperTokens from "supertokens-auth-react";\n'
            'import Session from "supertokens-auth-react/recipe/session";\n'
            f"SuperTokens.init({{appInfo: {{apiDomain: import.meta.env.VITE_API, {shared}"
        ),
        "web/.env.development": "VITE_API=http://localhost:3001\n",
        "web/.env.production": "VITE_API=https://api.shop.example\n",
        "api/package.json": '{"dependencies": {"supertokens-node": "23.0.0"}}',
        "api/index.ts": (
            'import supertokens from "supertokens-node";\n'
            f'import Session from "supertokens-node/recipe/session";\n{api}{shared}'
        ),
        "api/.env.development": "API=http://localhost:3001\n",
        "api/.env.production": "API=https://auth.shop.example\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    path = tmp_path / "page.html"
    path.write_text(render("html", lint(tmp_path), RenderOptions()), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert selected(page) == ["production"]
    page.close()


def test_tabs_are_switched_by_keyboard(page: Page) -> None:
    """Arrows, Home and End move focus and selection, in a circle; one tab stop for all."""
    assert selected(page) == ["development"]
    page.locator("#tab-0").focus()
    for key, expected in (
        ("ArrowRight", "production"),
        ("ArrowRight", "development"),
        ("ArrowLeft", "production"),
        ("Home", "development"),
        ("End", "production"),
    ):
        page.keyboard.press(key)
        assert selected(page) == [expected]
        assert page.evaluate("document.activeElement.getAttribute('aria-selected')") == "true"
    assert page.locator("#view-1").is_visible()
    assert not page.locator("#view-0").is_visible()
    assert page.locator("[role=tab][tabindex='0']").count() == 1


def test_the_keyboard_leads_from_a_broken_line_to_its_finding_and_back(page: Page) -> None:
    """Enter on the line opens the finding and moves focus there; its link selects the tab."""
    page.locator("#view-0 .pill.breaks").focus()
    page.keyboard.press("Enter")
    finding = page.locator("#finding-0")
    expect(finding.locator("details")).to_have_attribute("open", "")
    expect(finding).to_be_focused()
    finding.locator("a", has_text="in production").first.click()
    expect(page.locator("#view-1-pair-0-path")).to_be_focused()
    assert selected(page) == ["production"]


def test_findings_are_filtered_by_severity(page: Page) -> None:
    """A box that is not ticked hides its findings."""
    assert page.locator("#finding-0").is_visible()
    page.locator("#show-error").uncheck()
    assert not page.locator("#finding-0").is_visible()
    page.locator("#show-error").check()
    page.locator("#show-here").check()
    assert page.locator("#finding-0").is_visible()


def test_a_phone_gets_the_rows_and_nothing_sticks_out(page: Page) -> None:
    """At 360 pixels the page does not scroll sideways; the agreements say what the map shows."""
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("#view-0 .agreement").first.is_visible()
    assert not page.locator("#view-0 .map").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_colour_schemes_can_be_read(page: Page, scheme: str) -> None:
    """Text differs from its background by 4.5 to 1 (WCAG 2.2, 1.4.3) in every chip and label."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is (scheme == "dark")
    worst = page.evaluate(_CONTRAST)
    assert worst["ratio"] >= 4.5, worst
    assert page.screenshot(full_page=True).startswith(b"\x89PNG")


def test_print_shows_all_environments(page: Page) -> None:
    """Nothing is hidden behind a tab on paper."""
    page.emulate_media(media="print")
    assert page.locator("#view-0").is_visible()
    assert page.locator("#view-1").is_visible()
    assert not page.locator(".tabs").is_visible()


def test_without_scripts_everything_is_there(browser: Browser, address: str) -> None:
    """All environments stand below each other, and links lead to findings."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#view-0").is_visible()
    assert page.locator("#view-1").is_visible()
    assert not page.locator("#show-here").is_visible()
    context.close()


_CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const back = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if (colour[3] === undefined || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  let worst = { ratio: 99, text: "" };
  for (const element of document.querySelectorAll("body *:not(svg *)")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.offsetParent || element.closest("details:not([open]) .body")) continue;
    const pair = [light(parse(getComputedStyle(element).color)), light(back(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text: element.textContent.slice(0, 60) };
  }
  return worst;
}"""
