"""ST704: a web SDK in a React Native app."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.client_facts import WebSdkInNative
from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System


class WebSdkInReactNative(AppRule):
    """ST704."""

    code = "ST704"
    name = "web-sdk-in-native"
    severity = Severity.ERROR
    reasons = ("A.7",)
    documentation = Documentation(
        summary="A web SDK is imported in a React Native app.",
        why="""
            supertokens-auth-react, supertokens-web-js and supertokens-website are made for
            browsers: they read and write `document.cookie`, replace `window.fetch` and use
            `window.location`. React Native has none of that, so `init` throws or sessions are
            never stored.
        """,
        fix="""
            Use supertokens-react-native: `SuperTokens.init({ apiDomain, apiBasePath })`. It keeps
            tokens in AsyncStorage and intercepts the global `fetch`; axios instances need
            `SuperTokens.addAxiosInterceptors(instance)`. Sign-in forms call the API themselves.
        """,
        bad="""
```tsx
// React Native
import SuperTokens from "supertokens-auth-react";
```
        """,
        good="""
```tsx
// React Native
import SuperTokens from "supertokens-react-native";
```
        """,
        quiet="""
            Type-only imports and tests are left alone, and so is code for React Native's web
            platform: files such as `session.web.ts`, modules that only such files import, and a
            `require` behind a look at `Platform`. A package that depends on Next.js is a website.
            An app that gives `init` both a `cookieHandler` and a `windowHandler` has put something
            in the place of what is missing.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield a finding for each web SDK that an app imports, at the first import."""
        del system
        if any(_brings_its_own(init) for init in app.inits):
            return
        told: set[tuple[str, Place]] = set()
        for item in app.client.web_sdks_in_native:
            key = (item.sdk.value, item.evidence)
            if key not in told:
                told.add(key)
                yield self._finding(app, item)

    def _finding(self, app: App, item: WebSdkInNative) -> Finding:
        others = [
            other.place
            for other in app.client.web_sdks_in_native
            if other.sdk is item.sdk and other.place != item.place
        ]
        return self.finding(
            f"{item.sdk.value} is for browsers, but this package is a React Native app.",
            Evidence(f"import of {item.module}", item.place),
            Evidence("React Native", item.evidence),
            *(Evidence("another import", place) for place in others[:3]),
            effect="Users will see the app fail when it starts, or lose their session at once: "
            "there is no document.cookie and no window.",
            help="Use supertokens-react-native.",
        )


def _brings_its_own(init: Init) -> bool:
    """Tell whether an init is given what stands in for cookies and window, or may be."""
    return not any(init.root.surely_lacks(key) for key in ("cookieHandler", "windowHandler"))
