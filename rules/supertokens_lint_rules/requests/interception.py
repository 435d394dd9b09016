"""Which requests the SDKs of an app intercept, environment by environment."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract.facts import Init, InterceptorStep, Request, Runtime, Setting
from supertokens_lint.finding import Evidence
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.interception import should_intercept
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import address, website_ends
from supertokens_lint_rules.ends import End, ends_of
from supertokens_lint_rules.requests.targets import Target, same_source, targets_of


class Aimed(Struct, frozen=True):
    """A request and one place that it goes to in an environment."""

    request: Request
    target: Target
    environment: Environment
    intercepted: bool | None


def frontends(system: System) -> Iterator[App]:
    """Yield the frontends with a live init."""
    for app in system.apps:
        if app.side is Side.FRONTEND and app.inits:
            yield app


def interceptor_steps(system: System) -> tuple[InterceptorStep, ...]:
    """Return the interceptors of all frontends: a shared package may equip an app's client."""
    return tuple(
        step for app in system.apps if app.side is Side.FRONTEND for step in app.interceptors
    )


def main_init(app: App) -> Init:
    """Return the init to show: one of a package rather than that of a script bundle."""
    return next((init for init in app.inits if init.sdk is not Sdk.PREBUILT_UI), app.inits[0])


def from_browser(app: App) -> tuple[Request, ...]:
    """Return the requests of an app that its browser or device sends."""
    return tuple(item for item in app.requests if item.runtime in (Runtime.BROWSER, Runtime.BOTH))


def is_intercepted(
    system: System, app: App, target: Target, environment: Environment
) -> bool | None:
    """Tell whether the SDKs of an app intercept requests to a target.

    One of several inits is enough. ``None`` when a domain that decides is not known.
    """
    verdicts = [_by_init(system, app, init, target, environment) for init in app.inits]
    if True in verdicts:
        return True
    return None if None in verdicts or not verdicts else False


def _by_init(
    system: System, app: App, init: Init, target: Target, environment: Environment
) -> bool | None:
    domains = ends_of(system, app, init, "apiDomain", environment)
    if not domains:
        return None
    scope = backend_scope(system, app, init, environment)
    if scope is None:
        return None
    page = page_origin(system, app, init, environment)
    verdicts = {_verdict(domain, scope, page, target) for domain in domains}
    return verdicts.pop() if len(verdicts) == 1 else None


def _verdict(domain: End, scope: str, page: str | None, target: Target) -> bool | None:
    api = page if domain.outcome.same_origin else domain.text
    if domain.outcome.same_origin and not target.is_absolute:
        return True
    if not api:
        return None
    init = domain.init
    version = None if init.version is None else init.version.version
    return should_intercept(target.url, api, scope or None, page, init.sdk, version)


def page_origin(system: System, app: App, init: Init, environment: Environment) -> str | None:
    """Return the origin of the pages of an app where it is known."""
    if init.sdk is Sdk.REACT_NATIVE:
        return None
    ends = website_ends(system, app, init, environment) or ()
    found = {here.origin for here in map(address, ends) if here is not None}
    return found.pop() if len(found) == 1 else None


def scope_key(init: Init) -> str:
    """Return the name under which this version takes the domain of further API hosts."""
    version = None if init.version is None else init.version.version
    old = has(Feature.HEADER_SESSIONS, init.sdk, version) is False
    return "cookieDomain" if old else "sessionTokenBackendDomain"


def scope_setting(init: Init) -> Setting | None:
    """Return the setting that widens interception to further hosts."""
    return None if init.session is None else init.session.get(scope_key(init))


def backend_scope(system: System, app: App, init: Init, environment: Environment) -> str | None:
    """Return that setting's value; empty when it is not given, ``None`` when it is not known."""
    ends = ends_of(system, app, init, scope_key(init), environment, session=True)
    if ends is None or len(ends) > 1:
        return None
    return ends[0].text if ends else ""


def aimed(system: System, app: App, requests: tuple[Request, ...]) -> Iterator[Aimed]:
    """Yield where requests go, with the SDKs' verdict, in each environment."""
    for environment in system.environments(app):
        for request in requests:
            for target in targets_of(system, request, environment) or ():
                verdict = is_intercepted(system, app, target, environment)
                yield Aimed(request, target, environment, verdict)


def shares_source(app: App, request: Request) -> Setting | None:
    """Return the apiDomain that a request takes its address from, though nobody knows which."""
    base = None if request.client is None else request.client.base_url
    address_value = request.url if base is None else base
    for _, setting in app.app_info("apiDomain"):
        if address_value is not None and same_source(address_value, setting.value):
            return setting
    return None


def version_evidence(init: Init) -> tuple[Evidence, ...]:
    """Return the line that says which version of the SDK is used, where there is one."""
    if init.version is None:
        return ()
    return (Evidence(f"{init.sdk.value} version", init.version.place, init.version.text),)


def named(init: Init) -> str:
    """Return an SDK and its version as a message names it."""
    return init.sdk.value if init.version is None else f"{init.sdk.value} {init.version.text}"


def environments_of(system: System, app: App, found: list[Aimed]) -> tuple[str, ...]:
    """Return the environments of what was found, empty when they are all."""
    every = [environment.name for environment in system.environments(app)]
    names = [name for name in every if any(item.environment.name == name for item in found)]
    return () if len(names) == len(every) else tuple(names)
