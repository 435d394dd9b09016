"""Distributions of CloudFront in code of the CDK.

Source: aws-cdk-lib/aws-cloudfront: a behavior without a cache policy has CACHING_OPTIMIZED, and
one without an origin request policy forwards what the cache policy names.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.gateway_facts import Gateway, MethodLimit
from supertokens_lint.extract.gateways import cloudfront
from supertokens_lint.extract.gateways.cdk_values import name_of, option, options_of
from supertokens_lint.extract.gateways.cloudfront import (
    ALL,
    MANAGED,
    NO_POLICY,
    NONE,
    READ_ONLY,
    UNKNOWN_POLICY,
    Behaviour,
    Policy,
)
from supertokens_lint.extract.gateways.texts import template_value
from supertokens_lint.resolve.values import (
    Const,
    Entry,
    External,
    Invocation,
    Items,
    Reason,
    Record,
    Unknown,
    Value,
)
from supertokens_lint.source import Place

NAME = "Distribution"
_DEFAULT = MANAGED["CachingOptimized"]
_KNOWN = {name.replace("-", "").lower(): policy for name, policy in MANAGED.items()}
_METHODS = {
    "ALLOW_GET_HEAD": READ_ONLY,
    "ALLOW_GET_HEAD_OPTIONS": (*READ_ONLY, "OPTIONS"),
}
_ADDRESS = "HttpOrigin"


def distributions(call: Invocation, place: Place) -> Iterator[Gateway]:
    """Yield what a call describes when it makes a distribution."""
    if name_of(call) != NAME:
        return
    options = options_of(call, place)
    names = option(options, "domainNames")
    hosts: list[str | None] = []
    for item in names.items if isinstance(names, Items) else ():
        known = isinstance(item, Const) and isinstance(item.value, str)
        hosts.append(str(item.value) if isinstance(item, Const) and known else None)
    yield from cloudfront.distribution(place, hosts, _behaviours(options))


def _behaviours(options: Record) -> Iterator[Behaviour]:
    more = option(options, "additionalBehaviors")
    for pattern, entry in more.entries.items() if isinstance(more, Record) else ():
        yield _behaviour(pattern, entry)
    default = options.entries.get("defaultBehavior") or options.entries.get("default_behavior")
    if default is not None:
        yield _behaviour("*", default)


def _behaviour(pattern: str, entry: Entry) -> Behaviour:
    value, place = entry.value, entry.place
    options = value if isinstance(value, Record) else Record({}, place)
    if isinstance(value, Invocation):
        options = options_of(value, place)
    caching = _policy(option(options, "cachePolicy"), _DEFAULT)
    edge = option(options, "functionAssociations") or option(options, "edgeLambdas")
    return Behaviour(
        pattern=pattern,
        place=place,
        target=_target(option(options, "origin"), place),
        caching=caching,
        forwarding=_policy(option(options, "originRequestPolicy"), NO_POLICY),
        cause=place,
        shown=f"cache policy {caching.name}",
        adds="" if edge is None else None,
        methods=_methods(options, place),
    )


def _methods(options: Record, place: Place) -> MethodLimit | None:
    """Return the methods that pass: ``ALLOW_GET_HEAD`` where nothing else is said."""
    given = options.entries.get("allowedMethods") or options.entries.get("allowed_methods")
    if given is None:
        is_known = options.rest is None and "origin" in options.entries
        return MethodLimit(READ_ONLY, place, is_default=True) if is_known else None
    value = given.value
    names = _METHODS.get(value.path[-1]) if isinstance(value, External) and value.path else None
    return None if names is None else MethodLimit(names, given.place)


def _target(origin: Value | None, place: Place) -> Value | None:
    """Return where an origin is, ``None`` for buckets and for what is not known."""
    name = _type_of(origin)
    if not isinstance(origin, Invocation) or not name.endswith("Origin") or "S3" in name:
        return None
    first = origin.args[0] if origin.args else None
    if name == _ADDRESS and isinstance(first, Const) and isinstance(first.value, str):
        return template_value(f"https://{first.value}", place, "forwarded to here")
    return Unknown(Reason.EXTERNAL, "an origin", ())


def _type_of(value: Value | None) -> str:
    """Return the class of a construct, also where one of its makers is called."""
    callee = value.callee if isinstance(value, Invocation) else None
    if not isinstance(callee, External):
        return ""
    return next((name for name in reversed(callee.path) if name[:1].isupper()), "")


def _policy(value: Value | None, absent: Policy) -> Policy:
    if value is None:
        return absent
    if isinstance(value, External) and len(value.path) > 1:
        return _KNOWN.get(value.path[-1].replace("_", "").lower(), UNKNOWN_POLICY)
    if not isinstance(value, Invocation):
        return UNKNOWN_POLICY
    kind = name_of(value)
    if kind not in ("CachePolicy", "OriginRequestPolicy"):
        return UNKNOWN_POLICY
    options = options_of(value, value.place)
    return Policy(
        "of its own",
        _listed(option(options, "cookieBehavior")),
        _listed(option(options, "headerBehavior")),
        _is_kept(options) if kind == "CachePolicy" else False,
    )


def _listed(value: Value | None) -> tuple[str, ...] | None:
    """Return what ``CacheCookieBehavior.allowList("x")`` and its relatives let pass."""
    if value is None:
        return NONE
    name = name_of(value) if isinstance(value, Invocation) else ""
    if name in ("all", "none"):
        return ALL if name == "all" else NONE
    if isinstance(value, Invocation) and name in ("allowList", "allow_list"):
        texts = [item.value for item in value.args if isinstance(item, Const)]
        known = tuple(text for text in texts if isinstance(text, str))
        return known if len(known) == len(value.args) else None
    return None


def _is_kept(options: Record) -> bool | None:
    """Tell whether answers that say nothing are kept: for a day, unless a time is given."""
    given = option(options, "defaultTtl")
    if given is None:
        return True
    if not isinstance(given, Invocation) or len(given.args) != 1:
        return None
    length = given.args[0]
    known = isinstance(length, Const) and isinstance(length.value, int)
    return bool(length.value) if isinstance(length, Const) and known else None
