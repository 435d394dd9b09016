"""What can stand to the left of ``=``."""

from __future__ import annotations

from supertokens_lint.languages import ir


def as_pattern(target: ir.Expr | ir.Spread) -> ir.Pattern:
    """Turn an expression that is assigned to into a pattern."""
    if isinstance(target, ir.Array):
        rest = [number for number, item in enumerate(target.items) if isinstance(item, ir.Spread)]
        items = tuple(as_pattern(item) for item in target.items)
        return ir.ArrayPattern(items, target.span, rest[0] if rest else None)
    if isinstance(target, ir.Spread):
        return as_pattern(target.value)
    if isinstance(target, (ir.Name, ir.Member, ir.Index, ir.Opaque)):
        return target
    return ir.Opaque("target", (target,), target.span)
