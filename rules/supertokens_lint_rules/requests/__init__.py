"""Rules about requests and what the SDK sees of them."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules.requests.axios_not_intercepted import AxiosNotIntercepted
from supertokens_lint_rules.requests.credentials_not_sent import CredentialsNotSent
from supertokens_lint_rules.requests.fetch_captured_before_init import FetchCapturedBeforeInit
from supertokens_lint_rules.requests.fetch_overridden import FetchOverridden
from supertokens_lint_rules.requests.interceptor_order import InterceptorOrder
from supertokens_lint_rules.requests.node_fetch_in_browser import NodeFetchInBrowser
from supertokens_lint_rules.requests.request_host_mismatch import RequestHostMismatch
from supertokens_lint_rules.requests.server_side_session_request import ServerSideSessionRequest
from supertokens_lint_rules.requests.stale_access_token import StaleAccessToken
from supertokens_lint_rules.requests.sveltekit_load_fetch import SveltekitLoadFetch

RULES: tuple[type[Rule], ...] = (
    RequestHostMismatch,
    AxiosNotIntercepted,
    InterceptorOrder,
    NodeFetchInBrowser,
    SveltekitLoadFetch,
    ServerSideSessionRequest,
    FetchCapturedBeforeInit,
    CredentialsNotSent,
    StaleAccessToken,
    FetchOverridden,
)
