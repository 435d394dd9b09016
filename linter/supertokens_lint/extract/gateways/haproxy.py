"""Frontends of HAProxy, with the backends that they hand requests on to.

Source: docs.haproxy.org, "use_backend", "acl", "http-request" and "http-response": the first
``use_backend`` whose condition holds counts, then ``default_backend``; lines with the same ACL
name add up; rules of the frontend run before those of the backend.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import (
    Action,
    CacheRule,
    Direction,
    Gateway,
    HeaderLimit,
    HeaderRemoval,
    Location,
    OwnAnswer,
)
from supertokens_lint.extract.gateways.cors_headers import SetHeader, cors_of
from supertokens_lint.extract.gateways.haproxy_text import (
    HaproxyFile,
    Line,
    Section,
    read_haproxy,
)
from supertokens_lint.extract.gateways.storing import kept_by_headers
from supertokens_lint.extract.gateways.texts import template_value
from supertokens_lint.extract.surroundings.rewrites import (
    KEEP,
    UNKNOWN,
    Rewrite,
    replacing,
    rewrite_by_pattern,
)
from supertokens_lint.resolve.values import Reason, Unknown, Value
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.workspace import Workspace

TOOL = "HAProxy"
MAX_ROUTES = 200
_NAME = re.compile(r"haproxy[\w.-]*|.*\.haproxy")
_PORT = re.compile(r":(\d{1,5})(?:,|$)")
_SET_PATH = re.compile(r"%\[path,regsub\(\^?(?P<from>[\w/.-]+),(?P<to>[\w/.-]*)\)\]")
_USES, _STORES = ("http-request", "cache-use"), ("http-response", "cache-store")
_SETTING = ("set-header", "add-header")
_CHANGES = (("replace-path",), ("set-path",), ("replace-uri",), ("set-uri",))
_Match = Literal["prefix", "segments", "exact", "pattern"]
_KINDS: dict[str, _Match] = {
    "path_beg": "prefix",
    "path_dir": "pattern",
    "path": "exact",
    "path_reg": "pattern",
}


class _Path(Struct, frozen=True):
    """A path that a condition asks for."""

    text: str
    match: _Match


def gateways_in(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the frontends of all files of HAProxy."""
    kinds = (FileKind.OTHER, FileKind.NGINX)
    named = (entry for entry in workspace.files(*kinds) if _NAME.fullmatch(entry.name.lower()))
    among = frozenset(entry.path for entry in named)
    for entry in workspace.mentioning(b"frontend", b"listen", kinds=kinds, among=among):
        file = workspace.read(entry.path, read_haproxy)
        if file is not None:
            yield from _File(file).gateways()


class _File:
    def __init__(self, file: HaproxyFile) -> None:
        self._path = file.path
        self._sections = file.sections
        self._backends = {item.name: item for item in file.sections if item.kind == "backend"}
        self._limits = tuple(self._bufsize(file.sections))

    def gateways(self) -> Iterator[Gateway]:
        """Yield a gateway for each section that listens."""
        for section in self._sections:
            if section.kind in ("frontend", "listen"):
                yield self._gateway(section)

    def _place(self, line: Line | Section) -> Place:
        return Place(self._path, line.span)

    def _bufsize(self, sections: Iterable[Section]) -> Iterator[HeaderLimit]:
        """Yield the size of buffers, which hold all headers of a message."""
        for section in sections:
            for line in section.named("tune.bufsize") if section.kind == "global" else ():
                if len(line.words) > 1 and line.words[1].isdecimal():
                    size = int(line.words[1][:9])
                    yield HeaderLimit("tune.bufsize", size, Direction.RESPONSE, self._place(line))

    def _gateway(self, section: Section) -> Gateway:
        place = self._place(section)
        acls = dict(_acls(section))
        locations: list[Location] = []
        routes = section.named("use_backend")
        is_complete = len(routes) <= MAX_ROUTES
        for line in routes[:MAX_ROUTES]:
            paths = _condition(line.words[2:], acls)
            is_complete = is_complete and paths is not None
            name = line.words[1] if len(line.words) > 1 else ""
            locations.extend(
                self._location(section, line, name, path, place) for path in paths or ()
            )
        locations = [*self._returns(section, acls), *locations]
        rest = section.named("default_backend")
        for line in rest[-1:]:
            if len(line.words) > 1:
                everything = _Path("/", "prefix")
                locations.append(self._location(section, line, line.words[1], everything, place))
        if section.kind == "listen" and section.named("server"):
            line = section.named("server")[0]
            everything = _Path("/", "prefix")
            locations.append(self._location(section, line, None, everything, place))
        binds = section.named("bind")
        ports = [int(port) for bind in binds for port in _PORT.findall(" ".join(bind.words[1:2]))]
        return Gateway(
            tool=TOOL,
            place=place,
            locations=tuple(locations),
            listens=tuple(dict.fromkeys(ports)),
            is_ordered=True,
            is_complete=is_complete,
            secure=any("ssl" in bind.words for bind in binds),
        )

    def _returns(
        self, section: Section, acls: dict[str, tuple[_Path, ...] | None]
    ) -> Iterator[Location]:
        """Yield the paths that HAProxy answers itself with 200."""
        for line in section.named("http-request"):
            words = line.words
            if words[1:4] != ("return", "status", "200") or "if" not in words:
                continue
            for path in _condition(words[words.index("if") :], acls) or ():
                place = self._place(line)
                answer = OwnAnswer("http-request return status 200", place)
                yield Location(path.text, path.match, Action.ANSWERS, place, answer=answer)

    def _location(
        self, section: Section, line: Line, name: str | None, path: _Path, gateway: Place
    ) -> Location:
        backend = section if name is None else self._backends.get(name)
        lines = section.lines
        if backend is not None and backend is not section:
            lines = (*lines, *backend.lines)
        place = self._place(line)
        rewrite = _rewrite(lines, path)
        rule = ProxyRule(
            prefix="/" if path.match == "pattern" else path.text,
            target=self._target(backend),
            rewrite=rewrite.kind,
            place=place,
            tool=TOOL,
            removes=rewrite.removes,
            adds=rewrite.adds,
            is_pattern=path.match == "pattern",
            gateway=gateway,
        )
        headers = tuple(self._headers(lines))
        return Location(
            path=path.text,
            match=path.match,
            action=Action.FORWARDS,
            place=place,
            rule=rule,
            cors=cors_of(headers, None),
            limits=self._limits,
            removals=tuple(self._removals(lines)),
            caches=(*kept_by_headers(headers), *self._stored(lines, headers)),
        )

    def _target(self, backend: Section | None) -> Value:
        servers = () if backend is None else backend.named("server")
        if not servers or len(servers[0].words) < 3:
            return Unknown(Reason.SYNTAX, "a backend of HAProxy", ())
        place = self._place(servers[0])
        return template_value(f"http://{servers[0].words[2]}", place, "forwarded to here")

    # --- headers ---------------------------------------------------------------------------------

    def _headers(self, lines: tuple[Line, ...]) -> Iterator[SetHeader]:
        for line in lines:
            words = line.words
            if words[0] != "http-response" or len(words) < 4 or words[1] not in _SETTING:
                continue
            value = "${dynamic}" if "%[" in words[3] else words[3]
            place, replaces = self._place(line), words[1] == "set-header"
            yield SetHeader(words[2].lower(), value, place, replaces, is_partial=len(words) > 4)

    def _stored(self, lines: tuple[Line, ...], headers: Iterable[SetHeader]) -> Iterator[CacheRule]:
        """Yield the caches that keep every answer, unless a header is set that forbids it.

        Source: docs.haproxy.org, "Cache": answers to GET with a validator or an age are kept, and
        given to all requests without ``Authorization``, whatever their cookies.
        """
        used = {line.words[2] for line in lines if line.words[:2] == _USES and len(line.words) == 3}
        if any(item.name == "cache-control" for item in headers):
            return
        for line in lines:
            if line.words[:2] == _STORES and len(line.words) == 3 and line.words[2] in used:
                yield CacheRule(f"cache-store {line.words[2]}", self._place(line))

    def _removals(self, lines: tuple[Line, ...]) -> Iterator[HeaderRemoval]:
        """Yield the headers that are taken out of all messages."""
        for line in lines:
            words = line.words
            if words[0] not in ("http-request", "http-response") or len(words) < 3:
                continue
            direction = Direction.REQUEST if words[0] == "http-request" else Direction.RESPONSE
            is_deleted = words[1] == "del-header" and len(words) == 3
            is_emptied = words[1] == "set-header" and words[3:] == ("",)
            if is_deleted or is_emptied:
                yield HeaderRemoval(words[2].lower(), direction, self._place(line))


