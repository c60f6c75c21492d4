"""What a transform hands back: small frozen results that cross process boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
Fix = Literal["safe", "unsafe"]


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of source. Lines and columns start at 1, columns count code points, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def holds(self, other: Span) -> bool:
        """Whether another stretch lies in this one."""
        start, end = (self.line, self.column), (self.end_line, self.end_column)
        return start <= (other.line, other.column) and (other.end_line, other.end_column) <= end


@dataclass(frozen=True)
class Finding:
    """One thing to say about one place.

    ``fix`` tells what `run` can do here: ``"safe"`` by default, ``"unsafe"`` once the user takes every code in
    ``assumptions``, ``None`` when the change has to be made by hand. ``group`` numbers the sites of one module that
    are rewritten together or not at all. ``cell`` is the place in a notebook, from 1; lines count within the cell.
    ``request`` says that the place is a call that asks the model: what becomes one call of the new API.
    """

    span: Span
    code: str
    message: str
    severity: Severity
    fix: Fix | None = None
    assumptions: tuple[str, ...] = ()
    group: int | None = None
    help: str = ""
    cell: int | None = None
    request: bool = False

    @property
    def order(self) -> tuple[int, Span, str]:
        """Where it comes among the findings of its document."""
        return (self.cell or 0, self.span, self.code)


@dataclass(frozen=True)
class Place:
    """A stretch of a document: ``span`` counts lines within ``cell``, where there are cells."""

    span: Span
    cell: int | None = None


@dataclass(frozen=True)
class Migration:
    """The outcome for one module.

    ``output`` is the source with every allowed rewrite made (equal to ``source`` when there is none). ``rewritten``
    are the sites it took care of, ``left`` the old sites that stay in it, ``notes`` what else is worth knowing; the
    spans of all three point into ``source``. ``stateless`` counts the calls that were given ``store=False``.
    ``interactions`` are the calls in ``source`` that ask the model by the new API already.
    """

    source: str
    output: str
    rewritten: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    stateless: int = 0
    interactions: tuple[Place, ...] = ()

    @property
    def changed(self) -> bool:
        return self.output != self.source

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything `lint` reports, in the order of the source."""
        found = (*self.rewritten, *self.left, *self.notes)
        return tuple(sorted(found, key=lambda finding: finding.order))


class CannotMigrate(Exception):
    """A module that cannot be handled as a whole. ``code`` is a GI0xx rule; ``span`` is known for syntax errors."""

    def __init__(self, code: str, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
