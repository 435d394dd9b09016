from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import SourceText
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.jslocks import exact_version, locked_version
from supertokens_lint.workspace.packagejson import read_package_json
from supertokens_lint.workspace.packages import Packages, PackageVersion
from supertokens_lint.workspace.pylocks import go_module_version, locked_python_version
from supertokens_lint.workspace.pyrequirements import (
    read_pipfile,
    read_pyproject,
    read_requirements,
    read_setup_cfg,
)
from supertokens_lint.workspace.workspace import Workspace

NAME = "supertokens-auth-react"
NPM_3 = """{"lockfileVersion": 3, "packages": {
  "": {"dependencies": {"supertokens-auth-react": "^0.44.0"}},
  "apps/web/node_modules/supertokens-auth-react": {
    "version": "0.45.1", "resolved": "x"},
  "node_modules/supertokens-auth-react": {"version": "0.44.0"},
  "node_modules/x/node_modules/supertokens-auth-react": {"version": "0.1.0"}}}"""
NPM_1 = """{"lockfileVersion": 1, "dependencies": {
    "a": {"version": "1.0.0", "dependencies": {
        "supertokens-auth-react": {
          "version": "0.1.0"}}},
  "supertokens-auth-react": {
    "version": "0.44.0"}}}"""
PNPM_9 = """lockfileVersion: '9.0'
importers:
  .:
    devDependencies:
      supertokens-auth-react: {specifier: ^0.44.0, version: 0.44.0(react@18.0.0)}
  apps/web:
    dependencies:
      supertokens-auth-react:
        specifier: ^0.45.0
        version: 0.45.1
packages:
  /broken: [
"""
PNPM_5 = """lockfileVersion: 5.4
specifiers: {supertokens-auth-react: ^0.44.0}
dependencies:
  supertokens-auth-react: 0.44.0_zula6vjvt3
"""
YARN_1 = """# yarn lockfile v1


"supertokens-auth-react@^0.44.0", supertokens-auth-react@~0.44.0:
  version "0.44.0"
  resolved "x"

supertokens-auth-react@^0.45.0:
  version "0.45.1"

supertokens-auth-react-extra@^1.0.0:
  version "9.9.9"
"""
YARN_BERRY = """__metadata:
  version: 6

"supertokens-auth-react@npm:^0.44.0":
  version: 0.44.0
  resolution: "supertokens-auth-react@npm:0.44.0"
"""
BUN = '{"packages": {"supertokens-auth-react": ["supertokens-auth-react@0.44.0", "", {}, "s"],}}'


@pytest.mark.parametrize(
    ("kind", "lock", "folder", "specifier", "version"),
    [
        (FileKind.NPM_LOCK, NPM_3, "", None, "0.44.0"),
        (FileKind.NPM_LOCK, NPM_3, "apps/web", None, "0.45.1"),
        (FileKind.NPM_LOCK, NPM_3, "apps/api", None, "0.44.0"),
        (FileKind.NPM_LOCK, NPM_1, "", None, "0.44.0"),
        (FileKind.PNPM_LOCK, PNPM_9, "", None, "0.44.0"),
        (FileKind.PNPM_LOCK, PNPM_9, "apps/web", None, "0.45.1"),
        (FileKind.PNPM_LOCK, PNPM_9, "apps/api", None, None),
        (FileKind.PNPM_LOCK, PNPM_5, "", None, "0.44.0"),
        (FileKind.YARN_LOCK, YARN_1, "", "~0.44.0", "0.44.0"),
        (FileKind.YARN_LOCK, YARN_1, "", "^0.45.0", "0.45.1"),
        (FileKind.YARN_LOCK, YARN_1, "", "^0.46.0", None),
        (FileKind.YARN_LOCK, YARN_BERRY, "", "^0.44.0", "0.44.0"),
        (FileKind.YARN_LOCK, YARN_BERRY, "", None, "0.44.0"),
        (FileKind.BUN_LOCK, BUN, "", None, "0.44.0"),
        (FileKind.NPM_LOCK, NPM_3[:60], "", None, None),
        (FileKind.YARN_LOCK, YARN_1[:80], "", "^0.44.0", None),
    ],
)
def test_versions_in_javascript_lockfiles(
    kind: FileKind, lock: str, folder: str, specifier: str | None, version: str | None
) -> None:
    """Each format and version, nearest copy first; the place holds the version."""
    found = locked_version(SourceText("/l", lock), kind, NAME, folder, specifier)
    assert (found.version if found else None) == version
    if found is not None:
        assert found.version in lock[found.place.span.start : found.place.span.end]


