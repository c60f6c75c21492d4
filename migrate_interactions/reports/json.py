"""The report for programs. Its shape is a promise: see the README."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from codemods.outcome import Finding, Span
from codemods.rules import RULES
from migrate_interactions.reports.tally import tally
from migrate_interactions.results import Failed, Migrated, Survey

VERSION = 1


def document(survey: Survey) -> str:
    """The whole report as one JSON object."""
    counted = tally(survey)
    summary = {
        "files": counted.files,
        "sites": counted.sites,
        "rewritable": counted.safe,
        "unsafe": counted.unsafe,
        "by_hand": counted.by_hand,
        "errors": counted.errors,
    }
    return json.dumps({"version": VERSION, "summary": summary, "findings": list(_entries(survey))}, indent=2)


def _entries(survey: Survey) -> Iterator[dict[str, Any]]:
    for result in survey.results:
        if isinstance(result, Migrated):
            yield from (_finding(result.path, finding) for finding in result.migration.findings)
        elif isinstance(result, Failed):
            yield _failure(result)
    for noted in survey.noted:
        yield from (_finding(noted.path, finding) for finding in noted.findings)


def _finding(path: str, finding: Finding) -> dict[str, Any]:
    return {
        "path": path,
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


def _failure(failure: Failed) -> dict[str, Any]:
    rule = RULES[failure.code]
    return {
        "path": failure.path,
        **_place(failure.span or Span(1, 1, 1, 1)),
        "code": failure.code,
        "severity": rule.severity,
        "message": failure.message,
        "fix": None,
        "assumption": None,
        "group": None,
        "help": failure.help or rule.help,
    }


def _place(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}
