"""ST107: an option that the SDK does not read where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import Init, Options, Setting
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Fixable, Remedy, RenameOption
from supertokens_lint.resolve.values import Record
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.names import Language, Sdk
from supertokens_lint.sdk.options import (
    KeyStatus,
    KeyVerdict,
    Level,
    canonical_key,
    explain_key,
    find_option,
    levels_of,
    options_at,
    spelled,
)
from supertokens_lint.source import Place
from supertokens_lint.suggest import did_you_mean
from supertokens_lint.topology.model import App, System

_FLAT = frozenset({Sdk.WEBSITE, Sdk.REACT_NATIVE})
_DECISIVE = frozenset(
    {
        "appInfo", "recipeList", "supertokens", "connectionURI", "apiDomain", "apiBasePath",
        "apiGatewayPath", "websiteDomain", "websiteBasePath", "origin", "cookieDomain",
        "olderCookieDomain", "cookieSecure", "cookieSameSite", "antiCsrf", "sessionScope",
        "sessionTokenFrontendDomain", "sessionTokenBackendDomain", "tokenTransferMethod",
        "getTokenTransferMethod", "sessionExpiredStatusCode", "invalidClaimStatusCode",
        "autoAddCredentials", "isInIframe", "cookieHandler", "windowHandler",
    }
)  # fmt: skip


class MisplacedOption(AppRule):
    """ST107."""

    code = "ST107"
    name = "misplaced-option"
    severity = Severity.ERROR
    reasons = ("A.1", "A.2", "A.3", "A.4", "A.5", "A.7")
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="An option stands where this SDK, in this version, does not read it.",
        why="""
            The JavaScript SDKs ignore keys that they do not know, so an option at the wrong level,
            of the other side, or under the name of an older release does nothing, and its default
            is in force. Python refuses such a key: the program ends when it reaches the call.

            Options of sessions belong into `Session.init`, those of the whole SDK into `init`,
            domains and paths into `appInfo`. `sessionScope` and `cookieDomain` of the frontend
            were renamed to `sessionTokenFrontendDomain` and `sessionTokenBackendDomain`
            (supertokens-website 16, web-js 0.5, auth-react 0.31).
        """,
        fix="""
            Move the option to the level that the message names, write it under the name that the
            installed version reads, or give it to the side that has it.
        """,
        bad="""
```ts
SuperTokens.init({
  appInfo,
  tokenTransferMethod: "header",
  recipeList: [Session.init({ sessionScope: ".example.com" })],
});
```
        """,
        good="""
