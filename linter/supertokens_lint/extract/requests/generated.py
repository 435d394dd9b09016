"""Clients that a generator writes from an OpenAPI description, as far as they are configured.

Sources: openapi-generator modules/openapi-generator/src/main/resources/typescript-fetch/
runtime.mustache (``credentials: this.configuration.credentials``), openapi-typescript-codegen
src/templates/core/fetch/sendRequest.hbs (``if (config.WITH_CREDENTIALS) request.credentials =
config.CREDENTIALS``), swagger-typescript-api templates/base/http-clients/fetch-http-client.ejs
(``baseApiParams`` has ``credentials: 'same-origin'``).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from supertokens_lint.extract.facts import Options, Request, Setting
from supertokens_lint.extract.options import record_of
from supertokens_lint.extract.requests.context import Context, callee_name, place_of
from supertokens_lint.extract.requests.making import made
from supertokens_lint.extract.requests.urls import argument, config_url
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    ClassRef,
    Const,
    Entry,
    External,
    Instance,
    Record,
    Value,
)
from supertokens_lint.source import Place

NEEDLES = (b"Configuration", b"WITH_CREDENTIALS", b"OpenAPI.", b"baseApiParams")
PARAMS = "baseApiParams"
OPENAPI_GENERATOR = "openapi-generator client"
OPENAPI_CODEGEN = "openapi-typescript-codegen client"
SWAGGER_TYPESCRIPT_API = "swagger-typescript-api client"
LIBRARIES = frozenset({OPENAPI_GENERATOR, OPENAPI_CODEGEN, SWAGGER_TYPESCRIPT_API})
_SWITCHES = frozenset({"BASE", "WITH_CREDENTIALS", "CREDENTIALS"})
MAX_BASES = 6


def generated_requests(context: Context, paths: list[str]) -> Iterator[Request]:
    """Yield a request for each generated client that some modules configure."""
    switches = _Switches()
    naming = {entry.path for entry in context.ev.workspace.mentioning(*NEEDLES)}
    has_params = bool(context.ev.workspace.mentioning(PARAMS.encode()))
    for path in paths:
        for node, site in context.ev.sites.calls(path):
            if node.is_new and callee_name(node) == "Configuration":
                yield from _configuration(context, node, site)
            elif node.is_new and has_params:
                yield from _instance(context, node, site)
        if path in naming:
            _read_switches(context, path, switches)
    yield from switches.requests(context)


# --- openapi-generator ---------------------------------------------------------------------------


def _configuration(context: Context, node: ir.Call, site: Site) -> Iterator[Request]:
    value = argument(context.ev, node, 0, site.scope)
    callee = context.ev.evaluate(node.callee, site.scope)
    if not isinstance(value, Record) or (isinstance(callee, External) and _is_other(callee)):
        return
    if value.entries.keys().isdisjoint({"credentials", "basePath"}):
        return
    kept = () if "fetchApi" in value.entries else ("credentials", "headers")
    options = _with_settings(value, place_of(site), *kept)
    url = config_url(value, place_of(site), "basePath")
    yield from made(
        context, OPENAPI_GENERATOR, url or Const(""), site, options=options, is_client=True
    )


def _is_other(callee: External) -> bool:
    """Tell whether a class of this name is known to be no generated client's."""
    return not callee.module or callee.module in ("openai", "webpack")


def _with_settings(record: Record, place: Place, *keys: str) -> Options:
    settings = {
        key: Setting(key, key, entry.value, entry.place)
        for key, entry in record.entries.items()
        if key in keys
    }
    return Options(settings, place, record.rest)


# --- openapi-typescript-codegen ------------------------------------------------------------------


