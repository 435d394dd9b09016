"""Where frameworks run modules, by folder and file name.

Paths are given in parts below the package. ``UNKNOWN`` means that the place does not decide.
Sources: Next.js "Project structure", SvelteKit "Server-only modules" and "Routing", Remix and
React Router "Module constraints", Astro "Endpoints".
"""

from __future__ import annotations

import re

from supertokens_lint.extract.facts import Runtime
from supertokens_lint.extract.js_packages import Framework

NEXT_SERVER_STEMS = frozenset({"middleware", "proxy", "instrumentation"})
NEXT_RENDERED = frozenset({"page", "layout", "template", "loading", "not-found", "default"})
NEXT_METADATA = re.compile(r"^(?:sitemap|robots|manifest|(?:opengraph|twitter)-image|icon)$")


def by_name(name: str, parts: tuple[str, ...], framework: Framework) -> Runtime | None:
    """Return what a file's name or a ``.server`` or ``.client`` folder says, if anything."""
    pieces = name.split(".")[1:-1]
    if "server" in pieces or ".server" in parts or name.startswith("+server."):
        return Runtime.SERVER
    if framework is Framework.NONE:
        return None
    return Runtime.BROWSER if "client" in pieces or ".client" in parts else None


def _inside_source(parts: tuple[str, ...]) -> tuple[str, ...]:
    return parts[1:] if len(parts) > 1 and parts[0] == "src" else parts


def _stem(parts: tuple[str, ...]) -> str:
    return parts[-1].split(".", 1)[0]


def next_runtime(parts: tuple[str, ...]) -> Runtime:
    """Return where Next runs a module by its place."""
    inner = _inside_source(parts)
    stem = _stem(inner)
    if len(inner) == 1:
        if stem == "instrumentation-client":
            return Runtime.BROWSER
        return Runtime.SERVER if stem in NEXT_SERVER_STEMS else Runtime.UNKNOWN
    if inner[0] == "pages":
        server = inner[1] == "api" or stem == "_document" or inner[1].startswith("api.")
        return Runtime.SERVER if server else Runtime.BOTH
    if inner[0] == "app" and (stem == "route" or stem in NEXT_RENDERED):
        return Runtime.SERVER
    return Runtime.SERVER if NEXT_METADATA.match(stem) and inner[0] == "app" else Runtime.UNKNOWN


def sveltekit_runtime(parts: tuple[str, ...]) -> Runtime:
    """Return where SvelteKit runs a module by its place."""
    inner = _inside_source(parts)
    if inner[:2] == ("lib", "server"):
        return Runtime.SERVER
    if inner[-1].startswith("+") or inner[-1].endswith(".svelte"):
        return Runtime.BOTH
    return Runtime.SERVER if len(inner) == 1 and parts[0] != "src" else Runtime.UNKNOWN


def remix_runtime(parts: tuple[str, ...]) -> Runtime:
    """Return where Remix and React Router run a module by its place."""
    if parts[0] == "server" or (len(parts) == 1 and _stem(parts) == "server"):
        return Runtime.SERVER
    return Runtime.BOTH if "routes" in parts or _stem(parts) == "root" else Runtime.UNKNOWN


def astro_runtime(parts: tuple[str, ...]) -> Runtime:
    """Return where Astro runs a module by its place."""
    inner = _inside_source(parts)
    script = inner[-1].endswith((".ts", ".js", ".mts", ".mjs"))
    if script and (inner[0] in ("pages", "middleware") or _stem(inner) == "middleware"):
        return Runtime.SERVER
    return Runtime.BOTH if inner[-1].endswith(".astro") else Runtime.UNKNOWN
