"""ST407: requests to a cross-origin API that leave the session cookies at home."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from supertokens_lint.extract.facts import Init, Request, Setting
from supertokens_lint.extract.requests import generated, graphql
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.ends import End, ends_of
from supertokens_lint_rules.requests.axios_not_intercepted import AXIOS, blind_init
from supertokens_lint_rules.requests.interception import (
    Aimed,
    aimed,
    environments_of,
    from_browser,
    frontends,
    main_init,
    named,
)
from supertokens_lint_rules.requests.modes import crosses_origin, uses_cookies
from supertokens_lint_rules.requests.served import needs_session
from supertokens_lint_rules.requests.targets import Target

_CLIENTS = frozenset({*generated.LIBRARIES, graphql.APOLLO, graphql.URQL, graphql.GRAPHQL_REQUEST})
_HANDS_ON = frozenset({"fetch", "ofetch", *_CLIENTS})
_WITHHELD = frozenset({"same-origin", "omit"})
_KEYS = ("credentials", "withCredentials")
_AUTO = "autoAddCredentials"


class _Group(Struct):
    """Requests that one setting keeps from carrying cookies."""

    setting: Setting
    text: str
    is_client: bool
    found: list[Aimed] = field(default_factory=list)


class CredentialsNotSent(Rule):
    """ST407."""

    code = "ST407"
    name = "credentials-not-sent"
    severity = Severity.ERROR
    reasons = ("F30", "F20", "E.2")
    documentation = Documentation(
        summary="Requests to an API on another origin are told not to carry cookies.",
        why="""
            The SDK adds `credentials: "include"` to each request that does not say anything about
            credentials itself. A request that says `"same-origin"` or `"omit"` is left as it is,
            and the browser then sends no cookies to another origin and takes none from it.
            Another port of `localhost` is another origin, too.

            Generated clients and GraphQL clients often say it for all their requests:
            swagger-typescript-api has `"same-origin"` as its default, and `Configuration` of
            openapi-generator, `fetchOptions` of urql or `credentials` of Apollo's HttpLink are
            handed to `fetch` as they are. With `autoAddCredentials: false` the SDK adds nothing at
            all, neither to the app's requests nor to those of its own that sign users in.
        """,
        fix="""
            Remove the option, or set it to `"include"`. Remove `autoAddCredentials: false`.
        """,
        bad="""
```ts
const api = new NotesApi(
  new Configuration({ basePath: "https://api.example.com", credentials: "same-origin" }),
);
```
        """,
        good="""
