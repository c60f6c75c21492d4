"""Comments that leave nothing alone (any more): a note on each, so that they do not outlive what they were written for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codemods.outcome import CannotMigrate, Finding, Migration
from codemods.rules import RULES
from codemods.suppressions import Suppression, Suppressions, without

CODE = "GI010"
#: Migrates a source with every rule on, but for what its comments leave alone.
Again = Callable[[str], Migration]


def notes(source: str, comments: Suppressions, again: Again) -> tuple[Finding, ...]:
    """What is said about the comments of a module, going by what it would be told without them."""
    if not comments.comments:
        return ()
    try:
        bare = again(without(source, *comments.comments))
        return tuple(note for comment in comments.comments for note in _about(comment, source, bare, again))
    except CannotMigrate:  # without them the module cannot be handled, so they are of use
        return ()


def nothing_old(comments: Suppressions) -> tuple[Finding, ...]:
    """The same for a module without any old code."""
    return tuple(_note(comment, "this comment silences nothing") for comment in comments.comments)


def _about(comment: Suppression, source: str, bare: Migration, again: Again) -> Iterator[Finding]:
    if comment.for_file and not comment.leading:
        yield _note(comment, "`ignore-file` counts only above the first statement, so this comment silences nothing")
        return
    if comment.codes is None:
        if not _used(comment, None, bare) and not _matters(comment, source, again):
            yield _note(comment, "this comment silences nothing")
        return
    unknown = [code for code in comment.codes if not any(rule.startswith(code) for rule in RULES)]
    idle = [code for code in comment.codes if code not in unknown and not _used(comment, code, bare)]
    if idle and len(idle) + len(unknown) == len(comment.codes) and _matters(comment, source, again):
        idle = []
    if unknown or not comment.codes:
        yield _note(comment, f"this comment names no rule: {', '.join(unknown) or 'its brackets are empty'}")
    if idle:
        yield _note(comment, f"nothing is found here under {', '.join(idle)}")


def _used(comment: Suppression, code: str | None, bare: Migration) -> bool:
    return any(_is_about(code, f) for f in bare.findings if comment.for_file or comment.span.line in (f.span.line, f.span.end_line))


def _is_about(code: str | None, finding: Finding) -> bool:
    """Whether a code silences a finding. A call that is held is told under what holds it, and under what it is when it is silenced."""
    if code is None or finding.code.startswith(code):
        return True
    old = finding.code.startswith(("GI1", "GI2", "GI5"))
    if code.startswith(("GI1", "GI5")):
        return old
    return (code.startswith("GI2") and old and finding.fix == "unsafe") or (code.startswith("GI3") and finding.code.startswith("GI3"))


def _matters(comment: Suppression, source: str, again: Again) -> bool:
    """Whether the module comes out differently without this one comment: it may silence something that is told on another line."""
    with_it, without_it = again(source), again(without(source, comment))
    return (with_it.findings, with_it.changed) != (without_it.findings, without_it.changed)


def _note(comment: Suppression, message: str) -> Finding:
    rule = RULES[CODE]
    return Finding(comment.span, CODE, message, rule.severity, help=rule.help)
