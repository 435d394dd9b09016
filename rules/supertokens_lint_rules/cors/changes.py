"""What rules about CORS ask to be changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from supertokens_lint.cors.model import OriginKind
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.remedy import AddItems, Change, Remedy, SdkHeaders, SetOption, Texts, Written
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.resolve.values import Items
from supertokens_lint.sdk.headers import CONTENT_TYPE, cors_headers
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.cors.evidence import option_name
from supertokens_lint_rules.cors.given import behaviours
from supertokens_lint_rules.mending import SDK_MODULES

_BY_HEADERS = frozenset({"manual", "vercel.json", "next.config"})
_DJANGO = "django-cors-headers"
_ONE_TEXT = frozenset({"@middy/http-cors"})


def option_change(policy: CorsPolicy, key: str, value: Written) -> SetOption:
    """Return the change that gives an option of a policy a value."""
    given = policy.options.get(key)
    place = policy.options.place
    others = [item.place for item in policy.options.settings.values() if item is not given]
    beside = next((other for other in others if other.path == place.path), None)
    name = option_name(policy, key)
    return SetOption(place, name, value, None if given is None else given.place, beside)


def allow_credentials(
    policy: CorsPolicy, system: System, environment: Environment
) -> Remedy | None:
    """Return how to allow credentials; not safe for a policy that lets every origin in."""
    if policy.library in _BY_HEADERS:
        return None
    option = option_name(policy, "credentials")
    listed = all(
        answer.origins.kind in (OriginKind.LISTED, OriginKind.FIXED)
        for answer in behaviours(system, policy, environment)
    )
    change = option_change(policy, "credentials", True)
    return Remedy(f"Turn on {option}", (change,), safe=listed)


def allow_headers(policy: CorsPolicy, missing: frozenset[str], app: App) -> Remedy | None:
    """Return how to allow the headers of the SDK, by the SDK's own list where that has them."""
    init = next(iter(app.inits), None)
    if policy.library in _BY_HEADERS or init is None or init.sdk not in SDK_MODULES:
        return None
    own = cors_headers(init.sdk, version_of(init))
    others = (CONTENT_TYPE,) if CONTENT_TYPE in missing else ()
    if own is None or not missing - {CONTENT_TYPE} <= set(own):
        return None
    headers = SdkHeaders(SDK_MODULES[init.sdk], others, policy.library in _ONE_TEXT)
    change = _headers_change(policy, missing, headers)
    if missing == {CONTENT_TYPE} and policy.allow_headers is not None:
        return Remedy("Allow content-type", (change,), safe=True)
    # The SDK's list is not to be had before its init.
    ready = any(item.place == policy.place for item in app.sessions.ready)
    return Remedy("Allow the headers of the SDK", (change,), safe=ready)


def _headers_change(policy: CorsPolicy, missing: frozenset[str], headers: SdkHeaders) -> Change:
    given = policy.options.get("allow_headers")
    if given is not None:
        at = given.value.place if isinstance(given.value, Items) else given.place
        only_type = missing == {CONTENT_TYPE}
        return AddItems(at, Texts(headers.others) if only_type else headers)
    if policy.library == "hapi":
        return option_change(policy, "more_allow_headers", headers)
    listed = replace(headers, others=(CONTENT_TYPE,), defaults=policy.library == _DJANGO)
    return option_change(policy, "allow_headers", listed)


def allow_methods(policy: CorsPolicy, methods: Iterable[str]) -> Remedy | None:
    """Return how to allow methods."""
    given = policy.options.get("methods")
    names = tuple(methods)
    if policy.library in _BY_HEADERS:
        return None
    change: Change
    if given is None:
        names = tuple(dict.fromkeys(("GET", "POST", *names)))
        change = option_change(policy, "methods", Texts(names))
    else:
        at = given.value.place if isinstance(given.value, Items) else given.place
        change = AddItems(at, Texts(names))
    return Remedy(f"Allow {', '.join(names)}", (change,), safe=True)


def expose_headers(policy: CorsPolicy, missing: Iterable[str]) -> Remedy | None:
    """Return how to let the page read more headers of answers."""
    given = policy.options.get("expose_headers")
    if policy.library in _BY_HEADERS or given is None:
        return None
    at = given.value.place if isinstance(given.value, Items) else given.place
    names = tuple(sorted(missing))
    return Remedy(f"Expose {', '.join(names)}", (AddItems(at, Texts(names)),), safe=True)
