"""Requests that break sessions, and those that look alike and work."""

from __future__ import annotations

from dataclasses import dataclass

from matrix.request_pages import Sending
from matrix.settings import API

SESSION = 'import Session from "supertokens-web-js/recipe/session";\n'


@dataclass(frozen=True)
class Request:
    """A way to send, with the code of the rule that finds a fault in it."""

    name: str
    sending: Sending
    code: str | None = None
    needs_modules: bool = False
    """Whether it imports packages, which pages without a bundler cannot."""
    old_sdk: bool = False
    """Whether the SDKs are those of 2022, which let axios alone."""
    only: tuple[str, ...] = ()
    """The frameworks that run a module's own statements before the init; empty for all."""

    def suits(self, framework: str) -> bool:
        """Tell whether such a request can be written with a framework."""
        if self.only:
            return framework in self.only
        return not (self.needs_modules and framework == "script_tag")


REQUESTS = (
    Request("plain", Sending(f'await fetch("{API}/orders");')),
    Request("other-host", Sending('await fetch("https://backend.depot.example/orders");'), "ST111"),
    Request("own-page", Sending(f'await fetch("/orders.json");\nawait fetch("{API}/orders");')),
    Request(
        "same-origin-credentials",
        Sending(f'await fetch("{API}/orders", {{ credentials: "same-origin" }});'),
        "ST407",
    ),
    Request(
        "included-credentials",
        Sending(f'await fetch("{API}/orders", {{ method: "POST", credentials: "include" }});'),
    ),
    Request(
        "ponyfill",
        Sending(f'await fetch("{API}/orders");', 'import fetch from "cross-fetch";\n'),
        "ST403",
        needs_modules=True,
    ),
    Request(
        "kept-token",
        Sending(
            'if (!localStorage.getItem("token")) {\n'
            '  localStorage.setItem("token", (await Session.getAccessToken()) ?? "");\n}\n'
            f'await fetch("{API}/orders", {{\n'
            '  headers: { Authorization: `Bearer ${localStorage.getItem("token")}` },\n});',
            SESSION,
        ),
        "ST408",
        needs_modules=True,
    ),
    Request(
        "fresh-token",
        Sending(
            "const token = await Session.getAccessToken();\n"
            f'await fetch("{API}/orders", {{\n'
            "  headers: { Authorization: `Bearer ${token}` },\n});",
            SESSION,
        ),
        needs_modules=True,
    ),
    Request(
        "captured",
        Sending(f'await send("{API}/orders");', "const send = window.fetch.bind(window);\n"),
        "ST406",
        only=("react", "vue_options", "solid", "angular"),
    ),
    Request(
        "looked-up",
        Sending(f'await send("{API}/orders");', "const send = (url) => window.fetch(url);\n"),
        only=("react", "vue_options", "solid", "angular"),
    ),
    Request(
        "axios",
        Sending(f'await axios.get("{API}/orders");', 'import axios from "axios";\n'),
        "ST401",
        needs_modules=True,
        old_sdk=True,
    ),
    Request(
        "axios-on-new-sdk",
        Sending(f'await axios.get("{API}/orders");', 'import axios from "axios";\n'),
        needs_modules=True,
    ),
)
