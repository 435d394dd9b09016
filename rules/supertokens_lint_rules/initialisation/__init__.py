"""Rules about the calls that initialise the SDKs."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.initialisation.init_missing import InitMissing
from supertokens_lint_rules.initialisation.invalid_app_info import InvalidAppInfo
from supertokens_lint_rules.initialisation.misplaced_option import MisplacedOption
from supertokens_lint_rules.initialisation.session_recipe_missing import SessionRecipeMissing

RULES: tuple[type[Rule], ...] = (InitMissing, SessionRecipeMissing, InvalidAppInfo, MisplacedOption)
