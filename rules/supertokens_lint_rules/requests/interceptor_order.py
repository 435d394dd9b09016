"""ST402: an axios interceptor that runs before the SDK's, where the order matters."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init, InterceptorEffect, InterceptorStep
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.axios_not_intercepted import AXIOS, blind_init
from supertokens_lint_rules.requests.interception import (
    aimed,
    from_browser,
    frontends,
    interceptor_steps,
    named,
    version_evidence,
)

_DOES = {
    InterceptorEffect.PASSES: "it passes everything on, so that nothing is lost as yet",
    InterceptorEffect.CHANGES: "it changes requests after the SDK has prepared them",
    InterceptorEffect.REPLACES: "it hands on something other than axios' own response or error",
    InterceptorEffect.SWALLOWS: "it turns failed responses into results",
    InterceptorEffect.LEAVES: "it leaves the page or signs out when a response fails",
    InterceptorEffect.UNKNOWN: "what it does with a 401 is not known",
}
_SEVERITIES = {
    InterceptorEffect.REPLACES: Severity.ERROR,
    InterceptorEffect.SWALLOWS: Severity.ERROR,
    InterceptorEffect.LEAVES: Severity.ERROR,
    InterceptorEffect.CHANGES: Severity.WARNING,
    InterceptorEffect.UNKNOWN: Severity.WARNING,
    InterceptorEffect.PASSES: Severity.INFO,
}
_NOTHING_YET = (
    "Sessions work for now. They stop to with the first line that makes this interceptor do more "
    "than pass on what it gets."
)


class InterceptorOrder(Rule):
    """ST402."""

    code = "ST402"
    name = "interceptor-order"
    severity = Severity.ERROR
    reasons = ("F12", "E.3", "F.4")
    documentation = Documentation(
        summary="A custom axios interceptor is added before the SDK's, so it comes between.",
        why="""
            axios calls response interceptors in the order in which they were added, each with what
            the one before returned or threw, and request interceptors in the reverse order. One
            that is added before `addAxiosInterceptors` sees the 401 of an expired session first.
            If it signs the user out, goes to the login page, throws another error, or returns
            `response.data`, the SDK cannot refresh the session any more.

            `addAxiosInterceptors` before `init` only takes note of the instance: the SDK's
            interceptors are added by `init`, behind everything that was added in between.
        """,
        fix="""
            Add interceptors of your own after both `init` and `addAxiosInterceptors`. On the web,
            updating the SDK is the other way: since supertokens-website 14, web-js 0.3 and
            auth-react 0.27 it works below axios, where the order does not matter.
        """,
        bad="""
```ts
// supertokens-react-native
api.interceptors.response.use((response) => response.data);
SuperTokens.addAxiosInterceptors(api);
```
        """,
        good="""
```ts
// supertokens-react-native
SuperTokens.addAxiosInterceptors(api);
api.interceptors.response.use((response) => response.data);
```
        """,
        quiet="""
            Nothing is said where the SDK works below axios, of instances that call other hosts or
            are not given to the SDK at all (`axios-not-intercepted` tells of those), and where the
            order is not certain. A request interceptor that changes the request is a warning:
            whether that hurts depends on what it changes. One that passes everything on is an
            information.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each interceptor that surely comes before the SDK's."""
        for app in frontends(system):
            init = blind_init(app)
            if init is None:
                continue
            for step in app.interceptors:
                if step.kind == "custom":
                    ahead = _ahead_of(system, app, step)
                    if ahead is not None and _may_call_api(system, app, step):
                        yield self._finding(init, step, ahead)

    def _finding(self, init: Init, step: InterceptorStep, ahead: InterceptorStep) -> Finding:
        effect = step.effect or InterceptorEffect.UNKNOWN
        direct = ahead.place in step.precedes
        when = (
            "is added before addAxiosInterceptors"
            if direct
            else "is added before init, which is when the interceptors of an earlier "
            "addAxiosInterceptors are added"
        )
        return self.finding(
            f"This {step.phase} interceptor {when}, and {_DOES[effect]}; {named(init)} needs its "
            "own to come first.",
            Evidence(f"{step.phase} interceptor", step.place),
            Evidence("addAxiosInterceptors", ahead.place),
            *(() if direct else (Evidence("init", init.callee),)),
            *version_evidence(init),
            effect=_consequence(step, effect),
            help="Move it behind init and addAxiosInterceptors."
            if not direct
            else "Move it behind addAxiosInterceptors.",
            severity=_SEVERITIES[effect],
        )


def _consequence(step: InterceptorStep, effect: InterceptorEffect) -> str:
    if effect is InterceptorEffect.PASSES:
        return _NOTHING_YET
    if step.phase == "response":
        return (
            "Users will be signed out, or see errors, when the access token expires: the SDK does "
            "not get to see the 401 that it refreshes the session on."
        )
    return (
        "Users may see requests fail: what this interceptor changes overrides what the SDK has "
        "set, or is not seen by it."
    )


def _ahead_of(system: System, app: App, custom: InterceptorStep) -> InterceptorStep | None:
    """Return the step of the SDK that a custom one surely comes before, if it does so for all."""
    inits = [init.place for init in app.inits]
    ours = [
        step
        for step in interceptor_steps(system)
        if step.kind == "supertokens" and _same_client(step, custom)
    ]
    ahead = [step for step in ours if _comes_first(custom, step, inits)]
    return ahead[0] if ahead and len(ahead) == len(ours) else None


def _comes_first(custom: InterceptorStep, step: InterceptorStep, inits: list[Place]) -> bool:
    if step.place in custom.precedes:
        return True
    queued = bool(inits) and all(place in step.precedes for place in inits)
    return queued and all(place in custom.precedes for place in inits)


def _same_client(step: InterceptorStep, other: InterceptorStep) -> bool:
    if step.client is None or other.client is None:
        return False
    mine, theirs = step.client, other.client
    return (mine.library, mine.identity) == (theirs.library, theirs.identity)


def _may_call_api(system: System, app: App, step: InterceptorStep) -> bool:
    """Tell whether some request of the client may go to the API: not all surely go elsewhere."""
    requests = tuple(
        request
        for request in from_browser(app)
        if request.library == AXIOS
        and request.client is not None
        and step.client is not None
        and request.client.identity == step.client.identity
    )
    verdicts = [item.intercepted for item in aimed(system, app, requests)]
    return not verdicts or any(verdict is not False for verdict in verdicts)
