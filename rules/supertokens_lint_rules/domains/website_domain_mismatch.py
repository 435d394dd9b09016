"""ST112: the two sides, or the site's own server, disagree on where the website is."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import DevServer, Init
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment, Mode
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Pair, System
from supertokens_lint_rules import addresses
from supertokens_lint_rules.addresses import Address, address, website_ends
from supertokens_lint_rules.domains import relations
from supertokens_lint_rules.domains.relations import API, spelled
from supertokens_lint_rules.ends import (
    Disagreement,
    End,
    ends_of,
    pair_disagreements,
    setting_ends,
)
from supertokens_lint_rules.gateways import answers_at, gateways_of


class WebsiteDomainMismatch(Rule):
    """ST112."""

    code = "ST112"
    name = "website-domain-mismatch"
    severity = Severity.ERROR
    reasons = ("F22",)
    documentation = Documentation(
        summary="The sides disagree on the address of the website, or it is served elsewhere.",
        why="""
            The backend makes the links in its e-mails and the targets of its redirects from
            `websiteDomain` (or `origin`), and works out from it whether cookies cross sites. When
            that is not the address at which the site is opened, links lead to the wrong place, and
            the attributes of the session cookies can be wrong for the page that needs them.
        """,
        fix="""
            Give both sides the address that people type into the browser: scheme, host and port.
            If one backend serves several websites, give the backend `origin` as a function that
            returns the origin of the request.
        """,
        bad="""
```ts
// frontend/src/config.ts
websiteDomain: "http://localhost:5173",
```
```ts
// backend/config.ts
websiteDomain: "http://localhost:3000",
```
        """,
        good="""
