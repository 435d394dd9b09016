"""ST106: appInfo lacks a key, or holds a domain or path that the SDK cannot use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.domains import Doubt, suspicious_domain
from supertokens_lint.sdk.names import Language, Sdk
from supertokens_lint.sdk.option_names import spelled
from supertokens_lint.sdk.options import Level, required_options
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.ends import End, ends_of
from supertokens_lint_rules.initialisation.path_doubts import path_doubt
from supertokens_lint_rules.initialisation.stand_ins import reads_variable

_DOMAINS = ("apiDomain", "websiteDomain", "origin")
_PATHS = ("apiBasePath", "apiGatewayPath", "websiteBasePath")
_FLAT = frozenset({Sdk.WEBSITE, Sdk.REACT_NATIVE})
_HARMLESS = frozenset({Doubt.SPACE, Doubt.INTERNATIONAL})


class _Doubted(Struct, frozen=True):
    """What is doubtful about a value; ``has_path`` of a domain that is one but for a path."""

    explanation: str
    severity: Severity | None = None
    has_path: bool = False


_Judge = Callable[[End], "_Doubted | None"]


class InvalidAppInfo(AppRule):
    """ST106."""

    code = "ST106"
    name = "invalid-app-info"
    severity = Severity.ERROR
    reasons = ("A.9", "B.1", "B.2", "B.7")
    documentation = Documentation(
        summary="appInfo lacks a required key, or a domain or path in it is not what it seems.",
        why="""
            Without a required key, `init` throws. Domains and paths are normalised: of a domain
            the SDK keeps scheme, host and port and drops the rest; of a path it keeps the path.
            What it cannot read it rejects, or turns into something else without a word: a list of
            addresses into its first part, a placeholder that nobody filled in or the text
            `undefined` into a host, a base path with a dot into nothing at all.
        """,
        fix="""
            Add the key that is missing. Give each domain as one address of scheme, host and port
            (`https://api.example.com`). A backend with several websites takes `origin` as a
            function, not a list or a wildcard. Where a domain has a path, that belongs into
            `apiBasePath`, `websiteBasePath` or `apiGatewayPath`.
        """,
        bad="""
```ts
appInfo: {
  appName: "Example",
  apiDomain: "https://api.example.com/v1",
  websiteDomain: "https://example.com, https://www.example.com",
}
```
        """,
        good="""
```ts
appInfo: {
  appName: "Example",
  apiDomain: "https://api.example.com",
  apiBasePath: "/v1/auth",
  websiteDomain: "https://example.com",
}
```
        """,
        quiet="""
            A missing scheme, a trailing slash, a default port and capital letters in a host are
            read as they are meant. Values that are not known are never judged, and a key may be
            in a part of the object that is not known. An empty text that stands in for an
            environment variable without a value is not known either. A path in a domain is a
            warning, and nothing when a proxy rule forwards requests.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterator[Finding]:
        """Yield a finding for each object that lacks keys and each value that is doubtful."""
        seen: set[Place] = set()
        for init in app.inits:
            for finding in (*self._missing(app, init), *self._values(app, init, system)):
                if finding.primary.place not in seen:
                    seen.add(finding.primary.place)
                    yield finding

    # --- keys ------------------------------------------------------------------------------------

    def _missing(self, app: App, init: Init) -> Iterator[Finding]:
        missing = _missing_keys(init)
        if not missing:
            return
        holder = "configuration" if init.sdk in _FLAT else spelled(init.sdk, "appInfo")
        side = app.side.value
        yield self.finding(
            f"The {holder} that the {side} gives to {init.sdk.value} has no {_listed(missing)}.",
            Evidence(f"{side} {holder}", init.app_info.place),
            Evidence(f"{side} init", init.callee, init.sdk.value),
            effect=_throws(init.sdk, missing[0]),
            help=f"Add {_listed(missing, 'and')} to the {holder}.",
        )

    # --- values ----------------------------------------------------------------------------------

    def _values(self, app: App, init: Init, system: System) -> Iterator[Finding]:
        forwards = any(member.proxies for member in (app, *_partners(app, system)))
        for key in _DOMAINS:
            yield from self._doubtful(
                app, init, key, system, lambda end: _domain_doubt(end, forwards=forwards)
            )
        for key in _PATHS:
            yield from self._doubtful(app, init, key, system, _path_doubt)

    def _doubtful(
        self, app: App, init: Init, key: str, system: System, judge: _Judge
    ) -> Iterator[Finding]:
        environments = system.environments(app)
        found: dict[Place, tuple[Finding, list[str]]] = {}
        for environment in environments:
            finding = self._in(app, init, key, system, environment, judge)
            if finding is not None:
                known = found.setdefault(finding.primary.place, (finding, []))
                known[1].append(environment.name)
        for finding, names in found.values():
            everywhere = len(names) == len(environments)
            yield replace(finding, environments=() if everywhere else tuple(names))

    def _in(
        self,
        app: App,
        init: Init,
        key: str,
        system: System,
        environment: Environment,
        judge: _Judge,
    ) -> Finding | None:
        ends = ends_of(system, app, init, key, environment)
        judged = [(end, judge(end)) for end in ends or () if end.outcome.text is not None]
        if not judged or len(judged) != len(ends or ()):
            return None
        end, doubt = judged[0]
        if doubt is None or any(other is None for _, other in judged):
            return None
        return self.finding(
            f"The {end.label} is {end.shown}: {doubt.explanation}.",
            end.evidence(),
            Evidence(f"{app.side.value} init", init.callee, init.sdk.value),
            effect=_EFFECTS[key],
            help=f"{_HELP[key]}{f' {_PATH_HELP[key]}' if doubt.has_path else ''}",
            severity=doubt.severity,
        )


