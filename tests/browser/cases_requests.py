"""Rules about requests and about what the backend mounts."""

from __future__ import annotations

from browser.case import API, Case, Edit, Fails

_MAIN = "web/src/main.js"
_ORDERS = "web/src/orders.js"
_EXPRESS = "api/index.js"
_LIST = "await fetch(`${API}/orders`);"
_MIDDLEWARE = "app.use(middleware());\n\n"
_OWN_CHECK = (
    Edit(
        _EXPRESS,
        """app.get("/orders", verifySession(), (req, res) => {
  res.json({ owner: req.session.getUserId(), orders: [] });
});
""",
        """app.get("/orders", async (req, res, next) => {
  try {
    const session = await Session.getSession(req, res);
    res.json({ owner: session.getUserId(), orders: [] });
  } catch (error) {
    next(error);
  }
});
""",
    ),
)

CASES = (
    Case(
        "session-recipe-missing",
        "frontend",
        (Edit(_MAIN, ", Session.init()", ""),),
        Fails("start", "No instance of Session found"),
    ),
    Case(
        "fetch-captured-before-init",
        "bound-in-a-module",
        (
            Edit(_ORDERS, f'"{API}";\n', f'"{API}";\nconst request = window.fetch.bind(window);\n'),
            Edit(_ORDERS, _LIST, _LIST.replace("fetch", "request")),
        ),
        Fails("use", "GET /orders: 401"),
        short=True,
    ),
    Case(
        "fetch-captured-before-init",
        "bound-when-called",
        (Edit(_ORDERS, _LIST, _LIST.replace("fetch", "window.fetch.bind(window)")),),
    ),
    Case(
        "node-fetch-in-browser",
        "cross-fetch",
        (
            Edit(_ORDERS, "const API", 'import fetch from "cross-fetch";\n\nconst API'),
            Edit(
                "web/package.json", '  "supertokens', '  "cross-fetch": "4.1.0",\n    "supertokens'
            ),
        ),
        Fails("use", "GET /orders: 401"),
    ),
    Case(
        "credentials-not-sent",
        "same-origin",
        (Edit(_ORDERS, _LIST, _LIST.replace(")", ', { credentials: "same-origin" })')),),
        Fails("use", "GET /orders: 401"),
        short=True,
    ),
    Case(
        "credentials-not-sent",
        "omit",
        (Edit(_ORDERS, _LIST, _LIST.replace(")", ', { credentials: "omit" })')),),
        Fails("use", "GET /orders: 401"),
    ),
    Case(
        "credentials-not-sent",
        "not-added",
        (Edit(_MAIN, "Session.init()", "Session.init({ autoAddCredentials: false })"),),
        Fails("use", "GET /orders: 401"),
    ),
    Case(
        "credentials-not-sent",
        "included-by-hand",
        (Edit(_ORDERS, _LIST, _LIST.replace(")", ', { credentials: "include" })')),),
    ),
    Case(
        "middleware-missing",
        "express",
        (Edit(_EXPRESS, _MIDDLEWARE, ""),),
        Fails("sign up", "POST /auth/signup: 404"),
        short=True,
    ),
    Case(
        "middleware-order",
        "after-what-answers-everything",
        (
            Edit(
                _EXPRESS,
                _MIDDLEWARE,
                """app.use((req, res) => {
  res.status(404).json({ message: "not found" });
});

"""
                + _MIDDLEWARE,
            ),
        ),
        Fails("sign up", "POST /auth/signup: 404"),
    ),
    Case(
        "error-handler-missing",
        "errors-of-an-own-check",
        (*_OWN_CHECK, Edit(_EXPRESS, "app.use(errorHandler());\n\n", "")),
        Fails("sign out", "GET /orders: 500"),
    ),
    Case("error-handler-missing", "errors-handled", _OWN_CHECK),
)
