"""ST119: a development address that also holds in production."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment, Mode
from supertokens_lint.resolve.values import EnvVar
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules import addresses
from supertokens_lint_rules.addresses import address
from supertokens_lint_rules.domains import relations
from supertokens_lint_rules.domains.relations import Domain, spelled
from supertokens_lint_rules.ends import End

_PREFIXES = ("", "VITE_", "VITE_APP_", "REACT_APP_", "NEXT_PUBLIC_", "PUBLIC_", "VUE_APP_")
_API_NAMES = ("API_DOMAIN", "API_URL", "API_BASE_URL", "BACKEND_URL", "SUPERTOKENS_API_DOMAIN")
_SITE_NAMES = ("WEBSITE_DOMAIN", "WEBSITE_URL", "FRONTEND_URL", "SUPERTOKENS_WEBSITE_DOMAIN")


class DevelopmentDomainInProduction(Rule):
    """ST119."""

    code = "ST119"
    name = "development-domain-in-production"
    severity = Severity.WARNING
    documentation = Documentation(
        summary="An address of the developer's machine also holds in production.",
        why="""
            The value is written into the code and no environment changes it, while another setting
            of the same system names the public address. In production, the browser calls its own
            machine, or the backend makes links to it.
        """,
        fix="""
            Read the value from the environment, as the other side does, and keep the development
            address as the default for development alone.
        """,
        bad="""
```ts
// frontend/src/config.ts
apiDomain: "http://localhost:3001",
```
```ts
// backend/config.ts, with API_DOMAIN=https://api.example.com in .env.production
apiDomain: process.env.API_DOMAIN ?? "http://localhost:3001",
```
        """,
        good="""
```ts
// frontend/src/config.ts, with VITE_API_DOMAIN=https://api.example.com in .env.production
apiDomain: import.meta.env.VITE_API_DOMAIN ?? "http://localhost:3001",
```
        """,
        quiet="""
            A default that an environment variable replaces, a value in a branch for development
            and a value in an env file for development are no findings, nor is a development
            address while nothing in the system says where production is. When the two sides
            already disagree in development, `api-domain-mismatch` or `website-domain-mismatch`
            says so.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield each development address that stands against a public one in production."""
        seen: set[Place] = set()
        for apps in relations.groups(system):
            for environment in system.environments(*apps):
                if environment.mode is Mode.PRODUCTION:
                    for left, right in _left_behind(system, apps, environment):
                        if left.end.place not in seen:
                            seen.add(left.end.place)
                            yield self._finding(left.end, right, environment)

    def _finding(self, left: End, right: Evidence, environment: Environment) -> Finding:
        return self.finding(
            f"The {left.label} is {left.shown} in production too, while the {right.label} there is "
            f"{right.value}.",
            left.evidence(),
            right,
            effect=_effect(left),
            help=f"Read {spelled(left)} from an environment variable that has its production "
            "value.",
            environments=(environment.name,),
        )


def _effect(end: End) -> str:
    if end.key != relations.API:
        return "Users will see that links in e-mails and redirects lead to their own machine."
    if end.app.side is Side.FRONTEND:
        return "Users will see that sign-in fails in production: requests go to their own machine."
    return (
        "Users will see that cookies and callbacks of the deployed backend are made for the "
        "developer's machine."
    )


def _left_behind(
    system: System, apps: tuple[App, ...], environment: Environment
) -> Iterator[tuple[Domain, Evidence]]:
    """Yield development addresses with what says where production is."""
    domains = relations.domains_of(system, apps, environment)
    for left in domains:
        if left.address.is_development and addresses.is_stated_for_production(left.end):
            right = _public(left, domains)
            if right is None:
                variable = _variable(system, left, environment)
                if variable is not None:
                    yield left, variable
            elif not _disagree_in_development(system, apps, left, right):
                yield left, right.end.evidence()


def _variable(system: System, left: Domain, environment: Environment) -> Evidence | None:
    """Return a variable that an env file gives a public address and this setting does not read."""
    for suffix in _API_NAMES if left.is_api else _SITE_NAMES:
        for prefix in _PREFIXES:
            name = prefix + suffix
            variable = EnvVar(name, left.end.place.path)
            for outcome in system.outcomes(variable, environment):
                end = structs.replace(left.end, outcome=outcome)
                here = address(end)
                if here is not None and here.is_public and not addresses.is_sample(end):
                    return end.evidence(f"variable {name}")
    return None


def _public(left: Domain, others: Iterable[Domain]) -> Domain | None:
    """Return what says where production is.

    That is the same setting elsewhere; for an API, also the address of the website, since no
    public page can call a developer's machine. The reverse proves nothing: a website under
    development may well use a deployed API.
    """
    known = [
        other for other in others if other.address.is_public and not addresses.is_sample(other.end)
    ]
    same = [other for other in known if other.is_api == left.is_api]
    return next(iter(same or known if left.is_api else same), None)


def _disagree_in_development(
    system: System, apps: tuple[App, ...], left: Domain, right: Domain
) -> bool:
    """Tell whether the same two settings stand against one another in development too."""
    if left.is_api != right.is_api:
        return False
    for environment in system.environments(*apps):
        if environment.mode is not Mode.PRODUCTION:
            found = {
                (domain.end.place, domain.is_api): domain
                for domain in relations.domains_of(system, apps, environment)
            }
            mine = found.get((left.end.place, left.is_api))
            theirs = found.get((right.end.place, right.is_api))
            if mine is not None and theirs is not None:
                return mine.address.is_development and theirs.address.is_public
    return False
