"""How backends use sessions: what they import of the SDK, and what they do around a session.

Each recogniser takes a :class:`~.context.Context` and returns some of the facts of
:mod:`supertokens_lint.extract.session_facts`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from supertokens_lint.extract.facts import Init, Request, SdkUse
from supertokens_lint.extract.module_graph import ModuleGraph
from supertokens_lint.extract.session_facts import SessionFacts, joined
from supertokens_lint.extract.sessions import (
    caching,
    claims,
    creation,
    direct,
    early,
    effects,
    imports,
    other_checks,
    packages,
    ready,
    statuses,
)
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.resolve.evaluator import Evaluator

Recogniser = Callable[[Context], SessionFacts]
_RECOGNISERS: tuple[Recogniser, ...] = (
    imports.facts,
    creation.facts,
    direct.facts,
    other_checks.facts,
    statuses.facts,
    claims.facts,
    caching.facts,
    early.facts,
    effects.facts,
    packages.facts,
)


def find_sessions(
    ev: Evaluator,
    graph: ModuleGraph,
    inits: Sequence[Init],
    uses: Sequence[SdkUse],
    requests: Sequence[Request] = (),
    policies: Sequence[CorsPolicy] = (),
) -> SessionFacts:
    """Return the facts of the packages in which an SDK is set up or used.

    ``policies`` are the CORS configurations of which it is asked when they are made.
    """
    context = Context.of(ev, graph, inits, uses, requests)
    if context is None:
        return SessionFacts()
    found = (recognise(context) for recognise in _RECOGNISERS)
    return joined([*found, ready.facts(context, policies)])
