"""A survey with part of its findings: what reports and the exit status then go by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from codemods.outcome import Finding
from migrate_interactions.results import Failed, Migrated, Survey

#: Chooses among the findings of one file, which come in the order of the source.
Choose: TypeAlias = Callable[[Migrated], Iterable[Finding]]


def narrowed(survey: Survey, choose: Choose, counts: Callable[[Failed], bool] = lambda failed: True) -> Survey:
    """The survey with the chosen findings, and without the failures that do not count."""
    kept = [result for result in survey.results if not isinstance(result, Failed) or counts(result)]
    results = tuple(_with(item, set(choose(item))) if isinstance(item, Migrated) else item for item in kept)
    return replace(survey, results=results, beside=tuple(_with(item, set(choose(item))) for item in survey.beside))


def _with(result: Migrated, chosen: set[Finding]) -> Migrated:
    def among(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(finding for finding in findings if finding in chosen)

    old = result.migration
    return replace(result, migration=replace(old, rewritten=among(old.rewritten), left=among(old.left), notes=among(old.notes)))
