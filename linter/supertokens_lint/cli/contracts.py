"""The contracts of other sides that a check is given.

What reads them is imported when there are any.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from supertokens_lint.cli.arguments import Arguments
from supertokens_lint.config import Config
from supertokens_lint.documents import with_documents
from supertokens_lint.engine import Run
from supertokens_lint.topology.model import System
from supertokens_lint.topology.system import ProjectSystem
from supertokens_lint.workspace import paths

if TYPE_CHECKING:
    from supertokens_lint.contract.model import Contract
    from supertokens_lint.inspection.model import Inspection


def opened(arguments: Arguments, config: Config) -> tuple[Contract, ...]:
    """Return the contracts of ``--with`` and of the configuration, each once.

    Raises :class:`UsageError` for a file that is none.
    """
    given = [paths.normalise(path) for path in arguments.contracts]
    named = dict.fromkeys([*config.contracts, *given])
    if not named:
        return ()
    from supertokens_lint.contract.read import load

    return tuple(load(Path(path)) for path in named)


def inspected(system: System, contracts: tuple[Contract, ...]) -> Inspection:
    """Return what there is to see of a system and of the apps that contracts promise."""
    from supertokens_lint.inspection.model import inspect

    if not contracts or not isinstance(system, ProjectSystem):
        return inspect(system)
    from supertokens_lint.contract.joined import JoinedSystem
    from supertokens_lint.contract.shown import AtHome

    return AtHome(contracts).inspection(inspect(JoinedSystem(system, contracts)))


def with_contracts(run: Run, contracts: tuple[Contract, ...]) -> Run:
    """Return a run that also looks at what contracts promise; the same one without any."""
    if not contracts or not isinstance(run.system, ProjectSystem):
        return run
    from supertokens_lint.contract.across import Across

    across = Across(run.system, contracts)
    return structs.replace(
        run,
        project=with_documents(run.project, *(contract.source for contract in contracts)),
        system=across.system.for_reports(),
        look=across.look,
    )
