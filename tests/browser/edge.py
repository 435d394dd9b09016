"""The network of the small systems: one port that is every host, and the core's port.

Chromium is told that all hosts are at :attr:`Edge.port`. What it finds there depends on the origin
that it asks for: files of a site, or a backend. With https the connection ends here, as at a load
balancer. A host that is not there closes the connection.
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
import mimetypes
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from browser.core import Core, signing_key

_TLS_HANDSHAKE = b"\x16"
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding"})


@dataclass(frozen=True)
class Site:
    """Static files; any path without a suffix is ``index.html``."""

    folder: Path


@dataclass(frozen=True)
class Backend:
    """A server on this machine."""

    port: int


Place: TypeAlias = "Site | Backend"


@dataclass
class Edge:
    """What stands at which origin, such as ``https://api.example.com``."""

    port: int = 0
    places: dict[str, Place] = field(default_factory=dict)

    @contextmanager
    def showing(self, places: Mapping[str, Place]) -> Iterator[None]:
        """Put places at their origins for a while."""
        self.places = dict(places)
        try:
            yield
        finally:
            self.places = {}


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if "content-length" not in {name.lower() for name, _ in headers}:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _EdgeHandler(_Quiet):
    tls: ssl.SSLContext
    edge: Edge
    origin = ""

    def setup(self) -> None:
        secure = self.request.recv(1, socket.MSG_PEEK) == _TLS_HANDSHAKE
        if secure:
            self.request = self.tls.wrap_socket(self.request, server_side=True)
        self.origin = "https://" if secure else "http://"
        super().setup()

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, ssl.SSLError):
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except ConnectionError:
            self.close_connection = True
        finally:
            self.request.close()

    def _any(self) -> None:
        place = self.edge.places.get(self.origin + self.headers.get("host", ""))
        if isinstance(place, Site):
            self._file(place.folder)
        elif isinstance(place, Backend):
            self._forward(place.port)
        else:
            self.close_connection = True

    def _file(self, folder: Path) -> None:
        name = self.path.partition("?")[0].lstrip("/")
        path = folder / (name if "." in name else "index.html")
        if self.command == "GET" and path.is_file():
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            self._send(200, [("content-type", kind)], path.read_bytes())
        else:
            self._send(404 if self.command == "GET" else 405, [], b"")

    def _forward(self, port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        kept = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        connection.request(self.command, self.path, self._body() or None, kept)
        answer = connection.getresponse()
        headers = [(name, text) for name, text in answer.getheaders() if name.lower() not in _HOP]
        self._send(answer.status, headers, answer.read())
        connection.close()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _any  # noqa: N815


@contextmanager
def edge(folder: Path) -> Iterator[Edge]:
    """Run an edge; ``folder`` takes its throw-away certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    running = Edge()

    class Handler(_EdgeHandler):
        tls = context
        edge = running

    with _serving(Handler) as running.port:
        yield running


@contextmanager
def served(core: Core) -> Iterator[int]:
    """Give the port at which a core answers."""

    class Handler(_Quiet):
        def _any(self) -> None:
            body = json.loads(self._body() or b"{}")
            status, answer = core.answer(
                self.command, self.path, body, self.headers.get("cdi-version", "")
            )
            kind = [("content-type", "application/json; charset=utf-8")]
            self._send(status, kind, json.dumps(answer).encode())

        do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815

    with _serving(Handler) as port:
        yield port


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no news."""


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def _certificate(folder: Path) -> Path:
    """Write a certificate that nobody trusts, with its key, into one file."""
    key = signing_key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "browser-truth")])
    now = dt.datetime.now(dt.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
