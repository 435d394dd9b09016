"""The two ends of an agreement, and whether they agree in some environment.

The laws that every comparison keeps stand here once: unknown is not wrong, like is compared with
like, several possible values disagree only when no pairing of them agrees, and of several inits
of a backend one that agrees is enough, since an SDK ignores every init after the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, structs

from supertokens_lint.extract.facts import Init, Setting
from supertokens_lint.finding import Evidence, Severity
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Pair, System


class End(Struct, frozen=True):
    """One value of one setting of one init in an environment.

    ``setting`` is ``None`` for the SDK's default, which ``outcome`` then holds.
    """

    app: App
    init: Init
    key: str
    outcome: Outcome
    environment: Environment
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


Agree = Callable[[End, End], "bool | None"]
"""Tells whether two ends agree; ``None`` where that cannot be said or is another rule's."""


class Disagreement(Struct, frozen=True):
    """Two ends that disagree, and the environments in which they do (empty: in all).

    ``agreeing`` are the environments in which the same frontend is known to agree. The ends are
    those of the first environment in which they disagree.
    """

    left: End
    right: End
    environments: tuple[str, ...]
    agreeing: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """The rule's own severity, or a warning where another environment is known to agree."""
        return Severity.WARNING if self.agreeing else None


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
        return () if default is None else (End(app, init, key, Outcome(default), environment),)
    outcomes = system.outcomes(setting.value, environment)
    if any(outcome.unknown is not None or outcome.structure is not None for outcome in outcomes):
        return None
    return tuple(End(app, init, key, outcome, environment, setting) for outcome in outcomes)


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
    found: dict[tuple[Place, Place], Disagreement] = {}
    for init in pair.frontend.inits:
        verdicts = [
            (environment.name, _verdict(pair, init, environment, frontend, backend, agree))
            for environment in environments
        ]
        agreeing = tuple(name for name, verdict in verdicts if verdict is True)
        for name, verdict in verdicts:
            if isinstance(verdict, bool) or verdict is None:
                continue
            left, right = verdict
            known = found.get((left.place, right.place))
            names = (name,) if known is None else (*known.environments, name)
            if known is not None:
                left, right = known.left, known.right
            found[left.place, right.place] = Disagreement(
                left, right, tuple(dict.fromkeys(names)), agreeing
            )
    for item in found.values():
        everywhere = len(item.environments) == len(environments)
        yield structs.replace(item, environments=()) if everywhere else item


def _verdict(
    pair: Pair,
    init: Init,
    environment: Environment,
    frontend: EndsOf,
    backend: EndsOf,
    agree: Agree,
) -> tuple[End, End] | bool | None:
    """Return two ends that disagree, true when the sides agree, ``None`` when it is not known."""
    left = frontend(pair.frontend, init, environment)
    if not left:
        return None
    first: End | None = None
    for other in pair.backend.inits:
        right = backend(pair.backend, other, environment)
        if not right:
            return None
        answers = {agree(mine, theirs) for mine in left for theirs in right}
        if True in answers:
            return True
        if None in answers:
            return None
        first = first or right[0]
    return None if first is None else (left[0], first)
