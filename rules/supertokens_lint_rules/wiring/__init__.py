"""Rules about how a backend is put together and what stands beside its sessions."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.wiring.cacheable_session_response import CacheableSessionResponse
from supertokens_lint_rules.wiring.catch_all_answers_refresh import CatchAllAnswersRefresh
from supertokens_lint_rules.wiring.claim_not_handled import ClaimNotHandled
from supertokens_lint_rules.wiring.competing_session_layer import CompetingSessionLayer
from supertokens_lint_rules.wiring.duplicated_cookie_header import DuplicatedCookieHeader
from supertokens_lint_rules.wiring.error_handler_missing import ErrorHandlerMissing
from supertokens_lint_rules.wiring.middleware_missing import MiddlewareMissing
from supertokens_lint_rules.wiring.middleware_order import MiddlewareOrder
from supertokens_lint_rules.wiring.patched_http_client import PatchedHttpClient
from supertokens_lint_rules.wiring.session_created_off_browser import SessionCreatedOffBrowser
from supertokens_lint_rules.wiring.status_code_mismatch import StatusCodeMismatch

RULES: tuple[type[Rule], ...] = (
    MiddlewareMissing,
    ErrorHandlerMissing,
    MiddlewareOrder,
    CatchAllAnswersRefresh,
    SessionCreatedOffBrowser,
    CompetingSessionLayer,
    PatchedHttpClient,
    ClaimNotHandled,
    CacheableSessionResponse,
    DuplicatedCookieHeader,
    StatusCodeMismatch,
)
