"""Requests to the API under another name of the machine than ``apiDomain`` has."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import Address, address_of, same_but_for_alias
from supertokens_lint_rules.ends import End
from supertokens_lint_rules.requests.interception import Aimed, aimed, from_browser
from supertokens_lint_rules.requests.own_api import api_ends


class AliasedRequest(Struct, frozen=True):
    """A request to one name of a machine, and the ``apiDomain`` that has another."""

    sent: Aimed
    address: Address
    api: End
    api_address: Address


def aliased_requests(system: System, app: App) -> Iterator[AliasedRequest]:
    """Yield the requests of an app that reach the API under another name, by environment.

    Nothing is yielded where one of several inits names the very host.
    """
    known: dict[Environment, list[tuple[End, Address]]] = {}
    for sent in aimed(system, app, from_browser(app)):
        if not sent.target.is_absolute or sent.intercepted is not False:
            continue
        here = address_of(sent.target.url, app.inits[0].sdk)
        if here is None or not here.is_alias:
            continue
        if sent.environment not in known:
            known[sent.environment] = list(api_ends(system, app, sent.environment))
        ends = known[sent.environment]
        if any(there.host == here.host for _, there in ends):
            continue
        for end, there in ends:
            if same_but_for_alias(here, there):
                yield AliasedRequest(sent, here, end, there)
                break
