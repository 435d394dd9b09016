"""Headers that the directives of a Caddyfile set and take out.

Source: caddyserver.com/docs/caddyfile/directives/header, request_header and reverse_proxy.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.gateway_facts import Direction, HeaderRemoval
from supertokens_lint.extract.gateways.cors_headers import SetHeader
from supertokens_lint.extract.gateways.nginx_text import Directive, named
from supertokens_lint.source import Place, Span


def is_matcher(text: str) -> bool:
    """Tell whether a word is a path, a name or the wildcard of a matcher."""
    return text.startswith(("/", "@")) or text == "*"


def set_headers(path: str, directives: tuple[Directive, ...]) -> Iterator[SetHeader]:
    """Yield what ``header`` sets; with ``>`` or ``defer`` after the application did."""
    for item in named(directives, "header"):
        is_late = any(part.name == "defer" for part in item.block or ())
        for name, value, span in _fields(item):
            if not name.startswith(("-", "?")):
                yield SetHeader(
                    name.lstrip("+>").lower(),
                    value,
                    Place(path, span),
                    replaces=is_late or name.startswith(">"),
                    is_partial=is_matcher(item.first()) and item.first() != "*",
                )


def down_headers(path: str, block: tuple[Directive, ...]) -> Iterator[SetHeader]:
    """Yield what ``header_down`` of a ``reverse_proxy`` sets."""
    for item in named(block, "header_down"):
        name, value = item.first(), item.texts[1] if len(item.texts) > 1 else ""
        if value and not name.startswith(("+", "-")):
            yield SetHeader(name.lower(), value, Place(path, item.span), replaces=True)


def removed(path: str, directives: tuple[Directive, ...]) -> Iterator[HeaderRemoval]:
    """Yield what ``header`` and ``request_header`` take out."""
    for name, direction in (
        ("header", Direction.RESPONSE),
        ("request_header", Direction.REQUEST),
    ):
        for item in named(directives, name):
            for header, _, span in _fields(item):
                if header.startswith("-"):
                    yield HeaderRemoval(header[1:].lower(), direction, Place(path, span))


def stripped(path: str, block: tuple[Directive, ...]) -> Iterator[HeaderRemoval]:
    """Yield what ``header_up`` and ``header_down`` of a ``reverse_proxy`` take out."""
    for name, direction in (
        ("header_up", Direction.REQUEST),
        ("header_down", Direction.RESPONSE),
    ):
        for item in named(block, name):
            header = item.first()
            is_empty = len(item.texts) == 2 and not item.texts[1]
            if header.startswith("-") or is_empty:
                place = Place(path, item.span)
                yield HeaderRemoval(header.lstrip("-").lower(), direction, place)


def _fields(item: Directive) -> Iterator[tuple[str, str, Span]]:
    """Yield name, value and span of the fields of a ``header`` directive."""
    words = [word for word in item.args if not is_matcher(word.text)]
    if words:
        yield words[0].text, words[1].text if len(words) > 1 else "", item.span
    for part in item.block or ():
        yield part.name, part.first(), part.span
