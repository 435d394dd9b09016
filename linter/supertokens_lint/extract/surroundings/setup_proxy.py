"""``src/setupProxy.js`` of Create React App: http-proxy-middleware mounted by hand.

Source: the package's README and its migration guide. Up to version 2 a middleware mounted at a
path forwards the whole path; from version 3 on Express takes the mount path off first.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.surroundings.configs import EXTENSIONS, entry_at, items_of, text_of
from supertokens_lint.extract.surroundings.packages import Package
from supertokens_lint.extract.surroundings.rewrites import (
    KEEP,
    UNKNOWN,
    Rewrite,
    rewrite_from,
    rewrite_of,
)
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Const, External, Invocation, Items, Value
from supertokens_lint.source import Place

PACKAGE = "http-proxy-middleware"
FACTORIES = frozenset({"createProxyMiddleware", "proxy", "default", "legacyCreateProxyMiddleware"})
_MAJOR = re.compile(r"\d{1,9}")


def rules_of(ev: Evaluator, package: Package) -> Iterator[ProxyRule]:
    """Yield the rules of a package's ``setupProxy`` file."""
    for extension in EXTENSIONS:
        path = posixpath.join(package.directory, "src", f"setupProxy.{extension}")
        if ev.workspace.exists(path):
            yield from _rules_in(ev, path, _strips(package))


def _strips(package: Package) -> bool | None:
    """Tell whether a mount path is taken off; ``None`` when the version does not say."""
    text, _ = package.dependencies.get(PACKAGE, ("", None))
    major = _MAJOR.search(text)
    return None if major is None else int(major.group()) >= 3


def _rules_in(ev: Evaluator, path: str, strips: bool | None) -> Iterator[ProxyRule]:
    for node, site in ev.sites.calls(path):
        callee = node.callee
        if not isinstance(callee, ir.Member) or callee.name not in ("use", "all"):
            continue
        values = [ev.evaluate(argument.value, site.scope) for argument in node.args]
        middlewares = [value for value in values if _is_proxy(value)]
        mounts = [] if not values or _is_proxy(values[0]) else _texts(values[0])
        for middleware in middlewares:
            if isinstance(middleware, Invocation):
                yield from _mounted(ev, middleware, mounts, strips, _place(node, site))


def _place(node: ir.Call, site: Site) -> Place:
    return Place(site.scope.path, node.span)


def _is_proxy(value: Value) -> bool:
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    path = value.callee.path
    return value.callee.module == PACKAGE and (not path or path[-1] in FACTORIES)


def _texts(value: Value) -> list[str]:
    return [text for item in items_of(value) if (text := text_of(item)) is not None]


def _mounted(
    ev: Evaluator, call: Invocation, mounts: list[str], strips: bool | None, place: Place
) -> Iterator[ProxyRule]:
    options: Value = call.args[-1] if call.args else Const(None)
    target = entry_at(options, "target")
    if target is None:
        return
    filtered = entry_at(options, "pathFilter") or entry_at(options, "context")
    own = _texts(filtered.value) if filtered is not None else []
    if len(call.args) > 1 and isinstance(call.args[0], Const | Items):
        own = _texts(call.args[0])
    given = entry_at(options, "pathRewrite")
    for prefix in mounts or own or ["/"]:
        bare = prefix.removesuffix("/**").removesuffix("/*") or "/"
        rewrite = KEEP if given is None else rewrite_of(ev, given.value, bare)
        rule = _after_mount(rewrite, bare, strips) if mounts else rewrite
        yield ProxyRule(
            prefix=bare,
            target=target.value,
            rewrite=rule.kind,
            place=place,
            tool=PACKAGE,
            removes=rule.removes,
            adds=rule.adds,
        )


def _after_mount(rewrite: Rewrite, prefix: str, strips: bool | None) -> Rewrite:
    if strips is False:
        return rewrite
    if strips and rewrite is KEEP:
        return rewrite_from(prefix, "")
    return UNKNOWN
