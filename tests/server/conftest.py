from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from editing import FILES, Editor


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A frontend and a backend that disagree on apiBasePath, and on nothing else."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest_asyncio.fixture
async def editor(root: Path) -> AsyncIterator[Editor]:
    """An editor on that system, whose server is not started yet."""
    editor = Editor(root)
    yield editor
    if editor.client._server is not None:
        assert await editor.stop() == 0
