"""ST113: several names of one machine where browsers need one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Fixable, Remedy, ReplaceText
from supertokens_lint.resolve.values import Trail
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import System
from supertokens_lint_rules.addresses import Address, pointed
from supertokens_lint_rules.domains import relations
from supertokens_lint_rules.domains.loopback_requests import AliasedRequest, aliased_requests
from supertokens_lint_rules.domains.relations import Domain
from supertokens_lint_rules.mending import THIS_MACHINE, is_within

_COOKIES = (
    "Users will see that sign-in succeeds and the next request is answered with 401: the browser "
    "does not send the session cookies across sites."
)
_CALLBACKS = (
    "Users will see that sign-in with a provider comes back to another site than the one that "
    "holds their session."
)
_REQUESTS = (
    "Users will see these requests answered with 401: the SDK does not see them, and the browser "
    "does not send the session cookies of one name to the other."
)


class LoopbackAlias(Rule):
    """ST113."""

    code = "ST113"
    name = "loopback-alias"
    severity = Severity.ERROR
    reasons = ("F22", "B.4")
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="localhost, 127.0.0.1, 0.0.0.0 or an address of the local network are mixed.",
        why="""
            They lead to the same machine, but to a browser they are different sites, and cookies
            of one are not sent to the other. The backend SDK takes them for one site and marks its
            cookies `SameSite=Lax`, so the browser leaves them out of every request from the page.
        """,
        fix="""
            Use one name everywhere: for `apiDomain` and `websiteDomain` of both sides, for the
            requests of the application, and in the address bar. `localhost` is the usual choice.
            `0.0.0.0` is an address to listen on, never one to call.
        """,
        bad="""
```ts
apiDomain: "http://127.0.0.1:3001",
websiteDomain: "http://localhost:3000",
```
        """,
        good="""
```ts
apiDomain: "http://localhost:3001",
websiteDomain: "http://localhost:3000",
```
        """,
        quiet="""
            One name that is used throughout is fine, whichever it is. Native apps are left alone:
            an emulator reaches the developer's machine by another address, and has no site. Names
            such as `api.localhost` and public hosts are not compared here, nor are the address of
            the core and the interface that a server listens on.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield the places that use another name than the rest, once a place."""
        seen: set[Place] = set()
        for apps in relations.groups(system):
            if any(relations.is_native(app) for app in apps):
                continue
            environments = system.environments(*apps)
            found: dict[Place, tuple[Finding, list[str]]] = {}
            for environment in environments:
                domains = relations.domains_of(system, apps, environment)
                for finding in self._mixed([item for item in domains if item.address.is_alias]):
                    known = found.setdefault(finding.primary.place, (finding, []))
                    known[1].append(environment.name)
            for place, (finding, names) in found.items():
                if place not in seen:
                    seen.add(place)
                    everywhere = len(names) == len(environments)
                    yield replace(finding, environments=() if everywhere else tuple(names))
        yield from self._requests(system, seen)

    def _requests(self, system: System, seen: set[Place]) -> Iterator[Finding]:
        """Yield requests to another name than ``apiDomain`` has, unless that is at fault itself."""
        for app in system.apps:
            if app.side is not Side.FRONTEND or not app.inits or relations.is_native(app):
                continue
            found: dict[Place, tuple[AliasedRequest, dict[str, None]]] = {}
            for item in aliased_requests(system, app):
                if item.api.place not in seen and item.sent.target.place not in seen:
                    known = found.setdefault(item.sent.target.place, (item, {}))
                    known[1][item.sent.environment.name] = None
            every = len(system.environments(app))
            for place, (item, names) in found.items():
                seen.add(place)
                yield self._aliased(item, () if len(names) == every else tuple(names))

    def _aliased(self, item: AliasedRequest, environments: tuple[str, ...]) -> Finding:
        here, there = item.address, item.api_address
        request = item.sent.request.place
        target = item.sent.target
        return self.finding(
            f"Requests go to {here.origin}, but the {item.api.label} is {item.api.shown}: to a "
            f"browser {here.host} and {there.host} are different sites.",
            target.evidence("request URL"),
            item.api.evidence(),
            *(() if request == target.place else (Evidence("request", request),)),
            effect=_REQUESTS,
            help=f"Use one name of the machine everywhere: change {here.origin!r} to "
            f"'{here.origin.replace(here.host, there.host, 1)}'.",
            environments=environments,
            remedy=_remedy(here, there, target.trail, request),
        )

    def _mixed(self, domains: list[Domain]) -> Iterator[Finding]:
        places = {(domain.address.host, domain.end.place) for domain in domains}
        hosts = Counter(host for host, _ in places)
        if len(hosts) < 2:
            return
        usual = max(hosts, key=lambda host: (hosts[host], host == "localhost", host))
        for domain in domains:
            if domain.address.host != usual:
                others = [other for other in domains if other.address.host == usual]
                yield self._finding(domain, _nearest(domain, others))

    def _finding(self, domain: Domain, others: list[Domain]) -> Finding:
        end, here = domain.end, domain.address
        other, theirs = others[0].end, others[0].address
        matters = not (domain.is_api and end.app.side is Side.BACKEND)
        return self.finding(
            f"The {end.label} is {end.shown}, but the {other.label} is {other.shown}: to a browser "
            f"{here.host} and {theirs.host} are different sites.",
            pointed(end, other),
            *(pointed(known.end, end) for known in others),
            effect=_COOKIES if matters else _CALLBACKS,
            help=f"Use one name of the machine everywhere: change {end.shown} to "
            f"'{here.origin.replace(here.host, theirs.host, 1)}'.",
            severity=None if matters else Severity.WARNING,
            remedy=_remedy(
                here, theirs, end.outcome.trail, None if end.setting is None else end.setting.place
            ),
        )


def _remedy(here: Address, there: Address, trail: Trail, around: Place | None) -> Remedy | None:
    """Call the machine as the other end does, where its name is written.

    A name of this machine can be written for any other; an address of the local network may be
    there for other machines.
    """
    if not trail:
        return None
    place = trail[0].place
    same_machine = {here.host, there.host} <= THIS_MACHINE
    safe = same_machine and around is not None and is_within(place, around)
    change = ReplaceText(place, here.host, there.host, whole=False)
    return Remedy(f"Change {here.host} to {there.host}", (change,), safe)


def _nearest(domain: Domain, others: list[Domain]) -> list[Domain]:
    """Return up to two domains to show beside one: the same side's, then the same setting's."""
    end = domain.end
    chosen = sorted(
        others,
        key=lambda other: (other.end.app.side is not end.app.side, other.is_api != domain.is_api),
    )
    related = [
        other
        for other in chosen
        if other.end.app.side is end.app.side or other.is_api == domain.is_api
    ]
    return related[:2] or chosen[:1]
