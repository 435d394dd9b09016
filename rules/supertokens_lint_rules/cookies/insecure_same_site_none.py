"""ST204: session cookies with SameSite=None and without Secure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk import option_names
from supertokens_lint.sdk.defaults import insecure_cookie_message, rejects_insecure_cookies
from supertokens_lint.sdk.errors import InvalidDomainError
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import is_sample
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.cookies.attributes import Cookies, cookies_of
from supertokens_lint_rules.cookies.fixed import is_fixed
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
from supertokens_lint_rules.ends import End


class Refusal(Enum):
    """Who refuses the cookie."""

    SDK_AT_INIT = "the SDK, at init"
    SDK_AT_SIGN_IN = "the SDK, at sign-in"
    BROWSER = "the browser"


class Insecure(Struct, frozen=True):
    """Who refuses insecure cookies; ``on_machine`` when only the browser of a developer does."""

    refusal: Refusal
    on_machine: bool


class InsecureSameSiteNone(AppRule):
    """ST204."""

    code = "ST204"
    name = "insecure-same-site-none"
    severity = Severity.ERROR
    reasons = ("F5", "B.5", "B.6")
    documentation = Documentation(
        summary="Session cookies are SameSite=None without being Secure.",
        why="""
            Browsers drop a cookie with `SameSite=None` that is not `Secure` as well. Both
            attributes are either given (`cookieSameSite`, `cookieSecure`) or computed: the SDK
            chooses `None` when API and website are on different sites or differ in their scheme,
            and `Secure` when `apiDomain` begins with `https`. So an API on plain http with a
            website on https, or on another site, ends here. The SDK itself refuses to create such
            a session, unless both are on the developer's machine.
        """,
        fix="""
            Serve the API over https and say so in `apiDomain`; do not set `cookieSecure` to
            `false`. If API and website share a site and a scheme, leave `cookieSameSite` out.
        """,
        bad="""
```ts
Session.init({ cookieSameSite: "none", cookieSecure: false })
```
        """,
        good="""
```ts
appInfo: { apiDomain: "https://api.example.com", ... },
recipeList: [Session.init({ cookieSameSite: "none" })],
```
        """,
        quiet="""
            Nothing is said when sessions are sent in headers only, when one of the two attributes
            is unknown, and when one of two addresses is that of a developer's machine which an
            environment variable replaces. On the developer's machine it is a warning. Two
            addresses on `http://localhost` give `SameSite=Lax`, which is right.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield what makes the cookies of a backend refused."""
        if app.side is not Side.BACKEND:
            return
        frontends = frontends_of(app, system)

        def look(init: Init, environment: Environment) -> Trouble[Insecure] | bool | None:
            if not sends_cookies(system, init, frontends, environment):
                return None
            return all_bad([_judge(item) for item in cookies_of(system, app, init, environment)])

        for found in first_of_kind(troubles(system.environments(app), app.inits, look)):
            yield self._finding(found)

    def _finding(self, found: Trouble[Insecure]) -> Finding:
        usual = Severity.WARNING if found.kind.on_machine else self.severity
        first = found.ends[0]
        return self.finding(
            f"Session cookies are SameSite=None ({_because(found.ends, 'cookieSameSite')}) but "
            f"not Secure ({_because(found.ends, 'cookieSecure')}).",
            *found.evidence,
            effect=_effect(found.kind.refusal, first),
            help=_help(found.ends),
            severity=found.severity(usual),
            environments=found.environments,
        )


def is_insecure(cookies: Cookies) -> bool | None:
    """Tell whether cookies are SameSite=None without Secure, ``None`` when it is not known."""
    if cookies.same_site is None or cookies.secure is None:
        if cookies.secure or cookies.same_site in ("lax", "strict"):
            return False
        return None
    return cookies.same_site == "none" and not cookies.secure


def _judge(cookies: Cookies) -> Trouble[Insecure] | bool | None:
    verdict = is_insecure(cookies)
    if not verdict:
        return None if verdict is None else True
    ends = distinct((*cookies.same_site_ends, *cookies.secure_ends))
    if _is_mixed(cookies):
        return None
    addresses = [item for item in (cookies.api_address, cookies.site_address) if item]
    on_machine = bool(addresses) and all(item.is_development for item in addresses)
    refusal = _refusal(cookies)
    kind = Insecure(refusal, on_machine and refusal is Refusal.BROWSER)
    return Trouble(kind, ends, local=on_machine and _needs_address(cookies))


def _needs_address(cookies: Cookies) -> bool:
    return cookies.given_same_site is None or cookies.given_secure is None


def _is_mixed(cookies: Cookies) -> bool:
    """Tell whether an address decides that may be another one where the rest holds."""
    api, site = cookies.api_address, cookies.site_address
    if not _needs_address(cookies) or api is None:
        return False
    ends = [end for end in (cookies.api, cookies.site) if end is not None]
    if cookies.given_same_site is not None:
        ends = ends[:1]
        differ = False
    else:
        differ = site is not None and api.is_development != site.is_development
    if api.is_container or (site is not None and site.is_container):
        return True
    if differ:
        return not all(is_fixed(end) for end in ends)
    return not api.is_development and any(is_sample(end) for end in ends)


def _refusal(cookies: Cookies) -> Refusal:
    init = cookies.init
    version = version_of(init)
    if cookies.api is None or cookies.site is None:
        return Refusal.BROWSER
    try:
        refused = rejects_insecure_cookies(
            cookies.api.text, cookies.site.text, "none", False, init.sdk, version
        )
    except InvalidDomainError:
        return Refusal.BROWSER
    if not refused:
        return Refusal.BROWSER
    at_init = has(Feature.INSECURE_COOKIE_CHECK_AT_INIT, init.sdk, version)
    return Refusal.SDK_AT_INIT if at_init else Refusal.SDK_AT_SIGN_IN


def _because(ends: tuple[End, ...], key: str) -> str:
    given = next((end for end in ends if end.key == key), None)
    if given is not None:
        return f"{spelled(given)} is {shown(given)}"
    domains = [end for end in ends if end.key.endswith("Domain") or end.key == "origin"]
    deciding = domains[:1] if key == "cookieSecure" else domains
    return "computed from " + " and ".join(f"{spelled(end)} {end.text!r}" for end in deciding)


def _effect(kind: Refusal, end: End) -> str:
    message = insecure_cookie_message(end.init.sdk)
    if kind is Refusal.SDK_AT_INIT:
        return f'The server does not start: "{message}"'
    if kind is Refusal.SDK_AT_SIGN_IN:
        return f'Users will see that sign-in fails with status 500: "{message}"'
    return (
        "Users will see that sign-in succeeds and that they are signed out at once: browsers drop "
        "cookies that are SameSite=None and not Secure."
    )


def _help(ends: tuple[End, ...]) -> str:
    given = {end.key: spelled(end) for end in ends}
    api = option_names.spelled(ends[0].init.sdk, "apiDomain")
    if "cookieSecure" in given:
        return f"Leave {given['cookieSecure']} out, and serve the API over https."
    if "cookieSameSite" in given:
        return (
            f"Serve the API over https and write https in {api}, or leave "
            f"{given['cookieSameSite']} out where API and website share a site."
        )
    return f"Serve the API over https and write https in {api}."
