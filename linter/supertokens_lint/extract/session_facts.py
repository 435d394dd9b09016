"""Facts about how a backend uses sessions, and about what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from supertokens_lint.extract.facts import VersionFact
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place


@dataclass(frozen=True)
class FrameworkImport:
    """An import of one of the SDK's functions for a web framework.

    ``framework`` is the one that it is for ("express", "flask", "nextjs"), ``name`` the function
    ("middleware", "verifySession"). ``mounts`` tells whether it serves the SDK's API once it is
    mounted; ``used`` is false when nothing in the module refers to it.
    """

    sdk: Sdk
    framework: str
    name: str
    place: Place
    mounts: bool
    used: bool


@dataclass(frozen=True)
class RecipeImport:
    """A recipe's module under the name that a file gives it."""

    sdk: Sdk
    recipe: str
    local: str
    place: Place


@dataclass(frozen=True)
class DirectCall:
    """A call that gives the application's own request to a function of the Session recipe."""

    sdk: Sdk
    name: str
    place: Place


@dataclass(frozen=True)
class CreatedSession:
    """A call that creates a session in a function that no browser may call.

    ``sign`` says in a few words why; ``evidence`` is the place that shows it.
    """

    place: Place
    sign: str
    evidence: Place


@dataclass(frozen=True)
class OtherCheck:
    """A second check of who calls, on a route that also verifies the SDK's session.

    ``name`` is what people call it, ``verified`` where the SDK's session is verified, and
    ``status`` what it answers when its own credentials are missing.
    """

    name: str
    place: Place
    verified: Place
    status: int


@dataclass(frozen=True)
class OwnStatus:
    """A status that the application answers itself after the session was verified."""

    status: int
    place: Place
    verified: Place


@dataclass(frozen=True)
class ClaimHandling:
    """Frontend code that deals with claims that a session lacks."""

    place: Place
    name: str


@dataclass(frozen=True)
class CacheRule:
    """What a response with session cookies says about caches.

    ``text`` is the header's value, ``None`` where a route that needs one has none. ``host`` is
    what caches ("Vercel"), and ``evidence`` the place that says so. ``is_configured`` when a
    configuration file asks for it and ``evidence`` is the route that it covers.
    """

    place: Place
    text: str | None
    host: str
    evidence: Place
    is_configured: bool = False


@dataclass(frozen=True)
class EarlyUse:
    """A use of the SDK that surely runs before its init, and throws."""

    name: str
    place: Place
    init: Place


@dataclass(frozen=True)
class ReadyPolicy:
    """A CORS configuration that lists its headers when the SDK's init has surely run."""

    place: Place


@dataclass(frozen=True)
class LateInit:
    """An init in an effect of a component, and a request that an inner component sends first.

    ``place`` is the request, ``hook`` what calls the effect ("useEffect").
    """

    place: Place
    init: Place
    hook: str


@dataclass(frozen=True)
class PatchedClient:
    """A locked package that replaces functions of Node's HTTP client by old ones.

    ``place`` is the init of the app that is run with it.
    """

    version: VersionFact
    place: Place


@dataclass(frozen=True)
class Adaptor:
    """An adaptor that runs handlers of another framework and may change their requests."""

    name: str
    place: Place


@dataclass(frozen=True)
class SessionFacts:
    """All facts of this kind."""

    framework_imports: tuple[FrameworkImport, ...] = ()
    recipe_imports: tuple[RecipeImport, ...] = ()
    direct: tuple[DirectCall, ...] = ()
    created: tuple[CreatedSession, ...] = ()
    other_checks: tuple[OtherCheck, ...] = ()
    own_statuses: tuple[OwnStatus, ...] = ()
    claims: tuple[ClaimHandling, ...] = ()
    caches: tuple[CacheRule, ...] = ()
    early: tuple[EarlyUse, ...] = ()
    ready: tuple[ReadyPolicy, ...] = ()
    late_inits: tuple[LateInit, ...] = ()
    patched: tuple[PatchedClient, ...] = ()
    adaptors: tuple[Adaptor, ...] = ()

    def below(self, mine: Callable[[str], bool]) -> SessionFacts:
        """Return the facts whose files are an app's."""
        return _built(
            {
                item.name: tuple(f for f in getattr(self, item.name) if mine(f.place.path))
                for item in fields(self)
            }
        )


NO_SESSION_FACTS = SessionFacts()


def joined(parts: Iterable[SessionFacts]) -> SessionFacts:
    """Return the facts of several recognisers together."""
    every = tuple(parts)
    return _built(
        {
            item.name: tuple(fact for part in every for fact in getattr(part, item.name))
            for item in fields(SessionFacts)
        }
    )


def _built(parts: Mapping[str, tuple[Any, ...]]) -> SessionFacts:
    return SessionFacts(**parts)
