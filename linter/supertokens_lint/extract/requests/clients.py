"""HTTP client objects: the global axios, its instances, and their relatives."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.extract import sdks
from supertokens_lint.extract.facts import HttpClient
from supertokens_lint.extract.options import record_of
from supertokens_lint.extract.requests import libraries
from supertokens_lint.extract.requests.urls import options_from
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import (
    Closure,
    Const,
    External,
    Invocation,
    MethodOf,
    Record,
    Value,
    alternatives,
)
from supertokens_lint.source import Place


class Callee(Struct, frozen=True):
    """What a call sends a request with: a client and the method named, if any."""

    client: HttpClient
    method: str | None


def clients_of(ev: Evaluator, value: Value, place: Place) -> list[HttpClient]:
    """Return the clients that a value can be; empty when it is none or nobody knows.

    ``place`` is where the value is used.
    """
    found = [_client(ev, item, place) for item in alternatives(value)]
    return [client for client in found if client is not None]


def callees_of(ev: Evaluator, value: Value, place: Place) -> list[Callee]:
    """Return the clients that a call of ``value`` sends with."""
    return [found for item in alternatives(value) for found in _callee(ev, item, place)]


def _callee(ev: Evaluator, value: Value, place: Place) -> Iterator[Callee]:
    client = _client(ev, value, place)
    if client is not None:
        yield Callee(client, None)
        return
    if isinstance(value, External):
        found = _global_method(value)
        if found is not None:
            yield Callee(HttpClient(found[0], None, None, place), found[1])
    elif isinstance(value, MethodOf) and value.name in libraries.VERBS:
        for target in clients_of(ev, value.target, place):
            yield Callee(target, value.name)


def _global_method(value: External) -> tuple[str, str] | None:
    """Return the library and the method that a name such as ``axios.get`` stands for."""
    path = libraries.axios_path(value)
    names = sdks.names_of(value)
    if path is not None:
        known = len(path) == 1 and path[0] in libraries.VERBS
        return ("axios", path[0]) if known else None
    if value.module in ("ky", "superagent") and len(names) == 1:
        return (value.module, names[0]) if names[0] in libraries.METHODS else None
    if not value.module and names[:1] in (("$",), ("jQuery",)) and len(names) == 2:
        return ("jquery", names[1]) if names[1] in libraries.JQUERY_METHODS else None
    known = value.module == "jquery" and names[-1:] != () and names[-1] in libraries.JQUERY_METHODS
    return ("jquery", names[-1]) if known else None


def _client(ev: Evaluator, value: Value, place: Place) -> HttpClient | None:
    if isinstance(value, External):
        return _global(value, place)
    if not isinstance(value, Invocation):
        return None
    created = _created(ev, value)
    if created is not None:
        return created
    callee = value.callee
    if isinstance(callee, External) and value.args:
        names = sdks.names_of(callee)
        if (names and names[-1] in libraries.WRAPPERS) or callee.module == "axios-mock-adapter":
            return next(iter(clients_of(ev, value.args[0], place)), None)
        if (callee.module, *names[-1:]) in libraries.MEMOS and isinstance(value.args[0], Closure):
            result = ev.callers.result_of(value.args[0])
            return next(iter(clients_of(ev, result, place)), None)
    return None


def _global(value: External, place: Place) -> HttpClient | None:
    if libraries.axios_path(value) == ():
        return HttpClient("axios", None, None, place)
    names = sdks.names_of(value)
    if value.module in ("ky", "superagent") and names in ((), (value.module,)):
        return HttpClient(value.module, None, None, place)
    fetcher = (value.module, names) in (("ofetch", ("ofetch",)), ("ofetch", ("$fetch",)))
    if fetcher or (not value.module and names == ("$fetch",)):
        return HttpClient("ofetch", None, None, place)
    return None


def _created(ev: Evaluator, value: Invocation) -> HttpClient | None:
    library = _creator(ev, value)
    if library is None:
        return None
    key = "prefixUrl" if library == "ky" else "baseURL"
    config = record_of(value.args[0], value.place) if value.args else Record({}, value.place)
    entry = config.entries.get(key)
    base: Value | None = config.rest if entry is None else entry.value
    if isinstance(base, Const) and base.value is None:
        base = None
    if library == "axios" and not sends_by_default(config):
        library = libraries.OWN_ADAPTER
    options = options_from(value.args[0], value.place) if value.args else None
    return HttpClient(library, value.place, base, value.place, options)


def sends_by_default(config: Record) -> bool:
    """Tell whether an axios configuration leaves the way of sending alone.

    Source: axios, lib/adapters/adapters.js: "xhr" before "http" before "fetch", unless configured.
    """
    adapter = config.entries.get("adapter")
    if adapter is None:
        return True
    return isinstance(adapter.value, Const) and adapter.value.value in (None, "xhr")


def _creator(ev: Evaluator, value: Invocation) -> str | None:
    callee = value.callee
    if isinstance(callee, MethodOf):
        if callee.name not in ("create", "extend"):
            return None
        owners = clients_of(ev, callee.target, value.place)
        return owners[0].library if owners else None
    path = libraries.axios_path(callee)
    if path in (("create",), ("Axios",)):
        return "axios" if path == ("create",) or value.is_new else None
    names = sdks.names_of(callee)
    if callee.module == "ky" and names[-1:] in (("create",), ("extend",)):
        return "ky"
    fetcher = callee.module == "ofetch" or (not callee.module and names[:1] == ("$fetch",))
    return "ofetch" if fetcher and names[-1:] == ("create",) else None
