from __future__ import annotations

import pytest

from supertokens_lint.workspace.files import (
    FileEntry,
    FileKind,
    classify,
    entry_for,
    is_env_name,
    is_test_path,
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/p/a.py", FileKind.PYTHON),
        ("/p/a.pyi", FileKind.OTHER),
        ("/p/a.MJS", FileKind.JAVASCRIPT),
        ("/p/a.cts", FileKind.TYPESCRIPT),
        ("/p/a.d.ts", FileKind.DECLARATION),
        ("/p/a.vue", FileKind.MARKUP),
        ("/p/package.json", FileKind.PACKAGE_JSON),
        ("/p/vercel.json", FileKind.JSON),
        ("/p/tsconfig.base.json", FileKind.TSCONFIG),
        ("/p/jsconfig.json", FileKind.TSCONFIG),
        ("/p/docker-compose.yml", FileKind.COMPOSE),
        ("/p/compose.dokploy.yaml", FileKind.COMPOSE),
        ("/p/stack.docker-compose.prod.yml", FileKind.COMPOSE),
        ("/p/composer.yaml", FileKind.YAML),
        ("/p/Dockerfile", FileKind.DOCKERFILE),
        ("/p/Dockerfile.prod", FileKind.DOCKERFILE),
        ("/p/dev.Dockerfile", FileKind.DOCKERFILE),
        ("/p/.github/workflows/ci.yml", FileKind.WORKFLOW),
        ("/p/workflows/ci.yml", FileKind.YAML),
        ("/p/.gitlab-ci.yml", FileKind.WORKFLOW),
        ("/p/requirements-dev.txt", FileKind.REQUIREMENTS),
        ("/p/requirements/base.txt", FileKind.REQUIREMENTS),
        ("/p/notes.txt", FileKind.OTHER),
        ("/p/Caddyfile", FileKind.CADDY),
        ("/p/nginx.conf", FileKind.NGINX),
        ("/p/deploy/nginx/app.conf.template", FileKind.NGINX),
        ("/p/sites-available/app", FileKind.NGINX),
        ("/p/redis.conf", FileKind.OTHER),
        ("/p/.env", FileKind.ENV),
        ("/p/uv.lock", FileKind.UV_LOCK),
        ("/p/go.mod", FileKind.GO_MOD),
        ("/p/logo.png", FileKind.OTHER),
    ],
)
def test_names_tell_the_kind(path: str, kind: FileKind) -> None:
    """Each format that has a reader is known by its name, or by its folder where names are vague."""
    assert classify(path) is kind


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".env.local",
        ".env.production.local",
        ".env.dokploy.template",
        ".env.spot.example",
        "env.example",
        "example.env",
        "backend.env",
        "prod.env",
        ".flaskenv",
        ".dev.vars",
        ".env-sample",
    ],
)
def test_env_files_are_known_by_name(name: str) -> None:
    """Samples, modes, labels and other tools' names are all env files."""
    assert is_env_name(name)


@pytest.mark.parametrize(
    "name", ["env.ts", "env.py", "environment.ts", ".env.d.ts", "env", "dotenv.js", ".env.md"]
)
def test_code_about_env_is_no_env_file(name: str) -> None:
    """A module that reads the environment is code."""
    assert not is_env_name(name)


@pytest.mark.parametrize(
    ("relative", "expected"),
    [
        ("src/a.test.ts", True),
        ("src/a.spec.tsx", True),
        ("a_test.go", True),
        ("test_a.py", True),
        ("conftest.py", True),
        ("src/__mocks__/a.ts", True),
        ("tests/helpers.py", True),
        ("cypress/support/a.js", True),
        ("src/Button.stories.tsx", True),
        ("src/latest.ts", False),
        ("src/contest/a.ts", False),
        ("src/testimonials.tsx", False),
        ("attest.py", False),
    ],
)
def test_tests_are_marked(relative: str, expected: bool) -> None:
    """Tests, mocks and stories are marked by name or folder; similar words are not."""
    assert is_test_path(relative) is expected


def test_the_folders_above_the_root_do_not_make_a_test() -> None:
    """A project checked out below a folder called ``tests`` is not all tests."""
    assert not entry_for("/home/tests/app/main.py", "/home/tests/app").is_test


def test_an_entry_tells_its_name_and_folder() -> None:
    """Names and folders are those of the path."""
    entry = FileEntry("/p/q/a.ts", FileKind.TYPESCRIPT)
    assert (entry.name, entry.directory, entry.is_source) == ("a.ts", "/p/q", True)
