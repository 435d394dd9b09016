"""Browser code that sends requests with cookies and uses no SDK.

Source for axios: lib/core/Axios.js (``post``, ``put`` and ``patch`` take the data before the
options, ``delete`` only options; ``withCredentials`` and ``headers`` come from the instance too).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from supertokens_lint.extract.cookie_facts import BareRequest
from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.extract.js_packages import package_of
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Const, External, Invocation, Join, Record, Value
from supertokens_lint.sdk.names import Side, sdk_of_package
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import SCRIPT_KINDS, FileEntry, FileKind

_VERBS = frozenset({"post", "put", "patch", "delete"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_DATA_FIRST = frozenset({"post", "put", "patch"})
_CHANGES_AXIOS = (b"interceptors", b"axios.defaults")


def bare_requests(ev: Evaluator, known: Sequence[Init | SdkUse]) -> Iterator[BareRequest]:
    """Yield the calls of ``fetch`` and axios in browser code of packages that use no frontend SDK.

    Only those that ask for cookies (``credentials: "include"``, ``withCredentials``), with a
    method that changes something and headers that are all written out. Pages without a package
    count while no page without one uses an SDK.
    """
    served = [item.place.path for item in known if item.side is Side.FRONTEND]
    homeless = any(package_of(ev.workspace, path) is None for path in served)
    for entry in ev.workspace.mentioning(b"include", kinds=SCRIPT_KINDS):
        if not entry.is_test and _is_bare(ev, entry, homeless=homeless):
            for node, site in ev.sites.calls(entry.path):
                yield from _request(ev, node, site)
    changed = {entry.path for entry in ev.workspace.mentioning(*_CHANGES_AXIOS)}
    for entry in ev.workspace.mentioning(b"axios", kinds=SCRIPT_KINDS):
        if entry.is_test or not _is_bare(ev, entry, homeless=homeless):
            continue
        for node, site in ev.sites.calls(entry.path):
            yield from _sent_by_axios(ev, node, site, changed)


def _is_bare(ev: Evaluator, entry: FileEntry, *, homeless: bool) -> bool:
    package = package_of(ev.workspace, entry.path)
    if package is None:
        return entry.kind is FileKind.MARKUP and not homeless
    sdks = [sdk_of_package(name) for name in package.dependencies]
    if any(sdk is not None and sdk.is_frontend for sdk in sdks):
        return False
    return package.has_browser or (entry.kind is FileKind.MARKUP and not package.has_server)


def _request(ev: Evaluator, node: ir.Call, site: Site) -> Iterator[BareRequest]:
    if len(node.args) != 2 or not _is_fetch(ev, node.callee, site):
        return
    url, options = (ev.evaluate(argument.value, site.scope) for argument in node.args)
    if not isinstance(options, Record) or options.rest is not None:
        return
    method = _text(options, "method")
    headers = _headers(options)
    if method is None or headers is None or _text(options, "credentials") != "include":
        return
    if method.upper() not in _SAFE:
        yield BareRequest(url, method.upper(), headers, Place(site.scope.path, node.span))


def _is_fetch(ev: Evaluator, callee: ir.Expr, site: Site) -> bool:
    name = callee.id if isinstance(callee, ir.Name) else None
    name = callee.name if isinstance(callee, ir.Member) else name
    if name != "fetch":
        return False
    value = ev.evaluate(callee, site.scope)
    return isinstance(value, External) and (value.module, value.path) == ("", ("fetch",))


# --- axios ---------------------------------------------------------------------------------------


def _is_beside(ev: Evaluator, path: str, other: str) -> bool:
    one, two = package_of(ev.workspace, path), package_of(ev.workspace, other)
    return one == two if one is not None else path == other


def _sent_by_axios(
    ev: Evaluator, node: ir.Call, site: Site, changed: Collection[str]
) -> Iterator[BareRequest]:
    callee = node.callee
    if not isinstance(callee, ir.Member) or callee.name not in _VERBS or not node.args:
        return
    here = Place(site.scope.path, node.span)
    client = ev.evaluate(callee.object, site.scope)
    made = _axios_options(client, here)
    homes = {here.path, client.place.path if isinstance(client, Invocation) else here.path}
    if any(_is_beside(ev, home, path) for home in homes for path in changed):
        return
    index = 2 if callee.name in _DATA_FIRST else 1
    if made is None or len(node.args) > index + 1:
        return
    sent: list[Record] = [made]
    if len(node.args) == index + 1:
        own = ev.evaluate(node.args[index].value, site.scope)
        if not isinstance(own, Record):
            return
        sent.append(own)
    headers = [_headers(options) for options in sent]
    known = all(options.rest is None for options in sent)
    asks = [
        options.entries["withCredentials"].value
        for options in sent
        if "withCredentials" in options.entries
    ]
    if not known or not asks or not isinstance(asks[-1], Const) or asks[-1].value is not True:
        return
    url = ev.evaluate(node.args[0].value, site.scope)
    base = made.entries.get("baseURL")
    if base is not None:
        url = Join((base.value, url))
    names = frozenset(name for item in headers for name in item or ())
    if None not in headers:
        yield BareRequest(url, callee.name.upper(), names, here)


def _axios_options(value: Value, here: Place) -> Record | None:
    """Return what an axios instance was made with, ``None`` for what is none."""
    if isinstance(value, External) and value.module == "axios":
        return Record({}, here) if value.path in ((), ("default",), ("axios",)) else None
    if isinstance(value, Invocation) and isinstance(value.callee, External):
        options = value.args[0] if value.args else Record({}, here)
        if value.callee.module == "axios" and value.callee.path[-1:] == ("create",):
            return options if isinstance(options, Record) else None
    return None


# --- options -------------------------------------------------------------------------------------


def _text(options: Record, key: str) -> str | None:
    entry = options.entries.get(key)
    value = None if entry is None else entry.value
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def _headers(options: Record) -> frozenset[str] | None:
    entry = options.entries.get("headers")
    if entry is None:
        return frozenset()
    value: Value = entry.value
    if not isinstance(value, Record) or value.rest is not None:
        return None
    return frozenset(name.lower() for name in value.entries)
