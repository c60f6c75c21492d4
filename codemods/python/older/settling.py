"""What one part of a module makes possible for another: rewritten in one run, not in the next one.

Code of google-genai and of a retired SDK in one module hold one another back where they share names. What was rewritten holds nothing
back any more, so the rest may go then. It is migrated until nothing changes, and everything said of it is moved to the lines of the
user's source, where it still stands as it was: what is rewritten later was left alone before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from codemods.outcome import CannotMigrate, Finding, Migration, Span
from codemods.python.older.origins import relined

#: How often a module is migrated at most.
MOST_RUNS = 4


class _Moved(Exception):
    """Something cannot be said in lines of the user's source."""


def settled(first: Migration, again: Callable[[str], Migration]) -> Migration:
    """A migration whose output ``again`` changes no more. Where the later ones cannot be told, it ends before them."""
    done = first
    for _ in range(MOST_RUNS):
        if not (done.changed and done.left):
            break
        try:
            further = again(done.output)
            if not further.changed:
                break
            done = _together(done, further)
        except (CannotMigrate, _Moved):
            break
    return done


def _together(done: Migration, further: Migration) -> Migration:
    lines = _Lines.between(done.source, done.output)
    highest = max((finding.group or 0 for finding in done.rewritten), default=0)
    taken = {finding.span for finding in done.rewritten}
    rewritten = [replace(f, group=f.group + highest) if f.group is not None else f for f in lines.moved(further.rewritten, taken)]
    left = [replace(f, group=f.group + highest) if f.group is not None else f for f in lines.moved(further.left, taken)]
    known = {(note.span, note.code) for note in done.notes}
    notes = [note for note in lines.in_sight(further.notes) if (note.span, note.code) not in known]
    return replace(
        done,
        output=further.output,
        rewritten=(*done.rewritten, *rewritten),
        left=tuple(left),
        notes=(*done.notes, *notes),
        stateless=done.stateless + further.stateless,
    )


@dataclass(frozen=True)
class _Lines:
    """The old number of each line that a rewrite left as it was, by its new one."""

    old: dict[int, int]

    @classmethod
    def between(cls, source: str, output: str) -> _Lines:
        blocks = SequenceMatcher(None, source.split("\n"), output.split("\n"), autojunk=False).get_matching_blocks()
        return cls({block.b + number: block.a + number for block in blocks for number in range(1, block.size + 1)})

    def moved(self, findings: Iterable[Finding], taken: set[Span]) -> Iterator[Finding]:
        """The findings in old lines. Raises `_Moved` for one that is not about lines left as they were."""
        for finding in findings:
            span = self._span(finding.span)
            if span is None or span in taken:
                raise _Moved
            yield replace(finding, span=span, message=relined(finding.message, self._line))

    def in_sight(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Those of the findings that are about lines left as they were."""
        return self.moved((finding for finding in findings if self._span(finding.span) is not None), set())

    def _span(self, span: Span) -> Span | None:
        first, last = self.old.get(span.line), self.old.get(span.end_line)
        if first is None or last is None or last - first != span.end_line - span.line:
            return None
        return replace(span, line=first, end_line=last)

    def _line(self, new: int) -> int:
        if new not in self.old:
            raise _Moved
        return self.old[new]
