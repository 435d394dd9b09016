"""CORS headers that the configuration of Next, or of a host, adds to answers of an application.

They count where the application sets none itself: what it answers overrules them. Sources:
nextjs.org, "headers" in next.config; vercel.com, "headers" of vercel.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.extract.surroundings.header_rules import HeaderRule, header_rules
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.extract.wiring.javascript.policies import policy_of
from supertokens_lint.extract.wiring_facts import HttpApp, Layer, LayerKind
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Entry
from supertokens_lint.workspace.paths import is_below

_LIBRARIES = {"Next": "next.config", "Vercel": "vercel.json"}
_MANIFESTS = ("package.json", "requirements.txt", "pyproject.toml", "Pipfile", "go.mod")
_MENTIONS = (
    b"ccess-Control-Allow", b"ccess-control-allow", b"CCESS-CONTROL-ALLOW", b"cors", b"CORS",
    b"Cors",
)  # fmt: skip
_FUNCTIONS = re.compile(r"@vercel/(?:node|python|go|next)|[\"'/]api/|\"functions\"")
_CONFIGURATION = re.compile(r"/(?:next\.config\.[cm]?[jt]s|vercel\.json)$")
_ORIGINS = "access-control-allow-origin"


def hosted_layers(ev: Evaluator, app: HttpApp) -> tuple[Layer, ...]:
    """Return the layers of CORS that files around an application without any of its own add."""
    if app.of_kind(LayerKind.CORS):
        return ()
    root = next(
        (
            folder
            for folder in ev.workspace.directory_chain(app.place.path)
            if any(ev.workspace.exists(f"{folder}/{name}") for name in _MANIFESTS)
        ),
        None,
    )
    if root is None or _sets_headers_itself(ev, root):
        return ()
    rules = [rule for rule in header_rules(ev, root) if _reaches(ev, root, app, rule)]
    return tuple(_layers(rules))


def _reaches(ev: Evaluator, root: str, app: HttpApp, rule: HeaderRule) -> bool:
    """Tell whether a rule is about answers of the application, not about a site beside it."""
    if app.framework == "next":
        return True
    if rule.tool != "Vercel":
        return False
    return _FUNCTIONS.search(text_of_file(ev.workspace, f"{root}/vercel.json")) is not None


def _sets_headers_itself(ev: Evaluator, root: str) -> bool:
    return any(
        is_below(entry.path, root)
        and entry.is_source
        and not entry.is_test
        and not _CONFIGURATION.search(entry.path)
        for entry in ev.workspace.mentioning(*_MENTIONS)
    )


def _layers(rules: list[HeaderRule]) -> Iterator[Layer]:
    """Yield a layer for each group of rules that names the origins of some paths."""
    for first in rules:
        if first.name.lower() != _ORIGINS:
            continue
        together = [r for r in rules if (r.tool, r.front) == (first.tool, first.front)]
        if any(
            r.front != first.front for r in rules if r.name.lower().startswith("access-control")
        ):
            return
        library = _LIBRARIES[first.tool]
        place = first.value.place
        entries = {_title(r.name): Entry(r.value.value, r.value.place) for r in together}
        policy = policy_of(library, entries, place, None)
        yield Layer(LayerKind.CORS, place, first.front or "/", cors=policy, name=library)


def _title(name: str) -> str:
    return "-".join(word.capitalize() for word in name.split("-"))


def with_hosted(ev: Evaluator, app: HttpApp, outer: Layer | None) -> HttpApp:
    """Return an application with what stands around it: headers that are known, else a mention."""
    known = hosted_layers(ev, app)
    if known:
        return replace(app, layers=(*known, *app.layers))
    return app if outer is None else replace(app, layers=(outer, *app.layers))
