"""Packages beside a backend SDK that change the requests which it sends or gets.

Sources: agent-base 4.2.1 and older, patch-core.js (replaces ``https.request`` and ``https.get`` by
functions that take no address as their first argument; 4.3.0 takes one), panva/jose#521;
gofiber/adaptor and fasthttpadaptor (the Cookie header of a converted request).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supertokens_lint.extract.facts import VersionFact
from supertokens_lint.extract.session_facts import Adaptor, PatchedClient, SessionFacts
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.languages import ir
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import parse_version
from supertokens_lint.source import Place

PATCHING = "agent-base"
FIXED_IN = (4, 3, 0)
_ADAPTORS = re.compile(r"github\.com/gofiber/(?:adaptor|fiber)(?:/v\d+)?(?:/middleware/adaptor)?$")
_GO_SDK = "github.com/supertokens/supertokens-golang"


def facts(context: Context) -> SessionFacts:
    """Return the patched clients and adaptors beside the backends."""
    return SessionFacts(patched=tuple(_patched(context)), adaptors=tuple(_adaptors(context)))


def _patched(context: Context) -> Iterator[PatchedClient]:
    for init in context.inits:
        if init.sdk not in (Sdk.NODE, Sdk.NESTJS):
            continue
        for found in context.packages.js(init.place.path, PATCHING):
            if found.version is None:
                continue
            version = parse_version(Sdk.NODE, found.version)
            if version.exact is not None and version.exact < FIXED_IN:
                fact = VersionFact(PATCHING, version, found.version, found.place)
                yield PatchedClient(fact, init.callee)
                break


def _adaptors(context: Context) -> Iterator[Adaptor]:
    for entry in context.ev.workspace.mentioning(b"gofiber/"):
        if entry.is_test or not entry.path.endswith(".go"):
            continue
        for site in context.ev.sites.of(entry.path):
            if isinstance(site.node, ir.Import) and _is_adaptor(site.node.module):
                yield Adaptor(site.node.module, Place(entry.path, site.node.module_span))


def _is_adaptor(module: str) -> bool:
    return bool(_ADAPTORS.search(module)) and "adaptor" in module
