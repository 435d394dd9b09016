"""Rules about how a backend is put together and what stands beside its sessions."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.wiring.catch_all_answers_refresh import CatchAllAnswersRefresh
from supertokens_lint_rules.wiring.error_handler_missing import ErrorHandlerMissing
from supertokens_lint_rules.wiring.middleware_missing import MiddlewareMissing
from supertokens_lint_rules.wiring.middleware_order import MiddlewareOrder

RULES: tuple[type[Rule], ...] = (
    MiddlewareMissing,
    ErrorHandlerMissing,
    MiddlewareOrder,
    CatchAllAnswersRefresh,
)
