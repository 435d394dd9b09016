"""How HTTP libraries are spelled, and what their browser builds do.

Sources: the packages' own entry files. axios lib/axios.js; ofetch src/fetch.ts; ky source/index.ts;
node-fetch 2 browser.js; cross-fetch dist/browser-ponyfill.js (3 wraps XMLHttpRequest, 4 exports
the global fetch); isomorphic-fetch and portable-fetch fetch-npm-browserify.js; isomorphic-unfetch
browser.js; unfetch src/index.mjs; undici and got have no browser build.
"""

from __future__ import annotations

import re

from supertokens_lint.extract import sdks
from supertokens_lint.extract.facts import Mechanism
from supertokens_lint.resolve.values import External

METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request"})
FORM_METHODS = frozenset({"postForm", "putForm", "patchForm"})
VERBS = METHODS | FORM_METHODS
JQUERY_METHODS = frozenset({"ajax", "get", "post", "getJSON"})
WRAPPERS = frozenset(
    {"setupCache", "wrapper", "rateLimit", "buildMemoryStorage", "wrapAxios", "applyCaseMiddleware"}
)
MEMOS = frozenset({("react", "useMemo"), ("react", "useRef"), ("react", "useState")})
_MAJOR = re.compile(r"\D*(\d{1,9})")


OWN_ADAPTER = "axios with an adapter of its own"
"""The library of axios clients that send in another way than with XMLHttpRequest or Node."""
CAPTURING_PACKAGES = frozenset({"openapi-fetch"})
PACKAGES: dict[str, Mechanism] = {
    "node-fetch": Mechanism.NATIVE,
    "node-fetch-native": Mechanism.NATIVE,
    "cross-fetch": Mechanism.NATIVE,
    "isomorphic-fetch": Mechanism.NATIVE,
    "isomorphic-unfetch": Mechanism.NATIVE,
    "fetch-ponyfill": Mechanism.NATIVE,
    "portable-fetch": Mechanism.NATIVE,
    "unfetch": Mechanism.XHR,
    "undici": Mechanism.NODE,
    "got": Mechanism.NODE,
}


def captures_at_creation(value: External) -> bool:
    """Tell whether a name makes clients that keep the global fetch that they find when made.

    Source: openapi-fetch src/index.js, ``fetch: baseFetch = globalThis.fetch`` of createClient.
    """
    return value.module in CAPTURING_PACKAGES and sdks.names_of(value) == ()


def mechanism(package: str, version: str | None) -> Mechanism:
    """Return what a package's fetch does in a browser.

    ``version`` is that of a lockfile or the range of a manifest; without one it is the newest.
    """
    major = _MAJOR.match(version or "")
    number = None if major is None else int(major.group(1))
    if package == "cross-fetch" and number is not None and number < 4:
        return Mechanism.XHR
    if package == "node-fetch" and (number is None or number >= 3):
        return Mechanism.NODE
    return PACKAGES[package]


def package_of_module(module: str) -> str | None:
    """Return the package with its own fetch that a module belongs to; polyfills are none."""
    name, _, inner = module.partition("/")
    if name not in PACKAGES or "polyfill" in inner:
        return None
    return name


def axios_path(value: External) -> tuple[str, ...] | None:
    """Return the path inside axios that a name is, ``None`` when it is of something else."""
    if value.module == "axios" or (not value.module and value.path[:1] == ("axios",)):
        path = sdks.names_of(value)
        return path[1:] if path[:1] == ("axios",) else path
    return None


def is_fetch(value: External) -> bool:
    """Tell whether a name is the global ``fetch``."""
    return not value.module and value.path == ("fetch",)


def is_axios_interception(value: External) -> bool:
    """Tell whether a name is the SDK's function that equips an axios instance.

    Sources: supertokens-website lib/ts/index.ts from 5.0.0; before, lib/ts/axios.ts ``makeSuper``.
    """
    if not value.path or value.path[-1] not in ("addAxiosInterceptors", "makeSuper"):
        return False
    if not value.module:
        return value.path[0].startswith("supertokens")
    sdk = sdks.sdk_of_module(value.module)
    return sdk is not None and sdk.is_frontend
