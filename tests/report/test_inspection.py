from __future__ import annotations

import json
from collections.abc import Mapping

from fakes import ROOT, FakeProject, FakeSystem, make_report
from supertokens_lint.extract.facts import Init, Options, Recipe, RecipeList, Setting
from supertokens_lint.finding import Step
from supertokens_lint.inspection import json_format, text
from supertokens_lint.inspection.model import inspect
from supertokens_lint.report.model import RenderOptions
from supertokens_lint.resolve.outcomes import Outcome
from supertokens_lint.resolve.values import Const, Items, Reason, Unknown, Value
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.source import Place, Span
from supertokens_lint.topology.model import App, Basis, Pair

PROJECT = FakeProject({"web/init.ts": "init({\n  one,\n  two,\n});\n", "web/.env": "A=x\n"})
INIT = PROJECT.place("web/init.ts", "init")
ONE = PROJECT.place("web/init.ts", "one")
TWO = PROJECT.place("web/init.ts", "two")
WRITTEN = Step("A is set here", Place(f"{ROOT}/web/.env", Span(2, 3)))


def _options(values: Mapping[str, tuple[Value, Place]]) -> Options:
    settings = {key: Setting(key, key, value, place) for key, (value, place) in values.items()}
    return Options(settings, INIT)


def _app(app_info: Mapping[str, tuple[Value, Place]], side: Side = Side.FRONTEND) -> App:
    recipes = RecipeList((Recipe("session", "m", _options({}), INIT),), INIT)
    init = Init(Sdk.WEB_JS, side, INIT, INIT, _options(app_info), _options({}), recipes, None)
    return App(side, f"{ROOT}/web", "web", (init,))


def _text(system: FakeSystem) -> str:
    return text.render(inspect(system), make_report(PROJECT), RenderOptions())


def test_values_that_differ_between_environments_are_told_apart() -> None:
    """Each value is shown once, with its environments and where it was written."""
    value = Const("x", (WRITTEN,))
    first = Outcome("http://a", (WRITTEN,))
    second = Outcome(unknown=Unknown(Reason.ENV_UNSET, "B"))
    system = FakeSystem((_app({"apiDomain": (value, ONE)}),), results={value: (first, second)})
    assert _text(system) == (
        "frontend web\n"
        "  environments: development, production\n"
        "  supertokens-web-js initialised at web/init.ts:1:1\n"
        "    recipes: session\n"
        "    appInfo.apiDomain  web/init.ts:2:3\n"
        '      "http://a"  in development, production\n'
        "        how: A is set here (web/.env:1)\n"
        "      unknown (environment variable without a value in any file: B)"
        "  in development, production\n"
        "\n"
        "unresolved\n"
        "  frontend apiDomain in development, production: "
        "environment variable without a value in any file: B  web/init.ts:2:3\n"
    )


def test_only_settings_that_rules_are_about_are_shown() -> None:
    """Any other value may be a secret: it is said to be set, no more."""
    system = FakeSystem((_app({"customKey": (Const("hunter2"), ONE)}),))
    assert "set, not shown" in _text(system)
    written = json_format.render(inspect(system), make_report(PROJECT))
    assert "hunter2" not in _text(system) + written


def test_every_kind_of_value_has_its_spelling() -> None:
    """In both formats."""
    flag, origin, items, unset = Const(True), Const("o"), Const("i"), Const(None)
    results: dict[Value, tuple[Outcome, ...]] = {
        origin: (Outcome(same_origin=True),),
        items: (Outcome(structure=Items((), ONE)),),
    }
    keys = {"cookieSecure": flag, "apiDomain": origin, "origin": items, "apiBasePath": unset}
    app = _app({key: (value, ONE) for key, value in keys.items()})
    system = FakeSystem((app,), results=results)
    shown = _text(system)
    for spelling in ("true", "the origin of the page", "items", "not set"):
        assert f"      {spelling}\n" in shown
    document = json.loads(json_format.render(inspect(system), make_report(PROJECT)))
    settings = document["apps"][0]["inits"][0]["settings"]
    assert {s["key"]: (s["values"][0]["kind"], s["values"][0]["value"]) for s in settings} == {
        "cookieSecure": ("value", True),
        "apiDomain": ("same-origin", None),
        "origin": ("structure", "items"),
        "apiBasePath": ("value", None),
    }


def test_pairs_are_shown_with_their_reason_and_credentials_are_masked() -> None:
    """Why two apps belong together, and nothing that opens a door."""
    frontend = _app({"apiDomain": (Const("http://me:pw@host"), TWO)})
    backend = App(Side.BACKEND, f"{ROOT}/api", "api", ())
    pair = Pair(frontend, backend, Basis.DOMAIN)
    shown = _text(FakeSystem((frontend, backend), (pair,)))
    assert "pairs\n  web and api: equal apiDomain\n" in shown
    assert "no init that is reached was found" in shown
    assert "pw@" not in shown


def test_a_system_without_apps_is_said_to_be_one() -> None:
    """Silence would look like success."""
    assert _text(FakeSystem()) == "No app that uses a SuperTokens SDK was found.\n"


def test_a_narrow_terminal_gets_a_step_a_line() -> None:
    """The way of a value stays readable beside its setting, and paths are links where known."""
    value = Const("x", (WRITTEN, Step("read as a setting of the application", ONE)))
    system = FakeSystem((_app({"apiDomain": (value, ONE)}),))
    look = RenderOptions(width=44)
    shown = text.render(inspect(system), make_report(PROJECT), look)
    assert max(map(len, shown.partition("how:")[2].splitlines())) <= 44
    assert "          -> A is set here (web/.env:1)\n" in shown
    linked = text.render(inspect(system), make_report(PROJECT), RenderOptions(hyperlinks=True))
    assert f"\x1b]8;;file://{ROOT}/web/init.ts\x1b\\web/init.ts:2:3\x1b]8;;" in linked
