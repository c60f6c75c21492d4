"""Workflow commands: GitHub Actions shows each finding beside its lines in a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from codemods.rules import RULES
from migrate_interactions.reports.entries import Entry
from migrate_interactions.reports.visible import path_text

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_TEXT | str.maketrans({":": "%3A", ",": "%2C"})


def lines(found: Iterable[Entry], place: Callable[[str], str]) -> Iterator[str]:
    """One command for each entry."""
    for entry in found:
        finding = entry.placed
        properties = {"file": path_text(place(entry.path)), **_where(entry), "title": f"{finding.code} {RULES[finding.code].title}"}
        said = ",".join(f"{name}={str(value).translate(_IN_PROPERTIES)}" for name, value in properties.items())
        text = f"{finding.message}\n\nBy hand: {entry.advice}" if entry.advice else finding.message
        yield f"::{_COMMANDS[finding.severity]} {said}::{text.translate(_IN_TEXT)}"


def _where(entry: Entry) -> dict[str, int]:
    """GitHub takes columns on one line only."""
    span = entry.placed.span
    lines = {"line": span.line, "endLine": span.end_line}
    return lines | ({"col": span.column, "endColumn": span.end_column} if span.line == span.end_line else {})
