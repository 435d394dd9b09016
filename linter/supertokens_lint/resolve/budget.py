"""How much work the values of a system may take, counted in steps and never by the clock.

The most that any of 214 real systems needed was 64,000 steps in all. What is beyond a limit is
unknown, on every machine in the same place.
"""

from __future__ import annotations

from supertokens_lint.errors import ReaderError
from supertokens_lint.workspace.workspace import Workspace

MAX_DEPTH = 90
"""How deep expressions, and exports that lead to others, may be in each other."""
MAX_STEPS = 100_000
"""For one value."""
MAX_TOTAL = 1_000_000
"""For all values of a system."""


class Budget:
    """Counts the steps of one evaluator."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._depth = 0
        self._steps = 0
        self._total = 0

    @property
    def is_spent(self) -> bool:
        """Tell whether there were more steps than all values may take."""
        return self._total > MAX_TOTAL

    def enter(self) -> bool:
        """Take a step, one level deeper; ``False``, without going there, when that is too much.

        Who is let in calls :meth:`leave`.
        """
        self._steps = self._steps + 1 if self._depth else 0
        self._total += 1
        if self._depth >= MAX_DEPTH or self._steps > MAX_STEPS:
            return False
        if self._total > MAX_TOTAL:
            self._tell()
            return False
        self._depth += 1
        return True

    def leave(self) -> None:
        """Go back one level."""
        self._depth -= 1

    def _tell(self) -> None:
        """Note it as one problem of the run, at the root and not at the file that came last."""
        message = (
            f"working out all values takes more than {MAX_TOTAL:,} steps: "
            "those that are left count as unknown"
        )
        self._workspace.note(ReaderError(self._workspace.roots[0], message))
