"""No file makes the linter work for long, or fill the memory: work is counted in calls."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from linting import installed
from security import audited, hostile_system
from stepping import bulk, counted
from supertokens_lint.config import Config
from supertokens_lint.engine import Run
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions
from supertokens_lint.topology import build
from supertokens_lint.workspace.interpolation import MAX_LENGTH, Style, parse_interpolation
from supertokens_lint.workspace.workspace import Workspace

MANY = 6_000_000
"""Calls: the small system alone takes about a twentieth."""


def _lint(files: Mapping[str, str]) -> str:
    workspace = Workspace.in_memory(files)
    system = build(workspace, Config())
    project = WorkspaceProject(workspace, system)
    rules = installed()
    run = Run(project, system, rules, rules.rules, Config(), "/system", Progress())
    report = run.report()
    return "".join(render(name, report, RenderOptions()) for name in ("text", "json", "html"))


def _bounded(files: Mapping[str, str]) -> str:
    shown, _ = counted(lambda: _lint({**hostile_system.files(), **files}), MANY)
    assert len(shown) < 5_000_000
    return shown


_ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n"
    for n in range(1, 30)
)
_TABLES = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{p: *a{n - 1}, q: *a{n - 1}, r: *a{n - 1}, http: *a{n - 1}}}\n"
    for n in range(1, 30)
)
_YAML_FILES = {
    "docker-compose.yml": "services: %s\n",
    "compose.prod.yaml": "services: {web: {environment: %s, ports: %s, build: %s}}\n",
    "envoy.yaml": "static_resources: {listeners: %s, clusters: %s}\nname: envoy.filters.http.cors\n",
    "traefik.yml": "http: {routers: %s, middlewares: %s, services: %s}\n",
    "serverless.yml": "provider: {name: aws, httpApi: %s}\nfunctions: %s\nresources: %s\n",
    "template.yaml": "AWSTemplateFormatVersion: x\nTransform: AWS::Serverless-2016-10-31\nResources: %s\n",
    "k8s.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: %s\nspec: {rules: %s}\n",
    "pnpm-workspace.yaml": "packages: %s\n",
    ".github/workflows/a.yml": "jobs: %s\nenv: %s\n",
    "pnpm-lock.yaml": "importers: %s\ndependencies: %s\n",
}  # fmt: skip


@pytest.mark.parametrize("name", _YAML_FILES)
@pytest.mark.parametrize("bomb", [_ALIASES, _TABLES], ids=["lists", "mappings"])
def test_aliases_do_not_multiply(name: str, bomb: str) -> None:
    """Thirty levels, each with the one before many times, wherever a reader looks for data."""
    shape = _YAML_FILES[name]
    _bounded({name: bomb + shape.replace("%s", "*a29")})


def test_interpolation_does_not_multiply() -> None:
    """Neither from one variable to the next nor within one text."""
    doubled = "A0=xxxxxxxxxx\n" + "".join(
        f"A{n}=${{A{n - 1}}}${{A{n - 1}}}\n" for n in range(1, 60)
    )
    _bounded({"web/.env": f"{doubled}API=${{A59}}\n", ".env": doubled})
    services = "".join(f"      A{n}: ${{A{n}}}${{A{n}:-${{A{n}}}}}\n" for n in range(60))
    _bounded({".env": doubled, "compose.yaml": f"services:\n  web:\n    environment:\n{services}"})
    text = parse_interpolation("${A}" * 20_000, Style.COMPOSE)
    (found, _) = counted(lambda: text.expand(lambda _: "x" * MAX_LENGTH), 500_000)
    assert found.value is not None
    assert len(found.value) <= MAX_LENGTH
    assert bulk(found, 100_000)


_GROWING = {
    "doubling": "const a0 = 'xxxxxxxxxx';\n"
    + "".join(f"const a{n} = a{n - 1} + a{n - 1};\n" for n in range(1, 60))
    + "const domain = a59;\n",
    "variables": "const a0 = process.env.A59;\n"
    + "".join(f"const a{n} = a{n - 1} + a{n - 1};\n" for n in range(1, 40))
    + "const domain = a39;\n",
    "templates": "const a0 = 'xxxxxxxxxx';\n"
    + "".join(f"const a{n} = `${{a{n - 1}}}${{a{n - 1}}}${{a{n - 1}}}`;\n" for n in range(1, 60))
    + "const domain = a59;\n",
    "lists": "const a0 = ['x', 'x'];\n"
    + "".join(f"const a{n} = [...a{n - 1}, ...a{n - 1}];\n" for n in range(1, 60))
    + "const domain = a59.join('');\n",
    "objects": "const a0 = {x: 1};\n"
    + "".join(f"const a{n} = {{...a{n - 1}, y: a{n - 1}, z: a{n - 1}}};\n" for n in range(1, 60))
    + "const domain = a59.y.z.y.x;\n",
    "choices": "const domain = 'h'"
    + "".join(f" + (process.env.A{n} ? 'a{n}' : 'b{n}')" for n in range(60))
    + ";\n",
    "functions": "const f0 = (a) => a + a;\n"
    + "".join(f"const f{n} = (a) => f{n - 1}(f{n - 1}(a));\n" for n in range(1, 9))
    + "const domain = f8('x');\n",
    "repeat": "const domain = 'x'.repeat(1e9) + 'y'.padStart(2 ** 40) + 'z'.padEnd(999999999);\n",
    "numbers": "const domain = 9 ** 9 ** 9 ** 9 + (1 << 999999999) + '9'.repeat(99999) * 1;\n",
    "replace": "const domain = 'aaaa'.replaceAll('a', 'aaaaaaaaaaaaaaaaaaaa')"
    + ".replaceAll('a', 'aaaaaaaaaaaaaaaaaaaa')" * 12
    + ";\n",
    "patterns": "const domain = '" + "a" * 200 + "'.replace(/a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?"
    "a?a?a?a?a?a?a?a?a?b/, '').replace(/^a*a*a*a*b/, '').replace(/(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)"
    "(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)b/, '');\n",
    "products": "const a0 = 123456789;\n"
    + "".join(f"const a{n} = a{n - 1} * a{n - 1};\n" for n in range(1, 40))
    + "const domain = a39;\n",
    "digits": "const l = ['a']; const domain = l['" + "9" * 5000 + "'] + l['²'] + l['--1'] + parseInt('"
    + "9" * 5000 + "');\n",
    "cycle": "const a = b + b; const b = a + a; const domain = a;\n",
}  # fmt: skip
_HEAD = 'import SuperTokens from "supertokens-auth-react";\n'


@pytest.mark.parametrize("name", _GROWING)
def test_values_do_not_grow_without_end(name: str) -> None:
    """What code would make of small texts is not made here."""
    web = hostile_system.files("domain")["web/src/main.ts"]
    _bounded({"web/src/main.ts": _HEAD + _GROWING[name] + web})


_PYTHON = "from supertokens_python import init, InputAppInfo\n{}\ninit(app_info=InputAppInfo(app_name='a', api_domain=d))\n"


@pytest.mark.parametrize(
    "value",
    [
        "d = 'x' * 10**12",
        "d = ['x'] * 10**12",
        "d = 10 ** 10 ** 10 ** 10",
        "d = 1 << 10**12",
        "d = '{:>999999999}'.format('x')",
        "d = '%999999999d' % 1",
        "d = f'{1:>999999999}'",
        "d = 'x'.ljust(10**12).zfill(10**12).center(10**12)",
        "d = str(10 ** 5000) + '9' * 5000",
        "d = int('9' * 5000)",
        f"d = {'9' * 5000}",
        f"d = 'abc'[{'9' * 5000}:{'9' * 5000}]",
    ],
)
def test_python_values_do_not_grow_without_end(value: str) -> None:
    """Nor in Python, whose numbers have no end."""
    manifest = "supertokens-python==0.24.0\n"
    _bounded({"py/app.py": _PYTHON.format(value), "py/requirements.txt": manifest})


_DEEP = 20_000
_NESTED = {
    "package.json": '{"a":' * _DEEP,
    "web/package.json": "[" * _DEEP + "]" * _DEEP,
    "package-lock.json": '{"packages":' * _DEEP,
    "web/tsconfig.json": '{"extends":[' * _DEEP,
    "docker-compose.yml": "services: " + "{a: " * _DEEP,
    "compose.yaml": "- " * _DEEP,
    "web/src/deep.ts": _HEAD + "f(" * _DEEP,
    "api/deep.js": 'require("supertokens-node");' + "[{a:" * _DEEP,
    "py/deep.py": "import supertokens_python\nx = " + "(" * _DEEP,
    "go/deep.go": 'package a\nimport "github.com/supertokens/supertokens-golang/x"\nvar x = '
    + "[]T{" * _DEEP,
    "nginx.conf": "a {" * _DEEP,
    "Caddyfile": "a {\n" * _DEEP,
    "main.tf": "a {\n" * _DEEP + "b = [" * _DEEP,
    "httpd.conf": "<Location /a>\n" * _DEEP,
    "traefik.toml": "a = " + "[" * _DEEP,
    "pyproject.toml": "[" + "a." * _DEEP + "b]",
    "serverless.yml": "provider: {name: aws}\nx: " + "[" * _DEEP,
    "web/index.html": "<div>" * _DEEP + "<script>" * _DEEP,
    "web/a.vue": "<script>" * _DEEP,
}


@pytest.mark.parametrize("name", _NESTED)
def test_deep_nesting_costs_little(name: str) -> None:
    """Twenty thousand levels in any kind of file."""
    _bounded({name: _NESTED[name]})


_WIDE = {
    "package-lock.json": '{"packages": {'
    + ",".join(f'"node_modules/p{n}": {{"version": "1.0.0"}}' for n in range(20_000))
    + "}}",
    "yarn.lock": '"supertokens-auth-react@^1":\n' * 20_000,
    "poetry.lock": "[[package]]\n" + 'name = "supertokens-python"\n' * 20_000,
    "Pipfile.lock": '{"default": {' + '"supertokens-python": {"a": {},' * 20_000,
    "go.mod": "require github.com/supertokens/supertokens-golang v0.1.0\n" * 10_000,
    "pnpm-workspace.yaml": "packages: ['" + "*a" * 200 + "', '" + "**/" * 150 + "b']\n",
    "requirements.txt": "supertokens-python" + ">=1," * 20_000,
    ".env": "A=" + "${B}" * 40_000 + "\n" + "A${" * 20_000,
    "docker-compose.yml": "services: {web: {volumes: ['" + "${a" * 20_000 + "'], ports: ['"
    + "1-" * 20_000 + "', '1-60000:1-60000']}}\n",
    "api/Dockerfile": f"FROM a\nCOPY --from={'9' * 5000} a b\nCMD [{'9' * 5000}]\n",
    "web/.env": f"PORT={'9' * 5000}\n",
    "web/package.json": '{"dependencies": {"react-scripts": "' + "9" * 5000 + '", "cross-fetch": "'
    + "9" * 5000 + '", "supertokens-auth-react": "' + "9" * 5000 + '"}}',
    "Dockerfile": "FROM a\n" + "ENV A=$A$A$A$A\n" * 2_000,
}  # fmt: skip


@pytest.mark.parametrize("name", _WIDE)
def test_length_costs_little(name: str) -> None:
    """Long lists, many references, and globs that could be matched in many ways."""
    _bounded({name: _WIDE[name], "a" * 200 + "/package.json": '{"name": "x"}'})


_READ = (
    "package.json", ".env", "web/.env", "docker-compose.yml", "Dockerfile", "web/src/main.ts",
    "tsconfig.json", "nginx.conf", "yarn.lock", "pyproject.toml", "supertokens-lint.toml",
    ".gitignore", ".supertokens-lint-baseline.json", "contract.json",
)  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("is_repository", [False, True], ids=["folder", "repository"])
def test_pipes_are_never_opened(tmp_path: Path, is_repository: bool) -> None:
    """A pipe that nobody writes to would hold the run for ever."""
    root = tmp_path / "project"
    texts = hostile_system.files()
    hostile_system.write(root, texts)
    if is_repository:
        import histories  # noqa: PLC0415 - git is not asked for otherwise

        histories.commit(root)
    # Git itself waits for what is called .gitignore; it is stopped after two minutes.
    for name in sorted(set(_READ) - ({".gitignore"} if is_repository else set())):
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)
    for command in (["check"], ["inspect"], ["check", "--fix"]):
        found = audited.run([*command, str(root)], root, tmp_path / "notes")
        assert found.status in (0, 1, 2), found.err
        assert "internal error" not in found.err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices here")
@pytest.mark.parametrize("name", _READ)
def test_devices_are_not_read(tmp_path: Path, name: str) -> None:
    """A link to a device without an end is left alone, whatever it is called."""
    root = tmp_path / "project"
    hostile_system.write(root, hostile_system.files())
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to("/dev/zero")
    found = audited.run(["check", str(root)], root, tmp_path / "notes")
    assert found.status in (0, 1, 2), found.err
    assert "internal error" not in found.err
    assert not [items for _, items in found.events if items and items[0] == "/dev/zero"]


def test_a_contract_that_is_no_file_is_refused(tmp_path: Path) -> None:
    """The configuration may name anything."""
    hostile_system.write(tmp_path, hostile_system.files())
    (tmp_path / "supertokens-lint.toml").write_text('contracts = ["/dev/zero"]\n')
    found = audited.run(["check", str(tmp_path)], tmp_path, tmp_path / "notes")
    assert found.status == 2
    assert "not a file" in found.err


def test_folders_nested_very_deeply_end_no_run(tmp_path: Path) -> None:
    """Fifteen hundred levels are as many as a path may have here."""
    root = tmp_path / "project"
    hostile_system.write(root, hostile_system.files())
    here = Path.cwd()
    os.chdir(root)
    try:
        for _ in range(1500):
            Path("d").mkdir()
            os.chdir("d")
        Path("a.ts").write_text(_HEAD)
    finally:
        os.chdir(here)
    try:
        found = audited.run(["check", str(root)], root, tmp_path / "notes")
    finally:
        subprocess.run(["rm", "-rf", str(root / "d")], check=True)  # too deep for shutil
    assert found.status == 1, found.err
    assert found.err == ""