```ts
// frontend/src/config.ts
websiteDomain: "http://localhost:5173",
```
```ts
// backend/config.ts
websiteDomain: "http://localhost:5173",
```
        """,
        quiet="""
            Nothing is said when a value is unknown, when `origin` is a function, when the frontend
            uses the origin of its page, and about one of several websites when another of them is
            the one that the backend names. The port at which the site is served counts in
            development alone, for a site on the developer's machine, and not when a compose file
            maps it, a proxy stands in front, the page calls the API at its own origin (something
            else serves both), or the API listens at that port too and the development server
            takes the next one. SDKs without the setting (web-js, website, React
            Native) have no value to compare. `localhost` beside `127.0.0.1` is `loopback-alias`,
            swapped domains are `api-domain-mismatch`.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield pairs that disagree, container names, and sites that are served elsewhere."""
        seen: set[Place] = set()
        for finding in (*self._pairs(system), *self._containers(system), *self._served(system)):
            if seen.isdisjoint(end.place for end in (finding.primary, *finding.counterparts)):
                yield finding
                seen.add(finding.primary.place)

    # --- pairs -----------------------------------------------------------------------------------

    def _pairs(self, system: System) -> Iterator[Finding]:
        frontend = setting_ends(system, "websiteDomain")

        def backend(app: App, init: Init, environment: Environment) -> tuple[End, ...] | None:
            return website_ends(system, app, init, environment)

        for pair in system.pairs:
            for found in pair_disagreements(system, pair, frontend, backend, _agree):
                if not _is_another_rules(system, pair, found) and not _serves_another(
                    system, pair, found
                ):
                    yield self._mismatch(pair, found)

    def _mismatch(self, pair: Pair, found: Disagreement) -> Finding:
        left, right = found.left, found.right
        for end, other in ((left, right), (right, left)):
            here = address(end)
            if here is not None and here.is_container:
                return self._container(end, found.environments, other)
        return self.finding(
            f"The frontend says that the website is at {left.shown}, but the backend's "
            f"{spelled(right)} is {right.shown}.",
            addresses.pointed(left, right),
            addresses.pointed(right, left),
            effect="Users will see that links in e-mails and redirects after sign-in lead to "
            f"{right.shown}, where they have no session.",
            help="Give both sides the address at which people open the site in this environment: "
            f"change {left.shown} or {right.shown}.",
            severity=relations.severity(pair, found),
            environments=found.environments,
        )

    # --- names of container networks -------------------------------------------------------------

    def _containers(self, system: System) -> Iterator[Finding]:
        for domain, environments in relations.container_named(system):
            if not domain.is_api:
                yield self._container(domain.end, environments)

    def _container(self, end: End, environments: tuple[str, ...], *others: End) -> Finding:
        return self.finding(
            f"The {end.label} is {end.shown}, a name that only containers resolve; people open "
            "the site from outside of them.",
            end.evidence(),
            *(other.evidence() for other in others),
            effect="Users will see that links in e-mails and redirects lead nowhere.",
            help="Give the address that browsers use: the host and port that the compose file "
            "publishes, or the public name.",
            environments=environments,
        )

    # --- where the site is served ----------------------------------------------------------------

    def _served(self, system: System) -> Iterator[Finding]:
        for app in system.apps:
            proxied = any(rule.gateway is None for rule in app.proxies)
            if app.side.value == "frontend" and not proxied:
                yield from self._app_served(app, system)

    def _app_served(self, app: App, system: System) -> Iterator[Finding]:
        pairs = [pair for pair in system.pairs if pair.frontend is app]
        for environment in system.environments(app):
            if environment.mode is not Mode.DEVELOPMENT or environment.compose is not None:
                continue
            servers = relations.served_ports(system, app, environment)
            gateways = gateways_of(app, *(pair.backend for pair in pairs))
            site = next((item for item in servers if item.tool in relations.SITE_TOOLS), None)
            ports = {port for found in servers.values() for port in found}
            swapped = any(
                True for pair in pairs for _ in relations.swaps(system, pair, environment)
            )
            if site is None or swapped or not all(servers.values()):
                continue
            if _calls_own_origin(app, system, environment):
                continue
            backends = [pair.backend for pair in pairs]
            if servers[site] <= _api_ports(app, backends, system, environment):
                continue  # two servers cannot share a port: the site's takes another one
            for end in _sites(app, backends, system, environment):
                here = address(end)
                if here is None or not here.is_alias or here.port in ports:
                    continue
                if end.app is not app and _is_of_another(system, app, end.app):
                    continue
                if not any(answers_at(item, here) is not False for item in gateways):
                    yield self._elsewhere(end, here, site, min(servers[site]), environment)

    def _elsewhere(
        self,
        end: End,
        here: Address,
        server: DevServer,
        port: int,
        environment: Environment,
    ) -> Finding:
        return self.finding(
            f"The {end.label} is {end.shown}, but {server.tool} serves the site on port {port}.",
            end.evidence(),
            relations.server_evidence(server, port),
            effect="Users will see that links in e-mails and redirects after sign-in lead to port "
            f"{here.port}, where nothing answers.",
            help=f"Change {spelled(end)} to {here.scheme}://{here.host}:{port} on both sides, "
            f"or serve the site on port {here.port}.",
            environments=(environment.name,),
        )


def _agree(left: End, right: End) -> bool | None:
    mine, theirs = address(left), address(right)
    if mine is None or theirs is None:
        return None
    if mine.origin == theirs.origin:
        return True
    if addresses.same_but_for_alias(mine, theirs):
        return None
    return None if relations.is_excused(left, right, mine, theirs) else False


def _is_another_rules(system: System, pair: Pair, found: Disagreement) -> bool:
    """Tell whether another rule reports this: development-domain-in-production, or a swap."""
    swaps = relations.swaps(system, pair, found.left.environment)
    return relations.is_left_in_production(found) or any(True for _ in swaps)


def _serves_another(system: System, pair: Pair, found: Disagreement) -> bool:
    """Tell whether another site of the backend is, or may be, the one that it names.

    The other site can be another frontend, or one of several inits in the same package.
    """
    theirs = address(found.right)
    apps = [other.frontend for other in system.pairs if other.backend is pair.backend]
    for app in apps:
        for init in app.inits:
            if init is found.left.init or "websiteDomain" not in init.app_info.settings:
                continue
            ends = website_ends(system, app, init, found.left.environment)
            if ends is None or any(theirs == address(other) for other in ends):
                return True
    return False


def _calls_own_origin(app: App, system: System, environment: Environment) -> bool:
    """Tell whether the API is at the origin of the page, which no server of the site forwards.

    Then people open the site at something that the files do not show, and serves both.
    """
    ends = [end for init in app.inits for end in ends_of(system, app, init, API, environment) or ()]
    return any(end.outcome.same_origin for end in ends)


def _is_of_another(system: System, app: App, backend: App) -> bool:
    """Tell whether a backend has other sites, so that its address is perhaps one of theirs."""
    return any(pair.backend is backend and pair.frontend is not app for pair in system.pairs)


def _api_ports(
    app: App, backends: list[App], system: System, environment: Environment
) -> frozenset[int]:
    """Return the ports of the developer's machine that the API is at."""
    found = (
        address(end)
        for owner in (app, *backends)
        for end in relations.certain(system, owner, API, environment)
    )
    return frozenset(here.port for here in found if here is not None and here.is_alias)


def _sites(app: App, backends: list[App], system: System, environment: Environment) -> list[End]:
    """Return the website's address as its own init says, else as its backend does."""
    for owner in (app, *backends):
        found: list[End] = []
        for init in owner.inits:
            ends = website_ends(system, owner, init, environment)
            if ends is None:
                return []
            found.extend(ends if len(ends) == 1 else ())
        if found:
            return found
    return []