```ts
SuperTokens.init({
  appInfo,
  recipeList: [
    Session.init({
      tokenTransferMethod: "header",
      sessionTokenFrontendDomain: ".example.com",
    }),
  ],
});
```
        """,
        quiet="""
            A name is right when some version that may be installed reads it. Keys whose loss
            changes nothing (`websiteDomain` for an SDK that has no use for it, in an appInfo that
            both sides share) are no findings, nor is an old name beside the new one, nor a key of
            your own that resembles no option.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield a finding for each key that the SDK does not read where it stands."""
        del system
        seen: set[Place] = set()
        for init in app.inits:
            for level, options in _levels(init):
                for setting in options.settings.values():
                    if setting.place not in seen:
                        finding = self._judge(app, init, level, setting)
                        if finding is not None:
                            seen.add(setting.place)
                            yield finding

    def _judge(self, app: App, init: Init, level: Level, setting: Setting) -> Finding | None:
        release = None if init.version is None else init.version.version
        verdict = explain_key(init.sdk, level, setting.spelled, release)
        if verdict.status is KeyStatus.OK or verdict.harmless or _is_given(init, verdict):
            return None
        said = _said(init, level, setting, verdict)
        if said is None:
            return None
        what, change = said
        return self.finding(
            f"The {app.side.value} gives {setting.spelled} in {_where(init, level)}, but {what}"
            f"{'' if what.endswith('?') else '.'}",
            Evidence(
                f"{app.side.value} {setting.spelled}",
                setting.place,
                trail=setting.value.trail,
            ),
            Evidence(f"{app.side.value} init", init.callee, init.sdk.value),
            *_version(init),
            effect=_effect(init.sdk, verdict),
            help=change,
            severity=_severity(verdict, verdict.canonical or setting.key),
            remedy=_remedy(level, setting, verdict),
        )


def _levels(init: Init) -> Iterator[tuple[Level, Options]]:
    yield Level.ROOT, init.root
    if init.sdk not in _FLAT:
        yield Level.APP_INFO, init.app_info
        if init.session is not None:
            yield Level.SESSION, init.session


def _is_given(init: Init, verdict: KeyVerdict) -> bool:
    """Tell whether the option that is meant is given where it belongs, too."""
    if verdict.use is None or verdict.level is None:
        return False
    options = dict(_levels(init)).get(verdict.level)
    given = (
        None
        if options is None
        else options.settings.get(canonical_key(init.sdk, verdict.level, verdict.use))
    )
    return given is not None and given.spelled == verdict.use


def _said(
    init: Init, level: Level, setting: Setting, verdict: KeyVerdict
) -> tuple[str, str] | None:
    """Return what becomes of a key and what to do, ``None`` for a key of somebody's own."""
    sdk = init.sdk.value
    there = None if verdict.level is None else _where(init, verdict.level)
    fails = init.sdk.language is not Language.JAVASCRIPT
    if verdict.use is not None and verdict.use != setting.spelled:
        text = f"{sdk} calls it {verdict.use}"
        change = f"Write {verdict.use} in {there} instead."
    elif verdict.use is not None:
        text = f"{sdk} reads it in {there}"
        change = f"Move {setting.spelled} into {there}."
    elif verdict.release is not None:
        text = f"this version of {sdk} does not have it: {_history(init, verdict)}"
        change = f"Remove {setting.spelled}, or install a release that has it."
    elif verdict.others:
        *rest, last = (other.value for other in verdict.others)
        names = f"{', '.join(rest)} and {last} have" if rest else f"{last} has"
        text = f"{sdk} has no such option; {names} it"
        change = f"Remove {setting.spelled} here, and give it to the SDK that has it."
    else:
        known = [spelled(init.sdk, option.name) for option in options_at(init.sdk, level)]
        hint = did_you_mean(setting.spelled, known)
        if not hint and not fails:
            return None
        text = f"{sdk} has no such option{hint}"
        change = f"Correct {setting.spelled}, or remove it."
    return text, change


def _remedy(level: Level, setting: Setting, verdict: KeyVerdict) -> Remedy | None:
    """Rename the option, where this version reads it under another name at the same level."""
    use = verdict.use
    if use is None or use == setting.spelled or verdict.level is not level:
        return None
    if isinstance(setting.value, Record) or verdict.status is KeyStatus.OTHER_SDK:
        return None
    change = RenameOption(setting.place, setting.spelled, use)
    return Remedy(f"Rename {setting.spelled} to {use}", (change,), safe=True)


def _effect(sdk: Sdk, verdict: KeyVerdict) -> str:
    if verdict.status is not KeyStatus.REJECTED:
        return "Users will see the behaviour of the default, as if the option were not there."
    if sdk.language is Language.GO:
        return "The backend does not compile: the struct has no such field."
    return "The backend does not start: the call fails with an unexpected argument."


def _severity(verdict: KeyVerdict, name: str) -> Severity | None:
    """Return how much is lost: the rule's own severity where sessions depend on the option."""
    if verdict.status is KeyStatus.REJECTED or name in _DECISIVE:
        return None
    return Severity.INFO if verdict.use is None else Severity.WARNING


def _history(init: Init, verdict: KeyVerdict) -> str:
    """Return when a release brought or removed the option that a verdict is about."""
    release = ".".join(map(str, verdict.release or ()))
    options = [
        find_option(init.sdk.engine, level, verdict.canonical or "")
        for level in levels_of(init.sdk.engine)
    ]
    gone = any(option is not None and option.removed == verdict.release for option in options)
    return f"it was removed in {release}" if gone else f"it exists since {release}"


def _where(init: Init, level: Level) -> str:
    if level is Level.ROOT:
        return "init"
    if level is Level.SESSION:
        spellings = {Sdk.PYTHON: "session.init", Sdk.GOLANG: "session.Init"}
        return spellings.get(init.sdk, "Session.init")
    return spelled(init.sdk, "appInfo" if level is Level.APP_INFO else "supertokens")


def _version(init: Init) -> tuple[Evidence, ...]:
    fact = init.version
    return () if fact is None else (Evidence(f"version of {fact.package}", fact.place, fact.text),)
