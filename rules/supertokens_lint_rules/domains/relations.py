"""How the domains of two sides relate, for all rules about domains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import DevServer
from supertokens_lint.extract.surroundings.tools import TOOLS
from supertokens_lint.finding import Evidence, Severity
from supertokens_lint.resolve.outcomes import Environment, Mode, Outcome
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Basis, Pair, System
from supertokens_lint_rules import addresses
from supertokens_lint_rules.addresses import Address, address, website_ends
from supertokens_lint_rules.ends import Disagreement, End, ends_of
from supertokens_lint_rules.gateways import forwards_at

API = "apiDomain"
SITE_TOOLS = frozenset(tool.name for tool in TOOLS) - {"vite preview"}
_ON_SITE = SITE_TOOLS | {"http-proxy-middleware", "vercel", "netlify"}


def certain(system: System, app: App, key: str, environment: Environment) -> Iterator[End]:
    """Yield the value of a setting for each init of an app that can have only one."""
    for init in app.inits:
        ends = ends_of(system, app, init, key, environment)
        if ends is not None and len(ends) == 1:
            yield ends[0]


class Domain(Struct, frozen=True):
    """A domain setting that has one known address."""

    end: End
    address: Address

    @property
    def is_api(self) -> bool:
        """Whether it says where the API is; else it says where the website is."""
        return self.end.key == API


def domains_of(system: System, apps: Iterable[App], environment: Environment) -> tuple[Domain, ...]:
    """Return every domain of the apps that can have only one value, once a place."""
    found: dict[tuple[Place, str], Domain] = {}
    for app in apps:
        ends = [*certain(system, app, API, environment)]
        for init in app.inits:
            site = website_ends(system, app, init, environment) or ()
            ends.extend(site if len(site) == 1 else ())
        for end in ends:
            here = address(end)
            if here is not None:
                found.setdefault((end.place, end.key), Domain(end, here))
    return tuple(found.values())


def groups(system: System) -> Iterator[tuple[App, ...]]:
    """Yield the apps to look at together: each pair, then every app that is in none."""
    for pair in system.pairs:
        yield (pair.frontend, pair.backend)
    for app in system.apps:
        if not any(app in (pair.frontend, pair.backend) for pair in system.pairs):
            yield (app,)


def is_native(app: App) -> bool:
    """Tell whether an app runs on a phone, where a site has no meaning."""
    return any(init.sdk is Sdk.REACT_NATIVE for init in app.inits)


def container_named(system: System) -> Iterator[tuple[Domain, tuple[str, ...]]]:
    """Yield domains that only a container network resolves, and the environments concerned.

    They are those of compose environments, and those that a compose file or Dockerfile states:
    elsewhere a bare name may be a host of somebody's network.
    """
    for app in system.apps:
        for environment in () if is_native(app) else system.environments(app):
            inside = environment.compose is not None
            for domain in domains_of(system, (app,), environment):
                stated = inside or addresses.is_container_file(domain.end.place)
                if domain.address.is_container and stated:
                    yield domain, (environment.name,) if inside else ()


def spelled(end: End) -> str:
    """Return the name of a setting as its language writes it."""
    return end.key if end.setting is None else end.setting.spelled


def difference(left: Address, right: Address) -> str:
    """Return in words what differs between two addresses."""
    parts = [
        name
        for name, differ in (
            ("hosts", left.host != right.host),
            ("ports", left.port != right.port and left.scheme == right.scheme),
            ("schemes", left.scheme != right.scheme),
        )
        if differ
    ]
    return f"the {' and the '.join(parts)} differ"


def site_origins(system: System, pair: Pair, environment: Environment) -> frozenset[str]:
    """Return the addresses at which the website of a pair may be opened."""
    found: set[str] = set()
    for app in (pair.frontend, pair.backend):
        for init in app.inits:
            for end in website_ends(system, app, init, environment) or ():
                here = address(end)
                if here is not None:
                    found.add(here.origin)
    return frozenset(found)


def served_ports(
    system: System, app: App, environment: Environment
) -> dict[DevServer, frozenset[int]]:
    """Return the ports at which each server of an app may be reached; empty when one is unknown."""
    found: dict[DevServer, frozenset[int]] = {}
    for server in app.servers:
        ports = {_port(outcome) for outcome in system.outcomes(server.port, environment)}
        if None in ports:
            return {}
        found[server] = frozenset(port for port in ports if port) | set(server.published)
    return found


def _port(outcome: Outcome) -> int | None:
    text = "" if outcome.unknown is not None else str(outcome.scalar)
    return int(text) if text.isascii() and text.isdecimal() else None


def is_forwarded(
    system: System, pair: Pair, here: Address, there: Address, environment: Environment
) -> bool:
    """Tell whether something at ``here`` hands requests on to the backend at ``there``.

    Development servers and rewrites of a framework answer at the site's own address; a proxy of
    its own (nginx and its like) may listen on any port of the machine; a compose file publishes a
    port under another number.
    """
    local = here.is_development and there.is_development
    backend = served_ports(system, pair.backend, environment)
    for server, ports in backend.items():
        if local and here.port in server.published and there.port in ports:
            return True
    if forwards_at(system, pair, here, environment):
        return True
    rules = (*pair.frontend.proxies, *pair.backend.proxies)
    tools = {rule.tool for rule in rules if rule.gateway is None}
    if not tools:
        return False
    if local and tools - _ON_SITE:
        return True
    website = served_ports(system, pair.frontend, environment).values()
    served = local and any(here.port in ports for ports in website)
    return served or here.origin in site_origins(system, pair, environment)


def is_development_against_public(left: Address, right: Address) -> bool:
    """Tell whether exactly one of two addresses is that of a developer's machine."""
    return left.is_development != right.is_development


