"""Ports on which apps listen."""

from __future__ import annotations

import pytest

from extract.surrounding_facts import NODE_USE, PYTHON_USE, USE, Found, package


def _web(manifest: str, **files: str) -> Found:
    named = {name.replace("__", "."): text for name, text in files.items()}
    return Found({"package.json": manifest, "src/main.ts": USE, **named})


@pytest.mark.parametrize(
    ("config", "port"),
    [
        ("export default { server: { port: 4000 } };", 4000),
        ("export default defineConfig({ server: { port: 4000 } });", 4000),
        ("export default defineConfig(({ mode }) => ({ server: { port: 4000 } }));", 4000),
        ("export default defineConfig(async () => { return { server: { port: 4000 } }; });", 4000),
        ("export default mergeConfig(base, { server: { port: 4000 } });", 4000),
        ("export default { server: { port: Number(process.env.PORT || 4000) } };", 4000),
        ("const port = 3900 + 100;\nexport default { server: { port } };", 4000),
        ("export default { plugins: [] };", 5173),
    ],
)
def test_vite_is_where_its_configuration_says(config: str, port: int) -> None:
    """Every form of a Vite configuration gives its port; without one there is the default."""
    head = (
        'import { defineConfig, mergeConfig } from "vite";\nconst base = { server: { port: 1 } };\n'
    )
    found = _web(package("vite", scripts={"dev": "vite"}), vite__config__ts=head + config)
    assert found.ports == {"vite": [port]}


def test_a_flag_wins_over_the_configuration() -> None:
    """The command line decides, and is the place."""
    found = _web(
        package("vite", scripts={"dev": "vite --port 4001"}),
        vite__config__ts="export default { server: { port: 4000 } };",
    )
    assert found.ports == {"vite": [4001]}
    assert found.facts.servers[0].place.path == "/system/package.json"


@pytest.mark.parametrize(
    ("dependency", "script", "expected"),
    [
        ("next", "next dev", {"next": [3000]}),
        ("next", "next dev -p 3001", {"next": [3001]}),
        ("next", "PORT=3002 next dev", {"next": [3002]}),
        ("next", "next dev -p ${WEB_PORT:-3003}", {"next": [3003]}),
        ("react-scripts", "react-scripts start", {"react-scripts": [3000]}),
        ("@angular/cli", "ng serve", {"angular": [4200]}),
        ("@angular/cli", "ng serve --port 4300", {"angular": [4300]}),
        ("nuxt", "nuxt dev", {"nuxt": [3000]}),
        ("astro", "astro dev", {"astro": [4321]}),
        ("vite", "npm run serve", {"vite": [5173]}),
    ],
)
def test_tools_have_their_default_ports(
    dependency: str, script: str, expected: dict[str, list[object]]
) -> None:
    """A script without a port starts its tool at the default."""
    scripts = {"dev": script} if "npm" not in script else {"dev": script, "serve": "vite"}
    found = _web(package(dependency, scripts=scripts))
    assert {tool: ports[:1] for tool, ports in found.ports.items()} == expected


@pytest.mark.parametrize(
    ("tool", "version", "port"),
    [("vite", "^2.9.1", 3000), ("vite", "^3.0.0", 5173), ("astro", "~2.1.0", 3000)],
)
def test_defaults_changed_with_major_versions(tool: str, version: str, port: int) -> None:
    """A tool's default port is that of the version in use."""
    manifest = (
        f'{{ "scripts": {{ "dev": "{tool} dev" }}, "devDependencies": {{ "{tool}": "{version}" }},'
        ' "dependencies": { "supertokens-web-js": "latest" } }'
    )
    assert _web(manifest).ports == {tool: [port]}


def test_early_svelte_kit_has_a_command_of_its_own() -> None:
    """``svelte-kit dev`` takes its port from its own flag."""
    manifest = package("@sveltejs/kit", scripts={"dev": "svelte-kit dev --port 8080"})
    assert _web(manifest).ports == {"svelte-kit": [8080]}


def test_create_react_app_reads_its_env_file() -> None:
    """``PORT`` in an env file of the app counts; one in a sample does not."""
    manifest = package("react-scripts", scripts={"start": "react-scripts start"})
    assert Found({"package.json": manifest, "src/main.ts": USE, ".env": "PORT=3005"}).ports == {
        "react-scripts": [3005]
    }
    sample = {"package.json": manifest, "src/main.ts": USE, ".env.example": "PORT=3005"}
    assert Found(sample).ports == {"react-scripts": [3000]}


def test_angular_json_gives_the_port_of_the_served_project() -> None:
    """``ng serve shop`` starts that project and no other."""
    project = '{"architect": {"serve": {"options": {"port": %d}}}}'
    text = f'{{"projects": {{"shop": {project % 4300}, "desk": {project % 4400}}}}}'
    found = _web(package("@angular/cli", scripts={"start": "ng serve shop"}), angular__json=text)
    assert found.ports == {"angular": [4300]}


