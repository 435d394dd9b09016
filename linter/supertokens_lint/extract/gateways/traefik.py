"""Traefik: routers in labels of compose services, dynamic files and resources of Kubernetes.

Source: doc.traefik.io. Among routers the longest rule wins unless priorities are given. The
headers middleware answers preflight requests itself once one of its ``accessControl`` options is
set, and sets Access-Control-Expose-Headers in place of the application's
(pkg/middlewares/headers/header.go).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from msgspec import Struct, field

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Action, Gateway, Location
from supertokens_lint.extract.gateways import traefik_crds
from supertokens_lint.extract.gateways.documents import read_documents
from supertokens_lint.extract.gateways.running import folders_of, leading
from supertokens_lint.extract.gateways.texts import is_literal, split_url, template_value
from supertokens_lint.extract.gateways.traefik_middlewares import (
    NOWHERE,
    Middlewares,
    Setting,
    flattened,
)
from supertokens_lint.resolve.values import Reason, Unknown, Value
from supertokens_lint.source import Place
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.compose import Service
from supertokens_lint.workspace.composeprojects import ComposeProject
from supertokens_lint.workspace.envvalues import EnvValue
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.workspace import Workspace

TOOL = "Traefik"
MAX_RULE = 2000
_PREFIX = "traefik."
_CALL = re.compile(r"(?P<not>!\s{0,9})?(?P<name>[A-Za-z]{1,40})\((?P<args>[^()]*)\)")
_TEXT = re.compile(r"[`\"']([^`\"']*)[`\"']")
_ENTRY = re.compile(r"--entry[pP]oints\.[\w-]+\.address=[^:\s]*:(\d{1,5})")
_ROUTER = re.compile(r"http\.routers\.(?P<name>[^.]+)\.(?P<key>\w+)")
_PLAIN = frozenset({"host", "hostsni", "pathprefix", "path"})
_DEFAULT_PORTS = (80, 443)


class _Router(Struct):
    """One router as far as it is written down."""

    name: str
    rule: Setting | None = None
    service: str = ""
    middlewares: tuple[str, ...] = ()
    priority: int = 0
    owner: Service | None = None

    @property
    def rank(self) -> int:
        """Return what decides between routers: the priority, else the length of the rule."""
        return self.priority or len(self.rule.text if self.rule is not None else "")


class _Match(Struct, frozen=True):
    """What a rule asks for; ``is_clear`` when nothing else is asked."""

    hosts: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    is_clear: bool = True


class _Config(Struct, frozen=True):
    """All options under one Traefik, in lower case, with the services whose labels they are."""

    settings: Mapping[str, Setting]
    owners: Mapping[str, Service] = field(default_factory=dict)


def gateways_in(workspace: Workspace, projects: Iterable[ComposeProject]) -> Iterator[Gateway]:
    """Yield what the Traefik of each compose project routes, and that of other files."""
    projects = tuple(projects)
    files = dict(_dynamic(workspace))
    mounted: set[str] = set()
    for project in projects:
        config = _labels(project)
        own = [path for path in files if _mounts(project, path)]
        mounted.update(own)
        settings = dict(config.settings)
        for path in own:
            settings.update(files[path])
        if any(_ROUTER.fullmatch(key) for key in settings):
            yield from _gateways(_Config(settings, config.owners), project, projects)
    for path, found in files.items():
        if path not in mounted:
            yield from _gateways(_Config(found), None, projects)
    for resources in traefik_crds.settings_in(workspace):
        yield from _gateways(_Config(resources), None, projects)


def _dynamic(workspace: Workspace) -> Iterator[tuple[str, Mapping[str, Setting]]]:
    """Yield the dynamic files with their options."""
    kinds = {FileKind.YAML, FileKind.TOML}
    for entry in workspace.mentioning(b"loadBalancer", kinds=kinds):
        found: dict[str, Setting] = {}
        for document in workspace.read(entry.path, read_documents) or ():
            if document.child("http", "routers") is not None:
                found.update(flattened(document, document.data))
        if found:
            yield entry.path, found


def _mounts(project: ComposeProject, path: str) -> bool:
    """Tell whether the Traefik of a project is given a file."""
    return any(
        volume.is_bind and paths.is_below(path, volume.source)
        for service in project.services.values()
        if _is_traefik(service)
        for volume in service.volumes
    )


def _is_traefik(service: Service) -> bool:
    return "traefik" in (service.image or "").partition(":")[0]


# --- options -------------------------------------------------------------------------------------


def _labels(project: ComposeProject) -> _Config:
    settings: dict[str, Setting] = {}
    owners: dict[str, Service] = {}
    for service in project.services.values():
        for name, value in service.labels.items():
            if name.lower().startswith(_PREFIX):
                key = name[len(_PREFIX) :].lower()
                settings[key] = Setting(_text(value, project), value.place, name)
                owners[key] = service
    return _Config(settings, owners)


def _text(value: EnvValue, project: ComposeProject) -> str:
    """Return a label; variables that nobody states stay as they are written."""
    known = value.resolve(project.lookup).value
    if known is not None:
        return known
    return "".join(
        part if isinstance(part, str) else f"${{{part.name}}}" for part in value.template.parts
    )


def _routers(config: _Config) -> Iterator[_Router]:
    found: dict[str, _Router] = {}
    for key, setting in config.settings.items():
        match = _ROUTER.fullmatch(key)
        if match is None:
            continue
        router = found.setdefault(match["name"], _Router(match["name"]))
        router.owner = config.owners.get(key, router.owner)
        if match["key"] == "rule":
            router.rule = setting
        elif match["key"] == "service":
            router.service = setting.text.partition("@")[0].lower()
        elif match["key"] == "middlewares":
            names = [name.strip().partition("@")[0] for name in setting.text.split(",")]
            router.middlewares = tuple(name.lower() for name in names if name)
        elif match["key"] == "priority" and setting.text.isdecimal():
            router.priority = int(setting.text[:9])
    yield from sorted(found.values(), key=lambda router: router.rank, reverse=True)


# --- gateways ------------------------------------------------------------------------------------


def _gateways(
    config: _Config, project: ComposeProject | None, projects: tuple[ComposeProject, ...]
) -> Iterator[Gateway]:
    middlewares = Middlewares(config.settings)
    routers = [
        (router, _match(router.rule.text)) for router in _routers(config) if router.rule is not None
    ]
    entry = _entry(project)
    names = dict.fromkeys(host for _, match in routers for host in match.hosts)
    for host in names or {"": None}:
        own = [item for item in routers if not item[1].hosts or host in item[1].hosts]
        if not own or own[0][0].rule is None:
            continue
        place = own[0][0].rule.place
        locations = [
            location
            for router, match in own
            for location in _locations(router, match, config, middlewares, place)
        ]
        yield replace(
            entry,
            place=place,
            locations=tuple(
                replace(item, rule=leading(item.rule, projects))
                if item.rule is not None and not item.rule.folders
                else item
                for item in locations
            ),
            hosts=(host.lower(),) if host and is_literal(host) else (),
            open_hosts=bool(host) and not is_literal(host),
            is_complete=entry.is_complete and all(match.is_clear for _, match in own),
        )


def _entry(project: ComposeProject | None) -> Gateway:
    """Return a gateway with the ports at which a project's Traefik is reached."""
    empty = Gateway(TOOL, NOWHERE, (), listens=_DEFAULT_PORTS, is_ordered=True)
    if project is None:
        return replace(empty, is_complete=False)
    running = [service for service in project.services.values() if _is_traefik(service)]
    listens = [int(port) for item in running for port in _ENTRY.findall(item.command or "")]
    ports = tuple(listens) or _DEFAULT_PORTS
    published = [
        mapping.published
        for service in running
        for mapping in project.ports(service)
        if mapping.published is not None and mapping.target in ports
    ]
    return replace(
        empty,
        listens=ports,
        published=tuple(dict.fromkeys(published)),
        composes=(project.files[-1].path,),
        is_complete=bool(running),
    )


