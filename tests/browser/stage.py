"""Small systems put on stage: written out, bundled, their backend started.

What runs is decided by the text that the linter reads: ``web/package.json``, ``api/package.json``
and ``api/requirements.txt`` name the versions, and those are taken from what is installed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from browser.case import Case
from browser.core import Core
from browser.edge import Backend, Edge, Place, Site, served

HERE = Path(__file__).parent
PYTHON_PACKAGES = HERE.parents[1] / ".oracle" / "browser-python"
_NPM = (HERE / "npm" / "node_modules", HERE.parent / "oracle" / "npm" / "node_modules")
_ESBUILD = _NPM[0] / "esbuild" / "bin" / "esbuild"
_NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "nginx"
_NGINX_MAIN = """daemon off;
master_process off;
pid nginx.pid;
error_log stderr notice;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxied;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include {included};
}}
"""
_LISTENING = re.compile(
    r"listening on port (?P<express>\d+)"
    r"|running on http://127\.0\.0\.1:(?P<uvicorn>\d+)"
    r"|(?P<nginx>getrlimit)"
)
_START_SECONDS = 60


def missing() -> str | None:
    """Return what is not installed, or ``None``."""
    for program in ("chromium", "node", _NGINX):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    absent = [path for path in (*_NPM, PYTHON_PACKAGES) if not path.is_dir()]
    return "the packages are not installed: run make browser-truth" if absent else None


@cache
def _installed_packages() -> dict[tuple[str, str], Path]:
    """Return the folder of each npm package by name and version."""
    found: dict[tuple[str, str], Path] = {}
    for root in _NPM:
        for manifest in (*root.glob("*/package.json"), *root.glob("@*/*/package.json")):
            package = json.loads(manifest.read_text("utf-8"))
            found.setdefault((package["name"], package["version"]), manifest.parent)
    return found


def _link_packages(folder: Path) -> None:
    """Give the folder the ``node_modules`` that its package.json asks for."""
    wanted = json.loads((folder / "package.json").read_text("utf-8"))["dependencies"]
    for name, version in wanted.items():
        link = folder / "node_modules" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(_installed_packages()[name, version], target_is_directory=True)


def _bundle(web: Path) -> Site:
    built = web / "dist"
    _link_packages(web)
    command = ["node", str(_ESBUILD), "src/main.js", "--bundle", f"--outfile={built}/main.js"]
    subprocess.run([*command, "--log-level=error"], cwd=web, check=True)
    shutil.copy(web / "index.html", built)
    return Site(built)


@contextmanager
def _backend(api: Path, core: int) -> Iterator[Backend]:
    environment = {**os.environ, "SUPERTOKENS_CORE": f"http://127.0.0.1:{core}", "PORT": "0"}
    if (api / "package.json").is_file():
        _link_packages(api)
        command = ["node", "index.js"]
    else:
        wanted = (api / "requirements.txt").read_text("utf-8")
        assert wanted == (HERE / "python" / "requirements.txt").read_text("utf-8")
        environment["PYTHONPATH"] = str(PYTHON_PACKAGES)
        environment["SUPERTOKENS_TLDEXTRACT_DISABLE_HTTP"] = "1"
        command = [sys.executable, "-S", "-m", "uvicorn", "main:app", "--port", "0"]
    with _listening(command, api, environment) as port:
        yield Backend(port)


@contextmanager
def _listening(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[int]:
    """Run a server for a while and give the port that it says it listens on."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    said: list[str] = []
    ports: list[str] = []
    decided = threading.Event()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            match = _LISTENING.search(line)
            if match is not None:
                ports.append(match["express"] or match["uvicorn"] or "0")
                decided.set()
        decided.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        decided.wait(_START_SECONDS)
        assert ports, f"{' '.join(command)} did not start:\n{''.join(said)}"
        yield int(ports[0])
    finally:
        process.kill()
        process.wait()
        listener.join()
        assert process.stdout is not None
        process.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _proxy(folder: Path, backend: Backend, edge: Edge) -> Iterator[Backend]:
    """Run nginx as the system's file says, but with the ports that are free here."""
    port = _free_port()
    text = (folder / "proxy" / "default.conf").read_text("utf-8")
    for stated, real in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("http://api:3001", f"http://127.0.0.1:{backend.port}"),
        ("http://web:80", f"http://127.0.0.1:{edge.port}"),
    ):
        assert stated in text
        text = text.replace(stated, real)
    home = folder / "running"
    home.mkdir()
    (home / "included.conf").write_text(text, "utf-8")
    (home / "nginx.conf").write_text(_NGINX_MAIN.format(included=home / "included.conf"), "utf-8")
    command = [_NGINX, "-p", str(home), "-c", "nginx.conf", "-e", "stderr"]
    with _listening(command, home, dict(os.environ)):
        yield Backend(port)


@contextmanager
def running(folder: Path, edge: Edge, case: Case) -> Iterator[Core]:
    """Run the system of a case, written to ``folder``, at the origins of the case."""
    core = Core()
    with ExitStack() as stack:
        core_port = stack.enter_context(served(core))
        backend = stack.enter_context(_backend(folder / "api", core_port))
        site = _bundle(folder / "web")
        places: dict[str, Place] = {case.site: site, **dict.fromkeys(case.api_origins, backend)}
        if (folder / "proxy").is_dir():
            proxy = stack.enter_context(_proxy(folder, backend, edge))
            places = {case.site: proxy, f"http://127.0.0.1:{edge.port}": site}
        stack.enter_context(edge.showing(places))
        yield core
