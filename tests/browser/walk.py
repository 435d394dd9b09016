"""A user's way through a small system in Chromium, and what the browser said meanwhile."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import (
    BrowserContext,
    Error,
    Page,
    Playwright,
    sync_playwright,
)

from browser.case import Case
from browser.core import Core
from browser.witness import Witness

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
)
_ALL_COOKIES = {"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}
_ANSWER = """async (name) => {
  const late = new Promise((_, reject) => setTimeout(() => reject(Error("no answer")), 15000));
  const told = (error) => {
    throw error instanceof Response ? Error(`answered ${error.status}`) : error;
  };
  return await Promise.race([window.shop[name]().catch(told), late]);
}"""


@dataclass(frozen=True)
class Outcome:
    """Where the way ended, ``""`` for a way without trouble, and the evidence.

    ``evidence`` has lines such as ``POST /auth/signup: 200``, ``GET /orders: MissingAllowOriginHeader``
    (the browser's name of a CORS error), ``GET /orders: net::ERR_EMPTY_RESPONSE``,
    ``refused sAccessToken: InvalidDomain`` and ``withheld sAccessToken from /orders: SameSiteLax``
    (the browser's reasons against a cookie), in the order in which they happened.
    """

    step: str
    said: str
    evidence: tuple[str, ...]

    def __str__(self) -> str:
        head = f"{self.step} failed: {self.said}" if self.step else "all steps went well"
        return "\n".join([head, *(f"  {line}" for line in self.evidence)])


class Chromium:
    """A Chromium for which all hosts are at a port of this machine."""

    def __init__(self, driver: Playwright, port: int) -> None:
        self._kind = driver.chromium
        self._program = shutil.which("chromium")
        self._arguments = [*ARGUMENTS, f"--host-resolver-rules=MAP * 127.0.0.1:{port}"]
        self._browser = self._kind.launch(executable_path=self._program, args=self._arguments)
        self.version = self._browser.version

    def close(self) -> None:
        """End it."""
        self._browser.close()

    @contextmanager
    def window(self, *, third_party_cookies: bool, profile: Path) -> Iterator[BrowserContext]:
        """Open a window without any cookies.

        Chromium blocks third-party cookies unless a profile, for which ``profile`` is the folder,
        allows them.
        """
        if third_party_cookies:
            written = profile / "Default" / "Preferences"
            written.parent.mkdir(parents=True)
            written.write_text(json.dumps(_ALL_COOKIES), "utf-8")
        opened = (
            self._kind.launch_persistent_context(
                profile,
                executable_path=self._program,
                args=self._arguments,
                ignore_https_errors=True,
            )
            if third_party_cookies
            else self._browser.new_context(ignore_https_errors=True)
        )
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def chromium(port: int) -> Iterator[Chromium]:
    """Run a Chromium that finds all hosts at a port of this machine."""
    with sync_playwright() as driver:
        started = Chromium(driver, port)
        try:
            yield started
        finally:
            started.close()


class _StepError(Exception):
    def __init__(self, step: str, said: object) -> None:
        self.step, self.said = step, str(said)


class Walk:
    """Takes the steps; each raises when the page does not say what it should."""

    def __init__(self, page: Page, core: Core, case: Case, witness: Witness) -> None:
        self._page, self._core, self._case, self._witness = page, core, case, witness

    def _expect(self, step: str, name: str, expected: object) -> None:
        """Call a function of the page."""
        try:
            said = self._page.evaluate(_ANSWER, name)
        except Error as error:
            said = error.message.splitlines()[0].removeprefix("Page.evaluate: ")
            raise _StepError(step, said) from error
        if isinstance(said, dict):
            said = said.get("status", said)
        if said != expected:
            raise _StepError(step, f"{name} gave {said!r} instead of {expected!r}")

    def _open(self) -> None:
        self._page.goto(self._case.site)
        if not self._page.evaluate("'shop' in window"):
            raise _StepError("start", "the page's script failed")

    def _use(self, step: str) -> None:
        self._expect(step, "signedIn", expected=True)
        self._expect(step, "listOrders", 200)
        self._expect(step, "placeOrder", 200)

    def _refreshes(self) -> int:
        return sum("/session/refresh: 200" in line for line in self._witness.lines())

    def start(self) -> None:
        """Open the site."""
        self._open()
        self._expect("start", "signedIn", expected=False)

    def sign_up(self) -> None:
        """Sign up, which signs in as well."""
        self._expect("sign up", "signUp", "OK")

    def use(self) -> None:
        """Ask the API for something, and give it something."""
        self._use("use")

    def reload(self) -> None:
        """Open the site anew: what the session is kept in must still be there."""
        self._open()
        self._use("reload")

    def sign_out(self) -> None:
        """Sign out; the API then refuses."""
        self._expect("sign out", "signOut", None)
        self._expect("sign out", "signedIn", expected=False)
        self._expect("sign out", "listOrders", self._case.refusal)

    def refresh(self) -> None:
        """Sign in with an access token that is past its time: one refresh must mend that."""
        self._core.born_expired = True
        self._expect("sign in", "signIn", "OK")
        before = self._refreshes()
        self._expect("refresh", "listOrders", 200)
        if self._refreshes() != before + 1:
            raise _StepError("refresh", f"{self._refreshes() - before} refreshes instead of one")
        self._use("refresh")
        self._core.born_expired = False

    def all(self) -> Iterator[Callable[[], None]]:
        """Yield the steps in their order."""
        yield from (self.start, self.sign_up, self.use, self.reload, self.sign_out)
        yield from (self.refresh, self.sign_out)


def walk(window: BrowserContext, core: Core, case: Case) -> Outcome:
    """Go all the way, or until something fails."""
    page = window.new_page()
    witness = Witness(window.new_cdp_session(page))
    page.on("pageerror", witness.page_error)
    failure = _StepError("", "")
    try:
        for step in Walk(page, core, case, witness).all():
            step()
    except _StepError as raised:
        failure = raised
    witness.wait()
    return Outcome(failure.step, failure.said, witness.lines())
