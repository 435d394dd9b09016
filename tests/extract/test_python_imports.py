"""Imports of Python modules, found without parsing."""

from __future__ import annotations

import pytest

from supertokens_lint.extract.reach import Reach
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.workspace.workspace import Workspace

FILES = dict.fromkeys(("config.py", "shop/__init__.py", "shop/auth.py", "shop/orders.py"), "")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("import config  # noqa: F401", {"config.py"}),
        ("import config, shop.auth as auth# both", {"config.py", "shop/auth.py"}),
        ("import config; config.start()", {"config.py"}),
        ("    import config", {"config.py"}),
        ("from shop import auth  # runs, orders", {"shop/__init__.py", "shop/auth.py"}),
        ("from shop import auth; import config", {"shop/__init__.py", "shop/auth.py"}),
        (
            "from shop import (\n    auth,  # first (of two)\n    orders as o,\n)",
            {"shop/__init__.py", "shop/auth.py", "shop/orders.py"},
        ),
        (
            "from shop import auth, \\\n    orders",
            {"shop/__init__.py", "shop/auth.py", "shop/orders.py"},
        ),
        ("# import config", set()),
        ('text = "import config"', set()),
    ],
)
def test_imports(line: str, found: set[str]) -> None:
    """Comments, several statements on a line and lists over several lines are read as Python."""
    ev = Evaluator(Workspace.in_memory({**FILES, "main.py": f"{line}\n"}))
    assert Reach(ev).imports("/system/main.py") == {f"/system/{path}" for path in found}
