"""What rules about base paths ask to be changed."""

from __future__ import annotations

from supertokens_lint.remedy import Remedy
from supertokens_lint_rules.ends import Disagreement
from supertokens_lint_rules.mending import is_own_literal, is_unambiguous, setting_change
from supertokens_lint_rules.paths.effective import BaseEnd, path_text
from supertokens_lint_rules.paths.roads import Way
from supertokens_lint_rules.paths.verdicts import Judge


def same_base_path(
    found: Disagreement, left: BaseEnd, right: BaseEnd, judge: Judge
) -> Remedy | None:
    """Spell the path as the other side does: in the frontend, unless the backend is at fault.

    The path that the backend writes, or that its route serves, proves what has to be called. A
    default proves nothing beside a path that is written.
    """
    if judge.road(left).way is not Way.DIRECT:
        return None
    served = {route.path for route in judge.pair.backend.auth_routes}
    left_served, right_served = left.effective in served, right.effective in served
    backend_first = right.setting is None if left_served == right_served else left_served
    proven = right.setting is not None or right_served or left_served
    certain = proven and is_unambiguous(judge.system, judge.pair, found)
    ends = ((right, left), (left, right)) if backend_first else ((left, right), (right, left))
    for index, (end, other) in enumerate(ends):
        if (end.gateway is not None and end.gateway.text) or (index and not is_own_literal(end)):
            continue
        wanted = other.effective or "/"
        change = setting_change(end, wanted, found)
        if change is not None:
            safe = certain and not index and is_own_literal(end)
            text = f"Change the {end.app.side.value}'s apiBasePath to {path_text(wanted)}"
            return Remedy(text, (change,), safe)
    return None
