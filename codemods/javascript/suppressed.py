"""A module with its comments that leave something alone: what they silence, and which of them silence nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from codemods import unused
from codemods.javascript.module import Module, line_starts, place
from codemods.options import Options
from codemods.outcome import Migration, Span
from codemods.suppressions import MARK, Suppression, Suppressions, asked

Migrate = Callable[[Module, Options], Migration]
Parse = Callable[[str], Module]

_ABOVE = re.compile(r"\s+|(?P<comment>//[^\n]*|/\*.*?\*/)|\A#![^\n]*", re.DOTALL)


def above(source: str) -> Suppressions:
    """The comments above the first statement, which hold for a file that does not parse as well."""
    return Suppressions(tuple(_above(source))) if MARK in source else Suppressions()


def _above(source: str) -> Iterator[Suppression]:
    lines, offset = line_starts(source), 0
    while match := _ABOVE.match(source, offset):
        if match["comment"]:
            found = asked(match["comment"], Span(*place(lines, offset), *place(lines, match.end())), True)
            if found is not None:
                yield found
        offset = match.end()


def heeding(module: Module, options: Options, migrate: Migrate, parse: Parse) -> Migration:
    """The migration of a module, heeding its comments; those that silence nothing (any more) are noted."""
    comments = module.suppressions

    def with_every_rule(text: str) -> Migration:
        again = parse(text)
        return migrate(again, replace(options, select=(), ignore=again.suppressions.file_codes))

    found = migrate(module, replace(options, ignore=(*options.ignore, *comments.file_codes)))
    notes = unused.notes(module.source, comments, with_every_rule) if options.wants(unused.CODE) else ()
    return replace(found, notes=tuple(sorted((*found.notes, *notes), key=lambda note: note.order))) if notes else found


def left_alone(source: str, comments: Suppressions, options: Options, *, may_be_old: bool) -> Migration:
    """A file that a comment leaves alone as a whole; where there is nothing old in it, that is noted."""
    says = not may_be_old and options.wants(unused.CODE)
    return Migration(source, source, notes=unused.nothing_old(comments) if says else ())
