"""Which rules run, and with which severity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from supertokens_lint.config import Config
from supertokens_lint.errors import ConfigError, SupertokensLintError
from supertokens_lint.finding import Severity
from supertokens_lint.rule import Rule
from supertokens_lint.suggest import did_you_mean

Rules = Sequence[type[Rule]]


def named(word: str, rules: Rules, error: type[SupertokensLintError], origin: str) -> set[str]:
    """Return the codes that ``word`` stands for: a code, the beginning of one, or a name.

    Raises ``error`` when there are none; ``origin`` says where the word was written.
    """
    found = {rule.code for rule in rules if rule.name == word or _is_prefix(word, rule.code)}
    if not found:
        known = [name for rule in rules for name in (rule.code, rule.name)]
        raise error(f"{origin}: there is no rule {word!r}{did_you_mean(word, known)}")
    return found


def choose(
    rules: Rules,
    select: Iterable[str],
    ignore: Iterable[str],
    error: type[SupertokensLintError],
    origin: str,
) -> tuple[type[Rule], ...]:
    """Return the rules to run: those selected (all, when none are), less those ignored.

    Raises ``error`` for a word that names no rule.
    """
    wanted = _all_named(select, rules, error, f"{origin}select") or {rule.code for rule in rules}
    unwanted = _all_named(ignore, rules, error, f"{origin}ignore")
    return tuple(rule for rule in rules if rule.code in wanted - unwanted)


def severities(config: Config, rules: Rules) -> Mapping[str, Severity]:
    """Return the severity that the configuration gives to rules, by code."""
    return graded(config.severity, rules, f"{config.path}: severity")


def graded(given: Mapping[str, Severity], rules: Rules, origin: str) -> Mapping[str, Severity]:
    """Return severities by code; the longest word that names a rule counts.

    Raises :class:`ConfigError` for a word that names none; ``origin`` says where it was written.
    """
    levels: dict[str, Severity] = {}
    for word, level in sorted(given.items(), key=lambda item: len(item[0])):
        for code in named(word, rules, ConfigError, origin):
            levels[code] = level
    return levels


def _all_named(
    words: Iterable[str], rules: Rules, error: type[SupertokensLintError], origin: str
) -> set[str]:
    return {code for word in words for code in named(word, rules, error, origin)}


def _is_prefix(word: str, code: str) -> bool:
    return len(word) >= 2 and code.startswith(word.upper())
