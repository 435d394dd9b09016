"""ST110: the frontend's apiDomain is not the backend's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.remedy import Fixable, Remedy
from supertokens_lint.resolve.outcomes import Environment, Mode
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint.topology.pairing import signs_in
from supertokens_lint_rules import addresses
from supertokens_lint_rules.addresses import Address, Core, address
from supertokens_lint_rules.domains import relations
from supertokens_lint_rules.domains.relations import Swap, spelled
from supertokens_lint_rules.ends import Disagreement, End, pair_disagreements, setting_ends
from supertokens_lint_rules.full_stack import is_full_stack
from supertokens_lint_rules.gateways import forwards_at
from supertokens_lint_rules.mending import setting_change
from supertokens_lint_rules.wiring.file_routes import TITLES

_EFFECT = "Users will see that sign-in fails with a network error: nobody gets a session."
_BACKEND_EFFECT = (
    "Users will see that sign-in fails or leads nowhere: the backend makes its cookies and "
    "callbacks for a host that no browser reaches."
)
# Servers whose port the code decides; those of Python are often started by a command instead.
_LISTENERS = frozenset(
    {"express", "fastify", "koa", "@nestjs/core", "@hapi/hapi"}
    | {"net/http", "gin", "fiber", "echo", "go-zero"}
)


class ApiDomainMismatch(Rule):
    """ST110."""

    code = "ST110"
    name = "api-domain-mismatch"
    severity = Severity.ERROR
    reasons = ("F2",)
    fixable = Fixable.UNSAFE
    documentation = Documentation(
        summary="The frontend's apiDomain is not the address of the backend.",
        why="""
            The frontend SDK sends its own requests (sign-in, refresh, sign-out) to `apiDomain`, and
            adds the session only to requests that go there. The backend SDK derives the attributes
            of its cookies, and the links of its callbacks, from its own `apiDomain`. When the two
            differ, requests go to a server that does not answer, or carry no session.

            Found are different hosts, ports and schemes, `apiDomain` and `websiteDomain` in each
            other's place, the address of the SuperTokens core in place of the API's, and a name
            that only a container network resolves.
        """,
        fix="""
            Give both sides the address at which browsers reach the API: scheme, host and port,
            without a path. In a container set-up that is the published port of the host, not the
            name of the service. The address of the core belongs into `connectionURI` alone.
        """,
        bad="""
```ts
// frontend/src/config.ts
apiDomain: "http://localhost:3002",
```
```py
# backend/config.py
api_domain="http://localhost:3001",
```
        """,
        good="""
