"""Values that configuration files of frameworks and deployments hold."""

from __future__ import annotations

import pytest

from evaluating import outcomes

CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: api}
data: {SITE: "https://a.com", API: https://b.com}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  template:
    spec:
      containers:
        - name: api
          envFrom: [{configMapRef: {name: api}}]
          env: [{name: API, value: https://c.com}, {name: KEY, valueFrom: {secretKeyRef: {}}}]
"""
OTHER_STAGE = CONFIG_MAP.replace("a.com", "d.com")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("SITE", ["https://a.com"]), ("API", ["https://c.com"]), ("KEY", ["unknown: ENV_UNSET"])],
)
def test_manifests(name: str, expected: list[object]) -> None:
    """Manifests tell what is deployed; what a container is given itself wins."""
    files = {"app.js": f"const x = process.env.{name};", "k8s/api.yaml": CONFIG_MAP}
    assert outcomes(files, "app.js", "x", "production") == expected
    assert outcomes(files, "app.js", "x") == ["unknown: ENV_UNSET"]


def test_manifests_of_two_stages() -> None:
    """Manifests that differ say nothing."""
    files = {
        "app.js": "const x = process.env.SITE;",
        "a/api.yaml": CONFIG_MAP,
        "b/api.yaml": OTHER_STAGE.replace("name: api", "name: other"),
    }
    assert outcomes(files, "app.js", "x", "production") == ["unknown: ENV_UNSET"]


@pytest.mark.parametrize("broken", ["kind: ConfigMap\ncontainers: [", "{{ kind: ConfigMap }}"])
def test_manifests_that_cannot_be_read(broken: str) -> None:
    """A file that is no YAML is passed over."""
    files = {"app.js": "const x = process.env.SITE;", "a.yaml": broken}
    assert outcomes(files, "app.js", "x", "production") == ["unknown: ENV_UNSET"]


FLASK = 'from flask import Flask\napp = Flask(__name__)\napp.config.from_object("conf.Live")\n'
CONF = 'class Base:\n    A = "http://a"\n\n\nclass Live(Base):\n    B = "http://b"\n'


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ('app.config["A"]', ["http://a"]),
        ('app.config.get("B")', ["http://b"]),
        ('app.config["C"]', ["unknown: EXTERNAL"]),
    ],
)
def test_flask(read: str, expected: list[object]) -> None:
    """The configuration of Flask holds what the object has that it is filled from."""
    files = {"app.py": f"{FLASK}x = {read}\n", "conf.py": CONF}
    assert outcomes(files, "app.py", "x") == expected


def test_flask_filled_twice() -> None:
    """A configuration that two objects fill differently is not known."""
    twice = f'{FLASK}app.config.from_mapping(A="http://c")\nx = app.config["A"]\n'
    files = {"app.py": twice, "conf.py": CONF}
    assert outcomes(files, "app.py", "x") == ["unknown: EXTERNAL"]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ('{ define: { __API__: JSON.stringify("http://a") } }', ["http://a"]),
        ("{ define: { __API__: '\"http://a\"' } }", ["http://a"]),
        ('defineConfig(() => ({ define: { __API__: JSON.stringify("http://a") } }))', ["http://a"]),
        ('{ define: { __API__: "window.api" } }', ["unknown: EXTERNAL"]),
        ("{}", ["unknown: EXTERNAL"]),
    ],
)
def test_vite_define(config: str, expected: list[object]) -> None:
    """A name that Vite replaces is worth what it is replaced by."""
    head = 'import { defineConfig } from "vite";\n'
    files = {
        "src/app.js": "const x = __API__;",
        "vite.config.js": f"{head}export default {config};",
    }
    assert outcomes(files, "src/app.js", "x") == expected


@pytest.mark.parametrize(
    "files",
    [
        {"app.json": '{"expo": {"extra": {"api": "http://a"}}}'},
        {"app.config.js": 'export default { extra: { api: "http://a" } };'},
        {"app.config.ts": 'export default ({ config }) => ({ extra: { api: "http://a" } });'},
    ],
    ids=lambda files: next(iter(files)),
)
def test_expo(files: dict[str, str]) -> None:
    """Expo's constants hold what the configuration of the app has under ``extra``."""
    code = 'import Constants from "expo-constants";\nconst x = Constants.expoConfig.extra.api;'
    assert outcomes({"App.js": code, **files}, "App.js", "x") == ["http://a"]
