"""Page rules of Cloudflare in Terraform files that keep everything.

Source: developers.cloudflare.com, "Cache Level": "Cache Everything" keeps answers that are no
files as well, whoever asked; with an edge TTL cookies are taken out of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Action, CacheRule, Gateway, Location
from supertokens_lint.extract.gateways.terraform_parts import Part
from supertokens_lint.finding import Step
from supertokens_lint.resolve.values import Reason, Unknown
from supertokens_lint.workspace.tree import at

TOOL = "Cloudflare"
KIND = "cloudflare_page_rule"
_TARGET = re.compile(r"(?:\*?https?://)?(?P<host>[\w.-]+)(?P<path>/[^*]*)?\*?")


def gateways_of(parts: Iterable[Part]) -> Iterator[Gateway]:
    """Yield the hosts of rules that keep everything, without an exception for cookies."""
    for part in parts:
        actions = at(part.body, "actions")
        level = at(actions, "cache_level")
        target = at(part.body, "target")
        match = _TARGET.fullmatch(part.document.literal(target) or "")
        is_on = part.document.literal(level) == "cache_everything"
        if not is_on or match is None or target is None or level is None:
            continue
        if at(actions, "bypass_cache_on_cookie") is not None or "." not in match["host"]:
            continue
        place = part.document.place(target.span)
        path = match["path"] or "/"
        rule = ProxyRule(
            prefix=path,
            target=Unknown(Reason.EXTERNAL, "an origin", (Step("answered here", place),)),
            rewrite="keep",
            place=place,
            tool=TOOL,
            gateway=part.place,
        )
        caches = (CacheRule("cache_level cache_everything", part.document.place(level.span)),)
        yield Gateway(
            tool=TOOL,
            place=part.place,
            locations=(Location(path, "prefix", Action.FORWARDS, place, rule, caches=caches),),
            hosts=(match["host"].lower(),),
            listens=(443, 80),
            is_complete=False,
            secure=True,
        )
