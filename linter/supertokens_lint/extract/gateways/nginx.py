"""Servers of nginx configuration files, with includes, upstreams and templates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from msgspec import Struct, structs

from supertokens_lint.extract.gateway_facts import Action, Gateway, Location
from supertokens_lint.extract.gateways.nginx_answers import own_answer
from supertokens_lint.extract.gateways.nginx_locations import (
    TOOL,
    Server,
    locations_of,
    preflight_of,
)
from supertokens_lint.extract.gateways.nginx_scope import Scope
from supertokens_lint.extract.gateways.nginx_text import Directive, NginxFile, named, read_nginx
from supertokens_lint.extract.gateways.texts import is_literal
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.workspace import Workspace

MAX_INCLUDES = 4
_HARMLESS = re.compile(
    r"(?:mime\.types|(?:proxy|uwsgi|fastcgi|scgi)_params|fastcgi\.conf|proxy\.conf|modules-enabled"
    r"|ssl|tls|letsencrypt|acme|gzip|security|logging|log_format)"
)
_LISTEN = re.compile(r"(?:(?:\[[0-9a-fA-F:]*\]|[\w.*-]+):)?(\d{1,5})")


class _Opened(Struct, frozen=True):
    """Directives with what they include put in their place."""

    directives: tuple[Directive, ...]
    is_whole: bool


def gateways_in(workspace: Workspace, paths: list[str]) -> Iterator[Gateway]:
    """Yield the servers of some nginx files; a part without a server gives one without a name."""
    files = {path: file for path in paths if (file := workspace.read(path, read_nginx)) is not None}
    included: set[str] = set()
    opened = {path: _open(workspace, file, included, 0) for path, file in files.items()}
    upstreams: dict[str, str] = {}
    for found in opened.values():
        upstreams.update(_upstreams(found.directives))
    for path, found in opened.items():
        if path not in included:
            yield from _File(path, upstreams, is_whole=found.is_whole).gateways(found.directives)


# --- includes and upstreams ----------------------------------------------------------------------


def _open(workspace: Workspace, file: NginxFile, included: set[str], depth: int) -> _Opened:
    is_whole = file.is_whole

    def expand(directives: tuple[Directive, ...]) -> tuple[Directive, ...]:
        nonlocal is_whole
        found: list[Directive] = []
        for directive in directives:
            if directive.name != "include":
                block = directive.block
                inner = None if block is None else expand(block)
                found.append(structs.replace(directive, block=inner))
                continue
            path = _included(workspace, file.path, directive.first())
            other = None if path is None else workspace.read(path, read_nginx)
            if other is None or path is None or depth >= MAX_INCLUDES:
                found.append(directive)
                continue
            included.add(path)
            part = _open(workspace, other, included, depth + 1)
            is_whole = is_whole and part.is_whole
            found.extend(_elsewhere(part.directives, directive))
        return tuple(found)

    return _Opened(expand(file.directives), is_whole)


def _elsewhere(directives: tuple[Directive, ...], include: Directive) -> Iterator[Directive]:
    """Yield directives of an included file, standing where they are included."""
    for directive in directives:
        block = directive.block
        inner = None if block is None else tuple(_elsewhere(block, include))
        yield structs.replace(directive, span=include.span, block=inner)


def _included(workspace: Workspace, path: str, text: str) -> str | None:
    """Return the file of the workspace that an ``include`` means, when there is just one."""
    if not text or not is_literal(text) or "*" in text:
        return None
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), text))
    if workspace.exists(beside) and beside != path:
        return beside
    name = posixpath.basename(text)
    root = posixpath.dirname(posixpath.dirname(path))
    found = [
        entry.path
        for entry in workspace.files(FileKind.NGINX)
        if entry.name in (name, f"{name}.template")
        and entry.path != path
        and entry.path.startswith(f"{root.rstrip('/')}/")
    ]
    return found[0] if len(found) == 1 else None


def _upstreams(directives: tuple[Directive, ...]) -> Iterator[tuple[str, str]]:
    for directive in directives:
        if directive.name == "upstream" and directive.args:
            server = next(named(directive.block or (), "server"), None)
            if server is not None and server.args:
                yield directive.first(), server.first()
        elif directive.name == "http":
            yield from _upstreams(directive.block or ())


# --- servers -------------------------------------------------------------------------------------


class _File:
    def __init__(self, path: str, upstreams: Mapping[str, str], *, is_whole: bool) -> None:
        self._path = path
        self._upstreams = upstreams
        self._is_whole = is_whole

    def gateways(self, directives: tuple[Directive, ...]) -> Iterator[Gateway]:
        """Yield the servers of a file, or one for locations that stand alone."""
        scope = Scope(self._path).inner(directives)
        for http in named(directives, "http"):
            block = http.block or ()
            inner = scope.inner(block)
            for server in named(block, "server"):
                yield self._server(server, server.block or (), inner)
        for server in named(directives, "server"):
            yield self._server(server, server.block or (), scope)
        if any(named(directives, "location")):
            first = next(named(directives, "location"))
            found = self._server(first, directives, Scope(self._path))
            yield replace(found, is_complete=False, open_hosts=True)

    def _server(self, head: Directive, block: tuple[Directive, ...], around: Scope) -> Gateway:
        scope = around.inner(block)
        place = scope.place(head)
        nameds = {
            item.first(): item for item in named(block, "location") if item.first().startswith("@")
        }
        is_rewritten = any(named(block, "rewrite")) or any(
            True for test in named(block, "if") for _ in named(test.block or (), "rewrite")
        )
        server = Server(place, self._upstreams, nameds, is_rewritten)
        hosts = [name for item in named(block, "server_name") for name in item.texts]
        known = [name.lower() for name in hosts if is_literal(name) and not name.startswith("~")]
        listens = tuple(dict.fromkeys(_ports(block)))
        return Gateway(
            tool=TOOL,
            place=place,
            locations=tuple(self._locations(head, block, scope, server)),
            hosts=() if set(known) & {"_", ""} else tuple(known),
            open_hosts=len(known) != len(hosts),
            listens=listens or (80,),
            is_complete=self._is_whole and not _has_unseen(block) and not is_rewritten,
            secure=_is_secure(block),
        )

    def _locations(
        self, head: Directive, block: tuple[Directive, ...], scope: Scope, server: Server
    ) -> Iterator[Location]:
        answer = next(named(block, "return"), None)
        if answer is not None:
            action = Action.REDIRECTS if answer.first().startswith("3") else Action.ANSWERS
            place = scope.place(answer)
            own = own_answer(block, scope) if action is Action.ANSWERS else None
            yield Location("/", "prefix", action, place, final=True, answer=own)
            return
        found = list(locations_of(block, scope, server, preflight_of(block)))
        yield from found
        if not any(item.path == "/" and item.match == "prefix" for item in found):
            own = None if _has_unseen(block) else own_answer(block, scope)
            yield Location("/", "prefix", Action.ANSWERS, scope.place(head), answer=own)


def _has_unseen(block: tuple[Directive, ...]) -> bool:
    """Tell whether a server includes files that are not there and may add locations."""
    return any(not _HARMLESS.search(item.first()) for item in named(block, "include"))


def _ports(block: tuple[Directive, ...]) -> Iterator[int]:
    for listen in named(block, "listen"):
        match = _LISTEN.fullmatch(listen.first())
        if match is not None:
            yield int(match.group(1))
        elif listen.first() and ":" not in listen.first() and is_literal(listen.first()):
            yield 80


def _is_secure(block: tuple[Directive, ...]) -> bool:
    return any(
        "ssl" in listen.texts or listen.first().rpartition(":")[2] == "443"
        for listen in named(block, "listen")
    )
