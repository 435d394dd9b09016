"""Findings between a project and what contracts promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from supertokens_lint.contract.joined import JoinedSystem
from supertokens_lint.contract.model import Contract, recorded_path
from supertokens_lint.finding import Evidence, Finding, Step
from supertokens_lint.rule import Rule
from supertokens_lint.source import Place
from supertokens_lint.topology.system import ProjectSystem

RULES = frozenset(
    {"ST004", "ST110", "ST112", "ST113", "ST114", "ST115", "ST116"}
    | {f"ST2{number:02}" for number in range(1, 13)}
    | {"ST301", "ST302", "ST303", "ST304", "ST305", "ST306", "ST307", "ST511", "ST801"}
)
"""The rules that look at promised apps: those about settings, which contracts hold in full.

Any other rule sees the project alone: what a contract does not hold would look absent.
"""


class Across:
    """Runs rules on a project and contracts together.

    What contracts alone give rise to is the other side's own affair and left to its repository.
    """

    def __init__(self, project: ProjectSystem, contracts: Sequence[Contract]) -> None:
        self.system = JoinedSystem(project, contracts)
        self._alone = JoinedSystem(project, contracts, alone=True)
        self._project = project
        self._contracts = tuple(contracts)

    def look(self, rule: type[Rule]) -> Iterator[Finding]:
        """Yield what a rule finds; no place is in a contract's recorded files any more."""
        if rule.code not in RULES:
            yield from rule().check(self._project)
            return
        own = {_key(finding) for finding in rule().check(self._alone)}
        for finding in rule().check(self.system):
            if _key(finding) not in own:
                yield self._told(finding)

    def _told(self, finding: Finding) -> Finding:
        """Return a finding that points into the contracts and names the recorded places."""
        notes: dict[str, dict[str, None]] = {}
        for end in (finding.primary, *finding.counterparts):
            contract = self._contract_of(end.place)
            if contract is not None:
                address = contract.addresses.get(end.place, "")
                notes.setdefault(self._shown(contract), {})[f"{end.label} at {address}"] = None
        if not notes:
            return finding
        told = [f"Recorded in {shown}: {', '.join(each)}." for shown, each in notes.items()]
        return replace(
            finding,
            message=" ".join([finding.message, *told]),
            primary=self._end(finding.primary),
            counterparts=tuple(self._end(end) for end in finding.counterparts),
            remedy=None,
        )

    def _end(self, end: Evidence) -> Evidence:
        contract = self._contract_of(end.place)
        trail = tuple(self._step(step) for step in end.trail)
        if contract is None:
            return replace(end, trail=trail)
        path = recorded_path(end.place.path)
        label = f"{end.label} ({self._shown(contract)}: {path})"
        return Evidence(label, contract.at_home(end.place), end.value, trail)

    def _step(self, step: Step) -> Step:
        contract = self._contract_of(step.place)
        return step if contract is None else Step(step.note, contract.at_home(step.place))

    def _contract_of(self, place: Place) -> Contract | None:
        return next((item for item in self._contracts if item.holds(place.path)), None)

    def _shown(self, contract: Contract) -> str:
        return self._project.display(contract.path)


def _key(finding: Finding) -> tuple[object, ...]:
    ends: Iterable[Evidence] = (finding.primary, *finding.counterparts)
    return finding.code, *(end.place for end in ends)
