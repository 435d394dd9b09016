"""What a system of two apps is told, apart from how its frameworks are written."""

from __future__ import annotations

from dataclasses import dataclass, field

Files = dict[str, str]

API = "https://api.depot.example"
SITE = "https://depot.example"

API_DOMAIN, WEBSITE_DOMAIN = "API_DOMAIN", "WEBSITE_DOMAIN"
API_BASE_PATH, WEBSITE_BASE_PATH = "API_BASE_PATH", "WEBSITE_BASE_PATH"
COOKIE_DOMAIN, COOKIE_SAME_SITE = "COOKIE_DOMAIN", "COOKIE_SAME_SITE"
COOKIE_SECURE, ANTI_CSRF = "COOKIE_SECURE", "ANTI_CSRF"
ALLOWED_ORIGIN = "ALLOWED_ORIGIN"


@dataclass(frozen=True)
class Backend:
    """The settings of a backend; what is ``None`` is not written."""

    api: str = API
    site: str = SITE
    origin: str = SITE
    api_base: str | None = None
    website_base: str | None = None
    cookie_domain: str | None = None
    same_site: str | None = None
    secure: bool | None = None
    anti_csrf: str | None = None
    transfer: str | None = None

    @property
    def variables(self) -> dict[str, str]:
        """The environment that the backend reads, in the order of its code."""
        secure = None if self.secure is None else str(self.secure).lower()
        given = {
            API_DOMAIN: self.api,
            WEBSITE_DOMAIN: self.site,
            ALLOWED_ORIGIN: self.origin,
            API_BASE_PATH: self.api_base,
            WEBSITE_BASE_PATH: self.website_base,
            COOKIE_DOMAIN: self.cookie_domain,
            COOKIE_SAME_SITE: self.same_site,
            COOKIE_SECURE: secure,
            ANTI_CSRF: self.anti_csrf,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def env_file(self) -> str:
        """The text of an env file with all variables."""
        return "".join(f"{name}={value}\n" for name, value in self.variables.items())


@dataclass(frozen=True)
class Frontend:
    """The settings of a frontend; what is ``None`` is not written."""

    api: str = API
    site: str = SITE
    api_base: str | None = None
    scope: str | None = None
    backend_domain: str | None = None
    transfer: str | None = None
    iframe: bool = False

    def env_file(self, prefix: str) -> str:
        """The text of an env file whose names begin with ``prefix``."""
        given = {"API_DOMAIN": self.api, "API_BASE_PATH": self.api_base}
        given |= {"SESSION_SCOPE": self.scope, "BACKEND_DOMAIN": self.backend_domain}
        lines = [f"{prefix}{name}={value}\n" for name, value in given.items() if value is not None]
        return "".join(lines)


@dataclass(frozen=True)
class Case:
    """One fault, or something close to it that works."""

    name: str
    backend: Backend
    frontend: Frontend
    code: str | None = None
    values: tuple[str, ...] = field(default=())
    """Values of the backend's environment whose lines the finding shows."""
