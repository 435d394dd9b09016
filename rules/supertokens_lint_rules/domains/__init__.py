"""Rules about the addresses of API and website."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.domains.api_domain_mismatch import ApiDomainMismatch
from supertokens_lint_rules.domains.development_domain_in_production import (
    DevelopmentDomainInProduction,
)
from supertokens_lint_rules.domains.loopback_alias import LoopbackAlias
from supertokens_lint_rules.domains.website_domain_mismatch import WebsiteDomainMismatch

RULES: tuple[type[Rule], ...] = (
    ApiDomainMismatch,
    WebsiteDomainMismatch,
    LoopbackAlias,
    DevelopmentDomainInProduction,
)
