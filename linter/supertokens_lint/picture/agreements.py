"""What two apps must agree on, and whether they do in one environment.

Findings of rules decide; only where there are none are the two ends compared here, and an
inequality that no rule objects to is shown as such and not called a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import structs

from supertokens_lint.errors import SupertokensLintError
from supertokens_lint.extract.facts import Setting
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.finding import Finding, Severity
from supertokens_lint.picture.cookies import cookie_flags, transfer_of, website_of
from supertokens_lint.picture.model import Agreement, Shown, State
from supertokens_lint.picture.reading import (
    NOT_SET,
    SAME_ORIGIN,
    Reading,
    Value,
    shown,
    version_of,
)
from supertokens_lint.sdk.domains import browser_origin, canonical_origin
from supertokens_lint.sdk.fdi import can_talk
from supertokens_lint.sdk.paths import DEFAULT_API_BASE_PATH, effective_base_path
from supertokens_lint.topology.model import App, Pair

TITLES = {
    "api": "API address",
    "website": "Website address",
    "path": "Auth path",
    "cors": "CORS",
    "cookies": "Cookies",
    "sdks": "SDK versions",
}
_CODES = {
    "api": ("ST110", "ST111", "ST113", "ST119"),
    "website": ("ST112", "ST116"),
    "path": ("ST114", "ST115", "ST117", "ST118", "ST603"),
    "cors": ("ST30",),
    "cookies": ("ST20", "ST21", "ST407", "ST601", "ST602"),
    "sdks": ("ST801",),
}
_DIFFERENCES = {
    "api": "The two are not equal",
    "website": "The two are not equal",
    "path": "The two are not equal",
    "cors": "The list does not name the website",
    "cookies": "The two do not fit",
    "sdks": "The two have no interface version in common",
}
# What is wrong with a backend's CORS whatever the site, so that one finding tells it for all.
_OF_ANY_SITE = frozenset({"ST301", "ST302", "ST304", "ST305", "ST306", "ST307", "ST308", "ST309"})
_JUDGED_BY_RULES = frozenset({"cors", "cookies"})


def topic(code: str) -> str | None:
    """Return the key of the agreement that a rule is about; ``None`` for what is of one app."""
    return next((key for key, starts in _CODES.items() if code.startswith(starts)), None)


def holds_for_other_sites(code: str, reading: Reading, pair: Pair) -> bool:
    """Tell whether a finding about a pair's backend and another site holds for this pair too."""
    return code in _OF_ANY_SITE and not _shares_origin(reading, pair)


def _shares_origin(reading: Reading, pair: Pair) -> bool:
    apis = reading.values(pair.frontend, "apiDomain")
    origins = _origins(reading.values(pair.frontend, "websiteDomain"))
    same = bool(origins) and origins == _origins(apis)
    return same or any(value.same_origin for value in apis)


def agreements_of(
    reading: Reading,
    pair: Pair,
    findings: Sequence[tuple[int, Finding]],
    ran: frozenset[str],
) -> tuple[Agreement, ...]:
    """Return all agreements of a pair in one environment.

    ``findings`` are those that hold in it, and ``ran`` the codes of the rules that were asked.
    """
    makers: dict[str, Callable[[Reading, Pair], Agreement]] = {
        "api": _api,
        "website": _website,
        "path": _path,
        "cors": _cors,
        "cookies": _cookies,
        "sdks": _sdks,
    }
    found: list[Agreement] = []
    for key, make in makers.items():
        mine = [(index, finding) for index, finding in findings if topic(finding.code) == key]
        found.append(_judged(make(reading, pair), mine, ran))
    return tuple(found)


def _judged(
    made: Agreement, findings: Sequence[tuple[int, Finding]], ran: frozenset[str]
) -> Agreement:
    indexes = tuple(index for index, _ in findings)
    worst = max((finding.severity for _, finding in findings), default=Severity.INFO)
    if worst > Severity.INFO:
        state = State.BREAKS if worst is Severity.ERROR else State.WARNS
        return structs.replace(made, state=state, reason="", findings=indexes)
    asked = any(code.startswith(_CODES[made.key]) for code in ran)
    if made.key in _JUDGED_BY_RULES and made.state is State.AGREES and not asked:
        return structs.replace(made, state=State.UNKNOWN, reason="The rules about it were not run.")
    return structs.replace(made, findings=indexes)