UV = (
    'version = 1\n\n[[package]]\nname = "supertokens-python-extra"\nversion = "9.9"\n\n'
    '[[package]]\nname = "SuperTokens_Python"\nversion = "0.30.2"\nsource = { registry = "x" }\n'
)
PIPFILE_LOCK = (
    '{"default": {"supertokens-python": {"hashes": ["a"], "markers": "x", "version": "==0.30.2"}}}'
)


@pytest.mark.parametrize(
    ("kind", "lock"),
    [
        (FileKind.UV_LOCK, UV),
        (FileKind.POETRY_LOCK, UV.replace("\n", "\r\n")),
        (FileKind.PIPFILE_LOCK, PIPFILE_LOCK),
    ],
)
def test_versions_in_python_lockfiles(kind: FileKind, lock: str) -> None:
    """Names compare as PEP 503 says, and only whole."""
    found = locked_python_version(SourceText("/l", lock), kind, "supertokens-python")
    assert found is not None
    assert found.version == "0.30.2"
    assert lock[found.place.span.start : found.place.span.end] == "0.30.2"
    assert locked_python_version(SourceText("/l", lock), kind, "fastapi") is None


def test_go_modules() -> None:
    """Single and grouped requirements, with a major version in the path."""
    written = (
        "module x\nrequire (\n\tgithub.com/a/b v1.2.3 // indirect\n)\nrequire c.d/e/v2 v2.0.0-rc1\n"
    )
    source = SourceText("/go.mod", written)
    for module, version in (("github.com/a/b", "1.2.3"), ("c.d/e", "2.0.0-rc1")):
        found = go_module_version(source, module)
        assert found is not None
        assert found.version == version
    assert go_module_version(source, "github.com/a") is None


def test_requirements_files() -> None:
    """Extras, markers, hashes, comments, URLs, includes and continuations."""
    written = (
        "# note\n-r base.txt\n--index-url https://x\nSuperTokens_Python[a,b] == 0.30.1 ; python_version>'3'"
        " # why\nfastapi>=0.1,<2 \\\n    --hash=sha256:abc\nflask\n-e .\nx @ https://h/x.whl\n"
        "uvicorn (>=0.2)\n./local.whl\r\ndjango==4.*\n\\\n"
    )
    file = read_requirements(SourceText("/p/requirements.txt", written))
    assert file.includes == ("/p/base.txt",)
    assert [(item.name, item.specifier, item.exact) for item in file.requirements] == [
        ("supertokens-python", "== 0.30.1", "0.30.1"),
        ("fastapi", ">=0.1,<2", None),
        ("flask", "", None),
        ("x", "", None),
        ("uvicorn", ">=0.2", None),
        ("django", "==4.*", None),
    ]
    span = file.requirements[0].place.span
    assert written[span.start : span.end].startswith("SuperTokens_Python[a,b] == 0.30.1")


def test_pyproject_files() -> None:
    """Every table in which tools keep dependencies."""
    written = """
[project]
dependencies = ["supertokens-python>=0.30", "fastapi"]
[project.optional-dependencies]
web = ["flask==3.0.0"]
[dependency-groups]
dev = ["pytest", {include-group = "lint"}]
[tool.uv]
dev-dependencies = ["ruff"]
[tool.poetry.dependencies]
python = "^3.10"
Django = {version = "^4.2", extras = ["x"]}
[tool.poetry.group.test.dependencies]
httpx = "*"
"""
    file = read_pyproject(SourceText("/p/pyproject.toml", written))
    assert [(item.name, item.specifier, item.group) for item in file.requirements] == [
        ("supertokens-python", ">=0.30", ""),
        ("fastapi", "", ""),
        ("flask", "==3.0.0", "web"),
        ("pytest", "", "dev"),
        ("ruff", "", "dev"),
        ("django", "^4.2", ""),
        ("httpx", "", "test"),
    ]
    shown = [written[item.place.span.start : item.place.span.end] for item in file.requirements]
    assert shown[0] == "supertokens-python>=0.30"
    assert shown[5] == 'Django = {version = "^4.2", extras = ["x"]}'


