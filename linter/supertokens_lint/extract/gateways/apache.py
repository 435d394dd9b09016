"""Virtual hosts of Apache.

Source: httpd.apache.org/docs/2.4: ``ProxyPass`` replaces the text of its first argument by its
second, the first that fits counts, and ``!`` excludes a path; ``Header set`` replaces what the
application sends.
"""

from __future__ import annotations

import re
import shlex
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
from supertokens_lint.extract.gateways.cors_headers import SetHeader, cors_of
from supertokens_lint.extract.gateways.storing import kept_by_headers
from supertokens_lint.extract.gateways.texts import is_literal, split_url, template_value
from supertokens_lint.extract.surroundings.rewrites import (
    UNKNOWN,
    Rewrite,
    replacing,
    rewrite_by_pattern,
)
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.workspace import Workspace

TOOL = "Apache"
MAX_LINES = 20_000
MAX_LINE = 4_000
_NAME = re.compile(r"(?:httpd|apache2?|000-default|default-ssl)[\w.-]*\.conf(?:\.\w+)?|\.htaccess")
_PORT = re.compile(r":(\d{1,5})$")
_OPTIONS = re.compile(r"\[([^\[\]]*)\]$")
_OPENING = re.compile(r"<(?P<close>/?)(?P<name>\w+)\s*(?P<args>[^>]*)>?")
_ALL = frozenset({"^", ".", ".*", "(.*)", "^.*$", "^(.*)$", "^/.*$", "^/(.*)$"})
_SECTIONS = frozenset(
    {"location", "locationmatch", "proxy", "proxymatch", "if", "elseif", "else", "directory",
     "directorymatch", "files", "filesmatch", "limit", "limitexcept"}
)  # fmt: skip
_ELSEWHERE = frozenset({"R", "R=301", "R=302", "R=303", "R=307", "R=308", "F", "G"})
_NO_FILE = re.compile(r"%\{(?:REQUEST_FILENAME|DOCUMENT_ROOT\}%\{REQUEST_URI)\} !-[fdl]")
_VARIABLE = re.compile(r"%\{|\$\{")


class _Host(Struct):
    """One virtual host, or the server itself, as far as it was read."""

    place: Place
    names: list[str] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)
    passes: list[_Pass] = field(default_factory=list)
    headers: list[SetHeader] = field(default_factory=list)
    removals: list[HeaderRemoval] = field(default_factory=list)
    limits: list[HeaderLimit] = field(default_factory=list)
    preflight: Place | None = None
    is_preflight: bool = False
    conditions: list[str] = field(default_factory=list)
    answer: OwnAnswer | None = None
    is_rewritten: bool = False
    changes_cookies: bool = False
    is_complete: bool = True


class _Pass(Struct, frozen=True):
    """A path that is handed on, or kept when it has no target."""

    path: str
    target: str
    rewrite: Rewrite
    place: Place


def is_apache_name(name: str) -> bool:
    """Tell whether a file name is one of Apache's."""
    return _NAME.fullmatch(name) is not None


def gateways_in(workspace: Workspace, paths: list[str]) -> Iterator[Gateway]:
    """Yield the virtual hosts of some files."""
    for path in paths:
        found = workspace.read(path, read_hosts)
        yield from found or ()