```ts
const api = new NotesApi(
  new Configuration({ basePath: "https://api.example.com", credentials: "include" }),
);
```
        """,
        quiet="""
            Nothing is said of an API on the page's own origin, of sessions that travel in headers,
            of requests to other hosts, of endpoints that are known not to check a session, and
            where one of this is not known. A `Request` object's own credentials are replaced by
            the SDK, and so are those of `XMLHttpRequest`: openapi-fetch, ky, RTK Query, axios,
            jQuery and Angular's HttpClient are fine with any setting, axios from the version on in
            which the SDK intercepts `XMLHttpRequest`. A single request with `"omit"` to an
            endpoint that nobody can look at is a warning. For React Native there is
            `native-manual-cookies`.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each setting that keeps cookies from the API."""
        for app in frontends(system):
            if main_init(app).sdk is Sdk.REACT_NATIVE:
                continue
            sent = from_browser(app)
            if not any(_auto_setting(init) for init in app.inits):
                sent = tuple(request for request in sent if _says_something(request))
            found = [item for item in _crossing(system, app, sent) if item.intercepted]
            for group in _groups(system, app, found):
                yield self._finding(system, app, group)
            yield from self._switched_off(system, app, found)

    def _finding(self, system: System, app: App, group: _Group) -> Finding:
        first = group.found[0]
        init = main_init(app)
        needed = needs_session(system, first.target.url)
        certain = needed or group.is_client or group.text != repr("omit")
        what = f"{group.setting.spelled}: {group.text}"
        return self.finding(
            f"Requests to the API ({first.target.url}) say {what}, so the browser does not send "
            "the session cookies to this other origin.",
            Evidence(group.setting.spelled, group.setting.place, group.text),
            *_beside(group.setting.place, Evidence("request", first.request.place)),
            *_beside(first.request.place, first.target.evidence("request URL")),
            Evidence("init", init.callee),
            effect="Users will see these requests answered with 401 although they are signed in.",
            help="Remove this option, or set it to "
            + ("true." if group.setting.key == "withCredentials" else '"include".'),
            severity=None if certain else Severity.WARNING,
            environments=environments_of(system, app, group.found),
        )

    def _switched_off(self, system: System, app: App, found: list[Aimed]) -> Iterator[Finding]:
        for init in app.inits:
            setting = _auto_setting(init)
            if setting is None:
                continue
            ends = [
                end
                for environment in system.environments(app)
                if _is_off(system, setting, environment)
                for end in _crossing_api(system, app, init, environment)
            ]
            names = {end.environment.name for end in ends}
            bare = [i for i in found if i.environment.name in names and not _asks(system, i)]
            if ends and (bare or _calls_by_itself(init)):
                yield self._auto(system, app, init, setting, ends, bare)

    def _auto(
        self,
        system: System,
        app: App,
        init: Init,
        setting: Setting,
        ends: list[End],
        bare: list[Aimed],
    ) -> Finding:
        every = {environment.name: None for environment in system.environments(app)}
        names = tuple(name for name in every if any(e.environment.name == name for e in ends))
        whose = "its own requests to the API" if _calls_by_itself(init) else "requests to the API"
        return self.finding(
            f"With {setting.spelled}: false {named(init)} adds no credentials to requests, and "
            f"{whose} ({ends[0].text}) go to another origin than the page's.",
            Evidence(setting.spelled, setting.place, "false"),
            ends[0].evidence(),
            *(Evidence("request", item.request.place) for item in bare[:1]),
            effect="Users will see that they are signed out at once: the browser neither keeps the "
            "session cookies of another origin nor sends them.",
            help=f"Remove {setting.spelled}.",
            environments=() if len(names) == len(every) else names,
        )


def _beside(place: Place, evidence: Evidence) -> tuple[Evidence, ...]:
    return () if evidence.place == place else (evidence,)


def _crossing_api(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[End, ...]:
    """Return the API addresses on another origin, where sessions travel in cookies."""
    if not uses_cookies(system, app, init, environment):
        return ()
    return tuple(
        end
        for end in ends_of(system, app, init, "apiDomain", environment) or ()
        if end.text and crosses_origin(system, app, Target(end.text, end.place), environment)
    )


def _calls_by_itself(init: Init) -> bool:
    """Tell whether the SDK signs users in with requests that nothing gives credentials.

    Source: supertokens-web-js lib/ts/querier.ts, which sends with the intercepted ``fetch`` and
    asks for no credentials; a ``preAPIHook`` may add them.
    """
    if init.sdk not in (Sdk.AUTH_REACT, Sdk.WEB_JS, Sdk.PREBUILT_UI) or init.recipes is None:
        return False
    options = [init.root, *(recipe.options for recipe in init.recipes.recipes)]
    return all(item.surely_lacks("preAPIHook") for item in options)


def _asks(system: System, item: Aimed) -> bool:
    """Tell whether a request may ask for credentials by itself."""
    client = item.request.client
    for options in (item.request.options, None if client is None else client.options):
        if options is None:
            continue
        if options.rest is not None:
            return True
        for key in _KEYS:
            setting = options.get(key)
            if setting is not None and _withheld(system, setting, item.environment) is None:
                return True
    return False


def _auto_setting(init: Init) -> Setting | None:
    return None if init.session is None else init.session.get(_AUTO)


def _says_something(request: Request) -> bool:
    """Tell whether a request or its client is given an option about credentials."""
    given = (request.options, None if request.client is None else request.client.options)
    return any(
        options is not None and not all(options.get(key) is None for key in _KEYS)
        for options in given
    )


def _crossing(system: System, app: App, sent: tuple[Request, ...]) -> Iterator[Aimed]:
    """Yield the requests that leave the page's origin while sessions travel in cookies."""
    init = main_init(app)
    modes: dict[Environment, bool | None] = {}
    for item in aimed(system, app, sent):
        environment = item.environment
        if environment not in modes:
            modes[environment] = uses_cookies(system, app, init, environment)
        if modes[environment] and crosses_origin(system, app, item.target, environment):
            yield item


def _groups(system: System, app: App, found: list[Aimed]) -> list[_Group]:
    groups: dict[Place, _Group] = {}
    is_blind = blind_init(app) is not None
    for item in found:
        setting = _credentials(item, is_blind=is_blind)
        text = None if setting is None else _withheld(system, setting, item.environment)
        if setting is None or text is None or needs_session(system, item.target.url) is False:
            continue
        is_client = item.request.library in _CLIENTS or not _is_own(item, setting)
        group = groups.setdefault(setting.place, _Group(setting, text, is_client))
        group.found.append(item)
    return list(groups.values())


def _credentials(item: Aimed, *, is_blind: bool) -> Setting | None:
    """Return the setting that decides about a request's cookies, where the SDK respects it.

    Sources: supertokens-website lib/ts/fetch.ts, which adds credentials where there are none;
    xmlhttprequest.ts, which sets ``withCredentials`` whatever it was; axios.ts, which did not.
    """
    request = item.request
    if request.library in _HANDS_ON:
        key = "credentials"
    elif request.library == AXIOS and is_blind:
        key = "withCredentials"
    else:
        return None
    for options in (request.options, None if request.client is None else request.client.options):
        setting = None if options is None else options.get(key)
        if setting is not None:
            return setting
        if options is not None and options.rest is not None:
            return None
    return None


def _is_own(item: Aimed, setting: Setting) -> bool:
    options = item.request.options
    return options is not None and setting in options.settings.values()


def _withheld(system: System, setting: Setting, environment: Environment) -> str | None:
    """Return the value when it surely keeps cookies back."""
    outcomes = system.outcomes(setting.value, environment)
    if any(outcome.unknown is not None or outcome.structure is not None for outcome in outcomes):
        return None
    values = {outcome.scalar for outcome in outcomes}
    if values <= _WITHHELD or values == {False}:
        return "false" if values == {False} else repr(outcomes[0].text)
    return None


def _is_off(system: System, setting: Setting, environment: Environment) -> bool:
    outcomes = system.outcomes(setting.value, environment)
    return all(outcome.unknown is None and outcome.scalar is False for outcome in outcomes)
