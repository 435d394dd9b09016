"""Addresses taken apart and put together: ``new URL`` of JavaScript, ``urllib.parse`` of Python.

Sources: https://url.spec.whatwg.org/#api and the documentation of urllib.parse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from supertokens_lint.resolve.operations import CannotFoldError
from supertokens_lint.resolve.values import External, Invocation, Scalar, Value
from supertokens_lint.sdk.whatwg import WebUrl, parse_url
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_WEB_PARTS: Mapping[str, Callable[[WebUrl], str]] = {
    "origin": lambda url: f"{url.scheme}://{url.host}",
    "host": lambda url: url.host,
    "hostname": lambda url: url.hostname,
    "port": lambda url: "" if url.port is None else str(url.port),
    "protocol": lambda url: url.protocol,
    "pathname": lambda url: url.pathname,
    "href": lambda url: f"{url.scheme}://{url.host}{url.pathname}",
}
_PYTHON_PARTS: Mapping[str, Callable[[SplitResult], Scalar]] = {
    "scheme": lambda url: url.scheme,
    "netloc": lambda url: url.netloc,
    "hostname": lambda url: url.hostname,
    "port": lambda url: url.port,
    "path": lambda url: url.path,
}
_PYTHON_PARSERS = frozenset({"urlparse", "urlsplit"})


def is_web_url(value: Value) -> bool:
    """Tell whether a value is made by ``new URL(...)``."""
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return False
    return value.callee.path == ("URL",) and 1 <= len(value.args) <= 2


def member(ev: Evaluator, value: Invocation, name: str, place: Place) -> Value | None:
    """Return a part of an address, ``None`` for any other object and member."""
    if is_web_url(value) and name in _WEB_PARTS:
        return ev.operation(f"url.{name}", value.args, place)
    callee = value.callee
    if not isinstance(callee, External) or callee.module != "urllib.parse" or not value.args:
        return None
    if callee.path[-1:] and callee.path[-1] in _PYTHON_PARSERS and name in _PYTHON_PARTS:
        return ev.operation(f"urlsplit.{name}", value.args[:1], place)
    return None


def text_of(ev: Evaluator, value: Invocation, place: Place) -> Value:
    """Return ``String(new URL(...))``."""
    return ev.operation("url.href", value.args, place)


def joined(ev: Evaluator, args: tuple[Value, ...], place: Place) -> Value | None:
    """Return the result of ``urllib.parse.urljoin``."""
    return ev.operation("urljoin", args, place) if len(args) == 2 else None


def fold(op: str, operands: tuple[Scalar, ...]) -> Scalar:
    """Return the result of one of this module's operations on known texts.

    Raises CannotFoldError where the address cannot be parsed.
    """
    texts = [item for item in operands if isinstance(item, str)]
    if len(texts) != len(operands):
        raise CannotFoldError
    try:
        if op == "urljoin":
            return urljoin(texts[0], texts[1])
        kind, _, part = op.partition(".")
        if kind == "urlsplit":
            return _PYTHON_PARTS[part](urlsplit(texts[0]))
        text = texts[0] if len(texts) == 1 else urljoin(texts[1], texts[0])
    except ValueError as error:
        raise CannotFoldError from error
    return _WEB_PARTS[part](_parsed(text))


def _parsed(text: str) -> WebUrl:
    url = parse_url(text)
    if url is None or not url.hostname:
        raise CannotFoldError
    if any(mark in text for mark in "?#@"):
        raise CannotFoldError
    return url
