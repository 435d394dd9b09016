"""What a frontend's ``getRedirectionURL`` changes."""

from __future__ import annotations

from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import Closure, Value, alternatives

AFTER_SIGN_IN = frozenset({"SUCCESS", "SUCCESS_OAUTH2"})
"""Actions that lead away from the auth UI. Source: auth-react, recipe/recipeModule/types.ts."""
TO_AUTH_UI = frozenset(
    {
        "TO_AUTH", "SIGN_IN_AND_UP", "SIGN_IN", "SIGN_UP", "RESET_PASSWORD", "VERIFY_EMAIL",
        "MFA_OTP_EMAIL", "GO_TO_FACTOR", "FACTOR_CHOOSER", "ACCESS_DENIED",
    }
)  # fmt: skip


def moves_auth_ui(value: Value) -> bool:
    """Tell whether a ``getRedirectionURL`` may send users elsewhere than to the auth UI.

    False only for a function that asks for actions after sign-in and for no other.
    """
    for option in alternatives(value):
        if not isinstance(option, Closure):
            return True
        words = {
            node.value
            for node in ir.walk(option.function)
            if isinstance(node, ir.Literal) and isinstance(node.value, str)
        }
        if not words & AFTER_SIGN_IN or words & TO_AUTH_UI:
            return True
    return False
