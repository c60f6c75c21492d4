"""Nobody's code runs without a yes."""

from __future__ import annotations

import io
import sys

import pytest

from migrate_interactions.exits import Declined, UsageError
from migrate_interactions.verify.consent import ask


class Typed(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_terminal(monkeypatch: pytest.MonkeyPatch, typed: io.StringIO) -> Typed:
    """What is said on standard error."""
    said = Typed()
    monkeypatch.setattr(sys, "stderr", said)
    monkeypatch.setattr(sys, "stdin", typed)
    return said


@pytest.mark.parametrize("answer", ["y", "Yes"])
def test_a_yes_goes_on_and_what_runs_was_listed(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = at_terminal(monkeypatch, Typed(f"{answer}\n"))
    ask("Runs these", ["a.py", "b.py"], yes=False)
    assert said.getvalue() == "Runs these:\n    a.py\n    b.py\nGo on? [y/N] "


@pytest.mark.parametrize("answer", ["", "n", "what"])
def test_anything_else_does_not(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch, Typed(f"{answer}\n"))
    with pytest.raises(Declined):
        ask("Runs these", ["a.py"], yes=False)


def test_where_nobody_can_answer_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch, io.StringIO("y\n"))
    with pytest.raises(UsageError, match="pass --yes"):
        ask("Runs these", ["a.py"], yes=False)
