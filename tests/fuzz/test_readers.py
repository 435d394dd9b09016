"""A short form of ``make fuzz``: the same targets on the same mutations, not guided by coverage."""

from __future__ import annotations

import warnings
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mutating import mutated
from stepping import TooMuchError, bulk, counted
from targets import TARGETS, Target

CORPUS = Path(__file__).parent / "corpus"
FAILED_ONCE = sorted(path for path in CORPUS.glob("*/*") if path.is_file())
SLOW = "check-"


def _texts(target: Target) -> st.SearchStrategy[str]:
    seeds = target.seed_texts()

    def made(number: int) -> str:
        random = Random(number)
        return mutated(random.choice(seeds), seeds, random)

    return st.integers(0, 2**32).map(made) | st.text(max_size=60)


@pytest.mark.parametrize("name", TARGETS)
def test_no_text_ends_in_an_error_or_takes_long(name: str) -> None:
    """Mutated files of fixtures raise what readers document, and cost what they are worth."""
    target = TARGETS[name]
    target.warm_up()

    @settings(
        max_examples=6 if name.startswith(SLOW) else 40,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(_texts(target))
    def run(text: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            target.run(text)

    run()


@pytest.mark.parametrize("path", FAILED_ONCE, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_failed_once_does_not_fail_again(path: Path) -> None:
    """Every file that fuzzing has found."""
    target = TARGETS[path.parent.name]
    target.warm_up()
    target.run(path.read_bytes().decode("utf-8", "replace"))


@pytest.mark.parametrize("name", TARGETS)
def test_targets_have_seeds(name: str) -> None:
    """A pattern without a fixture would leave a reader with nothing to mutate."""
    assert TARGETS[name].seed_texts()


def test_too_much_work_and_too_much_result_are_seen() -> None:
    """The bounds hold for work without an end and for shared parts that are read once."""
    shared: list[object] = ["x" * 10]
    for _ in range(50):
        shared = [shared, shared]
    assert bulk(shared, 1000) < 200
    with pytest.raises(TooMuchError):
        bulk(["x" * 10_000], 1000)

    def endless() -> None:
        while True:
            len("")

    with pytest.raises(TooMuchError):
        counted(endless, 1000)
