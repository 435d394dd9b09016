"""Sends requests to small applications with a real CORS library: one JSON line in, one out.

Started with the folder that the library is installed in and its name. In: ``{"options",
"requests": [{"method", "headers"}]}``. Out: ``[{"status", "headers"}]``, with several lines of
one header joined by ", " as browsers do.
"""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
from typing import Any

sys.path.insert(0, sys.argv[1])

EXPOSE = "Access-Control-Expose-Headers"
OWN = "front-token"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
CURRENT: dict[str, Any] = {}


def starlette(options: dict[str, Any]) -> Any:
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.cors import CORSMiddleware
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def home(_: Any) -> PlainTextResponse:
        return PlainTextResponse("ok", headers={EXPOSE: OWN})

    return Starlette(
        routes=[Route("/", home, methods=METHODS)],
        middleware=[Middleware(CORSMiddleware, **options)],
    )


def flask(options: dict[str, Any]) -> Any:
    from flask import Flask, Response
    from flask_cors import CORS

    app = Flask("oracle")
    CORS(app, **options)

    @app.route("/", methods=METHODS)
    def home() -> Response:
        return Response("ok", headers={EXPOSE: OWN})

    return app


def django(options: dict[str, Any]) -> Any:
    from django.conf import settings

    if not settings.configured:
        settings.configure(
            ALLOWED_HOSTS=["*"],
            ROOT_URLCONF=__name__,
            SECRET_KEY=sys.argv[2],
            MIDDLEWARE=["corsheaders.middleware.CorsMiddleware"],
            INSTALLED_APPS=["corsheaders"],
            USE_TZ=True,
        )
        import django as package

        package.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.test.utils import override_settings

    active = CURRENT.pop("settings", None)
    if active is not None:
        active.disable()
    CURRENT["settings"] = override_settings(**options)
    CURRENT["settings"].enable()
    return WSGIHandler()


class Urls(list[Any]):
    """The URLs of the Django application, made when Django asks for them."""

    def __iter__(self) -> Any:
        from django.http import HttpResponse
        from django.urls import path

        def home(_: Any) -> HttpResponse:
            response = HttpResponse("ok")
            response[EXPOSE] = OWN
            return response

        return iter([path("", home)])


urlpatterns = Urls()


def asgi_port() -> int:
    import uvicorn

    async def dispatch(scope: Any, receive: Any, send: Any) -> None:
        await CURRENT["app"](scope, receive, send)

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(dispatch, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    return int(listener.getsockname()[1])


def wsgi_port() -> int:
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    def dispatch(environ: Any, start_response: Any) -> Any:
        return CURRENT["app"](environ, start_response)

    server = make_server("127.0.0.1", 0, dispatch, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return int(server.server_port)


def sent(port: int, request: dict[str, Any]) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(request["method"], "/", headers=request["headers"])
        response = connection.getresponse()
        response.read()
        joined: dict[str, str] = {}
        for name, value in response.getheaders():
            key = name.lower()
            joined[key] = f"{joined[key]}, {value}" if key in joined else value
        return {"status": response.status, "headers": joined}
    finally:
        connection.close()


def main() -> None:
    make, port_of = {
        "starlette": (starlette, asgi_port),
        "flask-cors": (flask, wsgi_port),
        "django-cors-headers": (django, wsgi_port),
    }[sys.argv[2]]
    port = port_of()
    for line in sys.stdin:
        question = json.loads(line)
        CURRENT["app"] = make(question["options"])
        answers = [sent(port, request) for request in question["requests"]]
        sys.stdout.write(json.dumps(answers) + "\n")
        sys.stdout.flush()


main()
