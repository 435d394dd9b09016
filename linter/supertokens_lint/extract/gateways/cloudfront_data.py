"""Distributions of CloudFront in Terraform files and CloudFormation templates.

Sources: registry.terraform.io, provider hashicorp/aws, aws_cloudfront_distribution,
aws_cloudfront_cache_policy, aws_cloudfront_origin_request_policy and
aws_cloudfront_response_headers_policy; the CloudFormation reference of AWS::CloudFront, whose names
are the same in another spelling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from supertokens_lint.extract.gateway_facts import (
    Gateway,
    GatewayCors,
    HeaderList,
    MethodLimit,
)
from supertokens_lint.extract.gateways import cloudfront
from supertokens_lint.extract.gateways.cloudfront import (
    ALL,
    CACHING,
    FORWARDING,
    NO_POLICY,
    NONE,
    READ_ONLY,
    UNKNOWN_POLICY,
    Behaviour,
    Policy,
)
from supertokens_lint.extract.gateways.documents import Document
from supertokens_lint.extract.gateways.texts import template_value
from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Reason, Unknown, Value
from supertokens_lint.source import Place
from supertokens_lint.workspace.tree import Data, Scalar, Sequence, at, pairs
from supertokens_lint.workspace.tree import Mapping as Table

_BUCKET = re.compile(
    r"\.s3[.-][\w.-]{0,100}amazonaws\.com$|aws_s3_bucket|\.(?:Regional)?DomainName$"
)
_BEHAVIOURS = {
    "none": NONE,
    "all": ALL,
    "allViewer": ALL,
    "allViewerAndWhitelistCloudFront": ALL,
}
_KEY = "parameters_in_cache_key_and_forwarded_to_origin"


def snake(name: str) -> str:
    """Return the name of an option as Terraform spells it."""
    return name


def pascal(name: str) -> str:
    """Return the name of an option as CloudFormation spells it."""
    return "".join(
        "TTL" if word == "ttl" else word[:1].upper() + word[1:] for word in name.split("_")
    )


class Policies(Struct, frozen=True):
    """The policies that a project defines itself, by what refers to them."""

    caching: Mapping[str, Policy] = field(default_factory=dict)
    forwarding: Mapping[str, Policy] = field(default_factory=dict)
    responses: Mapping[str, GatewayCors] = field(default_factory=dict)


class Spelling(Struct, frozen=True):
    """How a format names options, and what a reference in it refers to."""

    name: Callable[[str], str]
    reference: Callable[[Document, Data], str]

    def at(self, data: Data | None, *keys: str) -> Data | None:
        """Return what lies under nested options."""
        return at(data, *(self.name(key) for key in keys))

    def blocks(self, data: Data | None, key: str, plural: str) -> Iterator[Data]:
        """Yield repeated blocks, or the items of the list that stands for them."""
        for name, value in pairs(data):
            if name.text == self.name(plural) and isinstance(value, Sequence):
                yield from value.items
            elif name.text == self.name(key) and isinstance(value, Table):
                yield value


def gateways_of(
    document: Document, config: Data, spelling: Spelling, policies: Policies
) -> Iterator[Gateway]:
    """Yield the distribution that a ``DistributionConfig`` or a resource describes."""
    reader = _Reader(document, spelling, policies)
    aliases = spelling.at(config, "aliases")
    hosts = (
        [document.literal(item) for item in aliases.items] if isinstance(aliases, Sequence) else []
    )
    place = document.place(aliases.span if aliases is not None else config.span)
    yield from cloudfront.distribution(place, hosts, reader.behaviours(config))


class _Reader:
    def __init__(self, document: Document, spelling: Spelling, policies: Policies) -> None:
        self._document = document
        self._spelling = spelling
        self._policies = policies

    def behaviours(self, config: Data) -> Iterator[Behaviour]:
        """Yield the ordered behaviors, and the default one last."""
        spelling = self._spelling
        origins = {
            self._reference(identifier): origin
            for origin in spelling.blocks(config, "origin", "origins")
            if (identifier := spelling.at(origin, "origin_id") or spelling.at(origin, "id"))
        }
        for data in spelling.blocks(config, "ordered_cache_behavior", "cache_behaviors"):
            pattern = self._document.literal(spelling.at(data, "path_pattern"))
            if pattern is not None:
                yield self._behaviour(data, pattern, origins)
        default = spelling.at(config, "default_cache_behavior")
        if default is not None:
            yield self._behaviour(default, "*", origins)

    def _reference(self, data: Data) -> str:
        literal = self._document.literal(data)
        return literal if literal is not None else self._spelling.reference(self._document, data)

    def _behaviour(self, data: Data, pattern: str, origins: Mapping[str, Data]) -> Behaviour:
        find = self._spelling.at
        identifier = find(data, "target_origin_id")
        place = self._document.place((data if identifier is None else identifier).span)
        origin = None if identifier is None else origins.get(self._reference(identifier))
        caching, forwarding, cause, shown = self._policies_of(data)
        return Behaviour(
            pattern=pattern,
            place=place,
            target=self._target(origin),
            caching=caching,
            forwarding=forwarding,
            cause=place if cause is None else self._document.place(cause.span),
            shown=shown,
            adds=self._added(data, origin),
            methods=self._methods(data, place),
            cors=self._cors(data),
        )

    def _added(self, data: Data, origin: Data | None) -> str | None:
        """Return the path that the origin has of its own; ``None`` with code at the edge."""
        for key in ("function_association", "lambda_function_association"):
            if any(name.text in self._keys(key) for name, _ in pairs(data)):
                return None
        path = self._spelling.at(origin, "origin_path")
        return "" if path is None else self._document.literal(path)

    def _methods(self, data: Data, place: Place) -> MethodLimit | None:
        """Return the methods that pass; Terraform has no default for them."""
        given = self._spelling.at(data, "allowed_methods")
        if given is None:
            has_default = self._spelling.name is pascal
            return MethodLimit(READ_ONLY, place, is_default=True) if has_default else None
        names = self.names(given)
        if not names:
            return None
        return MethodLimit(tuple(n.upper() for n in names), self._document.place(given.span))

    def _cors(self, data: Data) -> GatewayCors | None:
        policy = self._spelling.at(data, "response_headers_policy_id")
        if policy is None:
            return None
        return self._policies.responses.get(self._spelling.reference(self._document, policy))

    def own_cors(self, data: Data) -> GatewayCors | None:
        """Return the CORS headers of a policy for responses, when it overrides the origin's."""
        config = self._spelling.at(data, "cors_config")
        override = self._spelling.at(config, "origin_override")
        if config is None or not isinstance(override, Scalar) or override.value is not True:
            return None
        return GatewayCors(
            place=self._document.place(config.span),
            answers=False,
            allow_headers=self._header_list(config, "access_control_allow_headers"),
            expose_headers=self._header_list(config, "access_control_expose_headers"),
            origins=self._header_list(config, "access_control_allow_origins"),
            credentials=self._truth(config),
            replaces=True,
            overrides=True,
        )

    def _header_list(self, config: Data, key: str) -> HeaderList | None:
        given = self._spelling.at(config, key)
        if given is None:
            return None
        names = self.names(given)
        shown = tuple(name.lower() for name in names or ())
        return HeaderList(shown, self._document.place(given.span), is_open=names is None)

    def _truth(self, config: Data) -> bool | None:
        given = self._spelling.at(config, "access_control_allow_credentials")
        return given.value if isinstance(given, Scalar) and isinstance(given.value, bool) else None

    def _keys(self, key: str) -> tuple[str, str]:
        return self._spelling.name(key), self._spelling.name(f"{key}s")

    # --- policies --------------------------------------------------------------------------------

    def _policies_of(self, data: Data) -> tuple[Policy, Policy, Data | None, str]:
        """Return both policies of a behavior, what decides them, and how to name its cache."""
        find = self._spelling.at
        legacy = find(data, "forwarded_values")
        if legacy is not None:
            cause = find(legacy, "cookies", "forward")
            return self._legacy(data, legacy), Policy("", NONE, ALL), cause, "forwarded_values"
        cache, request = find(data, "cache_policy_id"), find(data, "origin_request_policy_id")
        caching = self._policy(cache, CACHING, self._policies.caching, UNKNOWN_POLICY)
        forwarding = self._policy(request, FORWARDING, self._policies.forwarding, NO_POLICY)
        return caching, forwarding, cache or request, f"cache policy {caching.name}"

    def _legacy(self, data: Data, legacy: Data) -> Policy:
        """Return what ``forwarded_values`` say; other headers than those it lists pass as well."""
        forward = self._document.literal(self._spelling.at(legacy, "cookies", "forward"))
        cookies: tuple[str, ...] | None = {"none": NONE, "all": ALL}.get(forward or "")
        if forward == "whitelist":
            cookies = self.names(self._spelling.at(legacy, "cookies", "whitelisted_names"))
        headers = self.names(self._spelling.at(legacy, "headers"))
        return Policy("", cookies, headers, self.is_kept(data))

    def _policy(
        self,
        data: Data | None,
        managed: Mapping[str, Policy],
        own: Mapping[str, Policy],
        absent: Policy,
    ) -> Policy:
        if data is None or (isinstance(data, Scalar) and data.value is None):
            return absent
        literal = self._document.literal(data)
        if literal is not None:
            return managed.get(literal, UNKNOWN_POLICY)
        return own.get(self._spelling.reference(self._document, data), UNKNOWN_POLICY)

    def own_policy(self, data: Data, name: str) -> Policy:
        """Return the policy that a resource of the project describes."""
        inside = self._spelling.at(data, _KEY)
        config = data if inside is None else inside
        return Policy(
            name,
            self._listed(config, "cookie"),
            self._listed(config, "header"),
            False if inside is None else self.is_kept(data),
        )

    def _listed(self, config: Data, kind: str) -> tuple[str, ...] | None:
        given = self._spelling.at(config, f"{kind}s_config")
        behaviour = self._document.literal(self._spelling.at(given, f"{kind}_behavior"))
        if behaviour == "whitelist":
            return self.names(self._spelling.at(given, f"{kind}s"))
        return _BEHAVIOURS.get(behaviour or "")

    def is_kept(self, data: Data) -> bool | None:
        """Tell whether answers that say nothing are kept; ``None`` when no time is written."""
        keys = ("default_ttl", "min_ttl")
        ages = [self._document.literal(self._spelling.at(data, key)) for key in keys]
        known = [int(age[:9]) for age in ages if age is not None and age.isdecimal()]
        return any(known) if known else None

    def names(self, data: Data | None) -> tuple[str, ...] | None:
        """Return the names of a list; ``None`` when some are not written out."""
        if isinstance(data, Table):
            data = self._spelling.at(data, "items")
        items = data.items if isinstance(data, Sequence) else ()
        texts = [self._document.literal(item) for item in items]
        return tuple(text for text in texts if text is not None) if None not in texts else None

    # --- origins ---------------------------------------------------------------------------------

    def _target(self, origin: Data | None) -> Value | None:
        """Return where an origin is, ``None`` for a bucket of files."""
        find = self._spelling.at
        if origin is None:
            return Unknown(Reason.EXTERNAL, "an origin", ())
        name = find(origin, "domain_name")
        written = "" if name is None else self._reference(name)
        is_bucket = find(origin, "s3_origin_config") or find(origin, "origin_access_control_id")
        if is_bucket is not None or _BUCKET.search(written):
            return None
        place = self._document.place((origin if name is None else name).span)
        literal = self._document.literal(name)
        if literal is None:
            return Unknown(Reason.EXTERNAL, "an origin", (Step("forwarded to here", place),))
        return template_value(f"https://{literal}", place, "forwarded to here")


def own_cors(document: Document, data: Data, spelling: Spelling) -> GatewayCors | None:
    """Return the CORS headers that a policy of the project puts in place of the application's."""
    return _Reader(document, spelling, Policies()).own_cors(data)


def own_policy(document: Document, data: Data, spelling: Spelling, name: str) -> Policy:
    """Return the policy that a resource of the project describes."""
    return _Reader(document, spelling, Policies()).own_policy(data, name)
