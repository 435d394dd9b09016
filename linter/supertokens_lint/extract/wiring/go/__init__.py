"""How Go backends are put together: net/http, gin, chi, gorilla/mux, echo, fiber and go-zero.

:mod:`.walk` follows a program in the order in which it runs, :mod:`.programs` tells what it does to
its routers, :mod:`.frameworks` what the methods of each router do, :mod:`.chains` what handlers
that are put around others do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.versions import Versions
from supertokens_lint.extract.wiring.go.context import Wiring
from supertokens_lint.extract.wiring.go.doubts import with_doubts
from supertokens_lint.extract.wiring.go.names import NEEDLES, text_of
from supertokens_lint.extract.wiring.go.programs import Programs
from supertokens_lint.extract.wiring_facts import HttpApp
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.workspace.packages import Packages

DEFAULT_BASE_PATH = "/auth"


def http_apps(
    ev: Evaluator,
    reach: Reach,
    versions: Versions,
    inits: Sequence[Init],
    uses: Sequence[SdkUse],
) -> Iterable[HttpApp]:
    """Return the HTTP applications of the packages in which the Go SDK is set up or used."""
    del versions
    facts: list[Init | SdkUse] = [*inits, *uses]
    users = [fact.place.path for fact in facts if fact.sdk is Sdk.GOLANG and not fact.is_test]
    if not users:
        return ()
    homes = Homes(ev.workspace, users)
    paths = [entry.path for entry in homes.mentioning(*NEEDLES) if entry.path.endswith(".go")]
    wiring = Wiring(ev, Packages(ev.workspace), _bases(inits))
    apps = list(Programs(wiring, reach, paths).applications())
    return with_doubts(wiring, homes, apps)


def _bases(inits: Sequence[Init]) -> frozenset[str] | None:
    """Return the paths of the SDK's API; ``None`` when one of them is not known."""
    found: set[str] = set()
    for init in inits:
        if init.sdk is not Sdk.GOLANG:
            continue
        given = init.app_info.get("apiBasePath")
        text = DEFAULT_BASE_PATH if given is None else text_of(given.value)
        if text is None or (given is None and init.app_info.rest is not None):
            return None
        found.add("/" + text.strip("/"))
    return frozenset(found)
