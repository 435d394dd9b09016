"""Rules about CORS."""

from __future__ import annotations

from browser.case import SITE, Case, Edit, Fails

_EXPRESS = "api/index.js"
_FASTAPI = "api/main.py"
_ORIGIN = f'    origin: "{SITE}",\n'
_HEADERS = '    allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],\n'
_CORS = f"""app.use(
  cors({{
{_ORIGIN}{_HEADERS}    credentials: true,
  }}),
);

"""
_MIDDLEWARE = "app.use(middleware());\n\n"
_PYTHON_ORIGIN = f'allow_origins=["{SITE}"]'
_PYTHON_HEADERS = '    allow_headers=["Content-Type"] + get_all_cors_headers(),\n'
_PYTHON_METHODS = '    allow_methods=["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"],\n'
_PYTHON_MIDDLEWARE = "app.add_middleware(get_middleware())\n\n"
_ROUTES = '@app.get("/orders")\n'


def _origin(written: str) -> tuple[Edit]:
    return (Edit(_EXPRESS, _ORIGIN, written),)


CASES = (
    Case(
        "cors-missing",
        "express",
        (Edit(_EXPRESS, _CORS, ""), Edit(_EXPRESS, 'import cors from "cors";\n', "")),
        Fails("sign up", "POST /auth/signup: PreflightMissingAllowOriginHeader"),
    ),
    Case(
        "cors-wildcard-origin",
        "express-star",
        _origin('    origin: "*",\n'),
        Fails("sign up", "POST /auth/signup: PreflightWildcardOriginNotAllowed"),
        short=True,
    ),
    Case(
        "cors-wildcard-origin",
        "express-default",
        _origin(""),
        Fails("sign up", "POST /auth/signup: PreflightWildcardOriginNotAllowed"),
    ),
    Case(
        "cors-wildcard-origin",
        "fastapi-before-1",
        (Edit(_FASTAPI, _PYTHON_ORIGIN, 'allow_origins=["*"]'),),
        Fails("sign up", "POST /auth/signup: WildcardOriginNotAllowed"),
        system="fastapi",
    ),
    Case("cors-wildcard-origin", "express-reflects", _origin("    origin: true,\n")),
    Case(
        "cors-origin-mismatch",
        "trailing-slash",
        _origin(f'    origin: "{SITE}/",\n'),
        Fails("sign up", "POST /auth/signup: PreflightAllowOriginMismatch"),
        short=True,
    ),
    Case(
        "cors-origin-mismatch",
        "default-port",
        _origin(f'    origin: ["{SITE}:443"],\n'),
        Fails("sign up", "POST /auth/signup: PreflightMissingAllowOriginHeader"),
    ),
    Case(
        "cors-origin-mismatch",
        "scheme",
        _origin('    origin: "http://app.example.com",\n'),
        Fails("sign up", "POST /auth/signup: PreflightAllowOriginMismatch"),
    ),
    Case(
        "cors-origin-mismatch",
        "fastapi-trailing-slash",
        (Edit(_FASTAPI, _PYTHON_ORIGIN, f'allow_origins=["{SITE}/"]'),),
        Fails("sign up", "POST /auth/signup: PreflightMissingAllowOriginHeader"),
        system="fastapi",
    ),
    Case(
        "cors-origin-mismatch",
        "pattern",
        _origin("    origin: /^https:\\/\\/[a-z]+\\.example\\.com$/,\n"),
    ),
    Case(
        "cors-credentials-disabled",
        "express",
        (Edit(_EXPRESS, "    credentials: true,\n", ""),),
        Fails("sign up", "POST /auth/signup: PreflightInvalidAllowCredentials"),
    ),
    Case(
        "cors-credentials-disabled",
        "fastapi",
        (Edit(_FASTAPI, "    allow_credentials=True,\n", ""),),
        Fails("sign up", "POST /auth/signup: PreflightInvalidAllowCredentials"),
        system="fastapi",
    ),
    Case(
        "cors-headers-incomplete",
        "express",
        (Edit(_EXPRESS, _HEADERS, '    allowedHeaders: ["content-type"],\n'),),
        Fails("sign up", "POST /auth/signup: HeaderDisallowedByPreflightResponse"),
    ),
    Case(
        "cors-headers-incomplete",
        "fastapi",
        (Edit(_FASTAPI, _PYTHON_HEADERS, '    allow_headers=["Content-Type"],\n'),),
        Fails("sign up", "POST /auth/signup: PreflightInvalidStatus"),
        system="fastapi",
    ),
    Case("cors-headers-incomplete", "express-reflects", (Edit(_EXPRESS, _HEADERS, ""),)),
    Case(
        "cors-headers-incomplete",
        "fastapi-mirrors",
        (Edit(_FASTAPI, _PYTHON_HEADERS, '    allow_headers=["*"],\n'),),
        system="fastapi",
    ),
    Case(
        "cors-exposed-headers-replaced",
        "fastapi-list",
        (Edit(_FASTAPI, _PYTHON_HEADERS, f'{_PYTHON_HEADERS}    expose_headers=["X-Total"],\n'),),
        Fails("use", "POST /auth/signup: 200"),
        system="fastapi",
        short=True,
    ),
    Case(
        "cors-exposed-headers-replaced",
        "fastapi-star",
        (Edit(_FASTAPI, _PYTHON_HEADERS, f'{_PYTHON_HEADERS}    expose_headers=["*"],\n'),),
        Fails("use", "POST /auth/signup: 200"),
        system="fastapi",
    ),
    Case(
        "cors-exposed-headers-replaced",
        "express-substring",
        (Edit(_EXPRESS, _HEADERS, f'{_HEADERS}    exposedHeaders: ["x-front-token"],\n'),),
        Fails("use", "POST /auth/signup: 200"),
    ),
    Case(
        "cors-exposed-headers-replaced",
        "fastapi-listed-too",
        (
            Edit(
                _FASTAPI,
                _PYTHON_HEADERS,
                f'{_PYTHON_HEADERS}    expose_headers=["X-Total", "front-token"],\n',
            ),
        ),
        system="fastapi",
    ),
    Case(
        "cors-exposed-headers-replaced",
        "express-appends",
        (Edit(_EXPRESS, _HEADERS, f'{_HEADERS}    exposedHeaders: ["X-Total"],\n'),),
    ),
    Case(
        "cors-order",
        "express",
        (Edit(_EXPRESS, _MIDDLEWARE, ""), Edit(_EXPRESS, _CORS, _MIDDLEWARE + _CORS)),
        Fails("sign up", "POST /auth/signup: MissingAllowOriginHeader"),
    ),
    Case(
        "cors-order",
        "fastapi",
        (
            Edit(_FASTAPI, _PYTHON_MIDDLEWARE, ""),
            Edit(_FASTAPI, f"\n{_ROUTES}", f"{_PYTHON_MIDDLEWARE}\n{_ROUTES}"),
        ),
        Fails("sign up", "POST /auth/signup: MissingAllowOriginHeader"),
        system="fastapi",
        short=True,
    ),
    Case(
        "cors-methods-incomplete",
        "fastapi-default",
        (Edit(_FASTAPI, _PYTHON_METHODS, ""),),
        Fails("sign up", "POST /auth/signup: PreflightInvalidStatus"),
        system="fastapi",
    ),
)
