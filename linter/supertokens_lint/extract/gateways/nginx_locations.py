"""What the locations of an nginx server do with a request.

Source: nginx documentation of ngx_http_core_module ("location", "try_files"),
ngx_http_proxy_module ("proxy_pass") and ngx_http_rewrite_module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Action, Location
from supertokens_lint.extract.gateways.nginx_answers import own_answer
from supertokens_lint.extract.gateways.nginx_scope import HANDLERS, Scope
from supertokens_lint.extract.gateways.nginx_text import Directive, named
from supertokens_lint.extract.gateways.texts import split_url, template_value
from supertokens_lint.extract.surroundings.rewrites import (
    KEEP,
    UNKNOWN,
    Rewrite,
    literal_prefix,
    replacing,
    rewrite_by_pattern,
)
from supertokens_lint.resolve.values import Reason, Unknown
from supertokens_lint.source import Place

TOOL = "nginx"
_MATCHES: dict[str, Literal["exact", "prefix", "pattern"]] = {
    "=": "exact",
    "^~": "prefix",
    "~": "pattern",
    "~*": "pattern",
}
_SILENT = re.compile(r"(?:content|rewrite|access)_by_lua|js_content|perl$|echo|^internal$|njs")
_NAMED_ERROR = re.compile(r"@\w+")
_LOWER = re.compile(r"\$[a-z0-9]|\$\{[a-z]")
_WHOLE = re.compile(r"\$(?:request_uri|uri(?:\$is_args\$args)?)$")
_REDIRECTS = ("redirect", "permanent")


class Server(Struct, frozen=True):
    """What the locations of one server can refer to.

    ``is_rewritten`` when the server changes paths before it chooses a location.
    """

    gateway: Place
    upstreams: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, Directive] = field(default_factory=dict)
    is_rewritten: bool = False


def locations_of(
    directives: tuple[Directive, ...], scope: Scope, server: Server, preflight: Directive | None
) -> Iterator[Location]:
    """Yield the locations of a block and those in them; ``preflight`` answers OPTIONS around."""
    for directive in named(directives, "location"):
        block = directive.block
        if block is None or not directive.args or directive.first().startswith("@"):
            continue
        inner = scope.inner(block)
        own = preflight_of(block) or preflight
        yield _location(directive, block, inner, server, own)
        yield from locations_of(block, inner, server, own)


def preflight_of(directives: tuple[Directive, ...]) -> Directive | None:
    """Return the ``if`` that answers OPTIONS requests with success, or ``None``."""
    for directive in named(directives, "if"):
        test = " ".join(directive.texts)
        if "$request_method" not in test or "OPTIONS" not in test or "!" in test:
            continue
        for answer in named(directive.block or (), "return"):
            if answer.first().startswith("2"):
                return directive
    return None


def _location(
    directive: Directive,
    block: tuple[Directive, ...],
    scope: Scope,
    server: Server,
    preflight: Directive | None,
) -> Location:
    modifier = directive.first() if len(directive.args) > 1 else ""
    path = directive.args[-1].text
    action, handler = _action(block, server, 0)
    place = scope.place(directive)
    answer = None if preflight is None else scope.place(preflight)
    inside = None if preflight is None else scope.inner(preflight.block or ())
    kind = None if handler is None else handler.name.partition("_")[0]
    rule = None
    if handler is not None:
        rule = _rule(block, handler, modifier, path, scope, server)
    return Location(
        path=path,
        match=_MATCHES.get(modifier, "prefix"),
        action=action,
        place=place if handler is None else scope.place(handler),
        rule=rule,
        final=modifier == "^~",
        ignores_case=modifier == "~*",
        cors=scope.cors(inside, answer),
        limits=scope.limits(kind),
        removals=scope.removals(kind or ""),
        caches=scope.caches(kind),
        answer=own_answer(block, scope) if action is Action.ANSWERS else None,
    )


# --- what happens to a request -------------------------------------------------------------------


def _action(
    block: tuple[Directive, ...], server: Server, depth: int
) -> tuple[Action, Directive | None]:
    """Return what a block does, and the directive that hands requests on."""
    for answer in named(block, "return"):
        code = answer.first()
        return (Action.REDIRECTS if code.startswith("3") else Action.ANSWERS), None
    handler = next(named(block, *(f"{name}_pass" for name in HANDLERS)), None)
    if any(_is_conditional(item) for item in block):
        return Action.UNKNOWN, handler
    if handler is not None:
        return Action.FORWARDS, handler
    fallback = next(named(block, "try_files"), None)
    last = fallback.texts[-1] if fallback is not None and fallback.args else ""
    if last.startswith("@") and depth == 0:
        target = server.named.get(last)
        if target is None or target.block is None:
            return Action.UNKNOWN, None
        return _action(target.block, server, depth + 1)
    if any(_is_silent(item) for item in block) or ".php" in last:
        return Action.UNKNOWN, None
    return Action.ANSWERS, None


def _is_conditional(directive: Directive) -> bool:
    """Tell whether a condition may hand requests on in another way."""
    passes = tuple(f"{name}_pass" for name in HANDLERS)
    return directive.name == "if" and any(named(directive.block or (), *passes, "rewrite"))


def _is_silent(directive: Directive) -> bool:
    """Tell whether a directive may answer in a way that is not seen here."""
    if directive.name == "error_page":
        return any(_NAMED_ERROR.match(text) for text in directive.texts)
    return directive.name in ("include", "rewrite") or bool(_SILENT.search(directive.name))


# --- what happens to the path --------------------------------------------------------------------


def _rule(
    block: tuple[Directive, ...],
    handler: Directive,
    modifier: str,
    path: str,
    scope: Scope,
    server: Server,
) -> ProxyRule:
    is_pattern = modifier in ("~", "~*")
    written = scope.text(handler.first())
    url = split_url(written)
    place = scope.place(handler)
    rewritten = _rewritten(block, path, is_pattern=is_pattern)
    if url is None:
        rewrite = rewritten or KEEP
        text = f"http://{server.upstreams.get(written, written)}"
    else:
        scheme, host, uri = url[0], _WHOLE.sub("", url[1]), _WHOLE.sub("", url[2])
        rewrite = rewritten or _replaced(modifier, path, host, uri)
        text = f"{scheme}://{server.upstreams.get(host, host)}"
    if server.is_rewritten:
        rewrite = UNKNOWN
    target = template_value(text, place, "forwarded to here")
    if written.startswith("unix:") or text.partition("://")[2].startswith("unix:"):
        target = Unknown(Reason.SYNTAX, "a socket", target.trail)
    prefix = literal_prefix(path) if is_pattern else path
    return ProxyRule(
        prefix=prefix or "/",
        target=target,
        rewrite=rewrite.kind,
        place=place,
        tool=TOOL,
        removes=rewrite.removes,
        adds=rewrite.adds,
        is_pattern=is_pattern,
        gateway=server.gateway,
        changes_cookies="proxy_cookie_path" in scope.singles,
    )


def _replaced(modifier: str, path: str, host: str, uri: str) -> Rewrite:
    """Return what ``proxy_pass`` does: a URI in it replaces what the location matched."""
    if not uri:
        return KEEP
    if modifier in ("~", "~*") or _LOWER.search(host + uri) or "?" in uri:
        return UNKNOWN
    return replacing(path, uri)


def _rewritten(block: tuple[Directive, ...], location: str, *, is_pattern: bool) -> Rewrite | None:
    """Return what the ``rewrite`` directives of a location do, ``None`` when there are none."""
    found = list(named(block, "rewrite"))
    if not found:
        return None
    if len(found) > 1 or is_pattern or len(found[0].args) < 2:
        return UNKNOWN
    pattern, replacement = found[0].texts[:2]
    if found[0].texts[2:] and found[0].texts[2] not in ("break", ""):
        return UNKNOWN
    return rewrite_by_pattern(pattern, replacement, location)
