"""ST303: the allowed origins do not contain that of the website, as browsers send it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from supertokens_lint.cors import CorsBehaviour
from supertokens_lint.cors.model import ALL, Matching, OriginKind
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Fixable, Remedy, ReplaceText
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.sdk.domains import browser_origin, host_of, is_loopback
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import is_sample
from supertokens_lint_rules.cors.crossings import (
    Crossing,
    Site,
    crossings,
    is_same_origin,
)
from supertokens_lint_rules.cors.evidence import (
    library_name,
    option_name,
    outcome_evidence,
    policy_evidence,
    site_evidence,
)
from supertokens_lint_rules.cors.faults import Fault, Sound, findings
from supertokens_lint_rules.cors.given import behaviours, listed_outcomes
from supertokens_lint_rules.cors.origins import flaw, nearness
from supertokens_lint_rules.cors.policies import guarded_apps
from supertokens_lint_rules.cors.unset import unset_variable
from supertokens_lint_rules.domains.relations import SITE_TOOLS, served_ports
from supertokens_lint_rules.mending import THIS_MACHINE, is_within

_LISTS = frozenset({OriginKind.LISTED, OriginKind.FIXED})


class CorsOriginMismatch(AppRule):
    """ST303."""

    code = "ST303"
    name = "cors-origin-mismatch"
    severity = Severity.ERROR
    reasons = ("D7",)
    fixable = Fixable.SAFE
    documentation = Documentation(
        summary="The allowed origins do not contain the website's, as browsers send it.",
        why="""
            Libraries compare the `Origin` header of a request with their list, or send the one
            origin that they are given, and browsers compare that with the origin of the page. Both
            compare character by character: an origin is scheme, host and port, without the default
            port, without a path, and without a slash at the end. `http://localhost:3000/` or
            `http://127.0.0.1:3000` are not `http://localhost:3000`.
        """,
        fix="""
            Allow exactly what the browser sends: open the website and look at
            `window.location.origin`.
        """,
        bad="""
```ts
websiteDomain: "http://localhost:3000"
// ...
app.use(cors({ origin: "http://localhost:3000/", credentials: true }));
```
        """,
        good="""
```ts
websiteDomain: "http://localhost:3000"
// ...
app.use(cors({ origin: "http://localhost:3000", credentials: true }));
```
        """,
        quiet="""
            Values are compared within one environment. When several addresses are given for the
            website, one that is allowed is enough. Nothing is said when website and API have one
            origin, about origins that a function or a pattern decides, and when part of a list is
            unknown and the rest does not contain the website. Where the origin that is allowed is
            the one at which the site's server has it, the website's address is wrong, and
            `website-domain-mismatch` says so. An entry that no browser can ever
            send is reported also when the website's address is not known, unless the same origin
            stands beside it in the right form.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield the policies of the SDK's API that do not allow the website."""

        def check(environment: Environment) -> Iterator[Fault | Sound]:
            if is_same_origin(system, app, environment):
                return
            for guarded in guarded_apps(app, environment, system):
                policies = [policy for _, policy in guarded.policies]
                reported = False
                for crossing in crossings(system, app, environment):
                    for result in _mismatches(system, policies, crossing):
                        reported = reported or isinstance(result, Fault)
                        yield result
                for policy in () if reported else policies:
                    yield from _flawed(system, policy, environment)

        yield from findings(self, system, app, check)


# --- the website is not allowed ------------------------------------------------------------------


def _mismatches(
    system: System, policies: list[CorsPolicy], crossing: Crossing
) -> Iterator[Fault | Sound]:
    sites = tuple(site for site in crossing.sites if not is_sample(site.end))
    if not policies or not sites:
        return
    environment = crossing.environment
    verdicts = [_allows(behaviours(system, policy, environment), sites) for policy in policies]
    for verdict, policy in zip(verdicts, policies, strict=True):
        if verdict is True:
            yield Sound(_nearest(system, policy, sites[0], environment)[0].place)
    if all(verdict is False for verdict in verdicts):
        served = _served(system, crossing, sites)
        if any(_allows(behaviours(system, item, environment), served) for item in policies):
            return  # the website's address is what is wrong, as website-domain-mismatch says
        policy = policies[-1]
        answer = behaviours(system, policy, environment)[0]
        yield _mismatch(system, policy, answer, sites, environment)
    elif verdicts == [None]:
        yield from _unset(system, policies[0], sites, environment)


