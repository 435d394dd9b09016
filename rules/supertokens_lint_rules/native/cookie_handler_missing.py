"""ST702: a web SDK in a shell whose pages have no cookies."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.client_facts import Shell, ShellKind
from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System

_HANDLERS = ("cookieHandler", "windowHandler")


class CookieHandlerMissing(AppRule):
    """ST702."""

    code = "ST702"
    name = "cookie-handler-missing"
    severity = Severity.ERROR
    reasons = ("F23",)
    documentation = Documentation(
        summary="A web SDK runs in Electron, Capacitor or the like without a cookieHandler.",
        why="""
            The web SDKs keep what they know about the session in `document.cookie`: that there is
            one, when it was refreshed, and in header mode the tokens themselves. A page that
            Electron loads from a file, and one of Capacitor, Cordova, Tauri or a browser
            extension, comes from `file://`, `capacitor://`, `tauri://` or `chrome-extension://`.
            For those schemes nothing is stored in `document.cookie`, so the SDK forgets the
            session at once.
        """,
        fix="""
            Give `init` a `cookieHandler` that keeps its text elsewhere, for example in
            `localStorage`, and set `tokenTransferMethod: "header"`. With a router that keeps the
            path behind `#`, a `windowHandler` is needed as well. The SDK's example
            `with-thirdpartypasswordless-electron` has both.
        """,
        bad="""
```ts
// main process: window.loadFile("dist/index.html")
SuperTokens.init({
  appInfo: { ... },
  recipeList: [Session.init()],
});
```
        """,
        good="""
```ts
SuperTokens.init({
  appInfo: { ... },
  cookieHandler: getCookieHandler,
  windowHandler: getWindowHandler,
  recipeList: [Session.init({ tokenTransferMethod: "header" })],
});
```
        """,
        quiet="""
            An app with a `cookieHandler` or `windowHandler` is left alone, and so is one that loads
            its pages from an http or https address: Electron with `loadURL("https://...")`,
            `server.url` of Capacitor, `frontendDist` of Tauri that is an address. Capacitor's
            `CapacitorCookies` plugin makes `document.cookie` work. Content scripts of extensions
            run in pages of the web. It is a warning where nobody can see what a window loads, and
            on Android alone, where pages come from `https://localhost`.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield a finding for each shell that an app's pages run in."""
        del system
        if app.side is not Side.FRONTEND or any(_may_handle(init) for init in app.inits):
            return
        told: set[ShellKind] = set()
        for shell in app.client.shells:
            init = next((item for item in app.inits if item.place == shell.place), None)
            if init is not None and shell.kind not in told:
                told.add(shell.kind)
                yield self._finding(init, shell)

    def _finding(self, init: Init, shell: Shell) -> Finding:
        pages = "come" if shell.certain else "probably come"
        return self.finding(
            f"This app runs in {shell.kind.value}, where its pages {pages} from {shell.origin}, "
            f"but {init.sdk.value} is given no cookieHandler.",
            Evidence("init", init.callee),
            Evidence(shell.kind.value, shell.evidence),
            effect="Users will see that they are signed out again right after signing in: "
            "document.cookie, in which the SDK keeps the session, stores nothing there.",
            help="Pass a cookieHandler (and with hash routing a windowHandler) to init, and use "
            'tokenTransferMethod: "header".',
            severity=None if shell.certain else Severity.WARNING,
        )


def _may_handle(init: Init) -> bool:
    return not all(init.root.surely_lacks(key) for key in _HANDLERS)
