"""GitLab's code quality report: a JSON list that merge requests show and compare."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from migrate_interactions.reports.entries import Entry, fingerprinted
from migrate_interactions.reports.visible import path_text

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def document(found: Iterable[Entry], place: Callable[[str], str]) -> str:
    """The whole report."""
    return json.dumps([_issue(entry, fingerprint, place) for entry, fingerprint in fingerprinted(found)], indent=2)


def _issue(entry: Entry, fingerprint: str, place: Callable[[str], str]) -> dict[str, Any]:
    finding = entry.placed
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": f"{finding.message}. By hand: {entry.advice}" if entry.advice else finding.message,
        "categories": ["Compatibility"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": {"path": path_text(place(entry.path)), "lines": {"begin": finding.span.line, "end": finding.span.end_line}},
    }
