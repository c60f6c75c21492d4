"""Where findings are once their files were rewritten: whoever clicks on one should land on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from codemods.options import Options
from codemods.outcome import Finding, Span
from migrate_interactions import engine
from migrate_interactions.documents.opening import parts
from migrate_interactions.results import Candidate, Migrated, Survey


def relocated(survey: Survey, options: Options) -> Survey:
    """The same survey with the findings of rewritten files in the lines these have now.

    What is left is found anew, for its messages name lines too; notes move with the lines they stand on.
    """
    moved = [result for result in survey.changed if result.migration.left or result.migration.notes]
    project = survey.project.with_contents({result.path: result.output for result in survey.changed}) if survey.project else None
    again = engine.examine_all([Candidate(result.path, result.output) for result in moved], options, project)
    news = {old.path: _relocated(old, new) for old, new in zip(moved, again, strict=True) if isinstance(new, Migrated) and not new.changed}
    results = tuple(news.get(result.path, result) for result in survey.results)
    return replace(survey, results=results, beside=tuple(map(_shifted, survey.beside)))


def _shifted(result: Migrated) -> Migrated:
    """A file that is no code: all that is said of it moves with its lines."""
    line = _line_map(result.migration.source, result.migration.output)
    left, notes = tuple(_moved(result.migration.left, line)), tuple(_moved(result.migration.notes, line))
    return replace(result, migration=replace(result.migration, left=left, notes=notes))


def _relocated(old: Migrated, new: Migrated) -> Migrated:
    before, after = parts(old.path, old.data), parts(old.path, old.output)
    lines = {cell: _line_map(text, after.get(cell, "")) for cell, text in before.items()}
    notes = tuple(replace(note, span=_moved_span(note.span, lines[note.cell])) for note in old.migration.notes)
    return replace(old, migration=replace(old.migration, left=new.migration.left, notes=notes))


def _moved(findings: Iterable[Finding], line: Callable[[int], int]) -> Iterator[Finding]:
    """Findings in the lines they have after a change."""
    return (replace(finding, span=_moved_span(finding.span, line)) for finding in findings)


def _moved_span(span: Span, line: Callable[[int], int]) -> Span:
    start = line(span.line)
    return replace(span, line=start, end_line=max(start, line(span.end_line)))


def _line_map(old: str, new: str) -> Callable[[int], int]:
    """From lines of the source to lines of the output; a line that was replaced goes to its place in what replaced it."""
    blocks = SequenceMatcher(None, old.split("\n"), new.split("\n"), autojunk=False).get_opcodes()

    def new_line(line: int) -> int:
        for _, old_start, old_end, new_start, new_end in blocks:
            if old_start < line <= old_end:
                return max(1, min(new_start + line - old_start, new_end))
        return line

    return new_line
