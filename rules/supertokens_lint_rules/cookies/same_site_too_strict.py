"""ST207: SameSite=Lax or Strict although browsers see two sites."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk import option_names
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.cookies.attributes import Cookies, cookies_of
from supertokens_lint_rules.cookies.sites import Gap, cross_site_views, gap_between
from supertokens_lint_rules.cookies.transport import frontends_of, sends_cookies
from supertokens_lint_rules.cookies.troubles import (
    Trouble,
    all_bad,
    distinct,
    first_of_kind,
    shown,
    spelled,
    troubles,
)
from supertokens_lint_rules.cookies.views import View
from supertokens_lint_rules.ends import End


class TooStrict(Struct, frozen=True):
    """What lies between API and website, and whether the option is given or computed."""

    gap: Gap
    same_site: str
    computed: bool


class SameSiteTooStrict(AppRule):
    """ST207."""

    code = "ST207"
    name = "same-site-too-strict"
    severity = Severity.ERROR
    reasons = ("F28", "F33", "B.4")
    documentation = Documentation(
        summary="Session cookies are SameSite=Lax or Strict, but browsers see two sites.",
        why="""
            A browser sends a cookie with `SameSite=Lax` or `Strict` only to requests from pages of
            the same site: the same registrable domain, by the public suffix list that it has, and
            in Chrome the same scheme. Two apps under `vercel.app` or `herokuapp.com` are two
            sites. The SDK computes the attribute with a list of its own, which is as old as its
            release: supertokens-node before 20.1.3 takes `a.vercel.app` and `b.vercel.app` for one
            site and chooses `Lax`. A `cookieSameSite` that is given is not checked at all.
        """,
        fix="""
            Leave `cookieSameSite` out, or set it to `"none"`, with the API on https. If the SDK's
            list is too old, upgrade it. Browsers that block third-party cookies need header mode
            or one common domain (`cross-site-cookies`).
        """,
        bad="""
```ts
appInfo: { apiDomain: "https://api.vercel.app", websiteDomain: "https://shop.vercel.app", ... },
recipeList: [Session.init({ cookieSameSite: "lax" })],
```
        """,
        good="""
```ts
appInfo: { apiDomain: "https://api.shop.com", websiteDomain: "https://shop.com", ... },
recipeList: [Session.init({ cookieSameSite: "lax" })],
```
        """,
        quiet="""
            Different ports are one site. Nothing is said when sessions are sent in headers, for
            native apps, when the frontend calls the origin of its page, and when an address is
            unknown, comes from an example file, or is a developer's machine beside a public one.
            `localhost` against `127.0.0.1` is `loopback-alias`. Where only the schemes differ it
            is a warning, since not all browsers count them; a suffix that entered the list of
            browsers lately gives an info.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield where SameSite keeps the cookies of a backend from being sent."""
        if app.side is not Side.BACKEND:
            return
        for frontend in frontends_of(app, system) or (None,):
            apps = (app,) if frontend is None else (frontend, app)

            def look(
                init: Init, environment: Environment, frontend: App | None = frontend
            ) -> Trouble[TooStrict] | bool | None:
                return _look(system, app, init, frontend, environment)

            for found in first_of_kind(troubles(system.environments(*apps), app.inits, look)):
                yield self._finding(found)

    def _finding(self, found: Trouble[TooStrict]) -> Finding:
        kind = found.kind
        api = next(end for end in found.ends if end.key == "apiDomain")
        site = next(end for end in found.ends if end.key in ("websiteDomain", "origin"))
        usual = {Gap.SCHEME: Severity.WARNING, Gap.RECENT: Severity.INFO}.get(
            kind.gap, self.severity
        )
        first = found.ends[0]
        why = (
            f"{first.init.sdk.value} computes SameSite={kind.same_site.capitalize()}"
            if kind.computed
            else f"{spelled(first)} is {shown(first)}"
        )
        return self.finding(
            f"{why}, but to browsers the API at {api.text!r} and the website at {site.text!r} are "
            f"two sites: {kind.gap.value}.",
            *found.evidence,
            effect="Users will see that sign-in succeeds and the next request is answered with "
            "401: the browser does not send the session cookies across sites.",
            help=_help(found),
            severity=found.severity(usual),
            environments=found.environments,
        )


def _help(found: Trouble[TooStrict]) -> str:
    if found.kind.gap is Gap.SCHEME:
        return "Serve website and API over the same scheme, or leave the option out."
    if found.kind.computed:
        init = found.ends[0].init
        version = version_of(init)
        release = "this version" if version is None else version.text
        return (
            f"Upgrade {init.sdk.value} ({release} has an old list of public suffixes), or set "
            f"{option_names.spelled(init.sdk, 'cookieSameSite')} to 'none'."
        )
    return f"Set {spelled(found.ends[0])} to 'none', or leave it out."


def _look(
    system: System, app: App, init: Init, frontend: App | None, environment: Environment
) -> Trouble[TooStrict] | bool | None:
    frontends = () if frontend is None else (frontend,)
    if not sends_cookies(system, init, frontends, environment):
        return None
    views = cross_site_views(system, app, init, frontend, environment)
    if not isinstance(views, tuple):
        return views
    if all(view.api_address.is_alias and view.site_address.is_alias for view in views):
        views = tuple(view for view in views if gap_between(view) is Gap.SCHEME)
        if not views:
            return None
    gap = next((gap for gap in map(gap_between, views) if gap is not Gap.DOMAIN), Gap.DOMAIN)
    if gap is None:
        return True
    readings = cookies_of(system, app, init, environment)
    return all_bad([_judge(item, views, gap) for item in readings])


def _judge(cookies: Cookies, views: tuple[View, ...], gap: Gap) -> Trouble[TooStrict] | bool | None:
    if cookies.same_site is None:
        return None
    if cookies.same_site == "none":
        return True
    own = () if cookies.given_same_site is None else (cookies.given_same_site,)
    shown_views: list[End] = [end for view in views for end in view.ends]
    if not own:
        shown_views.sort(key=lambda end: end.app.side is not Side.BACKEND)
    local = any(view.api_address.is_development for view in views)
    kind = TooStrict(gap, cookies.same_site, computed=not own)
    return Trouble(kind, distinct((*own, *shown_views)), local=local)