_API = (
    "Users will see that sign-in fails: the SDK cannot start, or its requests and cookies are "
    "for another address than the one that is meant."
)
_SITE = (
    "Users will see that sign-in fails or that links in e-mails and redirects lead nowhere: the "
    "SDK cannot tell where the website is."
)
_EFFECTS = {
    "apiDomain": _API,
    "websiteDomain": _SITE,
    "origin": _SITE,
    "apiBasePath": "Users will see that sign-in answers with 404: the two sides look for the API "
    "at different paths.",
    "apiGatewayPath": "Users will see that sign-in answers with 404: the two sides look for the "
    "API at different paths.",
    "websiteBasePath": "Users will see that links in e-mails and redirects lead to a page that "
    "does not exist.",
}
_DOMAIN_HELP = "Give one address: scheme, host and port, for example https://{}.example.com."
_HELP = {
    "apiDomain": _DOMAIN_HELP.format("api"),
    "websiteDomain": _DOMAIN_HELP.format("www"),
    "origin": _DOMAIN_HELP.format("www"),
    **dict.fromkeys(
        _PATHS, "Give a plain path that begins with a slash, for example /auth or /api/auth."
    ),
}
_PATH_HELP = {
    "apiDomain": "A path belongs into apiBasePath or apiGatewayPath.",
    "websiteDomain": "A path belongs into websiteBasePath.",
    "origin": "A path belongs into websiteBasePath.",
}


def _partners(app: App, system: System) -> tuple[App, ...]:
    """Return the apps that an app is paired with."""
    ends = [(pair.frontend, pair.backend) for pair in system.pairs]
    return tuple(other for pair in ends if app in pair for other in pair if other is not app)


def _missing_keys(init: Init) -> tuple[str, ...]:
    info = init.app_info
    if info.rest is not None:
        return ()
    level = Level.ROOT if init.sdk in _FLAT else Level.APP_INFO
    release = None if init.version is None else init.version.version
    names = [option.name for option in required_options(init.sdk, level, release)]
    domains = [name for name in names if name not in {"appInfo", "recipeList"}]
    missing = [spelled(init.sdk, name) for name in domains if info.get(name) is None]
    sites = ("websiteDomain", "origin", "getOrigin")
    if init.sdk.is_backend and all(info.get(name) is None for name in sites):
        missing.append(spelled(init.sdk, "websiteDomain"))
    return tuple(dict.fromkeys(missing))


def _listed(names: tuple[str, ...], word: str = "or") -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def _throws(sdk: Sdk, key: str) -> str:
    if sdk.language is Language.PYTHON:
        return "The backend does not start: the SDK raises an error for the missing argument."
    if sdk.language is Language.GO:
        return (
            f"Users will see that every sign-in fails: Init returns an error, as {key} is missing."
        )
    where = "Users will see an empty page" if sdk.is_frontend else "The backend does not start"
    return f"{where}: the SDK throws because {key} is missing."


def _domain_doubt(end: End, *, forwards: bool) -> _Doubted | None:
    release = None if end.init.version is None else end.init.version.version
    for doubt in suspicious_domain(end.text, end.init.sdk, release):
        if doubt.doubt in _HARMLESS:
            continue
        if doubt.doubt is Doubt.EMPTY and end.setting and reads_variable(end.setting.value):
            return None
        if doubt.doubt is Doubt.PATH:
            return None if forwards else _Doubted(doubt.explanation, Severity.WARNING, True)
        return _Doubted(doubt.explanation)
    return None


def _path_doubt(end: End) -> _Doubted | None:
    release = None if end.init.version is None else end.init.version.version
    explanation = path_doubt(end.text, end.init.sdk, release)
    return None if explanation is None else _Doubted(explanation)
