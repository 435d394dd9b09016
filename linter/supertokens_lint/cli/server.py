"""``supertokens-lint server``."""

from __future__ import annotations

from importlib.util import find_spec

from supertokens_lint.errors import UsageError


def run() -> int:
    """Run the language server on the standard streams and return its exit status.

    Raises :class:`UsageError` when the extra that the server needs is not installed.
    """
    if find_spec("pygls") is None:
        raise UsageError('the language server needs pygls: pip install "supertokens-lint[server]"')
    from supertokens_lint.server.start import serve  # noqa: PLC0415 - pygls may not be there

    return serve()
