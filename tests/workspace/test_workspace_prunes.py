from __future__ import annotations

import pytest

from supertokens_lint.workspace.minified import is_minified, is_minified_name
from supertokens_lint.workspace.workspace import Workspace

SOURCE = "export const a = 1\n"


def listed(*names: str) -> set[str]:
    """Return which of some files are listed, by their relative paths."""
    workspace = Workspace.in_memory(dict.fromkeys(names, SOURCE), root="/w")
    return {path.removeprefix("/w/") for path in workspace.entries}


@pytest.mark.parametrize(
    "pruned",
    [
        "node_modules/x/index.js",
        "a/node_modules/.vite/deps/x.js",
        ".next/server/app.js",
        "web/.svelte-kit/output/a.js",
        "backend/__pycache__/a.py",
        "lib/python3.11/site-packages/supertokens_python/init.py",
        ".history/src/a_2024.ts",
        "app.egg-info/a.py",
    ],
)
def test_folders_of_tools_are_pruned_by_name(pruned: str) -> None:
    """Dependencies and caches are left out at any depth; what stands beside them stays."""
    assert listed(pruned, "src/a.ts") == {"src/a.ts"}


def test_a_committed_virtual_environment_is_pruned_whatever_its_name() -> None:
    """``pyvenv.cfg`` marks one (PEP 405)."""
    assert listed("tools/py/pyvenv.cfg", "tools/py/a/b.py", "a.py") == {"a.py"}


def test_a_virtual_environment_without_its_marker_is_known_by_its_library() -> None:
    """Some repositories commit only parts of one."""
    assert listed("backend/venv/lib/python3.9/os.py", "backend/a.py") == {"backend/a.py"}
    assert listed("env/bin/activate", "env/x.py", "a.py") == {"a.py"}


def test_a_source_folder_called_env_stays() -> None:
    """Many projects keep their environment module in one."""
    assert listed("src/env/index.ts") == {"src/env/index.ts"}


@pytest.mark.parametrize(
    "output",
    [
        ("build/index.html", "build/static/js/main.3f2a9c1b.js"),
        ("build/asset-manifest.json", "build/app.js"),
        ("dist/index.html", "dist/assets/index-BxK3d9aQ.js"),
        ("out/index.html", "out/_next/static/a.js"),
        ("out/main.js", "out/main.js.map"),
        ("public/build/bundle.js", "public/build/bundle.css"),
        ("build/config.js", "build/config.d.ts"),
        ("dist/a.js", "package.json"),
        ("build/server.js", "src/server.ts", "package.json"),
    ],
)
def test_build_output_is_known_by_what_lies_in_it(output: tuple[str, ...]) -> None:
    """Bundles, maps, declarations and mirrors of sources are signs of a tool."""
    kept = {name for name in output if not name.startswith(("build/", "dist/", "out/", "public/"))}
    assert listed(*output, "keep.ts") == {*kept, "keep.ts"}


@pytest.mark.parametrize(
    "source",
    [
        ("build/webpack.config.js", "package.json"),
        ("src/build/index.ts",),
        ("build/steps.py", "package.json"),
        ("out/handler.js",),
        ("src/dist/normal.ts", "src/package.json"),
        ("lib/index.js", "package.json"),
        ("coverage/policy.ts",),
        ("vendor/orders.py",),
    ],
)
def test_source_folders_with_such_names_stay(source: tuple[str, ...]) -> None:
    """A folder is not output because of its name alone."""
    assert listed(*source) == set(source)


def test_setuptools_output_is_pruned() -> None:
    """``build/lib`` beside a setup.py is a copy of the package."""
    assert listed("build/lib/app/a.py", "setup.py", "app/a.py") == {"setup.py", "app/a.py"}


def test_go_and_php_vendor_folders_are_pruned() -> None:
    """Their own marker files tell them."""
    assert listed("vendor/modules.txt", "vendor/x/a.go", "main.go") == {"main.go"}


def test_minified_code_is_no_candidate() -> None:
    """Neither by name nor by content; a long line of data does not make code minified."""
    bundle = ("!function(a,b){return a(b),b=c;}(d,e);" * 400).encode()
    image = b'export const api = "x"\nexport const logo = "' + b"iVBORw0KGgo" * 900 + b'"\n'
    assert is_minified(bundle)
    assert not is_minified(image)
    assert not is_minified(b"const a = 1;\n" * 2000)
    assert is_minified_name("jquery.min.js")
    assert not is_minified_name("admin.js")
    workspace = Workspace.in_memory(
        {"a.js": b"supertokens;" + bundle, "b.js": image + b"supertokens"}
    )
    assert [entry.name for entry in workspace.mentioning(b"supertokens")] == ["b.js"]
