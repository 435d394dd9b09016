"""All that an answer came from is in its entry: files, code, and what is read where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from msgspec import Struct

from histories import commit
from remembering import SYSTEM, trusting, written
from supertokens_lint.cache import code, digests, record, stamps
from supertokens_lint.cache.questions import function_of, is_known
from supertokens_lint.cache.record import Record, SeenFile
from supertokens_lint.cache.store import Store
from supertokens_lint.languages.requested import Header, Requested
from supertokens_lint.outcome import Outcome
from supertokens_lint.resolve import module_links

FIXTURES = Path(__file__).parents[2] / "fixtures"
WATCHED = """
import json, os, sys
opened = []
def watch(event, words):
    if event in ("open", "os.listdir", "os.scandir", "subprocess.Popen"):
        opened.append([event, os.fspath(words[0]) if isinstance(words[0], (str, os.PathLike)) else ""])
from supertokens_lint.cli.main import run
sys.addaudithook(watch)
status = run(["check", "--quiet"])
seen = list(opened)
print("\\0" + json.dumps(seen), file=sys.stderr)
"""


def _system(tmp_path: Path) -> Path:
    files = {
        "supertokens-lint.toml": 'exclude = ["nothing"]\n',
        "compose.yaml": "services:\n  api:\n    build: ./api\n    env_file: api/.env\n",
        "proxy/nginx.conf": "server { listen 80; location / { proxy_pass http://api:3001; } }\n",
        "web/src/page.vue": "<script>import x from './title'</script>\n",
        "jobs/main.py": "import supertokens_python\n",
        "jobs/requirements.txt": "supertokens-python==0.29.0\n",
        "go/main.go": "package main\nfunc main() {}\n",
        "README.md": "nothing\n",
    }
    return written(tmp_path / "system", SYSTEM | files)


@pytest.mark.parametrize("is_repository", [False, True])
def test_every_file_that_is_opened_is_in_the_entry(tmp_path: Path, is_repository: bool) -> None:
    """An audit hook sees the files that the whole program opens; the entry has them all."""
    system = _system(tmp_path)
    if is_repository:
        commit(system)
    environ = {name: text for name, text in os.environ.items() if "NO_CACHE" not in name}
    environ["SUPERTOKENS_LINT_CACHE_DIR"] = str(tmp_path / "cache")
    script = f"import supertokens_lint.cache.code as c\nc.loaded = lambda now: []\n{WATCHED}"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=system, env=environ, capture_output=True, check=True
    )
    opened = json.loads(done.stderr.decode().rpartition("\0")[2])
    (entry,) = (tmp_path / "cache").glob("*.supertokens-lint-entry")
    kept = record.read(Store(tmp_path / "cache").load(entry.stem) or b"")
    assert kept is not None
    known = {file.path for file in kept.files}
    beside = {str(system / "supertokens-lint.toml"), str(system / ".gitignore")}
    read = {path for event, path in opened if event == "open" and path.startswith(str(system))}
    assert read - known - beside == set()
    assert len(known) > len(SYSTEM)


def test_an_entry_is_read_as_it_was_written() -> None:
    """Also names that are no text."""
    kept = Record(
        outcome=Outcome("text", "notes", "", 1),
        code=[("/a.py", (1, 2, 3, 4), "d"), ("/b.py", None, "e")],
        listings=[("/s", "digest")],
        git=[("/s", ("rev-parse", "HEAD"), "", (("A", "b"),), "")],
        permissions=[("/s/a", None, True)],
        searches=[(("a\xff",), ("python", "go"))],
        masks=[(), (0,)],
        files=[
            SeenFile("/s/a", (1, 2, 3, 4), "d"),
            SeenFile("/s/b", None, "e", 1, [("q", (1, "a"), "f")]),
        ],
    )
    assert record.read(b"".join(record.write(kept))) == kept


def test_questions_are_asked_again_by_name() -> None:
    """The functions that the program asks are those that the cache knows; others it never calls."""
    for function in (
        module_links.header_in,
        module_links.specifiers_in,
        module_links.stands_beside_tags,
    ):
        name = f"{function.__module__}:{function.__qualname__}"
        assert is_known(name)
        assert function_of(name) is function
    assert not is_known("os:system")
    assert function_of("os:system") is None


def test_digests_are_those_of_values() -> None:
    """Sets have no order, and what is equal in another type is another value."""
    names = frozenset(str(n).encode() for n in range(50))
    other = frozenset(str(n).encode() for n in reversed(range(50)))
    one, two = (Header((Requested("m", names=given),), 3) for given in (names, other))
    assert digests.of_value(one) == digests.of_value(two)
    assert digests.of_value(one) != digests.of_value(Header((Requested("m"),), 3))
    assert len({digests.of_value(value) for value in (1, "1", b"1", (1,), None, True)}) == 6
    assert digests.of_texts(["a", "b"]) != digests.of_texts(["ab"])


class _Answer(Struct, frozen=True):
    names: frozenset[str]


def test_digests_of_structs() -> None:
    """Their sets have no order either."""
    words = [str(n) for n in range(50)]
    one, two = _Answer(frozenset(words)), _Answer(frozenset(reversed(words)))
    assert digests.of_value(one) == digests.of_value(two)
    assert digests.of_value(one) != digests.of_value(_Answer(frozenset(words[1:])))


def test_a_young_file_has_no_stamp(tmp_path: Path) -> None:
    """Another write in the same moment would leave the same times."""
    path = written(tmp_path, {"a": "x"}) / "a"
    now = time.time_ns()
    assert stamps.stamp_of(str(path), now) is None
    assert stamps.stamp_of(str(tmp_path / "b"), now) is None
    stamp = stamps.stamp_of(str(path), now + 10**12)
    if os.name != "nt":
        assert stamp is not None
        assert stamps.is_same(str(path), stamp)
    assert not stamps.is_same(str(path), None)
    assert not stamps.is_same(str(tmp_path / "b"), stamp)


def _imported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("pack_of_a_test")
    module.__file__ = str(path)
    monkeypatch.setattr(sys, "modules", {"pack_of_a_test": module})


@pytest.mark.skipif(os.name == "nt", reason="times are not trusted on Windows")
def test_other_code_is_other_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module counts by what is in its file, whatever its times are."""
    path = written(tmp_path, {"pack.py": "A = 1\n"}) / "pack.py"
    _imported(path, monkeypatch)
    now = time.time_ns()
    assert code.loaded(now) is None, "it may have been written after it was imported"
    trusting(monkeypatch)
    found = code.loaded(now)
    assert found is not None
    assert [item[0] for item in found] == [str(path)]
    assert code.is_unchanged(found)
    os.utime(path, (1, 1))
    assert code.is_unchanged(found)
    path.write_text("A = 2\n", "utf-8")
    assert not code.is_unchanged(found)
    path.unlink()
    assert not code.is_unchanged(found)
    assert code.loaded(now) is None, "it is not where it was imported from"


def test_a_rule_pack_that_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is imported, files of entry points tell which packs there are."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    without = code.interpreter()
    points = "pack-1.0.dist-info/entry_points.txt"
    written(tmp_path, {points: "[supertokens_lint.rules]\na = a:RULES\n"})
    first = code.interpreter()
    written(tmp_path, {points: "[supertokens_lint.rules]\na = b:RULES\n"})
    second = code.interpreter()
    assert len({without, first, second}) == 3
    assert code.interpreter() == second
