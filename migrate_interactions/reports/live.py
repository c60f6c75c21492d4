"""What programs printed when they ran against the real service."""

from __future__ import annotations

import json
from collections.abc import Sequence

from migrate_interactions.reports.terminal import Terminal
from migrate_interactions.verify.live import Answers

VERSION = 1


def show(answers: Answers, terminal: Terminal) -> None:
    """The program's output as it is, then how it ended and what it used."""
    terminal.line((answers.name, "bold"), (f": {ending(answers)}", ""))
    for line in answers.run.stdout.splitlines():
        terminal.say(f"    {line}")
    counts = ", ".join(f"{name} {number}" for name, number in answers.tokens)
    noun = "answer" if answers.answers == 1 else "answers"
    terminal.line((f"    {answers.answers} {noun}, tokens: {counts}" if answers.answers else "    no answer told its tokens", "dim"))


def document(answers: Sequence[Answers]) -> str:
    """The whole report as one JSON object."""
    entries = [
        {
            "name": item.name,
            "ending": ending(item),
            "output": item.run.stdout,
            "answers": item.answers,
            "tokens": dict(item.tokens),
        }
        for item in answers
    ]
    return json.dumps({"version": VERSION, "results": entries}, indent=2)


def ending(answers: Answers) -> str:
    """How the program ended, in a few words."""
    if answers.run.ended.timed_out:
        return "stopped by the time limit"
    if answers.run.ended.flooded:
        return "stopped for printing without end"
    return str(answers.run.failure) if answers.run.failure else "ran to its end"
