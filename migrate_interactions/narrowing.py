"""A survey with part of its findings: what reports and the exit status then go by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from codemods.outcome import Finding, Place
from migrate_interactions.results import Failed, Migrated, Survey

#: Chooses among the findings of one file, which come in the order of the source.
Choose: TypeAlias = Callable[[Migrated], Iterable[Finding]]


def _all_made(result: Migrated) -> Iterable[Place]:
    return result.migration.interactions


def narrowed(
    survey: Survey,
    choose: Choose,
    counts: Callable[[Failed], bool] = lambda failed: True,
    made: Callable[[Migrated], Iterable[Place]] = _all_made,
) -> Survey:
    """The survey with the chosen findings, without the failures that do not count, and with the chosen of the new calls."""
    kept = [result for result in survey.results if not isinstance(result, Failed) or counts(result)]
    results = tuple(_with(item, set(choose(item)), made(item)) if isinstance(item, Migrated) else item for item in kept)
    return replace(survey, results=results, beside=tuple(_with(item, set(choose(item)), ()) for item in survey.beside))


def _with(result: Migrated, chosen: set[Finding], made: Iterable[Place]) -> Migrated:
    def among(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(finding for finding in findings if finding in chosen)

    old = result.migration
    kept = replace(old, rewritten=among(old.rewritten), left=among(old.left), notes=among(old.notes), interactions=tuple(made))
    return replace(result, migration=kept)
