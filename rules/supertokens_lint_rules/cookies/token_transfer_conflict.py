"""ST211: the frontend asks for headers and the backend answers with cookies."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import Documentation, PairRule
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.topology.model import Pair, System
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.cookies.sites import cross_site_views
from supertokens_lint_rules.cookies.transport import CHOOSER, COOKIE, HEADER, chosen_by, wished
from supertokens_lint_rules.cookies.troubles import (
    Trouble,
    first_of_kind,
    severity_in,
    spelled,
    troubles,
)


class TokenTransferConflict(PairRule):
    """ST211."""

    code = "ST211"
    name = "token-transfer-conflict"
    severity = Severity.ERROR
    reasons = ("F.2", "F.4")
    documentation = Documentation(
        summary="The frontend asks for tokens in headers, and the backend answers with cookies "
        "whatever is asked.",
        why="""
            With `tokenTransferMethod: "header"` the frontend expects the tokens in response headers
            and sends them back as `Authorization`. A backend whose `getTokenTransferMethod` always
            answers `"cookie"` sets cookies instead and looks for nothing else. The frontend never
            receives a token; whatever works then works by cookies, with all their limits, which
            header mode was chosen to avoid: it works within one site, where this is a warning, and
            not where a browser blocks the cookies of another.
        """,
        fix="""
            Leave `getTokenTransferMethod` out: the backend then does what each client asks for. Or
            let it answer `"header"` or `"any"`, or take `tokenTransferMethod` out of the frontend.
        """,
        bad="""
```ts
// frontend
Session.init({ tokenTransferMethod: "header" })
// backend
Session.init({ getTokenTransferMethod: () => "cookie" })
```
        """,
        good="""
```ts
// frontend
Session.init({ tokenTransferMethod: "header" })
// backend
Session.init()
```
        """,
        quiet="""
            A backend that always answers `"header"` works with a frontend that asks for cookies:
            the frontend keeps the tokens that it is given. Nothing is said when the function
            decides by the request, when a value is unknown, and when the frontend does not set
            `tokenTransferMethod` itself.
        """,
    )

    def check_pair(self, pair: Pair, system: System) -> Iterator[Finding]:
        """Yield a frontend that asks for what its backend never does."""
        forcing = [_chooser(init) for init in pair.backend.inits]
        if not forcing or any(end is None for end in forcing):
            return
        chooser = next(end for end in forcing if end is not None)

        def look(init: Init, environment: Environment) -> Trouble[str] | bool | None:
            ends = wished(system, pair.frontend, init, environment)
            if not ends:
                return None
            if any(end.text != HEADER for end in ends):
                return True
            return None if ends[0].setting is None else Trouble(HEADER, ends[:1])

        environments = system.environments(pair.frontend, pair.backend)
        for found in first_of_kind(troubles(environments, pair.frontend.inits, look)):
            wish = found.ends[0]
            usual = (
                Severity.WARNING if _is_one_site(pair, system, wish.environment) else self.severity
            )
            yield self.finding(
                f"The frontend's {spelled(wish)} is {wish.text!r}, but the backend's "
                f"{chooser.label.partition(' ')[2]} always answers '{COOKIE}'.",
                wish.evidence(),
                chooser,
                effect="Users will see that sign-in brings no tokens: the frontend waits for "
                "headers and the backend sets cookies, which browsers may block.",
                help=f"Leave {chooser.label.partition(' ')[2]} out of the backend, or take "
                f"{spelled(wish)} out of the frontend.",
                severity=severity_in(pair, found.severity(usual)),
                environments=found.environments,
            )


def _is_one_site(pair: Pair, system: System, environment: Environment) -> bool:
    """Tell whether browsers surely keep the cookies that the backend sets instead."""
    views = [
        cross_site_views(system, pair.backend, init, pair.frontend, environment)
        for init in pair.backend.inits
    ]
    return any(view is True for view in views)


def _chooser(init: Init) -> Evidence | None:
    """Return the option that makes a backend always answer with cookies."""
    given = None if init.session is None else init.session.get(CHOOSER)
    if given is None or chosen_by(init) != frozenset({COOKIE}):
        return None
    if has(Feature.HEADER_SESSIONS, init.sdk, version_of(init)) is False:
        return None
    return Evidence(f"backend {given.spelled}", given.place, "answers 'cookie'")
