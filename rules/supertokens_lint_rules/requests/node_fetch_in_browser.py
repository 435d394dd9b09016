"""ST403: browser code calls the API with a fetch that a package brings."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.facts import ClientImport, Init, Mechanism, Request, Runtime
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.rule import Documentation, Rule
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.requests.interception import (
    aimed,
    environments_of,
    from_browser,
    frontends,
    main_init,
    named,
    shares_source,
)

_WHY = {
    Mechanism.NATIVE: "it keeps the fetch that it finds when it is loaded, before the SDK's init "
    "replaces it",
    Mechanism.XHR: "it sends with XMLHttpRequest, which {sdk} does not intercept",
    Mechanism.NODE: "it is made for Node, and the SDK does not see its requests",
}
_WHY_IT_WORKS = {
    Mechanism.NATIVE: "it keeps the fetch that it finds when it is loaded, which is that of "
    "{sdk} only because this module is loaded after the init",
    Mechanism.XHR: "it sends with XMLHttpRequest, which {sdk} happens to intercept too",
}
_WORKS_FOR_NOW = (
    "Sessions work for now. They stop to when another module imports the package before the init, "
    "or with a version of it that sends in another way, as cross-fetch did from 3 to 4."
)


class NodeFetchInBrowser(Rule):
    """ST403."""

    code = "ST403"
    name = "node-fetch-in-browser"
    severity = Severity.ERROR
    reasons = ("F16", "E.4")
    documentation = Documentation(
        summary="Browser code calls the API with node-fetch or one of its relatives.",
        why="""
            The SDK replaces the global `fetch` when it is initialised. The browser builds of
            node-fetch 2, cross-fetch 4, isomorphic-fetch and isomorphic-unfetch hand out the
            `fetch` that they find while they are loaded, which is before that: imports run first.
            node-fetch 3, undici and got have no browser build at all. unfetch and cross-fetch 3
            send with XMLHttpRequest.

            Requests that the SDK does not see carry no session headers and are not repeated after
            a refresh.
        """,
        fix="""
            Remove the import and call the global `fetch`. Every browser and Node 18 and newer have
            it. Where a polyfill is wanted, import one that only fills the gap
            (`import "whatwg-fetch"`, `import "cross-fetch/polyfill"`) before the SDK's init.
        """,
        bad="""
```tsx
import fetch from "cross-fetch";

const response = await fetch("http://localhost:3001/profile");
```
        """,
        good="""
```tsx
const response = await fetch("http://localhost:3001/profile");
```
        """,
        quiet="""
            Server code is left alone: API routes, `getServerSideProps`, server components, scripts
            and tests. So are imports that bind nothing and requests to other hosts. Where sessions
            work all the same, because the package is surely loaded after the init or sends with
            XMLHttpRequest and the SDK intercepts that, the finding is an information.
        """,
    )

    def check(self, system: System) -> Iterator[Finding]:
        """Yield a finding for each import that browser code calls the API with."""
        for app in frontends(system):
            for found in app.client_imports:
                if found.runtime in (Runtime.BROWSER, Runtime.BOTH):
                    yield from self._check(system, app, found)

    def _check(self, system: System, app: App, found: ClientImport) -> Iterator[Finding]:
        init = main_init(app)
        mechanism = _mechanism(found, init)
        mine = tuple(item for item in from_browser(app) if item.captured == found.place)
        seen = list(aimed(system, app, mine))
        to_api = [item for item in seen if item.intercepted]
        request: Request | None = None
        url: str | None = None
        certain = True
        if to_api:
            request, url = to_api[0].request, repr(to_api[0].target.url)
        else:
            request = next((item for item in mine if shares_source(app, item)), None)
            if request is None and mine and not seen and found.runtime is Runtime.BROWSER:
                request, certain = mine[0], False
        if request is not None:
            late = mechanism is Mechanism.NATIVE and _loaded_after_init(app, found)
            severity = Severity.INFO if late else _severity(mechanism, init, certain=certain)
            environments = environments_of(system, app, to_api) if to_api else ()
            yield self._finding(found, mechanism, init, request, url, severity, environments)

    def _finding(
        self,
        found: ClientImport,
        mechanism: Mechanism,
        init: Init,
        request: Request,
        url: str | None,
        severity: Severity | None,
        environments: tuple[str, ...],
    ) -> Finding:
        called = "makes requests" if url is None else f"calls the API ({url})"
        works = severity is Severity.INFO
        reasons = _WHY_IT_WORKS if works else _WHY
        why = reasons[mechanism].format(sdk=named(init))
        where = "the app" if init.sdk is Sdk.REACT_NATIVE else "browser code"
        return self.finding(
            f"{found.package} {called} in {where}: {why}.",
            Evidence(f"import of {found.package}", found.place, found.range),
            Evidence("request", request.place, url),
            Evidence("init", init.callee),
            effect=_WORKS_FOR_NOW
            if works
            else "Users will see requests answered with 401 once the access token has expired, and "
            "header-based sessions are not recognised at all.",
            help=f"Remove the import of {found.package} and call the global fetch.",
            severity=severity,
            environments=environments,
        )


def _mechanism(found: ClientImport, init: Init) -> Mechanism:
    mechanism = found.mechanism or Mechanism.NATIVE
    native = init.sdk is Sdk.REACT_NATIVE and found.package == "cross-fetch"
    return Mechanism.NATIVE if native else mechanism


def _loaded_after_init(app: App, found: ClientImport) -> bool:
    """Tell whether the first import of the package surely runs after an init."""
    same = [item for item in app.client_imports if item.package == found.package]
    return all(item.follows for item in same)


def _severity(mechanism: Mechanism, init: Init, *, certain: bool) -> Severity | None:
    version = None if init.version is None else init.version.version
    if mechanism is Mechanism.XHR and has(Feature.XHR_INTERCEPTION, init.sdk, version) is not False:
        return Severity.INFO
    return None if certain else Severity.WARNING
