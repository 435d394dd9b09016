"""Rules about native apps and web apps in shells."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.native.cookie_handler_missing import CookieHandlerMissing
from supertokens_lint_rules.native.native_manual_cookies import NativeManualCookies
from supertokens_lint_rules.native.web_sdk_in_native import WebSdkInReactNative
from supertokens_lint_rules.native.webview_cookie_leak import WebviewCookieLeak

RULES: tuple[type[Rule], ...] = (
    NativeManualCookies,
    CookieHandlerMissing,
    WebviewCookieLeak,
    WebSdkInReactNative,
)
