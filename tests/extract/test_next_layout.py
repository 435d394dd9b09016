"""Which modules Next.js starts by itself."""

from __future__ import annotations

import pytest

from supertokens_lint.extract.next_layout import NextLayout
from supertokens_lint.workspace.workspace import Workspace

NEXT = '{"dependencies": {"next": "^15.0.0"}}'


def _is_route(path: str, *others: str, manifest: str = NEXT) -> bool | None:
    files = {"package.json": manifest, path: "", **dict.fromkeys(others, "")}
    layout = NextLayout(Workspace.in_memory(files))
    root = layout.root(f"/system/{path}")
    return None if root is None else layout.is_route(f"/system/{path}", root)


@pytest.mark.parametrize(
    "path",
    [
        "app/layout.tsx",
        "src/app/shop/[id]/page.tsx",
        "app/api/auth/[...path]/route.ts",
        "app/icon2.tsx",
        "pages/config/backend.ts",
        "src/pages/index.jsx",
        "src/middleware.ts",
    ],
)
def test_files_that_next_starts(path: str) -> None:
    """Special files of the app router, all of the pages router, and some of the root."""
    assert _is_route(path, "app/page.tsx") is True


@pytest.mark.parametrize(
    "path",
    [
        "app/config/backend.ts",
        "app/[id].tsx",
        "src/app/components/index.tsx",
        "legacy/pages/index.tsx",
        "lib/app/page.tsx",
        "lib/middleware.ts",
    ],
)
def test_files_that_next_leaves_alone(path: str) -> None:
    """Other files of the app router, and folders that are only called like those of Next."""
    assert _is_route(path, "app/page.tsx") is False


def test_unclear_layouts_have_no_root() -> None:
    """Without Next, without routes in sight, or beside pages that are not read, nothing is known."""
    assert _is_route("app/config/backend.ts", "app/page.tsx", manifest='{"name": "shop"}') is None
    assert _is_route("client/pages/index.tsx", "server.js") is None
    assert _is_route("app/config/backend.ts", "app/page.tsx", "app/docs/page.mdx") is None
    assert _is_route("app/config/backend.py", "app/page.tsx") is None


def test_a_package_of_its_own_hides_the_application_above() -> None:
    """A package below without Next is no part of the application."""
    path = "packages/ui/app/page.tsx"
    files = {
        "package.json": NEXT,
        "app/page.tsx": "",
        "packages/ui/package.json": '{"dependencies": {"react": "*"}}',
        path: "",
    }
    assert NextLayout(Workspace.in_memory(files)).root(f"/system/{path}") is None
