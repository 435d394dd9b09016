"""What requests pass in Express applications, and in which order."""

from __future__ import annotations

import pytest

from extract.wired import wired
from supertokens_lint.extract.wiring_facts import LayerKind

HEAD = """
const express = require("express");
const cors = require("cors");
const { middleware, errorHandler } = require("supertokens-node/framework/express");
const { verifySession } = require("supertokens-node/recipe/session/framework/express");
require("./init");
"""
CORS, SDK, ROUTE = LayerKind.CORS, LayerKind.SUPERTOKENS, LayerKind.ROUTE


def test_layers_stand_in_the_order_of_the_calls() -> None:
    """What is used first is passed first; routes have their methods and paths."""
    found = wired(
        {
            "index.js": HEAD
            + """
const app = express();
app.use(express.json(), cors({ origin: "http://localhost:3000" }));
app.use(middleware());
app.get("/teas/:id", verifySession(), (req, res) => res.json({}));
app.all("/any", (req, res) => res.json({}));
app.use(errorHandler());
app.use((err, req, res, next) => next(err));
"""
        }
    )
    assert found.shown() == [
        "OTHER /",
        "CORS /",
        "SUPERTOKENS /",
        "ROUTE /teas GET",
        "ROUTE /any",
        "ERROR_HANDLER /",
        "OWN_ERROR_HANDLER /",
    ]
    assert found.app.complete
    assert found.app.framework == "express"


def test_routers_are_opened_where_they_are_mounted() -> None:
    """Layers of a router in another file stand where it is used, below its path."""
    found = wired(
        {
            "index.js": HEAD
            + """
const routes = require("./routes");
const app = express();
app.use("/api", routes);
app.use(middleware());
""",
            "routes.js": """
const { Router } = require("express");
const cors = require("cors");
const inner = Router();
inner.delete("/:id", (req, res) => res.end());
const router = Router();
router.use(cors());
router.use("/teas", inner);
module.exports = router;
""",
        }
    )
    assert found.shown() == ["CORS /api", "ROUTE /api/teas DELETE", "SUPERTOKENS /"]


@pytest.mark.parametrize(
    ("helper", "call"),
    [
        ("module.exports = (app) => { app.use(cors()); };", 'require("./helper")(app);'),
        (
            "exports.secure = async function secure(app, origin) { app.use(cors({ origin })); };",
            'const { secure } = require("./helper");\nsecure(app, "http://localhost:3000");',
        ),
        ("module.exports = cors({ origin: true });", 'app.use(require("./helper"));'),
        ("module.exports = () => cors();", 'const make = require("./helper");\napp.use(make());'),
        (
            "module.exports = (req, res, next) => cors()(req, res, next);",
            'app.use(require("./helper"));',
        ),
    ],
)
def test_helpers_mount_where_they_are_called(helper: str, call: str) -> None:
    """A helper in another file mounts on the application that it is given, at that point."""
    found = wired(
        {
            "index.js": f"{HEAD}\nconst app = express();\n{call}\napp.use(middleware());\n",
            "helper.js": f'const cors = require("cors");\n{helper}\n',
        }
    )
    assert found.shown() == ["CORS /", "SUPERTOKENS /"]


def test_arguments_of_helpers_reach_the_policy() -> None:
    """An option that a helper's parameter holds is what the caller gave."""
    found = wired(
        {
            "index.js": HEAD
            + """
const { secure } = require("./helper");
const app = express();
secure(app, "http://localhost:3000");
app.use(middleware());
""",
            "helper.js": """
const cors = require("cors");
exports.secure = (app, origin) => app.use(cors({ origin, credentials: true }));
""",
        }
    )
    origins = found.policy().origins
    assert origins is not None
    assert getattr(origins.value, "value", None) == "http://localhost:3000"