def _agreement(key: str, left: Shown, right: Shown, *, equal: bool | None) -> Agreement:
    unknown = [end.note for end in (left, right) if not end.is_known]
    if unknown:
        reason = "; ".join(dict.fromkeys(unknown))
        return Agreement(key, TITLES[key], left, right, State.UNKNOWN, reason)
    if equal is None:
        return Agreement(key, TITLES[key], left, right, State.UNKNOWN, "cannot be compared")
    if equal:
        return Agreement(key, TITLES[key], left, right, State.AGREES)
    reason = f"{_DIFFERENCES[key]}, and no rule objects."
    return Agreement(key, TITLES[key], left, right, State.DIFFERS, reason)


def _api(reading: Reading, pair: Pair) -> Agreement:
    left = reading.values(pair.frontend, "apiDomain")
    right = reading.values(pair.backend, "apiDomain")
    if any(value.same_origin for value in left):
        pages = reading.values(pair.frontend, "websiteDomain")
        equal = _meet(_origins(pages), _origins(right))
        made = _agreement("api", shown(left), shown(right), equal=equal or None)
        if made.state is not State.UNKNOWN or not made.left.is_known or not made.right.is_known:
            return made
        reason = "Pages call their own origin: what answers there decides."
        return Agreement("api", TITLES["api"], made.left, made.right, State.UNKNOWN, reason)
    return _agreement(
        "api", shown(left), shown(right), equal=_meet(_origins(left), _origins(right))
    )


def _website(reading: Reading, pair: Pair) -> Agreement:
    left = reading.values(pair.frontend, "websiteDomain")
    right = reading.values(pair.backend, "origin")
    if all(value.scalar is None and not value.unknown for value in right):
        right = reading.values(pair.backend, "websiteDomain")
    if left and all(value.is_default and value.scalar is None for value in left):
        own = shown(right)
        note = Shown(NOT_SET, note="this SDK needs none")
        return Agreement("website", TITLES["website"], note, own, _known(own), "")
    return _agreement(
        "website", shown(left), shown(right), equal=_meet(_origins(left), _origins(right))
    )


def _known(end: Shown) -> State:
    return State.AGREES if end.is_known else State.UNKNOWN


def _path(reading: Reading, pair: Pair) -> Agreement:
    left, right = (_paths(reading, app) for app in (pair.frontend, pair.backend))
    texts = [[text for text, _ in side if text is not None] for side in (left, right)]
    ends = [_path_end(side) for side in (left, right)]
    return _agreement("path", ends[0], ends[1], equal=_meet(texts[0], texts[1]))


def _paths(reading: Reading, app: App) -> list[tuple[str | None, Value]]:
    """Return the whole base path of each combination of values, with the value to show for it."""
    found: list[tuple[str | None, Value]] = []
    for base in reading.values(app, "apiBasePath", default=DEFAULT_API_BASE_PATH):
        for gateway in reading.values(app, "apiGatewayPath"):
            if base.unknown or gateway.unknown:
                found.append((None, base if base.unknown else gateway))
                continue
            try:
                init = base.init
                whole = effective_base_path(gateway.text, base.text, init.sdk, version_of(init))
            except SupertokensLintError:
                continue
            found.append((whole or "/", base))
    return found


def _path_end(side: list[tuple[str | None, Value]]) -> Shown:
    made = shown(tuple(value for _, value in side))
    known = [text for text, _ in side if text is not None]
    if not made.is_known or not known:
        return made
    return Shown(" or ".join(dict.fromkeys(known)), made.place, made.note)


def _sdks(reading: Reading, pair: Pair) -> Agreement:
    del reading
    ends = [_sdk_end(app) for app in (pair.frontend, pair.backend)]
    if not all(end.is_known for end in ends):
        return _agreement("sdks", ends[0], ends[1], equal=None)
    first, second = pair.frontend.inits[0], pair.backend.inits[0]
    equal = can_talk(first.sdk, version_of(first), second.sdk, version_of(second))
    return _agreement("sdks", ends[0], ends[1], equal=equal)


