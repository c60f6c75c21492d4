"""`run`: rewrite in place, or show what would be written."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from codemods.options import Options
from codemods.outcome import Finding
from migrate_interactions import git, interrupts
from migrate_interactions.afterwards import relocated
from migrate_interactions.commands.target import Target, beside_again, look_at
from migrate_interactions.exits import UsageError, status
from migrate_interactions.progress import shown
from migrate_interactions.reports import diff, onward, text
from migrate_interactions.reports.tally import tally
from migrate_interactions.reports.terminal import Terminal, raw
from migrate_interactions.results import Migrated, Survey, counts
from migrate_interactions.settings import Choices
from migrate_interactions.writing import write


@dataclass(frozen=True)
class Manner:
    """How to run: ``diff`` and ``check`` write nothing; ``verify`` runs what was rewritten, ``yes`` without asking."""

    diff: bool = False
    check: bool = False
    require_clean: bool = False
    quiet: bool = False
    debug: bool = False
    verify: bool = False
    yes: bool = False

    @property
    def writes(self) -> bool:
        return not (self.diff or self.check)


def run(target: Target, choices: Choices, manner: Manner) -> int:
    """Returns the exit status. Raises `UsageError`."""
    if manner.verify and (not manner.writes or target.is_stdin):
        raise UsageError("--verify runs what was written: leave --diff, --check and - out")
    if manner.verify and target.shard is not None:
        raise UsageError("--verify runs whole programs, of which a shard rewrites a part: verify when all shards are together")
    with shown(sys.stderr, quiet=manner.quiet):
        survey, options = look_at(target, choices)
    if manner.verify and options.schema == "outputs":
        raise UsageError("--verify runs this Python's google-genai: check the legacy schema with `verify --schema outputs --python PATH`")
    if manner.diff:
        _show_diff(survey)
    elif manner.writes and target.is_stdin:
        _pass_through(survey)
    elif manner.writes:
        survey = _write(survey, target, manner, options)
    pending = bool(survey.changed or survey.changed_beside) and not manner.writes
    if manner.writes:
        survey = relocated(survey, options)
    # Standard output belongs to the patch, or to the migrated source, where there is one.
    report = Terminal(sys.stderr if manner.diff or target.is_stdin else sys.stdout)
    _report(survey, manner, report)
    if target.shard is not None and not manner.quiet:
        report.say(text.shard_summary(target.shard))
    if (survey.changed or survey.changed_beside) and manner.writes and not (manner.quiet or target.is_stdin) and sys.stdout.isatty():
        _say_what_is_next(target, manner, report)
    left = any(counts(finding) for result in (*survey.migrated, *survey.beside) for finding in result.migration.left)
    return status(left=left or pending, failed=survey.incomplete)


def _say_what_is_next(target: Target, manner: Manner, terminal: Terminal) -> None:
    in_git = git.top(target.folder) is not None
    terminal.say()
    for line in onward.lines(list(onward.commands(target.paths, in_git=in_git, verified=manner.verify))):
        terminal.say(line)


def _show_diff(survey: Survey) -> None:
    terminal = Terminal(sys.stdout)
    for result in (*survey.changed, *survey.changed_beside):
        diff.show(result, terminal)


def _pass_through(survey: Survey) -> None:
    """The result of standard input goes to standard output; what could not be handled is not passed on."""
    for result in survey.results:
        if isinstance(result, Migrated):
            raw(result.output)


def _write(survey: Survey, target: Target, manner: Manner, options: Options) -> Survey:
    _mind_the_tree([result.path for result in (*survey.changed, *survey.changed_beside)], manner)
    if manner.verify:
        survey = beside_again(_write_and_verify(survey, manner, options), target, options)
    else:
        survey = _written(survey, survey.changed)
    return _written(survey, survey.changed_beside)


def _written(survey: Survey, changed: Iterable[Migrated]) -> Survey:
    failures = []
    for result in changed:
        interrupts.check()
        if failure := write(result):
            failures.append(failure)
    return survey.replaced(failures)


def _write_and_verify(survey: Survey, manner: Manner, options: Options) -> Survey:
    from migrate_interactions.commands.put_back import consent, verified

    consent(survey.changed, yes=manner.yes)
    return verified(_written(survey, survey.changed), Terminal(sys.stdout), options.models)


def _mind_the_tree(paths: list[str], manner: Manner) -> None:
    """Warn when there would be no way back to what the files held, or refuse where that was asked for."""
    dirty, outside = git.unsaved(paths)
    if manner.require_clean and (missing := dirty + outside):
        why = "has changes that git does not hold" if dirty else "is in no git checkout"
        raise UsageError(f"nothing was written: {_listed(missing)} {why}; stage or commit first, or leave --require-clean out")
    if dirty:
        warning = f"warning: rewriting over changes that git does not hold: {_listed(dirty)} (--require-clean refuses)"
        Terminal(sys.stderr).line((warning, "yellow"))


def _listed(paths: list[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"


def _report(survey: Survey, manner: Manner, terminal: Terminal) -> None:
    def remaining(result: Migrated) -> Iterable[Finding]:
        notes = () if manner.quiet else result.migration.notes
        return sorted((*result.migration.left, *notes), key=lambda finding: finding.order)

    text.show_places(survey, remaining, terminal, debug=manner.debug)
    text.show_beside(survey, remaining, terminal)
    if not manner.quiet:
        for line in text.run_summary(tally(survey), written=manner.writes):
            terminal.say(line)
        for line in text.beside_summary(survey, written=manner.writes):
            terminal.say(line)
