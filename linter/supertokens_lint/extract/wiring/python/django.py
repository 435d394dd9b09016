"""Applications of Django: what settings modules say about middleware and CORS.

Sources: django/core/handlers/base.py (``MIDDLEWARE`` is outermost first), django/conf/__init__.py
(settings are the upper-case names of one module), corsheaders/conf.py (the ``CORS_*`` names).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.extract.wiring.python.final_lists import FinalList, FinalLists, Item
from supertokens_lint.extract.wiring.python.names import DJANGO_SDK
from supertokens_lint.extract.wiring.python.policies import (
    manual_policy,
    policy,
    sets_cors_headers,
    version_of,
)
from supertokens_lint.extract.wiring_facts import CorsPolicy, HttpApp, Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Binding, Scope
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Const,
    Entry,
    External,
    Items,
    Operation,
    Reason,
    Unknown,
    Value,
)
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.files import FileKind
from supertokens_lint.workspace.packages import Packages

CORS_MIDDLEWARE = "corsheaders.middleware.CorsMiddleware"
NAMES = ("MIDDLEWARE", "MIDDLEWARE_CLASSES")
CORS_SETTINGS = (
    "CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST", "CORS_ALLOW_CREDENTIALS",
    "CORS_ALLOW_HEADERS", "CORS_EXPOSE_HEADERS", "CORS_ALLOW_METHODS", "CORS_ALLOW_ALL_ORIGINS",
    "CORS_ORIGIN_ALLOW_ALL", "CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST",
    "CORS_URLS_REGEX",
)  # fmt: skip
FILLED_AT_RUN_TIME = re.compile(
    r"\b(?:globals|locals|vars)\(\)\s*(?:\.update|\[)|\bfrom\s+split_settings|\bimport\s+dynaconf"
    r"|\bfrom\s+dynaconf|\bexec\(|\bsetattr\("
)
_STAR = b"import *"
_TEST_STEMS = frozenset({"test", "tests", "testing", "ci", "test_settings"})


def django_apps(ev: Evaluator, reach: Reach, homes: Homes) -> Iterator[HttpApp]:
    """Yield one application for each settings module that is no base of another one."""
    yield from _DjangoApps(ev, reach, homes).find()


class _DjangoApps:
    def __init__(self, ev: Evaluator, reach: Reach, homes: Homes) -> None:
        self._ev = ev
        self._reach = reach
        self._homes = homes
        self._lists = FinalLists(ev)
        self._packages = Packages(ev.workspace)

    def find(self) -> Iterator[HttpApp]:
        for path in self._leaves():
            for name in NAMES:
                found = self._lists.of(path, name)
                if found is not None:
                    yield self._application(path, found)
                    break

    def _leaves(self) -> list[str]:
        """Return the settings modules that no other settings module goes on from."""
        known = dict.fromkeys(
            entry.path
            for entry in self._homes.mentioning(*(name.encode() for name in NAMES))
            if entry.path.endswith(".py")
        )
        python = frozenset({FileKind.PYTHON})
        starring = [entry.path for entry in self._homes.mentioning(_STAR, kinds=python)]
        bases: set[str] = set()
        for _ in range(len(starring) + 1):
            size = len(known)
            for path in starring:
                targets = self._starred(path) & set(known)
                if targets:
                    bases |= targets
                    known[path] = None
            if len(known) == size:
                break
        named = {path for path in bases if self._is_named(path)}
        return sorted(path for path in known if path not in bases or path in named)

    def _starred(self, path: str) -> set[str]:
        scope = self._ev.program.scope(path)
        found: set[str] = set()
        for placed in scope.names.statements if scope is not None else ():
            statement = placed.statement
            if isinstance(statement, ir.Import) and statement.star and scope is not None:
                target = self._ev.program.resolve(path, statement.module, scope.language)
                if target is not None:
                    found.add(target)
        return found

    def _is_named(self, path: str) -> bool:
        """Tell whether DJANGO_SETTINGS_MODULE is set to a module."""
        parent, stem = posixpath.split(path.removesuffix(".py").removesuffix("/__init__"))
        dotted = f"{posixpath.basename(parent)}.{stem}"
        pattern = re.compile(
            rf"DJANGO_SETTINGS_MODULE[\"'\s,=:]+(?:[\w.]+\.)?{re.escape(dotted)}(?![\w.])"
        )
        return any(
            pattern.search(text_of_file(self._ev.workspace, entry.path))
            for entry in self._ev.workspace.mentioning(b"DJANGO_SETTINGS_MODULE")
        )

    def _application(self, path: str, found: FinalList) -> HttpApp:
        entry = self._ev.workspace.entry(path)
        stem = posixpath.basename(path).removesuffix(".py")
        is_open = self._is_open(path)
        layers = [self._layer(path, item, is_open=is_open) for item in found.items]
        return HttpApp(
            framework="django",
            place=found.place,
            layers=tuple(layers),
            complete=not found.open and not is_open,
            reached=self._reach.module(path)
            or posixpath.basename(posixpath.dirname(path)) in ("settings", "config"),
            is_test=(entry is not None and entry.is_test) or stem in _TEST_STEMS,
        )

    def _is_open(self, path: str) -> bool:
        pending, seen = [path], {path}
        while pending:
            current = pending.pop()
            if FILLED_AT_RUN_TIME.search(text_of_file(self._ev.workspace, current)):
                return True
            for target in self._starred(current) - seen:
                seen.add(target)
                pending.append(target)
        return False

    # --- layers ----------------------------------------------------------------------------------

    def _layer(self, path: str, item: Item, *, is_open: bool) -> Layer:
        name = item.text or ""
        base = Layer(LayerKind.OTHER, item.place, conditional=item.conditional, name=name)
        if name == DJANGO_SDK:
            return replace(base, kind=LayerKind.SUPERTOKENS)
        if name == CORS_MIDDLEWARE:
            cors = self._policy(path, item.place, is_open=is_open)
            return replace(base, kind=LayerKind.CORS, cors=cors)
        return self._own(path, base) if "." in name else base

    def _own(self, path: str, base: Layer) -> Layer:
        """Return a middleware of the project: one that wraps the SDK's, or sets CORS headers."""
        module, _, member = base.name.rpartition(".")
        target = self._ev.program.resolve(path, module, ir.Language.PYTHON)
        scope = None if target is None else self._ev.program.scope(target)
        if target is None or scope is None:
            return base
        for binding in scope.names.bindings.get(member, ()):
            node = binding.function or binding.definition
            if node is None:
                continue
            if self._wraps_sdk(target, node.span):
                return replace(base, kind=LayerKind.SUPERTOKENS)
            if sets_cors_headers(self._ev, target, node.span):
                cors = manual_policy(self._ev, target, node.span, base.place, "django")
                return replace(base, kind=LayerKind.CORS, cors=cors)
        return base

    def _wraps_sdk(self, path: str, span: Span) -> bool:
        for site in self._ev.sites.of(path):
            node = site.node
            inside = span.start <= node.span.start and node.span.end <= span.end
            if inside and isinstance(node, ir.Name | ir.Member):
                value = self._ev.evaluate(node, site.scope)
                if isinstance(value, External) and dotted(value) == DJANGO_SDK:
                    return True
        return False

    def _policy(self, path: str, place: Place, *, is_open: bool) -> CorsPolicy:
        entries = {
            name: entry
            for name in CORS_SETTINGS
            if (entry := self._setting(path, name)) is not None
        }
        rest = Unknown(Reason.SYNTAX, "settings filled at run time") if is_open else None
        version = version_of(self._packages, path, "django-cors-headers")
        library = "django-cors-headers"
        return policy(library, entries, place, rest=rest, version=version, framework="django")

    def _setting(self, path: str, name: str) -> Entry | None:
        spot = self._bound(path, name, set())
        if spot is None:
            return None
        found = self._lists.of(path, name)
        value = self._ev.exported(path, name)
        if found is not None and (found.edited or isinstance(value, Operation)):
            rest = Unknown(Reason.SYNTAX, name) if found.open else None
            items = tuple(_present(item) for item in found.items)
            value = Items(items, found.place, rest)
        return Entry(_or_nothing(value), spot)

    def _bound(self, path: str, name: str, seen: set[str]) -> Place | None:
        """Return where a setting is given last, looking through star imports."""
        scope = self._ev.program.scope(path)
        if scope is None or path in seen:
            return None
        seen.add(path)
        bindings = scope.names.bindings.get(name)
        if bindings:
            return _place(scope, bindings[-1])
        for target in sorted(self._starred(path)):
            found = self._bound(target, name, seen)
            if found is not None:
                return found
        return None


def _place(scope: Scope, binding: Binding) -> Place:
    end = binding.span.end if binding.value is None else binding.value.span.end
    return Place(scope.path, Span(binding.span.start, max(binding.span.end, end)))


def _present(item: Item) -> Value:
    if not item.conditional:
        return item.value
    return Unknown(Reason.SYNTAX, "item of a branch") if item.text is not None else item.value


def _or_nothing(value: Value) -> Value:
    """Return a value that is nothing where no branch gives the setting."""
    if isinstance(value, Choice) and value.cases and value.cases[-1].conditions:
        return Choice((*value.cases, Case((), Const(None))), value.trail)
    return value
