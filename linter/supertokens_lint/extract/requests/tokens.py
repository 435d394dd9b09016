"""Access tokens that are put away and sent with later requests.

Source: supertokens-website and -react-native lib/ts/fetch.ts: an ``Authorization`` header that is
not the current token is left in place, also when the request is repeated after a refresh.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from supertokens_lint.extract.client_facts import KeptToken
from supertokens_lint.extract.requests.context import Context, callee_name, place_of
from supertokens_lint.extract.requests.token_holds import Hold, Holds, names_header, target_path
from supertokens_lint.extract.requests.token_names import AUTHORIZATION, SOURCE, Key, Reads
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site

_RENEWING = frozenset({"onHandleEvent", "setInterval", "postAPIHook", "use", "beforeRequest",
                       "prepareHeaders", "setContext"})  # fmt: skip
_CHECKED = re.compile(
    r"expir|\bDate\b|\bnow\b|\bexp\b|decode|isValid|jwt|stale|fresh", re.IGNORECASE
)
_HEADER_SETTERS = frozenset({"set", "append", "setRequestHeader", "setHeader"})


def kept_tokens(context: Context, roots: frozenset[str]) -> Iterator[KeptToken]:
    """Yield the tokens that frontends keep and that some request takes from there."""
    keyed: dict[Key, list[Hold]] = {}
    for path in _paths(context, roots):
        for hold in Holds(context, path).find():
            if hold.key is not None:
                keyed.setdefault(hold.key, []).append(hold)
            elif not _is_renewed(context, hold.site):
                yield hold.kept
    if not keyed:
        return
    uses = _uses(context, frozenset(keyed))
    told: set[Site] = set()
    for key, holds in keyed.items():
        if any(_is_renewed(context, hold.site) for hold in holds) or holds[0].site in told:
            continue
        sites = [site for site in uses.get(key, ()) if not _is_set_before(holds, site)]
        if sites:
            told.add(holds[0].site)
            yield replace(holds[0].kept, uses=tuple(place_of(site) for site in sites))


def _paths(context: Context, roots: frozenset[str]) -> Iterable[str]:
    """Return the modules that get a token, or call a function of a module that does."""
    found: dict[str, None] = {}
    for entry in context.ev.workspace.mentioning(SOURCE.encode()):
        below = any(entry.path.startswith(f"{root}/") for root in roots)
        if not entry.is_test and below and not entry.path.endswith((".py", ".go")):
            found.update(dict.fromkeys((entry.path, *context.graph.importers(entry.path))))
    return [path for path in found if context.runtimes.of(path) is not None]


def _is_renewed(context: Context, site: Site) -> bool:
    """Tell whether a token is put away again and again, or only while it is good."""
    text = context.ev.workspace.text(site.scope.path)
    for guard in site.guards:
        if guard.test is not None and _CHECKED.search(text.slice(guard.test.span)):
            return True
    functions = {id(function) for function in site.functions}
    for other in context.ev.sites.of(site.scope.path):
        if functions.intersection(_given_to_renewal(other.node)):
            return True
    return False


def _given_to_renewal(node: ir.Node) -> Iterator[int]:
    """Yield the functions that something calls each time the token may have changed."""
    if isinstance(node, ir.Call) and callee_name(node) in _RENEWING:
        yield from (id(argument.value) for argument in node.args)
    elif isinstance(node, ir.Property) and node.key in _RENEWING:
        yield id(node.value)


def _uses(context: Context, keys: frozenset[Key]) -> dict[Key, list[Site]]:
    """Return where Authorization headers are made of what some keys hold."""
    found: dict[Key, list[Site]] = {}
    reads = Reads(context.ev)
    for entry in context.ev.workspace.mentioning(b"uthorization", b"AUTHORIZATION"):
        if entry.is_test or context.runtimes.of(entry.path) is None:
            continue
        for expression, site in _headers(context, entry.path):
            for key in dict.fromkeys(reads.of(expression, site)):
                if key in keys:
                    found.setdefault(key, []).append(site)
    return found


def _headers(context: Context, path: str) -> Iterator[tuple[ir.Expr, Site]]:
    """Yield what Authorization headers are set to."""
    for site in context.ev.sites.of(path):
        node = site.node
        if isinstance(node, ir.Property) and str(node.key).lower() == AUTHORIZATION:
            yield node.value, site
        elif isinstance(node, ir.Call) and len(node.args) > 1:
            first = node.args[0].value
            if callee_name(node) in _HEADER_SETTERS and names_header(context, first, site):
                yield node.args[1].value, site
        elif isinstance(node, ir.Bind | ir.Assign) and _is_header(context, node.target, site):
            yield from () if node.value is None else ((node.value, site),)


def _is_header(context: Context, target: ir.Pattern, site: Site) -> bool:
    if not isinstance(target, ir.Member | ir.Index):
        return False
    return target_path(context, target, site)[-1].lower() == AUTHORIZATION


def _is_set_before(holds: list[Hold], use: Site) -> bool:
    """Tell whether the function of a use fetches the token anew each time that it runs."""
    return any(
        hold.site.scope.path == use.scope.path
        and hold.site.functions
        and hold.site.functions == use.functions[: len(hold.site.functions)]
        and not hold.site.guards
        and hold.site.node.span.start < use.node.span.start
        for hold in holds
    )
