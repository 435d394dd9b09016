"""Which proxy stands between a frontend and its backend, for all rules that ask.

A proxy counts only where the files show that requests reach it: a compose file publishes its port,
or it answers to the very name that the frontend calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, structs

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Action, Gateway, Routing
from supertokens_lint.resolve.outcomes import Environment, Mode
from supertokens_lint.sdk.domains import host_of, port_of
from supertokens_lint.sdk.paths import REFRESH_PATH
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint.workspace.paths import is_below
from supertokens_lint_rules.addresses import Address, address, website_ends
from supertokens_lint_rules.ends import End, ends_of

API = "apiDomain"
STAGES = frozenset({"serverless", "SAM", "CloudFormation", "CDK", "Terraform"})
"""The tools that describe API gateways with stages."""
_MACHINE = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "[::1]", "host.docker.internal"})  # noqa: S104 - names to compare with


class Entrance(Struct, frozen=True):
    """A gateway that requests of a frontend reach, and whether that is certain."""

    gateway: Gateway
    is_certain: bool


def gateways_of(*apps: App) -> tuple[Gateway, ...]:
    """Return the gateways of some apps, each once."""
    return tuple(dict.fromkeys(item for app in apps for item in app.gateways))


def answers_at(gateway: Gateway, here: Address) -> bool | None:
    """Tell whether a gateway answers at an address; ``None`` when the files do not say."""
    names = [host for host in gateway.hosts if host not in _MACHINE]
    if here.is_development:
        if here.port in gateway.published:
            return True if not names or here.host in gateway.hosts else None
        return None if here.port in gateway.listens or not gateway.listens else False
    if not names:
        return None
    if any(_is_named(here.host, name) for name in names):
        return True
    return None if gateway.open_hosts else False


def _runs_in(gateway: Gateway, environment: Environment) -> bool:
    """Tell whether a gateway may run in an environment: not in that of another compose file."""
    if environment.compose is None or not gateway.composes:
        return True
    return environment.compose in gateway.composes


def _is_named(host: str, name: str) -> bool:
    if name.startswith("*."):
        return host.endswith(name[1:])
    if name.startswith("."):
        return host == name[1:] or host.endswith(name)
    return host == name


def entrances(
    gateways: Iterable[Gateway], here: Address, environment: Environment
) -> tuple[Entrance, ...]:
    """Return the gateways that answer, or may, at an address; certain ones alone if there are."""
    found: list[Entrance] = []
    for gateway in gateways:
        if not _runs_in(gateway, environment):
            continue
        verdict = answers_at(gateway, here)
        if verdict is not False:
            found.append(Entrance(gateway, verdict is True))
    certain = [item for item in found if item.is_certain]
    exact = [
        item
        for item in certain
        if here.port in item.gateway.published or here.port in item.gateway.listens
    ]
    return tuple(exact or certain or found)


def entrances_of(system: System, pair: Pair, end: End) -> tuple[Entrance, ...]:
    """Return the gateways that requests of a frontend reach in an end's environment.

    ``end`` is any end of the frontend's init. Pages that call their own origin reach what serves
    them: a gateway at the website's address, or, outside of plain development, the one whose
    image holds them.
    """
    gateways = gateways_of(pair.frontend, pair.backend)
    if not gateways:
        return ()
    ends = ends_of(system, pair.frontend, end.init, API, end.environment) or ()
    if len(ends) != 1:
        return _maybe(system, pair, end, gateways)
    if not ends[0].outcome.same_origin:
        here = address(ends[0])
        if here is None:
            return _maybe(system, pair, end, gateways)
        reached = entrances(gateways, here, end.environment)
        if _is_taken(system, pair, here, end.environment):
            return tuple(structs.replace(item, is_certain=False) for item in reached)
        return reached
    if end.environment.mode is Mode.DEVELOPMENT and end.environment.compose is None:
        return ()
    sites = dict.fromkeys(
        site
        for own in website_ends(system, pair.frontend, end.init, end.environment) or ()
        if (site := address(own)) is not None
    )
    found = [item for site in sites for item in entrances(gateways, site, end.environment)]
    if any(item.is_certain for item in found):
        return tuple(item for item in found if item.is_certain)
    serving = [item for item in gateways if _serves_pages(item, pair.frontend)]
    others = [item for item in gateways if item not in serving]
    return tuple(
        Entrance(item, is_certain=len(serving) == 1 and item in serving)
        for item in serving or others
    )


def _maybe(
    system: System, pair: Pair, end: End, gateways: tuple[Gateway, ...]
) -> tuple[Entrance, ...]:
    """Return the gateways that requests may reach whose address nobody knows here.

    An address of another machine that development has, such as the default of a variable, says
    which name the API has: gateways that have others are not meant.
    """
    for environment in system.environments(pair.frontend):
        for known in ends_of(system, pair.frontend, end.init, API, environment) or ():
            here = address(known)
            if here is not None and not here.is_development:
                found = entrances(gateways, here, end.environment)
                return tuple(structs.replace(item, is_certain=False) for item in found)
    return tuple(Entrance(item, is_certain=False) for item in gateways)


def _is_taken(system: System, pair: Pair, here: Address, environment: Environment) -> bool:
    """Tell whether an app listens at an address itself where no compose file is run."""
    if environment.compose is not None or not here.is_development:
        return False
    apps = (pair.frontend, pair.backend)
    return any(here.port in ports_of(system, app, environment) for app in apps)


def _serves_pages(gateway: Gateway, frontend: App) -> bool:
    """Tell whether a gateway's file lies in the frontend, or leads to it by name."""
    if is_below(gateway.place.path, frontend.root):
        return gateway.routing("/").location is not None
    return any(is_below(frontend.root, folder) for rule in gateway.rules for folder in rule.folders)


