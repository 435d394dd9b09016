"""What rules ask to be changed: remedies that several of them state in the same way."""

from __future__ import annotations

from supertokens_lint.remedy import Change, ReplaceText, SetOption
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.option_names import spelled
from supertokens_lint.source import Place
from supertokens_lint.topology.model import Basis, Pair, System
from supertokens_lint_rules.ends import Disagreement, End

SDK_MODULES = {
    Sdk.NODE: "supertokens-node",
    Sdk.NESTJS: "supertokens-node",
    Sdk.PYTHON: "supertokens_python",
    Sdk.GOLANG: "github.com/supertokens/supertokens-golang/supertokens",
}


THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "[::1]", "::1"})  # noqa: S104


def is_within(inner: Place, outer: Place) -> bool:
    """Tell whether a place lies in another."""
    return (
        inner.path == outer.path
        and outer.span.start <= inner.span.start
        and inner.span.end <= outer.span.end
    )


def is_own_literal(end: End) -> bool:
    """Tell whether a value is written in its setting, or is an absent one that can be added.

    Then nothing else of the program depends on it.
    """
    if end.setting is None:
        return True
    trail = end.outcome.trail
    return bool(trail) and is_within(trail[0].place, end.setting.place)


def setting_change(end: End, becomes: str, found: Disagreement) -> Change | None:
    """Return the change that gives an appInfo setting another text, where that can be written.

    Where another environment agrees, the value is changed only in a file of this one: a text in
    the code holds in the other as well.
    """
    if found.agreeing and not is_stated(end):
        return None
    if end.setting is None:
        return SetOption(end.init.app_info.place, spelled(end.init.sdk, end.key), becomes)
    if not end.outcome.trail or not end.text:
        return None
    return ReplaceText(end.outcome.trail[0].place, end.text, becomes)


def is_stated(end: End) -> bool:
    """Tell whether a file states the value, as that of a variable."""
    trail = end.outcome.trail
    return bool(trail) and trail[0].note.endswith("is set here")


def is_unambiguous(system: System, pair: Pair, found: Disagreement) -> bool:
    """Tell whether a disagreement has one proven right value.

    It holds in every environment, and the pair of this frontend is certain and the only one.
    """
    others = [item for item in system.pairs if item.frontend is pair.frontend]
    return (
        not found.environments
        and not found.agreeing
        and pair.basis is not Basis.DIRECTORY
        and len(others) == 1
    )
