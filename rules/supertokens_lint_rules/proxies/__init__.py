"""Rules about proxies between browsers and the backend."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.proxies.proxy_header_limit import ProxyHeaderLimit
from supertokens_lint_rules.proxies.proxy_route_missing import ProxyRouteMissing
from supertokens_lint_rules.proxies.proxy_strips_session_headers import ProxyStripsSessionHeaders

RULES: tuple[type[Rule], ...] = (
    ProxyHeaderLimit,
    ProxyStripsSessionHeaders,
    ProxyRouteMissing,
)