def routing_of(gateway: Gateway, effective: str) -> Routing:
    """Return where a gateway leads requests of the auth API below an effective base path."""
    return gateway.routing(effective + REFRESH_PATH)


def seen_through(rule: ProxyRule, effective: str) -> str | None:
    """Return the base path that the backend sees behind a gateway's rule, ``None`` if unknown."""
    full = effective + REFRESH_PATH
    if rule.rewrite == "unknown" or not full.startswith(rule.removes):
        return None
    seen = rule.adds + full[len(rule.removes) :]
    return seen.removesuffix(REFRESH_PATH) if seen.endswith(REFRESH_PATH) else None


def public_path(rule: ProxyRule, own: str) -> str | None:
    """Return the public base path that a gateway's rule turns into ``own``, ``None`` if unknown."""
    if rule.rewrite == "unknown" or not own.startswith(rule.adds):
        return None
    public = rule.removes + own[len(rule.adds) :]
    return public if public.startswith(rule.prefix.rstrip("/")) or rule.is_pattern else None


# --- where a rule leads --------------------------------------------------------------------------


def leads_to(
    system: System, backend: App, rule: ProxyRule, environment: Environment
) -> bool | None:
    """Tell whether a gateway's rule forwards to a backend; ``None`` if unknown."""
    others = [app for app in system.apps if app.root != backend.root]
    roots = {app.root for app in system.apps}
    held = {root for folder in rule.folders for root in _roots_at(folder, roots)}
    if len(held) == 1:
        return backend.root in held
    if rule.folders and not held and rule.tool in STAGES:
        return False
    ports = ports_of(system, backend, environment)
    foreign = frozenset(port for app in others for port in ports_of(system, app, environment))
    verdicts = {
        _at_target(system, backend, text, ports, foreign, environment)
        for text in _targets(system, rule, environment)
    }
    return verdicts.pop() if len(verdicts) == 1 else None


def _roots_at(folder: str, roots: set[str]) -> set[str]:
    """Return the app roots in a folder, or the one that the folder belongs to."""
    inside = {root for root in roots if is_below(root, folder)}
    around = max((root for root in roots if is_below(folder, root)), key=len, default=None)
    return inside or ({around} if around is not None else set())


def _targets(system: System, rule: ProxyRule, environment: Environment) -> Iterator[str | None]:
    for outcome in system.outcomes(rule.target, environment):
        yield outcome.text


def _at_target(
    system: System,
    backend: App,
    text: str | None,
    ports: frozenset[int],
    foreign: frozenset[int],
    environment: Environment,
) -> bool | None:
    host = None if text is None else host_of(text)
    port = None if text is None else port_of(text)
    if text is None or host is None:
        return None
    if "." in host and host not in _MACHINE:
        return True if host in _api_hosts(system, backend, environment) else None
    if port in ports and port not in foreign:
        return True
    return False if ports and port in foreign and port not in ports else None


def ports_of(system: System, app: App, environment: Environment) -> frozenset[int]:
    """Return the ports on which an app's own servers listen, as far as they are known."""
    found: set[int] = set()
    for server in app.servers:
        for outcome in system.outcomes(server.port, environment):
            text = str(outcome.scalar)
            if outcome.unknown is None and text.isascii() and text.isdecimal():
                found.add(int(text))
    return frozenset(found)


def _api_hosts(system: System, app: App, environment: Environment) -> frozenset[str]:
    found: set[str] = set()
    for init in app.inits:
        for end in ends_of(system, app, init, API, environment) or ():
            here = address(end)
            if here is not None:
                found.add(here.host)
    return frozenset(found)


def forwards_at(system: System, pair: Pair, here: Address, environment: Environment) -> bool:
    """Tell whether a gateway may hand requests for an address on to the backend of a pair.

    For a public address the gateway has to name it; on a developer's machine its port is enough.
    """
    for item in entrances(gateways_of(pair.frontend, pair.backend), here, environment):
        if not item.is_certain and not here.is_development:
            continue
        for location in item.gateway.locations:
            if location.action is Action.UNKNOWN and location.rule is None:
                return True
            rule = location.rule
            if rule is not None and leads_to(system, pair.backend, rule, environment) is not False:
                return True
    return False
