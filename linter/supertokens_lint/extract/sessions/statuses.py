"""Statuses that handlers answer themselves after a session was verified."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.session_facts import OwnStatus, SessionFacts
from supertokens_lint.extract.sessions import asked
from supertokens_lint.extract.sessions.answered import answers_in
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.sessions.guarded import NEEDLES, guarded_in
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Closure
from supertokens_lint.source import Place


def facts(context: Context) -> SessionFacts:
    """Return what handlers behind ``verifySession`` or after ``getSession`` answer themselves."""
    found: dict[Place, OwnStatus] = {}
    for entry in context.homes.mentioning(*NEEDLES):
        for guarded in guarded_in(context.ev, entry.path):
            for status, place in statuses_of(context.ev, guarded.handler):
                found.setdefault(place, OwnStatus(status, place, guarded.verified))
    for entry in context.homes.mentioning(*asked.NEEDLES):
        for status, place, verified in asked.answers_after_asking(context.ev, entry.path):
            found.setdefault(place, OwnStatus(status, place, verified))
    return SessionFacts(own_statuses=tuple(found.values()))


def statuses_of(ev: Evaluator, handler: Closure) -> Iterator[tuple[int, Place]]:
    """Yield the client errors that a handler answers outside of its own error handling.

    Answers that depend on the session itself are left out: the SDK has made sure that it is there.
    """
    scope = ev.sites.function_scope(handler.function, handler.scope, handler.this)
    yield from answers_in(ev, scope, frozenset(), scope.names.statements)
