"""Code that puts a function of its own in the place of ``fetch`` or ``XMLHttpRequest``.

Source: supertokens-website lib/ts/fetch.ts, ``init``: the fetch that it finds becomes the one that
sends everything, requests for a refresh included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supertokens_lint.extract.client_facts import FetchOverride
from supertokens_lint.extract.facts import InterceptorEffect, Runtime
from supertokens_lint.extract.requests import libraries
from supertokens_lint.extract.requests.bindings import Named, module_name_of
from supertokens_lint.extract.requests.context import Context, callee_name, place_of
from supertokens_lint.extract.requests.fetches import Captured, holds_fetch
from supertokens_lint.extract.requests.wrappers import wrapper_effect
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, Const, External, Record, Value, alternatives

FETCH = "fetch"
XHR = "XMLHttpRequest"
_INTERCEPT = "fetch-intercept"
_METHODS = frozenset({"open", "send", "setRequestHeader"})


def overrides_of(
    context: Context, path: str, captured: Sequence[Captured]
) -> Iterator[FetchOverride]:
    """Yield where a module replaces ``fetch`` or ``XMLHttpRequest``."""
    for site in context.ev.sites.of_kinds(path, ir.Bind, ir.Assign, ir.Call):
        found = _replaced(context, site)
        runtime = None if found is None else context.runs(site)
        if found is None or runtime is None or runtime is Runtime.SERVER:
            continue
        target, value = found
        when = _loading(context, path) or site
        yield FetchOverride(
            target,
            place_of(site),
            runtime,
            _effect(context, value),
            bypasses=_bypasses(context, value, captured),
            precedes=context.inits_after(when),
            follows=context.inits_before(when),
        )


def _loading(context: Context, path: str) -> Site | None:
    """Return the import of fetch-intercept, which replaces ``fetch`` as soon as it is loaded."""
    for site in context.ev.sites.of_kinds(path, ir.Import):
        if isinstance(site.node, ir.Import) and site.node.module == _INTERCEPT:
            return site
    return None


def _replaced(context: Context, site: Site) -> tuple[str, Value] | None:
    node = site.node
    if isinstance(node, ir.Bind | ir.Assign):
        if node.value is None or node.op != "=" or _fills_gap(context, site):
            return None
        target = _target(context, node.target, site)
        return None if target is None else _unless_same(context, target, node.value, site)
    if isinstance(node, ir.Call):
        return _defined(context, node, site) or _registered(context, node, site)
    return None


def _unless_same(
    context: Context, target: str, expression: ir.Expr, site: Site
) -> tuple[str, Value] | None:
    value = context.ev.evaluate(expression, site.scope)
    is_same = isinstance(value, External) and not value.module and value.path[-1:] == (target,)
    return None if is_same or isinstance(value, Const) else (target, value)


def _fills_gap(context: Context, site: Site) -> bool:
    """Tell whether fetch is only put there where the browser has none."""
    text = context.ev.workspace.text(site.scope.path)
    tests = [guard.test.span for guard in site.guards if guard.test is not None]
    return any(FETCH in text.slice(span) or XHR in text.slice(span) for span in tests)


def _target(context: Context, target: ir.Pattern, site: Site) -> str | None:
    """Return what an assignment replaces: a global, or a method of XMLHttpRequest's prototype."""
    if not isinstance(target, ir.Member):
        return None
    owner = context.ev.evaluate(target.object, site.scope)
    if not isinstance(owner, External) or owner.module:
        return None
    if not owner.path and target.name in (FETCH, XHR):
        return target.name
    of_prototype = owner.path == (XHR, "prototype") and target.name in _METHODS
    return XHR if of_prototype else None


def _defined(context: Context, node: ir.Call, site: Site) -> tuple[str, Value] | None:
    """Return what ``Object.defineProperty(window, "fetch", { value })`` puts there."""
    if callee_name(node) != "defineProperty" or len(node.args) < 3:
        return None
    owner, name, config = (context.ev.evaluate(item.value, site.scope) for item in node.args[:3])
    is_global = isinstance(owner, External) and not owner.module and not owner.path
    if not is_global or not isinstance(name, Const) or not isinstance(config, Record):
        return None
    if name.value not in (FETCH, XHR):
        return None
    entry = config.entries.get("value") or config.entries.get("get")
    return None if entry is None else (str(name.value), entry.value)


def _registered(context: Context, node: ir.Call, site: Site) -> tuple[str, Value] | None:
    """Return the response handler that is given to fetch-intercept, which replaces ``fetch``."""
    if callee_name(node) != "register" or not node.args:
        return None
    callee = context.ev.evaluate(node.callee, site.scope)
    if not isinstance(callee, External) or callee.module != _INTERCEPT:
        return None
    config = context.ev.evaluate(node.args[0].value, site.scope)
    entry = config.entries.get("response") if isinstance(config, Record) else None
    return FETCH, config if entry is None else entry.value


def _effect(context: Context, value: Value) -> InterceptorEffect:
    for option in alternatives(value):
        if isinstance(option, Closure):
            return wrapper_effect(context, option)
    return InterceptorEffect.UNKNOWN


def _bypasses(context: Context, value: Value, captured: Sequence[Captured]) -> bool:
    """Tell whether requests surely go past the function that was there."""
    early = {item.named for item in captured if item.named and item.fact.precedes}
    for option in alternatives(value):
        if isinstance(option, External) and libraries.package_of_module(option.module):
            continue
        if not isinstance(option, Closure) or not _calls_only(context, option, early):
            return False
    return True


def _calls_only(context: Context, closure: Closure, early: set[Named]) -> bool:
    """Tell whether all fetches that a wrapper calls were taken before an init."""
    names: list[Named | None] = []
    path = closure.scope.path
    span = closure.function.span
    for node, site in context.ev.sites.calls(path):
        if not span.start <= node.span.start < span.end or closure.function not in site.functions:
            continue
        callee = node.callee
        if isinstance(callee, ir.Member) and callee.name in ("call", "apply"):
            callee = callee.object
        if holds_fetch(context.ev.evaluate(callee, site.scope)):
            names.append(module_name_of(context.ev, callee, site.scope))
    return bool(names) and all(name in early for name in names)
