"""The SuperTokens SDKs that the linter knows, and how each is named."""

from __future__ import annotations

from enum import Enum


class Side(str, Enum):
    """Which end of the session an SDK runs on."""

    FRONTEND = "frontend"
    BACKEND = "backend"


class Language(str, Enum):
    """The language whose source files configure an SDK."""

    JAVASCRIPT = "javascript"
    PYTHON = "python"
    GO = "go"


class Sdk(str, Enum):
    """One SuperTokens SDK. The value is the name to show to people."""

    AUTH_REACT = "supertokens-auth-react"
    WEB_JS = "supertokens-web-js"
    WEBSITE = "supertokens-website"
    PREBUILT_UI = "prebuilt-ui"
    REACT_NATIVE = "supertokens-react-native"
    NODE = "supertokens-node"
    NESTJS = "supertokens-nestjs"
    PYTHON = "supertokens-python"
    GOLANG = "supertokens-golang"

    @property
    def side(self) -> Side:
        """The end of the session that this SDK runs on."""
        return Side.BACKEND if self in _BACKENDS else Side.FRONTEND

    @property
    def is_frontend(self) -> bool:
        """Whether this SDK runs in the browser or the app."""
        return self.side is Side.FRONTEND

    @property
    def is_backend(self) -> bool:
        """Whether this SDK runs on the API server."""
        return self.side is Side.BACKEND

    @property
    def language(self) -> Language:
        """The language of the source files that configure this SDK."""
        if self is Sdk.PYTHON:
            return Language.PYTHON
        if self is Sdk.GOLANG:
            return Language.GO
        return Language.JAVASCRIPT

    @property
    def package(self) -> str:
        """The name in manifests and lockfiles.

        ``PREBUILT_UI`` is loaded by a script tag and never in a manifest: its name here is the
        repository that the CDN serves it from.
        """
        if self is Sdk.PREBUILT_UI:
            return "supertokens/prebuiltui"
        if self is Sdk.GOLANG:
            return "github.com/supertokens/supertokens-golang"
        return str(self.value)

    @property
    def module(self) -> str:
        """The first part of the names under which source files import this SDK."""
        return "supertokens_python" if self is Sdk.PYTHON else self.package

    @property
    def engine(self) -> Sdk:
        """The SDK whose rules this one follows.

        ``PREBUILT_UI`` is a build of auth-react with the same version numbers, ``NESTJS`` a
        wrapper of supertokens-node; every other SDK is its own engine.
        """
        return _ENGINES.get(self, self)


_BACKENDS = frozenset({Sdk.NODE, Sdk.NESTJS, Sdk.PYTHON, Sdk.GOLANG})
_ENGINES = {Sdk.PREBUILT_UI: Sdk.AUTH_REACT, Sdk.NESTJS: Sdk.NODE}


def sdk_of_package(package: str) -> Sdk | None:
    """Return the SDK that a manifest entry names, or None.

    PyPI treats ``_`` and ``-`` and letter case alike (PEP 503); a Go module may carry a
    ``/vN`` suffix.
    """
    name = package.strip().lower()
    if name.replace("_", "-").replace(".", "-") == Sdk.PYTHON.package:
        return Sdk.PYTHON
    if name == Sdk.GOLANG.package or name.startswith(Sdk.GOLANG.package + "/"):
        return Sdk.GOLANG
    return next((sdk for sdk in Sdk if sdk.package == name), None)
