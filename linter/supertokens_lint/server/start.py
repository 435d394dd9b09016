"""Start the server on the standard streams."""

from __future__ import annotations

import logging
import sys

from lsprotocol.types import MessageType

from supertokens_lint.server.features import make_server
from supertokens_lint.server.server import LintServer

_KINDS = {logging.WARNING: MessageType.Log, logging.ERROR: MessageType.Warning}


def serve() -> int:
    """Answer messages until the client says to exit or goes away; return the exit status.

    The status is that of the protocol: 0 after a shutdown request, else 1. Whatever prints to the
    standard output prints to the error stream instead, so that messages stay whole.
    """
    server = make_server()
    _redirect_logs(server)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    server.start_io(stdin, stdout)
    return 0 if server.is_shut_down else 1


def _redirect_logs(server: LintServer) -> None:
    """Send what pygls logs to the client: a traceback on the error stream helps nobody."""
    logger = logging.getLogger("pygls")
    logger.handlers = [_ToClient(server)]
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


class _ToClient(logging.Handler):
    """Writes records into the client's log; what goes wrong in doing so is not logged again."""

    def __init__(self, server: LintServer) -> None:
        super().__init__(logging.WARNING)
        self._server = server
        self._is_busy = False

    def emit(self, record: logging.LogRecord) -> None:
        """Send one line."""
        if self._is_busy:
            return
        self._is_busy = True
        try:
            kind = _KINDS.get(record.levelno, MessageType.Log)
            self._server.log(record.getMessage(), kind)
        except (OSError, ValueError):  # the client is gone, or its stream is closed
            return
        finally:
            self._is_busy = False
