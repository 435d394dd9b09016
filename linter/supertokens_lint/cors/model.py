"""CORS options as they are given in one environment, and what a library makes of them.

Header names, origins and methods are compared as browsers do (Fetch standard, CORS protocol):
names of headers without regard to case, origins and methods exactly. With credentials, ``*`` is
no wildcard in any of the headers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from urllib.parse import urlsplit

from msgspec import Struct

from supertokens_lint.sdk.versions import SdkVersion

SAFE_METHODS = frozenset({"GET", "HEAD", "POST"})
ALL = "*"


class Kind(str, Enum):
    """What an option is."""

    ABSENT = "not given"
    UNSET = "given as undefined or null"
    TEXT = "text"
    TEXTS = "list of texts"
    TRUE = "true"
    FALSE = "false"
    FUNCTION = "function"
    UNKNOWN = "unknown"


class Given(Struct, frozen=True):
    """One option in one environment; ``is_open`` when a list may hold more than is seen."""

    kind: Kind
    texts: tuple[str, ...] = ()
    is_open: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether there is certainly no value."""
        return self.kind in (Kind.ABSENT, Kind.UNSET)

    @property
    def is_text(self) -> bool:
        """Whether it is a text or a list of texts."""
        return self.kind in (Kind.TEXT, Kind.TEXTS)

    @property
    def truth(self) -> bool | None:
        """Whether it counts as true; ``None`` when nobody knows."""
        if self.kind is Kind.UNKNOWN:
            return None
        if self.kind is Kind.TEXT:
            return bool(self.texts[0])
        return self.kind in (Kind.TRUE, Kind.TEXTS, Kind.FUNCTION)

    def words(self) -> tuple[str, ...]:
        """Return the entries of a list, or of a text that lists them with commas."""
        return tuple(
            word.strip() for text in self.texts for word in text.split(",") if word.strip()
        )


ABSENT = Given(Kind.ABSENT)
UNKNOWN = Given(Kind.UNKNOWN)


class GivenOptions(Struct, frozen=True):
    """The options of one policy; what is not seen of open ones is unknown."""

    settings: Mapping[str, Given]
    version: SdkVersion | None = None
    package: str = ""
    is_open: bool = False

    def get(self, key: str) -> Given:
        """Return an option by its canonical name."""
        return self.settings.get(key, UNKNOWN if self.is_open else ABSENT)


class OriginKind(str, Enum):
    """What a response says about the origin of its request."""

    ANY = "always *"
    ANY_WITHOUT_COOKIE = "* on requests without a cookie, their origin otherwise"
    REFLECTED = "the origin of the request, whatever it is"
    LISTED = "the origin of the request when it is listed"
    FIXED = "one origin, whatever the request"
    NONE = "nothing"
    UNKNOWN = "unknown"


class Matching(str, Enum):
    """How a library compares an origin with an entry of its list."""

    EXACT = "exact"
    CASELESS = "caseless"
    SCHEME_AND_HOST = "scheme and host of the entry"
    HOST = "host alone"
    SUBSTRING = "part of the text"
    WILDCARD = "exact, one * stands for any text"


class OriginRule(Struct, frozen=True):
    """Which origins are answered with an Access-Control-Allow-Origin that suits them."""

    kind: OriginKind = OriginKind.UNKNOWN
    texts: tuple[str, ...] = ()
    matching: Matching = Matching.EXACT
    is_open: bool = False

    def allows(self, origin: str) -> bool | None:
        """Tell whether a request with credentials from ``origin`` gets a header that suits it."""
        if self.kind is OriginKind.UNKNOWN:
            return None
        if self.kind is OriginKind.REFLECTED:
            return True
        if self.kind in (OriginKind.LISTED, OriginKind.FIXED):
            if any(matches(text, origin, self.matching) for text in self.texts):
                return True
            return None if self.is_open else False
        return False


def matches(text: str, origin: str, matching: Matching) -> bool:
    """Tell whether an entry of a list stands for an origin."""
    if matching is Matching.CASELESS:
        return text.lower() == origin.lower()
    if matching is Matching.SUBSTRING:
        return origin in text
    if matching in (Matching.SCHEME_AND_HOST, Matching.HOST):
        return _same_netloc(text, origin, matching)
    if matching is Matching.WILDCARD and ALL in text:
        before, _, after = text.lower().partition(ALL)
        longer = len(origin) >= len(before) + len(after)
        return longer and origin.startswith(before) and origin.endswith(after)
    return text == origin


