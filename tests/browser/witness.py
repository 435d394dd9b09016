"""What Chromium's network service tells about the requests of a page's scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Error

_BACKEND_COOKIES = ("sAccessToken", "sRefreshToken")
_BY_SCRIPT = ("Fetch", "XHR")
_Teller = Callable[[dict[str, Any], dict[str, Any]], Iterable[str]]
_END, _COOKIES = "how a request ended", "which of its cookies were refused"
_PATIENCE = 2000


class Witness:
    """Writes down what the network service of the browser tells."""

    def __init__(self, session: CDPSession) -> None:
        self._events: list[tuple[_Teller, dict[str, Any]]] = []
        self._requests: dict[str, dict[str, Any]] = {}
        self._owed: set[tuple[str, str]] = set()
        self._extra: set[str] = set()
        session.on("Network.requestWillBeSent", self._sent)
        tellers: dict[str, _Teller] = {
            "requestWillBeSentExtraInfo": _withheld,
            "responseReceived": _answered,
            "responseReceivedExtraInfo": _refused,
            "loadingFailed": _failed,
        }
        for name, teller in tellers.items():
            session.on(f"Network.{name}", partial(self._happened, teller))
        self._session = session
        session.send("Network.enable")

    def wait(self) -> None:
        """Let the browser tell how each request ended, which it does beside all else it does."""
        for _ in range(_PATIENCE):
            if not self._owed:
                return
            self._session.send("Runtime.evaluate", {"expression": "0"})

    def _sent(self, event: dict[str, Any]) -> None:
        identifier = event["requestId"]
        self._requests[identifier] = event
        if event["type"] in _BY_SCRIPT:
            self._owed.add((identifier, _END))

    def _happened(self, teller: _Teller, event: dict[str, Any]) -> None:
        self._events.append((teller, event))
        identifier = event["requestId"]
        if teller is _refused:
            self._extra.add(identifier)
            self._owed.discard((identifier, _COOKIES))
        if teller in (_answered, _failed):
            self._owed.discard((identifier, _END))
        if event.get("hasExtraInfo") and identifier not in self._extra:
            self._owed.add((identifier, _COOKIES))

    def page_error(self, error: Error) -> None:
        """Write down what a script of the page threw."""
        self._events.append((lambda _, __: (f"page error: {error.message.splitlines()[0]}",), {}))

    def lines(self) -> tuple[str, ...]:
        """Return all lines, equal ones that follow each other once.

        Told at the end, since the events about cookies may come before the request's own.
        """
        told: list[str] = []
        for teller, event in self._events:
            request = self._requests.get(event.get("requestId", ""), {})
            if event and request.get("type") not in _BY_SCRIPT:
                continue
            told.extend(line for line in teller(event, request) if line not in told[-1:])
        return tuple(told)


def _path(request: dict[str, Any]) -> str:
    return urlsplit(str(request["request"]["url"])).path


def _withheld(event: dict[str, Any], request: dict[str, Any]) -> Iterator[str]:
    """Tell which cookies of a backend were not sent, unless they are for other paths."""
    path = _path(request)
    for each in event.get("associatedCookies", ()):
        name = each["cookie"]["name"]
        for reason in each["blockedReasons"] if name in _BACKEND_COOKIES else ():
            if reason != "NotOnPath" or path.endswith("/session/refresh"):
                yield f"withheld {name} from {path}: {reason}"


def _refused(event: dict[str, Any], _: dict[str, Any]) -> Iterator[str]:
    for each in event.get("blockedCookies", ()):
        for reason in each["blockedReasons"]:
            yield f"refused {each['cookieLine'].partition('=')[0]}: {reason}"


def _answered(event: dict[str, Any], request: dict[str, Any]) -> Iterator[str]:
    yield f"{request['request']['method']} {_path(request)}: {event['response']['status']}"


def _failed(event: dict[str, Any], request: dict[str, Any]) -> Iterator[str]:
    cors = event.get("corsErrorStatus", {}).get("corsError")
    reason = cors or event.get("blockedReason") or event["errorText"]
    yield f"{request['request']['method']} {_path(request)}: {reason}"
