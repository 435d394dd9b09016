"""Recognisers that turn code into typed facts; the only room that knows how things are spelled."""

from __future__ import annotations

from dataclasses import replace

from supertokens_lint.extract.cookies import find_cookies
from supertokens_lint.extract.facts import Facts, Gap, Init, SdkUse
from supertokens_lint.extract.gaps import gaps_of
from supertokens_lint.extract.gateways import gateways_of, hosted_rules
from supertokens_lint.extract.init_order import with_order
from supertokens_lint.extract.inits import InitFinder
from supertokens_lint.extract.module_graph import ModuleGraph
from supertokens_lint.extract.native import with_native
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.requests import find_requests
from supertokens_lint.extract.sessions import find_sessions
from supertokens_lint.extract.surroundings import with_surroundings
from supertokens_lint.extract.uses import uses_of
from supertokens_lint.extract.versions import Versions
from supertokens_lint.extract.wiring import find_http_apps
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.workspace.workspace import Workspace

NEEDLES = (b"supertokens", b"SuperTokens", b"Supertokens")


def extract(workspace: Workspace, ev: Evaluator, reach: Reach) -> Facts:
    """Return the facts of a workspace."""
    graph = ModuleGraph(ev, reach)
    versions = Versions(workspace)
    finder = InitFinder(ev, reach, versions)
    inits: list[Init] = []
    uses: list[SdkUse] = []
    gaps: list[Gap] = []
    for entry in workspace.mentioning(*NEEDLES):
        inits.extend(finder.find(entry.path))
        uses.extend(
            use for use in uses_of(ev, entry.path) if versions.installed(use.sdk, entry.path)
        )
        gaps.extend(() if entry.is_test else gaps_of(ev, entry.path))
    inits = with_order(inits, ev, graph)
    sent = find_requests(ev, graph, inits, uses)
    http_apps = find_http_apps(ev, reach, versions, inits, uses)
    policies = [layer.cors for app in http_apps for layer in app.layers if layer.cors is not None]
    facts = Facts(
        inits=tuple(inits),
        uses=tuple(uses),
        clients=sent.clients,
        requests=sent.requests,
        interceptors=sent.interceptors,
        client_imports=sent.client_imports,
        captures=sent.captures,
        gateways=tuple(gateways_of(ev)) if inits or uses else (),
        gaps=tuple(gaps),
        http_apps=http_apps,
        sessions=find_sessions(ev, graph, inits, uses, sent.requests, policies),
        client=with_native(sent.client, ev, reach, inits, uses),
        cookies=find_cookies(ev, versions, inits, uses),
        versions=versions.found,
    )
    around = with_surroundings(facts, ev, reach)
    if ev.budget.is_spent:
        places = [*(init.place for init in inits), *(use.place for use in uses)]
        left = (Gap(place, "is not worked out in full") for place in places)
        around = replace(around, gaps=(*around.gaps, *left))
    hosted = tuple(hosted_rules(workspace)) if inits or uses else ()
    return replace(around, proxies=(*around.proxies, *hosted))
