"""The fixes of many findings applied together, again and again until nothing is left to apply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, field

from supertokens_lint import languages
from supertokens_lint.errors import ReaderError
from supertokens_lint.finding import Edit, Finding, Fix, Severity
from supertokens_lint.source import Span

MAX_ROUNDS = 10
MAX_RESTARTS = 5

Texts = Mapping[str, str]
Key = tuple[str, str, str, str]


class Round(Struct, frozen=True):
    """What one round did: the texts that it changed, which fixes are in them and which are not.

    ``written`` are the places of what the fixes wrote, in the new texts.
    """

    texts: Texts
    fixed: tuple[Finding, ...]
    dropped: tuple[Finding, ...]
    written: Mapping[str, tuple[Span, ...]]


class Result(Struct):
    """What all rounds did; ``findings`` are those that are left."""

    texts: dict[str, str] = field(default_factory=dict)
    fixed: list[Finding] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    dropped: list[Finding] = field(default_factory=list)


Lint = Callable[[Texts], Sequence[Finding]]
Read = Callable[[str], "str | None"]
Accept = Callable[[str, str], bool]


def fix_all(lint: Lint, read: Read, accept: Accept, *, unsafe: bool) -> Result:
    """Apply fixes until there is nothing to apply.

    ``lint`` returns the findings of the system with some texts changed, ``read`` the text of a
    file as it is on disk, ``accept`` tells whether a file can have a text. A fix that leaves its
    finding in place, or that writes something which is itself an error, is left out.
    """
    refused: set[Key] = set()
    known = {_key(finding) for finding in lint({})}
    for _ in range(MAX_RESTARTS):
        result, bad = _attempt(lint, read, accept, refused, known, unsafe=unsafe)
        if not bad:
            return _with_refused(result, refused)
        refused |= bad
    last, _ = _attempt(lint, read, accept, refused, known, unsafe=unsafe)
    return _with_refused(last, refused)


def _with_refused(result: Result, refused: set[Key]) -> Result:
    """Count those among the dropped ones whose fixes were tried and did not help."""
    left = [finding for finding in result.findings if _key(finding) in refused]
    result.dropped = _unique([*result.dropped, *left])
    return result


def apply_round(findings: Iterable[Finding], read: Read, accept: Accept, *, unsafe: bool) -> Round:
    """Apply the fixes of findings, in their order, that do not get in the way of one another."""
    chosen = [f for f in findings if f.fix is not None and (unsafe or f.fix.safe)]
    accepted: dict[Edit, None] = {}
    fixed: list[Finding] = []
    dropped: list[Finding] = []
    for finding in chosen:
        assert finding.fix is not None  # noqa: S101 - chosen by it
        joined = {**accepted, **dict.fromkeys(finding.fix.edits)}
        if _conflict(joined):
            continue
        if not _is_sound(finding.fix, read, accept):
            dropped.append(finding)
            continue
        if len(joined) > len(accepted) and not _all_sound(joined, finding.fix, read, accept):
            continue
        accepted = joined
        fixed.append(finding)
    texts: dict[str, str] = {}
    written: dict[str, tuple[Span, ...]] = {}
    for path in dict.fromkeys(edit.place.path for edit in accepted):
        old = read(path)
        if old is not None:
            texts[path], written[path] = edited(old, _of(accepted, path))
    return Round(texts, tuple(fixed), tuple(dropped), written)


def edited(text: str, edits: Iterable[Edit]) -> tuple[str, tuple[Span, ...]]:
    """Return a text with edits that do not overlap, and where in it each replacement stands."""
    parts: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for edit in sorted(edits, key=lambda edit: edit.place):
        kept = text[at : edit.place.span.start]
        start = length + len(kept)
        length = start + len(edit.replacement)
        parts += [kept, edit.replacement]
        spans.append(Span(start, length))
        at = edit.place.span.end
    return "".join([*parts, text[at:]]), tuple(spans)


def parses_as_before(path: str, old: str, new: str) -> bool:
    """Tell whether a text has no problem that the old one has not."""
    return _problems(path, new) <= _problems(path, old)


def _problems(path: str, text: str) -> int:
    try:
        module = languages.parse(path, text)
    except ReaderError:
        return 1_000_000
    return 0 if module is None else len(module.problems)


def _attempt(
    lint: Lint,
    read: Read,
    accept: Accept,
    refused: set[Key],
    known: set[Key],
    *,
    unsafe: bool,
) -> tuple[Result, set[Key]]:
    """Run the rounds; also return the fixes that turned out not to help."""
    result = Result(findings=tuple(lint({})))
    seen: list[Texts] = [{}]
    for _ in range(MAX_ROUNDS):
        candidates = [f for f in result.findings if _key(f) not in refused]
        done = apply_round(candidates, _over(result.texts, read), accept, unsafe=unsafe)
        result.dropped += done.dropped
        refused |= {_key(finding) for finding in done.dropped}
        if not done.fixed:
            break
        result.texts.update(done.texts)
        result.fixed += done.fixed
        result.findings = tuple(lint(result.texts))
        bad = _unhelpful(done, result.findings, known)
        now = {path: text for path, text in result.texts.items() if text != read(path)}
        if now in seen:  # two fixes that undo one another
            bad |= {_key(finding) for finding in done.fixed}
        seen.append(now)
        if bad:
            return result, bad
    result.texts = dict(seen[-1])
    return result, set()


def _over(texts: Texts, read: Read) -> Read:
    """Return how to read files over which some texts lie."""
    return lambda path: texts[path] if path in texts else read(path)


def _unhelpful(done: Round, findings: Sequence[Finding], known: set[Key]) -> set[Key]:
    """Return the fixes whose finding is still there, or that wrote what is itself an error."""
    left = {_key(finding) for finding in findings}
    bad = {_key(finding) for finding in done.fixed if _key(finding) in left}
    for finding in findings:
        place = finding.primary.place
        spans = done.written.get(place.path, ())
        inside = any(span.start <= place.span.start < span.end for span in spans)
        if inside and finding.severity is Severity.ERROR and _key(finding) not in known:
            bad |= {_key(cause) for cause in done.fixed if place.path in _paths(cause)}
    return bad


def _key(finding: Finding) -> Key:
    message = "" if finding.fix is None else finding.fix.message
    return finding.code, finding.primary.place.path, finding.message, message


def _paths(finding: Finding) -> set[str]:
    edits = () if finding.fix is None else finding.fix.edits
    return {edit.place.path for edit in edits}


def _of(edits: Iterable[Edit], path: str) -> list[Edit]:
    return [edit for edit in edits if edit.place.path == path]


def _conflict(edits: Iterable[Edit]) -> bool:
    ordered = sorted(edits, key=lambda edit: edit.place)
    return any(
        one.place.path == other.place.path
        and (other.place.span.start < one.place.span.end or other.place == one.place)
        for one, other in pairwise(ordered)
    )


def _is_sound(fix: Fix, read: Read, accept: Accept) -> bool:
    return _all_sound(dict.fromkeys(fix.edits), fix, read, accept)


def _all_sound(edits: Iterable[Edit], fix: Fix, read: Read, accept: Accept) -> bool:
    """Tell whether the files of a fix still parse, and can be written, with all edits so far."""
    edits = tuple(edits)
    for path in {edit.place.path for edit in fix.edits}:
        old = read(path)
        if old is None:
            return False
        new, _ = edited(old, _of(edits, path))
        if not accept(path, new) or not parses_as_before(path, old, new):
            return False
    return True


def _unique(findings: Iterable[Finding]) -> list[Finding]:
    return list({_key(finding): finding for finding in findings}.values())
