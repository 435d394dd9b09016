"""Errors of the ``sdk`` room: a setting that the SDK itself refuses."""

from __future__ import annotations

from supertokens_lint.errors import SupertokensLintError


class InvalidSettingError(SupertokensLintError):
    """Raised when the SDK throws on a value; ``message`` is the SDK's own text."""

    def __init__(self, message: str, value: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.value = value


class InvalidDomainError(InvalidSettingError):
    """Raised when the SDK refuses a domain (``apiDomain``, ``websiteDomain``, ``origin``)."""


class InvalidPathError(InvalidSettingError):
    """Raised when the SDK refuses a path (``apiBasePath``, ``apiGatewayPath`` and so on)."""


class InvalidScopeError(InvalidSettingError):
    """Raised when the SDK refuses a cookie domain or session scope."""


class InvalidOptionError(InvalidSettingError):
    """Raised when the SDK refuses another option, such as ``cookieSameSite``."""
