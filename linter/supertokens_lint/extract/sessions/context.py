"""What all recognisers of session facts share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from supertokens_lint.extract.facts import Init, Request, SdkUse
from supertokens_lint.extract.module_graph import ModuleGraph
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.requests.order import LoadOrder
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.workspace.packages import Packages


@dataclass(frozen=True)
class Context:
    """The program and the live inits and uses of SDKs; tests are left out."""

    ev: Evaluator
    reach: Reach
    inits: tuple[Init, ...]
    uses: tuple[SdkUse, ...]
    homes: Homes
    requests: tuple[Request, ...] = ()

    @classmethod
    def of(
        cls,
        ev: Evaluator,
        reach: Reach,
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
        return cls(
            ev, reach, live, used, Homes(ev.workspace, reach.with_importers(users)), tuple(requests)
        )

    @cached_property
    def order(self) -> LoadOrder:
        """What runs before what while JavaScript modules are loaded."""
        return LoadOrder(self.ev, ModuleGraph(self.ev, self.reach))

    @cached_property
    def packages(self) -> Packages:
        """Manifests and lockfiles."""
        return Packages(self.ev.workspace)