@pytest.mark.parametrize(
    ("code", "tool", "port"),
    [
        (
            'import express from "express";\nconst app = express();\napp.listen(3001);',
            "express",
            3001,
        ),
        (
            'const app = require("express")();\napp.listen(process.env.PORT || 3001);',
            "express",
            3001,
        ),
        ('import Koa from "koa";\nnew Koa().listen(3001);', "koa", 3001),
        (
            'import f from "fastify";\nconst app = f();\napp.listen({ port: 3001 });',
            "fastify",
            3001,
        ),
        ('import h from "http";\nh.createServer(app).listen(3001);', "http", 3001),
        (
            'import { NestFactory } from "@nestjs/core";\nasync function start() {\n'
            "const app = await NestFactory.create(M);\nawait app.listen(3001);\n}\nstart();",
            "@nestjs/core",
            3001,
        ),
        (
            'import { serve } from "@hono/node-server";\nserve({ fetch, port: 3001 });',
            "@hono/node-server",
            3001,
        ),
    ],
)
def test_node_servers_are_where_they_listen(code: str, tool: str, port: int) -> None:
    """Each library's way to listen gives its port."""
    found = Found({"package.json": package("supertokens-node"), "index.ts": NODE_USE + code})
    assert found.ports == {tool: [port]}


def test_other_objects_that_listen_are_no_servers() -> None:
    """A ``listen`` of the project itself or of another library says nothing."""
    code = 'import socket from "events-bus";\nsocket().listen(9);\nconst a = { listen() {} };\na.listen(8);'
    found = Found({"package.json": package("supertokens-node"), "index.ts": NODE_USE + code})
    assert found.ports == {}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import uvicorn\nuvicorn.run(app, port=3001)", {"uvicorn": [3001]}),
        (
            'if __name__ == "__main__":\n    import uvicorn\n    uvicorn.run(app)',
            {"uvicorn": [8000]},
        ),
        ("from flask import Flask\napp = Flask('x')\napp.run(port=3001)", {"flask": [3001]}),
        ("from flask import Flask\napp = Flask('x')\napp.run()", {"flask": [5000]}),
        ("import subprocess\nsubprocess.run(['ls'])", {}),
    ],
)
def test_python_servers_are_where_they_run(code: str, expected: dict[str, list[object]]) -> None:
    """``run`` of uvicorn and Flask gives the port or the default; other ``run`` do not."""
    found = Found({"requirements.txt": "supertokens-python", "main.py": f"{PYTHON_USE}{code}\n"})
    assert found.ports == expected


COMPOSE = """
services:
  api:
    build: ./api
    command: uvicorn main:app --host 0.0.0.0 --port 5000
    ports:
      - "10003:5000"
  web:
    build: ./web
    ports:
      - "${WEB_PORT:-10002}:80"
"""


def test_compose_tells_commands_and_published_ports() -> None:
    """The command of the service counts, and what it publishes is beside its port."""
    found = Found(
        {
            "compose.yaml": COMPOSE,
            "api/Dockerfile": "FROM python:3.12\nCOPY . .\n",
            "api/requirements.txt": "supertokens-python",
            "api/main.py": PYTHON_USE,
            "web/Dockerfile": "FROM node AS build\nEXPOSE 1\nFROM nginx\nEXPOSE 80\n",
            "web/package.json": package("vite"),
            "web/src/main.ts": USE,
        }
    )
    published = {
        server.tool: (found.values(server.port), server.published) for server in found.facts.servers
    }
    assert published["uvicorn"] == ([5000], (10003,))
    assert published["container"] == ([80], (10002,))


def test_packages_without_an_sdk_are_left_alone() -> None:
    """Servers of other packages of a monorepo say nothing about the apps."""
    found = Found(
        {
            "web/package.json": package("vite", scripts={"dev": "vite"}),
            "web/src/main.ts": USE,
            "docs/package.json": package("vite", scripts={"dev": "vite --port 9"}),
        }
    )
    assert found.ports == {"vite": [5173]}


@pytest.mark.parametrize("broken", ["{", "", "[]", '{"scripts": [1], "dependencies": "x"}', "\x00"])
def test_broken_files_hide_nothing_else(broken: str) -> None:
    """A manifest that is no manifest, and files in the wrong format, end in silence."""
    found = Found(
        {
            "package.json": broken,
            "angular.json": broken,
            "compose.yaml": broken,
            "Dockerfile": broken,
            "Procfile": broken,
            "vite.config.ts": broken.replace("\x00", "export default"),
            "src/main.ts": USE,
        }
    )
    assert len(found.facts.inits) == 1
