"""What pre-commit reads, and what it then does in a repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from supertokens_lint.workspace import files
from supertokens_lint.workspace.files import FileKind, classify

ROOT = Path(__file__).parents[1]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
IDENTITY = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
FRONTEND = """\
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";

SuperTokens.init({
  appInfo: {
    appName: "shop",
    apiDomain: "http://localhost:3001",
    websiteDomain: "http://localhost:3000",
    apiBasePath: "/auth",
  },
  recipeList: [Session.init()],
});
"""
BACKEND = """\
from supertokens_python import InputAppInfo, SupertokensConfig, init
from supertokens_python.recipe import session

init(
    app_info=InputAppInfo(
        app_name="shop",
        api_domain="http://localhost:3001",
        website_domain="http://localhost:3000",
        api_base_path="/auth",
    ),
    supertokens_config=SupertokensConfig(connection_uri="http://core:3567"),
    framework="fastapi",
    recipe_list=[session.init()],
)
"""
BROKEN = BACKEND.replace('"/auth"', '"/api/auth"')
FILES = {
    "web/package.json": '{"name": "web", "dependencies": {"supertokens-auth-react": "^0.50.0"}}',
    "web/src/index.tsx": FRONTEND,
    "api/requirements.txt": "fastapi\nsupertokens-python>=0.29\n",
    "api/main.py": BACKEND,
    "README.md": "A shop.\n",
}
RULE = "api-base-path-mismatch"


def _hooks() -> dict[str, dict[str, Any]]:
    return {hook["id"]: hook for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}


def _triggers(path: str) -> bool:
    return re.search(_hooks()["supertokens-lint"]["files"], path) is not None


def test_the_manifest_is_what_pre_commit_reads() -> None:
    """The whole system is checked, once, when a file changes that can matter."""
    hooks = _hooks()
    entries = {name: hook["entry"] for name, hook in hooks.items()}
    assert entries == {
        "supertokens-lint": "supertokens-lint check",
        "supertokens-lint-staged": "supertokens-lint check --staged",
    }
    for hook in hooks.values():
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        assert hook["require_serial"] is True
    assert (ROOT / "pre-commit-hooks.yaml").is_symlink()
    assert (ROOT / "pre-commit-hooks.yaml").resolve() == HOOKS


def test_pre_commit_takes_the_manifest() -> None:
    """By its own schema."""
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)], check=True
    )


@pytest.mark.parametrize(
    "path",
    [
        "web/src/main.tsx",
        "web/src/a.mts",
        "web/App.vue",
        ".env",
        "api/.env.production",
        "api/.dev.vars",
        "deploy/prod.env",
        "deploy/prod.env.example",
        "docker-compose.prod.yml",
        "api/Dockerfile.prod",
        "api/prod.dockerfile",
        "deploy/nginx.conf.template",
        "deploy/sites-enabled/shop",
        "deploy/Caddyfile",
        "deploy/caddyfile.prod",
        "infra/api_gateway.tf",
        "k8s/ingress.yaml",
        "traefik/dynamic.toml",
        "public/.htaccess",
        "public/_redirects",
        "public/_headers",
        "haproxy.cfg",
        "httpd.conf",
        "vercel.json",
        "wrangler.jsonc",
        "config/default.json",
        "requirements/base.txt",
        "api/dev-requirements.in",
        "Procfile",
        "go.mod",
        "start.sh",
        "supertokens-lint.toml",
    ],
)
def test_files_that_are_read_trigger_the_hook(path: str) -> None:
    """pre-commit searches the pattern in the path from the root of the repository."""
    assert _triggers(path)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "docs/environment.md",
        "web/src/style.css",
        "web/logo.svg",
        "web/font.woff2",
        "data/users.csv",
        "notes.txt",
        "LICENSE",
        "Makefile",
        "web/src/environment.scss",
    ],
)
def test_other_files_do_not(path: str) -> None:
    """A run takes a second or two; nobody wants it for a picture."""
    assert not _triggers(path)


def test_every_kind_of_file_triggers_the_hook() -> None:
    """Each name and extension that a reader goes by; the staged one runs at every commit."""
    assert _hooks()["supertokens-lint-staged"]["always_run"] is True
    names = [*files._BY_NAME, *(f"a.{extension}" for extension in files._BY_EXTENSION)]
    assert [name for name in names if not _triggers(name)] == []


def test_every_file_of_the_fixtures_that_is_read_triggers_the_hook() -> None:
    """Names as real projects have them."""
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "fixtures").rglob("*")
        if path.is_file() and classify(path.as_posix()) is not FileKind.OTHER
    ]
    assert len(found) > 100
    assert [path for path in found if not _triggers(path)] == []


def _environment(home: Path) -> dict[str, str]:
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT"))
    }
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home),
        "PRE_COMMIT_COLOR": "never",
    }


class Shop:
    """A correct system in a repository, in which one hook is installed."""

    def __init__(self, directory: Path, hook: str) -> None:
        self.directory = directory / "shop"
        self._environment = _environment(directory / "home")
        settings = _hooks()[hook] | {"language": "system"}
        command = settings["entry"].removeprefix("supertokens-lint")
        settings["entry"] = f'"{sys.executable}" -m supertokens_lint{command}'
        config = {"repos": [{"repo": "local", "hooks": [settings]}]}
        self.write({**FILES, ".pre-commit-config.yaml": yaml.safe_dump(config)})
        self.git("init", "--quiet")
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "first")
        self._run(sys.executable, "-m", "pre_commit", "install")

    def write(self, texts: dict[str, str]) -> None:
        """Write files by their paths."""
        for name, text in texts.items():
            path = self.directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def git(self, *words: str) -> str:
        """Run git; the test fails when it does."""
        done = self._run("git", *IDENTITY, *words)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def commit(self, *words: str) -> tuple[bool, str]:
        """Try to commit what is staged; return whether that went well, and what was printed."""
        done = self._run("git", *IDENTITY, "commit", "-m", "next", *words)
        return done.returncode == 0, done.stdout

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            cwd=self.directory,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


@pytest.fixture(params=["supertokens-lint", "supertokens-lint-staged"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    """Return a repository with one of the hooks."""
    return Shop(tmp_path, request.param)


def test_a_commit_that_breaks_is_stopped_and_one_that_mends_passes(shop: Shop) -> None:
    """The output names both ends, one of them in a file that the commit does not touch."""
    shop.write({"api/main.py": BROKEN})
    shop.git("add", "api/main.py")
    passed, printed = shop.commit()
    assert not passed
    assert RULE in printed
    assert "web/src/index.tsx" in printed
    assert "api/main.py" in printed
    shop.write({"web/src/index.tsx": FRONTEND.replace('"/auth"', '"/api/auth"')})
    shop.git("add", "web")
    passed, printed = shop.commit()
    assert passed, printed
    assert "Passed" in printed


def test_a_commit_of_nothing_relevant_passes(shop: Shop) -> None:
    """Even where something is broken already."""
    shop.write({"api/main.py": BROKEN})
    shop.git("commit", "--quiet", "--all", "--no-verify", "-m", "broken")
    shop.write({"README.md": "A better shop.\n"})
    shop.git("add", "README.md")
    passed, printed = shop.commit()
    assert passed, printed


@pytest.mark.parametrize(
    "words", [("rm", "--quiet", "api/.env"), ("mv", "api/.env", "api/settings.old")]
)
def test_a_commit_that_only_takes_a_file_away_is_stopped(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    """An environment file that one end needs; nothing of the finding is in the commit."""
    shop = Shop(tmp_path, "supertokens-lint-staged")
    read = BACKEND.replace('"/auth"', 'os.getenv("API_BASE_PATH", "/api/auth")')
    shop.write(
        {
            "api/main.py": f"import os\nfrom dotenv import load_dotenv\nload_dotenv()\n{read}",
            "api/.env": "API_BASE_PATH=/auth\n",
        }
    )
    shop.git("add", "--all")
    passed, printed = shop.commit()
    assert passed, printed
    shop.git(*words)
    passed, printed = shop.commit()
    assert not passed
    assert RULE in printed


@pytest.mark.parametrize(
    ("staged", "unstaged", "passes"), [(BROKEN, BACKEND, False), (f"{BACKEND}\n", BROKEN, True)]
)
def test_unstaged_changes_do_not_confuse(
    shop: Shop, staged: str, unstaged: str, passes: bool
) -> None:
    """What is committed counts, and the work tree is as before afterwards."""
    shop.write({"api/main.py": staged})
    shop.git("add", "api/main.py")
    shop.write({"api/main.py": unstaged})
    passed, printed = shop.commit()
    assert passed is passes, printed
    assert (shop.directory / "api/main.py").read_text() == unstaged


@pytest.mark.parametrize("words", [["--all"], ["api/main.py"]])
def test_commits_of_paths_and_of_everything(shop: Shop, words: list[str]) -> None:
    """Git makes an index for the time of the hook then."""
    shop.write({"api/main.py": BROKEN})
    passed, printed = shop.commit(*words)
    assert not passed
    assert RULE in printed


@pytest.mark.parametrize(
    ("hook", "passes"), [("supertokens-lint", False), ("supertokens-lint-staged", True)]
)
def test_what_was_broken_before_stops_only_the_whole_check(
    tmp_path: Path, hook: str, passes: bool
) -> None:
    """A commit about another file."""
    shop = Shop(tmp_path, hook)
    shop.write({"api/main.py": BROKEN})
    shop.git("commit", "--quiet", "--all", "--no-verify", "-m", "broken")
    shop.write({"api/more.py": "x = 1\n"})
    shop.git("add", "api/more.py")
    passed, printed = shop.commit()
    assert passed is passes, printed
