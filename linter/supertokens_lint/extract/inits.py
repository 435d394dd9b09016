"""Calls that initialise an SDK."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.extract import sdks
from supertokens_lint.extract.facts import Init, Options, RecipeList, VersionFact
from supertokens_lint.extract.go_options import as_record
from supertokens_lint.extract.options import call_options, options_of, record_of
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.recipes import recipe_list
from supertokens_lint.extract.versions import Versions
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    Closure,
    External,
    Invocation,
    Reason,
    Record,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.option_model import Level
from supertokens_lint.source import Place

INIT_NAMES = frozenset({"init", "Init", "forRoot", "forRootAsync", "supertokensUIInit"})


class InitFinder:
    """Finds the inits of modules."""

    def __init__(self, ev: Evaluator, reach: Reach, versions: Versions) -> None:
        self._ev = ev
        self._reach = reach
        self._versions = versions

    def find(self, path: str) -> Iterator[Init]:
        """Yield the inits of one file."""
        for node, site in self._ev.sites.calls(path):
            if not _may_be_init(node, site):
                continue
            callee = self._ev.evaluate(node.callee, site.scope)
            if not isinstance(callee, External):
                continue
            form = sdks.init_form(callee)
            if form is not None:
                yield self._init(node, site, form)

    def _init(self, node: ir.Call, site: Site, form: sdks.InitForm) -> Init:
        place = Place(site.scope.path, node.span)
        version = self._versions.of(form.sdk, place.path)
        if form.argument is None:
            sdk, root, app_info = self._python(node, site, version)
        else:
            sdk, root, app_info = self._script(node, site, form)
        root, app_info = self._with_doubts(root, place), self._with_doubts(app_info, place)
        version = version if sdk is form.sdk else self._versions.of(sdk, place.path)
        recipes = self._recipes(root, sdk, version)
        callee = Place(site.scope.path, node.callee.span)
        entry = self._ev.workspace.entry(place.path)
        return Init(
            sdk=sdk,
            side=sdk.side,
            place=place,
            callee=callee,
            app_info=app_info,
            root=root,
            recipes=recipes,
            session=_session(sdk, root, recipes),
            version=version,
            reached=self._reach.reaches(site) and self._versions.installed(sdk, place.path),
            is_test=entry is not None and entry.is_test,
            function=next((item.name for item in reversed(site.functions) if item.name), None),
            unconditional=not site.functions and not site.guards and site.owner is None,
        )

    def _with_doubts(self, options: Options, call: Place) -> Options:
        """Return options as open when the text around them does not parse."""
        for place in (options.place, call):
            module = self._ev.workspace.module(place.path)
            for problem in module.problems if module is not None else ():
                span = problem.span
                if span.start <= place.span.end and place.span.start <= span.end:
                    unseen = Unknown(Reason.UNPARSED, self._ev.workspace.display(place.path))
                    return replace(options, rest=options.rest or unseen)
        return options

    def _python(
        self, node: ir.Call, site: Site, version: VersionFact | None
    ) -> tuple[Sdk, Options, Options]:
        call = self._ev.evaluate(node, site.scope)
        place = Place(site.scope.path, node.span)
        release = None if version is None else version.version
        if not isinstance(call, Invocation):
            unseen = Options({}, place, Unknown(Reason.SYNTAX, "init"))
            return Sdk.PYTHON, unseen, unseen
        root = call_options(call, Sdk.PYTHON, Level.ROOT, release)
        given = root.get("appInfo")
        if given is None:
            rest = root.rest
            return Sdk.PYTHON, root, Options({}, place, rest)
        for value in alternatives(given.value):
            if isinstance(value, Invocation):
                info = call_options(value, Sdk.PYTHON, Level.APP_INFO, release)
                return Sdk.PYTHON, root, info
        reason = given.value if isinstance(given.value, Unknown) else Unknown(Reason.EXTERNAL)
        return Sdk.PYTHON, root, Options({}, given.place, reason)

    def _script(
        self, node: ir.Call, site: Site, form: sdks.InitForm
    ) -> tuple[Sdk, Options, Options]:
        place = Place(site.scope.path, node.span)
        config = self._config(node, site, form)
        sdk = _bundle_sdk(form.sdk, site, config)
        if sdk in sdks.FLAT_SDKS:
            flat = options_of(config, sdk, Level.ROOT, place)
            return sdk, flat, flat
        root = options_of(config, sdk, Level.ROOT, place)
        given = root.get("appInfo")
        if given is None:
            return sdk, root, Options({}, root.place, root.rest)
        value = as_record(given.value) if sdk is Sdk.GOLANG else given.value
        return sdk, root, options_of(value, sdk, Level.APP_INFO, given.place)

    def _config(self, node: ir.Call, site: Site, form: sdks.InitForm) -> Value:
        plain = [argument for argument in node.args if not argument.spread]
        index = form.argument or 0
        if len(plain) == 1:
            index = 0
        if index >= len(plain):
            return Unknown(Reason.SYNTAX, "no configuration argument")
        value = self._ev.evaluate(plain[index].value, site.scope)
        if form.sdk is Sdk.GOLANG:
            return as_record(value)
        if form.sdk is Sdk.NESTJS and isinstance(value, Record) and "useFactory" in value.entries:
            factory = value.entries["useFactory"].value
            if isinstance(factory, Closure):
                return self._ev.callers.result_of(factory)
        return value

    def _recipes(self, root: Options, sdk: Sdk, version: VersionFact | None) -> RecipeList | None:
        if sdk in sdks.FLAT_SDKS:
            return None
        given = root.get("recipeList")
        if given is None:
            return None if root.rest is None else RecipeList((), root.place, root.rest)
        release = None if version is None else version.version
        return recipe_list(given.value, sdk, given.place, release)


def _may_be_init(node: ir.Call, site: Site) -> bool:
    callee = node.callee
    if isinstance(callee, ir.Name):
        scope: Scope | None = site.scope
        while scope is not None:
            bindings = scope.names.bindings.get(callee.id)
            if bindings:
                return all(binding.kind in ("import", "value") for binding in bindings)
            scope = scope.parent
        return callee.id in INIT_NAMES
    return isinstance(callee, ir.Member) and callee.name in INIT_NAMES


def _bundle_sdk(sdk: Sdk, site: Site, config: Value) -> Sdk:
    if sdk is not Sdk.WEB_JS or not isinstance(site.node, ir.Call):
        return sdk
    callee = site.node.callee
    is_global = isinstance(callee, ir.Member) and callee.name == "init"
    record = record_of(config, Place(site.scope.path, site.node.span))
    flat = "apiDomain" in record.entries and "appInfo" not in record.entries
    return Sdk.WEBSITE if is_global and flat else sdk


def _session(sdk: Sdk, root: Options, recipes: RecipeList | None) -> Options | None:
    if sdk in sdks.FLAT_SDKS:
        return root
    if recipes is None:
        return None
    recipe = recipes.find("session")
    if recipe is not None:
        return recipe.options
    return None if recipes.rest is None else Options({}, recipes.place, recipes.rest)
