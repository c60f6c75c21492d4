"""`run --verify`: files that came out different get back the bytes they had before the run."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from codemods.api.models import Own
from migrate_interactions import git
from migrate_interactions.documents import is_document
from migrate_interactions.exits import UsageError
from migrate_interactions.reports import verify as report
from migrate_interactions.reports.terminal import Terminal
from migrate_interactions.results import Failed, Migrated, Survey
from migrate_interactions.verify import trees
from migrate_interactions.verify.consent import ask
from migrate_interactions.verify.outcomes import Different, Outcome
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.scratch import scratch_folder
from migrate_interactions.verify.session import How, require_sdk, verify_all
from migrate_interactions.writing import write

_SECONDS = 60


def consent(changed: Sequence[Migrated], *, yes: bool) -> None:
    """Before anything is written: can both versions be run, and may they? Raises `UsageError` and `Declined`."""
    require_sdk()
    changed = _programs(changed)
    _places(changed)
    if changed:
        ask("Rewrites these, and runs both versions of each against a stand-in for the service", [item.path for item in changed], yes=yes)


def _programs(changed: Sequence[Migrated]) -> list[Migrated]:
    """What can be run: notebooks and pages cannot."""
    return [result for result in changed if not is_document(result.path)]


def verified(survey: Survey, terminal: Terminal, models: Own = ()) -> Survey:
    """Runs what was rewritten, before against after; the survey then has the files that were put back as unchanged."""
    changed = _programs(survey.changed)
    if not changed:
        return survey
    outcomes = _outcomes(changed, terminal, models)
    at_fault = _at_fault(outcomes, _places(changed))
    terminal.say(report.counts(outcomes))
    back = [_put_back(result, terminal) for result in changed if _path_in_top(result) in at_fault]
    return replace(survey, results=tuple({result.path: result for result in back}.get(result.path, result) for result in survey.results))


def _outcomes(changed: Sequence[Migrated], terminal: Terminal, models: Own) -> list[Outcome]:
    places = _places(changed)
    programs = [Program(path=place, folder=_folder(), display=path) for path, place in places.items()]
    earlier = {_top() / places[result.path]: result.data for result in changed}
    outcomes = []
    with scratch_folder() as scratch:
        for outcome in verify_all(
            trees.from_bytes(_top(), earlier, scratch), programs, How(sys.executable, _SECONDS, models=models), scratch
        ):
            report.show(outcome, terminal)
            outcomes.append(outcome)
    return outcomes


def _at_fault(outcomes: Iterable[Outcome], places: Mapping[str, str]) -> set[str]:
    """Files of the project: what differs, and what that loaded: which of them brought the difference is not known."""
    different = [outcome for outcome in outcomes if isinstance(outcome, Different)]
    return {path for outcome in different for path in (places[outcome.name], *outcome.loaded)}


def _put_back(result: Migrated, terminal: Terminal) -> Migrated | Failed:
    failure = write(Migrated(result.path, data=result.output, output=result.data, migration=result.migration))
    if failure:
        return failure
    terminal.line((result.path, "bold"), (": ", ""), ("put back", "yellow"), (" as it was before the run", ""))
    old = result.migration
    left = tuple(sorted((*old.rewritten, *old.left), key=lambda finding: finding.span))
    return replace(result, output=result.data, migration=replace(old, output=old.source, rewritten=(), left=left, stateless=0))


def _places(changed: Sequence[Migrated]) -> dict[str, str]:
    """Display paths to paths in the project."""
    return {result.path: _path_in_top(result) for result in changed}


def _path_in_top(result: Migrated) -> str:
    path = Path(result.path).resolve()
    if not path.is_relative_to(_top()):
        raise UsageError(f"--verify runs files with their project, and {result.path} is not below {_top()}")
    return path.relative_to(_top()).as_posix()


def _top() -> Path:
    return Path(git.top(".") or ".").resolve()


def _folder() -> str:
    return Path.cwd().resolve().relative_to(_top()).as_posix()
