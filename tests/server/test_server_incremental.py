"""A run that keeps what has not changed finds what a run from nothing finds."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editing import API, BACKEND, FILES, FRONTEND, WEB
from supertokens_lint.server.analysis import Analyser, Analysis, Snapshot, SupersededError
from supertokens_lint.server.buffers import Buffer, uri_of
from supertokens_lint.server.settings import Settings

TEXTS: dict[str, list[str | None]] = {
    WEB: [
        FRONTEND,
        FRONTEND.replace('"/auth"', 'import.meta.env.VITE_PATH ?? "/api/auth"'),
        FRONTEND[:300],
        None,
    ],
    API: [
        BACKEND,
        BACKEND.replace('"/api/auth"', "process.env.BASE_PATH"),
        BACKEND.replace('"/api/auth"', 'require("./path").default'),
        BACKEND + "const x = {",
    ],
    "api/path.js": ['exports.default = "/auth";\n', 'exports.default = "/x";\n', "\0", None],
    "api/.env": ["BASE_PATH=/auth\n", "BASE_PATH=/v2\n", None],
    "api/settings.py": ["import supertokens_python\n", "def (", None],
    "web/package.json": [FILES["web/package.json"], "{", None],
    ".gitignore": ["web/\n", "*.env\n", None],
}
STEPS = st.lists(
    st.sampled_from(sorted(TEXTS)).flatmap(
        lambda path: st.tuples(st.just(path), st.sampled_from(TEXTS[path]), st.booleans())
    ),
    min_size=1,
    max_size=4,
)


def _run(
    analyser: Analyser, root: Path, buffers: dict[str, Buffer], *, relist: bool = True
) -> Analysis:
    return analyser.run(Snapshot((root.as_posix(),), dict(buffers), Settings(), relist), Event())


def _write(path: Path, text: str | None, clock: int) -> None:
    if text is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, ns=(clock * 10**9, clock * 10**9))


def _found(analysis: Analysis) -> object:
    report = analysis.report
    return [
        (finding.code, finding.message, [(p.path, p.span) for p in finding.places])
        for finding in report.findings
    ], sorted(report.summary.problems)


@settings(deadline=None, max_examples=12, derandomize=True)
@given(STEPS)
def test_whatever_is_changed_nothing_old_is_left(
    steps: list[tuple[str, str | None, bool]],
) -> None:
    """On disk or in the editor; files that come, go and do not parse included."""
    with TemporaryDirectory() as directory:
        root = Path(directory).resolve()
        for name, original in FILES.items():
            _write(root / name, original, 1)
        analyser = Analyser()
        buffers: dict[str, Buffer] = {}
        _run(analyser, root, buffers)
        for clock, (name, text, typed) in enumerate(steps, 2):
            path = (root / name).as_posix()
            if typed and text is not None:
                buffers[path] = Buffer(uri_of(path), text, clock)
            else:
                buffers.pop(path, None)
                _write(root / name, text, clock)
            assert _found(_run(analyser, root, buffers)) == _found(_run(Analyser(), root, buffers))


def test_without_a_new_list_changed_texts_count(root: Path) -> None:
    """And what other files said is not read again."""
    analyser = Analyser()
    first = _run(analyser, root, {})
    assert [finding.code for finding in first.report.findings] == ["ST114"]
    _write(root / API, BACKEND.replace("/api/auth", "/auth"), 5)
    second = _run(analyser, root, {}, relist=False)
    assert not second.report.findings
    assert first.workspace is not None
    assert second.workspace is not None
    web = (root / WEB).as_posix()
    api = (root / API).as_posix()
    assert second.workspace.module(web) is first.workspace.module(web)
    assert second.workspace.module(api) is not first.workspace.module(api)


def test_a_run_ends_when_it_is_superseded(root: Path) -> None:
    """At its next step or file; the run after it is whole."""
    analyser = Analyser()
    superseded = Event()
    superseded.set()
    with pytest.raises(SupersededError):
        analyser.run(Snapshot((root.as_posix(),), {}, Settings()), superseded)
    assert [f.code for f in _run(analyser, root, {}).report.findings] == ["ST114"]


ALIASED = {
    **FILES,
    WEB: 'import { path } from "@settings";\n' + FRONTEND.replace('"/auth"', "path"),
    "web/tsconfig.json": '{"compilerOptions": {"paths": {"@settings": ["./one.ts"]}}}',
    "web/vite.config.js": "export default {};\n",
    "web/one.ts": 'export const path = "/auth";\n',
    "web/two.ts": 'export const path = "/api/auth";\n',
}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("web/tsconfig.json", ALIASED["web/tsconfig.json"].replace("one", "two")),
        (WEB, ALIASED[WEB].replace("@settings", "../two")),
        (WEB, ALIASED[WEB].replace('"@settings"', '"./none"')),
        ("web/one.ts", 'export { path } from "./two";\n'),
        (
            "web/vite.config.js",
            'export default { resolve: { alias: { "@settings": "/two.ts" } } };\n',
        ),
    ],
)
def test_imports_that_lead_elsewhere(tmp_path: Path, name: str, text: str) -> None:
    """By another text of what imports, of what it imports, or of what configures paths."""
    for file, original in ALIASED.items():
        _write(tmp_path / file, original, 1)
    analyser = Analyser()
    _run(analyser, tmp_path, {})
    path = (tmp_path / name).as_posix()
    buffers = {path: Buffer(uri_of(path), (tmp_path / name).read_text(), 1)}
    before = _found(_run(analyser, tmp_path, buffers))
    buffers = {path: Buffer(uri_of(path), text, 2)}
    after = _found(_run(analyser, tmp_path, buffers, relist=False))
    assert after == _found(_run(Analyser(), tmp_path, buffers))
    assert (after != before) is ("alias" not in text)


def test_paths_that_an_ignored_file_configures(tmp_path: Path) -> None:
    """Git ignores it, and a change of it counts all the same, each time."""
    files = {
        **ALIASED,
        ".gitignore": "paths.json\n",
        "web/tsconfig.json": '{"extends": "./paths.json"}',
        "web/paths.json": ALIASED["web/tsconfig.json"],
    }
    for file, original in files.items():
        _write(tmp_path / file, original, 1)
    (tmp_path / ".git").mkdir()
    analyser = Analyser()
    told = [_found(_run(analyser, tmp_path, {}))]
    for clock, target in enumerate(("one", "two", "two", "one"), 2):
        _write(tmp_path / "web/paths.json", files["web/paths.json"].replace("one", target), clock)
        told.append(_found(_run(analyser, tmp_path, {}, relist=False)))
        assert told[-1] == _found(_run(Analyser(), tmp_path, {}))
    assert told[0] == told[1] == told[4] != told[2] == told[3]


def test_new_files_are_listed_after_a_run_that_was_to_list_them_ended_early(
    tmp_path: Path,
) -> None:
    """What is new is not forgotten because something newer came."""
    for file, original in FILES.items():
        _write(tmp_path / file, original, 1)
    analyser = Analyser()
    _run(analyser, tmp_path, {})
    _write(tmp_path / "web/other.ts", "export {};\n", 2)
    superseded = Event()
    superseded.set()
    with pytest.raises(SupersededError):
        analyser.run(Snapshot((tmp_path.as_posix(),), {}, Settings(), True), superseded)
    later = _run(analyser, tmp_path, {}, relist=False).workspace
    assert later is not None
    assert (tmp_path / "web/other.ts").as_posix() in later.entries
