"""From the runs of two versions to the one outcome they amount to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import unified_diff

from migrate_interactions.verify.compare import Difference, differences, newly_stored
from migrate_interactions.verify.models import model_differences, model_notes
from migrate_interactions.verify.outcomes import Different, Equivalent, NotComparable, NotExercised, NotRun, Outcome
from migrate_interactions.verify.reasons import install_sdk, sdk_missing, why_not_run
from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.run import Run

#: Lines of an output's diff that are kept.
_LONGEST_DIFF = 60
#: Characters of output that are shown beside an ending.
_TAIL = 20


@dataclass(frozen=True)
class _Contrast:
    """What tells two runs apart; models are looked at only where one version follows the other."""

    differences: tuple[Difference, ...]
    output: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.differences or self.output)


def judge(program: Program, before: Run, after: Run, again: Callable[[], Run]) -> Outcome:
    """``again`` runs the earlier version a second time; it is called only when the two differ, to see whether that means anything."""
    for version, run in (("earlier", before), ("later", after)):
        missing = sdk_missing(run)
        if missing:
            return NotRun(program.name, install_sdk(version, missing))
    contrast = _contrast(before, after, models=True)
    if not contrast:
        reason = why_not_run(program, before)
        if reason:
            return NotRun(program.name, reason)
        if not before.calls:
            return NotExercised(program.name)
        return Equivalent(program.name, len(before.calls), _notes(before, after), sum(call.stream for call in before.calls))
    if before.ended.status is None:  # stopped: where it was by then is chance
        return NotRun(program.name, why_not_run(program, before))
    itself = _contrast(before, again(), models=False)
    if itself:
        return NotComparable(program.name, itself.differences, itself.output)
    return Different(program.name, contrast.differences, contrast.output, _notes(before, after), after.loaded)


def judge_broken(outcome: Equivalent, before: Run, after: Run) -> Equivalent | Different:
    """What a run with streams that break adds to an outcome. One API raises then, the other yields an event that is easily passed over.

    Errors differ in class and words. All that counts is whether there is one, and whether the earlier version printed something about it.
    """
    if before.ended.status is None:
        return outcome
    passed_over = bool(before.failure) and not after.failure
    silent = before.stdout != after.stdout and before.stdout.startswith(after.stdout)
    if not (passed_over or silent or after.ended.status is None):
        return outcome
    old, new = (f"{_ending(run)}, after {run.stdout[-_TAIL:]!r}" for run in (before, after))
    return Different(outcome.name, (Difference(None, "a stream that breaks", old, new),), notes=outcome.notes, loaded=after.loaded)


def _contrast(before: Run, after: Run, *, models: bool) -> _Contrast:
    found = [*_endings(before, after), *differences(before.calls, after.calls)]
    if models:
        found += model_differences(before.calls, after.calls)
    return _Contrast(tuple(found), _output_diff(before.stdout, after.stdout))


def _endings(before: Run, after: Run) -> list[Difference]:
    old, new = _ending(before), _ending(after)
    if _kind_of_ending(before) == _kind_of_ending(after):
        return []
    return [Difference(None, "ending", old, new)]


def _ending(run: Run) -> str:
    if run.ended.timed_out:
        return "stopped by the time limit"
    if run.ended.flooded:
        return "stopped for printing without end"
    return str(run.failure) if run.failure else "normal"


def _kind_of_ending(run: Run) -> str:
    """Messages of errors are no part of it: each API words them in its own way. What cannot be imported is."""
    return run.failure.type + run.failure.name if run.failure else _ending(run)


def _output_diff(before: str, after: str) -> tuple[str, ...]:
    lines = list(unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=1))
    if not lines and before != after:
        return ("the output differs in its line ends only",)
    more = len(lines) - _LONGEST_DIFF
    return tuple(lines if more <= 0 else [*lines[:_LONGEST_DIFF], f"... and {more} more lines"])


def _notes(before: Run, after: Run) -> tuple[str, ...]:
    notes = model_notes(before.calls, after.calls)
    stored = newly_stored(before.calls, after.calls)
    if stored > 0:
        notes.append(f"{stored} of {len(after.calls)} calls now leave their prompt and answer on the service (store)")
    if after.blocked:
        notes.append(f"it went on without connections to {', '.join(after.blocked)}, which were refused")
    return tuple(notes)
