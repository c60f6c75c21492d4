"""The report for people: one line for each place, then what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from codemods.options import ASSUMPTIONS
from codemods.outcome import Finding
from codemods.rules import RULES
from migrate_interactions.reports.tally import Tally
from migrate_interactions.reports.terminal import Line, Terminal
from migrate_interactions.results import Failed, Migrated, Survey, counts
from migrate_interactions.shards import Shard

#: A site that stays only because another one does: the change to make stands there.
_FOLLOWS = "GI215"
Chosen = Callable[[Migrated], Iterable[Finding]]


def show_places(survey: Survey, chosen: Chosen, terminal: Terminal, *, debug: bool = False) -> None:
    """Print the chosen findings of every file, and every failure, in the order of the files."""
    for result in survey.results:
        if isinstance(result, Migrated):
            for line in _findings(result.path, chosen(result)):
                terminal.line(*line)
        elif isinstance(result, Failed):
            show_failure(result, terminal, debug=debug)


def show_beside(survey: Survey, chosen: Chosen, terminal: Terminal) -> None:
    """Print the chosen findings of the files that are no code."""
    for result in survey.beside:
        for line in _findings(result.path, chosen(result)):
            terminal.line(*line)


def show_entries(entries: Iterable[tuple[str, Finding]], terminal: Terminal) -> None:
    """Print findings that come with their paths, those of a file together."""
    for path, together in groupby(entries, key=lambda entry: entry[0]):
        for line in _findings(path, [finding for _, finding in together]):
            terminal.line(*line)


def merged_summary(summary: Mapping[str, int]) -> str:
    """What several reports come to."""
    sites = f"{_many(summary['sites'], 'site')} in {_many(summary['files'], 'file')}"
    parts = f"{summary['rewritable']} safe, {summary['unsafe']} unsafe, {summary['by_hand']} by hand"
    errors = f"; {_many(summary['errors'], 'file')} not handled" if summary["errors"] else ""
    return f"{sites}: {parts}{errors}."


def show_failure(failure: Failed, terminal: Terminal, *, debug: bool = False) -> None:
    """One line: where, what is wrong, what to do."""
    place = f"{failure.path}:{failure.span.line}:{failure.span.column}" if failure.span else failure.path
    remedy = _lowered(failure.help or RULES[failure.code].help)
    terminal.line((place, "bold"), (": ", ""), (failure.code, "red"), (f" {_flat(failure.message)}; {remedy}", ""))
    if debug and failure.trace:
        for text in failure.trace.splitlines():
            terminal.line((f"    {text}", "dim"))


def _findings(path: str, findings: Iterable[Finding]) -> Iterator[Line]:
    """The lines about one file. What to do by hand is said once: the sites of a group share it."""
    said = {""}
    for finding in findings:
        yield _finding(path, finding)
        if finding.fix is None and finding.severity != "note" and finding.code != _FOLLOWS and finding.help not in said:
            said.add(finding.help)
            yield ((f"    by hand: {_flat(finding.help)}", "dim"),)


def _finding(path: str, finding: Finding) -> Line:
    cell = f"cell {finding.cell}:" if finding.cell is not None else ""
    place = f"{path}:{cell}{finding.span.line}:{finding.span.column}"
    if finding.severity == "note":
        assumed = f", unsafe: {','.join(finding.assumptions)}" if finding.fix == "unsafe" else ""
        return ((f"{place}: {finding.code} {_flat(finding.message)} [note{assumed}]", "dim"),)
    colour = "red" if finding.severity == "error" else "yellow"
    return ((place, "bold"), (": ", ""), (finding.code, colour), (f" {_flat(finding.message)} ", ""), (_fix(finding), "cyan"))


def _fix(finding: Finding) -> str:
    if finding.fix == "unsafe":
        return f"[unsafe: {','.join(finding.assumptions)}]"
    return "[safe]" if finding.fix == "safe" else "[by hand]"


def run_summary(tally: Tally, *, written: bool) -> Iterator[str]:
    """What `run` did, or would do when nothing is ``written``."""
    verb = "Rewrote" if written else "Would rewrite"
    if tally.rewritten or tally.changed:
        yield f"{verb} {len(tally.rewritten)} of {_many(tally.sites, 'site')} in {tally.changed} of {_many(tally.files, 'file')}."
    elif tally.sites:
        yield f"Nothing to rewrite: {_many(tally.sites, 'site')} in {_many(tally.files, 'file')}."
    else:
        yield f"Nothing old in {_many(tally.files, 'file')}."
    if tally.groups:
        yield f"  Groups of sites that go together: {tally.done} of {tally.groups}{'' if written else ' would be'} rewritten."
    yield from _left(tally)
    yield from (f"  Model: {message}{_times(count)}." for message, count in tally.models)
    if tally.stateless:
        yield _stateless(tally.stateless, written=written)
    yield from _errors(tally)


def beside_summary(survey: Survey, *, written: bool) -> Iterator[str]:
    """Which files that are no code changed as well."""
    changed = survey.changed_beside
    if changed:
        verb = "Changed" if written else "Would change"
        yield f"  {verb} as well: {', '.join(result.path for result in changed)}."


def unseen_beside(survey: Survey) -> Iterator[str]:
    """What a table of calls does not show."""
    found = [result.path for result in survey.beside if any(map(counts, result.migration.findings))]
    if found:
        yield f"Besides, in files that are no code: {', '.join(found)}."
    if survey.failed:
        yield f"Not read: {_many(len(survey.failed), 'file')}, which `lint` names without --summary."


def lint_summary(tally: Tally) -> Iterator[str]:
    """What there is, and what `run` would do about it."""
    if not tally.sites:
        yield f"Nothing old in {_many(tally.files, 'file')}."
    else:
        yield f"{_many(tally.sites, 'site')} in {_many(tally.files, 'file')}: run rewrites {len(tally.rewritten)}."
        yield from _left(tally)
    yield from _errors(tally)


def baseline_summary(file: str, passed: int, gone: int, *, written: bool) -> Iterator[str]:
    """What a baseline did for a report."""
    if written:
        yield f"  Baseline: {file} now holds {_many(passed, 'finding')}."
        return
    if passed:
        yield f"  Baseline: {_many(passed, 'finding')} of {file} passed."
    if gone:
        yield f"  Baseline: {_many(gone, 'finding')} of {file} no longer there; --write-baseline shrinks the file."


def shard_summary(shard: Shard) -> str:
    """What a part of a run leaves to others."""
    return f"  Shard {shard}: files that are no code (requirements, configuration) are left to a run without --shard."


def _left(tally: Tally) -> Iterator[str]:
    for assumptions, count in tally.by_assumption:
        yield f"  Unsafe: {count} more with --assume {','.join(assumptions)} (or --unsafe), right when {_and(assumptions)}."
    if tally.by_code:
        total = sum(count for _, count in tally.by_code)
        listed = ", ".join(f"{count} × {_titled(code)}" for code, count in tally.by_code)
        yield f"  By hand: {total} ({listed})."


def _titled(code: str) -> str:
    return f"{code} {RULES[code].title}" if code in RULES else code


def _stateless(count: int, *, written: bool) -> str:
    verb = "got" if written else "would get"
    return (
        f"  Privacy: {_many(count, 'call')} {verb} store=False, for generateContent keeps nothing and Interactions stores by default; "
        "--store server leaves it out."
    )


def _errors(tally: Tally) -> Iterator[str]:
    if tally.errors:
        yield f"  Not handled: {_many(tally.errors, 'file')} (see above)."


def _and(assumptions: Iterable[str]) -> str:
    return ", and ".join(ASSUMPTIONS.get(code, code) for code in assumptions)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""


def _flat(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _lowered(text: str) -> str:
    """A sentence as the second half of another one."""
    return text[:1].lower() + text[1:].rstrip(".")
