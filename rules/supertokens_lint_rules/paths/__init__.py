"""Rules about the paths of the auth API and of the auth UI."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.paths.api_base_path_mismatch import ApiBasePathMismatch
from supertokens_lint_rules.paths.api_route_mismatch import ApiRouteMismatch
from supertokens_lint_rules.paths.base_path_read_as_tenant import BasePathReadAsTenant
from supertokens_lint_rules.paths.gateway_path_missing import GatewayPathMissing
from supertokens_lint_rules.paths.website_base_path_mismatch import WebsiteBasePathMismatch

RULES: tuple[type[Rule], ...] = (
    ApiBasePathMismatch,
    BasePathReadAsTenant,
    WebsiteBasePathMismatch,
    GatewayPathMissing,
    ApiRouteMismatch,
)
