"""What is wrong between the base paths of two sides, so that each fault has one rule."""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.topology.model import Pair, System
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.ends import End
from supertokens_lint_rules.gateways import STAGES, leads_to, public_path
from supertokens_lint_rules.paths.effective import BaseEnd
from supertokens_lint_rules.paths.roads import Road, Way, leads_to_backend, road
from supertokens_lint_rules.transfer import uses_only_headers

_TENANT = re.compile(r"/[A-Za-z0-9-]+")


class Fault(Enum):
    """The kinds of disagreement."""

    DIFFERENT = "the paths differ"
    TENANT = "the last segment is read as a tenant"
    PROXY = "a proxy changes the path and one side does not know"
    UNROUTED = "a proxy does not hand the path on"


class Judge(Struct, frozen=True):
    """Compares the base paths of a pair; ``wanted`` is the fault that the asking rule reports."""

    system: System
    pair: Pair
    wanted: Fault

    def __call__(self, left: End, right: End) -> bool | None:
        """Tell whether two ends agree; ``None`` where that is unknown or another rule's."""
        if not isinstance(left, BaseEnd) or not isinstance(right, BaseEnd):
            return None
        verdict = self.verdict(left, right)
        if isinstance(verdict, Fault):
            return False if verdict is self.wanted else None
        return verdict

    def road(self, left: BaseEnd) -> Road:
        """Return the way that requests take."""
        return road(self.system, self.pair, left)

    def verdict(self, left: BaseEnd, right: BaseEnd) -> Fault | bool | None:
        """Return the fault, true when the sides agree, ``None`` when it cannot be known."""
        way = self.road(left)
        equal = left.effective == right.effective
        unrouted = way.way is Way.UNROUTED
        if way.way is Way.DIRECT or (way.seen is None and equal and not unrouted):
            return True if equal else _difference(left.effective, right.effective, right)
        if way.way is Way.UNROUTED:
            return self._unrouted(way, left, right)
        if way.seen is None:
            return None
        routed = way.seen == right.own
        if way.way is Way.UNKNOWN and not (way.rule is not None and way.rule.gateway is not None):
            return True if equal or routed else _difference(way.public, right.effective, right)
        if way.way is Way.UNKNOWN:
            return self._possibly(way, left, right, routed=routed)
        if way.way is Way.DEPLOYED:
            return self._deployed(left, right, routed=routed)
        if equal and (routed or not way.is_rewritten):
            return True
        if not way.is_rewritten:
            return _difference(way.seen, right.effective, right)
        if equal or routed:
            return self._proxied(way, left, right, routed=routed)
        return _difference(way.seen, right.own, right)

    def _possibly(
        self, way: Road, left: BaseEnd, right: BaseEnd, *, routed: bool
    ) -> Fault | bool | None:
        """Compare where a proxy of its own may stand in between.

        Where it makes the routes fit and the sums differ, the refresh cookie is lost with it, and
        everything without it.
        """
        if left.effective == right.effective:
            return True
        if routed and way.is_rewritten:
            return self._proxied(way, left, right, routed=True)
        if way.seen is None or way.is_rewritten:
            return None
        return _difference(way.public, right.effective, right)

    def _unrouted(self, way: Road, left: BaseEnd, right: BaseEnd) -> Fault | bool | None:
        """Tell what is wrong where a proxy leads to the backend by other paths than this one.

        The name of a stage can be another one when it is deployed, so that any prefix which both
        sides agree on is right there.
        """
        if way.rule is None:
            return None
        equal = left.effective == right.effective
        if equal and right.effective != right.own and way.rule.tool in STAGES:
            return True
        public = public_path(way.rule, right.own)
        if public is not None and public != right.own:
            known = right.effective in (public, left.effective)
            return Fault.PROXY if known else _difference(left.effective, right.effective, right)
        if equal:
            return Fault.UNROUTED
        return _difference(left.effective, right.effective, right)

    def _deployed(self, left: BaseEnd, right: BaseEnd, *, routed: bool) -> Fault | bool | None:
        """Compare where something in production may do what the development server's proxy does."""
        if left.effective == right.effective:
            return True if routed else None
        return None if routed else _difference(left.effective, right.effective, right)

    def _proxied(
        self, way: Road, left: BaseEnd, right: BaseEnd, *, routed: bool
    ) -> Fault | bool | None:
        if routed and (uses_only_headers(left.init) or uses_only_headers(right.init)):
            return True
        if way.rule is None or way.rule.changes_cookies:
            return None
        if way.rule.gateway is None:
            led = leads_to_backend(self.system, self.pair, way.rule, left.environment)
        else:
            led = leads_to(self.system, self.pair.backend, way.rule, left.environment) is True
        return Fault.PROXY if led else None


def _difference(called: str, served: str, right: BaseEnd) -> Fault:
    reads_tenants = has(Feature.TENANT_IN_PATH, right.init.sdk, version_of(right.init))
    rest = called[len(served) :] if called.startswith(served) else ""
    if reads_tenants is not False and _TENANT.fullmatch(rest):
        return Fault.TENANT
    return Fault.DIFFERENT
