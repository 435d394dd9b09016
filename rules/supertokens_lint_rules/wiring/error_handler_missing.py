"""ST502: errors of the SDK that the application throws are not handled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supertokens_lint.extract.wiring_facts import Fault, HttpApp, Layer, LayerKind
from supertokens_lint.finding import Evidence, Finding, Severity
from supertokens_lint.remedy import Fixable, MountErrorHandler, Move, Remedy
from supertokens_lint.rule import AppRule, Documentation
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.wiring.backends import running

_NEEDING = frozenset({"express", "fastify"})


class ErrorHandlerMissing(AppRule):
    """ST502."""

    code = "ST502"
    name = "error-handler-missing"
    severity = Severity.WARNING
    reasons = ("D",)
    fixable = Fixable.UNSAFE
    documentation = Documentation(
        summary="The SDK's error handler is absent, or stands where it cannot run.",
        why="""
            `middleware()` and `verifySession()` answer their own errors. Code of the application
            that calls `Session.getSession`, asserts claims or overrides a function of the SDK
            throws errors which only `errorHandler()` turns into the 401 that makes the frontend
            refresh the session. Express calls error handlers only for errors of what was mounted
            before them, and the first one that answers is the last one called. Before version 5 it
            does not see the errors of asynchronous handlers at all.
        """,
        fix="""
            Mount `errorHandler()` after all routes and before the application's own error
            handlers; in Fastify, call `setErrorHandler(errorHandler())`. In Express 4, catch errors
            of asynchronous handlers and give them to `next`.
        """,
        bad="""
```ts
app.use(middleware());
app.use(errorHandler());
app.get("/me", async (req, res, next) => {
  const session = await Session.getSession(req, res);
});
```
        """,
        good="""
