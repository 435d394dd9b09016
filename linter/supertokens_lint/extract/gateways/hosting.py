"""Rewrites of Netlify, and the routes that lead to a worker of Cloudflare.

Sources: docs.netlify.com, "Redirects" and "Rewrites and proxies": ``_redirects`` is read before
``netlify.toml``, and the first rule that fits counts; developers.cloudflare.com, "Routes".
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Literal

from supertokens_lint.errors import ReaderError
from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Action, Gateway, Location
from supertokens_lint.extract.gateways.texts import is_literal, split_url, template_value
from supertokens_lint.extract.surroundings.rewrites import UNKNOWN, Rewrite, rewrite_from
from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Reason, Unknown
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tomltext import load_toml
from supertokens_lint.workspace.tree import Mapping, Scalar, Sequence, at
from supertokens_lint.workspace.workspace import Workspace

NETLIFY = "netlify"
CLOUDFLARE = "Cloudflare"
WRANGLER = ("wrangler.toml", "wrangler.json", "wrangler.jsonc")
_LINE = re.compile(r"^[ \t]*(?P<text>[^#\r\n]+)", re.MULTILINE)
_PROXIED = ("200", "200!")
_SENT = ("301", "302", "301!", "302!", "303", "307", "308")
_ROUTE = re.compile(r"(?:https?://)?(?P<host>[^/\s]+)(?P<path>/[^\s]*)?")


# --- Netlify -------------------------------------------------------------------------------------


def netlify_rules(workspace: Workspace) -> Iterator[ProxyRule]:
    """Yield the rewrites that hand a path on to another server."""
    for entry in workspace.named("_redirects"):
        yield from workspace.read(entry.path, _read_redirects) or ()
    for entry in workspace.named("netlify.toml"):
        yield from workspace.read(entry.path, _read_netlify) or ()


def _read_redirects(source: SourceText) -> tuple[ProxyRule, ...]:
    found: list[ProxyRule] = []
    taken: list[str] = []
    for match in _LINE.finditer(source.text):
        words = match["text"].split()
        if len(words) == 2 or (len(words) == 3 and words[2] in _SENT):
            taken.append(words[0])
        if len(words) >= 3 and words[2] in _PROXIED and not _is_taken(words[0], taken):
            span = Span(match.start("text"), match.start("text") + len(match["text"].rstrip()))
            rule = _rule(words[0], words[1], Place(source.path, span))
            found.extend([rule] if rule is not None else [])
    return tuple(found)


def _read_netlify(source: SourceText) -> tuple[ProxyRule, ...]:
    found: list[ProxyRule] = []
    taken: list[str] = []
    redirects = _table(source).get("redirects")
    at_offset = 0
    for item in redirects if isinstance(redirects, list) else ():
        if not isinstance(item, dict):
            continue
        path, target = item.get("from"), item.get("to")
        if not isinstance(path, str) or not isinstance(target, str):
            continue
        place = _place(source, path, at_offset)
        at_offset = place.span.end
        status = str(item.get("status", 301))
        if status in _SENT and not {"conditions", "query"} & set(item):
            taken.append(path)
        if status in _PROXIED and not _is_taken(path, taken):
            rule = _rule(path, target, place)
            found.extend([rule] if rule is not None else [])
    return tuple(found)


def _is_taken(path: str, taken: list[str]) -> bool:
    """Tell whether a redirect before a rule takes all of its paths."""
    return any(front == path or (front.endswith("/*") and path.startswith(front[:-1]))
               for front in taken)  # fmt: skip


def _rule(path: str, target: str, place: Place) -> ProxyRule | None:
    url = split_url(target)
    if url is None or not path.startswith("/"):
        return None
    scheme, host, rest = url
    prefix = path.removesuffix("*").rstrip("/") or "/"
    rewrite: Rewrite = UNKNOWN
    if path.endswith("/*") and rest.endswith("/:splat") and is_literal(rest):
        rewrite = rewrite_from(prefix, rest.removesuffix("/:splat"))
    if ":" in prefix:
        prefix, rewrite = prefix.partition("/:")[0] or "/", UNKNOWN
    return ProxyRule(
        prefix=prefix,
        target=template_value(f"{scheme}://{host}", place, "forwarded to here"),
        rewrite=rewrite.kind,
        place=place,
        tool=NETLIFY,
        removes=rewrite.removes,
        adds=rewrite.adds,
    )


def _table(source: SourceText) -> dict[str, object]:
    try:
        return load_toml(source)
    except ReaderError:
        return {}


def _place(source: SourceText, text: str, start: int) -> Place:
    """Return where a text stands in a file whose reader keeps no places."""
    found = source.text.find(text, start)
    found = source.text.find(text) if found < 0 else found
    return Place(source.path, Span(max(found, 0), max(found, 0) + len(text)))


# --- Cloudflare ----------------------------------------------------------------------------------


def gateways_in(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the hosts at which workers answer, with the paths that lead to them."""
    for entry in workspace.named(*WRANGLER):
        yield from workspace.read(entry.path, _read_wrangler) or ()


