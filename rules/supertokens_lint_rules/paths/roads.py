"""How requests of a frontend to the auth API reach the backend: directly or through a proxy."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Action, Gateway, Location
from supertokens_lint.resolve.outcomes import Environment, Mode
from supertokens_lint.sdk.domains import host_of, port_of
from supertokens_lint.sdk.whatwg import parse_url
from supertokens_lint.source import Place
from supertokens_lint.topology.model import Pair, System
from supertokens_lint_rules import gateways
from supertokens_lint_rules.addresses import address, address_of, website_ends
from supertokens_lint_rules.ends import ends_of
from supertokens_lint_rules.paths.effective import BaseEnd

API = "apiDomain"
EVERYWHERE = frozenset({"next", "vercel", "netlify"})
KEEPS_TARGET_PATH = EVERYWHERE


class Way(Enum):
    """Whether requests go through a proxy that the files show."""

    DIRECT = "direct"
    PROXIED = "through a proxy"
    DEPLOYED = "through what stands in place of the development server's proxy"
    UNROUTED = "to a proxy that hands other paths on to the backend"
    UNKNOWN = "unknown"


class Road(Struct, frozen=True):
    """One way from the frontend to the backend.

    ``seen`` is the path that the backend sees for ``public``; ``None`` when a rewrite hides it.
    ``rule`` is that of the proxy; in production it is what a proxy there probably does as well.
    On an unrouted way it is the rule that leads to the backend, and ``answer`` what decides.
    """

    way: Way
    public: str
    seen: str | None
    rule: ProxyRule | None = None
    answer: Place | None = None

    @property
    def is_rewritten(self) -> bool:
        """Whether a proxy is known to change the path."""
        if self.rule is None or self.way is Way.DEPLOYED or self.seen is None:
            return False
        return self.seen != self.public


def road(system: System, pair: Pair, left: BaseEnd) -> Road:
    """Return the way that auth requests of a frontend take in the end's environment."""
    through = _through_gateway(system, pair, left)
    if through is not None and through.way is not Way.UNKNOWN:
        return through
    own = tuple(rule for rule in pair.frontend.proxies if rule.gateway is None)
    rule = first_match(own, left.effective)
    if rule is None and through is not None:
        return through
    past = _past_own_proxy(system, pair, left, own) if rule is None else None
    if past is not None:
        return past
    if rule is None:
        return Road(Way.DIRECT, left.effective, left.effective)
    way = _way(system, pair, left, rule)
    if way is Way.DIRECT:
        return Road(way, left.effective, left.effective)
    if rule.tool not in EVERYWHERE and left.environment.mode is Mode.PRODUCTION:
        way = Way.DEPLOYED
    return Road(way, left.effective, _seen(system, rule, left.effective, left.environment), rule)


def _through_gateway(system: System, pair: Pair, left: BaseEnd) -> Road | None:
    """Return the way through a proxy of its own, ``None`` when the requests meet none."""
    public = left.effective
    possible: Road | None = None
    for entrance in gateways.entrances_of(system, pair, left):
        routing = gateways.routing_of(entrance.gateway, public)
        location = routing.location
        rule = None if location is None else location.rule
        leads = rule and gateways.leads_to(system, pair.backend, rule, left.environment)
        if rule is not None and leads is not False:
            way = Way.PROXIED if entrance.is_certain and leads else Way.UNKNOWN
            found = Road(way, public, gateways.seen_through(rule, public), rule)
            if way is Way.PROXIED:
                return found
            possible = possible or found
        elif entrance.is_certain and routing.is_certain:
            return _unrouted(system, pair, left, entrance.gateway, location)
    return possible


def _unrouted(
    system: System, pair: Pair, left: BaseEnd, gateway: Gateway, location: Location | None
) -> Road | None:
    """Return the way to a gateway that leads to the backend by another path, else ``None``."""
    is_known = location is None or location.action in (Action.ANSWERS, Action.FORWARDS)
    if not gateway.is_complete or not is_known:
        return None
    own = tuple(rule for rule in pair.frontend.proxies if rule.gateway is None)
    to_site = location is not None and location.rule is not None
    if to_site and first_match(own, left.effective) is not None:
        return None
    for rule in gateway.rules:
        if gateways.leads_to(system, pair.backend, rule, left.environment):
            answer = gateway.place if location is None else location.place
            return Road(Way.UNROUTED, left.effective, None, rule, answer)
    return None