# --- conditions and paths ------------------------------------------------------------------------


def _acls(section: Section) -> Iterator[tuple[str, tuple[_Path, ...] | None]]:
    """Yield the paths that ACLs ask for, ``None`` for other conditions."""
    found: dict[str, tuple[_Path, ...] | None] = {}
    for line in section.named("acl"):
        if len(line.words) < 3:
            continue
        name, paths = line.words[1], _paths(line.words[2:])
        known = found.get(name, ())
        found[name] = None if known is None or paths is None else (*known, *paths)
    yield from found.items()


def _paths(words: tuple[str, ...]) -> tuple[_Path, ...] | None:
    kind, *rest = words
    match = _KINDS.get(kind)
    texts = [word for word in rest if word not in ("-i", "--", "-m", "beg", "str")]
    if match is None or any(word.startswith("-") for word in texts) or not texts:
        return None
    if kind == "path_dir":
        return tuple(_Path(f"/{re.escape(text.strip('/'))}(?:/|$)", match) for text in texts)
    return tuple(_Path(text, match) for text in texts)


def _condition(
    words: tuple[str, ...], acls: dict[str, tuple[_Path, ...] | None]
) -> tuple[_Path, ...] | None:
    """Return the paths for which a condition holds, ``None`` when it asks for anything else."""
    if not words:
        return (_Path("/", "prefix"),)
    if words[0] != "if":
        return None
    found: list[_Path] = []
    for term in _alternatives(words[1:]):
        if term and term[0] == "{" and term[-1] == "}":
            paths = _paths(term[1:-1]) if len(term) > 3 else None
        else:
            paths = acls.get(term[0]) if len(term) == 1 else None
        if paths is None:
            return None
        found.extend(paths)
    return tuple(found)


def _alternatives(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    term: list[str] = []
    for word in words:
        if word in ("or", "||"):
            yield tuple(term)
            term = []
        else:
            term.append(word)
    yield tuple(term)


def _rewrite(lines: tuple[Line, ...], path: _Path) -> Rewrite:
    """Return what ``replace-path`` and ``set-path`` do to paths below a prefix."""
    found = [
        line.words for line in lines if line.name == "http-request" and line.words[1:2] in _CHANGES
    ]
    if not found:
        return KEEP
    words = found[0]
    if len(found) > 1 or path.match != "prefix" or len(words) not in (3, 4):
        return UNKNOWN
    if words[1] == "replace-path" and len(words) == 4:
        return rewrite_by_pattern(words[2], words[3].replace("\\1", "$1"), path.text)
    match = _SET_PATH.fullmatch(words[2])
    if words[1] != "set-path" or match is None or not path.text.startswith(match["from"]):
        return UNKNOWN
    return replacing(match["from"], match["to"])
