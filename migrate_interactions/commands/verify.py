"""`verify`: run both versions of what changed, and compare."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codemods.options import Schema
from migrate_interactions import config
from migrate_interactions.commands.selection import Request, Selection, select
from migrate_interactions.exits import DONE, UsageError, status
from migrate_interactions.reports import live as live_report
from migrate_interactions.reports import types as types_report
from migrate_interactions.reports import verify as report
from migrate_interactions.reports.terminal import Terminal
from migrate_interactions.verify import tsc
from migrate_interactions.verify.consent import ask
from migrate_interactions.verify.live import Answers, own_key, run_live
from migrate_interactions.verify.outcomes import Different, Equivalent, Outcome
from migrate_interactions.verify.runner.javascript.kinds import is_javascript, is_typescript
from migrate_interactions.verify.runner.scratch import scratch_folder
from migrate_interactions.verify.session import How, require_sdk, verify_all
from migrate_interactions.verify.typecheck import new_errors


@dataclass(frozen=True)
class Manner:
    """``strict`` fails on whatever is not equivalent; ``yes`` is consent given beforehand."""

    strict: bool = False
    yes: bool = False
    as_json: bool = False
    types: bool = False
    live: bool = False


def speaks_legacy(paths: Sequence[str], schema: Schema | None) -> bool:
    """Whether the stand-in answers clients of the legacy schema: where the project writes for it, or the command line says so."""
    return (schema or config.load(paths).schema) == "outputs"


def verify(request: Request, how: How, manner: Manner) -> int:
    """Returns the exit status. Raises `UsageError`, and `Declined` when the user does not want the code to run."""
    if manner.types and manner.live:
        raise UsageError("--types and --live are two different things: give one")
    if not (manner.types or manner.live):
        require_sdk()
    if manner.live:
        own_key()
    selection = select(request)
    if not selection.programs:
        return _nothing(selection, manner)
    how = replace(how, models=config.load(request.paths).models)
    work = _check_types if manner.types else _run_live if manner.live else _compare
    return work(selection, how, manner)


def _nothing(selection: Selection, manner: Manner) -> int:
    said = f"No changed Python, JavaScript or TypeScript file {selection.where}: nothing to verify."
    if manner.as_json:
        said = types_report.document(()) if manner.types else live_report.document(()) if manner.live else report.document(())
    (Terminal(sys.stdout).raw_line if manner.as_json else Terminal(sys.stdout).say)(said)
    return DONE


def _compare(selection: Selection, how: How, manner: Manner) -> int:
    names = [program.name for program in selection.programs]
    ask("Runs both versions of these, each in a scratch copy and against a stand-in for the service", names, yes=manner.yes)
    terminal = Terminal(sys.stdout)
    outcomes: list[Outcome] = []
    with scratch_folder() as scratch:
        for outcome in verify_all(selection.build(scratch), selection.programs, how, scratch):
            outcomes.append(outcome)
            if not manner.as_json:
                report.show(outcome, terminal)
    if manner.as_json:
        terminal.raw_line(report.document(outcomes))
    else:
        terminal.say(report.counts(outcomes))
    return _status(outcomes, manner)


def _status(outcomes: Sequence[Outcome], manner: Manner) -> int:
    differs = any(isinstance(outcome, Different) for outcome in outcomes)
    open_questions = any(not isinstance(outcome, (Different, Equivalent)) for outcome in outcomes)
    return status(left=differs, failed=manner.strict and open_questions)


def _check_types(selection: Selection, how: How, manner: Manner) -> int:
    files = [program.path for program in selection.programs if program.path]
    if not files:
        raise UsageError("--types checks files, not --call")
    python = [file for file in files if not is_javascript(file)]
    typescript = [file for file in files if is_typescript(file)]
    if not (python or typescript):
        raise UsageError("--types checks Python and TypeScript: JavaScript has no types")
    with scratch_folder() as scratch:
        trees = selection.build(scratch)
        errors = new_errors(trees, python, how.python, scratch) if python else []
        errors += tsc.new_errors(trees, typescript, how.node, scratch) if typescript else []
    terminal = Terminal(sys.stdout)
    if manner.as_json:
        terminal.raw_line(types_report.document(errors))
    else:
        checkers = " and ".join(["mypy"] * bool(python) + ["tsc"] * bool(typescript))
        types_report.show(errors, len(python) + len(typescript), checkers, terminal)
    return status(left=bool(errors), failed=False)


def _run_live(selection: Selection, how: How, manner: Manner) -> int:
    names = [program.name for program in selection.programs]
    ask("Runs the later version of these against the real service, with your key and at your cost", names, yes=manner.yes)
    terminal = Terminal(sys.stdout)
    answers: list[Answers] = []
    with scratch_folder() as scratch:
        for answer in run_live(selection.build(scratch), selection.programs, how, scratch):
            answers.append(answer)
            if not manner.as_json:
                live_report.show(answer, terminal)
    if manner.as_json:
        terminal.raw_line(live_report.document(answers))
    return status(left=any(answer.run.ended.status != 0 for answer in answers), failed=False)
