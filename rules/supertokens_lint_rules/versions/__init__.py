"""Rules about the versions of SDKs."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.versions.incompatible_sdk_versions import IncompatibleSdkVersions

RULES: tuple[type[Rule], ...] = (IncompatibleSdkVersions,)
