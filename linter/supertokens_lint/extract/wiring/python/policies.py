"""CORS policies of Starlette's middleware, flask-cors and headers that an application sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from supertokens_lint.cors.names import canonical_option, ignored_options
from supertokens_lint.extract.facts import Options, Setting, VersionFact
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    Const,
    Entry,
    Invocation,
    Reason,
    Unknown,
    Value,
    through,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import parse_version
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.packages import Packages

MANUAL = "manual"
ALLOWING = re.compile(r"access-control-allow-origin", re.IGNORECASE)
_HEADERS = {
    "access-control-allow-origin": "origins",
    "access-control-allow-credentials": "credentials",
    "access-control-allow-headers": "allow_headers",
    "access-control-expose-headers": "expose_headers",
    "access-control-allow-methods": "methods",
}
_NOT_OPTIONS = frozenset({"app", "resources"})


def policy(
    library: str,
    entries: Mapping[str, Entry],
    place: Place,
    *,
    rest: Unknown | None = None,
    version: VersionFact | None = None,
    framework: str = "",
) -> CorsPolicy:
    """Return the policy that a library's options make, under their canonical names."""
    settings: dict[str, Setting] = {}
    release = None if version is None else version.version
    ignored = _NOT_OPTIONS | ignored_options(library, entries, release)
    for spelled, entry in entries.items():
        key = canonical_option(library, spelled)
        if spelled in ignored or (_is_null(entry.value) and key in settings):
            continue
        value = through(entry.value, f"given as {spelled}", entry.place)
        settings[key] = Setting(key, spelled, value, entry.place)
    return CorsPolicy(
        library=library,
        place=place,
        options=Options(settings, place, rest),
        origins=settings.get("origins"),
        credentials=settings.get("credentials"),
        allow_headers=settings.get("allow_headers"),
        expose_headers=settings.get("expose_headers"),
        methods=settings.get("methods"),
        version=version,
        framework=framework,
    )


def call_policy(library: str, call: Invocation, packages: Packages, framework: str) -> CorsPolicy:
    """Return the policy that the keywords of a call make."""
    rest = Unknown(Reason.SYNTAX, "arguments spread into the call") if call.open else None
    version = version_of(packages, call.place.path, *_DISTRIBUTIONS[library])
    return policy(
        library, call.keywords, call.place, rest=rest, version=version, framework=framework
    )


_DISTRIBUTIONS = {
    "starlette": ("starlette", "fastapi"),
    "flask-cors": ("flask-cors",),
    "django-cors-headers": ("django-cors-headers",),
}


def version_of(packages: Packages, path: str, *names: str) -> VersionFact | None:
    """Return the version of the first of some distributions that a manifest tells of."""
    for name in names:
        for found in packages.python(path, name):
            text = found.version or found.specifier or ""
            return VersionFact(found.package, parse_version(Sdk.PYTHON, text), text, found.place)
    return None


def sets_cors_headers(ev: Evaluator, path: str, span: Span) -> bool:
    """Tell whether a piece of code names the header that allows origins."""
    text = text_of_file(ev.workspace, path)
    return bool(ALLOWING.search(text, span.start, span.end))


def manual_policy(ev: Evaluator, path: str, span: Span, place: Place, framework: str) -> CorsPolicy:
    """Return the policy of code that sets the headers itself.

    What it sets under which circumstances is not followed, so more options may always be there.
    """
    entries: dict[str, Entry] = {}
    for site in ev.sites.of(path):
        if span.start <= site.node.span.start and site.node.span.end <= span.end:
            for name, value, where in _header_settings(ev, site):
                entries.setdefault(name, Entry(value, where))
    rest = Unknown(Reason.SYNTAX, "headers set by the application's own code")
    return policy(MANUAL, entries, place, rest=rest, framework=framework)


def _header_settings(ev: Evaluator, site: Site) -> Iterable[tuple[str, Value, Place]]:
    node, scope = site.node, site.scope
    place = Place(scope.path, node.span)
    if isinstance(node, ir.Bind) and isinstance(node.target, ir.Index) and node.value is not None:
        name = _header_name(ev, node.target.index, scope)
        if name is not None:
            yield name, ev.evaluate(node.value, scope), place
    elif isinstance(node, ir.Call) and len(node.args) == 2:
        name = _header_name(ev, node.args[0].value, scope)
        if name is not None:
            yield name, ev.evaluate(node.args[1].value, scope), place
    elif isinstance(node, ir.Property) and isinstance(node.key, str):
        key = _HEADERS.get(node.key.lower())
        if key is not None:
            yield key, ev.evaluate(node.value, scope), place


def _header_name(ev: Evaluator, node: ir.Expr, scope: Scope) -> str | None:
    if not isinstance(node, ir.Literal | ir.Name | ir.Member):
        return None
    value = ev.evaluate(node, scope)
    text = value.value if isinstance(value, Const) else None
    return _HEADERS.get(text.lower()) if isinstance(text, str) else None


def _is_null(value: Value) -> bool:
    return isinstance(value, Const) and value.value is None
