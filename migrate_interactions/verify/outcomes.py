"""What verifying a program comes to: a closed set of small frozen results. Only `Equivalent` says that nothing changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from migrate_interactions.verify.compare import Difference


@dataclass(frozen=True)
class Equivalent:
    """Both versions asked the same, printed the same and ended the same, in ``calls`` calls; ``streams`` of them were streamed."""

    name: str
    calls: int
    notes: tuple[str, ...] = ()
    streams: int = 0


@dataclass(frozen=True)
class Different:
    """``differences`` name call, field and both values; ``output`` is a unified diff of standard output, a line each.

    ``loaded`` are the files of the tree (relative) that the later version imported: the fault may lie in one of them.
    """

    name: str
    differences: tuple[Difference, ...]
    output: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    loaded: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class NotComparable:
    """The earlier version differs from itself in two runs, so nothing can be said."""

    name: str
    differences: tuple[Difference, ...]
    output: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotExercised:
    """Both versions ran to their end without asking the model anything."""

    name: str


@dataclass(frozen=True)
class NotRun:
    """The program did not get to its end, for a reason that has nothing to do with the migration."""

    name: str
    reason: str


Outcome: TypeAlias = Equivalent | Different | NotComparable | NotExercised | NotRun

#: How each is called in reports, in the order of the counts.
KINDS: dict[type[Outcome], str] = {
    Equivalent: "equivalent",
    Different: "different",
    NotComparable: "not comparable",
    NotExercised: "not exercised",
    NotRun: "not run",
}


def kind(outcome: Outcome) -> str:
    return KINDS[type(outcome)]


def count(outcomes: tuple[Outcome, ...]) -> dict[str, int]:
    """How many there are of each kind, zeros included."""
    return {name: sum(kind(outcome) == name for outcome in outcomes) for name in KINDS.values()}
