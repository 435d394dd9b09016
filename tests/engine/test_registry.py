from __future__ import annotations

from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from fakes import DOCUMENTATION, make_rule
from supertokens_lint import registry
from supertokens_lint.errors import ConfigError
from supertokens_lint.rule import AppRule

GOOD = make_rule("ST110", "api-domain-mismatch")


def test_the_rules_of_this_project_are_installed() -> None:
    """Through the same entry point that any other pack uses, in the order of their codes."""
    rules = registry.load().rules
    assert [rule.code for rule in rules] == sorted(rule.code for rule in rules)
    assert {"ST001", "ST002", "ST003", "ST004"} <= {rule.code for rule in rules}


def test_a_rule_is_found_by_code_or_name() -> None:
    """In any case of the code."""
    found = registry.collect([("pack", [GOOD])])
    assert found.find("ST110") is found.find("st110") is found.find("api-domain-mismatch") is GOOD
    assert found.find("ST11") is None


@pytest.mark.parametrize(
    ("pack", "problem"),
    [
        (None, "is not a sequence of rules"),
        ("ST110", "is not a sequence of rules"),
        (["ST110"], "'ST110' is not a rule class"),
        ([GOOD()], "is not a rule class"),
        ([int], "is not a rule class"),
        ([AppRule], "AppRule: has no check"),
        ([make_rule("ST1", "a")], "code must look like ST101, not 'ST1'"),
        ([make_rule("ST110", "A name")], "name must look like api-domain-mismatch, not 'A name'"),
        ([type("X", (GOOD,), {"severity": 2})], "has no severity"),
        ([type("X", (GOOD,), {"documentation": "text"})], "has no documentation"),
        (
            [type("X", (GOOD,), {"documentation": replace(DOCUMENTATION, quiet=" ")})],
            "its documentation has no quiet",
        ),
        ([GOOD, make_rule("ST110", "other")], "ST110 is already a rule of pack"),
        ([GOOD, make_rule("ST111", "api-domain-mismatch")], "api-domain-mismatch is already"),
    ],
)
def test_what_is_no_complete_rule_is_refused(pack: object, problem: str) -> None:
    """The message names the pack."""
    with pytest.raises(ConfigError) as caught:
        registry.collect([("pack", pack)])
    assert str(caught.value).startswith("pack: ")
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("import nothing_of_this_name", "broken_pack:RULES"),
        ("x = 1", "broken_pack:RULES"),
        ("x = = 1", "broken_pack:RULES"),
        ("", "no_such_pack:RULES"),
    ],
)
def test_a_pack_that_cannot_be_loaded_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, value: str
) -> None:
    """Whether its module or something that the module imports is missing or broken."""
    (tmp_path / "broken_pack.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(__import__("sys").modules, "broken_pack", raising=False)
    point = EntryPoint("mine", value, registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    with pytest.raises(ConfigError, match=r"^rule pack 'mine' \(\w+:RULES\) cannot be loaded: "):
        registry.load()
