"""Apps that run in no browser: shells around web apps, and React Native."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from supertokens_lint.extract.client_facts import ClientFacts
from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.extract.native.react_native import ReactNative
from supertokens_lint.extract.native.shells import shells_of
from supertokens_lint.extract.reach import Reach
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.sdk.names import Sdk

WEB = frozenset({Sdk.AUTH_REACT, Sdk.WEB_JS, Sdk.WEBSITE, Sdk.PREBUILT_UI})


def with_native(
    facts: ClientFacts, ev: Evaluator, reach: Reach, inits: Sequence[Init], uses: Iterable[SdkUse]
) -> ClientFacts:
    """Return facts with those about shells and native apps added."""
    live = [init for init in inits if init.reached and not init.is_test]
    native = ReactNative(ev, reach)
    web_uses = [use for use in uses if use.sdk in WEB and not use.type_only and not use.is_test]
    mobile = [init.place.path for init in live if init.sdk is Sdk.REACT_NATIVE]
    roots = native.roots(mobile)
    return replace(
        facts,
        shells=tuple(shells_of(ev, [init for init in live if init.sdk in WEB])),
        web_sdks_in_native=tuple(native.web_sdks(web_uses)),
        cookie_handlings=tuple(native.cookie_handlings(roots)),
        web_views=tuple(native.web_views(roots)),
    )
