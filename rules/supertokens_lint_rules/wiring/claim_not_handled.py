"""ST508: the backend requires a claim that the frontend does not handle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import Init, Setting
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import Documentation, PairRule
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.topology.model import App, Pair, System

RECIPE = "emailverification"
REQUIRED = "REQUIRED"
_UNVERIFIED = frozenset({"emailpassword", "webauthn", "thirdpartyemailpassword"})
_WITHOUT_CLAIMS = frozenset({Sdk.REACT_NATIVE})


class ClaimNotHandled(PairRule):
    """ST508."""

    code = "ST508"
    name = "claim-not-handled"
    severity = Severity.WARNING
    reasons = ("F35",)
    documentation = Documentation(
        summary="The backend requires a verified email address, and the frontend knows nothing of "
        "it.",
        why="""
            With `mode: "REQUIRED"` of EmailVerification, `verifySession` answers 403 with
            `claimValidationErrors` until the address is verified. A frontend without that recipe
            neither sends the user to the verification page nor reads these answers.
        """,
        fix="""
            Add the EmailVerification recipe with the same mode to the frontend (and
            `EmailVerificationPreBuiltUI` to the list of pre-built pages), or handle
            `claimValidationErrors` in answers with status 403.
        """,
        bad="""
```ts
// backend
EmailVerification.init({ mode: "REQUIRED" });
// frontend
recipeList: [EmailPassword.init(), Session.init()];
```
        """,
        good="""
```ts
// backend
EmailVerification.init({ mode: "REQUIRED" });
// frontend
recipeList: [EmailVerification.init({ mode: "REQUIRED" }), EmailPassword.init(), Session.init()];
```
        """,
        quiet="""
            Mode `OPTIONAL` asks for nothing. A frontend that names the recipe, the claim or
            `claimValidationErrors` anywhere handles it. Addresses of passwordless and third-party
            users are verified as they sign in, and a second factor may do it. Nothing is said when
            part of the recipe list is not known, and about React Native, whose SDK has no claims.
        """,
    )

    def check_pair(self, pair: Pair, system: System) -> Iterable[Finding]:
        """Yield a finding when the backend requires the claim and no frontend init knows it."""
        if pair.frontend.sessions.claims or not _lacks(pair.frontend):
            return
        for init, setting in _required(pair.backend, system, pair):
            frontend = pair.frontend.inits[0]
            place = frontend.callee if frontend.recipes is None else frontend.recipes.place
            yield self.finding(
                "The backend requires a verified email address, but the frontend has no "
                "EmailVerification recipe and does not read claimValidationErrors.",
                Evidence(f"backend {setting.spelled}", setting.place, repr(REQUIRED)),
                Evidence("frontend recipes", place, "without EmailVerification"),
                Evidence("backend init", init.callee),
                effect="Users will see that every request is refused (status 403) after sign-up, "
                "and no page that asks them to verify their address.",
                help="Add EmailVerification to the frontend's recipes, or handle "
                "claimValidationErrors.",
            )
            return


def _lacks(frontend: App) -> bool:
    """Tell whether no init of a frontend can have the recipe."""
    inits = [init for init in frontend.inits if init.sdk not in _WITHOUT_CLAIMS]
    return bool(inits) and all(_is_without(init) for init in inits)


def _is_without(init: Init) -> bool:
    recipes = init.recipes
    if recipes is None:
        return init.sdk is Sdk.WEBSITE
    return recipes.rest is None and recipes.find(RECIPE) is None


def _required(backend: App, system: System, pair: Pair) -> Iterator[tuple[Init, Setting]]:
    """Yield the mode settings that are REQUIRED in every environment in which they are known."""
    for init in backend.inits:
        if not _needs_mail(init):
            continue
        recipe = None if init.recipes is None else init.recipes.find(RECIPE)
        found = [] if recipe is None else [recipe.options.get(key) for key in ("mode", "Mode")]
        setting = next((item for item in found if item is not None), None)
        if setting is not None and all(
            _is_required(setting, system, environment)
            for environment in system.environments(pair.frontend, backend)
        ):
            yield init, setting


def _needs_mail(init: Init) -> bool:
    """Tell whether users sign in with addresses that nothing but the recipe verifies."""
    recipes = init.recipes
    if recipes is None or recipes.find("multifactorauth") is not None:
        return False
    return any(recipe.name in _UNVERIFIED for recipe in recipes.recipes)


def _is_required(setting: Setting, system: System, environment: Environment) -> bool:
    return all(outcome.text == REQUIRED for outcome in system.outcomes(setting.value, environment))