class _Switches(Struct):
    """What is assigned to the ``OpenAPI`` object of a package, and what its file says."""

    found: dict[str, dict[str, tuple[Entry, Site]]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    sends_otherwise: set[str] = field(default_factory=set)

    def requests(self, context: Context) -> Iterator[Request]:
        """Yield the requests of the clients that use ``fetch``."""
        for root, entries in self.found.items():
            base, given = entries.get("BASE"), entries.get("CREDENTIALS")
            switch = entries.get("WITH_CREDENTIALS")
            first = base or given
            if first is None:
                continue
            options = None
            on = switch is not None and _is_true(switch[0].value)
            if given is not None and on and self._uses_fetch(context, root, first[1]):
                entry = given[0]
                setting = Setting("credentials", "CREDENTIALS", entry.value, entry.place)
                options = Options({"credentials": setting}, entry.place)
            url = Const("") if base is None else base[0].value
            site = first[1] if given is None else given[1]
            yield from made(context, OPENAPI_CODEGEN, url, site, options=options, is_client=True)

    def _uses_fetch(self, context: Context, root: str, site: Site) -> bool:
        if root in self.written:
            return root not in self.sends_otherwise
        package = context.runtimes.package(site.scope.path)
        return package is None or "axios" not in package.dependencies


def _is_true(value: Value) -> bool:
    return isinstance(value, Const) and value.value is True


def _read_switches(context: Context, path: str, switches: _Switches) -> None:
    package = context.runtimes.package(path)
    root = "" if package is None else package.root
    for site in context.ev.sites.of(path):
        node = site.node
        if isinstance(node, ir.Object):
            _read_defaults(context, root, node, site, switches)
            continue
        if not isinstance(node, ir.Bind | ir.Assign) or node.value is None:
            continue
        target = node.target
        if not isinstance(target, ir.Member) or target.name not in _SWITCHES:
            continue
        if isinstance(target.object, ir.Name) and target.object.id == "OpenAPI":
            entry = Entry(context.ev.evaluate(node.value, site.scope), place_of(site))
            switches.found.setdefault(root, {})[target.name] = (entry, site)


def _read_defaults(
    context: Context, root: str, node: ir.Object, site: Site, switches: _Switches
) -> None:
    """Read the object that the generator wrote; its directory tells with what it sends."""
    keys = {entry.key for entry in node.entries if isinstance(entry, ir.Property)}
    if not keys.issuperset(_SWITCHES):
        return
    directory = site.scope.path.rpartition("/")[0]
    known = switches.found.setdefault(root, {})
    switches.written.add(root)
    for entry in node.entries:
        if isinstance(entry, ir.Property) and entry.key in _SWITCHES:
            place = Place(site.scope.path, entry.span)
            value = context.ev.evaluate(entry.value, site.scope)
            known.setdefault(str(entry.key), (Entry(value, place), site))
    others = context.ev.workspace.mentioning(b"axios", b"XMLHttpRequest", b"HttpClient")
    if any(entry.directory == directory for entry in others):
        switches.sends_otherwise.add(root)


# --- swagger-typescript-api ----------------------------------------------------------------------


def _instance(context: Context, node: ir.Call, site: Site) -> Iterator[Request]:
    value = context.ev.evaluate(node.callee, site.scope)
    if not isinstance(value, ClassRef):
        return
    owner = _with_params(context, value)
    if owner is None:
        return
    given = argument(context.ev, node, 0, site.scope)
    config = record_of(Const(None) if given is None else given, place_of(site))
    if config.rest is not None or "customFetch" in config.entries:
        return
    default = _field(context, owner, PARAMS)
    params = config.entries.get(PARAMS) or default
    if params is None:
        return
    credentials = record_of(params.value, params.place).entries.get("credentials")
    base = config.entries.get("baseUrl") or _field(context, owner, "baseUrl")
    if credentials is None or base is None:
        return
    setting = Setting("credentials", "credentials", credentials.value, credentials.place)
    options = Options({"credentials": setting}, credentials.place)
    yield from made(
        context, SWAGGER_TYPESCRIPT_API, base.value, site, options=options, is_client=True
    )


def _with_params(context: Context, value: ClassRef) -> ClassRef | None:
    """Return the class, or the nearest one that it extends, with the generator's field."""
    for _ in range(MAX_BASES):
        names = {m.name for m in value.definition.members if isinstance(m, ir.Field)}
        if PARAMS in names:
            return value
        if not value.definition.bases:
            return None
        base = context.ev.evaluate(value.definition.bases[0], value.scope)
        if isinstance(base, Instance):
            base = base.cls
        if not isinstance(base, ClassRef):
            return None
        value = base
    return None


def _field(context: Context, owner: ClassRef, name: str) -> Entry | None:
    for member in owner.definition.members:
        if isinstance(member, ir.Field) and member.name == name and member.value is not None:
            value = context.ev.evaluate(member.value, owner.scope)
            return Entry(value, Place(owner.scope.path, member.span))
    return None
