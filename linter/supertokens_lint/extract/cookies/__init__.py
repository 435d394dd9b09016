"""What surrounds session cookies: frames that the site stands in, and what was set before."""

from __future__ import annotations

from collections.abc import Sequence

from supertokens_lint.extract.cookie_facts import CookieFacts
from supertokens_lint.extract.cookies.bare_requests import bare_requests
from supertokens_lint.extract.cookies.earlier import earlier_domains
from supertokens_lint.extract.cookies.earlier_variables import earlier_variables
from supertokens_lint.extract.cookies.framing import framings
from supertokens_lint.extract.cookies.guarded_routes import guarded_routes
from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.extract.versions import Versions
from supertokens_lint.resolve.evaluator import Evaluator


def find_cookies(
    ev: Evaluator, versions: Versions, inits: Sequence[Init], uses: Sequence[SdkUse]
) -> CookieFacts:
    """Return the facts of this kind in a workspace."""
    live = [init for init in inits if init.reached and not init.is_test]
    if not live:
        return CookieFacts()
    return CookieFacts(
        framings=tuple(framings(ev)),
        earlier_domains=(*earlier_domains(ev, versions, live), *earlier_variables(ev, live)),
        bare_requests=tuple(bare_requests(ev, [*inits, *uses])),
        guarded_routes=tuple(guarded_routes(ev)),
    )
