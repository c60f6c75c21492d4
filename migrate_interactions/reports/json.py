"""The report for programs. Its shape is a promise: see the README."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codemods.outcome import Finding, Span
from migrate_interactions.exits import UsageError
from migrate_interactions.reports.entries import entries
from migrate_interactions.reports.tally import tally
from migrate_interactions.reports.visible import path_text
from migrate_interactions.results import Survey

VERSION = 1
_SUMMARY = ("files", "sites", "rewritable", "unsafe", "by_hand", "errors")


@dataclass(frozen=True)
class Report:
    """A report that was read back: findings with their paths, and the part of a run that it is about (empty for all of it)."""

    summary: Mapping[str, int]
    entries: tuple[tuple[str, Finding], ...]
    shard: str = ""


def document(survey: Survey, shard: str = "", overview: dict[str, Any] | None = None) -> str:
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
    return written(summary, [(entry.path, entry.finding) for entry in entries(survey)], shard, overview)


def written(
    summary: Mapping[str, int], found: Iterable[tuple[str, Finding]], shard: str = "", overview: dict[str, Any] | None = None
) -> str:
    """A report of these numbers and findings."""
    about = {"shard": shard} if shard else {}
    table = {"overview": overview} if overview is not None else {}
    findings = [_finding(path, finding) for path, finding in found]
    return json.dumps({"version": VERSION, **about, "summary": summary, **table, "findings": findings}, indent=2)


def load(file: str) -> Report:
    """A report from a file. Raises `UsageError`."""
    try:
        content = json.loads(Path(file).read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            raise ValueError(f"is of version {content['version']}")
        found = tuple((row["path"], _read(row)) for row in content["findings"])
        return Report({name: int(content["summary"][name]) for name in _SUMMARY}, found, content.get("shard", ""))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{file}: is no report of this version: {' '.join(str(error).split())}") from error


def _read(row: dict[str, Any]) -> Finding:
    return Finding(
        Span(row["line"], row["column"], row["end_line"], row["end_column"]),
        row["code"],
        row["message"],
        row["severity"],
        row["fix"],
        tuple((row["assumption"] or "").split(",")) if row["assumption"] else (),
        row["group"],
        row["help"],
        row.get("cell"),
    )


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
