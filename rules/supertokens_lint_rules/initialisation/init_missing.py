"""ST101: an SDK is used and never initialised."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.sdk.recipes import recipe_names
from supertokens_lint.topology.model import App, System

_FAMILIES: tuple[frozenset[Sdk], ...] = (
    frozenset({Sdk.AUTH_REACT, Sdk.WEB_JS, Sdk.WEBSITE}),
    frozenset({Sdk.REACT_NATIVE}),
    frozenset({Sdk.NODE, Sdk.NESTJS}),
    frozenset({Sdk.PYTHON}),
    frozenset({Sdk.GOLANG}),
)
_COMPONENTS = frozenset(
    {"SessionAuth", "SuperTokensWrapper", "AuthPage", "AuthPageTheme", "Middleware"}
)
_RECIPES = frozenset().union(*(recipe_names(sdk) for sdk in Sdk if sdk is not Sdk.PREBUILT_UI))
_SHOWN = 3


class InitMissing(AppRule):
    """ST101."""

    code = "ST101"
    name = "init-missing"
    severity = Severity.ERROR
    reasons = ("F1",)
    documentation = Documentation(
        summary="An SDK is used, and nothing ever initialises it.",
        why="""
            Every function of an SDK needs what `init` sets up. On the frontend, no request is
            intercepted without it: sessions are neither sent nor refreshed. On the backend, each
            function throws that the initialisation was not done. An `init` in a function that
            nobody calls, or in a module that nobody imports, is the same as none.
        """,
        fix="""
            Call `init` once, where the program starts: at the top of the module that renders the
            application, or before the server registers its routes. If the call stands in a module
            or function of its own, import or call that.
        """,
        bad="""
```ts
// server.ts
import { middleware } from "supertokens-node/framework/express";

app.use(middleware());
```
        """,
        good="""
```ts
// server.ts
import supertokens from "supertokens-node";
import { middleware } from "supertokens-node/framework/express";
import { backendConfig } from "./config";

supertokens.init(backendConfig());
app.use(middleware());
```
        """,
        quiet="""
            Imports of types, tests, modules that nothing imports, and services that verify tokens
            with the keys of the core alone need no init; a library that lists the SDK as a peer
            leaves it to the applications that install it. An init of the same SDK in another
            package of the workspace may be the one that counts where one package imports the
            other, or this one is no application of its own; nothing is said then, nor when the SDK
            is no dependency of the package that holds an init which nothing reaches, nor when a
            file of the app cannot be parsed or imports a module that is not in the repository.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield a finding for each SDK that an app uses and nothing initialises.

        Packages of one bundle share what init sets up (supertokens-auth-react initialises
        supertokens-web-js); the prebuilt UI is a bundle of its own, whose init does nothing for
        what the application imports.
        """
        for family in _FAMILIES:
            uses = sorted(
                (use for use in app.uses if use.sdk in family and _is_runtime(use)), key=_rank
            )
            used = {use.sdk for use in uses}
            dead = [
                init
                for init in app.dead_inits
                if init.sdk in family and not init.is_test and (init.version or init.sdk in used)
            ]
            running = [use for use in uses if system.runs(use.place.path)]
            if not running:
                continue
            if app.gaps or (dead and not any(init.version for init in dead)):
                continue
            if _is_initialised(app, family, system):
                continue
            yield self._finding(app, running, dead)

    def _finding(self, app: App, uses: list[SdkUse], dead: list[Init]) -> Finding:
        bundle = [init for init in app.inits if init.sdk is Sdk.PREBUILT_UI and not dead]
        sdk = uses[0].sdk
        files: dict[str, SdkUse] = {}
        for use in uses:
            files.setdefault(use.place.path, use)
        shown = [_evidence(use) for use in files.values()][:_SHOWN]
        side = app.side.value
        if dead:
            message = (
                f"The {side} uses {sdk.value}, but nothing reaches the call that initialises it."
            )
            change = "Import the module with the init, or call the function around it, at start."
        else:
            message = f"The {side} uses {sdk.value}, but never initialises it."
            if bundle:
                message += " The init of the prebuilt UI sets up that script alone."
            change = (
                f"Call {_call(sdk)} once where the {side} starts, before anything else of the SDK."
            )
        return self.finding(
            message,
            shown[0],
            *(Evidence(f"{side} init that nothing reaches", init.callee) for init in dead[:1]),
            *(Evidence("init of another bundle", init.callee) for init in bundle[:1]),
            *shown[1:],
            effect=_effect(app.side),
            help=change,
        )


def _is_initialised(app: App, family: frozenset[Sdk], system: System) -> bool:
    """Tell whether an init counts for the app: its own, or that of an app it shares code with."""
    others = [other for other in system.apps if any(init.sdk in family for init in other.inits)]
    return app in others or any(not app.servers or system.linked(app, other) for other in others)


def _is_runtime(use: SdkUse) -> bool:
    """Tell whether an import is of something that runs: a function, component or namespace.

    Upper-case names of an SDK are types, its components apart.
    """
    if use.type_only or use.is_test or "/utils/" in use.module:
        return False
    return any(name[:1].islower() or name == "*" or name in _COMPONENTS for name in use.names)


def _rank(use: SdkUse) -> tuple[bool, str, int]:
    """Order uses: functions and components first, then recipes that a configuration names."""
    named = any(_is_function(name) for name in use.names)
    return (not named, use.place.path, use.place.span.start)


def _is_function(name: str) -> bool:
    return name in _COMPONENTS or (
        name[:1].islower() and name not in _RECIPES | {"default", "init"}
    )


def _evidence(use: SdkUse) -> Evidence:
    return Evidence(f"{use.side.value} use", use.place, use.module)


def _call(sdk: Sdk) -> str:
    if sdk is Sdk.PYTHON:
        return "supertokens_python.init(...)"
    if sdk is Sdk.GOLANG:
        return "supertokens.Init(...)"
    return "SuperTokensModule.forRoot(...)" if sdk is Sdk.NESTJS else "SuperTokens.init(...)"


def _effect(side: Side) -> str:
    if side is Side.FRONTEND:
        return (
            "Users will see a page that fails to render, or that is signed out after every "
            "request: the session is neither sent nor refreshed."
        )
    return (
        "Users will see that sign-in and every protected route answer with status 500: "
        '"Initialisation not done. Did you forget to call the SuperTokens.init function?"'
    )
