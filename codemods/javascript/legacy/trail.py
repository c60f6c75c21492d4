"""What is collected about one answer of an interaction until it is known whether anything reads it the legacy way."""

from __future__ import annotations

from dataclasses import dataclass, field

from codemods.javascript.legacy.calls import Request
from codemods.javascript.legacy.request import contents_asked
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Shape, Trail

#: Paths of what is followed: an answer, its outputs or steps and one of them, a stream, an event of it and what hangs on it.
ANSWER, OUTPUTS, OUTPUT, STEPS, STEP, STREAM, EVENT = "", "outputs", "output", "steps", "step", "stream", "event"
DELTA, ENDED, USAGE, EVENT_TYPE, DELTA_TYPE, OUTPUT_TYPE = "delta", "ended", "usage", "event_type", "delta_type", "output_type"
#: A list of outputs that the program made for itself.
ROW = "row"
#: Numbers and outputs, side by side (`.entries()`).
ENTRIES = "entries"


def shape(path: str, *, promised: bool = False) -> Shape:
    return Shape("interaction", path, promised)


@dataclass(frozen=True, eq=False)
class Reading:
    """A field that is read of an output: the output, the whole expression, the field."""

    output: Node
    node: Node
    name: str


@dataclass(eq=False)
class LegacyTrail(Trail):
    """A trail that may turn out to concern nobody.

    ``apart`` is what is read of the answer that no schema ever had, which is judged for itself. ``legacy`` tells that a legacy spelling
    was met, ``current`` where current ones are, ``types`` the same of the types of events. ``sources`` are the expressions that read
    `outputs`, ``unpacked`` patterns that do, ``asks`` the literals of `'outputs' in answer`.
    ``fragile`` are readings of the first content of the last step, and what they read of. ``left`` are places where an answer leaves,
    which matters only if it is a legacy one; ``shown`` those where it is shown, and
    ``dumped`` tells that it is made into JSON, whose keys are others now.
    """

    request: Request | None = None
    apart: Strand = field(default_factory=Strand)
    legacy: bool = False
    current: list[Node] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    sources: list[Node] = field(default_factory=list)
    unpacked: list[Node] = field(default_factory=list)
    asks: list[Node] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    fragile: list[tuple[Node, Node]] = field(default_factory=list)
    left: list[tuple[Node, str]] = field(default_factory=list)
    dumped: bool = False
    shown: list[Node] = field(default_factory=list)

    @property
    def fetched(self) -> bool:
        """Whether the answer may hold the user's input as well; one to `create` holds the steps of this turn."""
        return self.request is None or not self.request.asks

    @property
    def view(self) -> object:
        """What is judged by the request of an answer, wherever it is read."""
        if self.request is None:
            return (None,)
        return self.request.asks, contents_asked(self.request), frozenset(self.request.client.assumptions)

    def site(self, node: Node, code: str, message: str) -> None:
        """Note a legacy spelling."""
        self.legacy = True
        self.strand.site(node, code, message)

    def hold(self, node: Node, code: str, message: str, help: str = "") -> None:
        """Note a legacy spelling that cannot be rewritten."""
        self.legacy = True
        self.strand.hold(node, code, message, help)
