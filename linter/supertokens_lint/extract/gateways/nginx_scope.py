"""What nginx directives are in force in a block, with those of the blocks around it.

Source: nginx documentation. ``add_header``, ``proxy_set_header`` and ``proxy_hide_header`` are
inherited "if and only if" the block has none of its own; settings with one value are inherited
until they are given anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field, structs

from supertokens_lint.extract.gateway_facts import (
    CacheRule,
    Direction,
    GatewayCors,
    HeaderLimit,
    HeaderRemoval,
)
from supertokens_lint.extract.gateways.cors_headers import SetHeader, cors_of
from supertokens_lint.extract.gateways.nginx_text import Directive, named
from supertokens_lint.extract.gateways.storing import kept_by_headers
from supertokens_lint.extract.gateways.texts import (
    is_literal,
    size_of,
    with_variables,
)
from supertokens_lint.source import Place

HANDLERS = ("proxy", "uwsgi", "fastcgi", "grpc", "scgi")
_HIDING = tuple(f"{name}_hide_header" for name in HANDLERS)
_PASSING = tuple(f"{name}_pass_header" for name in HANDLERS)
_VALID = tuple(f"{name}_cache_valid" for name in HANDLERS)
_LISTS = ("add_header", "proxy_set_header", "error_page", *_HIDING, *_PASSING, *_VALID)
_EXPIRES = re.compile(r"\+?[1-9]\d*(?:ms|[smhdwMy])?|max")
_TIME = re.compile(r"[1-9]\d*(?:ms|[smhdwMy])?")
_PERSONAL = re.compile(r"cookie|authorization", re.IGNORECASE)
_ADDED = ("more_set_headers", "more_clear_headers", "more_clear_input_headers")


class Scope(Struct, frozen=True):
    """The directives in force in a block of one file."""

    path: str
    lists: Mapping[str, tuple[Directive, ...]] = field(default_factory=dict)
    singles: Mapping[str, Directive] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)

    def inner(self, directives: tuple[Directive, ...]) -> Scope:
        """Return the scope of a block that stands in this one."""
        lists = dict(self.lists)
        singles = dict(self.singles)
        variables = dict(self.variables)
        own = {name: tuple(named(directives, name)) for name in (*_LISTS, *_ADDED)}
        lists.update({name: found for name, found in own.items() if found and name in _LISTS})
        for name in _ADDED:
            lists[name] = (*lists.get(name, ()), *own[name])
        for directive in directives:
            if directive.block is None and directive.name not in own:
                singles[directive.name] = directive
            if directive.name == "set" and len(directive.args) == 2:
                variables[directive.first().lstrip("$")] = directive.args[1].text
        return Scope(self.path, lists, singles, variables)

    def place(self, directive: Directive) -> Place:
        """Return where a directive stands."""
        return Place(self.path, directive.span)

    def text(self, text: str) -> str:
        """Return a text with the variables of ``set`` put in."""
        return with_variables(text, self.variables)

    # --- headers ---------------------------------------------------------------------------------

    def set_headers(self) -> Iterator[SetHeader]:
        """Yield the response headers that are added, names in lower case."""
        for directive in self.lists.get("add_header", ()):
            if len(directive.args) >= 2:
                value = self.text(directive.args[1].text)
                yield SetHeader(directive.first().lower(), value, self.place(directive))
        for directive in self.lists.get("more_set_headers", ()):
            for word in directive.args:
                name, colon, value = word.text.partition(":")
                if colon:
                    text = self.text(value.strip())
                    yield SetHeader(
                        name.strip().lower(), text, self.place(directive), replaces=True
                    )

    def removals(self, handler: str) -> tuple[HeaderRemoval, ...]:
        """Return the headers that are taken out on the way to or from a ``proxy_pass``."""
        found = [*self._cleared()]
        if handler == "proxy":
            found.extend(self._request_removals())
        found.extend(self._hidden(handler))
        return tuple(found)

    def _request_removals(self) -> Iterator[HeaderRemoval]:
        given = self.lists.get("proxy_set_header", ())
        for directive in given:
            if len(directive.args) == 2 and _is_dropped(directive.first(), directive.args[1].text):
                header = directive.first().lower()
                yield HeaderRemoval(header, Direction.REQUEST, self.place(directive))
        off = self.singles.get("proxy_pass_request_headers")
        if off is not None and off.first() == "off":
            kept = {directive.first().lower() for directive in given}
            header = "*" if not kept & {"cookie", "authorization"} else ""
            if header:
                yield HeaderRemoval(header, Direction.REQUEST, self.place(off))

    def _hidden(self, handler: str) -> Iterator[HeaderRemoval]:
        passed = {item.first().lower() for item in self.lists.get(f"{handler}_pass_header", ())}
        restored = {header.name for header in self.set_headers()}
        for directive in self.lists.get(f"{handler}_hide_header", ()):
            header = directive.first().lower()
            if header not in passed and header not in restored:
                yield HeaderRemoval(header, Direction.RESPONSE, self.place(directive))

    def _cleared(self) -> Iterator[HeaderRemoval]:
        for name, direction in (
            ("more_clear_headers", Direction.RESPONSE),
            ("more_clear_input_headers", Direction.REQUEST),
        ):
            for directive in self.lists.get(name, ()):
                for text in directive.texts:
                    for header in text.split():
                        yield HeaderRemoval(header.lower(), direction, self.place(directive))

    # --- limits and caches -----------------------------------------------------------------------

    def limits(self, handler: str | None) -> tuple[HeaderLimit, ...]:
        """Return the sizes of header buffers that are written down for a kind of handler."""
        found: list[HeaderLimit] = []
        wanted = [("large_client_header_buffers", 1, Direction.REQUEST)]
        if handler is not None:
            wanted.append((f"{handler}_buffer_size", 0, Direction.RESPONSE))
        for name, index, direction in wanted:
            directive = self.singles.get(name)
            texts = () if directive is None else directive.texts
            size = size_of(texts[index]) if len(texts) > index else None
            if directive is not None and size is not None:
                found.append(HeaderLimit(name, size, direction, self.place(directive)))
        return tuple(found)

    def caches(self, handler: str | None) -> tuple[CacheRule, ...]:
        """Return where responses are certainly stored, or others are told to store them."""
        found = [*self._stored(handler), *kept_by_headers(self.set_headers())]
        expires = self.singles.get("expires")
        if expires is not None and _EXPIRES.fullmatch(expires.texts[-1] if expires.args else ""):
            found.append(CacheRule(f"expires {expires.texts[-1]}", self.place(expires)))
        return tuple(found)

    def _stored(self, handler: str | None) -> Iterator[CacheRule]:
        """Yield the zone in which answers with 200 are kept, whoever asks for them.

        Source: ngx_http_proxy_module: without ``proxy_cache_valid`` the application decides, and
        ``proxy_no_cache``, ``proxy_cache_bypass`` and the key may tell users apart.
        """
        zone = self.singles.get(f"{handler}_cache")
        if zone is None or zone.first() in ("off", "") or not is_literal(zone.first()):
            return
        if {f"{handler}_no_cache", f"{handler}_cache_bypass"} & set(self.singles):
            return
        key = self.singles.get(f"{handler}_cache_key")
        if key is not None and _PERSONAL.search(" ".join(key.texts)):
            return
        for valid in self.lists.get(f"{handler}_cache_valid", ()):
            codes = valid.texts[:-1]
            if (not codes or {"200", "any"} & set(codes)) and _TIME.fullmatch(valid.texts[-1]):
                yield CacheRule(f"{handler}_cache {zone.first()}", self.place(zone))
                return

    # --- CORS ------------------------------------------------------------------------------------

    def cors(self, preflight: Scope | None, answer: Place | None) -> GatewayCors | None:
        """Return the CORS headers; ``preflight`` is the block that answers OPTIONS requests."""
        hidden = {item.first().lower() for item in self.lists.get("proxy_hide_header", ())}
        usual = [
            structs.replace(header, replaces=header.replaces or header.name in hidden)
            for header in self.set_headers()
        ]
        return cors_of(usual, answer, None if preflight is None else preflight.set_headers())


def _is_dropped(header: str, value: str) -> bool:
    """Tell whether a request header is sent empty, or cookies are replaced by a fixed text."""
    if not value:
        return True
    return header.lower() == "cookie" and is_literal(value)
