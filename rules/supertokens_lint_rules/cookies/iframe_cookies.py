"""ST210: a site inside a frame of another site lacks what sessions need there."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from supertokens_lint.extract.cookie_facts import Framing
from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.domains import is_loopback
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.sdk.site import same_site_hosts
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import Address, address, address_of, is_sample
from supertokens_lint_rules.cookies.attributes import cookies_of
from supertokens_lint_rules.cookies.hosts import API, backends_of, site_ends
from supertokens_lint_rules.cookies.transport import HEADER, sends_cookies, wished
from supertokens_lint_rules.cookies.troubles import (
    Look,
    Trouble,
    distinct,
    first_of_kind,
    shown,
    spelled,
    troubles,
)
from supertokens_lint_rules.ends import End, ends_of

KEY = "isInIframe"
STORAGE = "cookieHandler"


class Lack(Enum):
    """What is lacking."""

    HTTPS = "https"
    SAME_SITE = "SameSite=None"
    STORAGE = "storage"


class IframeCookies(AppRule):
    """ST210."""

    code = "ST210"
    name = "iframe-cookies"
    severity = Severity.WARNING
    reasons = ("F8",)
    documentation = Documentation(
        summary="The site is used inside a frame and lacks what sessions need there.",
        why="""
            In a frame of another site, all cookies are third-party cookies. `isInIframe: true`
            makes the frontend SDK write its own cookies with `SameSite=None; Secure`, which
            browsers accept over https alone. The backend's cookies must be `SameSite=None` as
            well, which the SDK does not compute when website and API share a site. And Safari,
            like every browser that blocks third-party cookies, keeps none of them.
        """,
        fix="""
            Serve website and API over https. Send sessions in headers
            (`tokenTransferMethod: "header"`) or set `cookieSameSite: "none"` in the backend, and
            let a `cookieHandler` and `windowHandler` keep the SDK's values elsewhere than in
            cookies.
        """,
        bad="""
```ts
// frontend, embedded by another site
Session.init({ isInIframe: true })
```
        """,
        good="""
