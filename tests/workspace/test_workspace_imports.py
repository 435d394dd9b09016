from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from supertokens_lint.workspace.packages import Packages
from supertokens_lint.workspace.aliases import AliasMap
from supertokens_lint.workspace.composeprojects import compose_projects
from supertokens_lint.workspace.workspace import Workspace
heavy = {"yaml", "dotenv", "pathspec", "packaging", "semantic_version", "libcst", "tree_sitter"}
print(sorted(heavy & set(sys.modules)))
"""


def test_starting_loads_no_reader() -> None:
    """Each parser is loaded by the first file that needs it, so that small runs start fast."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
