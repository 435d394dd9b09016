"""Shared by the resolver's tests: evaluate a name of a small in-memory project."""

from __future__ import annotations

from collections.abc import Mapping

from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.outcomes import Environment, Mode, Outcome, Outcomes
from supertokens_lint.resolve.values import Value
from supertokens_lint.resolve.variables import FileVariables
from supertokens_lint.source import Span
from supertokens_lint.workspace.workspace import Workspace

ENVIRONMENTS = {
    "development": Environment("development", Mode.DEVELOPMENT),
    "production": Environment("production", Mode.PRODUCTION),
}
END = Span(10**9, 10**9)


def evaluate(files: Mapping[str, str], path: str, name: str) -> tuple[Value, Workspace]:
    """Return what a module-level name is worth at the end of its file."""
    workspace = Workspace.in_memory(files)
    evaluator = Evaluator(workspace)
    scope = evaluator.program.scope(f"/system/{path}")
    assert scope is not None, f"{path} does not parse: {workspace.problems}"
    return evaluator.evaluate(ir.Name(name, END), scope), workspace


def shown(outcome: Outcome) -> object:
    """Return an outcome as tests spell it: the scalar, or a word for what is not one."""
    if outcome.unknown is not None:
        return f"unknown: {outcome.unknown.reason.name}"
    if outcome.same_origin:
        return "same origin"
    return "structure" if outcome.structure is not None else outcome.scalar


def outcomes(
    files: Mapping[str, str], path: str, name: str, environment: str = "development"
) -> list[object]:
    """Return what a name can be in an environment."""
    value, workspace = evaluate(files, path, name)
    found = Outcomes(FileVariables(workspace)).of(value, ENVIRONMENTS[environment])
    return [shown(outcome) for outcome in found]
