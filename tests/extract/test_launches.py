"""Which modules are started by name."""

from __future__ import annotations

import pytest

from supertokens_lint.extract.launches import Launches
from supertokens_lint.workspace.workspace import Workspace


def _names(files: dict[str, str], path: str) -> bool:
    return Launches(Workspace.in_memory({path: "", **files})).names(f"/system/{path}")


@pytest.mark.parametrize(
    "command",
    ["node config", "tsx watch src/config.ts", "node dist/config.js", "vite build -- ./src/config"],
)
def test_scripts_start_modules(command: str) -> None:
    """A command names the file, with or without its folder and its end."""
    assert _names({"package.json": f'{{"scripts": {{"start": "{command}"}}}}'}, "src/config.ts")


@pytest.mark.parametrize(
    "text",
    [
        '{"config": {"port": 1}}',
        '{"scripts": {"dev": "vite --config vite.config.ts"}}',
        '{"dependencies": {"@shop/config": "*", "config": "^3.0.0"}}',
        '{"scripts": {"dev": "node ./config/server.js"}}',
    ],
)
def test_the_same_word_starts_nothing(text: str) -> None:
    """Keys, packages, folders and other files with the word in their names are no commands."""
    assert not _names({"package.json": text}, "src/settings-of-auth/config.py")
    assert not _names({"package.json": text.replace("@shop/config", "shop")}, "src/config.ts")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("Dockerfile", 'CMD ["gunicorn", "config:app"]'),
        ("Dockerfile", "CMD python config.py"),
        ("Procfile", "web: python -m shop.config"),
        ("run.sh", "FLASK_APP=shop/config flask run"),
        ("run.sh", "celery -A shop.config worker"),
        ("pyproject.toml", '[project.scripts]\nshop = "shop.config:main"'),
        ("serverless.yml", "functions:\n  shop:\n    handler: shop/config.main"),
        ("main.py", 'uvicorn.run("shop.config:app")'),
        ("main.py", "importlib.import_module('shop.config')"),
    ],
)
def test_python_modules_that_are_started(file: str, text: str) -> None:
    """Modules of Python go by files, by dotted names and in strings."""
    assert _names({file: text}, "shop/config.py")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("main.py", 'SETTINGS = {"config": 1}'),
        ("main.py", 'read("my.config")  # "shop.config.other"'.replace("my.", "")),
        ("package.json", '{"scripts": {"dev": "vite --config config"}}'),
        ("docker-compose.yml", "services:\n  api:\n    volumes: ['./config:/etc/shop']"),
    ],
)
def test_python_modules_that_are_not(file: str, text: str) -> None:
    """A plain word in a string or in a command for Node names no module of Python."""
    assert not _names({file: text}, "shop/config.py")
