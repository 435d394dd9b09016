"""What is fuzzed: each reader on its own, gateways, and the whole check.

A target takes the text of one file and returns what was made of it. Only the errors that its
reader documents may come out of it, and the work and the result must be worth the input.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import bundles
from stepping import TooMuchError, bulk, counted
from supertokens_lint import baseline_file, comments, config_file, languages, registry, suppressions
from supertokens_lint.config import Config
from supertokens_lint.contract.read import parse as parse_contract
from supertokens_lint.engine import Run
from supertokens_lint.errors import ConfigError, ReaderError, SupertokensLintError, UsageError
from supertokens_lint.extract.gateways import gateways_of
from supertokens_lint.inspection import json_format as inspection_json
from supertokens_lint.inspection import text as inspection_text
from supertokens_lint.inspection.model import inspect
from supertokens_lint.languages import ir
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.report import render
from supertokens_lint.report.model import RenderOptions
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.go_packages import read_go_mod, read_imports, read_package_name
from supertokens_lint.rule_texts import rule_texts
from supertokens_lint.source import SourceText
from supertokens_lint.topology import build
from supertokens_lint.workspace.aliases import AliasMap
from supertokens_lint.workspace.composeprojects import compose_projects
from supertokens_lint.workspace.dockerfile import read_dockerfile
from supertokens_lint.workspace.envfiles import Tool, read_env_file
from supertokens_lint.workspace.envstack import env_stack
from supertokens_lint.workspace.files import FileKind, classify
from supertokens_lint.workspace.jslocks import JS_LOCK_KINDS, locked_version
from supertokens_lint.workspace.jsontext import load_json, read_json
from supertokens_lint.workspace.packagejson import read_package_json
from supertokens_lint.workspace.pylocks import go_module_version, locked_python_version
from supertokens_lint.workspace.pyrequirements import (
    read_pipfile,
    read_pyproject,
    read_requirements,
    read_setup_cfg,
)
from supertokens_lint.workspace.tomltext import load_toml
from supertokens_lint.workspace.workflows import read_workflow
from supertokens_lint.workspace.workspace import Workspace
from supertokens_lint.workspace.yamltext import read_yaml

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SEEDS = Path(__file__).resolve().parent / "seeds"
FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "html")
LONGEST_SEED = 6_000
MOST_SEEDS = 60


@dataclass(frozen=True)
class Target:
    """One thing to fuzz.

    ``seeds`` are glob patterns of fixture files. ``steps`` and ``parts`` are what a character of
    input may cost in calls and make in parts, on top of a fixed allowance ``base``.
    """

    name: str
    read: Callable[[str], object]
    seeds: tuple[str, ...]
    accepted: tuple[type[SupertokensLintError], ...] = (ReaderError,)
    steps: int = 120
    parts: int = 60
    base: int = 40_000

    def run(self, text: str) -> int:
        """Read a text and return how many calls it took.

        Raises :class:`TooMuchError` for what is not worth it, and whatever the reader should not.
        """
        size = len(text) + 1

        def work() -> object:
            with suppress(*self.accepted):
                return self.read(text)
            return None

        result, taken = counted(work, self.base + self.steps * size)
        bulk(result, self.base + self.parts * size)
        return taken

    def warm_up(self) -> None:
        """Let the reader import what it imports late, so that this is not counted."""
        for text in self.seed_texts()[:3]:
            with suppress(*self.accepted):
                self.read(text)

    @cache  # noqa: B019 - there is one of each
    def seed_texts(self) -> tuple[str, ...]:
        """Return texts of fixtures, each once, in a stable order."""
        found = {path for item in self.seeds for path in FIXTURES.glob(f"*/**/{item}")}
        own = {path for item in self.seeds for path in SEEDS.glob(item)}
        paths = [*sorted(own), *sorted(found)]
        files = [path for path in paths if path.is_file()]
        texts = dict.fromkeys(path.read_text(encoding="utf-8", errors="replace") for path in files)
        short = [text for text in texts if len(text) <= LONGEST_SEED]
        return tuple(short[:: max(1, len(short) // MOST_SEEDS)])


def _source(name: str, text: str) -> SourceText:
    return SourceText(f"/system/{name}", text)


def _code(name: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        module = languages.parse(f"/system/{name}", text)
        assert module is not None
        for node in ir.walk(*module.body):
            assert 0 <= node.span.start <= node.span.end <= len(text), node
        return module

    return read


def _plain(name: str, *readers: Callable[[SourceText], object]) -> Callable[[str], object]:
    return lambda text: [reader(_source(name, text)) for reader in readers]


def _lock(name: str) -> Callable[[str], object]:
    kind = classify(f"/system/{name}")

    def read(text: str) -> object:
        source = _source(name, text)
        if kind is FileKind.GO_MOD:
            found = go_module_version(source, "github.com/supertokens/supertokens-golang")
            return found, read_go_mod(source)
        if kind in JS_LOCK_KINDS:
            package = "supertokens-web-js"
            return [
                locked_version(source, kind, package, folder, specifier)
                for folder in ("", "packages/web")
                for specifier in (None, "^0.10.0")
            ]
        return locked_python_version(source, kind, "supertokens-python")

    return read


def _env(text: str) -> object:
    read_env_file(_source(".env", text))
    workspace = Workspace.in_memory({".env": text, ".env.production": text})
    found = [
        env_stack(workspace, "/system", tool, mode)
        for tool in (Tool.VITE, Tool.DOTENV)
        for mode in ("development", "production")
    ]
    return [stack.lookup(name) for stack in found for name in list(stack.variables)[:50]]


def _compose(text: str) -> object:
    workspace = Workspace.in_memory({"compose.yaml": text, ".env": "A=1\n"})
    return [
        (project.environment(service), project.build_args(service), project.ports(service))
        for project in compose_projects(workspace)
        for service in project.services.values()
    ]


def _aliases(text: str) -> object:
    files = {
        "tsconfig.json": text,
        "base/tsconfig.json": text,
        "src/a.ts": "",
        "package.json": text,
    }
    aliases = AliasMap.of(Workspace.in_memory(files))
    return [
        aliases.candidates("/system/src/a.ts", name) for name in ("@/a", "~/b", "#c", "d/e", "/f")
    ]


def _gateways(*names: str) -> Callable[[str], object]:
    """Read all gateways of a system that has the text under each name."""

    def read(text: str) -> object:
        workspace = Workspace.in_memory(dict.fromkeys(names, text))
        return list(gateways_of(Evaluator(workspace)))

    return read


def _config(text: str) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / config_file.OWN_FILE
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        return config_file.load(Path(folder))


def _baseline(text: str) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "baseline.json"
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        return baseline_file.load(path)


def _contract(text: str) -> object:
    contract = parse_contract(_source("contract.json", text))
    return len(contract.apps)


def _suppressions(name: str) -> Callable[[str], object]:
    known = {rule.name: rule.code for rule in _registry().rules}

    def read(text: str) -> object:
        source = _source(name, text)
        with suppress(ReaderError):
            module = languages.parse(source.path, text)
            return list(
                suppressions.read(source, comments.of(source, module, suppressions.MARK), known)
            )
        return list(suppressions.read(source, comments.scan(source, suppressions.MARK), known))

    return read


@cache
def _registry() -> registry.Registry:
    return registry.load()


SYSTEMS: dict[str, Mapping[str, str]] = {
    "web": {
        "package.json": '{"name": "web", "dependencies": {"supertokens-auth-react": "0.47.0"}}',
        "src/main.tsx": (
            'import SuperTokens from "supertokens-auth-react";\n'
            'import Session from "supertokens-auth-react/recipe/session";\n'
            'import { domain } from "./config";\n'
            'SuperTokens.init({ appInfo: { appName: "a", apiDomain: domain, websiteDomain: '
            '"http://localhost:3000" }, recipeList: [Session.init()] });\n'
        ),
        "src/config.ts": 'export const domain = process.env.API ?? "http://localhost:3001";\n',
        ".env": "API=http://localhost:3002\n",
    },
    "node": {
        "package.json": '{"dependencies": {"supertokens-node": "20.0.0", "express": "4.0.0", "cors": "2.8.5"}}',
        "index.js": (
            'import express from "express";\nimport cors from "cors";\n'
            'import supertokens from "supertokens-node";\n'
            'import Session from "supertokens-node/recipe/session";\n'
            'import { middleware, errorHandler } from "supertokens-node/framework/express";\n'
            'supertokens.init({ framework: "express", appInfo: { appName: "a", apiDomain: '
            '"http://localhost:3001", websiteDomain: "http://localhost:3000" }, '
            "recipeList: [Session.init()] });\nconst app = express();\n"
            'app.use(cors({ origin: "http://localhost:3000", credentials: true }));\n'
            "app.use(middleware());\napp.use(errorHandler());\napp.listen(3001);\n"
        ),
    },
}
"""The other side of the system that a mutated file is a part of."""


def _check(name: str, side: str) -> Callable[[str], object]:
    """Lint a system in which one file is the text, and write the report in every format."""

    def run(text: str) -> object:
        files: dict[str, str | bytes] = {
            f"{folder}/{path}": content
            for folder, system in SYSTEMS.items()
            for path, content in system.items()
        }
        files[f"{side}/{name}"] = text
        return _linted(files)

    return run


def _linted(files: Mapping[str, str | bytes]) -> object:
    workspace = Workspace.in_memory(files)
    config = Config()
    system = build(workspace, config)
    project = WorkspaceProject(workspace, system)
    rules = _registry().rules
    report = Run(project, system, _registry(), rules, config, "/system", Progress()).report()
    told = replace(report, rules=rule_texts(rules))
    shown = [render(name, told, RenderOptions()) for name in FORMATS]
    shown.append(inspection_text.render(inspect(system), report, RenderOptions()))
    shown.append(inspection_json.render(inspect(system), report))
    return len(report.findings), shown[0]


@dataclass(frozen=True)
class SystemTarget(Target):
    """Small systems of fixtures, each as one text; mutations mix their files and their paths."""

    @cache  # noqa: B019 - there is one
    def seed_texts(self) -> tuple[str, ...]:
        """Return systems in a stable order, spread over all rules."""
        texts = [*bundles.systems(FIXTURES)]
        return tuple(texts[:: max(1, len(texts) // (4 * MOST_SEEDS))])


_CODE = {
    "python": ("a.py", ("*.py",)),
    "javascript": ("a.js", ("*.js", "*.mjs", "*.cjs")),
    "jsx": ("a.jsx", ("*.jsx", "*.tsx")),
    "typescript": ("a.ts", ("*.ts",)),
    "tsx": ("a.tsx", ("*.tsx",)),
    "json-module": ("a.json", ("*.json",)),
    "vue": ("a.vue", ("*.vue",)),
    "svelte": ("a.svelte", ("*.svelte",)),
    "astro": ("a.astro", ("*.astro",)),
    "html": ("a.html", ("*.html",)),
    "go": ("a.go", ("*.go",)),
}
_LOCKS = {
    "package-lock": ("package-lock.json", ("package-lock.json",)),
    "yarn-lock": ("yarn.lock", ("yarn.lock",)),
    "pnpm-lock": ("pnpm-lock.yaml", ("pnpm-lock.yaml",)),
    "bun-lock": ("bun.lock", ("bun.lock", "package-lock.json")),
    "poetry-lock": ("poetry.lock", ("poetry.lock", "uv.lock")),
    "pipfile-lock": ("Pipfile.lock", ("Pipfile.lock",)),
    "go-mod": ("go.mod", ("go.mod",)),
}
_TREES = ("*.yaml", "*.yml")
_GATEWAYS = {
    "nginx": (("nginx.conf",), ("*.conf", "*.conf.template")),
    "apache": (("httpd.conf", "apache2/sites-enabled/000-default.conf"), ("httpd.conf", "*.htaccess")),
    "caddy": (("Caddyfile",), ("Caddyfile",)),
    "haproxy": (("haproxy.cfg",), ("haproxy.cfg",)),
    "envoy": (("envoy.yaml",), ("envoy.yaml",)),
    "traefik-yaml": (("traefik.yml", "dynamic.yml", "compose.yaml"), ("dynamic.yml", "traefik.yml", "docker-compose.yml")),
    "traefik-toml": (("traefik.toml", "dynamic.toml"), ("dynamic.toml", "traefik.toml")),
    "ingress": (("k8s/ingress.yaml",), ("ingress.yaml",)),
    "serverless": (("serverless.yml",), ("serverless.yml",)),
    "sam": (("template.yaml",), ("template.yaml",)),
    "hcl": (("main.tf",), ("*.tf",)),
    "hosting": (("vercel.json", "netlify.toml", "firebase.json", "_headers", "_redirects"), ("vercel.json", "netlify.toml", "firebase.json")),
}  # fmt: skip
_CHECKS = {
    "check-web": ("src/main.tsx", "web", ("*.tsx", "*.ts", "*.jsx")),
    "check-web-config": ("vite.config.ts", "web", ("vite.config.*", "next.config.*")),
    "check-node": ("index.js", "node", ("*.js", "*.mjs", "*.ts")),
    "check-python": ("app.py", "python", ("*.py",)),
    "check-go": ("main.go", "go", ("*.go",)),
    "check-env": (".env", "web", (".env*",)),
    "check-compose": ("compose.yaml", ".", ("docker-compose.yml", "compose.yaml")),
    "check-package": ("package.json", "web", ("package.json",)),
    "check-nginx": ("nginx.conf", ".", ("*.conf",)),
    "check-docker": ("Dockerfile", "node", ("Dockerfile",)),
    "check-ingress": ("k8s.yaml", ".", ("ingress.yaml",)),
}  # fmt: skip


def _all() -> dict[str, Target]:
    made = [Target(name, _code(file), seeds, steps=250) for name, (file, seeds) in _CODE.items()]
    made += [Target(name, _lock(file), seeds) for name, (file, seeds) in _LOCKS.items()]
    made += [
        Target("env", _env, (".env*",)),
        Target("compose", _compose, ("docker-compose.yml", "compose.yaml")),
        Target("yaml", _plain("a.yaml", read_yaml), _TREES),
        Target("json", _plain("a.json", read_json, load_json), ("*.json",)),
        Target("toml", _plain("a.toml", load_toml), ("*.toml",)),
        Target("workflow", _plain("a.yml", read_workflow), _TREES),
        Target("package-json", _plain("package.json", read_package_json), ("package.json",)),
        Target("aliases", _aliases, ("tsconfig.json", "package.json")),
        Target("requirements", _plain("requirements.txt", read_requirements), ("requirements*.txt",)),
        Target("pyproject", _plain("pyproject.toml", read_pyproject, read_pipfile), ("pyproject.toml",)),
        Target("setup-cfg", _plain("setup.cfg", read_setup_cfg), ("setup.cfg", "requirements.txt")),
        Target("dockerfile", _plain("Dockerfile", read_dockerfile), ("Dockerfile",)),
        Target("go-names", _plain("a.go", read_package_name, read_imports), ("*.go",)),
        Target("config", _config, ("supertokens-lint.toml", "*.toml"), (ConfigError,)),
        Target("baseline", _baseline, ("baseline.json",), (ConfigError,)),
        Target("contract", _contract, ("contract.json",), (UsageError,)),
        Target("suppressions-js", _suppressions("a.tsx"), ("*.tsx", "*.ts")),
        Target("suppressions-yaml", _suppressions("a.yaml"), _TREES),
        Target("suppressions-html", _suppressions("a.html"), ("*.html",)),
    ]  # fmt: skip
    made += [
        Target(name, _gateways(*files), seeds, steps=200)
        for name, (files, seeds) in _GATEWAYS.items()
    ]
    made += [
        Target(name, _check(file, side), seeds, (), steps=400, parts=400, base=2_000_000)
        for name, (file, side, seeds) in _CHECKS.items()
    ]
    made.append(
        SystemTarget(
            "check-system", lambda text: _linted(bundles.opened(text)), (), (), 400, 400, 2_000_000
        )
    )
    return {target.name: target for target in made}


TARGETS = _all()
__all__ = ["TARGETS", "Target", "TooMuchError"]
