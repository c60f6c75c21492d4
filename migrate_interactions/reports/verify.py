"""What came out of verifying: for people as it becomes known, for programs as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from migrate_interactions.reports.terminal import Terminal
from migrate_interactions.verify.outcomes import Different, Equivalent, NotComparable, NotExercised, NotRun, Outcome, count, kind

VERSION = 1

_COLOURS = {"equivalent": "green", "different": "red"}
_UNKNOWN = "yellow"
_HINT = "it asked the model nothing; name the program that uses it, or a function with --call MODULE:FUNCTION"


def show(outcome: Outcome, terminal: Terminal) -> None:
    """One outcome: a line, and what there is to say about it below."""
    name = kind(outcome)
    terminal.line((outcome.name, "bold"), (": ", ""), (name, _COLOURS.get(name, _UNKNOWN)), (_remark(outcome), ""))
    for line in _details(outcome):
        terminal.line((f"    {line}", _style(line)))


def counts(outcomes: Sequence[Outcome]) -> str:
    """The last line: how many there are of each kind, zeros included."""
    return ", ".join(f"{number} {name}" for name, number in count(tuple(outcomes)).items()) + "."


def document(outcomes: Sequence[Outcome]) -> str:
    """The whole report as one JSON object."""
    summary = {_key(name): number for name, number in count(tuple(outcomes)).items()}
    return json.dumps({"version": VERSION, "summary": summary, "results": [_entry(outcome) for outcome in outcomes]}, indent=2)


def _remark(outcome: Outcome) -> str:
    if isinstance(outcome, Equivalent):
        return f" ({outcome.calls} {'call' if outcome.calls == 1 else 'calls'}, the same output)"
    if isinstance(outcome, NotComparable):
        return " (the earlier version differs from itself in two runs)"
    if isinstance(outcome, NotRun):
        return f" ({outcome.reason})"
    return f" ({_HINT})" if isinstance(outcome, NotExercised) else ""


def _details(outcome: Outcome) -> list[str]:
    lines = []
    if isinstance(outcome, (Different, NotComparable)):
        lines += [str(difference) for difference in outcome.differences]
        lines += ["output:", *outcome.output] if outcome.output else []
    if isinstance(outcome, (Different, Equivalent)):
        lines += [f"note: {note}" for note in outcome.notes]
    return lines


def _style(line: str) -> str:
    if line.startswith("note: "):
        return "dim"
    return "green" if line.startswith("+") else "red" if line.startswith("-") else ""


def _entry(outcome: Outcome) -> dict[str, Any]:
    found = outcome.differences if isinstance(outcome, (Different, NotComparable)) else ()
    return {
        "name": outcome.name,
        "outcome": _key(kind(outcome)),
        "calls": outcome.calls if isinstance(outcome, Equivalent) else None,
        "reason": outcome.reason if isinstance(outcome, NotRun) else None,
        "differences": [{"call": item.call, "field": item.field, "before": item.before, "after": item.after} for item in found],
        "output": list(outcome.output) if isinstance(outcome, (Different, NotComparable)) else [],
        "notes": list(outcome.notes) if isinstance(outcome, (Different, Equivalent)) else [],
    }


def _key(name: str) -> str:
    return name.replace(" ", "_")