def _read_wrangler(source: SourceText) -> tuple[Gateway, ...]:
    routes = _toml_routes(source) if source.path.endswith(".toml") else _json_routes(source)
    hosts: dict[str, list[tuple[str, Place, bool]]] = {}
    for text, place, is_domain in routes:
        match = _ROUTE.fullmatch(text)
        if match is not None:
            path = "/*" if is_domain else match["path"] or "/"
            hosts.setdefault(match["host"].lower(), []).append((path, place, is_domain))
    folder = posixpath.dirname(source.path)
    found: list[Gateway] = []
    for host, paths in hosts.items():
        first = paths[0][1]
        known = [_location(path, place, first, folder) for path, place, _ in paths]
        found.append(
            Gateway(
                tool=CLOUDFLARE,
                place=first,
                locations=tuple(known),
                hosts=(host,),
                is_complete=all(item.match != "pattern" for item in known),
            )
        )
    return tuple(found)


def _location(path: str, place: Place, gateway: Place, folder: str) -> Location:
    bare = path.removesuffix("*")
    rule = ProxyRule(
        prefix=bare or "/",
        target=Unknown(Reason.EXTERNAL, "a worker", (Step("routed here", place),)),
        rewrite="keep",
        place=place,
        tool=CLOUDFLARE,
        gateway=gateway,
        folders=(folder,),
    )
    kind: Literal["pattern", "prefix", "exact"] = "prefix" if path.endswith("*") else "exact"
    kind = "pattern" if "*" in bare else kind
    return Location(bare or "/", kind, Action.FORWARDS, place, rule)


def _toml_routes(source: SourceText) -> Iterator[tuple[str, Place, bool]]:
    table = _table(source)
    given = [table.get("route"), *_listed(table.get("routes"))]
    for item in given:
        pattern = item.get("pattern") if isinstance(item, dict) else item
        if isinstance(pattern, str):
            is_domain = isinstance(item, dict) and item.get("custom_domain") is True
            yield pattern, _place(source, pattern, 0), is_domain


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _json_routes(source: SourceText) -> Iterator[tuple[str, Place, bool]]:
    try:
        data = read_json(source)
    except ReaderError:
        return
    routes = at(data, "routes")
    given = [at(data, "route"), *(routes.items if isinstance(routes, Sequence) else ())]
    for item in given:
        pattern = at(item, "pattern") if isinstance(item, Mapping) else item
        if isinstance(pattern, Scalar) and isinstance(pattern.value, str):
            domain = at(item, "custom_domain") if isinstance(item, Mapping) else None
            is_domain = isinstance(domain, Scalar) and domain.value is True
            yield pattern.value, Place(source.path, pattern.span), is_domain
