"""Which path a file serves, by the routing conventions of full-stack frameworks.

Sources: the frameworks' documentation of file-based routing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from supertokens_lint.extract.surroundings.packages import Package

_EXTENSION = re.compile(r"\.(?:d\.)?[cm]?[jt]sx?$|\.(?:vue|svelte|astro|mdx?)$")
_METHOD = re.compile(r"\.(?:get|post|put|patch|delete|head|options|connect|trace)$")
_INVISIBLE = re.compile(r"^\(.*\)$|^@")


class FileRoute(Struct, frozen=True):
    """The fixed front of the path that a file serves.

    ``catch_all`` tells whether everything below it is served as well; ``api`` tells an endpoint
    from a page.
    """

    path: str
    catch_all: bool
    framework: str
    api: bool


def file_route(package: Package, path: str) -> FileRoute | None:
    """Return the route of a file of a package, ``None`` when it is no route."""
    if not path.startswith(package.directory.rstrip("/") + "/"):
        return None
    relative = path[len(package.directory.rstrip("/")) + 1 :]
    for names, reader in _FRAMEWORKS:
        if package.has(*names):
            route = reader(relative)
            if route is not None:
                return route
    return None


def full_stack(package: Package) -> tuple[str, str] | None:
    """Return the dependency that routes by files and the framework's name, ``None`` for others."""
    for names, reader in _FRAMEWORKS:
        for name in names:
            if package.has(name):
                return name, _TITLES[reader]
    return None


def _fixed(segments: Iterable[str]) -> tuple[str, bool]:
    """Return the path up to the first dynamic segment, and whether the rest is a catch-all."""
    fixed: list[str] = []
    for segment in segments:
        if _INVISIBLE.match(segment) or segment in ("", "index"):
            continue
        if "[" in segment:
            return "/" + "/".join(fixed), "..." in segment
        fixed.append(segment)
    return "/" + "/".join(fixed), False


def _route(segments: Iterable[str], framework: str, *, api: bool) -> FileRoute:
    path, catch_all = _fixed(segments)
    return FileRoute(path, catch_all, framework, api)


def _below(relative: str, *directories: str) -> str | None:
    """Return the path below the first of some folders that holds it, without its extension."""
    for directory in directories:
        if relative.startswith(directory + "/"):
            return _EXTENSION.sub("", relative[len(directory) + 1 :])
    return None


def _next(relative: str) -> FileRoute | None:
    page = _below(relative, "pages", "src/pages")
    if page is not None and not page.startswith("_"):
        segments = page.split("/")
        return _route(segments, "Next", api=segments[0] == "api")
    inner = _below(relative, "app", "src/app")
    if inner is None:
        return None
    *segments, name = inner.split("/")
    if name not in ("route", "page") or any(segment.startswith("_") for segment in segments):
        return None
    return _route(segments, "Next", api=name == "route")


def _sveltekit(relative: str) -> FileRoute | None:
    inner = _below(relative, "src/routes")
    if inner is None:
        return None
    *segments, name = inner.split("/")
    if name not in ("+server", "+page", "+page@"):
        return None
    return _route(segments, "SvelteKit", api=name == "+server")


def _nuxt(relative: str) -> FileRoute | None:
    for directory, prefix in (("server/api", "api"), ("server/routes", "")):
        inner = _below(relative, directory, f"src/{directory}")
        if inner is not None:
            return _route((prefix, *_METHOD.sub("", inner).split("/")), "Nuxt", api=True)
    inner = _below(relative, "pages", "app/pages", "src/pages")
    if inner is None or not relative.endswith(".vue"):
        return None
    return _route(inner.split("/"), "Nuxt", api=False)


def _astro(relative: str) -> FileRoute | None:
    inner = _below(relative, "src/pages")
    if inner is None:
        return None
    return _route(inner.split("/"), "Astro", api=not relative.endswith((".astro", ".md", ".mdx")))


def _solid_start(relative: str) -> FileRoute | None:
    inner = _below(relative, "src/routes")
    if inner is None:
        return None
    return _route(inner.split("/"), "SolidStart", api=relative.endswith((".ts", ".js")))


def _remix(relative: str) -> FileRoute | None:
    inner = _below(relative, "app/routes", "src/app/routes")
    if inner is None:
        return None
    parts = inner.split("/")
    if parts[-1] in ("route", "index") and len(parts) > 1:
        parts = parts[:-1]
    return _flat([segment for part in parts for segment in split_flat(part)])


def split_flat(name: str) -> list[str]:
    """Split a flat route name at its dots; brackets escape them."""
    return [part.replace("[", "").replace("]", "") for part in re.split(r"\.(?![^\[]*\])", name)]


def _flat(segments: list[str]) -> FileRoute:
    fixed: list[str] = []
    for segment in segments:
        if segment == "$":
            return FileRoute("/" + "/".join(fixed), True, "Remix", api=True)
        if segment.startswith(("$", "(")):
            return FileRoute("/" + "/".join(fixed), False, "Remix", api=True)
        if segment.startswith("_") or segment in ("index", ""):
            continue
        fixed.append(segment.removesuffix("_"))
    return FileRoute("/" + "/".join(fixed), False, "Remix", api=True)


Reader = Callable[[str], "FileRoute | None"]
_FRAMEWORKS: tuple[tuple[tuple[str, ...], Reader], ...] = (
    (("next",), _next),
    (("@sveltejs/kit",), _sveltekit),
    (("nuxt", "nuxt3"), _nuxt),
    (("astro",), _astro),
    (("@solidjs/start", "solid-start"), _solid_start),
    (("@remix-run/react", "@remix-run/node", "@react-router/dev"), _remix),
)
_TITLES: dict[Reader, str] = {
    _next: "Next",
    _sveltekit: "SvelteKit",
    _nuxt: "Nuxt",
    _astro: "Astro",
    _solid_start: "SolidStart",
    _remix: "Remix",
}
