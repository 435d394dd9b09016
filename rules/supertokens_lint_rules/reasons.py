"""The 48 known reasons why a session does not work, and what a reader of files can say of each.

The list is the one that SuperTokens' maintainers keep (supertokens-core issue 1044 and
supertokens-website issue 68). ``docs/reasons.md`` is made from it; which rules find a reason is
taken from the rules themselves.
"""

from __future__ import annotations

from msgspec import Struct


class KnownReason(Struct, frozen=True):
    """One reason.

    ``reads`` names what the linter looks at, ``unseen`` what no static tool can see of it, and
    ``question`` what to ask instead. ``no_rule`` says why there is no rule, where there is none.
    """

    number: int
    title: str
    reads: str
    unseen: str
    question: str
    no_rule: str = ""

    @property
    def code(self) -> str:
        """The name by which rules refer to the reason."""
        return f"F{self.number}"


REASONS: tuple[KnownReason, ...] = (
    KnownReason(
        1,
        "No init of the SDK is called",
        "imports of the SDK, init calls, and what leads to them",
        "code that is generated or loaded at run time",
        "Does the line with the init run before the first request? Log there.",
    ),
    KnownReason(
        2,
        "The frontend's apiDomain is not where the API is",
        "apiDomain of both sides, request URLs, proxies, compose files, env files",
        "DNS, load balancers, variables that only the deployment sets",
        "Which host does the browser's network tab show for the sign-in call?",
    ),
    KnownReason(
        3,
        "Access-Control-Expose-Headers does not let the frontend read the SDK's headers",
        "CORS configuration by library and version, proxies",
        "headers that a CDN or gateway rewrites",
        "Which Access-Control-Expose-Headers does the answer to the sign-in call have?",
    ),
    KnownReason(
        4,
        "Access-Control-Expose-Headers is `*`",
        "CORS configuration by library and version, proxies",
        "headers that a CDN or gateway rewrites",
        "Is the header a list of names or a star?",
    ),
    KnownReason(
        5,
        "SameSite is None while Secure is off",
        "cookieSameSite and cookieSecure, or what the SDK computes from the domains",
        "values that only the deployment sets",
        "Does the browser mark the Set-Cookie header with a warning?",
    ),
    KnownReason(
        6,
        "Access-Control-Allow-Headers lacks headers of the SDK",
        "allow lists by CORS library and version",
        "lists kept in a gateway's console",
        "What does the answer to the OPTIONS call allow?",
    ),
    KnownReason(
        7,
        "The anti-CSRF token or header is not sent",
        "antiCsrf of each service, the clients in the repository",
        "clients in other repositories",
        "Does the failing request carry `rid`, or `anti-csrf` with VIA_TOKEN?",
    ),
    KnownReason(
        8,
        "The site runs inside an iframe",
        "isInIframe, cookie attributes, handlers, frame headers",
        "pages of others that embed the site",
        "Is the page shown inside another site?",
    ),
    KnownReason(
        9,
        "API and website do not share a registrable domain: Safari drops the cookies",
        "both domains and the public suffix list, the token transfer method",
        "which browsers the users have",
        "Does it fail only in Safari or in private windows?",
    ),
    KnownReason(
        10,
        "Access-Control-Allow-Origin is `*` with credentials",
        "CORS configuration by library and version",
        "headers that a CDN or gateway rewrites",
        "Which Access-Control-Allow-Origin does the answer have?",
    ),
    KnownReason(
        11,
        "Something is imported from another recipe or SDK",
        "imports, the framework in use, the framework given to init",
        "what a bundler puts in the place of a module",
        "Do all imports of one file name the same SDK?",
    ),
    KnownReason(
        12,
        "A custom interceptor disturbs the refresh",
        "interceptors and their order, SDK versions",
        "interceptors that packages add",
        "Does the refresh work with all other interceptors taken out?",
    ),
    KnownReason(
        13,
        "Secure cookies while the API is reached over http",
        "cookieSecure, apiDomain of both sides",
        "where TLS ends in front of the API",
        "Does the address of the API begin with http in the network tab?",
    ),
    KnownReason(
        14,
        "A proxy limits the size of headers",
        "buffer settings of nginx and its like",
        "the size of the access token's payload, limits of hosted proxies",
        "Does the proxy's log say that the header is too big?",
    ),
    KnownReason(
        15,
        "The session is created by a request that no browser made",
        "createNewSession in routes that look like webhooks or callbacks",
        "who calls a route",
        "Who calls the route that creates the session?",
    ),
    KnownReason(
        16,
        "node-fetch is used in place of the browser's fetch",
        "imports and where a module runs",
        "aliases that a bundler makes at build time",
        "Does the request show up in the network tab with cookies?",
    ),
    KnownReason(
        17,
        "SvelteKit's own fetch is used in a load function",
        "load functions of universal routes and the URLs they call",
        "functions handed on to other packages",
        "Does it work with window.fetch?",
    ),
    KnownReason(
        18,
        "The API is called while rendering on the server",
        "server code of frameworks and the URLs that it calls",
        "rendering that a host does in front of the application",
        "Does the failing request come from the browser or from the server?",
    ),
    KnownReason(
        19,
        "CORS gets in the way while developing",
        "-",
        "-",
        "Start a browser with web security off only to see whether CORS is the cause.",
        no_rule="a tip for looking into a problem, not a fault of a configuration",
    ),
    KnownReason(
        20,
        "Credentials are not allowed, or not sent",
        "CORS credentials, autoAddCredentials, options of clients",
        "headers that a gateway adds",
        "Does the answer have Access-Control-Allow-Credentials: true?",
    ),
    KnownReason(
        21,
        "Session.init is missing, or runs after fetch or axios was used",
        "recipe lists, the order of modules, stored references to fetch",
        "the order in which a bundler loads chunks",
        "Is the first request of the page sent before the init?",
    ),
    KnownReason(
        22,
        "localhost and 127.0.0.1 are mixed",
        "all domains, origins, request URLs and development servers",
        "the address that a person types",
        "Which address stands in the browser's address bar?",
    ),
    KnownReason(
        23,
        "document.cookie does not work, as in Electron",
        "dependencies on native shells, cookieHandler and windowHandler",
        "settings of a web view made in native code",
        "Does document.cookie return what was written to it?",
    ),
    KnownReason(
        24,
        "A proxy strips cookies or headers",
        "proxy configurations in the repository",
        "CDNs, corporate proxies, hosted gateways",
        "Are the cookies still there in the log of the backend?",
    ),
    KnownReason(
        25,
        "sessionTokenFrontendDomain (sessionScope) does not fit the website",
        "the setting, websiteDomain, the public suffix list",
        "the hosts at which the site is really opened",
        "Is the value the page's host or a parent of it?",
    ),
    KnownReason(
        26,
        "cookieDomain does not fit the API",
        "the setting, apiDomain, sessionTokenBackendDomain, the public suffix list",
        "the host at which the API is really called",
        "Does the browser reject the Set-Cookie header?",
    ),
    KnownReason(
        27,
        "websiteBasePath is not where the auth UI is",
        "the setting of both sides, routes of the frontend",
        "routes that are made at run time",
        "At which path does the sign-in page open?",
    ),
    KnownReason(
        28,
        "Both sides are under one shared domain such as herokuapp.com",
        "both domains and the public suffix list, cookieSameSite",
        "custom domains set at the host",
        "Do both addresses end in a name that the host gives to everybody?",
    ),
    KnownReason(
        29,
        "Another session system answers 401, so that the refresh loops",
        "other authentication layers, status codes of both sides",
        "gateways that answer by themselves",
        "Which server answers the 401, and does the refresh before it answer 200?",
    ),
    KnownReason(
        30,
        'A generated client sends credentials: "same-origin" or "omit"',
        "options of clients and generated code",
        "clients generated at build time and not kept",
        "Does the request carry cookies?",
    ),
    KnownReason(
        31,
        "React Native: cookies are set or cleared by hand",
        "headers, cookie packages and credentials in native apps",
        "native modules",
        "Does it work without any cookie code of your own?",
    ),
    KnownReason(
        32,
        "A list of exposed headers replaces the SDK's",
        "CORS configuration by library and version",
        "headers that a CDN or gateway rewrites",
        "Can the frontend read the `front-token` header?",
    ),
    KnownReason(
        33,
        "The SDK does not know that a shared domain is one, and computes lax",
        "both domains, the SDK's version and the list that it ships",
        "a list that a package manager updates",
        "Do the cookies carry SameSite=Lax although the sites differ?",
    ),
    KnownReason(
        34,
        "A changed cookieDomain leaves old refresh tokens behind",
        "the setting, its history in git, olderCookieDomain",
        "changes made before the repository or outside of it",
        "Was cookieDomain ever another one in this environment?",
    ),
    KnownReason(
        35,
        "verifySession answers 403 because the e-mail address is not verified",
        "EmailVerification of both sides, handling of 403",
        "claims that are added at run time",
        "Does the answer's body have claimValidationErrors with st-ev?",
    ),
    KnownReason(
        36,
        "A changed cookieDomain leaves two access tokens",
        "the setting, its history in git, olderCookieDomain",
        "changes made before the repository or outside of it",
        "Does the request carry two cookies named sAccessToken?",
    ),
    KnownReason(
        37,
        "Cookies of a web view mix with header tokens of a mobile app",
        "web view packages, getTokenTransferMethod of the backend",
        "web views made in native code",
        "Does the app show a page of the website?",
    ),
    KnownReason(
        38,
        "An old access token is kept and sent",
        "variables, default headers and storage that hold a token",
        "tokens that another system keeps",
        "Does the Authorization header change after a refresh?",
    ),
    KnownReason(
        39,
        "apiBasePath differs, so that the refresh token is not sent",
        "base and gateway paths of both sides, proxies",
        "paths that a hosted gateway adds",
        "Is the path of the refresh call the path of the refresh cookie?",
    ),
    KnownReason(
        40,
        "Unknown routes answer 200, the first refresh included",
        "catch-all routes and their order, proxies",
        "hosts that answer every path with a page",
        "What does the first call of /session/refresh answer?",
    ),
    KnownReason(
        41,
        "The refresh answers 500 because there are several session cookies",
        "the setting, its history in git, olderCookieDomain",
        "changes made before the repository or outside of it",
        "Does the backend's log speak of multiple session cookies?",
    ),
    KnownReason(
        42,
        "fiber's adaptor doubles the Cookie header",
        "go.mod and imports",
        "whether the adaptor's version still does",
        "Does the backend see each cookie twice?",
    ),
    KnownReason(
        43,
        "Answers with a session are cached",
        "cache headers and rules, hosts such as Vercel",
        "caches outside of the repository",
        "Does the answer come from a cache (age, x-vercel-cache, cf-cache-status)?",
    ),
    KnownReason(
        44,
        "An API gateway's CORS lacks the SDK's headers",
        "serverless, SAM, CDK, Terraform and OpenAPI files",
        "settings made in a console",
        "Which headers does the gateway's answer to OPTIONS allow?",
    ),
    KnownReason(
        45,
        "A package replaces Node's https.get with an old signature",
        "lockfiles",
        "agents that are loaded by the host",
        'Does the log say that "listener" must be of type function?',
    ),
    KnownReason(
        46,
        "Website and API are sub-domains of one registrable domain",
        "both domains and the public suffix list",
        "-",
        "-",
        no_rule="this works; the linter has to stay silent",
    ),
    KnownReason(
        47,
        "A part of the base path is read as a tenant",
        "base and gateway paths of both sides, SDK versions",
        "tenants that exist in the core",
        "Does the error speak of a tenant that was not found?",
    ),
    KnownReason(
        48,
        "A proxy takes off a part of the path",
        "proxies, gateway stages, rewrites, apiGatewayPath",
        "rewrites made in a console",
        "Which path does the backend's log show for the sign-in call?",
    ),
)
