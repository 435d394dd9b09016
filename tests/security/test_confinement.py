"""Nothing outside of the given roots is read, whatever a repository points at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from security import audited, hostile_system

MARK = "outside.example"
OUTSIDE = {
    "config.ts": f'export const domain = "https://{MARK}";\n',
    "config.js": f'export const domain = "https://{MARK}";\n',
    "config/index.ts": f'export const domain = "https://{MARK}";\n',
    "settings.py": f'DOMAIN = "https://{MARK}"\n',
    ".env": f"DOMAIN=https://{MARK}\nVITE_DOMAIN=https://{MARK}\n",
    "prod.env": f"DOMAIN=https://{MARK}\nVITE_DOMAIN=https://{MARK}\n",
    "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}',
    "site.conf": f"server {{ listen 80; server_name {MARK}; }}\n",
    "docker-compose.yml": f"services:\n  web:\n    environment: {{DOMAIN: 'https://{MARK}'}}\n",
    "Dockerfile": f"FROM node\nENV DOMAIN=https://{MARK}\n",
    "package.json": '{"name": "outside", "main": "config.js"}',
    "requirements.txt": f"supertokens-python==0.1.0 # {MARK}\n",
}
IMPORT = "import { domain } from %s;\n" + hostile_system.WEB % "domain"
ENV = hostile_system.WEB % "process.env.DOMAIN"


def _relative(root: Path) -> dict[str, str]:
    return {
        "web/src/main.ts": IMPORT % '"../../../outside/config"',
        "api/index.js": 'import "../../outside/config.js";\n' + hostile_system.API % '"k"',
    }


def _absolute(root: Path) -> dict[str, str]:
    return {"web/src/main.ts": IMPORT % f'"{root.parent}/outside/config"'}


def _tsconfig(root: Path) -> dict[str, str]:
    return {
        "web/tsconfig.json": '{"extends": "../../outside/tsconfig.json", "compilerOptions": '
        '{"baseUrl": "../../outside", "paths": {"~/*": ["../../outside/*"]}}, '
        f'"references": [{{"path": "{root.parent}/outside"}}]}}',
        "web/src/main.ts": IMPORT % '"~/config"',
    }


def _bundler(root: Path) -> dict[str, str]:
    return {
        "web/vite.config.ts": 'export default { envDir: "../../outside", resolve: { alias: '
        '{ "@": "../../outside" } } };\n',
        "web/src/main.ts": IMPORT % '"@/config"',
    }


def _package(root: Path) -> dict[str, str]:
    return {
        "package.json": '{"workspaces": ["../outside", "../**", "web"]}',
        "web/package.json": '{"name": "web", "dependencies": {"supertokens-auth-react": "0.49.1", '
        '"outside": "file:../../outside"}, "imports": {"#x": "../../outside/config.ts"}}',
        "lib/package.json": '{"name": "lib", "main": "../../outside/config.js", '
        '"exports": {".": "../../outside/config.js"}, "types": "../../outside/config.ts"}',
        "web/src/main.ts": IMPORT % '"lib"',
    }


def _compose(root: Path) -> dict[str, str]:
    outside = root.parent / "outside"
    return {
        "docker-compose.yml": f"""include: [../outside/docker-compose.yml]
services:
  web:
    extends: {{file: ../outside/docker-compose.yml, service: web}}
    build: {{context: ../outside, dockerfile: {outside}/Dockerfile}}
    env_file: [../outside/prod.env, {outside}/.env]
    volumes: ["../outside/site.conf:/etc/nginx/conf.d/default.conf"]
