"""How Node backends are put together.

Each family of frameworks has one function ``apps(wiring) -> Iterator[HttpApp]`` in a module of its
own; adding one means adding it to ``_FAMILIES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.versions import Versions
from supertokens_lint.extract.wiring.javascript import (
    express,
    fastify,
    files,
    hapi,
    hono,
    koa,
    lambdas,
    loopback,
    nest,
)
from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.doubts import with_doubts
from supertokens_lint.extract.wiring.javascript.trace import Tracer
from supertokens_lint.extract.wiring_facts import HttpApp
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.sdk.names import Language, Sdk, Side
from supertokens_lint.workspace.files import SCRIPT_KINDS

Family = Callable[[Wiring], Iterator[HttpApp]]
_FAMILIES: tuple[Family, ...] = (
    express.apps,
    koa.apps,
    hono.apps,
    fastify.apps,
    hapi.apps,
    loopback.apps,
    nest.apps,
    lambdas.apps,
)

_NEEDLES = (
    b"express", b"fastify", b"koa", b"hapi", b"loopback", b"nestjs", b"hono", b"middy", b"cors",
    b"supertokens", b"SuperTokens",
)  # fmt: skip
_SILENT = frozenset(
    {"use", "all", "get", "post", "put", "patch", "delete", "options", "head", "route", "on",
     "addHook", "setErrorHandler", "setNotFoundHandler", "onError", "notFound", "param", "ext"}
)  # fmt: skip
_HANDING = frozenset({"register"})
_WANTED = frozenset(
    {"use", "register", "enableCors", "setErrorHandler", "useGlobalFilters", "middleware"}
)


def http_apps(
    ev: Evaluator,
    reach: Reach,
    versions: Versions,
    inits: Sequence[Init],
    uses: Sequence[SdkUse],
) -> Iterable[HttpApp]:
    """Return the HTTP applications of the packages in which a backend SDK is set up or used."""
    facts: list[Init | SdkUse] = [*inits, *(use for use in uses if not use.type_only)]
    users = [fact.place.path for fact in facts if not fact.is_test and _is_script(fact.sdk)]
    homes = Homes(ev.workspace, reach.with_importers(users))
    paths = [entry.path for entry in homes.mentioning(*_NEEDLES) if entry.kind in SCRIPT_KINDS]
    steps = Tracer(ev, paths, silent=_SILENT, handing=_HANDING).run(_WANTED)
    wiring = Wiring(ev, reach, versions, steps)
    apps = [app for family in _FAMILIES for app in family(wiring)]
    wiring.served.update(layer.place.path for app in apps for layer in app.layers)
    apps.extend(files.apps(wiring, homes, [app for app in apps if app.framework == "nest"]))
    return with_doubts(ev, homes, apps)


def _is_script(sdk: Sdk) -> bool:
    return sdk.side is Side.BACKEND and sdk.language is Language.JAVASCRIPT
