"""Rules about requests and about what the backend mounts."""

from __future__ import annotations

from browser.case import API, Case, Edit, Fails

_MAIN = "web/src/main.js"
_ORDERS = "web/src/orders.js"
_EXPRESS = "api/index.js"
_LIST = "await fetch(`${API}/orders`);"
_MIDDLEWARE = "app.use(middleware());\n\n"
_ADDED = "Session.addAxiosInterceptors(http);\n\n"
_UNWRAPPED = """http.interceptors.response.use((response) => ({ status: response.status }));

"""
_INIT = """SuperTokens.init({
  appInfo: {
    appName: "Shop",
    apiDomain: "https://api.example.com",
    apiBasePath: "/auth",
  },
  recipeList: [EmailPassword.init(), Session.init()],
});

"""
_KEPT = """import Session from "supertokens-web-js/recipe/session";

let token;

async function currentToken() {
  if (token === undefined) {
    token = await Session.getAccessToken();
  }
  return token;
}

"""
_ASKED = """import Session from "supertokens-web-js/recipe/session";

const currentToken = () => Session.getAccessToken();

"""
_BEARER = "await fetch(`${API}/orders`, { headers: { authorization: `Bearer ${await currentToken()}` } });"
_HEADER_ADDED = """const original = window.fetch;

window.fetch = async (...args) => {
  const [input, init] = args;
  return original(input, { ...init, headers: { ...init?.headers, "x-shop": "1" } });
};

"""


def _with_bearer(code: str) -> tuple[Edit, ...]:
    """Header mode, and a request that brings its own Authorization."""
    return (
        Edit(_MAIN, "Session.init()", 'Session.init({ tokenTransferMethod: "header" })'),
        Edit(_ORDERS, "const API", f"{code}const API"),
        Edit(_ORDERS, _LIST, _BEARER),
    )


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
        "init-missing",
        "frontend",
        (Edit(_MAIN, _INIT, ""),),
        Fails("start", "No instance of Session found"),
    ),
    Case(
        "session-recipe-missing",
        "backend",
        (Edit(_EXPRESS, ", Session.init()", ""),),
        Fails("sign up", "POST /auth/signup: HeaderDisallowedByPreflightResponse"),
    ),
    Case(
        "invalid-app-info",
        "no-domain",
        (Edit(_MAIN, API, "api"),),
        Fails("start", "Please provide a valid domain name"),
    ),
    Case(
        "wrong-recipe-import",
        "check-of-another-framework",
        (Edit(_EXPRESS, "recipe/session/framework/express", "recipe/session/framework/fastify"),),
        Fails("use", "no answer"),
    ),
    Case(
        "api-route-mismatch",
        "express-mount",
        (Edit(_EXPRESS, "app.use(middleware())", 'app.use("/api", middleware())'),),
        Fails("sign up", "POST /auth/signup: 404"),
    ),
    Case(
        "fetch-overridden",
        "header-added",
        (Edit(_ORDERS, "const API", f"{_HEADER_ADDED}const API"),),
        Fails("sign up", "POST /auth/signup: HeaderDisallowedByPreflightResponse"),
    ),
    Case(
        "stale-access-token",
        "kept-in-a-module",
        _with_bearer(_KEPT),
        Fails("sign out", "listOrders gave 200"),
    ),
    Case(
        "stale-access-token",
        "asked-for-each-time",
        _with_bearer(_ASKED),
    ),
    Case(
        "anti-csrf-mismatch",
        "tokens",
        (Edit(_EXPRESS, "Session.init()", 'Session.init({ antiCsrf: "VIA_TOKEN" })'),),
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
    Case("axios-not-intercepted", "instance-added", system="axios"),
    Case(
        "axios-not-intercepted",
        "instance-not-added",
        (Edit(_ORDERS, _ADDED, ""),),
        Fails("use", "GET /orders: 401"),
        system="axios",
    ),
    Case(
        "axios-not-intercepted",
        "new-sdk",
        (
            Edit(_ORDERS, _ADDED, ""),
            Edit("web/package.json", "0.2.2", "0.16.0"),
            Edit("api/package.json", "12.1.7", "24.0.3"),
        ),
        system="axios",
    ),
    Case(
        "interceptor-order",
        "data-only-before-the-sdk",
        (Edit(_ORDERS, _ADDED, _UNWRAPPED + _ADDED),),
        Fails("use", "Cannot read properties of undefined"),
        system="axios",
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
    Case(
        "middleware-order",
        "uncalled",
        (Edit(_EXPRESS, "app.use(middleware())", "app.use(middleware)"),),
        Fails("start", "no answer"),
    ),
    Case(
        "catch-all-answers-refresh",
        "pages-first",
        (
            Edit(
                _EXPRESS,
                _MIDDLEWARE,
                """app.use((req, res) => {
  res.send("<!doctype html>");
});

"""
                + _MIDDLEWARE,
            ),
        ),
        Fails("sign up", "is not valid JSON"),
    ),
)
