"""`lint`: everything that is old, what `run` would rewrite and what it cannot."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from codemods.options import Options
from migrate_interactions.commands.target import Target, look_at
from migrate_interactions.exits import UsageError, status
from migrate_interactions.progress import shown
from migrate_interactions.reports import text
from migrate_interactions.reports.tally import tally
from migrate_interactions.reports.terminal import Terminal
from migrate_interactions.results import Survey, counts
from migrate_interactions.settings import Choices

if TYPE_CHECKING:
    from migrate_interactions.baseline import Baseline
    from migrate_interactions.diffbase import Changes

Format: TypeAlias = Literal["text", "json", "sarif", "github", "gitlab", "html"]

#: Formats that `--summary` goes with.
_COUNTED = ("text", "json", "html")


@dataclass(frozen=True)
class Manner:
    """How to report. ``diff_base`` is a revision, ``baseline`` a file of known findings, which ``write_baseline`` brings up to date.

    ``summary`` counts by language and folder: in place of the findings where people read them, besides them in JSON.
    """

    format: Format = "text"
    quiet: bool = False
    debug: bool = False
    diff_base: str | None = None
    baseline: str | None = None
    write_baseline: bool = False
    summary: bool = False


def lint(target: Target, choices: Choices, manner: Manner) -> int:
    """Returns the exit status. Raises `UsageError`."""
    _check(target, manner)
    # What is wrong with these shows before the long work.
    since, known = _changes(target, manner), _baseline(manner)
    with shown(sys.stderr, quiet=manner.quiet):
        survey, options = look_at(target, choices)
    survey, said = _without_debt(survey, options, known, since, write=manner.write_baseline)
    said += [text.shard_summary(target.shard)] if target.shard is not None else []
    _report(survey, said, manner, target)
    found = any(counts(finding) for result in (*survey.migrated, *survey.beside) for finding in result.migration.findings)
    return status(left=found, failed=survey.incomplete)


# What most runs do not ask for is imported where it is asked for: a hook pays for every start.


def _changes(target: Target, manner: Manner) -> Changes | None:
    if manner.diff_base is None:
        return None
    from migrate_interactions.diffbase import changes

    return changes(target.folder, manner.diff_base)


def _baseline(manner: Manner) -> Baseline | None:
    if manner.baseline is None:
        return None
    from migrate_interactions.baseline import load

    return load(manner.baseline, may_be_missing=manner.write_baseline)


def _check(target: Target, manner: Manner) -> None:
    if manner.write_baseline and manner.baseline is None:
        raise UsageError("--write-baseline needs --baseline FILE: the file to write")
    if manner.write_baseline and target.shard is not None:
        raise UsageError("--write-baseline is about all files: leave --shard out")
    if target.shard is not None and (manner.summary or manner.format == "html"):
        raise UsageError("--summary and the format html count all files: leave --shard out")
    if target.is_stdin and (manner.diff_base is not None or manner.write_baseline):
        raise UsageError("--diff-base and --write-baseline are about files on the disk: leave - out")
    if manner.summary and manner.format not in _COUNTED:
        raise UsageError(f"--summary goes with the formats {', '.join(_COUNTED)}; {manner.format} has no place for it")


def _without_debt(
    survey: Survey, options: Options, known: Baseline | None, since: Changes | None, *, write: bool
) -> tuple[Survey, list[str]]:
    """What counts of a survey, and what there is to say about the rest."""
    said: list[str] = []
    if known is not None:
        if write:
            known = known.updated(survey, options.wants)
            known.write()
        weighed = known.weigh(survey, options.wants)
        survey = weighed.survey
        said = list(text.baseline_summary(known.file, weighed.passed, weighed.gone.total(), written=write))
    return (since.since(survey) if since is not None else survey), said


def _report(survey: Survey, said: list[str], manner: Manner, target: Target) -> None:
    terminal = Terminal(sys.stdout)
    if manner.format != "text":
        for line in _lines(survey, manner, str(target.shard or "")):
            terminal.raw_line(line)
        return
    if manner.summary:
        _count(survey, said, manner, terminal)
        return
    text.show_places(survey, lambda result: result.migration.findings, terminal, debug=manner.debug)
    text.show_beside(survey, lambda result: result.migration.findings, terminal)
    if not manner.quiet:
        for line in (*text.lint_summary(tally(survey)), *said):
            terminal.say(line)


def _count(survey: Survey, said: list[str], manner: Manner, terminal: Terminal) -> None:
    from migrate_interactions.reports import summary
    from migrate_interactions.reports.overview import overview

    for line in (*summary.lines(overview(survey), terminal.width), *text.unseen_beside(survey)):
        terminal.say(line)
    if not manner.quiet:
        for line in said:
            terminal.say(line)


def _table(survey: Survey) -> dict[str, Any]:
    """What `--summary` adds to a report for programs."""
    from migrate_interactions.reports import summary
    from migrate_interactions.reports.overview import overview

    return summary.document(overview(survey))


def _lines(survey: Survey, manner: Manner, shard: str) -> list[str]:
    """What programs read: all that goes to standard output."""
    format = manner.format
    if format == "html":
        from migrate_interactions.reports.html.page import page

        return [page(survey)]
    from migrate_interactions.reports import github, gitlab, json, sarif
    from migrate_interactions.reports.entries import entries
    from migrate_interactions.reports.paths import from_top

    if format == "json":
        return [json.document(survey, shard, _table(survey) if manner.summary else None)]
    found, place = entries(survey), from_top()
    if format == "github":
        return list(github.lines(found, place))
    if format == "gitlab":
        return [gitlab.document(found, place)]
    return [sarif.document(found, place, complete=not survey.failed)]
