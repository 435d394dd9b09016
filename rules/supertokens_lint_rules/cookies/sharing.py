"""Which backends of a system keep one session between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.names import Side
from supertokens_lint.sdk.site import same_site_hosts
from supertokens_lint.topology.model import App, System
from supertokens_lint.topology.pairing import SIGN_IN_RECIPES
from supertokens_lint_rules.addresses import Address, address, address_of, cores_of
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.cookies.hosts import API
from supertokens_lint_rules.cookies.scopes import Scope, scope_of
from supertokens_lint_rules.ends import End, ends_of
from supertokens_lint_rules.requests.targets import targets_of

COOKIE_DOMAIN = "cookieDomain"


class Services(Struct, frozen=True):
    """Two backends that share sessions in an environment, and what shows it."""

    first: App
    second: App
    environment: Environment
    proof: tuple[Evidence, ...]


class _Calls:
    """The origins that frontends send requests to, worked out once."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._known: dict[Environment, tuple[frozenset[str], ...]] = {}

    def reach_both(
        self, mine: tuple[Address, ...], theirs: tuple[Address, ...], environment: Environment
    ) -> bool:
        """Tell whether one frontend sends requests to both addresses."""
        one, other = ({item.origin for item in addresses} for addresses in (mine, theirs))
        if not one or not other:
            return False
        return any(called & one and called & other for called in self._called(environment))

    def _called(self, environment: Environment) -> tuple[frozenset[str], ...]:
        if environment not in self._known:
            self._known[environment] = tuple(
                self._called_by(app, environment)
                for app in self._system.apps
                if app.side is Side.FRONTEND and app.inits
            )
        return self._known[environment]

    def _called_by(self, app: App, environment: Environment) -> frozenset[str]:
        called = {item.origin for item in _apis(self._system, app, environment)}
        for request in app.requests:
            for target in targets_of(self._system, request, environment) or ():
                here = address_of(target.url, app.inits[0].sdk) if target.is_absolute else None
                if here is not None:
                    called.add(here.origin)
        return frozenset(called)


def services_of(system: System) -> Iterator[Services]:
    """Yield the backends that share sessions, by environment.

    They do when they give their cookies one public domain, or when they use one core and either
    a frontend calls both, one of them has no way to sign in, one compose file starts both, or
    their APIs are on one public site. The demo core that the documentation uses proves nothing.
    Two full backends at one address are alternatives of one another.
    """
    calls = _Calls(system)
    backends = [app for app in system.apps if app.side is Side.BACKEND and _session_inits(app)]
    for first, second in combinations(backends, 2):
        shared = set(system.environments(first)) & set(system.environments(second))
        for environment in system.environments(first, second):
            if environment not in shared:
                continue
            proof = _proof(system, calls, first, second, environment)
            if proof is not None:
                yield Services(first, second, environment, proof)


def _session_inits(app: App) -> tuple[Init, ...]:
    return tuple(init for init in app.inits if init.session is not None)


def _proof(
    system: System, calls: _Calls, first: App, second: App, environment: Environment
) -> tuple[Evidence, ...] | None:
    mine, theirs = (_apis(system, app, environment) for app in (first, second))
    origins = {item.origin for item in mine} & {item.origin for item in theirs}
    both_full = _signs_in(first) and _signs_in(second)
    if origins and both_full:
        return None
    domains = _same_domain(system, first, second, environment)
    if domains is not None:
        return domains
    cores = _same_core(system, first, second, environment)
    if cores is None:
        return None
    joined = (
        (not both_full and (_signs_in(first) or _signs_in(second)))
        or environment.compose is not None
        or _on_one_public_site(mine, theirs)
        or calls.reach_both(mine, theirs, environment)
    )
    return cores if joined else None


def _apis(system: System, app: App, environment: Environment) -> tuple[Address, ...]:
    found = [
        address(end)
        for init in app.inits
        for end in ends_of(system, app, init, API, environment) or ()
    ]
    return tuple(item for item in found if item is not None)


def _signs_in(app: App) -> bool:
    return any(
        init.recipes is not None
        and (
            init.recipes.rest is not None
            or any(recipe.name in SIGN_IN_RECIPES for recipe in init.recipes.recipes)
        )
        for init in app.inits
    )


def cookie_domains(
    system: System, app: App, environment: Environment
) -> Iterator[tuple[End, Scope]]:
    """Yield the cookie domains that a backend gives, as its SDK reads them."""
    for init in app.inits:
        for end in ends_of(system, app, init, COOKIE_DOMAIN, environment, session=True) or ():
            scope = scope_of(end.text, init.sdk, version_of(init))
            if scope is not None:
                yield end, scope


def _same_domain(
    system: System, first: App, second: App, environment: Environment
) -> tuple[Evidence, ...] | None:
    for mine, scope in cookie_domains(system, first, environment):
        for theirs, other in cookie_domains(system, second, environment):
            if scope == other and "." in scope.host:
                return (mine.evidence(), theirs.evidence())
    return None


def _same_core(
    system: System, first: App, second: App, environment: Environment
) -> tuple[Evidence, ...] | None:
    for mine in cores_of(system, first, environment):
        for theirs in cores_of(system, second, environment):
            if mine.address == theirs.address and not _is_demo(mine.address):
                return (mine.end.evidence("core of one"), theirs.end.evidence("core of the other"))
    return None


def _is_demo(core: Address) -> bool:
    return core.host.startswith("try.supertokens.")


def _on_one_public_site(mine: tuple[Address, ...], theirs: tuple[Address, ...]) -> bool:
    return any(
        left.is_public and right.is_public and same_site_hosts(left.host, right.host)
        for left in mine
        for right in theirs
    )
