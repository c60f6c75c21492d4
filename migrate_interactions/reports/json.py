"""The report for programs. Its shape is a promise: see the README."""

from __future__ import annotations

import json
from typing import Any

from codemods.outcome import Finding, Span
from migrate_interactions.reports.entries import entries
from migrate_interactions.reports.tally import tally
from migrate_interactions.reports.visible import path_text
from migrate_interactions.results import Survey

VERSION = 1


def document(survey: Survey, overview: dict[str, Any] | None = None) -> str:
    """The whole report as one JSON object, with the table of `--summary` where it was asked for."""
    counted = tally(survey)
    summary = {
        "files": counted.files,
        "sites": counted.sites,
        "rewritable": counted.safe,
        "unsafe": counted.unsafe,
        "by_hand": counted.by_hand,
        "errors": counted.errors,
    }
    findings = [_finding(entry.path, entry.finding) for entry in entries(survey)]
    counts = {"overview": overview} if overview is not None else {}
    return json.dumps({"version": VERSION, "summary": summary, **counts, "findings": findings}, indent=2)


def _finding(path: str, finding: Finding) -> dict[str, Any]:
    return {
        "path": path_text(path),
        **({"cell": finding.cell} if finding.cell is not None else {}),
        **_place(finding.span),
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "fix": finding.fix,
        "assumption": ",".join(finding.assumptions) or None,
        "group": finding.group,
        "help": finding.help,
    }


def _place(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}