def read_hosts(source: SourceText) -> tuple[Gateway, ...]:
    """Read the virtual hosts of a file; the server itself when it hands paths on."""
    return tuple(_Reader(source).gateways())


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._server = _Host(Place(source.path, Span(0, 0)))
        self._hosts: list[_Host] = []
        self._host = self._server
        self._locations: list[str | None] = []

    def gateways(self) -> Iterator[Gateway]:
        for words, span in self._lines():
            place = Place(self._source.path, span)
            if words[0].startswith("<"):
                self._section(" ".join(words), place)
            else:
                self._directive(words[0].lower(), words[1:], place)
        for host in (*self._hosts, self._server):
            if host.passes:
                yield self._gateway(host)

    def _lines(self) -> Iterator[tuple[list[str], Span]]:
        """Yield the words of each directive; a backslash at its end joins a line with the next."""
        parts: list[str] = []
        start = at = 0
        for count, line in enumerate(self._source.text.splitlines(keepends=True)):
            if count > MAX_LINES:
                return
            body = line.rstrip("\r\n")
            start = at if not parts else start
            at += len(line)
            goes_on = body.endswith("\\") and not body.lstrip().startswith("#")
            parts.append(body[:-1] if goes_on else body)
            if goes_on and len(parts) < MAX_LINES:
                continue
            text = " ".join(parts)
            words = [] if text.lstrip().startswith("#") else _words(text.strip())
            first = start + len(parts[0]) - len(parts[0].lstrip())
            if words:
                yield words, Span(first, max(first, at - len(line) + len(body.rstrip())))
            parts = []

    def _section(self, text: str, place: Place) -> None:
        match = _OPENING.match(text)
        name = "" if match is None else match["name"].lower()
        if match is None:
            return
        if name == "virtualhost":
            self._host = self._server if match["close"] else _Host(place)
            if not match["close"]:
                self._hosts.append(self._host)
                found = _PORT.search(match["args"].split(" ")[0])
                self._host.ports.extend([int(found.group(1))] if found else [])
        elif name in _SECTIONS:
            if match["close"]:
                self._locations = self._locations[:-1]
            else:
                path = match["args"].strip("\"' ") if name == "location" else None
                self._locations.append(path)

    def _directive(self, name: str, args: list[str], place: Place) -> None:
        host = self._host
        if name in ("servername", "serveralias"):
            host.names.extend(args)
        elif name == "listen" and args:
            found = _PORT.search(f":{args[0]}")
            host.ports.extend([int(found.group(1))] if found else [])
        elif name == "proxypass":
            self._pass(args, place)
        elif name in ("proxypassmatch", "rewriterule", "rewritecond"):
            self._pattern(name, args, place)
        elif name == "fallbackresource" and args and args[0] != "disabled":
            if self._locations and self._locations[-1] is not None:
                return
            host.answer = host.answer or OwnAnswer(" ".join((name, *args)), place)
        elif name in ("header", "requestheader"):
            self._header(name, args, place)
        elif name == "limitrequestfieldsize" and args and args[0].isdecimal():
            size = int(args[0][:9])
            host.limits.append(HeaderLimit("LimitRequestFieldSize", size, Direction.REQUEST, place))
        elif name.startswith("proxypassreversecookie"):
            host.changes_cookies = True
        elif name in ("include", "includeoptional") and host is not self._server:
            host.is_complete = False

    def _pass(self, args: list[str], place: Place) -> None:
        inside = self._locations[-1] if self._locations else None
        if inside is not None and args and not args[0].startswith("/"):
            args = [inside, *args]
        if len(args) < 2:
            return
        path, target = args[0], args[1]
        url = split_url(target)
        rewrite = UNKNOWN if url is None else replacing(path, url[2])
        self._host.passes.append(_Pass(path, "" if target == "!" else target, rewrite, place))

    def _pattern(self, name: str, args: list[str], place: Place) -> None:
        host = self._host
        if name == "rewritecond":
            host.is_preflight = (
                len(args) > 1
                and "REQUEST_METHOD" in args[0]
                and ("OPTIONS" in args[1] and not args[1].startswith("!"))
            )
            host.conditions.append(" ".join(args))
            return
        conditions, host.conditions = host.conditions, []
        if len(args) < 2:
            return
        flags = _OPTIONS.search(args[-1])
        names = flags.group(1).upper().split(",") if flags else []
        if host.is_preflight and any(flag in ("R=200", "R=204") for flag in names):
            host.preflight = place
        host.is_preflight = False
        if name == "rewriterule" and "P" not in names:
            self._to_page(args, names, conditions, place)
        if name == "proxypassmatch" or "P" in names:
            url = split_url(args[1])
            front = args[0].removeprefix("^").partition("(")[0]
            path = "/" + front.removesuffix("/?").strip("/")
            rewrite = UNKNOWN
            if url is not None:
                rewrite = rewrite_by_pattern(
                    "^/" + args[0].removeprefix("^").lstrip("/"), url[2], path
                )
            host.passes.append(_Pass(path, args[1], rewrite, place))

    def _to_page(
        self, args: list[str], flags: list[str], conditions: list[str], place: Place
    ) -> None:
        """Note a rule that answers all that is no file with a page; other rules hide what is.

        The default handler answers a POST to a file as it does a GET (server/core.c).
        """
        host = self._host
        is_all = args[0] in _ALL and args[1].rpartition("/")[2].endswith((".html", ".htm"))
        if is_all and not set(flags) & _ELSEWHERE and all(map(_NO_FILE.fullmatch, conditions)):
            text = f"RewriteRule {args[0]} {args[1]}"
            if not host.is_rewritten:
                host.answer = host.answer or OwnAnswer(text, place)
        elif not args[0].startswith("^index"):
            host.is_rewritten = True

    def _header(self, name: str, args: list[str], place: Place) -> None:
        is_always = bool(args) and args[0].lower() in ("always", "onsuccess")
        words = args[1:] if is_always else args
        if len(words) < 2 or self._is_elsewhere():
            return
        verb, header = words[0].lower(), words[1].lower()
        direction = Direction.RESPONSE if name == "header" else Direction.REQUEST
        if verb == "unset":
            self._host.removals.append(HeaderRemoval(header, direction, place))
        elif verb in ("set", "add", "append", "merge") and name == "header" and len(words) > 2:
            value = "${dynamic}" if _VARIABLE.search(words[2]) else words[2]
            replaces = verb == "set" and not is_always
            is_partial = len(words) > 3
            self._host.headers.append(SetHeader(header, value, place, replaces, is_partial))
        elif verb == "set" and len(words) > 2 and not words[2]:
            self._host.removals.append(HeaderRemoval(header, direction, place))

    def _is_elsewhere(self) -> bool:
        """Tell whether a header belongs to a section that not all requests are in."""
        return bool(self._locations) and self._locations[-1] != "/"

    def _gateway(self, host: _Host) -> Gateway:
        known = [name.partition(":")[0].lower() for name in host.names if is_literal(name)]
        ports = host.ports or self._server.ports or [80]
        removals = (*self._server.removals, *host.removals)
        headers = [*self._server.headers, *host.headers]
        shared = Location(
            path="/",
            match="prefix",
            action=Action.ANSWERS,
            place=host.place,
            cors=cors_of(headers, host.preflight),
            caches=tuple(kept_by_headers(headers)),
            answer=host.answer,
            limits=tuple(host.limits or self._server.limits),
            removals=tuple(dict.fromkeys(removals)),
        )
        passes = [self._location(item, host, shared) for item in host.passes]
        return Gateway(
            tool=TOOL,
            place=host.place,
            locations=(*passes, shared),
            hosts=tuple(known),
            open_hosts=len(known) != len(host.names),
            listens=tuple(dict.fromkeys(ports)),
            is_ordered=True,
            is_complete=host.is_complete,
        )

    def _location(self, item: _Pass, host: _Host, shared: Location) -> Location:
        if not item.target:
            return replace(shared, path=item.path, place=item.place)
        url = split_url(item.target)
        text = item.target if url is None else f"{url[0]}://{url[1]}"
        rule = ProxyRule(
            prefix=item.path,
            target=template_value(text, item.place, "forwarded to here"),
            rewrite=item.rewrite.kind,
            place=item.place,
            tool=TOOL,
            removes=item.rewrite.removes,
            adds=item.rewrite.adds,
            gateway=host.place,
            changes_cookies=host.changes_cookies,
        )
        return replace(
            shared,
            path=item.path,
            place=item.place,
            action=Action.FORWARDS,
            rule=rule,
            answer=None,
        )


def _words(text: str) -> list[str]:
    try:
        is_plain = "\\" in text or len(text) > MAX_LINE
        found = text.split() if is_plain else shlex.split(text, posix=True)
    except ValueError:
        found = text.split()
    return [word.strip("\"'") if "\\" in text else word for word in found]
