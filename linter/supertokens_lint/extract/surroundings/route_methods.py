"""Which HTTP methods a file route answers, by the conventions of full-stack frameworks.

Sources: Next "route.js", SvelteKit "+server", Astro "Endpoints", SolidStart "API routes", Remix
"Resource routes", Nuxt "Server routes": a method that a file does not export is answered with 405
or 404.
"""

from __future__ import annotations

import posixpath
import re

from supertokens_lint.resolve.evaluator import Evaluator

_VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_EVERY = frozenset({"ALL", "fallback"})
_BY_NAME = frozenset({"Next", "SvelteKit", "Astro", "SolidStart"})
_REMIX = frozenset({"Remix", "React Router"})
_SUFFIX = re.compile(r"\.(get|head|post|put|patch|delete|options)\.[cm]?[jt]s$")


def methods_of(ev: Evaluator, path: str, framework: str) -> tuple[str, ...]:
    """Return the methods that a file answers, nothing when it may answer all."""
    if framework == "Nuxt":
        match = _SUFFIX.search(path)
        return () if match is None else (match[1].upper(),)
    exports = ev.program.exports(path)
    if exports.stars or exports.assigned:
        return ()
    names = set(exports.named)
    if framework in _REMIX:
        readers = ("GET", "HEAD") if "loader" in names else ()
        writers = ("POST", "PUT", "PATCH", "DELETE") if "action" in names else ()
        return (*readers, *writers)
    if framework not in _BY_NAME or names & _EVERY or path.endswith(".astro"):
        return ()
    if framework == "Next" and posixpath.basename(path).split(".")[0] != "route":
        return ()
    return tuple(verb for verb in _VERBS if verb in names)