```ts
app.use(middleware());
app.get("/me", async (req, res, next) => {
  try {
    const session = await Session.getSession(req, res);
  } catch (error) {
    next(error);
  }
});
app.use(errorHandler());
```
        """,
        quiet="""
            Frameworks whose middleware handles all errors need no handler: Koa, Hapi, FastAPI,
            Flask and Django. In Nest it stands in an exception filter. When nothing in the
            application is seen to throw such errors, a missing handler, or one behind another, is
            only told of where the application has an error handler of its own, and then as `info`.
        """,
    )

    def check_app(self, app: App, system: System) -> Iterable[Finding]:
        """Yield what is wrong with the error handlers of each Express and Fastify application."""
        del system
        for http in running(app):
            if http.framework in _NEEDING and http.of_kind(LayerKind.SUPERTOKENS):
                yield from self._checked(http)

    def _checked(self, http: HttpApp) -> Iterator[Finding]:
        yield from self._lost(http)
        handlers = http.of_kind(LayerKind.ERROR_HANDLER)
        throwing = [
            layer
            for layer in http.layers
            if layer.throws_session_errors and not layer.loses_session_errors
        ]
        if not handlers:
            yield from self._absent(http, throwing)
            return
        if http.framework != "express":
            return
        uncalled = next((item for item in handlers if item.fault is Fault.NOT_CALLED), None)
        if uncalled is not None:
            yield self._uncalled(uncalled)
            return
        own = _answering(http.layers[: http.layers.index(handlers[0])])
        if own is not None:
            yield self._behind(handlers[0], own, throwing)
            return
        last = handlers[-1]
        position = http.layers.index(last)
        routes = [layer for layer in http.layers if layer.kind is LayerKind.ROUTE]
        late = [layer for layer in http.layers[position + 1 :] if layer.kind is LayerKind.ROUTE]
        if late and len(late) == len(routes):
            yield self._early(last, [layer for layer in throwing if layer in late], late)

    def _lost(self, http: HttpApp) -> Iterator[Finding]:
        lost = [layer for layer in http.layers if layer.loses_session_errors]
        version = http.version
        if not lost or version is None:
            return
        yield self.finding(
            f"Express {version.text} does not wait for the promise of this handler, so the SDK's "
            "errors that it throws reach no error handler.",
            Evidence("may throw an error of the SDK", lost[0].place),
            Evidence("version", version.place, version.text),
            effect="Users will see requests that hang where their session has to be refreshed or "
            "has expired: the rejected promise ends the server.",
            help="Catch the error and give it to next(), use verifySession() instead, or use "
            "Express 5.",
        )

    def _absent(self, http: HttpApp, throwing: list[Layer]) -> Iterator[Finding]:
        own = http.of_kind(LayerKind.OWN_ERROR_HANDLER)
        if not http.complete or (not throwing and not own):
            return
        place = own[0].place if own else http.place
        label = "error handler" if own else "application"
        thrown = [Evidence("may throw an error of the SDK", throwing[0].place)] if throwing else []
        yield self.finding(
            "The SDK's errorHandler() is not mounted, so errors of the SDK that the application "
            f"throws end {'in this error handler' if own else 'as status 500'}.",
            Evidence(label, place),
            *(thrown or [Evidence("application", http.place)]),
            effect=_EFFECT,
            help="Mount errorHandler() after the routes"
            + (" and before this error handler." if own else "."),
            severity=None if throwing else Severity.INFO,
            remedy=_mounted(http, own),
        )

    def _uncalled(self, layer: Layer) -> Finding:
        return self.finding(
            "errorHandler of the SDK is passed without being called: it only returns the handler.",
            Evidence("errorHandler of the SDK", layer.place),
            effect="Users will see requests that hang: what is mounted never answers, and errors "
            "of the SDK do not come to it.",
            help="Call it: errorHandler().",
        )

    def _behind(self, last: Layer, own: Layer, throwing: list[Layer]) -> Finding:
        thrown = [Evidence("may throw an error of the SDK", throwing[0].place)] if throwing else []
        return self.finding(
            "The SDK's errorHandler() comes after an error handler of the application that "
            "answers all errors, so it is never called.",
            Evidence("errorHandler of the SDK", last.place),
            Evidence("error handler of the application", own.place),
            *thrown,
            effect=_EFFECT,
            help="Mount errorHandler() before the application's own error handler.",
            severity=None if throwing else Severity.INFO,
            remedy=Remedy(
                "Mount errorHandler() before the other error handler",
                (Move(last.place, own.place, before=True),),
            ),
        )

    def _early(self, last: Layer, throwing: list[Layer], late: list[Layer]) -> Finding:
        first = (throwing or late)[0]
        label = "may throw an error of the SDK" if throwing else "first route"
        return self.finding(
            "The SDK's errorHandler() stands before all routes: Express does not call it for "
            "errors that they throw.",
            Evidence("errorHandler of the SDK", last.place),
            Evidence(label, first.place),
            effect=_EFFECT,
            help="Mount errorHandler() after the routes.",
            remedy=Remedy(
                "Mount errorHandler() after the routes",
                (Move(last.place, late[-1].place, before=False),),
            ),
        )


def _mounted(http: HttpApp, own: tuple[Layer, ...]) -> Remedy | None:
    """Mount the handler after the last thing that is mounted before other error handlers."""
    module = _MODULES.get(http.framework)
    before = [layer for layer in http.layers if layer not in own]
    if own:
        before = list(http.layers[: http.layers.index(own[0])])
    if module is None or not before:
        return None
    return Remedy("Mount errorHandler()", (MountErrorHandler(before[-1].place, module),))


_MODULES = {"express": "supertokens-node/framework/express"}
_EFFECT = (
    "Users will see errors (status 500) where their session has to be refreshed or has expired."
)


def _answering(layers: tuple[Layer, ...]) -> Layer | None:
    """Return an error handler of the application that surely answers, or ``None``."""
    return next(
        (
            layer
            for layer in layers
            if layer.kind is LayerKind.OWN_ERROR_HANDLER
            and layer.path == "/"
            and not layer.conditional
            and layer.answers is not None
        ),
        None,
    )