def _served(system: System, crossing: Crossing, sites: tuple[Site, ...]) -> tuple[Site, ...]:
    """Return where the site's own server has it, where all addresses given are other ports."""
    if crossing.pair is None or not all(site.address.is_alias for site in sites):
        return ()
    servers = served_ports(system, crossing.pair.frontend, crossing.environment)
    ports = {port for item in servers if item.tool in SITE_TOOLS for port in servers[item]}
    if any(site.address.port in ports for site in sites):
        return ()
    first = sites[0].address
    return tuple(
        Site(
            sites[0].end,
            structs.replace(first, origin=f"{first.scheme}://{first.host}:{port}", port=port),
        )
        for port in sorted(ports)
    )


def _allows(answers: tuple[CorsBehaviour, ...], sites: tuple[Site, ...]) -> bool | None:
    """Tell whether one of the sites is allowed; ``None`` when nobody knows.

    What sends ``*`` is the business of cors-wildcard-origin.
    """
    verdicts: set[bool | None] = set()
    for answer in answers:
        for site in sites:
            listed = answer.origins.kind in _LISTS or answer.origins.kind is OriginKind.NONE
            verdict = answer.origins.allows(site.origin)
            verdicts.add(verdict if listed or verdict else None)
    if True in verdicts:
        return True
    return None if None in verdicts else False


def _nearest(
    system: System, policy: CorsPolicy, site: Site, environment: Environment
) -> tuple[Evidence, Outcome | None]:
    setting = policy.options.get("origins") or policy.options.get("origin_list")
    listed = [] if setting is None else list(listed_outcomes(system, setting, environment))
    if setting is None or not listed:
        return policy_evidence(policy, "origins"), None
    best = max(listed, key=lambda outcome: nearness(outcome.text or "", site.origin))
    return outcome_evidence(policy, setting.key, best), best


def _mismatch(
    system: System,
    policy: CorsPolicy,
    answer: CorsBehaviour,
    sites: tuple[Site, ...],
    environment: Environment,
) -> Fault:
    site = sites[0]
    evidence, best = _nearest(system, policy, site, environment)
    option = option_name(policy, "origins")
    name = f"{option} of {library_name(policy)}"
    if best is None or best.text is None:
        message = f"{name} allows no origin, but the website is at {site.origin!r}."
    elif best.text == ALL:
        message = (
            f"{name} is a list with '*', which is no wildcard there: the website at "
            f"{site.origin!r} is not allowed."
        )
    else:
        why = flaw(best.text, answer.origins.matching)
        same = browser_origin(best.text) == site.origin
        because = f" ({why})" if why is not None and same else ""
        count = _count(system, policy, environment)
        listed = f"lists {best.text!r}{because} and {count - 1} more, which are other origins"
        alone = f"is {best.text!r}{because}, which is another origin"
        message = (
            f"The website is at {site.origin!r}, but {name} {listed if count > 1 else alone} to a "
            "browser."
        )
    return Fault(
        message,
        evidence,
        tuple(site_evidence(item) for item in sites),
        effect="Users will see that sign-in fails: the browser blocks the answers of the API.",
        help=f"Allow {site.origin!r}, exactly so.",
        severity=_severity(best, site),
        remedy=_remedy(policy, best, site.origin),
    )


def _count(system: System, policy: CorsPolicy, environment: Environment) -> int:
    """Return how many origins an option lists."""
    setting = policy.options.get("origins") or policy.options.get("origin_list")
    if setting is None:
        return 0
    return len({outcome.text for outcome in listed_outcomes(system, setting, environment)})


