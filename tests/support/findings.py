"""Findings as tests record them."""

from __future__ import annotations

from codemods.outcome import Migration


def report(migration: Migration) -> str:
    """The findings as the text report has them, without the path."""
    lines = []
    for finding in migration.findings:
        fix = f" [{finding.fix}{': ' + ', '.join(finding.assumptions) if finding.assumptions else ''}]" if finding.fix else ""
        lines.append(f"{finding.span.line}:{finding.span.column}: {finding.code} {finding.message}{fix}\n")
    return "".join(lines)
