"""Ways to damage a backend that works: what is taken out or changed, as each framework writes it.

Each way is a list of patterns with what takes their place; a backend has one or more of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from matrix.settings import Files

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Damage:
    """One fault of wiring, with the code of the rule that finds it."""

    name: str
    code: str
    pairs: Pairs
    spares: tuple[str, ...] = ()
    """Frameworks that do this part themselves, or of which nobody can tell."""

    def to(self, files: Files) -> Files:
        """Return the damaged files; raises ``AssertionError`` where nothing changed."""
        changed = dict(files)
        for pattern, instead in self.pairs:
            for name, text in changed.items():
                changed[name] = re.sub(pattern, instead, text, flags=re.DOTALL)
        assert changed != files, f"nothing to damage: {self.name}"
        return changed


DAMAGES = (
    Damage(
        "without-credentials",
        "ST304",
        (
            (r"credentials: true", "credentials: false"),
            (r"AllowCredentials: true", "AllowCredentials: false"),
            (r"allow_credentials=True", "allow_credentials=False"),
            (r"supports_credentials=True", "supports_credentials=False"),
            (r"CORS_ALLOW_CREDENTIALS = True", "CORS_ALLOW_CREDENTIALS = False"),
            (r"\t\thandlers\.AllowCredentials\(\),\n", ""),
            (
                r'"Access-Control-Allow-Credentials", "true"',
                '"Access-Control-Allow-Credentials", "false"',
            ),
        ),
    ),
    Damage(
        "without-headers-of-the-sdk",
        "ST305",
        (
            (r'\["content-type", \.\.\.supertokens\.getAllCORSHeaders\(\)\]', '["content-type"]'),
            (r"\[\.\.\.supertokens\.getAllCORSHeaders\(\)\]", '["x-shop"]'),
            (r'\["Content-Type", \.\.\.supertokens\.getAllCORSHeaders\(\)\]', '["Content-Type"]'),
            (r" \+ get_all_cors_headers\(\)", ""),
            (
                r'append\((\[\]string\{"content-type"\}), supertokens\.GetAllCORSHeaders\(\)\.\.\.\)',
                r"\1",
            ),
            (
                r'"Content-Type, " \+ strings\.Join\(supertokens\.GetAllCORSHeaders\(\), ", "\)',
                '"Content-Type"',
            ),
        ),
    ),
    Damage(
        "without-cors",
        "ST301",
        (
            (r"app\.use\(\n  cors\(\{.*?\n  \}\),\n\);\n", ""),
            (r"  await server\.register\(cors, \{.*?\n  \}\);\n", ""),
            (r"    cors: \{\n.*?\n    \},\n", ""),
            (r"  app\.enableCors\(\{.*?\n  \}\);\n", ""),
            (r"app\.add_middleware\(\n    CORSMiddleware.*?\n\)\n", ""),
            (r"        Middleware\(\n            CORSMiddleware.*?\n        \),\n", ""),
            (r"CORS\(\n.*?\n\)\n", ""),
            (r'    "corsheaders\.middleware\.CorsMiddleware",\n', ""),
            (r"cors\.New\(cors\.Options\{.*?\}\)\.Handler\((.*?)\)\n\thttp", r"\1\n\thttp"),
            (r"\trouter\.Use\(cors\.New\(.*?\n\t\}\)\)\n", ""),
            (r"\tr\.Use\(cors\.Handler\(.*?\n\t\}\)\)\n", ""),
            (r"handlers\.CORS\(.*?\n\t\)\((supertokens\.Middleware\(router\))\)", r"\1"),
            (r"\te\.Use\(middleware\.CORSWithConfig\(.*?\n\t\}\)\)\n", ""),
            (r"\tapp\.Use\(cors\.New\(.*?\n\t\}\)\)\n", ""),
        ),
        spares=("aws_lambda", "go_zero", "loopback"),
    ),
    Damage(
        "without-session-recipe",
        "ST102",
        (
            (r", Session\.init\((?:\{.*?\n  \})?\)\]", "]"),
            (r", session\.init\([^\n]*?\)\],", "],"),
            (r"\t\t\tsession\.Init\(.*?\n\t\t\t\}\),\n", ""),
        ),
    ),
    Damage(
        "without-middleware",
        "ST501",
        (
            (r"app\.use\(middleware\(\)\);\n", ""),
            (r"  await server\.register\(plugin\);\n", ""),
            (r"app\.middleware\(middleware\);\n", ""),
            (r"app\.use\(async \(c, next\) => \{.*?\n\}\);\n", ""),
            (r"middy\(middleware\(\)\)", "middy(async () => ({ statusCode: 404 }))"),
            (r'    consumer\.apply\(AuthMiddleware\)\.forRoutes\("\*"\);\n', ""),
            (r"app\.add_middleware\(get_middleware\(\)\)\n", ""),
            (r"        Middleware\(get_middleware\(\)\),\n", ""),
            (r"\nMiddleware\(app\)\n", "\n"),
            (r'    "supertokens_python\.framework\.django\.django_middleware\.middleware",\n', ""),
            (r"supertokens\.Middleware\((mux|router)\)", r"\1"),
            (r"\tr\.Use\(supertokens\.Middleware\)\n", ""),
            (r"\te\.Use\(echo\.WrapMiddleware\(supertokens\.Middleware\)\)\n", ""),
            (r"\tapp\.Use\(adaptor\.HTTPMiddleware\(supertokens\.Middleware\)\)\n", ""),
            (r"\tserver\.Use\(rest\.ToMiddleware\(supertokens\.Middleware\)\)\n", ""),
            (r"\trouter\.Use\(func\(c \*gin\.Context\) \{\n\t\tsupertokens.*?\n\t\}\)\n", ""),
        ),
        spares=("nestjs_module",),
    ),
    Damage(
        "without-init",
        "ST101",
        (
            (r"supertokens\.init\(authConfig\);\n", ""),
            (r"    supertokens\.init\(\{.*?\n    \}\);\n", ""),
            (r"    SuperTokensModule\.forRootAsync\(\{.*?\n    \}\),\n", ""),
            (r"\nstart\(\)\n\napp =", "\napp ="),
            (r"\ninit\(.*?\n\)\n", "\n"),
            (r"\tstartAuth\(\)\n", ""),
        ),
    ),
    Damage(
        "late-init",
        "ST103",
        (
            (r"supertokens\.init\(authConfig\);\n(.*)$", r"\1\nsupertokens.init(authConfig);\n"),
            (r"\tstartAuth\(\)\n(.*?)\n\}\n$", r"\1\n\tstartAuth()\n}\n"),
            (r"\nstart\(\)\n\napp =(.*)$", r"\napp =\1\n\nstart()\n"),
            (r"\n(init\(.*?\n\)\n)(.*)$", r"\n\2\n\1"),
        ),
        spares=("nest", "nestjs_module", "go_zero"),
    ),
    Damage(
        "required-email-verification",
        "ST508",
        (
            (
                r'(import EmailPassword from "supertokens-node/recipe/email)password";\n',
                r'\1password";\nimport EmailVerification from "supertokens-node/recipe/emailverification";\n',
            ),
            (
                r"\[EmailPassword\.init\(\), ",
                '[EmailPassword.init(), EmailVerification.init({ mode: "REQUIRED" }), ',
            ),
            (r"import emailpassword, session", "import emailpassword, emailverification, session"),
            (
                r"\[emailpassword\.init\(\), ",
                '[emailpassword.init(), emailverification.init(mode="REQUIRED"), ',
            ),
            (
                r"\t\t\temailpassword\.Init\(nil\),\n",
                "\t\t\temailpassword.Init(nil),\n"
                "\t\t\temailverification.Init(evmodels.TypeInput{Mode: evmodels.ModeRequired}),\n",
            ),
            (
                r'(\t"github.com/supertokens/supertokens-golang/recipe/email)password"\n',
                r'\1password"\n\1verification"\n\1verification/evmodels"\n',
            ),
        ),
    ),
)
