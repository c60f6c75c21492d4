"""How far a migration is: calls of the old and the new API, by language and by folder. Counted once for every report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from codemods.outcome import Finding, Fix, Span
from codemods.rules import REQUESTS
from migrate_interactions.reports.folders import by_folder
from migrate_interactions.reports.languages import language
from migrate_interactions.results import Failed, Migrated, Result, Survey, counts


@dataclass(frozen=True)
class Row:
    """The numbers of some files.

    ``rewritable``, ``unsafe`` and ``by_hand`` divide the old calls by what `run` can do about them; ``done`` are calls of the new
    API; ``other`` are old places that are no calls (an answer that is read, a config); ``errors`` are files that were not read.
    """

    name: str
    files: int = 0
    rewritable: int = 0
    unsafe: int = 0
    by_hand: int = 0
    done: int = 0
    other: int = 0
    errors: int = 0

    @property
    def old(self) -> int:
        return self.rewritable + self.unsafe + self.by_hand

    @property
    def percent(self) -> int | None:
        """The part of all calls that is done, rounded down: 100 means all of them. None where there are no calls."""
        calls = self.old + self.done
        return 100 * self.done // calls if calls else None

    @property
    def weight(self) -> int:
        """How much there is to say."""
        return self.old + self.done + self.other + self.errors


@dataclass(frozen=True)
class Overview:
    """``folders`` maps each file to the name of the row in ``by_folder`` that counts it."""

    by_language: tuple[Row, ...]
    by_folder: tuple[Row, ...]
    total: Row
    folders: dict[str, str]


def overview(survey: Survey) -> Overview:
    """Count. Notes are not old code, and files that are no code (requirements, configuration) hold no calls."""
    files = [_counted(result) for result in survey.results]
    folders = by_folder({row.name: row.weight for row in files})
    return Overview(
        by_language=_summed(files, lambda row: language(row.name)),
        by_folder=_summed(files, lambda row: folders[row.name]),
        total=_sum("Total", files),
        folders=folders,
    )


def state(findings: Iterable[Finding]) -> str:
    """What `run` can do about a place, of which there may be more than one finding."""
    fixes: set[Fix | None] = {finding.fix for finding in findings}
    return "by_hand" if None in fixes else "unsafe" if "unsafe" in fixes else "rewritable"


def _counted(result: Result) -> Row:
    """One file, by its path."""
    if not isinstance(result, Migrated):
        return Row(result.path, files=1, errors=int(isinstance(result, Failed)))
    calls: dict[tuple[int | None, Span], list[Finding]] = {}
    other = 0
    for finding in (*result.migration.rewritten, *result.migration.left):
        if finding.request or finding.code in REQUESTS:
            calls.setdefault((finding.cell, finding.span), []).append(finding)
        else:
            other += counts(finding)
    states = [state(findings) for findings in calls.values()]
    return Row(
        result.path,
        files=1,
        rewritable=states.count("rewritable"),
        unsafe=states.count("unsafe"),
        by_hand=states.count("by_hand"),
        done=len(result.migration.interactions),
        other=other,
    )


def _summed(files: Iterable[Row], key: Callable[[Row], str]) -> tuple[Row, ...]:
    parts: dict[str, list[Row]] = {}
    for row in files:
        parts.setdefault(key(row), []).append(row)
    return tuple(_sum(name, parts[name]) for name in sorted(parts))


def _sum(name: str, rows: Iterable[Row]) -> Row:
    total = Row(name)
    for row in rows:
        total = Row(
            name,
            total.files + row.files,
            total.rewritable + row.rewritable,
            total.unsafe + row.unsafe,
            total.by_hand + row.by_hand,
            total.done + row.done,
            total.other + row.other,
            total.errors + row.errors,
        )
    return total