configs: {{a: {{file: ../outside/.env}}}}
""",
        "web/src/main.ts": ENV,
    }


def _docker(root: Path) -> dict[str, str]:
    return {
        "Dockerfile": "FROM node\nCOPY ../outside /app\nCOPY /../outside/.env /app/.env\n"
        "ADD ../outside/site.conf /etc/nginx/conf.d/default.conf\nENV A=1\n",
        "web/src/main.ts": ENV,
    }


def _nginx(root: Path) -> dict[str, str]:
    return {
        "nginx.conf": f"include ../outside/*.conf;\ninclude {root.parent}/outside/site.conf;\n"
        "server { listen 80; include ../outside/site.conf; }\n",
        "Caddyfile": "import ../outside/*\n",
        "httpd.conf": "Include ../outside/site.conf\n<VirtualHost *:80>\n</VirtualHost>\n",
    }


def _named_env(root: Path) -> dict[str, str]:
    return {
        "web/package.json": '{"name": "web", "scripts": {"start": "dotenv -e ../../outside/.env '
        '-- vite", "b": "env-cmd -f ../../outside/prod.env vite"}, '
        '"dependencies": {"supertokens-auth-react": "0.49.1"}}',
        "api/index.js": 'import dotenv from "dotenv";\n'
        f'dotenv.config({{ path: "../../outside/.env" }});\n'
        f'dotenv.config({{ path: "{root.parent}/outside/prod.env" }});\n'
        + hostile_system.API
        % "process.env.DOMAIN",
        "web/src/main.ts": ENV,
    }


def _python(root: Path) -> dict[str, str]:
    return {
        "requirements.txt": "-r ../outside/requirements.txt\n-c ../outside/requirements.txt\n",
        "app.py": "import sys\nsys.path.insert(0, '../outside')\nfrom ...outside import settings\n"
        "from dotenv import load_dotenv\nload_dotenv('../outside/.env')\n"
        "from supertokens_python import init, InputAppInfo\n"
        "init(app_info=InputAppInfo(app_name='a', api_domain=settings.DOMAIN))\n",
    }


def _links(root: Path) -> dict[str, str]:
    """Links to single files, under every name that is read."""
    for name in OUTSIDE:
        (root / "web").mkdir(exist_ok=True)
        link = root / "web" / name.replace("/", "_")
        link.symlink_to(root.parent / "outside" / name)
    (root / ".gitignore").symlink_to(root.parent / "outside" / ".env")
    return {"web/main.ts": IMPORT % '"./config"'}


def _linked_folders(root: Path) -> dict[str, str]:
    """Links to folders, also in the middle of a path and through another link."""
    (root / "linked").symlink_to(root.parent / "outside")
    (root / "twice").symlink_to("linked")
    (root / "up").symlink_to("..")
    (root / "proc").symlink_to("/proc/self/root")
    return {
        "web/src/main.ts": 'import "../../twice/config";\nimport "../../up/outside/config";\n'
        + IMPORT % '"../../linked/config"',
        "docker-compose.yml": "services:\n  web:\n    env_file: [linked/prod.env, up/outside/.env]\n",
    }


TRICKS: tuple[Callable[[Path], dict[str, str]], ...] = (
    _relative, _absolute, _tsconfig, _bundler, _package, _compose, _docker, _nginx, _named_env,
    _python, _links, _linked_folders,
)  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__.strip("_"))
@pytest.mark.parametrize("is_repository", [False, True], ids=["folder", "repository"])
def test_nothing_outside_of_the_roots_is_read(
    tmp_path: Path, trick: Callable[[Path], dict[str, str]], is_repository: bool
) -> None:
    """Neither opened nor shown, in a check and in an inspection."""
    root, outside = tmp_path / "project", tmp_path / "outside"
    root.mkdir()
    hostile_system.write(outside, OUTSIDE)
    hostile_system.write(root, {**hostile_system.files(), **trick(root)})
    if is_repository:
        import histories  # noqa: PLC0415 - git is not asked for otherwise

        histories.commit(root)
    for command in (["check"], ["inspect", "--output-format", "json"]):
        found = audited.run([*command, str(root)], root, tmp_path / "notes")
        assert found.status in (0, 1), found.err
        assert found.opened_below(outside) == []
        assert MARK not in found.out + found.err
        assert found.others == []
        assert {Path(program).name for program in found.programs} <= {"git"}


def test_the_check_itself_would_read_them_inside(tmp_path: Path) -> None:
    """The same import is followed where it leads to a file of the roots."""
    hostile_system.write(tmp_path / "outside", OUTSIDE)
    texts = {**hostile_system.files(), "web/src/main.ts": IMPORT % '"../../../outside/config"'}
    hostile_system.write(tmp_path / "project", texts)
    arguments = ["inspect", "--output-format", "json", str(tmp_path / "project"), "outside"]
    found = audited.run(arguments, tmp_path, tmp_path / "notes")
    assert MARK in found.out
    assert found.opened_below(tmp_path / "outside")
