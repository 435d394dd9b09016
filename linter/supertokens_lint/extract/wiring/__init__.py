"""How backends are put together, language by language and framework by framework.

Each language has a function with the signature of :data:`Finder` in a package of its own; adding
one means adding it to ``_FINDERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.versions import Versions
from supertokens_lint.extract.wiring import go, javascript, python
from supertokens_lint.extract.wiring.hosted import with_hosted
from supertokens_lint.extract.wiring.outside import outer_cors
from supertokens_lint.extract.wiring_facts import HttpApp
from supertokens_lint.resolve.evaluator import Evaluator

Finder = Callable[[Evaluator, Reach, Versions, Sequence[Init], Sequence[SdkUse]], Iterable[HttpApp]]
_FINDERS: tuple[Finder, ...] = (javascript.http_apps, python.http_apps, go.http_apps)


def find_http_apps(
    ev: Evaluator,
    reach: Reach,
    versions: Versions,
    inits: Sequence[Init],
    uses: Sequence[SdkUse] = (),
) -> tuple[HttpApp, ...]:
    """Return the HTTP applications of the packages in which a backend SDK is set up or used.

    A proxy or gateway that adds CORS headers is the first layer of each.
    """
    apps = tuple(app for find in _FINDERS for app in find(ev, reach, versions, inits, uses))
    outer = outer_cors(ev.workspace) if apps else None
    return tuple(with_hosted(ev, app, outer) for app in apps)
