"""All cases."""

from __future__ import annotations

from browser import cases_addresses, cases_cookies, cases_cors, cases_proxies, cases_requests

CASES = (
    *cases_addresses.CASES,
    *cases_cookies.CASES,
    *cases_cors.CASES,
    *cases_proxies.CASES,
    *cases_requests.CASES,
)