@pytest.mark.parametrize(
    "start",
    [
        "(async () => { app.use(cors()); app.use(middleware()); })();",
        "connect().then(() => { app.use(cors()); app.use(middleware()); });",
        "function start() { app.use(cors()); app.use(middleware()); }\nstart();",
        "[cors(), middleware()].forEach((handler) => app.use(handler));",
        "app.use([cors(), [middleware()]]);",
        "app.use(cors()).use(middleware());",
        "exports.setup = () => { app.use(cors()); app.use(middleware()); };",
        "class Server { constructor() { this.mount(); } "
        "mount() { app.use(cors()); app.use(middleware()); } }\nnew Server();",
    ],
)
def test_start_up_code_is_followed(start: str) -> None:
    """Functions that run at the start, or that only a server calls, are entered."""
    found = wired({"index.js": f"{HEAD}\nconst app = express();\n{start}\n"})
    assert found.shown() == ["CORS /", "SUPERTOKENS /"]


def test_an_application_can_be_exported_and_extended() -> None:
    """Layers that a second module adds come after those of the first."""
    found = wired(
        {
            "index.js": 'const app = require("./app");\n'
            'const { errorHandler } = require("supertokens-node/framework/express");\n'
            "app.use(errorHandler());\napp.listen(3001);\n",
            "app.js": f"{HEAD}\nconst app = express();\napp.use(middleware());\n"
            "module.exports = app;\n",
        }
    )
    assert found.shown() == ["SUPERTOKENS /", "ERROR_HANDLER /"]


def test_an_application_of_an_object() -> None:
    """``this.app`` is one application in all methods."""
    found = wired(
        {
            "index.js": HEAD
            + """
class Server {
  constructor() { this.app = express(); this.before(); this.app.use(middleware()); }
  before() { this.app.use(cors()); }
}
new Server();
"""
        }
    )
    assert found.shown() == ["CORS /", "SUPERTOKENS /"]


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("app.use(middleware);", "SUPERTOKENS / NOT_CALLED"),
        ("app.use(errorHandler);", "ERROR_HANDLER / NOT_CALLED"),
        ("app.use(cors);", "CORS / NOT_CALLED"),
        ("if (process.env.X) { app.use(cors()); }", "CORS / ?"),
        ("process.env.X && app.use(cors());", "CORS / ?"),
        ("app.use(process.env.X ? cors() : cors({ origin: true }));", "CORS / ?"),
        ('app.use("/auth", middleware());', "SUPERTOKENS /auth"),
        ('app.all("/auth/*path", middleware());', "SUPERTOKENS /auth"),
        ('app.use(["/a", "/b"], cors());', "CORS /a"),
        ("app.use(/^\\/a/, cors());", "CORS / ?"),
        ('app.options("*", cors());', "CORS / OPTIONS"),
        ('app.get("/x", cors(), (req, res) => res.end());', "CORS /x GET"),
        ("app.use((req, res) => res.status(404).end());", "CATCH_ALL /"),
        ('app.use(require("express-session")());', "SESSION_LAYER /"),
        ("app.use((err, req, res, next) => errorHandler()(err, req, res, next));",
         "ERROR_HANDLER /"),
        ("app.use((req, res, next) => middleware()(req, res, next));", "SUPERTOKENS /"),
        ('app.route("/x").put((req, res) => res.end());', "ROUTE /x PUT"),
    ],
)  # fmt: skip
def test_ways_of_mounting(call: str, shown: str) -> None:
    """Each way of mounting gives its layer, faults and circumstances included."""
    found = wired({"index.js": f"{HEAD}\nconst app = express();\n{call}\n"})
    assert found.shown()[0] == shown


@pytest.mark.parametrize(
    ("handler", "answers"),
    [
        ("(req, res) => res.status(404).json({})", 404),
        ("(req, res) => res.sendStatus(404)", 404),
        ("(req, res) => { res.statusCode = 404; res.end(); }", 404),
        ('(req, res) => res.sendFile("index.html")', 200),
        ("(req, res) => { if (req.x) res.status(404); else res.status(500); }", None),
        ("(req, res) => respond(res)", None),
    ],
)
def test_what_a_catch_all_answers(handler: str, answers: int | None) -> None:
    """The status is told only when there can be one alone."""
    found = wired({"index.js": f"{HEAD}\nconst app = express();\napp.use({handler});\n"})
    assert [(layer.kind, layer.answers) for layer in found.app.layers] == [
        (LayerKind.CATCH_ALL, answers)
    ]


