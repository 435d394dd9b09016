"""Which files each tool finds, so that what is timed is known to look for the same."""

from __future__ import annotations

import json
import os
import posixpath
import subprocess
from collections.abc import Iterator
from pathlib import Path

from competitors import AST_GREP, SEMGREP
from measuring import Tool

INITS = frozenset({"node-init", "python-init"})
FETCHES = frozenset({"fetch"})


def found(tool: Tool, root: Path, rules: frozenset[str] = INITS) -> frozenset[str]:
    """Return the files that a tool names, relative to the root that it is run in.

    ``rules`` are the patterns that count, for tools that search for several.
    """
    environment = {**os.environ, **tool.environment}
    done = subprocess.run(
        tool.command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if tool.name == AST_GREP:
        paths = _of_ast_grep(done.stdout, rules)
    elif tool.name == SEMGREP:
        paths = _of_semgrep(done.stdout, rules)
    else:
        paths = iter(done.stdout.splitlines())
    return frozenset(posixpath.normpath(path) for path in paths)


def _of_ast_grep(output: str, rules: frozenset[str]) -> Iterator[str]:
    for line in output.splitlines():
        match = json.loads(line)
        if match["ruleId"] in rules:
            yield match["file"]


def _of_semgrep(output: str, rules: frozenset[str]) -> Iterator[str]:
    for result in json.loads(output)["results"]:
        if result["check_id"].rpartition(".")[2] in rules:
            yield result["path"]
