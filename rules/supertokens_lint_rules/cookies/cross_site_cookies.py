"""ST206: sessions in cookies although website and API are on different sites."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.cookies.attributes import Cookies, cookies_of
from supertokens_lint_rules.cookies.insecure_same_site_none import is_insecure
from supertokens_lint_rules.cookies.sites import Gap, cross_site_views, gap_between
from supertokens_lint_rules.cookies.transport import frontends_of, sends_cookies
from supertokens_lint_rules.cookies.troubles import Trouble, distinct, first_of_kind, troubles


class CrossSiteCookies(AppRule):
    """ST206."""

    code = "ST206"
    name = "cross-site-cookies"
    severity = Severity.WARNING
    reasons = ("F9", "F28")
    documentation = Documentation(
        summary="Sessions are kept in cookies, but website and API share no registrable domain.",
        why="""
            Cookies of the API are third-party cookies on a website of another registrable domain.
            Safari drops them whatever their attributes are, as do Firefox in its strict mode and
            every browser that is set to block third-party cookies. Hosting providers'
            domains such as `vercel.app` or `herokuapp.com` are public suffixes: two apps there
            are two sites.
        """,
        fix="""
            Put both under one domain (`app.example.com` and `api.example.com`), or let the website
            forward the API's path. Where that cannot be done, send sessions in headers: set
            `tokenTransferMethod: "header"` in the frontend's `Session.init`.
        """,
        bad="""
```ts
apiDomain: "https://shop-api.herokuapp.com",
websiteDomain: "https://shop.example.com",
recipeList: [Session.init()],
```
        """,
        good="""
```ts
apiDomain: "https://shop-api.herokuapp.com",
websiteDomain: "https://shop.example.com",
recipeList: [Session.init({ tokenTransferMethod: "header" })],
```
        """,
        quiet="""
            `app.example.com` and `api.example.com` are one site. Nothing is said when sessions are
            sent in headers, when the frontend calls the origin of its page, for native apps, when
            an address is unknown, that of a developer's machine, a tunnel or a container, or comes
            from an example file. A suffix that entered the public suffix list lately, which not
            all browsers know, gives an info. Where `SameSite` already keeps the cookies from being
            sent, `same-site-too-strict` or `insecure-same-site-none` says so instead.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield the websites of a backend that are on another site."""
        if app.side is not Side.BACKEND:
            return
        for frontend in frontends_of(app, system) or (None,):
            apps = (app,) if frontend is None else (frontend, app)

            def look(
                init: Init, environment: Environment, frontend: App | None = frontend
            ) -> Trouble[Gap] | bool | None:
                return _look(system, app, init, frontend, environment)

            for found in first_of_kind(troubles(system.environments(*apps), app.inits, look)):
                yield self._finding(found)

    def _finding(self, found: Trouble[Gap]) -> Finding:
        api, site = found.ends[0], found.ends[1]
        recent = found.kind is Gap.RECENT
        return self.finding(
            f"Sessions are kept in cookies, but the API at {api.text!r} and the website at "
            f"{site.text!r} share no registrable domain.",
            *found.evidence,
            effect="Users will see that they are signed out at once in "
            + (
                "browsers that have the latest list of public suffixes."
                if recent
                else "Safari and wherever third-party cookies are blocked."
            ),
            help="Serve both under one domain, or set tokenTransferMethod to 'header' in the "
            "frontend's Session.init.",
            severity=Severity.INFO if recent else self.severity,
            environments=found.environments,
        )


def _look(
    system: System, app: App, init: Init, frontend: App | None, environment: Environment
) -> Trouble[Gap] | bool | None:
    frontends = () if frontend is None else (frontend,)
    sends = sends_cookies(system, init, frontends, environment)
    if not sends:
        return None if sends is None else True
    views = cross_site_views(system, app, init, frontend, environment)
    if not isinstance(views, tuple):
        return views
    gaps = {gap_between(view) for view in views}
    if Gap.SCHEME in gaps or any(view.api_address.is_development for view in views):
        return None
    readings = cookies_of(system, app, init, environment)
    if not readings or any(_has_other_fault(item) for item in readings):
        return None
    kind = Gap.RECENT if Gap.RECENT in gaps else Gap.DOMAIN
    return Trouble(kind, distinct(end for view in views for end in view.ends))


def _has_other_fault(cookies: Cookies) -> bool:
    """Tell whether the cookies are kept back everywhere, which is another rule's to say."""
    return bool(is_insecure(cookies)) or cookies.same_site in ("lax", "strict")
