"""What holds for every program, whatever it is; each check says what is wrong with a migration, or nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codemods.outcome import Finding
from migrate_interactions.documents.source import open_source
from migrate_interactions.examine import examine
from migrate_interactions.results import Candidate, Failed, Migrated
from tests.hard.programs import Program, compiles

#: Methods of the old APIs that make a request.
_OLD = frozenset(
    "generate_content generate_content_stream send_message send_message_stream generate_content_async send_message_async".split()
)
_SPACE = " \t"
_COMMENT = re.compile(r"#c\d+c")


def problems(program: Program) -> Iterator[str]:
    """Everything that is wrong, a line each."""
    result = examine(Candidate("program.py", program.data), program.options)
    if isinstance(result, Failed):
        if "round trip through LibCST" in result.message:
            return  # a fault of the parser, which the tool finds and tells
        yield f"failed: {result.code} {result.message} {result.trace}"
        return
    after = open_source(result.output).text
    yield from _broken(after)
    yield from _changed_again(result, program)
    yield from _lost_lines(program.text, after)
    yield from _lost_comments(program.text, after)
    yield from _lost_sites(result, after)
    yield from _halves(result)


def _broken(after: str) -> Iterator[str]:
    if not compiles(after):
        yield "the output does not compile"


def _changed_again(result: Migrated, program: Program) -> Iterator[str]:
    again = examine(Candidate("program.py", result.output), program.options)
    if isinstance(again, Failed):
        yield f"the second run failed: {again.code} {again.message}"
    elif again.changed or again.migration.rewritten:
        yield f"the second run changes: {[f'{finding.span.line} {finding.code}' for finding in again.migration.rewritten]}"


def _lost_lines(before: str, after: str) -> Iterator[str]:
    """Lines of other code have to be there as they were, in their order; a block that went away gives them another depth."""
    pending = iter(after.split("\n"))
    for line in before.split("\n"):
        if "keep" in line and not any(line.strip(_SPACE) == there.strip(_SPACE) for there in pending):
            yield f"a line of other code is not where it was: {line!r}"
            return


def _lost_comments(before: str, after: str) -> Iterator[str]:
    """A comment inside of an expression that is written twice may be there twice."""
    there = set(_COMMENT.findall(after))
    yield from (f"a comment is gone: {comment}" for comment in _COMMENT.findall(before) if comment not in there)


def _lost_sites(result: Migrated, after: str) -> Iterator[str]:
    """A request that was rewritten is gone, every other one is still there."""
    before, left = _sites(result.migration.source), _sites(after)
    gone = [site for site in before if any(_covers(finding, site) for finding in result.migration.rewritten)]
    if len(left) != len(before) - len(gone):
        yield f"{len(before)} requests, of which {len(gone)} were rewritten, and {len(left)} are there afterwards"


def unspoken(result: Migrated) -> list[tuple[int, int]]:
    """Requests that nothing is said about."""
    return [site for site in _sites(result.migration.source) if not any(_covers(f, site) for f in result.migration.findings)]


def _halves(result: Migrated) -> Iterator[str]:
    done = {finding.group for finding in result.migration.rewritten if finding.group is not None}
    for finding in result.migration.left:
        if finding.group in done:
            yield f"group {finding.group} was rewritten by half: line {finding.span.line} {finding.code} {finding.message}"


def _sites(text: str) -> list[tuple[int, int]]:
    """Where the methods are called: line and column of the end of their names."""
    found = []
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _OLD:
            line, column = node.func.end_lineno or 0, node.func.end_col_offset or 0
            found.append((line, len(lines[line - 1].encode()[:column].decode())))
    return found


def _covers(finding: Finding, site: tuple[int, int]) -> bool:
    span = finding.span
    return (span.line, span.column) <= (site[0], site[1]) and (site[0], site[1] + 1) <= (span.end_line, span.end_column)
