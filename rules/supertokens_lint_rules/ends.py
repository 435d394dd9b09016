"""The two ends of an agreement, and whether they agree in some environment.

The laws that every comparison keeps stand here once: unknown is not wrong, like is compared with
like, several possible values disagree only when no pairing of them agrees, and of several inits
of a backend one that agrees is enough, since an SDK ignores every init after the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from supertokens_lint.extract.facts import Init, Setting
from supertokens_lint.finding import Evidence
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Pair, System


@dataclass(frozen=True)
class End:
    """One value of one setting of one init in an environment.

    ``setting`` is ``None`` for the SDK's default, which ``outcome`` then holds.
    """

    app: App
    init: Init
    key: str
    outcome: Outcome
    setting: Setting | None = None

    @property
    def text(self) -> str:
        """The value as text; empty when it is none."""
        return self.outcome.text or ""

    @property
    def label(self) -> str:
        """What people call this end."""
        spelled = self.key if self.setting is None else self.setting.spelled
        return f"{self.app.side.value} {spelled}"

    @property
    def place(self) -> Place:
        """Where a person would change the value."""
        if self.outcome.trail:
            return self.outcome.trail[0].place
        return self.init.app_info.place if self.setting is None else self.setting.place

    @property
    def shown(self) -> str:
        """The value as a message quotes it."""
        if self.outcome.same_origin:
            return "the origin of the page"
        default = " (the SDK's default)" if self.setting is None else ""
        return f"{self.text!r}{default}" if self.outcome.text is not None else "nothing"

    def evidence(self, label: str | None = None) -> Evidence:
        """Return this end as proof."""
        return Evidence(label or self.label, self.place, self.shown, self.outcome.trail)


Agree = Callable[[End, End], bool]


@dataclass(frozen=True)
class Disagreement:
    """Two ends that disagree, and the environments in which they do (empty: in all)."""

    left: End
    right: End
    environments: tuple[str, ...]


def ends_of(
    system: System,
    app: App,
    init: Init,
    key: str,
    environment: Environment,
    *,
    default: str | None = None,
    session: bool = False,
) -> tuple[End, ...] | None:
    """Return the known values of a setting of an init, ``None`` when one is not known.

    A setting that is certainly absent gives its ``default``, or no ends when there is none.
    """
    options = init.session if session else init.app_info
    if options is None:
        return ()
    setting = options.get(key)
    if setting is None:
        if options.rest is not None:
            return None
        return () if default is None else (End(app, init, key, Outcome(default)),)
    outcomes = system.outcomes(setting.value, environment)
    if any(outcome.unknown is not None or outcome.structure is not None for outcome in outcomes):
        return None
    return tuple(End(app, init, key, outcome, setting) for outcome in outcomes)


EndsOf = Callable[[App, Init, Environment], "tuple[End, ...] | None"]


def setting_ends(
    system: System, key: str, *, default: str | None = None, session: bool = False
) -> EndsOf:
    """Return the function that gives the ends of one setting."""

    def ends(app: App, init: Init, environment: Environment) -> tuple[End, ...] | None:
        return ends_of(system, app, init, key, environment, default=default, session=session)

    return ends


def pair_disagreements(
    system: System, pair: Pair, frontend: EndsOf, backend: EndsOf, agree: Agree
) -> Iterator[Disagreement]:
    """Yield where a frontend's init agrees with none of its backend's, once a pair of places."""
    environments = system.environments(pair.frontend, pair.backend)
    for init in pair.frontend.inits:
        found: dict[tuple[Place, Place], tuple[End, End, list[str]]] = {}
        for environment in environments:
            ends = _disagreeing(pair, init, environment, frontend, backend, agree)
            if ends is not None:
                key = (ends[0].place, ends[1].place)
                found.setdefault(key, (*ends, []))[2].append(environment.name)
        for left, right, names in found.values():
            everywhere = len(names) == len(environments)
            yield Disagreement(left, right, () if everywhere else tuple(names))


def _disagreeing(
    pair: Pair,
    init: Init,
    environment: Environment,
    frontend: EndsOf,
    backend: EndsOf,
    agree: Agree,
) -> tuple[End, End] | None:
    left = frontend(pair.frontend, init, environment)
    if not left:
        return None
    first: End | None = None
    for other in pair.backend.inits:
        right = backend(pair.backend, other, environment)
        if not right:
            return None
        if any(agree(mine, theirs) for mine in left for theirs in right):
            return None
        first = first or right[0]
    return None if first is None else (left[0], first)