def test_routes_that_throw_session_errors() -> None:
    """``getSession`` outside of a ``try`` throws past the SDK's own handling."""
    found = wired(
        {
            "index.js": HEAD
            + """
const Session = require("supertokens-node/recipe/session");
const app = express();
app.get("/a", async (req, res) => { await Session.getSession(req, res); });
app.get("/b", async (req, res) => { try { await Session.getSession(req, res); } catch {} });
app.get("/c", (req, res) => res.end());
"""
        }
    )
    thrown = {layer.path: layer.throws_session_errors for layer in found.app.layers}
    assert thrown == {"/a": True, "/b": False, "/c": False}


@pytest.mark.parametrize(
    ("body", "throws", "loses"),
    [
        ("await getSession(req, res);", True, True),
        ("try { await getSession(req, res); } catch (e) { next(e); }", True, False),
        ("try { await getSession(req, res); } catch (e) { throw e; }", True, False),
        ("try { await getSession(req, res); } catch (e) { res.sendStatus(401); }", False, False),
        (
            "try { await getSession(req, res); } catch (e) { if (mine(e)) no(); next(e); }",
            *[False] * 2,
        ),
        ("getSession(req, res).then(ok).catch(next);", True, False),
        ("getSession(req, res).then(ok).catch((e) => next(e));", True, False),
        ("getSession(req, res).then(ok).catch((e) => log(e));", False, False),
        ("getSession(req, res).then(ok, () => res.sendStatus(401));", False, False),
        ("list.forEach(() => getSession(req, res));", True, False),
    ],
)
@pytest.mark.parametrize("release", ["4.19.2", "5.0.1"])
def test_where_session_errors_go(release: str, body: str, throws: bool, loses: bool) -> None:
    """Errors that are dealt with go nowhere; Express 4 loses those of promises alone."""
    found = wired(
        {
            "package.json": f'{{"dependencies": {{"express": "{release}"}}}}',
            "index.js": HEAD
            + f"""
const {{ getSession }} = require("supertokens-node/recipe/session");
const app = express();
app.get("/a", async (req, res, next) => {{ {body} }});
""",
        }
    )
    (layer,) = found.app.layers
    assert layer.throws_session_errors == throws
    assert layer.loses_session_errors == (loses and release == "4.19.2")


def test_headers_that_the_application_sets() -> None:
    """Header by header they make a policy; what only some requests get is not certain."""
    found = wired(
        {
            "index.js": HEAD
            + """
const app = express();
app.use((req, res, next) => {
  res.header("Access-Control-Allow-Origin", "http://localhost:3000");
  res.set({ "access-control-allow-credentials": "true" });
  if (req.method === "OPTIONS") {
    res.setHeader("Access-Control-Allow-Headers", "rid");
  }
  next();
});
app.use(middleware());
"""
        }
    )
    policy = found.policy()
    assert policy.library == "manual"
    assert policy.origins is not None
    assert policy.credentials is not None
    assert policy.allow_headers is not None
    assert policy.expose_headers is None


def test_what_nobody_can_follow_is_not_complete() -> None:
    """Something from a file that is missing may do anything."""
    found = wired(
        {"index.js": f'{HEAD}\nconst app = express();\napp.use(require("./gone"), middleware());\n'}
    )
    assert not found.app.complete


def test_cors_that_belongs_to_nobody_makes_applications_doubtful() -> None:
    """A CORS call that is mounted on no known application may be mounted on this one."""
    text = f"{HEAD}\nconst app = express();\napp.use(middleware());\nmount(app);\n"
    assert wired({"index.js": text}).app.complete
    doubtful = {"index.js": text, "other.js": 'const cors = require("cors");\nglobal.x = cors();'}
    assert not wired(doubtful).app.complete


