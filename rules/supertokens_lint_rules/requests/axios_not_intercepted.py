"""ST401: an axios client calls the API, and the SDK does not see it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import Init, InterceptorStep, Request
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.features import Feature, has, introduced_in
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.interception import (
    aimed,
    environments_of,
    from_browser,
    frontends,
    interceptor_steps,
    main_init,
    named,
    shares_source,
    version_evidence,
)

AXIOS = "axios"


class _Use(Struct, frozen=True):
    """How a client calls the API: the request that shows it and what is known of its address."""

    request: Request
    address: str | None
    environments: tuple[str, ...]
    is_certain: bool = True


class AxiosNotIntercepted(Rule):
    """ST401."""

    code = "ST401"
    name = "axios-not-intercepted"
    severity = Severity.ERROR
    reasons = ("E.3",)
    documentation = Documentation(
        summary="An axios instance calls the API without the SDK's interceptors.",
        why="""
            axios sends with `XMLHttpRequest`. Since supertokens-website 14, supertokens-web-js 0.3
            and supertokens-auth-react 0.27 the SDK intercepts that by itself; before, and in React
            Native at every version, it sees only what goes through an instance that was given to
            `addAxiosInterceptors`. Each `axios.create()` makes an instance with interceptors of
            its own: those of the global `axios` are not inherited.

            Without the interceptors a request carries no anti-CSRF token and, in header mode, no
            access token, and an expired session is not refreshed.
        """,
        fix="""
            Call `addAxiosInterceptors(instance)` right after the instance is made, before any
            interceptor of your own. On the web, updating the SDK is the other way.
        """,
        bad="""
```ts
// supertokens-auth-react 0.26
Session.addAxiosInterceptors(axios);
export const api = axios.create({ baseURL: "http://localhost:3001" });
```
        """,
        good="""
```ts
// supertokens-auth-react 0.26
export const api = axios.create({ baseURL: "http://localhost:3001" });
Session.addAxiosInterceptors(api);
```
        """,
        quiet="""
            SDK versions that intercept `XMLHttpRequest`, ranges that may resolve to one, and
            versions that no manifest tells are left alone, except for React Native. So are
            instances that only call other hosts, instances with an adapter of their own
            (`adapter: "fetch"`), requests that servers send, and apps in which
            `addAxiosInterceptors` is given something that cannot be followed.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each axios client that calls the API uncovered."""
        steps = [step for step in interceptor_steps(system) if step.kind == "supertokens"]
        for app in frontends(system):
            init = blind_init(app)
            if init is None or any(step.client is None for step in steps):
                continue
            covered = {step.client.identity for step in steps if step.client is not None}
            for identity in _identities(app):
                use = None if identity in covered else _use(system, app, identity)
                if use is not None:
                    yield self._finding(init, identity, use, steps)

    def _finding(
        self,
        init: Init,
        identity: Place | None,
        use: _Use,
        steps: list[InterceptorStep],
    ) -> Finding:
        subject = "axios" if identity is None else "This axios instance"
        verb = "calls the API" if use.is_certain else "seems to be what calls the API"
        where = "" if use.address is None else f" ({use.address})"
        covered = f" (that is called for {_object(steps[0])} only)" if steps else ""
        label = "axios request" if identity is None else "axios instance"
        request = Evidence("request", use.request.place)
        return self.finding(
            f"{subject} {verb}{where} without addAxiosInterceptors{covered}, and {named(init)} "
            "does not intercept axios by itself.",
            Evidence(label, use.request.place if identity is None else identity),
            *(() if identity is None else (request,)),
            *(Evidence("addAxiosInterceptors", step.place) for step in steps[:2]),
            *(version_evidence(init) or (Evidence("init", init.callee),)),
            effect="Users will see requests answered with 401 once the access token has expired: "
            "the session is not refreshed for this client, and header-based sessions and "
            "anti-CSRF tokens are not sent at all.",
            help=_help(init, identity),
            severity=None if use.is_certain else Severity.WARNING,
            environments=use.environments,
        )


def blind_init(app: App) -> Init | None:
    """Return an init whose SDK surely does not see axios, ``None`` when one of them may."""
    for init in app.inits:
        version = None if init.version is None else init.version.version
        if has(Feature.XHR_INTERCEPTION, init.sdk, version) is not False:
            return None
    return main_init(app) if app.inits else None


def _identities(app: App) -> list[Place | None]:
    found: dict[Place | None, None] = {}
    for request in from_browser(app):
        if request.library == AXIOS and request.client is not None:
            found[request.client.identity] = None
    return list(found)


def _use(system: System, app: App, identity: Place | None) -> _Use | None:
    """Return how a client calls the API, ``None`` when it does not or nobody can tell."""
    every = from_browser(app)
    mine = tuple(
        item
        for item in every
        if item.library == AXIOS and item.client is not None and item.client.identity == identity
    )
    found = list(aimed(system, app, mine))
    to_api = [item for item in found if item.intercepted and not _is_open(item.target.url)]
    shared = next((item for item in mine if shares_source(app, item) is not None), None)
    if to_api:
        first = to_api[0]
        environments = () if shared is not None else environments_of(system, app, to_api)
        return _Use(first.request, repr(first.target.url), environments)
    if shared is not None:
        return _Use(shared, "its address is that of apiDomain", ())
    if found or not mine or len(mine) < len(every):
        return None
    return _Use(mine[0], None, (), is_certain=False)


_OPEN_ENDPOINTS = (
    "/authorisationurl",
    "/email/exists",
    "/phonenumber/exists",
    "/user/password/reset",
    "/user/password/reset/token",
    "/loginmethods",
    "/jwt/jwks.json",
)
"""Parts of the SDK's own API that neither make nor need a session (the FDI specification)."""


def _is_open(url: str) -> bool:
    return url.split("?", 1)[0].rstrip("/").endswith(_OPEN_ENDPOINTS)


def _object(step: InterceptorStep) -> str:
    if step.client is None or step.client.identity is None:
        return "the global axios"
    return "another instance"


def _help(init: Init, identity: Place | None) -> str:
    target = "axios" if identity is None else "this instance"
    owner = "SuperTokens" if init.sdk in (Sdk.WEBSITE, Sdk.REACT_NATIVE) else "Session"
    call = f"Call {owner}.addAxiosInterceptors with {target}"
    when = "before the first request" if identity is None else "right after axios.create"
    release = introduced_in(Feature.XHR_INTERCEPTION, init.sdk)
    if release is None:
        return f"{call} {when}."
    number = ".".join(str(part) for part in release)
    return f"{call} {when}, or update {init.sdk.package} to {number} or newer."