def _sdk_end(app: App) -> Shown:
    if not app.inits:
        return Shown("no init", note="no init that is reached was found", is_known=False)
    init = app.inits[0]
    if init.version is None:
        note = f"no manifest or lockfile tells the version of {init.sdk.value}"
        return Shown(init.sdk.value, init.callee, note, is_known=False)
    return Shown(f"{init.sdk.value} {init.version.text}", init.version.place)


# --- CORS ----------------------------------------------------------------------------------------


def _cors(reading: Reading, pair: Pair) -> Agreement:
    origins = _origins(reading.values(pair.frontend, "websiteDomain"))
    if not origins:
        text = website_of(reading, pair.backend) if pair.backend.inits else None
        origins = [] if text is None else [origin for origin in (browser_origin(text),) if origin]
    left = Shown(" or ".join(origins) or "unknown", note="origin of the website")
    if not origins:
        note = "the website's address is not known"
        left = Shown("unknown", note=note, is_known=False)
    if _shares_origin(reading, pair):
        right = Shown(SAME_ORIGIN, note="website and API share an origin: CORS plays no part")
        return Agreement("cors", TITLES["cors"], left, right, State.AGREES, right.note)
    right, allowed = _allowed(reading, pair.backend)
    equal = None if not right.is_known else (_meet(origins, allowed) or "*" in allowed)
    return _agreement("cors", left, right, equal=equal)


def _allowed(reading: Reading, backend: App) -> tuple[Shown, list[str]]:
    """Return the origins that a backend allows, as far as they are written down."""
    policies = [
        layer.cors
        for app in backend.http_apps
        if app.reached and not app.is_test
        for layer in app.layers
        if layer.cors is not None
    ]
    if not policies:
        note = "no CORS configuration was found"
        return Shown("none found", note=note, is_known=False), []
    texts: dict[str, None] = {}
    is_open = False
    for setting in _origin_settings(policies):
        found, more = reading.texts(setting)
        texts.update(dict.fromkeys(found))
        is_open = is_open or more
    place, library = policies[0].place, policies[0].library
    if not texts:
        if is_open:
            note = "the allowed origins are only known at run time"
            return Shown(f"computed ({library})", place, note, is_known=False), []
        return Shown(f"not listed ({library})", place, f"{library} decides", is_known=False), []
    more_words = " and others" if is_open else ""
    return Shown(", ".join(texts) + more_words, place, library), list(texts)


def _origin_settings(policies: Iterable[CorsPolicy]) -> list[Setting]:
    return [policy.origins for policy in policies if policy.origins is not None]


# --- cookies -------------------------------------------------------------------------------------


def _cookies(reading: Reading, pair: Pair) -> Agreement:
    left = shown(reading.values(pair.frontend, "websiteDomain"))
    if left.text == NOT_SET:
        left = Shown("the site's own address")
    if not pair.backend.inits:
        right = Shown("no init", note="no init that is reached was found", is_known=False)
        return _agreement("cookies", left, right, equal=None)
    if transfer_of(reading, pair.frontend, pair.backend) == "header":
        right = Shown(
            "no cookies of the API", pair.backend.inits[0].callee, "tokens are in headers"
        )
        return _agreement("cookies", structs.replace(left, is_known=True), right, equal=True)
    same_site, secure = cookie_flags(reading, pair.backend)
    words = [
        f"SameSite={'unknown' if same_site is None else same_site.title()}",
        "Secure unknown" if secure is None else "Secure" if secure else "not Secure",
    ]
    note = "" if None not in (same_site, secure) else "SameSite or Secure depends on unknown values"
    place = pair.backend.inits[0].callee
    right = Shown(", ".join(words), place, note, is_known=not note)
    return _agreement("cookies", structs.replace(left, is_known=True), right, equal=True)


# --- comparing -----------------------------------------------------------------------------------


def _origins(values: Iterable[Value]) -> list[str]:
    found: dict[str, None] = {}
    for value in values:
        if value.text:
            try:
                found[canonical_origin(value.text, value.init.sdk, version_of(value.init))] = None
            except SupertokensLintError:
                continue
    return list(found)


def _meet(left: Sequence[str], right: Sequence[str]) -> bool | None:
    """Tell whether two sides have a value in common; ``None`` where one has none at all."""
    if not left or not right:
        return None
    return not set(left).isdisjoint(right)