def test_a_proxy_that_adds_cors_is_the_first_layer() -> None:
    """A configuration file outside of the code that names the headers stands before all else."""
    text = f"{HEAD}\nconst app = express();\napp.use(middleware());\n"
    nginx = "location / { add_header Access-Control-Allow-Origin http://localhost:3000; }\n"
    found = wired({"index.js": text, "nginx.conf": nginx})
    assert found.shown() == ["CORS /", "SUPERTOKENS /"]
    assert found.app.layers[0].cors is None


def test_tests_are_no_applications() -> None:
    """Applications that only tests make are left out."""
    found = wired({"app.test.js": f"{HEAD}\nconst app = express();\napp.use(cors());\n"})
    assert found.apps == ()


def test_cyclic_modules_and_functions_end() -> None:
    """Modules that import each other and functions that call themselves are followed once."""
    found = wired(
        {
            "index.js": f'{HEAD}\nconst other = require("./other");\nconst app = express();\n'
            "function again(n) { app.use(cors()); again(n - 1); }\nagain(3);\nexports.app = app;\n",
            "other.js": 'const { app } = require("./index");\n'
            'const { middleware } = require("supertokens-node/framework/express");\n'
            "if (app) app.use(middleware());\n",
        }
    )
    assert set(found.shown()) == {"CORS /", "SUPERTOKENS / ?"}


def test_versions_of_libraries_are_told() -> None:
    """A policy knows the version of its library from the manifest."""
    found = wired({"index.js": f"{HEAD}\nconst app = express();\napp.use(cors());\n"}, cors="2.8.5")
    version = found.policy().version
    assert version is not None
    assert (version.package, version.text) == ("cors", "2.8.5")


@pytest.mark.parametrize(
    "call",
    [
        'app.use(require("express-simple-cors")());',
        'app.use(require("express-cors"));',
        "function allowCors(req, res, next) { add(res); next(); }\napp.use(allowCors);",
    ],
)
def test_what_is_called_cors_is_a_layer_without_a_policy(call: str) -> None:
    """CORS that nobody can read is there all the same."""
    found = wired({"index.js": f"{HEAD}\nconst app = express();\n{call}\n"})
    assert found.shown() == ["CORS /"]
    assert found.app.layers[0].cors is None


def test_an_option_cors_elsewhere_makes_an_application_doubtful() -> None:
    """``onRequest({ cors: true }, app)`` adds headers outside of the application."""
    text = f"{HEAD}\nconst app = express();\napp.use(middleware());\n"
    around = 'require("firebase-functions").https.onRequest({ cors: true }, app);\n'
    sockets = 'new (require("socket.io").Server)(app, { cors: { origin: "*" } });\n'
    assert not wired({"index.js": text + around}).app.complete
    assert wired({"index.js": text + sockets}).app.complete


def test_long_chains_stay_on_one_application() -> None:
    """Every call of a long chain is on the application that it began with."""
    chain = "".join(f".use(handler{number})" for number in range(40))
    found = wired({"index.js": f"{HEAD}\nconst app = express();\napp{chain}.use(middleware());\n"})
    assert found.shown()[-1] == "SUPERTOKENS /"


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ('app.all("*", (req, res) => res.send("x"));', "CATCH_ALL /"),
        ('app.get("/{*path}", (req, res) => res.sendFile("index.html"));', "CATCH_ALL / GET"),
        ('app.post("/api/*", (req, res) => res.send("x"));', "CATCH_ALL /api POST"),
        ('app.all("*", (req, res, next) => next());', "ROUTE /"),
        ('app.all("*", verifySession(), (req, res) => res.send("x"));', "ROUTE /"),
        ('app.all("/", (req, res) => res.send("x"));', "ROUTE /"),
    ],
)
def test_routes_for_all_paths(call: str, shown: str) -> None:
    """A route for all paths that passes nothing on is a catch-all, for its methods."""
    found = wired({"index.js": f"{HEAD}\nconst app = express();\n{call}\n"})
    assert found.shown() == [shown]
