"""ST409: other code has replaced fetch where the SDK needs it."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.client_facts import FetchOverride
from supertokens_lint.extract.facts import Init, InterceptorEffect, Runtime
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.interception import frontends, main_init, named

_DOES = {
    InterceptorEffect.PASSES: "it passes everything on",
    InterceptorEffect.CHANGES: "it changes what requests say, those of the SDK included",
    InterceptorEffect.REPLACES: "it hands on something other than the response that came",
    InterceptorEffect.SWALLOWS: "it turns failed responses into results",
    InterceptorEffect.LEAVES: "it acts on the status of responses before the SDK sees them",
    InterceptorEffect.UNKNOWN: "what it does with a 401 is not known",
}


class FetchOverridden(Rule):
    """ST409."""

    code = "ST409"
    name = "fetch-overridden"
    severity = Severity.WARNING
    reasons = ("F12", "E.2")
    documentation = Documentation(
        summary="window.fetch or XMLHttpRequest is replaced by other code before the SDK's init.",
        why="""
            `init` keeps the `fetch` that it finds and sends everything with it, the requests that
            refresh a session included. A replacement that was there before therefore sits between
            the SDK and the network: it sees the 401 of an expired access token first, and it sees
            requests that the application never made. If it goes to the login page on a 401, throws,
            or adds a header, sessions end although they could be refreshed.

            Code that replaces `fetch` after init is on the other side and only sees what the SDK
            is done with. If it does not call the function that it replaces, the SDK sees nothing
            any more.
        """,
        fix="""
            Replace `fetch` after init, and call the one that was there:
            `const inner = window.fetch`. Better still, put what it does into a function of the
            application and leave the global alone, or use the SDK's `preAPIHook` and
            `onHandleEvent`.
        """,
        bad="""
```ts
const original = window.fetch;
window.fetch = async (...args) => {
  const response = await original(...args);
  if (response.status === 401) {
    location.href = "/login";
  }
  return response;
};

SuperTokens.init({ ... });
```
        """,
        good="""
```ts
SuperTokens.init({
  ...,
  recipeList: [
    Session.init({
      onHandleEvent: (context) => {
        if (context.action === "UNAUTHORISED") {
          location.href = "/login";
        }
      },
    }),
  ],
});
```
        """,
        quiet="""
            A replacement that passes on what it gets is an information. Polyfills that only fill
            a gap, replacements after init that call what was there, those whose order is not
            certain, tests and servers are left alone. A replacement after init that surely goes
            past the SDK is an error.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each replacement on the wrong side of init."""
        for app in frontends(system):
            for item in app.client.overrides:
                if item.runtime not in (Runtime.BROWSER, Runtime.BOTH):
                    continue
                before = _first(app, item.precedes)
                after = _first(app, item.follows)
                if before is not None:
                    yield self._before(item, before)
                elif after is not None and item.bypasses:
                    yield self._after(item, after)

    def _before(self, item: FetchOverride, init: Init) -> Finding:
        passes = item.effect is InterceptorEffect.PASSES
        return self.finding(
            f"{item.target} is replaced before the SDK's init, and {_DOES[item.effect]}.",
            Evidence(f"replacement of {item.target}", item.place),
            Evidence("init", init.callee),
            effect="Sessions work for now: nothing is lost as long as it does no more than that."
            if passes
            else "Users may be signed out, or see errors, when the access token expires: "
            f"{named(init)} sends its refresh requests through this function, too.",
            help="Replace it after init, or leave the global alone and use the SDK's preAPIHook "
            "and onHandleEvent.",
            severity=Severity.INFO if passes else None,
        )

    def _after(self, item: FetchOverride, init: Init) -> Finding:
        return self.finding(
            f"{item.target} is replaced after the SDK's init by a function that does not call "
            "what was there: the SDK sees no requests any more.",
            Evidence(f"replacement of {item.target}", item.place),
            Evidence("init", init.callee),
            effect="Users will see requests answered with 401 once the access token has expired.",
            help=f"Call the {item.target} that was there at that moment, or do not replace it.",
            severity=Severity.ERROR,
        )


def _first(app: App, places: tuple[object, ...]) -> Init | None:
    """Return the app's init among some places, one of a package rather than of a bundle."""
    main = main_init(app)
    found = [init for init in app.inits if init.place in places]
    return main if main in found else next(iter(found), None)
