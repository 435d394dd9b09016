"""The extension for Visual Studio Code: what it is made of, and that it can be built."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from supertokens_lint import __version__
from supertokens_lint.server import settings

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "editors" / "vscode"
NPM = shutil.which("npm")
IS_INSTALLED = NPM is not None and (EXTENSION / "node_modules" / ".installed").exists()

needs_npm = pytest.mark.skipif(
    not IS_INSTALLED, reason="what builds the extension is not installed (make vscode)"
)


def _manifest() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text())
    return document


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the extension to build in, with the packages that are installed."""
    target = tmp_path / "vscode"
    ignored = shutil.ignore_patterns("node_modules", "dist", "out")
    shutil.copytree(EXTENSION, target, ignore=ignored)
    (target / "node_modules").symlink_to(EXTENSION / "node_modules")
    return target


def _run(directory: Path, *arguments: str) -> str:
    assert NPM is not None
    done = subprocess.run(
        [NPM, *arguments], cwd=directory, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_npm
def test_the_extension_is_packed_with_all_that_it_needs_and_no_more(copy: Path) -> None:
    """One bundled script beside the manifest, the license and the page for the marketplace."""
    _run(copy, "run", "package")
    with zipfile.ZipFile(copy / "dist" / "supertokens-lint.vsix") as packed:
        names = set(packed.namelist())
        manifest = json.loads(packed.read("extension/package.json"))
        script = packed.read("extension/dist/extension.js").decode()
    assert names == {
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "extension/LICENSE.txt",
        "extension/dist/extension.js",
        "extension/package.json",
        "extension/readme.md",
    }
    assert manifest["main"] == "./dist/extension.js"
    required = set(re.findall(r'require\("([^"]+)"\)', script))
    assert "vscode" in required
    assert "vscode-languageclient/node" not in required


@needs_npm
def test_the_command_of_the_server_is_found(copy: Path) -> None:
    """The unit tests of the extension, which need no editor."""
    assert re.search(r"^# fail 0$", _run(copy, "test"), re.MULTILINE)


def test_the_extension_has_the_version_of_the_linter() -> None:
    """They are released together."""
    assert _manifest()["version"] == __version__
    assert json.loads((EXTENSION / "package-lock.json").read_text())["version"] == __version__


def test_every_setting_of_the_server_is_one_of_the_editor() -> None:
    """With the server's default and a description; the others concern the extension alone."""
    properties = _manifest()["contributes"]["configuration"]["properties"]
    own = {"path", "interpreter", "trace.server"}
    names = {name.removeprefix("supertokens-lint.") for name in properties}
    defaults = settings.Settings()
    for field in fields(defaults):
        head, *rest = field.name.split("_")
        name = head + "".join(word.title() for word in rest)
        assert name in names
        given = properties[f"supertokens-lint.{name}"]["default"]
        assert settings.read({name: given}) == (defaults, []), name
        own.add(name)
    assert names == own
    assert all(item["markdownDescription"].strip() for item in properties.values())


def test_the_lock_file_names_no_registry() -> None:
    """So that it can be installed from any."""
    text = (EXTENSION / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert "registry" not in text


def test_no_program_of_an_untrusted_workspace_is_run() -> None:
    """Settings that name programs do not count there."""
    trust = _manifest()["capabilities"]["untrustedWorkspaces"]
    assert trust["supported"] == "limited"
    assert set(trust["restrictedConfigurations"]) == {
        "supertokens-lint.path",
        "supertokens-lint.interpreter",
    }