def _past_own_proxy(
    system: System, pair: Pair, left: BaseEnd, rules: tuple[ProxyRule, ...]
) -> Road | None:
    """Return the way of requests to a development server that hands only other paths on."""
    is_development = left.environment.mode is Mode.DEVELOPMENT and left.environment.compose is None
    runs = is_development or all(rule.tool in EVERYWHERE for rule in rules)
    if not runs or not rules or not all(rule.is_whole for rule in rules):
        return None
    if pair.frontend.root == pair.backend.root or pair.frontend.auth_routes:
        return None
    for rule in rules:
        leads = leads_to_backend(system, pair, rule, left.environment)
        leads = leads and _target_path(system, rule, left.environment) == ""
        if leads and _way(system, pair, left, rule) is Way.PROXIED:
            if _listens_itself(system, pair, left):
                return None
            return Road(Way.UNROUTED, left.effective, None, rule, rule.place)
    return None


def _listens_itself(system: System, pair: Pair, left: BaseEnd) -> bool:
    """Tell whether the backend answers at the address that the frontend calls."""
    ports = gateways.ports_of(system, pair.backend, left.environment)
    ends = ends_of(system, left.app, left.init, API, left.environment) or ()
    return any((found := address(end)) is not None and found.port in ports for end in ends)


def first_match(rules: tuple[ProxyRule, ...], path: str) -> ProxyRule | None:
    """Return the first rule that forwards a path."""
    for rule in rules:
        if f"{path}/".startswith(f"{rule.prefix.rstrip('/')}/"):
            return rule
    return None


def _way(system: System, pair: Pair, left: BaseEnd, rule: ProxyRule) -> Way:
    """Tell whether the frontend calls its own address, where the proxy listens."""
    ends = ends_of(system, left.app, left.init, API, left.environment)
    if not ends:
        return Way.UNKNOWN
    if all(end.outcome.same_origin for end in ends):
        return Way.PROXIED
    api = address(ends[0])
    if len(ends) > 1 or api is None:
        return Way.UNKNOWN
    if api.origin in set(_sites(system, pair, left)):
        return Way.PROXIED
    served = {outcome.scalar for server in pair.frontend.servers for outcome in
              system.outcomes(server.port, left.environment)}  # fmt: skip
    if api.is_development and api.port in served:
        return Way.PROXIED
    targets = {
        found.origin
        for outcome in system.outcomes(rule.target, left.environment)
        if outcome.text and (found := address_of(outcome.text, left.init.sdk)) is not None
    }
    return Way.DIRECT if api.origin in targets or api.is_public else Way.UNKNOWN


def _sites(system: System, pair: Pair, left: BaseEnd) -> Iterator[str]:
    for app in (pair.frontend, pair.backend):
        for init in app.inits:
            for end in website_ends(system, app, init, left.environment) or ():
                site = address(end)
                if site is not None:
                    yield site.origin


def _seen(system: System, rule: ProxyRule, path: str, environment: Environment) -> str | None:
    front = _target_path(system, rule, environment)
    if front is None or rule.rewrite == "unknown":
        return None
    if not f"{path}/".startswith(f"{rule.removes}/"):
        return None if rule.rewrite != "keep" else front + path
    return front + rule.adds + path[len(rule.removes) :]


def _target_path(system: System, rule: ProxyRule, environment: Environment) -> str | None:
    """Return the path of a rule's target, which development proxies put in front."""
    paths: set[str] = set()
    for outcome in system.outcomes(rule.target, environment):
        if outcome.text is None:
            return "" if rule.tool in KEEPS_TARGET_PATH else None
        url = parse_url(outcome.text)
        if url is None or not url.hostname:
            return None
        paths.add(url.pathname.rstrip("/"))
    return paths.pop() if len(paths) == 1 else None


def leads_to_backend(system: System, pair: Pair, rule: ProxyRule, environment: Environment) -> bool:
    """Tell whether a rule's target is the backend of a pair, by the port that it listens on."""
    ports = {port for server in pair.backend.servers for port in server.published}
    for server in pair.backend.servers:
        for outcome in system.outcomes(server.port, environment):
            ports.add(_number(outcome.scalar))
    for init in pair.backend.inits:
        for end in ends_of(system, pair.backend, init, API, environment) or ():
            found = address(end)
            if found is not None:
                ports.add(found.port)
    for outcome in system.outcomes(rule.target, environment):
        url = outcome.text or ""
        if host_of(url) is not None and port_of(url) in ports - {0}:
            return True
    return False


def _number(value: object) -> int:
    if isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() else 0