def test_pipfile_and_setup_cfg() -> None:
    """Older ways to say the same."""
    pipfile = read_pipfile(SourceText("/p/Pipfile", '[packages]\nflask = "*"\nx = "==1.0"\n'))
    assert [(item.name, item.specifier) for item in pipfile.requirements] == [
        ("flask", ""),
        ("x", "==1.0"),
    ]
    written = "[options]\ninstall_requires =\n    supertokens-python==0.20.0\n    flask\n"
    setup = read_setup_cfg(SourceText("/p/setup.cfg", written))
    assert [(item.name, item.exact) for item in setup.requirements] == [
        ("supertokens-python", "0.20.0"),
        ("flask", None),
    ]


@pytest.mark.parametrize(
    "read",
    [read_requirements, read_pyproject, read_pipfile, read_setup_cfg, read_package_json],
)
@given(written=st.text(alphabet='[]{}"=\n\\#-r ;@a1,:<>', max_size=60))
def test_any_text_gives_requirements_or_a_reader_error(
    read: Callable[[SourceText], object], written: str
) -> None:
    """Nothing else is raised."""
    with contextlib.suppress(ReaderError):
        read(SourceText("/p/x", written))


@pytest.mark.parametrize(
    ("specifier", "version"),
    [
        ("1.2.3", "1.2.3"),
        ("=1.2.3", "1.2.3"),
        ("v1.2.3-b", "1.2.3-b"),
        ("^1.2.3", None),
        ("1.2", None),
    ],
)
def test_specifiers_for_one_version(specifier: str, version: str | None) -> None:
    """Ranges and tags name none."""
    assert exact_version(specifier) == version


def test_package_json() -> None:
    """Dependencies with places, scripts, workspaces in both forms."""
    written = (
        '{"name": "a", "type": "module", "scripts": {"dev": "vite --port 3000"},\n'
        ' "dependencies": {"axios": "^1.0.0"}, "devDependencies": {"vite": "5"},\n'
        ' "workspaces": {"packages": ["apps/*"]}}'
    )
    package = read_package_json(SourceText("/p/package.json", written))
    assert (package.name, package.module_type, package.workspaces) == ("a", "module", ("apps/*",))
    assert package.scripts["dev"].command == "vite --port 3000"
    dependency = package.dependency("axios")
    assert dependency is not None
    assert written[dependency.place.span.start : dependency.place.span.end] == '"^1.0.0"'
    assert package.depends_on("vite", "x")
    assert not package.depends_on("react")


@pytest.mark.parametrize("written", ["[]", "{}", '{"dependencies": [], "scripts": "x"}', '"a"'])
def test_manifests_of_other_shapes_are_empty(written: str) -> None:
    """No shape is an error."""
    package = read_package_json(SourceText("/p/package.json", written))
    assert (package.dependencies, dict(package.scripts)) == ((), {})


