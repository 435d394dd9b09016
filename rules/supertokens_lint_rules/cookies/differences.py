"""Settings in which two backends that share sessions differ."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence
from supertokens_lint.resolve.outcomes import Environment, Mode
from supertokens_lint.sdk import option_names
from supertokens_lint.sdk.defaults import INVALID_CLAIM_STATUS_CODE, SESSION_EXPIRED_STATUS_CODE
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.cookies.attributes import Cookies, cookies_of
from supertokens_lint_rules.cookies.scopes import scope_of
from supertokens_lint_rules.cookies.sharing import COOKIE_DOMAIN
from supertokens_lint_rules.cookies.transport import frontends_of, sends_cookies
from supertokens_lint_rules.cookies.troubles import shown, spelled
from supertokens_lint_rules.ends import End, ends_of

ANTI_CSRF = "antiCsrf"


class Held(Struct, frozen=True):
    """The value of one setting in one backend: given, or what its SDK does without it."""

    app: App
    init: Init
    key: str
    value: str
    given: End | None

    @property
    def shown(self) -> str:
        """The value as a message names it."""
        if self.given is not None:
            return f"{spelled(self.given)} is {shown(self.given)}"
        return f"{self.spelled} is {self.value} without being set"

    @property
    def spelled(self) -> str:
        """The name of the setting in the backend's language."""
        return option_names.spelled(self.init.sdk, self.key)

    @property
    def evidence(self) -> Evidence:
        """The value as proof: where it is given, or where it would be."""
        label = f"{self.app.name} {self.spelled}"
        if self.given is not None:
            return Evidence(label, self.given.place, shown(self.given), self.given.outcome.trail)
        options = self.init.session
        place = self.init.callee if options is None else options.place
        return Evidence(label, place, f"{self.value} (the SDK's default)")


def holdings(system: System, app: App, environment: Environment) -> Iterator[Held]:
    """Yield the value of each setting that sharing backends must agree on, where it is certain."""
    init = next((init for init in app.inits if init.session is not None), None)
    if init is None or len(app.inits) != 1:
        return
    readings = cookies_of(system, app, init, environment)
    if len(readings) == 1 and sends_cookies(system, init, frontends_of(app, system), environment):
        yield from _attributes(app, readings[0], environment)
        yield from _domain(system, app, init, environment)
    yield from _statuses(system, app, init, environment)


def _attributes(app: App, reading: Cookies, environment: Environment) -> Iterator[Held]:
    rows = (
        ("cookieSecure", reading.secure, reading.given_secure),
        ("cookieSameSite", reading.same_site, reading.given_same_site),
        (ANTI_CSRF, reading.anti_csrf, reading.given_anti_csrf),
    )
    for key, value, given in rows:
        if value is None or (given is None and not _is_settled(reading, environment)):
            continue
        text = str(value).lower() if isinstance(value, bool) else str(value)
        yield Held(app, reading.init, key, text, given)


def _is_settled(reading: Cookies, environment: Environment) -> bool:
    """Tell whether computed values are those of the environment.

    In production an address of the developer's machine is a default that something replaces.
    """
    if environment.mode is not Mode.PRODUCTION:
        return True
    both = (reading.api_address, reading.site_address)
    return not any(item is not None and item.is_development for item in both)


def _domain(system: System, app: App, init: Init, environment: Environment) -> Iterator[Held]:
    ends = ends_of(system, app, init, COOKIE_DOMAIN, environment, session=True)
    if ends is None or len(ends) > 1:
        return
    end = ends[0] if ends and ends[0].outcome.scalar is not None else None
    if end is None:
        yield Held(app, init, COOKIE_DOMAIN, "the API's own host", None)
        return
    scope = scope_of(end.text, init.sdk, version_of(init))
    if scope is not None:
        yield Held(app, init, COOKIE_DOMAIN, scope.host, end)


def _statuses(system: System, app: App, init: Init, environment: Environment) -> Iterator[Held]:
    defaults = {
        "sessionExpiredStatusCode": SESSION_EXPIRED_STATUS_CODE,
        "invalidClaimStatusCode": INVALID_CLAIM_STATUS_CODE,
    }
    for key, default in defaults.items():
        ends = ends_of(system, app, init, key, environment, session=True)
        if ends is None or len(ends) > 1:
            continue
        end = ends[0] if ends and ends[0].outcome.scalar is not None else None
        value = default if end is None else end.outcome.scalar
        yield Held(app, init, key, str(value), end)


def differing(
    system: System, first: App, second: App, environment: Environment
) -> Iterator[tuple[Held, Held]]:
    """Yield the settings in which two backends certainly differ; one of the two gives each."""
    theirs = {held.key: held for held in holdings(system, second, environment)}
    for mine in holdings(system, first, environment):
        other = theirs.get(mine.key)
        if other is None or other.value == mine.value:
            continue
        if mine.given is not None or other.given is not None:
            yield mine, other
