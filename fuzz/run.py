"""Fuzz readers and the whole check, guided by coverage: ``make fuzz``.

Each target runs in a process of its own for its share of ``FUZZ_SECONDS`` (300). What fails is
written to ``tests/fuzz/corpus/<target>/``, where ``make test`` tries it ever after.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent / "tests" / "fuzz" / "corpus"
_DONE = re.compile(r"Done (\d+) ")
_LAST = re.compile(r"^#(\d+)", re.MULTILINE)
_MEGABYTES = 2_000
_LONGEST = 12_000


def main() -> int:
    """Fuzz the targets that are named, by default all, and tell which failed."""
    options = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    options.add_argument("targets", nargs="*")
    options.add_argument("--seconds", type=int, default=int(os.environ.get("FUZZ_SECONDS", "300")))
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--inside", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.inside:
        return _inside(given.inside)
    from targets import TARGETS  # noqa: PLC0415 - not in the process that is instrumented

    names = given.targets or list(TARGETS)
    share = max(3, given.seconds // len(names))
    failed = [name for name in names if not _fuzz(name, share, given.seed)]
    print(f"{len(names)} targets, failed: {', '.join(failed) or 'none'}")  # noqa: T201
    return int(bool(failed))


def _fuzz(name: str, seconds: int, seed: int) -> bool:
    """Run one target; return whether nothing was found."""
    from targets import TARGETS  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder, "seeds")
        seeds.mkdir()
        texts = TARGETS[name].seed_texts()
        # A check takes long: a few files to begin with leave time for mutations.
        for number, text in enumerate(texts[:: 5 if name.startswith("check-") else 1]):
            (seeds / str(number)).write_text(text, encoding="utf-8")
        command = [sys.executable, __file__, "--inside", name, "--"]
        command += [
            f"-max_total_time={seconds}",
            f"-max_len={_LONGEST}",
            f"-artifact_prefix={folder}/",
            f"-rss_limit_mb={_MEGABYTES}",
            "-timeout=60",
            "-len_control=0",
            f"-seed={seed + 1}",
            str(seeds),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        found = [path for path in Path(folder).iterdir() if path.is_file()]
        for path in found:
            _keep(name, path.read_bytes())
    runs = _DONE.findall(done.stderr) or _LAST.findall(done.stderr) or ["0"]
    print(f"{name}: {runs[-1]} runs, {'FAILED' if found else 'ok'}", flush=True)  # noqa: T201
    if found or done.returncode:
        print(done.stderr[-4000:], done.stdout[-4000:])  # noqa: T201
    return not found and done.returncode == 0


def _keep(name: str, data: bytes) -> None:
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)


def _inside(name: str) -> int:
    import atheris  # noqa: PLC0415 - only there for fuzzing

    with atheris.instrument_imports(include=["supertokens_lint", "supertokens_lint_rules"]):
        from targets import TARGETS  # noqa: PLC0415 - instrumented

        TARGETS[name].warm_up()
    from mutating import mutated  # noqa: PLC0415 - beside the above

    target = TARGETS[name]
    seeds = target.seed_texts()  # all give parts to mutations

    def test(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        if name.startswith("check-"):  # counting would take most of the time; libFuzzer has a limit
            target.read(text)
        else:
            target.run(text)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.25:
            return bytes(atheris.Mutate(data, most))
        text = mutated(data.decode("utf-8", "replace"), seeds, random)
        return text.encode("utf-8", "replace")[:most]

    arguments = [sys.argv[0], *sys.argv[sys.argv.index("--") + 1 :]]
    atheris.Setup(arguments, test, custom_mutator=mutate)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
