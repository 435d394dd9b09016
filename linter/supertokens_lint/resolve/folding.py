"""Operations on known scalars, whichever room knows them."""

from __future__ import annotations

from supertokens_lint.resolve import lists, operations, regexes, urls
from supertokens_lint.resolve.operations import CannotFoldError
from supertokens_lint.resolve.values import Scalar

__all__ = ["CannotFoldError", "fold"]


def fold(op: str, operands: tuple[Scalar, ...]) -> Scalar:
    """Return the result of an operation.

    Raises CannotFoldError for operations and operands without a result of their own.
    """
    if op == lists.PART:
        return lists.fold(operands)
    if op.startswith("regex."):
        return regexes.fold(op, operands)
    if op.startswith("url"):
        return urls.fold(op, operands)
    return operations.fold(op, operands)
