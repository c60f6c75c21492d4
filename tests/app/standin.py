"""A stand-in for the transforms: words in the source say what becomes of it, so these tests hold whatever the rules do."""

from __future__ import annotations

import ast
import os

from codemods.options import Options
from codemods.outcome import CannotMigrate, Finding, Migration, Span

SAFE = "safe()\n"
UNSAFE = "unsafe()\n"
HAND = "by_hand()\n"
NOTE = "note()\n"
MODEL = "model()\n"
DONE = "done()\n"
#: What makes the stand-in misbehave.
RAISE, RECURSE, EXIT, CRASH, INTERRUPT, MALFORMED, EURO = (
    f"{name}()\n" for name in ("raise_", "recurse", "exit_", "crash", "interrupt", "malformed", "euro")
)


def may_concern(data: bytes) -> bool:
    return b"()" in data


def migrate(source: str, options: Options, index: object = None) -> Migration:
    """Each line that is one of the words above gets its finding."""
    _check(source)
    _misbehave(source)
    rewritten: list[Finding] = []
    left: list[Finding] = []
    notes: list[Finding] = []
    output = source.replace(MALFORMED.strip(), "def (").replace(EURO.strip(), "print('€')")
    for number, line in enumerate(source.split("\n"), start=1):
        word = line.strip().split("#")[0].strip() + "\n"
        span = Span(number, 1, number, len(word))
        if word == SAFE and options.wants("GI101"):
            rewritten.append(Finding(span, "GI101", "an old [call]", "warning", "safe", group=1))
        elif word == MODEL and options.wants("GI301"):
            rewritten.append(Finding(span, "GI301", "`old` is retired; `new` takes its place", "warning", "safe"))
        elif word == UNSAFE and options.wants("GI101"):
            finding = Finding(span, "GI101", "an old call", "warning", "unsafe", ("text",), group=2)
            (rewritten if options.takes(frozenset(finding.assumptions)) else left).append(finding)
        elif word == HAND and options.wants("GI205"):
            left.append(Finding(span, "GI205", f"left at line {number}", "warning", help="Change it [by] hand."))
        elif word == NOTE and options.wants("GI401"):
            notes.append(Finding(span, "GI401", "worth knowing", "note"))
    lines = output.split("\n")
    for finding in rewritten:
        # Two lines for one, as a real rewrite may do.
        lines[finding.span.line - 1] = "done()\ndone()" if "# grows" in lines[finding.span.line - 1] else "done()"
        if source.split("\n")[finding.span.line - 1].endswith("\r"):
            lines[finding.span.line - 1] += "\r"
    output = "\n".join(lines)
    stateless = len(rewritten) if options.store == "preserve" else 0
    return Migration(source, output, tuple(rewritten), tuple(left), tuple(notes), stateless)


def _check(source: str) -> None:
    try:
        ast.parse(source)
    except SyntaxError as error:
        line = error.lineno or 1
        raise CannotMigrate("GI001", str(error.msg), Span(line, error.offset or 1, line, error.offset or 1)) from error


def _misbehave(source: str) -> None:
    if RAISE in source:
        raise RuntimeError("the transform\nhas a bug")
    if RECURSE in source:
        raise RecursionError("maximum recursion depth exceeded")
    if EXIT in source:
        raise SystemExit(0)
    if CRASH in source:
        os._exit(3)
    if INTERRUPT in source:
        raise KeyboardInterrupt