```ts
SuperTokens.init({
  appInfo,
  cookieHandler: getCookieHandler,
  windowHandler: getWindowHandler,
  recipeList: [Session.init({ isInIframe: true, tokenTransferMethod: "header" })],
});
```
        """,
        quiet="""
            Nothing is said when `isInIframe` is absent or false, unless a header
            (`frame-ancestors`) of the frontend names an origin of another site that may embed it;
            nor when a value is unknown. What the SDK computes from addresses of a developer's
            machine is no fault: there, the page around the frame is on the same site.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield what an embedded frontend lacks."""
        if app.side is not Side.FRONTEND:
            return
        environments = system.environments(app, *backends_of(app, system))
        for init in app.inits:
            if init.sdk is Sdk.REACT_NATIVE:
                continue
            https, same_site, storage = (
                list(first_of_kind(troubles(environments, (init,), look)))
                for look in _looks(system, app)
            )
            if found := [*https, *(same_site or storage)]:
                yield from map(self._finding, found)
                return
        yield from self._unprepared(app, system)

    def _finding(self, found: Trouble[Lack]) -> Finding:
        return self.finding(
            _message(found),
            *found.evidence,
            effect=_EFFECTS[found.kind],
            help=_HELP[found.kind],
            environments=found.environments,
        )

    def _unprepared(self, app: App, system: System) -> Iterator[Finding]:
        inits = [init for init in app.inits if init.sdk is not Sdk.REACT_NATIVE]
        sessions = [init.session for init in inits if init.session is not None]
        if not sessions or not all(options.surely_lacks(KEY) for options in sessions):
            return
        for framing in app.cookies.framings:
            if _is_foreign(system, app, inits[0], framing):
                yield self.finding(
                    f"The site lets {framing.ancestor} embed it, but {KEY} is not set.",
                    Evidence("embedded by", framing.place, framing.ancestor),
                    Evidence("frontend Session.init", sessions[0].place, f"no {KEY}"),
                    effect=_EFFECTS[Lack.SAME_SITE],
                    help=f"Set {KEY} to true in the frontend's Session.init, and see that the "
                    "rest of what frames need is there.",
                )
                return


_EFFECTS = {
    Lack.HTTPS: "Users will see that sign-in in the frame does not last: browsers refuse cookies "
    "that are SameSite=None over plain http.",
    Lack.SAME_SITE: "Users will see that sign-in in the frame does not last: the browser keeps the "
    "session's cookies back there.",
    Lack.STORAGE: "Users of Safari, and of browsers that block third-party cookies, will see that "
    "sign-in in the frame does not last.",
}
_HELP = {
    Lack.HTTPS: "Serve website and API over https.",
    Lack.SAME_SITE: "Set tokenTransferMethod to 'header' in the frontend, or cookieSameSite to "
    "'none' in the backend.",
    Lack.STORAGE: "Set tokenTransferMethod to 'header', or give the frontend's init a "
    "cookieHandler and windowHandler that do without cookies.",
}


def _message(found: Trouble[Lack]) -> str:
    given, other = found.ends[0], found.ends[-1]
    begin = f"{spelled(given)} is {shown(given)}, but"
    if found.kind is Lack.HTTPS:
        return f"{begin} {spelled(other)} {other.text!r} is on plain http."
    if found.kind is Lack.STORAGE:
        return f"{begin} sessions are kept in cookies and there is no {STORAGE}."
    if other.key == "cookieSameSite":
        return f"{begin} the backend's {spelled(other)} is {shown(other)}."
    return f"{begin} the backend computes SameSite=Lax, since website and API share a site."


def _looks(system: System, app: App) -> tuple[Look[Lack], ...]:
    def https(init: Init, environment: Environment) -> Trouble[Lack] | bool | None:
        given = _embedded(system, app, init, environment)
        return None if given is None else _https(system, app, init, given, environment)

    def same_site(init: Init, environment: Environment) -> Trouble[Lack] | bool | None:
        given = _embedded(system, app, init, environment)
        return None if given is None else _same_site(system, app, given, environment)

    def storage(init: Init, environment: Environment) -> Trouble[Lack] | bool | None:
        given = _embedded(system, app, init, environment)
        return None if given is None else _storage(system, app, init, given, environment)

    return (https, same_site, storage)


def _embedded(system: System, app: App, init: Init, environment: Environment) -> End | None:
    """Return the end that says that the site is certainly in a frame."""
    ends = ends_of(system, app, init, KEY, environment, session=True)
    return ends[0] if ends and all(end.outcome.scalar is True for end in ends) else None


def _https(
    system: System, app: App, init: Init, given: End, environment: Environment
) -> Trouble[Lack] | bool | None:
    ends = [
        *(ends_of(system, app, init, API, environment) or ()),
        *(site_ends(system, app, init, environment) or ()),
    ]
    for end in ends:
        here = address(end)
        if here is None or here.scheme == "https" or is_sample(end):
            continue
        if not (is_loopback(here.host) or here.is_container or here.is_tunnel):
            return Trouble(Lack.HTTPS, distinct((given, end)), local=here.is_development)
    return None


def _same_site(
    system: System, app: App, given: End, environment: Environment
) -> Trouble[Lack] | bool | None:
    for backend in backends_of(app, system):
        for other in backend.inits:
            if not sends_cookies(system, other, (app,), environment):
                continue
            readings = cookies_of(system, backend, other, environment)
            if not readings or any(item.same_site in (None, "none") for item in readings):
                continue
            api = readings[0].api_address
            if readings[0].given_same_site is None and (api is None or api.is_development):
                continue
            return Trouble(Lack.SAME_SITE, distinct((given, *readings[0].same_site_ends)))
    return None


def _storage(
    system: System, app: App, init: Init, given: End, environment: Environment
) -> Trouble[Lack] | bool | None:
    wishes = wished(system, app, init, environment)
    if wishes is None or any(end.text == HEADER for end in wishes):
        return None
    if not init.root.surely_lacks(STORAGE):
        return None
    for backend in backends_of(app, system):
        sends = [sends_cookies(system, other, (app,), environment) for other in backend.inits]
        if True not in sends:
            return None
    return Trouble(Lack.STORAGE, distinct((given, *(end for end in wishes if end.setting))))


def _is_foreign(system: System, app: App, init: Init, framing: Framing) -> bool:
    """Tell whether an origin that embeds the site is surely on another site than its own."""
    ancestor = address_of(framing.ancestor.replace("*.", "", 1), init.sdk)
    if ancestor is None or not ancestor.is_public:
        return False
    sites: set[Address] = set()
    for environment in system.environments(app):
        for end in site_ends(system, app, init, environment) or ():
            here = address(end)
            if here is not None and here.is_public and not is_sample(end):
                sites.add(here)
    return bool(sites) and not any(same_site_hosts(ancestor.host, item.host) for item in sites)
