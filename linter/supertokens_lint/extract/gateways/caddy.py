"""Sites of Caddyfiles.

Source: caddyserver.com/docs/caddyfile: ``handle`` blocks exclude one another and the longest path
wins; ``handle_path`` takes its prefix off; ``header`` with ``>`` or ``defer`` and ``header_down``
replace what the application sends, a plain ``header`` stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from msgspec import Struct, field

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import (
    Action,
    Direction,
    Gateway,
    HeaderLimit,
    HeaderRemoval,
    Location,
    OwnAnswer,
)
from supertokens_lint.extract.gateways.caddy_headers import (
    down_headers,
    is_matcher,
    removed,
    set_headers,
    stripped,
)
from supertokens_lint.extract.gateways.caddy_text import CaddyFile, read_caddyfile
from supertokens_lint.extract.gateways.cors_headers import SetHeader, cors_of
from supertokens_lint.extract.gateways.nginx_text import Directive, named
from supertokens_lint.extract.gateways.storing import kept_by_headers
from supertokens_lint.extract.gateways.texts import is_literal, size_of, split_url, template_value
from supertokens_lint.extract.surroundings.rewrites import KEEP, UNKNOWN, Rewrite, replacing
from supertokens_lint.source import Place
from supertokens_lint.workspace.workspace import Workspace

TOOL = "Caddy"
_ADDRESS = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<host>\[[0-9A-Fa-f:]*\]|[^:/\s]*)(?::(?P<port>\d{1,5}))?(?:/\S*)?"
)
_GROUPS = ("handle", "handle_path", "route")
_PLACEHOLDER = re.compile(r"\{[\w.$%]")
_STATUS = re.compile(r"\d{3}")
_SILENT = frozenset({"php_fastcgi", "import", "invoke", "forward_auth", "vars", "templates"})


def gateways_in(workspace: Workspace, paths: list[str]) -> Iterator[Gateway]:
    """Yield the sites of some Caddyfiles."""
    for path in paths:
        file = workspace.read(path, read_caddyfile)
        if file is not None:
            yield from _sites(file)


def _sites(file: CaddyFile) -> Iterator[Gateway]:
    options = next((item for item in file.directives if item.name == "" and item.block), None)
    settings = options.block if options is not None and options.block else ()
    plain = any(item.first() in ("off", "disable_certs") for item in named(settings, "auto_https"))
    limits = tuple(_limits(file.path, settings))
    blocks = [
        item
        for item in file.directives
        if item.block is not None and item.name and not item.name.startswith("(")
    ]
    if not blocks and file.directives:
        first = file.directives[0]
        yield _site(file, first, file.directives[1:], limits, plain=plain)
    for item in blocks:
        yield _site(file, item, item.block or (), limits, plain=plain)


def _site(
    file: CaddyFile,
    head: Directive,
    block: tuple[Directive, ...],
    limits: tuple[HeaderLimit, ...],
    *,
    plain: bool,
) -> Gateway:
    place = Place(file.path, head.span)
    words = [text.rstrip(",") for text in (head.name, *head.texts)]
    hosts: list[str] = []
    ports: dict[int, None] = {}
    is_open = False
    for word in words:
        match = _ADDRESS.fullmatch(word)
        if match is None or not is_literal(word) or _PLACEHOLDER.search(word):
            is_open = True
            continue
        if match["host"]:
            hosts.append(match["host"].lower())
        ports.update(dict.fromkeys(_ports(match, plain=plain)))
    reader = _Block(file.path, place, block)
    found = [replace(item, limits=limits) for item in reader.locations("/")]
    return Gateway(
        tool=TOOL,
        place=place,
        locations=tuple(found),
        hosts=tuple(hosts) if len(hosts) == len(words) else (),
        open_hosts=is_open,
        listens=tuple(ports),
        is_complete=file.is_whole and not is_open and not reader.has_unseen(),
    )


def _ports(match: re.Match[str], *, plain: bool) -> tuple[int, ...]:
    if match["port"]:
        return (int(match["port"]),)
    if match["scheme"] == "http" or plain:
        return (80,)
    return (443, 80)


def _limits(path: str, settings: tuple[Directive, ...]) -> Iterator[HeaderLimit]:
    for servers in named(settings, "servers"):
        for item in named(servers.block or (), "max_header_size"):
            size = size_of(item.first().lower())
            if size is not None:
                place = Place(path, item.span)
                yield HeaderLimit("max_header_size", size, Direction.REQUEST, place)


class _Block(Struct):
    """The directives of a site or of a ``handle``, with what the blocks around it say."""

    path: str
    gateway: Place
    directives: tuple[Directive, ...]
    headers: tuple[SetHeader, ...] = ()
    removals: tuple[HeaderRemoval, ...] = ()
    rewrite: Rewrite = KEEP
    unseen: bool = field(default=False)

    def has_unseen(self) -> bool:
        """Tell whether matchers or directives were met that nobody here can judge."""
        return self.unseen or any(item.name in _SILENT for item in self.directives)

    def locations(self, prefix: str) -> Iterator[Location]:
        """Yield what happens to paths below a prefix, with the block itself as the last."""
        matchers = dict(self._matchers())
        headers = (*self.headers, *set_headers(self.path, self.directives))
        removals = (*self.removals, *removed(self.path, self.directives))
        rewrite = self._rewrite(prefix)
        answers = self._preflight()
        for item in named(self.directives, *_GROUPS):
            for path in self._paths(item, matchers, prefix):
                own = replacing(path.rstrip("*/"), "") if item.name == "handle_path" else rewrite
                inner = _Block(self.path, self.gateway, item.block or (), headers, removals, own)
                yield from self._inside(inner, path, answers)
        proxies = list(named(self.directives, "reverse_proxy"))
        for item in proxies:
            for path in self._paths(item, matchers, prefix):
                yield self._forward(item, path, headers, removals, rewrite, answers)
        if not any(_pattern(item) in ("", "*", "/*") for item in proxies):
            place = Place(self.path, self.directives[0].span) if self.directives else self.gateway
            action = self._fallback()
            yield Location(
                prefix,
                "prefix",
                action,
                place,
                cors=cors_of(headers, answers),
                answer=self._answer() if action is Action.ANSWERS else None,
            )

    def _inside(self, inner: _Block, path: str, answers: Place | None) -> Iterator[Location]:
        prefix, exact = _bare(path)
        for location in inner.locations(prefix):
            cors = location.cors
            if cors is not None and answers is not None:
                location = replace(location, cors=replace(cors, answers=True))  # noqa: PLW2901
            if location.path == prefix and exact:
                location = replace(location, match="exact")  # noqa: PLW2901
            yield location
        self.unseen = self.unseen or inner.has_unseen()

    def _answer(self) -> OwnAnswer | None:
        """Return the ``respond`` that answers what nothing before it does, with 200.

        ``file_server`` is no such answer: it allows GET and HEAD alone.
        """
        for item in named(self.directives, "respond"):
            words = [text for text in item.texts if not is_matcher(text)]
            codes = [word for word in words if _STATUS.fullmatch(word)]
            if _pattern(item) in ("", "*", "/*") and item.block is None and codes in ([], ["200"]):
                place = Place(self.path, item.span)
                return OwnAnswer(" ".join((item.name, *item.texts)), place)
            return None
        return None

    def _fallback(self) -> Action:
        names = {item.name for item in self.directives}
        if "redir" in names and not names & {"file_server", "respond"}:
            return Action.REDIRECTS
        return Action.UNKNOWN if names & _SILENT else Action.ANSWERS

    # --- matchers --------------------------------------------------------------------------------

    def _matchers(self) -> Iterator[tuple[str, tuple[str, ...] | None]]:
        for item in self.directives:
            if not item.name.startswith("@"):
                continue
            parts = item.block if item.block is not None else ()
            if item.args:
                only = Directive(item.first(), item.args[1:], item.span)
                parts = (only,)
            known = [part for part in parts if part.name == "path"]
            yield item.name, known[0].texts if len(known) == len(parts) == 1 else None

    def _paths(
        self, item: Directive, matchers: dict[str, tuple[str, ...] | None], prefix: str
    ) -> tuple[str, ...]:
        written = _pattern(item)
        if not written or written == "*":
            return (prefix + "*",)
        if not written.startswith("@"):
            return (written,)
        known = matchers.get(written)
        self.unseen = self.unseen or known is None
        return known or ()

    def _preflight(self) -> Place | None:
        for item in self.directives:
            if not item.name.startswith("@") or "OPTIONS" not in _words(item):
                continue
            for answer in named(self.directives, "respond", "handle"):
                inner = next(named(answer.block or (), "respond"), None)
                if answer.first() == item.name and (answer.name == "respond" or inner):
                    return Place(self.path, answer.span)
        return None

    # --- forwarding ------------------------------------------------------------------------------

    def _forward(
        self,
        item: Directive,
        path: str,
        headers: tuple[SetHeader, ...],
        removals: tuple[HeaderRemoval, ...],
        rewrite: Rewrite,
        answers: Place | None,
    ) -> Location:
        block = item.block or ()
        upstreams = [text for text in item.texts if not is_matcher(text)]
        upstreams += [text for part in named(block, "to") for text in part.texts]
        written = upstreams[0] if upstreams else ""
        url = split_url(written)
        text = f"{url[0]}://{url[1]}" if url else f"http://{written}"
        place = Place(self.path, item.span)
        prefix, exact = _bare(path)
        own = UNKNOWN if any(named(block, "rewrite", "handle_response")) else rewrite
        sent = (*headers, *down_headers(self.path, block))
        rule = ProxyRule(
            prefix=prefix,
            target=template_value(text, place, "forwarded to here"),
            rewrite=own.kind,
            place=place,
            tool=TOOL,
            removes=own.removes,
            adds=own.adds,
            gateway=self.gateway,
        )
        return Location(
            path=prefix,
            match="exact" if exact else "prefix",
            action=Action.FORWARDS,
            place=place,
            rule=rule,
            cors=cors_of(sent, answers),
            caches=tuple(kept_by_headers(sent)),
            removals=(*removals, *stripped(self.path, block)),
        )

    def _rewrite(self, prefix: str) -> Rewrite:
        found = list(named(self.directives, "uri", "rewrite"))
        if not found:
            return self.rewrite
        item = found[0]
        texts = item.texts
        if len(found) > 1 or self.rewrite is not KEEP:
            return UNKNOWN
        if item.name == "uri" and texts[-2:-1] == ("strip_prefix",):
            own = "/" + texts[-1].strip("/")
            return replacing(own, "") if f"{prefix}/".startswith(f"{own}/") else KEEP
        if item.name == "rewrite" and texts and texts[-1].endswith("{uri}"):
            return replacing("", texts[-1].removesuffix("{uri}"))
        return UNKNOWN


def _words(item: Directive) -> tuple[str, ...]:
    return (*item.texts, *(text for part in item.block or () for text in part.texts))


def _pattern(item: Directive) -> str:
    """Return the matcher of a directive, an empty text when it has none."""
    first = item.first()
    return first if is_matcher(first) else ""


def _bare(path: str) -> tuple[str, bool]:
    """Return a path without its wildcard, and whether it stands for itself alone."""
    if path.endswith("*"):
        return path[:-1] or "/", False
    return path, True
