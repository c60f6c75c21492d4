"""Errors of type checkers that a change brought."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from migrate_interactions.reports.terminal import Terminal
from migrate_interactions.verify.typecheck import NewError

VERSION = 1


def show(errors: Sequence[NewError], files: int, checkers: str, terminal: Terminal) -> None:
    """A line for each error, then how many there are."""
    for error in errors:
        terminal.line((f"{error.path}:{error.line}", "bold"), (": ", ""), ("error", "red"), (f": {error.text}", ""))
    checked = f"{files} changed {'file' if files == 1 else 'files'}"
    terminal.say(f"The change brought {len(errors)} {'error' if len(errors) == 1 else 'errors'} of {checkers} to {checked}.")


def document(errors: Sequence[NewError]) -> str:
    """The whole report as one JSON object."""
    return json.dumps({"version": VERSION, "summary": {"errors": len(errors)}, "errors": [asdict(error) for error in errors]}, indent=2)
