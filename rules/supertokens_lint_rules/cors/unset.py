"""Variables that give the website's address with a fallback, and the allowed origin without."""

from __future__ import annotations

from supertokens_lint.extract.facts import Setting
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.resolve.values import EnvVar, Items, Reason, Value, alternatives
from supertokens_lint.topology.model import System
from supertokens_lint_rules.cors.crossings import Site


def unset_variable(
    system: System, setting: Setting, site: Site, environment: Environment
) -> str | None:
    """Return the variable that is all that an option is made of while it has no value.

    Only when the website's address is read from the same variable and falls back to another
    value: then the files say themselves that the variable may be missing.
    """
    variable = _alone(setting.value)
    if variable is None or site.end.setting is None:
        return None
    outcomes = system.outcomes(variable, environment)
    if any(
        outcome.unknown is None or outcome.unknown.reason is not Reason.ENV_UNSET
        for outcome in outcomes
    ):
        return None
    options = list(alternatives(site.end.setting.value))
    same = any(isinstance(item, EnvVar) and item.name == variable.name for item in options)
    return variable.name if same and len(options) > 1 else None


def _alone(value: Value) -> EnvVar | None:
    if isinstance(value, Items) and len(value.items) == 1 and value.rest is None:
        value = value.items[0]
    return value if isinstance(value, EnvVar) else None
