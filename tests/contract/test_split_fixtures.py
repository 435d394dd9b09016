"""A contract of the same commit tells what checking both sides together tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from contract.splitting import check, codes, contract_of, document, opened, sides
from linting import installed
from supertokens_lint.contract.across import RULES
from supertokens_lint.contract.read import load
from supertokens_lint.report import FORMATS, render
from supertokens_lint.report.model import RenderOptions
from supertokens_lint.sdk.names import Side

ROOT = Path(__file__).parents[2]
SCHEMA = Draft202012Validator(json.loads((ROOT / "schema/contract.schema.json").read_text()))
NAMES = {rule.name for rule in installed().rules if rule.code in RULES - {"ST004"}}
CASES = [
    case
    for name in sorted(NAMES)
    for case in sorted((ROOT / "fixtures" / name).iterdir())
    if case.is_dir() and (case.name.startswith("breaks-") or name == "api-base-path-mismatch")
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_each_half_finds_what_both_find(case: Path, tmp_path: Path) -> None:
    """From either side; what one side breaks on its own is found there, and only there."""
    halves = sides(case)
    if halves is None:
        pytest.skip("is not made of two directories")
    together = codes(check(*halves), RULES)
    for (here, there), side in (
        (halves, Side.BACKEND),
        (halves[::-1], Side.FRONTEND),
    ):
        written = tmp_path / f"{side.value}.json"
        written.write_text(contract_of(there, side), encoding="utf-8")
        found = codes(check(here, contracts=[written]), RULES)
        own = codes(check(there), RULES)
        assert found <= together
        assert together - own <= found


@pytest.mark.parametrize("case", CASES[::6], ids=lambda case: f"{case.parent.name}/{case.name}")
def test_contracts_are_as_published(case: Path) -> None:
    """The schema describes them; reading and writing once more changes no fact."""
    _, system = opened(case)
    for app in system.apps:
        if app.inits:
            text = contract_of(Path(app.root), app.side)
            SCHEMA.validate(document(text))
            assert str(case) not in text
            assert contract_of(Path(app.root), app.side) == text


@pytest.mark.parametrize("name", ["api-domain-mismatch/breaks-react-express-port"])
def test_every_place_exists_in_every_format(name: str, tmp_path: Path) -> None:
    """Findings point into the contract where the value stands, and name the recorded place."""
    halves = sides(ROOT / "fixtures" / name)
    assert halves is not None
    written = tmp_path / "api.contract.json"
    written.write_text(contract_of(halves[1], Side.BACKEND), encoding="utf-8")
    report = check(halves[0], contracts=[written])
    (finding,) = [item for item in report.findings if item.code == "ST110"]
    (end,) = [
        item
        for item in (finding.primary, *finding.counterparts)
        if item.place.path == written.as_posix()
    ]
    text = written.read_text(encoding="utf-8")[end.place.span.start : end.place.span.end]
    assert repr(json.loads(text)) == end.value
    recorded = next(iter(load(written).addresses.values())).split(":")[0]
    assert "Recorded in" in finding.message
    assert recorded.partition("/")[0] in finding.message
    for name_of_format in FORMATS:
        assert ".json!" not in render(name_of_format, report, RenderOptions())