def is_excused(left: End, right: End, mine: Address, theirs: Address) -> bool:
    """Tell whether a development address beside a public one proves nothing.

    A tunnel gives a developer's machine a public name; a mobile app that is built for the
    deployed API, and an example file, do not say what runs on the developer's machine. Nor does
    a public address in an example file, beside another public one.
    """
    if not is_development_against_public(mine, theirs):
        return any(
            addresses.is_sample(end)
            and end.environment.mode is Mode.DEVELOPMENT
            and not here.is_development
            for end, here in ((left, mine), (right, theirs))
        )
    return (
        mine.is_tunnel
        or theirs.is_tunnel
        or left.init.sdk is Sdk.REACT_NATIVE
        or addresses.is_sample(left)
        or addresses.is_sample(right)
    )


def severity(pair: Pair, found: Disagreement) -> Severity | None:
    """Return a warning where the pair is a guess or an example file states a value."""
    guessed = pair.basis is Basis.DIRECTORY
    if guessed or addresses.is_sample(found.left) or addresses.is_sample(found.right):
        return Severity.WARNING
    return found.severity


def is_left_in_production(found: Disagreement) -> bool:
    """Tell whether a development address stands against a public one in production alone."""
    mine, theirs = address(found.left), address(found.right)
    if mine is None or theirs is None or found.left.environment.mode is not Mode.PRODUCTION:
        return False
    return is_development_against_public(mine, theirs)


class Swap(Struct, frozen=True):
    """A backend whose ``apiDomain`` is the website and whose ``websiteDomain`` is the API.

    ``site`` shows where the website is: the frontend's ``websiteDomain``, or the server that
    serves it.
    """

    site: Evidence
    backend: End

    @property
    def where(self) -> str:
        """Where the website is, as a message says it."""
        value = self.site.value or ""
        return f"port {value}" if value.isdecimal() else value


def swapped(system: System, pair: Pair, left: End, right: End) -> Swap | None:
    """Return the websites when two differing apiDomain ends are swapped with them."""
    mine, theirs = address(left), address(right)
    if mine is None or theirs is None:
        return None
    site = _site_at(system, pair, left, theirs)
    for other in website_ends(system, pair.backend, right.init, right.environment) or ():
        named = address(other)
        if site is not None and named is not None and named.origin == mine.origin:
            return Swap(site, other)
    return None


def swaps(system: System, pair: Pair, environment: Environment) -> Iterator[Swap]:
    """Yield the swaps of a pair in an environment."""
    for left in certain(system, pair.frontend, API, environment):
        for right in certain(system, pair.backend, API, environment):
            found = swapped(system, pair, left, right)
            if found is not None:
                yield found


def _site_at(system: System, pair: Pair, left: End, wanted: Address) -> Evidence | None:
    """Return what says that the website is at an address, ``None`` when nothing does."""
    ends = website_ends(system, pair.frontend, left.init, left.environment)
    for end in ends or ():
        here = address(end)
        if here is not None and here.origin == wanted.origin:
            return end.evidence()
    if ends != () or not wanted.is_alias:
        return None
    for server, ports in served_ports(system, pair.frontend, left.environment).items():
        if server.tool in SITE_TOOLS and wanted.port in ports:
            return server_evidence(server, wanted.port)
    return None


def server_evidence(server: DevServer, port: int) -> Evidence:
    """Return a server as proof of the port that it listens on."""
    return Evidence(f"port of {server.tool}", server.place, str(port), server.port.trail)
