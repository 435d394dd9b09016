"""A repository's own configuration makes git run nothing, whatever the linter asks it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import histories
from security import audited, hostile_system

_KEYS = (
    "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.askPass",
    "core.alternateRefsCommand", "diff.external", "diff.evil.textconv", "diff.evil.command",
    "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "merge.evil.driver",
    "gpg.program", "gpg.ssh.program", "credential.helper", "sequence.editor", "pager.ls-files",
    "pager.rev-list", "pager.cat-file", "alias.ls-files", "alias.rev-parse", "interactive.diffFilter",
    "uploadpack.packObjectsHook", "trailer.x.command", "browser.x.cmd", "diff.tool", "help.browser",
)  # fmt: skip
_HOOKS = ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout")


def _hostile(root: Path, trace: Path) -> None:
    program = root / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch {trace}\ncat\n")
    program.chmod(0o755)
    (root / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    config = [f'[include]\n\tpath = {root}/more.cfg\n[filter "evil"]\n\trequired = true\n']
    for key in _KEYS:
        section, _, name = key.rpartition(".")
        head, _, sub = section.partition(".")
        title = f'[{head} "{sub}"]' if sub else f"[{head}]"
        config.append(f"{title}\n\t{name} = {program}\n")
    hooks = root / "hooks"
    hooks.mkdir()
    for hook in _HOOKS:
        (hooks / hook).write_text(program.read_text())
        (hooks / hook).chmod(0o755)
    config.append(f"[core]\n\thooksPath = {hooks}\n\trepositoryFormatVersion = 1\n")
    config.append(
        "[extensions]\n\tpartialClone = origin\n"
        f'[remote "origin"]\n\turl = ext::{program}\n\tpromisor = true\n\tuploadpack = {program}\n'
    )
    (root / "more.cfg").write_text(f'[filter "late"]\n\tclean = {program}\n\tprocess = {program}\n')
    with (root / ".git/config").open("a") as stream:
        stream.write("".join(config))


@pytest.mark.parametrize(
    "command",
    [["check"], ["check", "--staged"], ["check", "--fix"], ["check", "--diff"], ["inspect"],
     ["baseline"], ["contract"], ["init", "--dry-run"]],
    ids=" ".join,
)  # fmt: skip
def test_the_configuration_of_a_repository_runs_nothing(tmp_path: Path, command: list[str]) -> None:
    """Neither filters, hooks, monitors, pagers, aliases nor remotes, in any command."""
    root, trace = tmp_path / "project", tmp_path / "trace"
    texts = hostile_system.files()
    cookie = 'Session.init({ olderCookieDomain: "", cookieDomain: ".example.com" })'
    hostile_system.write(root, texts)
    histories.commit(root, "before")
    api = texts["api/index.js"].replace("Session.init()", cookie)
    hostile_system.write(root, {"api/index.js": api})
    histories.commit(root, "now")
    hostile_system.write(root, {"api/index.js": f"{api}// staged\n"})
    subprocess.run(["git", "-C", str(root), "add", "api"], check=True)
    hostile_system.write(root, {"api/index.js": f"{api}// not staged\n"})
    _hostile(root, trace)
    found = audited.run(command, root, tmp_path / "notes")
    assert found.status in (0, 1), found.err
    assert "internal error" not in found.err
    assert not trace.exists()
    assert {Path(program).name for program in found.programs} <= {"git"}
    assert found.others == []


def test_git_itself_would_have_run_them(tmp_path: Path) -> None:
    """The trap works: a plain ``git status`` runs the filter or the monitor."""
    root, trace = tmp_path / "project", tmp_path / "trace"
    hostile_system.write(root, hostile_system.files())
    histories.commit(root)
    _hostile(root, trace)
    (root / "api/index.js").write_text("changed\n")
    subprocess.run(["git", "status"], cwd=root, capture_output=True, check=False)
    assert trace.exists()


def test_a_program_in_the_working_directory_is_not_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems look there first."""
    root, trace = tmp_path / "project", tmp_path / "trace"
    hostile_system.write(root, hostile_system.files())
    histories.commit(root)
    (root / "git").write_text(f"#!/bin/sh\ntouch {trace}\n")
    (root / "git").chmod(0o755)
    found = audited.run(["check"], root, tmp_path / "notes", {"PATH": f".:{root}"})
    assert found.status == 1
    assert not trace.exists()
