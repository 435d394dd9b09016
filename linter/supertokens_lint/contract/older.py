"""What a backend of the project promised before: contracts of its own, and their history.

They are no other side to check against. They tell what ``cookieDomain`` was, also where its value
comes from files that were never committed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from msgspec import Struct, structs

from supertokens_lint.contract.model import Contract, ContractApp, recorded_path
from supertokens_lint.contract.read import parse
from supertokens_lint.errors import UsageError
from supertokens_lint.extract.cookie_facts import EarlierDomain
from supertokens_lint.extract.facts import Init
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import SourceText
from supertokens_lint.topology.model import App
from supertokens_lint.workspace.history import earlier_texts

_KEY = "cookieDomain"


class Older(Struct, frozen=True):
    """A contract, or a former text of one; ``replaced_by`` is the commit that replaced it."""

    contract: Contract
    replaced_by: str = ""


def is_same(app: App, promised: ContractApp) -> bool:
    """Tell whether a promised backend is one of the project at another time.

    It has the same directory below its repository, the same SDK, and its init in the same file;
    whether both are at one address is for the caller to see.
    """
    other = promised.app
    if app.side is not Side.BACKEND or other.side is not app.side or not other.inits:
        return False
    root = recorded_path(other.root)
    if root != "." and not app.root.endswith(f"/{root}"):
        return False
    return any(
        init.sdk is theirs.sdk and init.place.path.endswith(f"/{recorded_path(theirs.place.path)}")
        for init in app.inits
        for theirs in other.inits
    )


def with_history(contract: Contract) -> Iterator[Older]:
    """Yield a contract and the former texts of its file, the newest first."""
    yield Older(contract)
    for earlier in earlier_texts(contract.path, contract.source.text):
        try:
            found = parse(SourceText(contract.path, earlier.text))
        except UsageError:
            continue
        yield Older(found, earlier.replaced_by)


def with_earlier_domains(app: App, older: Iterable[Older]) -> App:
    """Return an app that knows what its ``cookieDomain`` was when contracts were written."""
    found = tuple(
        domain
        for item in older
        for promised in item.contract.apps
        if is_same(app, promised)
        for domain in _domains(app, promised.app, item)
    )
    if not found:
        return app
    cookies = replace(app.cookies, earlier_domains=(*app.cookies.earlier_domains, *found))
    return structs.replace(app, cookies=cookies)


def _domains(app: App, before: App, older: Older) -> Iterator[EarlierDomain]:
    for init in app.inits:
        theirs = _counterpart(init, before)
        session = None if theirs is None else theirs.session
        if session is None:
            continue
        setting = session.get(_KEY)
        if setting is None and session.rest is not None:
            continue
        place = session.place if setting is None else setting.place
        yield EarlierDomain(
            init.place,
            None if setting is None else setting.value,
            older.replaced_by,
            None if older.replaced_by else place,
        )


def _counterpart(init: Init, before: App) -> Init | None:
    return next(
        (
            theirs
            for theirs in before.inits
            if init.sdk is theirs.sdk
            and init.place.path.endswith(f"/{recorded_path(theirs.place.path)}")
        ),
        None,
    )
