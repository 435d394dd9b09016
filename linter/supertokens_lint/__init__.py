"""Static linter for SuperTokens session configuration across frontend, backend and proxies."""

__version__ = "0.1.0"
