"""CORS configurations whose headers are listed when the SDK's init has surely run.

Only there is the SDK's own list of headers to be had; see :mod:`.early` for what happens before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from supertokens_lint.errors import ReaderError
from supertokens_lint.extract.session_facts import ReadyPolicy, SessionFacts
from supertokens_lint.extract.sessions import programs
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.wiring.go import walk as go
from supertokens_lint.extract.wiring.python import walk as python
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Items
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

_SDK_LISTS = ("getAllCORSHeaders", "get_all_cors_headers", "GetAllCORSHeaders")
_PYTHON_NEEDLE = b"supertokens_python"
_DJANGO = "django-cors-headers"
_NEST = "nest"


def facts(context: Context, policies: Sequence[CorsPolicy]) -> SessionFacts:
    """Return which of some CORS configurations list their headers after the init.

    Those with the SDK's own list are left out: nobody has to add it there.
    """
    asked = [policy for policy in policies if not _has_sdk_list(context, policy)]
    places = {
        *_below_an_init(context, [policy for policy in asked if policy.library == _DJANGO]),
        *_in_scripts(context, asked),
        *_in_python(context, [policy for policy in asked if policy.library != _DJANGO]),
        *_in_go(context, asked),
    }
    return SessionFacts(
        ready=tuple(ReadyPolicy(item.place) for item in asked if headers_place(item) in places)
    )


def headers_place(policy: CorsPolicy) -> Place:
    """Return where a configuration lists its headers, or would list them."""
    given = policy.allow_headers
    if given is not None:
        return given.value.place if isinstance(given.value, Items) else given.place
    place = policy.options.place
    others = (item.place for item in policy.options.settings.values())
    return next((other for other in others if other.path == place.path), place)


def _has_sdk_list(context: Context, policy: CorsPolicy) -> bool:
    place = headers_place(policy)
    try:
        text = context.ev.workspace.text(place.path).slice(place.span)
    except ReaderError:
        return False
    return any(name in text for name in _SDK_LISTS)


def _below_an_init(context: Context, policies: Iterable[CorsPolicy]) -> Iterator[Place]:
    """Yield settings of Django that stand below an init in their own module."""
    for policy in policies:
        place = headers_place(policy)
        if any(
            init.place.path == place.path
            and init.unconditional
            and init.place.span.end <= place.span.start
            for init in context.inits
        ):
            yield place


def _in_scripts(context: Context, policies: Iterable[CorsPolicy]) -> Iterator[Place]:
    inits = [
        site
        for init in context.inits
        if init.sdk is Sdk.NODE and (site := _site(context, init.place)) is not None
    ]
    certain = [site for site in inits if not site.guards]
    for policy in policies if certain else ():
        place = headers_place(policy)
        site = None if place.path.endswith((".py", ".go")) else _site(context, place)
        if site is None:
            continue
        # Nest makes the providers, and with them the SDK's module, before it hands out the app.
        provided = policy.framework == _NEST and any(init.owner is not None for init in certain)
        inline = _touches(policy.place, place)
        if (provided and inline) or any(
            context.order.before(init, site) is True for init in certain
        ):
            yield place


def _site(context: Context, place: Place) -> Site | None:
    """Return the smallest piece of code around a place."""
    around = [
        (site.node.span.end - site.node.span.start, index, site)
        for index, site in enumerate(context.ev.sites.of(place.path))
        if _touches(Place(place.path, site.node.span), place)
    ]
    return min(around, key=lambda found: found[:2])[2] if around else None


def _in_python(context: Context, policies: Sequence[CorsPolicy]) -> Iterator[Place]:
    wanted = [place for place in map(headers_place, policies) if place.path.endswith(".py")]
    if not wanted or not any(init.sdk is Sdk.PYTHON for init in context.inits):
        return
    entries = [entry.path for entry in context.homes.mentioning(_PYTHON_NEEDLE)]
    paths = dict.fromkeys(
        [path for path in entries if path.endswith(".py")] + [place.path for place in wanted]
    )
    runs = (
        [(event.place, _surely_inits(event, Sdk.PYTHON)) for event in run]
        for run in programs.of_python(context, paths)
    )
    yield from _after_init(runs, wanted)


def _in_go(context: Context, policies: Iterable[CorsPolicy]) -> Iterator[Place]:
    wanted = [place for place in map(headers_place, policies) if place.path.endswith(".go")]
    if not wanted or not any(init.sdk is Sdk.GOLANG for init in context.inits):
        return
    runs = (
        [(event.place, _surely_inits(event, Sdk.GOLANG)) for event in run]
        for run in programs.of_go(context)
    )
    yield from _after_init(runs, wanted)


def _after_init(
    runs: Iterable[Iterable[tuple[Place, bool]]], wanted: Sequence[Place]
) -> Iterator[Place]:
    """Yield the places that some program comes to after its init, and none before."""
    before: set[Place] = set()
    after: dict[Place, None] = {}
    for run in runs:
        begun = False
        for place, is_init in run:
            begun = begun or is_init
            for one in wanted:
                if _touches(place, one):
                    if begun:
                        after[one] = None
                    else:
                        before.add(one)
    yield from (place for place in after if place not in before)


def _touches(call: Place, place: Place) -> bool:
    """Tell whether a place is that of a call, or in it."""
    return (
        call.path == place.path
        and call.span.start <= place.span.start
        and place.span.end <= call.span.end
    )


def _surely_inits(event: python.Event | go.Event, sdk: Sdk) -> bool:
    return not event.doubts and programs.is_init(event.callee, sdk)
