"""ST111: requests to the app's own API go to a host that the SDK does not intercept."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import Address, address_of, same_but_for_alias
from supertokens_lint_rules.ends import End, ends_of
from supertokens_lint_rules.requests.interception import (
    Aimed,
    aimed,
    environments_of,
    from_browser,
    frontends,
    named,
    page_origin,
    scope_key,
    scope_setting,
    version_evidence,
)
from supertokens_lint_rules.requests.own_api import (
    Proof,
    api_ends,
    backend_at,
    is_same_family,
    serves_pages,
    shares_cookies,
)

_OPT_OUT = "superTokensDoNotDoInterception"


class _Group(Struct):
    """Requests to one host whose address is written at one place."""

    target: Address
    api: End
    proof: Proof
    found: list[Aimed] = field(default_factory=list)


class RequestHostMismatch(Rule):
    """ST111."""

    code = "ST111"
    name = "request-host-mismatch"
    severity = Severity.ERROR
    reasons = ("F2", "E.1")
    documentation = Documentation(
        summary="Requests to the app's own API go to a host that the SDK does not intercept.",
        why="""
            The SDK adds session handling only to requests whose host is that of `apiDomain`, or is
            covered by `sessionTokenBackendDomain`. Subdomains of `apiDomain` do not count by
            themselves. Before supertokens-website 20, web-js 0.11 and auth-react 0.41 the port has
            to be equal too. Requests to other hosts carry no session headers, and a 401 from them
            does not refresh the session.
        """,
        fix="""
            Send the requests to the host of `apiDomain`. If the API has several hosts under one
            domain, give that domain as `sessionTokenBackendDomain` to the frontend and as
            `cookieDomain` to the backend.
        """,
        bad="""
```ts
SuperTokens.init({ appInfo: { apiDomain: "https://auth.example.com", ... }, ... });

await fetch("https://api.example.com/orders", { credentials: "include" });
```
        """,
        good="""
```ts
SuperTokens.init({
  appInfo: { apiDomain: "https://auth.example.com", ... },
  recipeList: [Session.init({ sessionTokenBackendDomain: ".example.com" })],
});

await fetch("https://api.example.com/orders", { credentials: "include" });
```
        """,
        quiet="""
            Only hosts that are the system's own are reported: a backend in the same run says so or
            listens there. A host that shares its registrable domain with `apiDomain` is a warning
            when every request of the app goes to it. Relative URLs, the page's own origin, and
            other companies' hosts are left alone. When the two sides disagree about `apiDomain`,
            `api-domain-mismatch` tells of it; when the backend's `cookieDomain` contains the host,
            `backend-domain-mismatch`; when the hosts are names of one machine, `loopback-alias`.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each place whose host is the app's own and is not intercepted."""
        for app in frontends(system):
            every = list(aimed(system, app, from_browser(app)))
            groups: dict[tuple[Place, str], _Group] = {}
            for item in every:
                group = self._group(system, app, item, every)
                if group is not None:
                    key = (item.target.place, group.target.origin)
                    groups.setdefault(key, group).found.append(item)
            for group in groups.values():
                yield self._finding(system, app, group)

    def _group(self, system: System, app: App, item: Aimed, every: list[Aimed]) -> _Group | None:
        if item.intercepted is not False or not item.target.is_absolute:
            return None
        target = address_of(item.target.url, app.inits[0].sdk)
        ends = list(_intercepted_ends(system, app, item.environment))
        if target is None or not ends or _OPT_OUT in item.target.url:
            return None
        own_page = _is_page(system, app, target, item.environment)
        if own_page or any(same_but_for_alias(target, api) for _, api in ends):
            return None
        told_elsewhere = _sides_disagree(system, app, ends, item.environment) or shares_cookies(
            system, app, target, item.environment
        )
        if told_elsewhere:
            return None
        proof = _proof(system, item, target, ends, every)
        return None if proof is None else _Group(target, ends[0][0], proof)

    def _finding(self, system: System, app: App, group: _Group) -> Finding:
        first, api = group.found[0], group.api
        init = api.init
        scope = scope_setting(init)
        covered = "" if scope is None else f" and {scope.spelled}"
        request = first.request.place
        return self.finding(
            f"Requests go to {group.target.origin}, which is {group.proof.reason}, but "
            f"{named(init)} only intercepts the apiDomain {api.shown}{covered}.",
            first.target.evidence("request URL"),
            api.evidence(),
            *(() if scope is None else (Evidence(f"frontend {scope.spelled}", scope.place),)),
            *group.proof.evidence,
            *(() if request == first.target.place else (Evidence("request", request),)),
            *version_evidence(init),
            effect="Users will see these requests answered with 401 once the access token has "
            "expired: the SDK neither adds session headers to them nor refreshes the session.",
            help=_help(group),
            severity=None if group.proof.is_certain else Severity.WARNING,
            environments=environments_of(system, app, group.found),
        )


def _intercepted_ends(
    system: System, app: App, environment: Environment
) -> Iterator[tuple[End, Address]]:
    """Yield the apiDomains of an app; the origin of the page is where the page is."""
    yield from api_ends(system, app, environment)
    for init in app.inits:
        page = page_origin(system, app, init, environment)
        here = None if page is None else address_of(page, init.sdk)
        for end in ends_of(system, app, init, "apiDomain", environment) or ():
            if end.outcome.same_origin and here is not None:
                yield end, here


def _is_page(system: System, app: App, target: Address, environment: Environment) -> bool:
    pages = {page_origin(system, app, init, environment) for init in app.inits}
    return target.origin in pages or serves_pages(system, app, target, environment)


def _sides_disagree(
    system: System, app: App, ends: list[tuple[End, Address]], environment: Environment
) -> bool:
    """Tell whether a backend that is paired with the app says it is at none of its addresses.

    One that is called under the page's own origin stands behind a proxy, wherever it is.
    """
    if any(end.outcome.same_origin for end, _ in ends):
        return False
    mine = {api.host for _, api in ends}
    for pair in system.pairs:
        if pair.frontend == app:
            theirs = {api.host for _, api in api_ends(system, pair.backend, environment)}
            if theirs and not theirs & mine:
                return True
    return False


def _proof(
    system: System,
    item: Aimed,
    target: Address,
    ends: list[tuple[End, Address]],
    every: list[Aimed],
) -> Proof | None:
    backend = backend_at(system, target, item.environment)
    if backend is not None:
        return backend
    if not any(is_same_family(target, api) for _, api in ends):
        return None
    here = [other for other in every if other.environment == item.environment]
    hosts = {_host(other, ends[0][0]) for other in here}
    if hosts == {target.host}:
        return Proof("where all requests of the app go", is_certain=False)
    return None


def _host(item: Aimed, api: End) -> str | None:
    here = address_of(item.target.url, api.init.sdk) if item.target.is_absolute else None
    return None if here is None else here.host


def _help(group: _Group) -> str:
    init = group.api.init
    version = None if init.version is None else init.version.version
    change = f"Send the requests to {group.api.shown}"
    if has(Feature.PORT_AGNOSTIC_INTERCEPTION, init.sdk, version) is False:
        change += ", port included"
    api = address_of(group.api.text, init.sdk)
    if api is not None and is_same_family(group.target, api):
        return (
            f"{change}, or cover both hosts with {scope_key(init)} on the frontend and "
            "cookieDomain on the backend."
        )
    return f"{change}, or give the address that they go to as apiDomain."
