"""Rules about what browsers are told of requests from another origin."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.cors.cors_credentials_disabled import CorsCredentialsDisabled
from supertokens_lint_rules.cors.cors_exposed_headers_replaced import CorsExposedHeadersReplaced
from supertokens_lint_rules.cors.cors_headers_incomplete import CorsHeadersIncomplete
from supertokens_lint_rules.cors.cors_methods_incomplete import CorsMethodsIncomplete
from supertokens_lint_rules.cors.cors_missing import CorsMissing
from supertokens_lint_rules.cors.cors_order import CorsOrder
from supertokens_lint_rules.cors.cors_origin_mismatch import CorsOriginMismatch
from supertokens_lint_rules.cors.cors_wildcard_origin import CorsWildcardOrigin
from supertokens_lint_rules.cors.gateway_cors_headers import GatewayCorsHeaders

RULES: tuple[type[Rule], ...] = (
    CorsMissing,
    CorsWildcardOrigin,
    CorsOriginMismatch,
    CorsCredentialsDisabled,
    CorsHeadersIncomplete,
    CorsExposedHeadersReplaced,
    CorsOrder,
    CorsMethodsIncomplete,
    GatewayCorsHeaders,
)
