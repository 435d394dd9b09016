"""ST113: several names of one machine where browsers need one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.finding import Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import System
from supertokens_lint_rules.addresses import pointed
from supertokens_lint_rules.domains import relations
from supertokens_lint_rules.domains.relations import Domain

_COOKIES = (
    "Users will see that sign-in succeeds and the next request is answered with 401: the browser "
    "does not send the session cookies across sites."
)
_CALLBACKS = (
    "Users will see that sign-in with a provider comes back to another site than the one that "
    "holds their session."
)


class LoopbackAlias(Rule):
    """ST113."""

    code = "ST113"
    name = "loopback-alias"
    severity = Severity.ERROR
    reasons = ("F22", "B.4")
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
        )


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