def _match(rule: str) -> _Match:
    hosts: list[str] = []
    prefixes: list[str] = []
    exact: list[str] = []
    is_clear = True
    for call in _CALL.finditer(rule[:MAX_RULE]):
        name = call["name"].lower()
        args = _TEXT.findall(call["args"])
        if name not in _PLAIN or call["not"]:
            is_clear = False
        elif name == "pathprefix":
            prefixes.extend(args)
        elif name == "path":
            exact.extend(args)
        else:
            hosts.extend(args)
    return _Match(tuple(hosts), tuple(prefixes), tuple(exact), is_clear)


def _locations(
    router: _Router, match: _Match, config: _Config, middlewares: Middlewares, gateway: Place
) -> Iterator[Location]:
    if router.rule is None or not match.is_clear:
        return
    place = router.rule.place
    paths = [(path, False) for path in match.prefixes] + [(path, True) for path in match.exact]
    for path, is_exact in paths or [("/", False)]:
        change = middlewares.change(router.middlewares, path)
        rewrite = change.rewrite
        rule = ProxyRule(
            prefix=path,
            target=_target(router, config),
            rewrite=rewrite.kind,
            place=change.place or place,
            tool=TOOL,
            removes=rewrite.removes,
            adds=rewrite.adds,
            gateway=gateway,
            folders=() if router.owner is None else tuple(folders_of(router.owner)),
        )
        yield Location(
            path=path,
            match="exact" if is_exact else "prefix",
            action=Action.REDIRECTS if change.redirects else Action.FORWARDS,
            place=place,
            rule=None if change.redirects else rule,
            cors=change.cors,
            removals=change.removals,
            caches=change.caches,
        )


def _target(router: _Router, config: _Config) -> Value:
    name = router.service or router.name
    url = config.settings.get(f"http.services.{name}.loadbalancer.servers.url")
    if url is not None:
        parts = split_url(url.text)
        text = url.text if parts is None else f"{parts[0]}://{parts[1]}"
        return template_value(text, url.place, "forwarded to here")
    port = config.settings.get(f"http.services.{name}.loadbalancer.server.port")
    if port is None:
        port = next(_own_ports(router, config), None)
    if router.owner is None or port is None:
        return Unknown(Reason.SYNTAX, "a service of Traefik", ())
    text = f"http://{router.owner.name}:{port.text}"
    return template_value(text, port.place, "forwarded to here")


def _own_ports(router: _Router, config: _Config) -> Iterator[Setting]:
    """Yield the ports that the service names whose labels a router is in."""
    for key, setting in config.settings.items():
        if key.endswith(".loadbalancer.server.port") and config.owners.get(key) is router.owner:
            yield setting
