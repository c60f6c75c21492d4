"""What was followed already: many calls that keep their answers in one name are followed through its uses once, not each for itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codemods.javascript.slots import Slot

if TYPE_CHECKING:
    from codemods.javascript.strand import Remark
    from codemods.javascript.trail import Shape, Trail


@dataclass(frozen=True, eq=False)
class Done:
    """The trail that followed a slot, and why it is held by what was met there, if it is."""

    trail: Trail
    hold: Remark | None


@dataclass(eq=False)
class Followed:
    """The slots that one tracer followed, by what their uses are told: the shape, and the view of the trail.

    Whoever shares a slot is of one group, and a group has in common what its strands say. So it is enough that one of them says it.
    """

    _done: dict[object, Done] = field(default_factory=dict)
    _said: set[object] = field(default_factory=set)

    def first(self, slot: Slot, shape: Shape, trail: Trail) -> Done | None:
        """Who followed a slot for a trail as well; None where it has to be followed anew."""
        done = self._done.get((slot, shape, trail.view))
        return done if done is not None and not trail.meets(done.trail, slot) else None

    def add(self, slot: Slot, shape: Shape, trail: Trail, held: int) -> None:
        """A trail has followed a slot; it had so many holds before."""
        holds = trail.strand.holds
        self._done.setdefault((slot, shape, trail.view), Done(trail, holds[held] if len(holds) > held else None))

    def is_new(self, *said: object) -> bool:
        """Whether something is said for the first time."""
        if said in self._said:
            return False
        self._said.add(said)
        return True