def versions(found: tuple[PackageVersion, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(item.kind, item.version, item.specifier) for item in found]


def test_the_lockfile_comes_before_the_manifest() -> None:
    """Both are told; without a lockfile the range is what is known."""
    manifest = '{"dependencies": {"supertokens-auth-react": "^0.44.0"}}'
    locked = Packages(
        Workspace.in_memory({"package.json": manifest, "package-lock.json": NPM_3, "src/a.ts": ""})
    )
    assert versions(locked.js("/system/src/a.ts", NAME)) == [
        ("lock", "0.44.0", "^0.44.0"),
        ("manifest", None, "^0.44.0"),
    ]
    free = Packages(Workspace.in_memory({"package.json": manifest, "src/a.ts": ""}))
    assert versions(free.js("/system/src", NAME)) == [("manifest", None, "^0.44.0")]
    assert free.js("/system/src/a.ts", "axios") == ()


def test_the_lockfile_of_a_monorepo_wins() -> None:
    """A stale lockfile of a member is not what is installed."""
    packages = Packages(
        Workspace.in_memory(
            {
                "package.json": '{"workspaces": ["apps/*"]}',
                "package-lock.json": NPM_3,
                "apps/web/package.json": (
                    '{"name": "web", "dependencies": {"supertokens-auth-react": "^0.45.0"}}'
                ),
                "apps/web/package-lock.json": NPM_3.replace("0.44.0", "0.1.0"),
                "apps/web/a.ts": "",
            }
        )
    )
    assert versions(packages.js("/system/apps/web/a.ts", NAME))[0] == ("lock", "0.45.1", "^0.45.0")


def test_a_package_that_only_another_one_needs() -> None:
    """It is locked though no manifest names it."""
    packages = Packages(
        Workspace.in_memory({"package.json": "{}", "package-lock.json": NPM_3, "a.ts": ""})
    )
    assert versions(packages.js("/system/a.ts", NAME)) == [("lock", "0.44.0", None)]


def test_python_versions_from_the_nearest_folder() -> None:
    """Lockfile, exact pins, ranges; includes are followed and circles end."""
    packages = Packages(
        Workspace.in_memory(
            {
                "requirements.txt": "supertokens-python==0.1.0\n",
                "api/pyproject.toml": '[project]\ndependencies = ["supertokens_python>=0.30"]\n',
                "api/uv.lock": UV,
                "api/requirements.txt": "-r more.in\n",
                "api/more.in": "-r requirements.txt\nsupertokens-python==0.12.0\n",
                "api/app/main.py": "",
            }
        )
    )
    assert versions(packages.python("/system/api/app/main.py", "supertokens-python")) == [
        ("lock", "0.30.2", ">=0.30"),
        ("manifest", "0.12.0", "==0.12.0"),
        ("manifest", None, ">=0.30"),
    ]
    assert packages.python("/system/api/app/main.py", "flask") == ()


def test_go_versions() -> None:
    """From the nearest go.mod."""
    packages = Packages(
        Workspace.in_memory({"go.mod": "module x\nrequire a.b/c v0.17.5\n", "cmd/main.go": ""})
    )
    assert versions(packages.go("/system/cmd/main.go", "a.b/c")) == [("lock", "0.17.5", "v0.17.5")]
    assert packages.go("/system/cmd/main.go", "a.b/d") == ()


def test_a_broken_lockfile_is_a_problem() -> None:
    """The manifest still says its range."""
    workspace = Workspace.in_memory(
        {
            "package.json": '{"dependencies": {"supertokens-auth-react": "^0.44.0"}}',
            "pnpm-lock.yaml": "importers: [",
            "a.ts": "",
        }
    )
    found = Packages(workspace).js("/system/a.ts", NAME)
    assert versions(found) == [("manifest", None, "^0.44.0")]
    assert [problem.path for problem in workspace.problems] == ["/system/pnpm-lock.yaml"]


@pytest.mark.parametrize(
    ("packages", "version"),
    [
        ("  /agent-base/4.2.1:\n    dependencies: {}\n", "4.2.1"),
        ("  /agent-base@4.2.1(x@1.0.0):\n    dev: false\n", "4.2.1"),
        ("  agent-base@4.2.1:\n    resolution: {}\nsnapshots:\n  agent-base@4.2.1: {}\n", "4.2.1"),
        ("  /agent-base@4.2.1:\n    dev: true\n", None),
        ("  agent-base@4.2.1: {}\n  agent-base@6.0.2: {}\n", None),
        ("  '@x/agent-base@4.2.1': {}\n  x@1.0.0:\n    agent-base@4.2.1: {}\n", None),
    ],
)
def test_what_a_pnpm_lockfile_has_for_others(packages: str, version: str | None) -> None:
    """A package that only others ask for has the one version of the list of packages."""
    for head, expected in (
        ("importers:\n  .:\n    dependencies: {}\n", version),
        ("dependencies:\n  x: 1.0.0\n", version),
        ("importers:\n  web: {}\n  api: {}\n", None),
    ):
        source = SourceText("/pnpm-lock.yaml", f"{head}packages:\n{packages}")
        found = locked_version(source, FileKind.PNPM_LOCK, "agent-base", "", None)
        assert (found.version if found else None) == expected
