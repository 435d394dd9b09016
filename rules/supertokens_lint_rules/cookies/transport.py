"""Whether the sessions of a backend travel in cookies, which rules about cookies depend on."""

from __future__ import annotations

from collections.abc import Sequence

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.transfer import answers
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.defaults import default_transfer_method
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.ends import End, ends_of

COOKIE = "cookie"
HEADER = "header"
ANY = frozenset({"any"})
CHOOSER = "getTokenTransferMethod"
WISH = "tokenTransferMethod"


def frontends_of(app: App, system: System) -> tuple[App, ...]:
    """Return the frontends that talk to a backend."""
    return tuple(pair.frontend for pair in system.pairs if pair.backend is app)


def chosen_by(init: Init) -> frozenset[str] | None:
    """Return what a backend may answer when it is asked how to send tokens.

    ``"any"`` leaves it to the client, which is the default. ``None`` where nobody knows. Source:
    recipe/session/utils.ts, defaultGetTokenTransferMethod; before header sessions came there were
    cookies alone.
    """
    if init.session is None:
        return None
    if has(Feature.HEADER_SESSIONS, init.sdk, version_of(init)) is False:
        return frozenset({COOKIE})
    given = init.session.get(CHOOSER)
    if given is not None:
        return answers(given.value)
    return ANY if init.session.rest is None else None


def wished(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[End, ...] | None:
    """Return the transfer methods that a frontend's init asks for, ``None`` where unknown."""
    default = default_transfer_method(init.sdk)
    if init.session is None or has(Feature.HEADER_SESSIONS, init.sdk, version_of(init)) is False:
        return ()
    return ends_of(system, app, init, WISH, environment, default=default, session=True)


def sends_cookies(
    system: System, init: Init, frontends: Sequence[App], environment: Environment
) -> bool | None:
    """Tell whether a backend keeps sessions of these frontends in cookies.

    True as well when no frontend is known, since the default of every web SDK is cookies.
    """
    answered = chosen_by(init)
    if answered is None:
        return None
    if answered == {HEADER}:
        return False
    if answered == {COOKIE}:
        return True
    if not frontends:
        return True
    verdicts = {_asks_for_cookies(system, app, environment) for app in frontends}
    if True in verdicts:
        return True
    return False if verdicts == {False} and COOKIE not in answered else None


def _asks_for_cookies(system: System, app: App, environment: Environment) -> bool | None:
    methods: set[str] = set()
    for init in app.inits:
        ends = wished(system, app, init, environment)
        if ends is None:
            return None
        methods.update({end.text for end in ends} or {COOKIE})
    if methods == {HEADER}:
        return False
    return True if methods <= {COOKIE} else None
