"""Firebase Hosting in front of functions and services.

Source: firebase.google.com, "Configure Hosting behavior" (the first rewrite that fits counts) and
"Manage cache behavior", "Using cookies": of the cookies of a request only ``__session`` reaches a
function or a service of Cloud Run.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.errors import ReaderError
from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import (
    Action,
    Direction,
    Gateway,
    HeaderRemoval,
    Location,
)
from supertokens_lint.extract.gateways.documents import Document
from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Reason, Unknown
from supertokens_lint.source import Place, SourceText
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import Data, Sequence, at, items
from supertokens_lint.workspace.workspace import Workspace

TOOL = "Firebase Hosting"
NAME = "firebase.json"
HOSTS = ("*.web.app", "*.firebaseapp.com")


def gateways_in(workspace: Workspace) -> Iterator[Gateway]:
    """Yield the sites of all projects of Firebase, at the names that Firebase gives them."""
    for entry in workspace.named(NAME):
        yield from workspace.read(entry.path, _read) or ()


def _read(source: SourceText) -> tuple[Gateway, ...]:
    try:
        document = Document(source.path, read_json(source), source.text)
    except ReaderError:
        return ()
    hosting = document.child("hosting")
    sites = hosting.items if isinstance(hosting, Sequence) else (hosting,)
    folders = tuple(_folders(document))
    return tuple(
        _site(document, site, folders)
        for site in sites
        if site is not None and items(site, "rewrites")
    )


def _folders(document: Document) -> Iterator[str]:
    """Yield the folders of the functions."""
    given = document.child("functions")
    for item in given.items if isinstance(given, Sequence) else (given,):
        text = document.literal(at(item, "source"))
        if text is not None:
            yield paths.join(paths.parent(document.path), text)


def _site(document: Document, site: Data, folders: tuple[str, ...]) -> Gateway:
    place = document.place(site)
    rewrites = items(site, "rewrites")
    found = [_location(document, item, folders, place) for item in rewrites]
    return Gateway(
        tool=TOOL,
        place=place,
        locations=tuple(item for item in found if item is not None),
        hosts=HOSTS,
        listens=(443, 80),
        is_ordered=True,
        is_complete=None not in found,
        secure=True,
    )


def _location(
    document: Document, item: Data, folders: tuple[str, ...], gateway: Place
) -> Location | None:
    source = at(item, "source")
    text = document.literal(source)
    if source is None or text is None:
        return None
    path = text.removesuffix("/**").removesuffix("**").removesuffix("/*") or "/"
    if any(char in path for char in "*?[{!@("):
        return None
    place = document.place(source)
    is_function = at(item, "function") is not None
    if not is_function and at(item, "run") is None:
        return Location(path, "segments" if text != path else "exact", Action.ANSWERS, place)
    rule = ProxyRule(
        prefix=path,
        target=Unknown(Reason.EXTERNAL, "a function", (Step("handed on here", place),)),
        rewrite="keep",
        place=place,
        tool=TOOL,
        gateway=gateway,
        folders=folders if is_function else (),
    )
    return Location(
        path=path,
        match="segments" if text != path else "exact",
        action=Action.FORWARDS,
        place=place,
        rule=rule,
        removals=(HeaderRemoval("cookie", Direction.REQUEST, place),),
    )
