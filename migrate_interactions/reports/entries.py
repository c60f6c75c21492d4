"""What reports for programs are made of: every finding with its file and its line, failures among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from codemods.outcome import Finding, Span
from codemods.rules import RULES
from migrate_interactions.reports.visible import visible
from migrate_interactions.results import Failed, Migrated, Survey


@dataclass(frozen=True)
class Entry:
    """A finding in a file; ``line`` is the text of its first line, empty where the file was not read."""

    path: str
    finding: Finding
    line: str = ""

    @property
    def advice(self) -> str:
        """What to do by hand; empty where `run` does it, or where nothing needs to be done."""
        return self.finding.help if self.finding.fix is None and self.finding.severity != "note" else ""

    @property
    def placed(self) -> Finding:
        """The finding with a line of the file. One in a notebook counts lines within its cell, so it says where it is."""
        cell, span = self.finding.cell, self.finding.span
        if cell is None:
            return self.finding
        return replace(self.finding, span=Span(1, 1, 1, 1), message=f"cell {cell}, line {span.line}: {self.finding.message}")


def entries(survey: Survey) -> Iterator[Entry]:
    """Everything there is to say, file by file."""
    for result in survey.results:
        if isinstance(result, Migrated):
            yield from entries_of(result, result.migration.findings)
        elif isinstance(result, Failed):
            yield Entry(result.path, _as_finding(result))
    for beside in survey.beside:
        yield from entries_of(beside, beside.migration.findings)


def entries_of(result: Migrated, findings: Iterable[Finding]) -> Iterator[Entry]:
    """Findings of one file with the text of their lines."""
    # A hook that finds nothing has no use for documents.
    from migrate_interactions.documents.opening import parts

    texts = {cell: text.split("\n") for cell, text in parts(result.path, result.data).items()}
    for finding in findings:
        lines, place = texts.get(finding.cell, []), finding.span.line - 1
        yield Entry(result.path, _clean(finding), lines[place].strip() if place < len(lines) else "")


def fingerprinted(found: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Each entry with a name that it keeps when lines above it come and go; equal ones in a file are counted."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for entry in found:
        key = (entry.path, entry.finding.code, entry.line)
        seen[key] += 1
        yield entry, sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "surrogateescape")).hexdigest()


def _clean(finding: Finding) -> Finding:
    """The finding without characters in its message that are not for readers."""
    message = visible(finding.message)
    return finding if message == finding.message else replace(finding, message=message)


def _as_finding(failure: Failed) -> Finding:
    rule = RULES[failure.code]
    span = failure.span or Span(1, 1, 1, 1)
    return Finding(span, failure.code, visible(failure.message), rule.severity, help=failure.help or rule.help)