def _severity(best: Outcome | None, site: Site) -> Severity | None:
    """Return a warning where a developer's machine stands against a public origin."""
    host = host_of(best.text) if best is not None and best.text else None
    if host is not None and is_loopback(host) != site.address.is_development:
        return Severity.WARNING
    return None


# --- the variable of the website is not set ------------------------------------------------------


def _unset(
    system: System, policy: CorsPolicy, sites: tuple[Site, ...], environment: Environment
) -> Iterator[Fault]:
    setting = policy.options.get("origins")
    for site in sites if setting is not None else ():
        name = unset_variable(system, setting, site, environment) if setting is not None else None
        if name is None:
            continue
        option = option_name(policy, "origins")
        yield Fault(
            f"{option} of {library_name(policy)} is {name} alone, but the website is at "
            f"{site.origin!r} when that variable is not set: then no origin is allowed.",
            policy_evidence(policy, "origins", f"{name}, which is not set"),
            (site_evidence(site),),
            effect="Users will see that sign-in fails where the variable is not set: the browser "
            "blocks the answers of the API.",
            help=f"Give {option} the same fallback as the website's address: {site.origin!r}.",
            severity=Severity.WARNING,
        )
        return


# --- entries that no browser sends ---------------------------------------------------------------


def _flawed(system: System, policy: CorsPolicy, environment: Environment) -> Iterator[Fault]:
    answers = behaviours(system, policy, environment)
    if not all(answer.origins.kind in _LISTS for answer in answers):
        return
    matching = answers[0].origins.matching
    setting = policy.options.get("origins")
    listed = [] if setting is None else list(listed_outcomes(system, setting, environment))
    texts = {outcome.text for outcome in listed}
    for outcome in listed:
        why = _why(outcome, matching)
        meant = browser_origin(outcome.text or "")
        if why is not None and meant not in texts:
            only = len(texts) == 1 and not answers[0].origins.is_open
            yield _flaw(policy, outcome, why, meant, None if only else Severity.WARNING)


def _why(outcome: Outcome, matching: Matching) -> str | None:
    return flaw(outcome.text or "", matching)


def _flaw(
    policy: CorsPolicy, outcome: Outcome, why: str, meant: str | None, severity: Severity | None
) -> Fault:
    option = option_name(policy, "origins")
    instead = f": write {meant!r}" if meant is not None else ""
    return Fault(
        f"{option} of {library_name(policy)} has {outcome.text!r}, which {why}: no browser sends "
        "such an origin.",
        outcome_evidence(policy, "origins", outcome),
        (),
        effect="Users will see that sign-in fails on that website: the browser blocks the answers "
        "of the API.",
        help=f"Write scheme, host and port as browsers do{instead}.",
        severity=severity,
        remedy=None if meant is None else _remedy(policy, outcome, meant),
    )


def _remedy(policy: CorsPolicy, outcome: Outcome | None, origin: str) -> Remedy | None:
    """Write the origin as browsers do.

    It is safe where only the form is wrong, or the name of this machine is another, and the text
    stands in the option itself. Another origin is written there or for a variable, since other
    texts may be there for something else.
    """
    if outcome is None or not outcome.text or not outcome.trail or outcome.text == ALL:
        return None
    place = outcome.trail[0].place
    setting = policy.options.get("origins") or policy.options.get("origin_list")
    own = setting is not None and is_within(place, setting.place)
    same = browser_origin(outcome.text) == origin or _same_machine(outcome.text, origin)
    if not own and not same and not outcome.trail[0].note.endswith("is set here"):
        return None
    change = ReplaceText(place, outcome.text, origin)
    return Remedy(f"Change {outcome.text!r} to {origin!r}", (change,), safe=own and same)


def _same_machine(text: str, origin: str) -> bool:
    here, there = host_of(text), host_of(origin)
    if here is None or there is None or not {here, there} <= THIS_MACHINE:
        return False
    return text.replace(here, there, 1) == origin
