"""The values of a system take a bounded number of steps, however its files refer to each other."""

from __future__ import annotations

import pytest

from linting import installed
from security import hostile_system
from stepping import counted
from supertokens_lint.config import Config
from supertokens_lint.engine import Run
from supertokens_lint.progress import Progress
from supertokens_lint.project import WorkspaceProject
from supertokens_lint.report.model import Report
from supertokens_lint.resolve import budget
from supertokens_lint.topology import build
from supertokens_lint.workspace.workspace import Workspace

CALLS = 3_000_000
"""The small system alone takes a tenth of it."""

HEAD = 'import SuperTokens from "supertokens-auth-react";\n'
WEB = hostile_system.files("domain")["web/src/main.ts"]
FAN = "const f0 = (a) => a + a;\n" + "".join(
    f"const f{n} = (a) => f{n - 1}(a + 1) + f{n - 1}(a + 2) + f{n - 1}(a + 3);\n"
    for n in range(1, 20)
)


def _lint(files: dict[str, str]) -> Report:
    workspace = Workspace.in_memory({**hostile_system.files(), **files})
    system = build(workspace, Config())
    project = WorkspaceProject(workspace, system)
    rules = installed()
    run = Run(project, system, rules, rules.rules, Config(), "/system", Progress())
    return run.report()


def _web(first: str) -> dict[str, str]:
    return {"web/src/main.ts": first + WEB}


def _modules(count: int, text: str, end: str = "") -> dict[str, str]:
    """Return modules ``m0``, ``m1`` and so on; ``@`` in the text stands for the next number."""
    found = {f"web/src/m{n}.ts": text.replace("@", str(n + 1)) for n in range(count)}
    return {**found, f"web/src/m{count}.ts": end, **_web('import { domain } from "./m0";\n')}


def _mesh(line: str, count: int = 60) -> str:
    return "".join(line.replace("@", str(n)) for n in range(count))


