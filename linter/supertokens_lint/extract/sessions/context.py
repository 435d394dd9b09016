"""What all recognisers of session facts share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from supertokens_lint.extract.facts import Init, Request, SdkUse
from supertokens_lint.extract.module_graph import ModuleGraph
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.requests.order import LoadOrder
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.workspace.packages import Packages


class Context(Struct, frozen=True, dict=True):
    """The program and the live inits and uses of SDKs; tests are left out."""

    ev: Evaluator
    graph: ModuleGraph
    inits: tuple[Init, ...]
    uses: tuple[SdkUse, ...]
    homes: Homes
    requests: tuple[Request, ...] = ()

    @classmethod
    def of(
        cls,
        ev: Evaluator,
        graph: ModuleGraph,
        inits: Sequence[Init],
        uses: Sequence[SdkUse],
        requests: Sequence[Request] = (),
    ) -> Context | None:
        """Return the context of a workspace, ``None`` when no SDK is used there."""
        live = tuple(init for init in inits if init.reached and not init.is_test)
        used = tuple(use for use in uses if not use.type_only and not use.is_test)
        if not live and not used:
            return None
        users = [*(init.place.path for init in live), *(use.place.path for use in used)]
        homes = Homes(ev.workspace, graph.reach.with_importers(users))
        return cls(ev, graph, live, used, homes, tuple(requests))

    @property
    def reach(self) -> Reach:
        """What is started, and by what."""
        return self.graph.reach

    @cached_property
    def order(self) -> LoadOrder:
        """What runs before what while JavaScript modules are loaded."""
        return LoadOrder(self.ev, self.graph)

    @cached_property
    def packages(self) -> Packages:
        """Manifests and lockfiles."""
        return Packages(self.ev.workspace)