```ts
// frontend/src/config.ts
apiDomain: "http://localhost:3001",
```
```py
# backend/config.py
api_domain="http://localhost:3001",
```
        """,
        quiet="""
            Nothing is said when either value is unknown in an environment; when the frontend uses
            the origin of its page, or its own `websiteDomain` while a development server, rewrite
            or proxy forwards requests; when a compose file publishes the port; and when a native
            app reaches the developer's machine by another of its addresses. Names of one machine
            that differ (`localhost` and `127.0.0.1`) are `loopback-alias`; a development address
            that is left in production is `development-domain-in-production`.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield addresses that no browser can call, and pairs that disagree; one a place."""
        seen: set[Place] = set()
        for finding in (
            *self._cores(system),
            *self._pairs(system),
            *self._containers(system),
            *self._served(system),
        ):
            if seen.isdisjoint(end.place for end in (finding.primary, *finding.counterparts)):
                yield finding
                label = finding.primary.label
                ends = (finding.primary, *finding.counterparts)
                seen.update(end.place for end in ends if end.label == label)

    # --- the core's address ----------------------------------------------------------------------

    def _cores(self, system: System) -> Iterator[Finding]:
        backends = {pair.frontend.root: pair.backend for pair in system.pairs}
        for app in system.apps:
            backend = backends.get(app.root, app) if app.side is Side.FRONTEND else app
            for environment in system.environments(app):
                cores = addresses.cores_of(system, backend, environment)
                other = None if backend is app else _first_api(system, backend, environment)
                servers = relations.served_ports(system, backend, environment)
                own = [ports for server, ports in servers.items() if server.tool in _LISTENERS]
                for end in relations.certain(system, app, relations.API, environment):
                    yield from self._core(end, cores, other, frozenset().union(*own))

    def _core(
        self, end: End, cores: tuple[Core, ...], other: End | None, own: frozenset[int]
    ) -> Iterator[Finding]:
        here = address(end)
        same = [core for core in cores if here is not None and core.address.origin == here.origin]
        if same and here is not None and here.is_alias and here.port in own:
            yield self._api_as_core(end, same[0])
        elif here is not None and (same or here.is_core):
            yield self.finding(
                f"The {end.label} is {end.shown}: that is the SuperTokens core, not the API.",
                end.evidence(),
                *(core.end.evidence("backend connectionURI") for core in same[:1]),
                *(() if other is None or other.place == end.place else (other.evidence(),)),
                effect="Users will see that sign-in fails: the core has no API for browsers.",
                help="Give the address of the backend, which browsers call; the core's address "
                "belongs into connectionURI alone.",
            )

    def _api_as_core(self, end: End, core: Core) -> Finding:
        return self.finding(
            f"The backend's connectionURI is {core.end.shown}: that is the backend itself, not the "
            "SuperTokens core.",
            core.end.evidence("backend connectionURI"),
            end.evidence(),
            effect="Users will see that sign-in fails: the backend asks itself what only the core "
            "knows.",
            help="Give connectionURI the address of the core, which listens on port 3567.",
        )

    # --- names of container networks -------------------------------------------------------------

    def _containers(self, system: System) -> Iterator[Finding]:
        for domain, environments in relations.container_named(system):
            if domain.is_api:
                yield self._container(domain.end, environments)

    def _container(self, end: End, environments: tuple[str, ...], *others: End) -> Finding:
        return self.finding(
            f"The {end.label} is {end.shown}, a name that only containers resolve; browsers run "
            "outside of them.",
            end.evidence(),
            *(other.evidence() for other in others),
            effect=_EFFECT if end.app.side is Side.FRONTEND else _BACKEND_EFFECT,
            help="Give the address that browsers use: the host and port that the compose file "
            "publishes, or the public name.",
            environments=environments,
        )

    # --- where the backend listens ---------------------------------------------------------------

    def _served(self, system: System) -> Iterator[Finding]:
        for pair in system.pairs:
            for environment in system.environments(pair.frontend, pair.backend):
                if environment.mode is Mode.DEVELOPMENT and environment.compose is None:
                    for end in relations.certain(system, pair.frontend, relations.API, environment):
                        yield from self._listens(system, pair, end)

    def _listens(self, system: System, pair: Pair, end: End) -> Iterator[Finding]:
        here = address(end)
        together = is_full_stack(pair)
        app = pair.frontend if together else pair.backend
        servers = relations.served_ports(system, app, end.environment)
        rules = (*pair.frontend.proxies, *pair.backend.proxies)
        proxied = any(rule.gateway is None for rule in rules)
        sites = relations.site_origins(system, pair, end.environment)
        if here is None or not here.is_alias or proxied or here.origin in sites:
            return
        if not signs_in(pair.backend):
            return  # the API of another repository, whose sessions this service verifies
        if any(here.port in ports or not ports for ports in servers.values()):
            return
        if together and _is_taken(system, here, end.environment):
            return  # a server of the system, beside which these routes are left over
        if forwards_at(system, pair, here, end.environment):
            return
        tools = TITLES.keys() if together else _LISTENERS
        own = [server for server in servers if server.tool in tools]
        if not own:
            return
        server, port = own[0], min(servers[own[0]])
        serves = f"{server.tool} serves it" if together else "the backend listens"
        yield self.finding(
            f"The frontend calls the API at {end.shown}, but {serves} on port {port}.",
            end.evidence(),
            relations.server_evidence(server, port),
            effect=_EFFECT,
            help=f"Change {spelled(end)} to {here.scheme}://{here.host}:{port} on both sides, or "
            f"let the backend listen on port {here.port}.",
            severity=Severity.WARNING,
            environments=(end.environment.name,),
        )

    # --- pairs -----------------------------------------------------------------------------------

    def _pairs(self, system: System) -> Iterator[Finding]:
        ends = setting_ends(system, relations.API)
        for pair in system.pairs:
            alike: dict[object, list[Disagreement]] = {}
            for found in pair_disagreements(system, pair, ends, ends, _Agreement(system, pair)):
                if not relations.is_left_in_production(found):
                    key = (found.left.text, found.right.place, found.environments, found.agreeing)
                    alike.setdefault(key, []).append(found)
            for first, *others in alike.values():
                yield _merged(self._mismatch(system, pair, first), first, others)

    def _mismatch(self, system: System, pair: Pair, found: Disagreement) -> Finding:
        left, right = found.left, found.right
        mine, theirs = address(left), address(right)
        swap = relations.swapped(system, pair, left, right)
        if swap is not None:
            return self._swapped(found, swap)
        for end, here, other in ((left, mine, right), (right, theirs, left)):
            if here is not None and here.is_container:
                return self._container(end, found.environments, other)
        return self.finding(
            f"The frontend calls the API at {left.shown}, but the backend's {spelled(right)} is "
            f"{right.shown}{_difference(mine, theirs)}.",
            addresses.pointed(left, right),
            addresses.pointed(right, left),
            effect=_EFFECT,
            help="Give both sides the address at which browsers reach the backend in this "
            f"environment: change {left.shown} or {right.shown}.",
            severity=relations.severity(pair, found),
            environments=found.environments,
            remedy=_remedy(found),
        )

    def _swapped(self, found: Disagreement, swap: Swap) -> Finding:
        left, right = found.left, found.right
        return self.finding(
            "apiDomain and websiteDomain are swapped on one side: the frontend calls the API at "
            f"{left.shown} and has the website at {swap.where}, the backend has {spelled(right)} "
            f"{right.shown} and {spelled(swap.backend)} {swap.backend.shown}.",
            left.evidence(),
            right.evidence(),
            swap.site,
            swap.backend.evidence(),
            effect="Users will see that sign-in fails, and that links in e-mails lead to the API.",
            help="Exchange the two values on the side that has them the wrong way round: apiDomain "
            "is where the backend is reached, websiteDomain where the site is opened.",
            severity=found.severity,
            environments=found.environments,
        )


def _first_api(system: System, app: App, environment: Environment) -> End | None:
    return next(relations.certain(system, app, relations.API, environment), None)


def _remedy(found: Disagreement) -> Remedy | None:
    """Call the API where the backend says that it is; a person has to say which end is right."""
    left, right = found.left, found.right
    if left.setting is None or not right.text or left.init.sdk is Sdk.REACT_NATIVE:
        return None
    change = setting_change(left, right.text, found)
    text = f"Change the frontend's {spelled(left)} to {right.shown}"
    return None if change is None else Remedy(text, (change,))


def _merged(finding: Finding, first: Disagreement, others: list[Disagreement]) -> Finding:
    """Return a finding that names the other inits of the frontend with the same value as well."""
    if not others:
        return finding
    more = (addresses.pointed(found.left, first.right) for found in others)
    remedy = finding.remedy
    if remedy is not None:
        remedies = [_remedy(found) for found in others]
        changes = [change for item in remedies if item is not None for change in item.changes]
        whole = len(changes) == len(others)
        remedy = replace(remedy, changes=(*remedy.changes, *changes)) if whole else None
    return replace(finding, counterparts=(*finding.counterparts, *more), remedy=remedy)


def _difference(mine: Address | None, theirs: Address | None) -> str:
    if mine is None or theirs is None:
        return ""
    return f": {relations.difference(mine, theirs)}"


def _is_taken(system: System, here: Address, environment: Environment) -> bool:
    """Tell whether some server of the system listens on the port of an address."""
    known = (relations.served_ports(system, app, environment) for app in system.apps)
    return any(here.port in ports for servers in known for ports in servers.values())


class _Agreement(Struct, frozen=True):
    """Compares the apiDomain of a frontend with that of its backend."""

    system: System
    pair: Pair

    def __call__(self, left: End, right: End) -> bool | None:
        """Tell whether two values agree; ``None`` where another rule or a proxy decides."""
        mine, theirs = address(left), address(right)
        if mine is None or theirs is None:
            return None
        if mine.origin == theirs.origin:
            return True
        if addresses.same_but_for_alias(mine, theirs):
            return None
        if relations.swapped(self.system, self.pair, left, right) is not None:
            return False
        if relations.is_excused(left, right, mine, theirs):
            return None
        forwarded = relations.is_forwarded(self.system, self.pair, mine, theirs, left.environment)
        return None if forwarded else False
