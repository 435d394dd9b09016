"""Values that only stand in for an environment variable that nobody wrote down."""

from __future__ import annotations

from supertokens_lint.resolve.values import Choice, EnvVar, FirstOf, Join, Operation, Value


def reads_variable(value: Value) -> bool:
    """Tell whether an environment variable has a part in what a value is.

    An empty text beside one, as in ``process.env.API_URL ?? ""``, pleases a type checker and says
    nothing about the value that the variable has where the application runs.
    """
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, EnvVar):
            return True
        if isinstance(current, FirstOf):
            pending.extend(current.options)
        elif isinstance(current, Choice):
            pending.extend(case.value for case in current.cases)
        elif isinstance(current, Join):
            pending.extend(current.parts)
        elif isinstance(current, Operation):
            pending.extend(current.operands)
    return False
