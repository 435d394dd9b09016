"""Proxies and gateways in a contract: what they do with the paths that requests take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec import Struct

from supertokens_lint.contract.cells import Cells
from supertokens_lint.contract.values import Json, Writer
from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Action, Gateway, Location
from supertokens_lint.source import Place
from supertokens_lint.workspace.tree import Data, Scalar, at, items, string

_REWRITES: Mapping[str, Literal["keep", "strip", "replace"]] = {
    "keep": "keep",
    "strip": "strip",
    "replace": "replace",
}
_MATCHES: Mapping[str, Literal["prefix", "segments", "exact"]] = {
    "prefix": "prefix",
    "segments": "segments",
    "exact": "exact",
}
_ACTIONS = {action.name.lower(): action for action in Action}


def written_rule(rule: ProxyRule, writer: Writer) -> dict[str, Json]:
    """Return a rule that forwards a path, as a contract has it."""
    return {
        "tool": rule.tool,
        "at": writer.where(rule.place),
        "prefix": rule.prefix,
        "rewrite": rule.rewrite,
        "removes": rule.removes,
        "adds": rule.adds,
        "pattern": rule.is_pattern,
        "whole": rule.is_whole,
        "changesCookies": rule.changes_cookies,
        "target": writer.rows(rule.target, rule.place),
    }


def written_gateway(gateway: Gateway, writer: Writer) -> dict[str, Json]:
    """Return a gateway as a contract has it; of compose files it names none."""
    return {
        "tool": gateway.tool,
        "at": writer.where(gateway.place),
        "hosts": [*gateway.hosts],
        "openHosts": gateway.open_hosts,
        "listens": [*gateway.listens],
        "published": [*gateway.published],
        "stage": gateway.stage,
        "ordered": gateway.is_ordered,
        "complete": gateway.is_complete,
        "secure": gateway.secure,
        "locations": [_written_location(item, writer) for item in gateway.locations],
    }


def _written_location(location: Location, writer: Writer) -> Json:
    return {
        "path": location.path,
        "match": location.match,
        "action": location.action.name.lower(),
        "at": writer.where(location.place),
        "final": location.final,
        "ignoresCase": location.ignores_case,
        "rule": None if location.rule is None else written_rule(location.rule, writer),
    }


class ProxyReader(Struct, frozen=True):
    """Reads proxies and gateways back; ``place`` gives where some data stands."""

    cells: Cells
    place: Callable[[Data], Place]

    def rule(self, data: Data, gateway: Place | None = None) -> ProxyRule:
        """Return a rule; what is not understood of it is unknown."""
        return ProxyRule(
            prefix=string(data, "prefix") or "/",
            target=self.cells.value(at(data, "target")),
            rewrite=_REWRITES.get(string(data, "rewrite") or "", "unknown"),
            place=self.place(data),
            tool=string(data, "tool") or "",
            removes=string(data, "removes") or "",
            adds=string(data, "adds") or "",
            is_pattern=flag(data, "pattern") is True,
            gateway=gateway,
            is_whole=flag(data, "whole") is True,
            changes_cookies=flag(data, "changesCookies") is True,
        )

    def gateway(self, data: Data) -> Gateway:
        """Return a gateway."""
        place = self.place(data)
        return Gateway(
            tool=string(data, "tool") or "",
            place=place,
            locations=tuple(self._location(item, place) for item in items(data, "locations")),
            hosts=texts(items(data, "hosts")),
            open_hosts=flag(data, "openHosts") is not False,
            listens=numbers(items(data, "listens")),
            published=numbers(items(data, "published")),
            stage=string(data, "stage") or "",
            is_ordered=flag(data, "ordered") is True,
            is_complete=flag(data, "complete") is True,
            secure=flag(data, "secure") is True,
        )

    def _location(self, data: Data, gateway: Place) -> Location:
        rule = at(data, "rule")
        known = rule is not None and not isinstance(rule, Scalar)
        return Location(
            path=string(data, "path") or "/",
            match=_MATCHES.get(string(data, "match") or "", "pattern"),
            action=_ACTIONS.get(string(data, "action") or "", Action.UNKNOWN),
            place=self.place(data),
            rule=self.rule(rule, gateway) if known and rule is not None else None,
            final=flag(data, "final") is True,
            ignores_case=flag(data, "ignoresCase") is True,
        )


def flag(data: Data | None, key: str) -> bool | None:
    """Return a boolean under a key, ``None`` when there is none."""
    found = at(data, key)
    return found.value if isinstance(found, Scalar) and isinstance(found.value, bool) else None


def texts(found: Iterable[Data]) -> tuple[str, ...]:
    """Return the strings of a list."""
    return tuple(text for item in found if (text := string(item)) is not None)


def numbers(found: Iterable[Data]) -> tuple[int, ...]:
    """Return the whole numbers of a list."""
    values = (item.value for item in found if isinstance(item, Scalar))
    return tuple(value for value in values if isinstance(value, int) and value is not True)