_END = 'export const domain = "http://localhost:3001";\n'
_PYTHON = (
    "from m0 import *\nfrom supertokens_python import init, InputAppInfo\n"
    "init(app_info=InputAppInfo(app_name='a', api_domain=domain))\n"
)
TANGLES = {
    "exports of exports": _modules(3_000, 'export { domain } from "./m@";\n', _END),
    "imports of imports": _modules(
        3_000, 'import { domain as d } from "./m@";\nexport const domain = d;\n', _END
    ),
    "stars of stars": _modules(3_000, 'export * from "./m@";\n', _END),
    "required": _modules(3_000, 'exports.domain = require("./m@").domain;\n'),
    "circle": _modules(500, 'export * from "./m@";\nexport * from "./m0";\n', 'export * from "./m7";'),
    "all from all": {
        **{f"web/src/m{n}.ts": _mesh('export * from "./m@";\n') for n in range(60)},
        **_web('import { domain } from "./m0";\nfetch(domain);\n'),
    },
    "all from all under other names": {
        **{
            f"web/src/m{n}.ts": _mesh('export * from "./m@";\n', 30)
            + _mesh(f'export {{ a@ as a{n} }} from "./m@";\n', 30)
            for n in range(30)
        },
        **_web('import { domain } from "./m0";\nimport { a5 } from "./m9";\nfetch(a5);\n'),
    },
    "sums of all": {
        **{
            f"web/src/m{n}.ts": _mesh('import { d@ } from "./m@";\n')
            + f"export const d{n} = [{_mesh('d@, ')}].join();\n"
            for n in range(60)
        },
        **_web('import { d0 as domain } from "./m0";\n'),
    },
    "all from all in Python": {
        **{f"py/m{n}.py": _mesh("from m@ import *\n") for n in range(60)},
        "py/app.py": _PYTHON,
        "py/requirements.txt": "supertokens-python==0.24.0\n",
    },
    "branches": _web(
        HEAD
        + "let domain = '';\n"
        + "".join(f"if (process.env.A{n}) domain = 'http://h{n}';\n" for n in range(1_000))
    ),
    "members": _web(
        HEAD
        + "const o = {};\n"
        + "".join(f"o.k{n} = o.k{n - 1};\n" for n in range(1, 3_000))
        + "const domain = o.k2999;\n"
    ),
    "objects": _web(
        HEAD
        + "const o0 = { a: 1 };\n"
        + "".join(f"const o{n} = {{ ...o{n - 1}, k{n}: o{n - 1}.k }};\n" for n in range(1, 2_000))
        + "const domain = o1999.k5;\n"
    ),
    "functions that call on": _web(
        HEAD
        + "function g(a) { fetch(a + '/x'); }\n"
        + "".join(
            f"function h{n}(a) {{ g(a + '{n}'); h{(n * 7 + 1) % 400}(a); h{(n * 3) % 400}(a); }}\n"
            for n in range(400)
        )
        + "const domain = 'http://localhost:3001';\n"
    ),
    "calls in calls": _web(
        "const f = (...a) => a.join('');\nconst domain =\n"
        + "f(\n" * 200
        + "'x'"
        + ", 'y')\n" * 200
        + ";\n"
    ),
    "elements in elements": {
        "web/src/App.tsx": HEAD
        + "export const A = () => (\n"
        + "<div a={f(x)}>\n" * 3_000
        + "</div>\n" * 3_000
        + ");\n"
    },
    "a large object": _web(
        HEAD
        + "const o = {\n"
        + "".join(f"k{n}: 'v{n}',\n" for n in range(10_000))
        + "};\nconst domain = o.k9999;\n"
    ),
    "a long line": _web(
        HEAD
        + "const domain = 'http://localhost:3001';"
        + "".join(f"function a{n}(b,c){{return b(c)||a{n - 1}(c,b)}}" for n in range(50_000))
        + "\n"
    ),
    "conditions": _web(
        HEAD
        + "const domain =\n"
        + "".join(f"process.env.A{n} === 'x' ? 'http://h{n}' :\n" for n in range(5_000))
        + "'z';\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TANGLES)
def test_tangles_of_values_take_few_steps(name: str) -> None:
    """No chain of modules is too long, and no circle of them is gone round in every way."""
    report, _ = counted(lambda: _lint(TANGLES[name]), CALLS)
    assert report.summary.problems == ()


def test_a_value_that_takes_too_many_steps_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit for one value comes first: nothing is said of the run, the rest goes on."""
    monkeypatch.setattr(budget, "MAX_STEPS", 2_000)
    files = _web(HEAD + FAN + "const domain = 'http://localhost:3001';\nfetch(f19('x'));\n")
    report, _ = counted(lambda: _lint(files), CALLS)
    assert report.summary.problems == ()
    assert "ST114" in {finding.code for finding in report.findings}


def test_all_values_together_take_a_bounded_number_of_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is left is unknown then; the run says so once, and says the same when it is repeated."""
    monkeypatch.setattr(budget, "MAX_STEPS", 1_000)
    monkeypatch.setattr(budget, "MAX_TOTAL", 20_000)
    calls = "".join(f"fetch(f19('{n}'));\n" for n in range(400))
    files = _web(HEAD + FAN + "const domain = 'http://localhost:3001';\n" + calls)
    report, taken = counted(lambda: _lint(files), CALLS)
    (problem,) = report.summary.problems
    assert "more than 20,000 steps" in problem
    again, taken_again = counted(lambda: _lint(files), CALLS)
    assert again.summary.problems == report.summary.problems
    assert again.findings == report.findings
    assert abs(taken - taken_again) * 100 < taken


def test_nothing_is_missing_only_because_it_was_not_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With no steps at all, no rule takes what it does not see for what is not there."""
    monkeypatch.setattr(budget, "MAX_TOTAL", 0)
    report = _lint({})
    assert [f.code for f in report.findings if f.severity.value > 1] == []


def test_requests_of_one_file_take_steps_for_what_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twice as many functions that send requests take about twice the steps."""
    taken = [0]
    enter = budget.Budget.enter

    def counting(self: budget.Budget) -> bool:
        taken[0] += 1
        return enter(self)

    monkeypatch.setattr(budget.Budget, "enter", counting)
    steps = []
    for count in (50, 100):
        lines = (
            f"export const f{n} = () => axios.get('http://localhost:3001/r{n}');\n"
            for n in range(count)
        )
        text = "import axios from 'axios';\n" + "".join(lines)
        before = taken[0]
        _lint({**_web(HEAD + "const domain = 'http://localhost:3001';\n"), "web/src/api.ts": text})
        steps.append(taken[0] - before)
    assert steps[1] < 2.5 * steps[0]
