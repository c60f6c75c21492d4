"""What is collected about one answer of an interaction until it is known whether anything reads it the legacy way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import libcst as cst

from codemods.python.answers import Trail
from codemods.python.parsed import Parsed
from codemods.python.parts import Source
from codemods.python.strand import Strand

#: An answer to `create` holds the steps of this turn; one that was fetched may hold the user's input as well.
Asked = Literal["created", "fetched"]

#: Paths of what is followed: an answer, one of its outputs or steps, an event of a stream and what hangs on it.
ANSWER, OUTPUT, STEP, EVENT, DELTA, ENDED, USAGE = "", "output", "step", "event", "delta", "ended", "usage"
EVENT_TYPE, DELTA_TYPE, OUTPUT_TYPE = "event_type", "delta_type", "output_type"


@dataclass(frozen=True, eq=False)
class Reading:
    """A field that is read of an output: the output, the whole expression, the field."""

    output: cst.CSTNode
    node: cst.CSTNode
    name: str


@dataclass(eq=False)
class LegacyTrail(Trail):
    """A trail that may turn out to concern nobody.

    ``call`` is the one that gives the answer; ``apart`` is what is read of it that no schema ever had, which is judged for itself.
    ``legacy`` and ``current`` tell which spellings were met, ``types`` the same of the types of events. ``asks`` are the places where
    the program asks which of them it has, and ``tries`` tells that it tries one; a program that knows both is left alone.
    ``fragile`` are readings of the first content of the last step, and what they read of. ``left`` are places where an answer leaves,
    which matters only if it is a legacy one; ``shown`` those where it is shown, and
    ``dumped`` tells that it is made into a dictionary or JSON, whose keys are others now.
    """

    asked: Asked = "created"
    call: cst.Call | None = None
    apart: Strand = field(default_factory=Strand)
    legacy: bool = False
    current: bool = False
    asks: list[cst.SimpleString] = field(default_factory=list)
    tries: bool = False
    types: set[str] = field(default_factory=set)
    sources: list[Source] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    fragile: list[tuple[cst.BaseExpression, cst.Attribute]] = field(default_factory=list)
    left: list[tuple[cst.CSTNode, str]] = field(default_factory=list)
    dumped: bool = False
    shown: list[cst.CSTNode] = field(default_factory=list)

    @property
    def knows_both(self) -> bool:
        asked = self.legacy and self.current and (bool(self.asks) or self.tries)
        return asked or {"legacy", "current"} <= self.types

    def site(self, node: cst.CSTNode, code: str, message: str) -> None:
        """Note a legacy spelling."""
        self.legacy = True
        self.strand.site(node, code, message)

    def hold(self, node: cst.CSTNode, code: str, message: str, help: str = "") -> None:
        """Note a legacy spelling that cannot be rewritten."""
        self.legacy = True
        self.strand.hold(node, code, message, help)


def begin(asked: Asked, call: cst.Call | None = None) -> LegacyTrail:
    return LegacyTrail(Strand(), Parsed("unseen"), {}, {}, asked=asked, call=call)
