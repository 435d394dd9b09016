"""Whether a value is the same wherever the program runs."""

from __future__ import annotations

from supertokens_lint.resolve.values import Const, Join, Operation, Value
from supertokens_lint_rules.ends import End

MAX_NESTING = 12


def is_fixed(end: End) -> bool:
    """Tell whether no variable, branch or fallback can change a value from outside the code."""
    return end.setting is None or _is_fixed(end.setting.value, 0)


def _is_fixed(value: Value, depth: int) -> bool:
    if isinstance(value, Const):
        return True
    if depth > MAX_NESTING:
        return False
    if isinstance(value, Join):
        return all(_is_fixed(part, depth + 1) for part in value.parts)
    if isinstance(value, Operation):
        return all(_is_fixed(part, depth + 1) for part in value.operands)
    return False
