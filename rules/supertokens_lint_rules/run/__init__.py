"""Rules about the run itself: what could not be read, resolved or paired."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.run.syntax_error import SyntaxErrorRule
from supertokens_lint_rules.run.unpaired_app import UnpairedApp
from supertokens_lint_rules.run.unresolved_value import UnresolvedValue
from supertokens_lint_rules.run.unused_suppression import UnusedSuppression

RULES: tuple[type[Rule], ...] = (
    SyntaxErrorRule,
    UnusedSuppression,
    UnresolvedValue,
    UnpairedApp,
)