def _same_netloc(text: str, origin: str, matching: Matching) -> bool:
    site = urlsplit(origin)
    if matching is Matching.HOST:
        return text == site.netloc
    try:
        entry = urlsplit(text)
    except ValueError:
        return False
    return (entry.scheme, entry.netloc) == (site.scheme, site.netloc)


class HeaderKind(str, Enum):
    """What a preflight is answered about request headers."""

    REFLECTED = "the headers that it asks for"
    LISTED = "a list"
    UNKNOWN = "unknown"


class HeaderRule(Struct, frozen=True):
    """Which request headers are allowed; ``names`` are in lower case."""

    kind: HeaderKind = HeaderKind.UNKNOWN
    names: frozenset[str] = frozenset()
    is_open: bool = False

    def missing(self, needed: Iterable[str]) -> frozenset[str]:
        """Return which of some headers are certainly not allowed in requests with credentials."""
        if self.kind is not HeaderKind.LISTED or self.is_open:
            return frozenset()
        return frozenset(needed) - self.names


class ExposeKind(str, Enum):
    """What becomes of the SDK's own Access-Control-Expose-Headers."""

    KEPT = "the SDK adds its headers to the list"
    SEPARATE = "the list is a second header line, which browsers join"
    REPLACED = "the list takes its place"
    UNKNOWN = "unknown"


class ExposeRule(Struct, frozen=True):
    """What scripts can read of a response; ``names`` as written, ``is_open`` when more may be."""

    kind: ExposeKind = ExposeKind.KEPT
    names: tuple[str, ...] = ()
    is_open: bool = False

    def hidden(self, needed: Iterable[str]) -> frozenset[str]:
        """Return which of the SDK's headers scripts certainly cannot read.

        Where the SDK appends, it leaves out a name that the text already contains, also as part of
        another name (``x-front-token``): setHeader in cookieAndHeaders.ts, ``includes``.
        """
        if self.is_open or not self.names:
            return frozenset()
        listed = {name.lower() for name in self.names}
        if self.kind is ExposeKind.REPLACED:
            return frozenset(needed) - listed
        if self.kind is ExposeKind.KEPT:
            text = ",".join(self.names)
            return frozenset(name for name in needed if name in text and name not in listed)
        return frozenset()


class MethodRule(Struct, frozen=True):
    """Which methods a preflight is told to be allowed.

    ``names`` is ``None`` when all are, or nobody knows. ``is_enforced`` libraries refuse the
    preflight of a method that is not listed; with the others browsers decide, and those need no
    permission for GET, HEAD and POST.
    """

    names: frozenset[str] | None = None
    is_enforced: bool = False
    is_default: bool = False

    def refuses(self, method: str) -> bool:
        """Tell whether browsers certainly cannot send a method in a request with credentials."""
        if self.names is None or method in self.names:
            return False
        return self.is_enforced or method not in SAFE_METHODS


class CorsBehaviour(Struct, frozen=True):
    """What a library does; ``credentials`` is ``None`` when nobody knows."""

    origins: OriginRule = OriginRule()
    credentials: bool | None = None
    allow_headers: HeaderRule = HeaderRule()
    expose_headers: ExposeRule = ExposeRule(ExposeKind.UNKNOWN)
    methods: MethodRule = MethodRule()


REFLECTED_HEADERS = HeaderRule(HeaderKind.REFLECTED)
NO_HEADERS = HeaderRule(HeaderKind.LISTED)


def listed_headers(given: Given, *more: str) -> HeaderRule:
    """Return the rule of a list, or of a text with commas; unknown when it is no text."""
    if not given.is_text:
        return HeaderRule()
    names = frozenset(name.lower() for name in (*given.words(), *more))
    return HeaderRule(HeaderKind.LISTED, names, given.is_open)


def exposed_headers(given: Given, kind: ExposeKind) -> ExposeRule:
    """Return the rule of a list of exposed headers; none given leaves the SDK's alone."""
    if given.is_missing or given.kind is Kind.FALSE:
        return ExposeRule(ExposeKind.KEPT)
    if not given.is_text:
        return ExposeRule(ExposeKind.UNKNOWN)
    return ExposeRule(kind, given.words(), given.is_open)


def listed_methods(
    given: Given, default: Iterable[str] | None, *, is_enforced: bool = False, star: bool = False
) -> MethodRule:
    """Return the rule of a list of methods; ``star`` tells whether ``*`` stands for all."""
    if given.is_missing:
        names = None if default is None else frozenset(default)
        return MethodRule(names, is_enforced, is_default=True)
    if not given.is_text or given.is_open:
        return MethodRule()
    words = frozenset(word.upper() for word in given.words())
    return MethodRule(None if star and ALL in words else words, is_enforced)
