"""Apps that run in no browser: shells around web apps, and React Native."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supertokens_lint.extract.client_facts import ClientFacts
from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.resolve.evaluator import Evaluator


def find_native(ev: Evaluator, inits: Sequence[Init], uses: Iterable[SdkUse]) -> ClientFacts:
    """Return the facts about shells and native apps."""
    del ev, inits, uses
    return ClientFacts()
