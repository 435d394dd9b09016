"""Facts about session cookies that no init states: frames around the site, and what was before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from supertokens_lint.resolve.values import Value
from supertokens_lint.source import Place


@dataclass(frozen=True)
class Framing:
    """A header that lets pages of another origin embed this site.

    ``ancestor`` is that origin as written, ``place`` where the header is set.
    """

    ancestor: str
    place: Place


@dataclass(frozen=True)
class EarlierDomain:
    """The ``cookieDomain`` that an init had in a former text of a file.

    ``value`` is ``None`` when it was not given. ``init`` is the present init, ``replaced_by`` the
    short name of the commit that changed the file, empty for changes that are not committed.
    ``recorded`` is the place in a contract that tells it.
    """

    init: Place
    value: Value | None
    replaced_by: str
    recorded: Place | None = None


@dataclass(frozen=True)
class BareRequest:
    """A request of browser code without any SDK that sends cookies and changes something.

    ``headers`` are the names, in lower case, that it sets itself; all of them are known.
    """

    url: Value
    method: str
    headers: frozenset[str]
    place: Place


@dataclass(frozen=True)
class GuardedRoute:
    """A route of a backend that verifies the session; ``path`` is the whole one."""

    method: str
    path: str
    place: Place


@dataclass(frozen=True)
class CookieFacts:
    """All facts of this kind; those about one init are in the order of time, the newest first.

    ``bare_requests`` belong to no app: every app has them all.
    """

    framings: tuple[Framing, ...] = ()
    earlier_domains: tuple[EarlierDomain, ...] = ()
    bare_requests: tuple[BareRequest, ...] = ()
    guarded_routes: tuple[GuardedRoute, ...] = ()

    def below(self, mine: Callable[[str], bool]) -> CookieFacts:
        """Return the facts whose files are an app's."""
        return CookieFacts(
            tuple(fact for fact in self.framings if mine(fact.place.path)),
            tuple(fact for fact in self.earlier_domains if mine(fact.init.path)),
            self.bare_requests,
            tuple(fact for fact in self.guarded_routes if mine(fact.place.path)),
        )


NO_COOKIE_FACTS = CookieFacts()
