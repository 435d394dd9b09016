"""Rules about the calls that initialise the SDKs."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.initialisation.conflicting_inits import ConflictingInits
from supertokens_lint_rules.initialisation.init_missing import InitMissing
from supertokens_lint_rules.initialisation.init_too_late import InitTooLate
from supertokens_lint_rules.initialisation.invalid_app_info import InvalidAppInfo
from supertokens_lint_rules.initialisation.misplaced_option import MisplacedOption
from supertokens_lint_rules.initialisation.session_recipe_missing import SessionRecipeMissing
from supertokens_lint_rules.initialisation.wrong_recipe_import import WrongRecipeImport

RULES: tuple[type[Rule], ...] = (
    InitMissing,
    SessionRecipeMissing,
    InitTooLate,
    ConflictingInits,
    WrongRecipeImport,
    InvalidAppInfo,
    MisplacedOption,
)
