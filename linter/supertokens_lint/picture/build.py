"""From a report to its picture."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Gateway
from supertokens_lint.finding import Finding
from supertokens_lint.picture.agreements import agreements_of, holds_for_other_sites, topic
from supertokens_lint.picture.cookies import cookies_of, transfer_of
from supertokens_lint.picture.model import Bond, Box, Kind, Picture, View
from supertokens_lint.picture.reading import NOT_SET, Reading, shown
from supertokens_lint.report.grouping import Subject, grouped, subject_of
from supertokens_lint.report.model import Report
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.resolve.outcomes import Environment, Mode
from supertokens_lint.sdk.domains import is_loopback
from supertokens_lint.sdk.names import Side
from supertokens_lint.topology.model import App, Pair, System

_MOST_RULES = 4


def picture_of(report: Report) -> Picture:
    """Return the picture of what was checked; without a system it holds the findings alone."""
    findings = tuple(finding for group in grouped(report) for finding in group.findings)
    if report.system is None:
        return Picture(_title([], report), (), findings)
    system = report.system
    subjects = [subject_of(finding, system) for finding in findings]
    views = tuple(
        _View(report, system, environment, findings, subjects).view()
        for environment in system.environments(*system.apps)
    )
    return Picture(_title([app.root for app in system.apps], report), views, findings)


def _title(roots: Sequence[str], report: Report) -> str:
    """Return the name of the folder that holds all apps."""
    folder = posixpath.commonpath(roots) if roots else report.directory
    return posixpath.basename(folder) or folder


class _View:
    """Makes one view."""

    def __init__(
        self,
        report: Report,
        system: System,
        environment: Environment,
        findings: Sequence[Finding],
        subjects: Sequence[Subject],
    ) -> None:
        self._report = report
        self._system = system
        self._environment = environment
        self._reading = Reading(system, environment)
        self._findings = [
            (index, finding, subject)
            for index, (finding, subject) in enumerate(zip(findings, subjects, strict=True))
            if not finding.environments or environment.name in finding.environments
        ]

    def view(self) -> View:
        """Return the view."""
        pairs = [
            pair
            for pair in self._system.pairs
            if self._environment in self._system.environments(pair.frontend, pair.backend)
        ]
        boxes = [self._app(app) for app in self._system.apps]
        bonds: list[Bond] = []
        for pair in pairs:
            proxies = list(self._proxies(pair))
            known = {box.identity for box in boxes}
            boxes += [box for box in proxies if box.identity not in known]
            bonds.append(self._bond(pair, tuple(box.identity for box in proxies)))
        boxes += self._cores()
        return View(self._environment.name, tuple(boxes), tuple(bonds))

    def _app(self, app: App) -> Box:
        is_site = app.side is Side.FRONTEND
        key = "websiteDomain" if is_site else "apiDomain"
        address = shown(self._reading.values(app, key))
        lines = [address.text if address.is_known else "address unknown"]
        if address.text == NOT_SET:
            lines = ["address not stated"]
        lines += [init.sdk.value for init in app.inits[:1]] or ["no init that is reached"]
        facts = [init.version.text for init in app.inits[:1] if init.version is not None]
        facts += dict.fromkeys(
            item.framework for item in app.http_apps if item.reached and not item.is_test
        )
        if facts:
            lines.append(" \u00b7 ".join(facts))
        paired = any(app is pair.frontend or app is pair.backend for pair in self._system.pairs)
        own = tuple(
            index
            for index, finding, subject in self._findings
            if any(item is app for item in subject.apps)
            and (topic(finding.code) is None or not paired)
        )
        kind: Kind = "site" if is_site else "api"
        place = app.inits[0].callee if app.inits else None
        return Box(_identity(app), kind, app.name, tuple(lines), place, own)

    def _bond(self, pair: Pair, proxies: tuple[str, ...]) -> Bond:
        mine = [
            (index, finding)
            for index, finding, subject in self._findings
            if _concerns(subject, pair)
            or (
                any(app is pair.backend for app in subject.apps)
                and holds_for_other_sites(finding.code, self._reading, pair)
            )
        ]
        transfer = transfer_of(self._reading, pair.frontend, pair.backend)
        return Bond(
            frontend=_identity(pair.frontend),
            backend=_identity(pair.backend),
            basis=pair.basis.value,
            agreements=agreements_of(self._reading, pair, mine, self._report.ran),
            cookies=cookies_of(self._reading, pair.frontend, pair.backend, transfer),
            transfer=transfer,
            proxies=proxies,
        )

    # --- what stands between and behind ------------------------------------------------------

    def _proxies(self, pair: Pair) -> Iterator[Box]:
        """Yield the proxies that may stand between two apps in this environment."""
        gateways: dict[tuple[str, str], list[Gateway]] = {}
        for app in (pair.frontend, pair.backend):
            for gateway in app.gateways:
                if self._may_run(gateway):
                    gateways.setdefault((gateway.tool, gateway.place.path), []).append(gateway)
        for (tool, _), found in gateways.items():
            rules = [rule for gateway in dict.fromkeys(found) for rule in gateway.rules]
            yield self._proxy(tool, rules, found[0].place.path, found)
        if self._environment.mode is Mode.DEVELOPMENT and self._environment.compose is None:
            own = [rule for rule in pair.frontend.proxies if rule.gateway is None]
            for path in dict.fromkeys(rule.place.path for rule in own):
                rules = [rule for rule in own if rule.place.path == path]
                yield self._proxy(rules[0].tool, rules, path, [])

    def _may_run(self, gateway: Gateway) -> bool:
        """Tell whether a gateway may run here: not that of another compose file or public name."""
        compose = self._environment.compose
        if compose is not None:
            return not gateway.composes or compose in gateway.composes
        public = [host for host in gateway.hosts if "." in host and not is_loopback(host)]
        return self._environment.mode is not Mode.DEVELOPMENT or not public

    def _proxy(
        self, tool: str, rules: Sequence[ProxyRule], path: str, gateways: Sequence[Gateway]
    ) -> Box:
        hosts = dict.fromkeys(host for gateway in gateways for host in gateway.hosts)
        lines = [", ".join(hosts)] if hosts else []
        told = list(dict.fromkeys(self._rule(rule) for rule in rules))
        lines += told[:_MOST_RULES]
        if len(told) > _MOST_RULES:
            lines.append(f"and {len(told) - _MOST_RULES} more")
        place = rules[0].place if rules else gateways[0].place
        return Box(f"proxy:{path}", "proxy", tool, tuple(lines), place)

    def _rule(self, rule: ProxyRule) -> str:
        texts = [
            outcome.text
            for outcome in self._system.outcomes(rule.target, self._environment)
            if outcome.text
        ]
        target = mask_text(" or ".join(dict.fromkeys(texts))) or "unknown"
        change = {"strip": f" without {rule.removes}", "replace": ", path changed"}
        return f"{rule.prefix or '/'} \u2192 {target}{change.get(rule.rewrite, '')}"

    def _cores(self) -> Iterator[Box]:
        """Yield the core, whose address may be a secret."""
        naming = [
            init
            for app in self._system.apps
            if app.side is Side.BACKEND
            for init in app.inits
            if init.root.get("supertokens") is not None
        ]
        if naming:
            given = naming[0].root.get("supertokens")
            place = None if given is None else given.place
            lines = ("connection set, not shown",)
            yield Box("core", "core", "SuperTokens core", lines, place)


def _identity(app: App) -> str:
    return f"{app.side.value}:{app.root}"


def _concerns(subject: Subject, pair: Pair) -> bool:
    """Tell whether findings about a subject matter for a pair: theirs, or of one of its apps."""
    if subject.pair is not None:
        return subject.pair is pair
    return any(app is pair.frontend or app is pair.backend for app in subject.apps)
