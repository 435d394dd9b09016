"""Facts about what an app does around the SDK's sessions: tokens kept, fetch replaced, shells.

They are grouped in :class:`ClientFacts` because each is about the same thing, code of a frontend
that gets in the SDK's way, and each kind is asked for by one rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Literal, Protocol, TypeVar

from supertokens_lint.extract.facts import InterceptorEffect, Request, Runtime
from supertokens_lint.resolve.values import Value
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place


@dataclass(frozen=True)
class RenderedRequest:
    """A request that a server sends while it renders, loads or answers for a page.

    ``where`` is what people call the code around it ("getServerSideProps"). ``forwards`` tells
    whether it carries the visitor's cookies or tokens, ``None`` when nobody knows;
    ``expects_cookies`` whether it asks for credentials, which no server has.
    """

    request: Request
    where: str
    forwards: bool | None
    expects_cookies: bool = False

    @property
    def place(self) -> Place:
        """Where the request is sent."""
        return self.request.place


@dataclass(frozen=True)
class SessionCall:
    """A session function of a web SDK that a server runs while it renders a page.

    ``through`` is the call inside a helper, where the server calls the helper.
    """

    name: str
    module: str
    place: Place
    where: str
    through: Place | None = None


@dataclass(frozen=True)
class Endpoint:
    """A path that a backend serves, and whether it asks for a session.

    ``needs_session`` is ``None`` when nobody knows. ``path`` may end in a parameter, which is cut
    off (``is_prefix``).
    """

    path: str
    place: Place
    needs_session: bool | None
    is_prefix: bool = False


class Keeping(str, Enum):
    """Where an access token is kept."""

    VARIABLE = "a variable"
    STATE = "the state of a component"
    OBJECT = "an object"
    STORAGE = "storage"
    HEADER = "a default header"


@dataclass(frozen=True)
class KeptToken:
    """An access token that is kept and sent with later requests.

    ``place`` is where it is put away, ``uses`` where requests take it from there (none for a
    default header, which goes with every request of its client).
    """

    keeping: Keeping
    name: str
    place: Place
    runtime: Runtime
    uses: tuple[Place, ...] = ()


@dataclass(frozen=True)
class FetchOverride:
    """Code that puts a function of its own in the place of ``fetch`` or ``XMLHttpRequest``.

    ``effect`` tells what it does with what passes through; ``bypasses`` that it surely does not
    call the function that it replaces. ``precedes`` and ``follows`` name the inits before and
    after which it surely runs.
    """

    target: str
    place: Place
    runtime: Runtime
    effect: InterceptorEffect
    bypasses: bool = False
    precedes: tuple[Place, ...] = ()
    follows: tuple[Place, ...] = ()


class ShellKind(str, Enum):
    """What a web app is packed into."""

    ELECTRON = "Electron"
    CAPACITOR = "Capacitor"
    CORDOVA = "Cordova"
    TAURI = "Tauri"
    EXTENSION = "a browser extension"


@dataclass(frozen=True)
class Shell:
    """A shell that a frontend runs in.

    ``place`` is an init inside it, ``evidence`` the line that says so. ``origin`` is what its
    pages are loaded from, as people call it ("file://"); ``certain`` is false when that is the
    shell's default and another may be chosen where nobody can see.
    """

    kind: ShellKind
    place: Place
    evidence: Place
    origin: str
    certain: bool = True


@dataclass(frozen=True)
class WebSdkInNative:
    """An import of a web SDK in a package that is a React Native app.

    ``evidence`` is the line of the manifest that says so.
    """

    sdk: Sdk
    module: str
    place: Place
    evidence: Place


@dataclass(frozen=True)
class CookieHandling:
    """Code of a native app that takes cookies in its own hands.

    ``kind`` is ``"header"`` for a Cookie header, ``"clear"`` and ``"set"`` for calls of a cookie
    manager. ``name`` is what people call it.
    """

    kind: Literal["header", "clear", "set"]
    name: str
    place: Place


@dataclass(frozen=True)
class WebView:
    """A web view of a native app; ``url`` is what it shows, ``None`` when it shows no address."""

    place: Place
    url: Value | None


@dataclass(frozen=True)
class ClientFacts:
    """All facts of this kind."""

    rendered: tuple[RenderedRequest, ...] = ()
    session_calls: tuple[SessionCall, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    kept_tokens: tuple[KeptToken, ...] = ()
    overrides: tuple[FetchOverride, ...] = ()
    shells: tuple[Shell, ...] = ()
    web_sdks_in_native: tuple[WebSdkInNative, ...] = ()
    cookie_handlings: tuple[CookieHandling, ...] = ()
    web_views: tuple[WebView, ...] = ()

    def below(self, mine: Callable[[str], bool]) -> ClientFacts:
        """Return the facts whose files are an app's."""
        return ClientFacts(
            rendered=_kept(self.rendered, mine),
            session_calls=_kept(self.session_calls, mine),
            endpoints=_kept(self.endpoints, mine),
            kept_tokens=_kept(self.kept_tokens, mine),
            overrides=_kept(self.overrides, mine),
            shells=_kept(self.shells, mine),
            web_sdks_in_native=_kept(self.web_sdks_in_native, mine),
            cookie_handlings=_kept(self.cookie_handlings, mine),
            web_views=_kept(self.web_views, mine),
        )


class _Placed(Protocol):
    @property
    def place(self) -> Place: ...


_Fact = TypeVar("_Fact", bound=_Placed)


def _kept(facts: tuple[_Fact, ...], mine: Callable[[str], bool]) -> tuple[_Fact, ...]:
    return tuple(fact for fact in facts if mine(fact.place.path))


NO_CLIENT_FACTS = ClientFacts()
