"""What the middlewares of Traefik do with paths and headers.

Source: doc.traefik.io, "HTTP middlewares".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from supertokens_lint.extract.gateway_facts import (
    CacheRule,
    Direction,
    GatewayCors,
    HeaderList,
    HeaderRemoval,
)
from supertokens_lint.extract.gateways.cors_headers import SetHeader
from supertokens_lint.extract.gateways.documents import Document
from supertokens_lint.extract.gateways.storing import kept_by_headers
from supertokens_lint.extract.gateways.texts import header_names, is_literal
from supertokens_lint.extract.surroundings.rewrites import KEEP, UNKNOWN, Rewrite, replacing
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.tree import Data, Scalar, Sequence, pairs
from supertokens_lint.workspace.tree import Mapping as Table

MAX_CHAIN = 5
MAX_DEPTH = 12
NOWHERE = Place("", Span(0, 0))
_CORS = "headers.accesscontrol"
_HARMLESS = frozenset(
    {
        "compress",
        "ratelimit",
        "inflightreq",
        "ipallowlist",
        "ipwhitelist",
        "retry",
        "circuitbreaker",
        "basicauth",
        "digestauth",
        "forwardauth",
        "errors",
        "passtlsclientcert",
        "contenttype",
        "headers",
    }
)


class Setting(Struct, frozen=True):
    """One option: its text, where it stands, and how its name is written."""

    text: str
    place: Place
    written: str = ""


def flattened(document: Document, data: Data, front: str = "") -> Iterator[tuple[str, Setting]]:
    """Yield the options of a file under the names that labels have, in lower case."""
    stack: list[tuple[str, str, Data]] = [(front, front, data)]
    while stack:
        key, written, part = stack.pop()
        if isinstance(part, Table) and key.count(".") < MAX_DEPTH:
            for name, value in pairs(part):
                child = f"{key}.{name.text.lower()}" if key else name.text.lower()
                stack.append((child, f"{written}.{name.text}", value))
        elif isinstance(part, Sequence):
            texts = [item.text for item in part.items if isinstance(item, Scalar)]
            yield key, Setting(",".join(texts), document.place(part), written)
            stack.extend((key, written, item) for item in part.items if isinstance(item, Table))
        elif isinstance(part, Scalar):
            yield key, Setting(part.text, document.place(part), written)


class Change(Struct, frozen=True):
    """What a router's middlewares do together; ``place`` is where a path is changed."""

    rewrite: Rewrite = KEEP
    place: Place | None = None
    redirects: bool = False
    cors: GatewayCors | None = None
    removals: tuple[HeaderRemoval, ...] = ()
    caches: tuple[CacheRule, ...] = ()


class Middlewares:
    """The middlewares of one Traefik by name."""

    def __init__(self, settings: Mapping[str, Setting]) -> None:
        self._options: dict[str, dict[str, Setting]] = {}
        for key, setting in settings.items():
            parts = key.split(".", 3)
            if key.startswith("http.middlewares.") and len(parts) == 4:
                self._options.setdefault(parts[2], {})[parts[3]] = setting

    def change(self, names: tuple[str, ...], path: str) -> Change:
        """Return what the middlewares of a router do to requests below a path."""
        rewrite, place, redirects = KEEP, None, False
        cors: GatewayCors | None = None
        removals: list[HeaderRemoval] = []
        caches: list[CacheRule] = []
        for options in self._all(names, 0):
            own, at, is_redirect = _path_change(options, path)
            if own is not KEEP:
                rewrite, place = (own if rewrite is KEEP else UNKNOWN), at
            redirects = redirects or is_redirect
            cors = _cors(options) or cors
            removals.extend(_removals(options))
            caches.extend(_caches(options))
        return Change(rewrite, place, redirects, cors, tuple(removals), tuple(caches))

    def _all(self, names: tuple[str, ...], depth: int) -> Iterator[Mapping[str, Setting]]:
        for name in names:
            options = self._options.get(name)
            if options is None:
                yield {"unknown": Setting("", NOWHERE)}
                continue
            chain = options.get("chain.middlewares")
            if chain is not None and depth < MAX_CHAIN:
                inner = tuple(
                    part.strip().partition("@")[0].lower() for part in chain.text.split(",")
                )
                yield from self._all(inner, depth + 1)
            else:
                yield options


def _path_change(options: Mapping[str, Setting], path: str) -> tuple[Rewrite, Place | None, bool]:
    """Return the rewrite of one middleware, its place, and whether it redirects."""
    for key, setting in options.items():
        kind = key.partition(".")[0]
        if kind == "stripprefix" and key.endswith("prefixes"):
            return _stripped(setting.text, path), setting.place, False
        if kind == "addprefix":
            added = setting.text if is_literal(setting.text) else ""
            return (replacing("", added) if added else UNKNOWN), setting.place, False
        if kind in ("redirectscheme", "redirectregex"):
            return KEEP, None, kind == "redirectscheme"
        if kind not in _HARMLESS and kind != "stripprefix":
            return UNKNOWN, setting.place, False
    return KEEP, None, False


def _stripped(text: str, path: str) -> Rewrite:
    """Return what stripping does; Traefik takes the first prefix that fits."""
    if not is_literal(text):
        return UNKNOWN
    for prefix in (part.strip() for part in text.split(",")):
        if prefix and path.startswith(prefix):
            return replacing(prefix.rstrip("/"), "")
        if prefix.startswith(path) and prefix != path:
            return UNKNOWN
    return KEEP


def _cors(options: Mapping[str, Setting]) -> GatewayCors | None:
    given = {
        key.removeprefix(_CORS): setting
        for key, setting in options.items()
        if key.startswith(_CORS)
    }
    if not given:
        return None
    allow, expose = _listed(given.get("allowheaders")), _listed(given.get("exposeheaders"))
    first = next(iter(given.values()))
    credentials = given.get("allowcredentials")
    return GatewayCors(
        place=allow.place if allow is not None else first.place,
        answers=True,
        allow_headers=allow,
        expose_headers=expose,
        origins=_listed(given.get("alloworiginlist")),
        credentials=credentials is not None and credentials.text.lower() == "true",
        replaces=expose is not None,
    )


def _listed(setting: Setting | None) -> HeaderList | None:
    if setting is None:
        return None
    names = header_names(setting.text)
    known = tuple(name for name in names if is_literal(name))
    return HeaderList(known, setting.place, is_open=len(known) != len(names))


def _removals(options: Mapping[str, Setting]) -> Iterator[HeaderRemoval]:
    for part, direction in (
        ("headers.customrequestheaders.", Direction.REQUEST),
        ("headers.customresponseheaders.", Direction.RESPONSE),
    ):
        for key, setting in options.items():
            if key.startswith(part) and not setting.text:
                yield HeaderRemoval(key.removeprefix(part), direction, setting.place)


def _caches(options: Mapping[str, Setting]) -> Iterator[CacheRule]:
    front = "headers.customresponseheaders."
    yield from kept_by_headers(
        SetHeader(key.removeprefix(front), setting.text, setting.place)
        for key, setting in options.items()
        if key.startswith(front)
    )
