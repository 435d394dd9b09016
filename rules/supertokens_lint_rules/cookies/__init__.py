"""Rules about cookies and the hosts that they belong to."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.cookies.anti_csrf_mismatch import AntiCsrfMismatch
from supertokens_lint_rules.cookies.backend_domain_mismatch import BackendDomainMismatch
from supertokens_lint_rules.cookies.cookie_domain_mismatch import CookieDomainMismatch
from supertokens_lint_rules.cookies.cross_site_cookies import CrossSiteCookies
from supertokens_lint_rules.cookies.iframe_cookies import IframeCookies
from supertokens_lint_rules.cookies.inconsistent_session_settings import (
    InconsistentSessionSettings,
)
from supertokens_lint_rules.cookies.insecure_same_site_none import InsecureSameSiteNone
from supertokens_lint_rules.cookies.older_cookie_domain_missing import OlderCookieDomainMissing
from supertokens_lint_rules.cookies.same_site_too_strict import SameSiteTooStrict
from supertokens_lint_rules.cookies.secure_cookie_over_http import SecureCookieOverHttp
from supertokens_lint_rules.cookies.session_scope_mismatch import SessionScopeMismatch
from supertokens_lint_rules.cookies.token_transfer_conflict import TokenTransferConflict

RULES: tuple[type[Rule], ...] = (
    CookieDomainMismatch,
    SessionScopeMismatch,
    BackendDomainMismatch,
    InsecureSameSiteNone,
    SecureCookieOverHttp,
    CrossSiteCookies,
    SameSiteTooStrict,
    OlderCookieDomainMissing,
    AntiCsrfMismatch,
    IframeCookies,
    TokenTransferConflict,
    InconsistentSessionSettings,
)
