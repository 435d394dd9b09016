"""How large the headers of a session are.

A session's access token is a JWT with an RS256 signature: about 1,000 characters with the claims
that the SDKs put in themselves. It travels as a cookie or header beside the refresh token (300 to
400 characters) and, on the way to the browser, ``front-token``, which holds the same claims once
more in base64. With the attributes of the cookies and the headers that every response has, 3 KB
are reached without a single claim of the application.
"""

from __future__ import annotations

SESSION_HEADERS = 4096
"""What a buffer for headers has to hold, in bytes; nginx's own smallest default."""
