"""A system and the apps that contracts promise, as one system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import structs

from supertokens_lint.contract.model import Contract, recorded_path
from supertokens_lint.contract.older import Older, is_same, with_earlier_domains, with_history
from supertokens_lint.resolve.outcomes import Environment, Mode, Outcome
from supertokens_lint.resolve.values import Reason, Unknown, Value
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Basis, Pair
from supertokens_lint.topology.pairing import api_origins, pairs_of
from supertokens_lint.topology.system import DEVELOPMENT, PRODUCTION, ProjectSystem

_OF = ": "
_MODES = {DEVELOPMENT.name: Mode.DEVELOPMENT, PRODUCTION.name: Mode.PRODUCTION}


class JoinedSystem:
    """What rules see where one side is only known from contracts.

    Without ``base`` it is the contracts' apps alone.
    """

    def __init__(
        self, base: ProjectSystem, contracts: Sequence[Contract], *, alone: bool = False
    ) -> None:
        self._base = base
        self._contracts = tuple(contracts)
        self._alone = alone
        self._recorded = {key: item for c in contracts for key, item in c.recorded.items()}
        self._promised = {
            (app.app.root, app.app.side): (contract, app)
            for contract in contracts
            for app in contract.apps
        }
        self._older = () if alone else tuple(self._set_aside())
        for item in self._older:
            self._recorded.update(item.contract.recorded)

    def _set_aside(self) -> Iterator[Older]:
        """Take out promised apps that are the project's own; yield their contracts with history."""
        own = [
            key
            for key, (_, promised) in self._promised.items()
            if any(
                is_same(app, promised) and api_origins(app, self) & api_origins(promised.app, self)
                for app in self._base.apps
            )
        ]
        sources = {self._promised.pop(key)[0].path for key in own}
        for contract in self._contracts:
            if contract.path in sources:
                yield from with_history(contract)

    @cached_property
    def apps(self) -> tuple[App, ...]:
        """All apps, those of the project first."""
        own = () if self._alone else self._base.apps
        promised = (app.app for _, app in self._promised.values())
        return (*(with_earlier_domains(app, self._older) for app in own), *promised)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs. Directories tell nothing about apps that lie in another repository."""
        found = pairs_of(self.apps, self._base.config, self)
        return tuple(
            pair
            for pair in found
            if pair.basis is not Basis.DIRECTORY
            or self._is_promised(pair.frontend) == self._is_promised(pair.backend)
        )

    def environments(self, *apps: App) -> tuple[Environment, ...]:
        """Return the environments of the project's apps, and the recorded ones of the others."""
        own = [app for app in apps if not self._is_promised(app)]
        found = [*self._base.environments(*own)]
        wanted = self._base.config.environments
        for app in apps:
            contract, promised = self._promised.get((app.root, app.side), (None, None))
            for name, mode in promised.environments.items() if promised is not None else ():
                shown = self._name(contract, name)
                if name not in _MODES and (not wanted or shown in wanted):
                    found.append(Environment(shown, mode))
        return tuple(dict.fromkeys(found))

    def outcomes(self, value: Value, environment: Environment) -> tuple[Outcome, ...]:
        """Return what a value can be, as the project's files or its contract tell."""
        recorded = self._recorded.get(id(value))
        if recorded is None or recorded.value is not value:
            return self._base.outcomes(value, environment)
        short = environment.name.rpartition(_OF)[2]
        rows = recorded.rows.get(short) or recorded.rows.get(environment.mode.value)
        if rows is None:
            return (Outcome(unknown=Unknown(Reason.BOUND, "not recorded for this environment")),)
        found = (outcome for row in rows for outcome in self._base.outcomes(row, environment))
        return tuple(dict.fromkeys(found))

    def linked(self, one: App, other: App) -> bool:
        """Tell whether code of one app imports code of the other; never across repositories."""
        if self._is_promised(one) or self._is_promised(other):
            return False
        return self._base.linked(one, other)

    def runs(self, path: str) -> bool:
        """Tell whether a file is an entry point, or another one imports it; recorded ones are."""
        return self._contract_of(path) is not None or self._base.runs(path)

    def display(self, path: str) -> str:
        """Return a path as people should see it."""
        contract = self._contract_of(path)
        if contract is None:
            return self._base.display(path)
        return f"{self._base.display(contract.path)}: {recorded_path(path)}"

    def recorded_address(self, place: Place) -> str | None:
        """Return where a contract says that a place is; ``None`` for files of the system."""
        contract = self._contract_of(place.path)
        if contract is None:
            return self._base.recorded_address(place)
        recorded = contract.addresses.get(place, recorded_path(place.path))
        return f"{self._base.display(contract.path)}: {recorded}"

    def text(self, place: Place) -> str:
        """Return the source text at a place."""
        contract = self._contract_of(place.path)
        return self._base.text(place) if contract is None else contract.source.slice(place.span)

    def for_reports(self) -> JoinedSystem:
        """Return the system with its promised apps where findings point: in the contracts."""
        shown = JoinedSystem(self._base, self._contracts, alone=self._alone)
        shown.apps = tuple(self._at_home(app) for app in self.apps)
        shown.pairs = tuple(
            Pair(self._at_home(pair.frontend), self._at_home(pair.backend), pair.basis)
            for pair in self.pairs
        )
        return shown

    def _at_home(self, app: App) -> App:
        contract = self._contract_of(app.root)
        return app if contract is None else structs.replace(app, root=contract.path)

    def _is_promised(self, app: App) -> bool:
        return self._contract_of(app.root) is not None

    def _contract_of(self, path: str) -> Contract | None:
        return next((item for item in self._contracts if item.holds(path)), None)

    def _name(self, contract: Contract | None, name: str) -> str:
        shown = "" if contract is None else self._base.display(contract.path)
        return f"{shown}{_OF}{name}"
