"""Groups: the strands that share something are rewritten together or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from codemods.javascript.content.calling import CALLING_HELP
from codemods.javascript.edits import Edit
from codemods.javascript.reach import elsewhere, leaves, outside
from codemods.javascript.slots import Field, Slot
from codemods.javascript.strand import Import, Strand
from codemods.javascript.symbols import Symbols
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Led
from codemods.javascript.trail import Trail, What
from codemods.strands import Joined, families


@dataclass(eq=False)
class Group(Joined[Node]):
    """Strands that go together, with what they say in common."""

    number: int
    trails: list[Trail]
    strands: list[Strand] = field(init=False)

    def __post_init__(self) -> None:
        self.strands = list(dict.fromkeys(trail.strand for trail in self.trails))

    @property
    def models(self) -> dict[Node, str]:
        return {literal: new for strand in self.strands for literal, new in strand.models.items()}

    @property
    def imports(self) -> set[Import]:
        return {needed for strand in self.strands for needed in strand.imports}

    @property
    def literals(self) -> list[Node]:
        return list(self.models)

    @property
    def edits(self) -> list[Edit]:
        return [edit for strand in self.strands for edit in strand.edits]


def gather(trails: Iterable[Trail], known: Symbols) -> list[Group]:
    """The groups of a module, in source order of their first strand."""
    joined = families(trails, lambda trail: (trail.strand, *trail.strand.ties))
    found = [Group(number, own) for number, own in enumerate(joined, start=1)]
    for group in found:
        _check_slots(group, known)
        _check_expected(group)
        _check_handed_on(group)
        _check_claims(group, known)
        _check_imports(group, known)
    return found


def _check_imports(group: Group, known: Symbols) -> None:
    """Names that the new code needs have to mean what it means by them."""
    for needed in group.imports:
        declared = known.module.scopes.declared(needed.name)
        if declared is not None and known.symbol(declared) != (needed.module, needed.name) and group.sites:
            group.hold(declared, "GI200", f"`{needed.name}` means something else here")


def _check_claims(group: Group, known: Symbols) -> None:
    """A value that changes where it stands changes for every use: all of them have to be in the group."""
    claims: dict[Slot, set[Node]] = {}
    for strand in group.strands:
        for slot, uses in strand.claims.items():
            claims.setdefault(slot, set()).update(uses)
    for slot, uses in claims.items():
        if slot.is_exported and not isinstance(slot, Field):
            group.hold(slot.declaration, "GI205", f"`{slot.name}` is exported, so it has to stay what it is")
        for read in slot.reads:
            if read not in uses:
                what = f"`{slot.name}` is also used here, outside of the calls that are rewritten, so it has to stay what it is"
                group.hold(read, "GI203", what)
        if isinstance(slot, Field):
            _check_reach(slot, set(), group, known)


def _check_slots(group: Group, known: Symbols) -> None:
    """Where a value is read, nothing else may arrive: another one would meet the new attributes."""
    slots: set[Slot] = {slot for trail in group.trails for slot in trail.slots}
    led = Led(group.trails)
    for slot in slots:
        if slot.is_exported and not isinstance(slot, Field):
            group.hold(slot.declaration, "GI205", f"`{slot.name}` is exported, so what uses it is not in sight")
        if isinstance(slot, Field):
            _check_reach(slot, {trail.slots[slot].what for trail in group.trails if slot in trail.slots}, group, known)
        for write in led.unwritten(slot):
            line = known.module.line(write.node)
            group.hold(write.node, "GI217", f"`{slot.name}` may also hold the value it is given on line {line}")


def _check_reach(field: Field, kinds: set[What], group: Group, slots: Symbols) -> None:
    """What a field holds may be read by other ways than its name in its class. (`codemods.javascript.chats` looks at those of chats.)"""
    _check_outside(field, kinds, group, slots)
    if kinds == {"chat"}:
        return
    for node in elsewhere(field, slots):
        shown = node.text.split("\n")[0][:60]
        group.hold(node, "GI205", f"`{shown}` may be the field that `{field.name}` is, and is used outside of its class")


def _check_outside(field: Field, kinds: set[What], group: Group, known: Symbols) -> None:
    """Other modules may read what a field holds, if they can get at objects of its class."""
    place = None if field.is_exported else leaves(field, known)
    if field.is_private or not (field.is_exported or place is not None):
        return
    reading = outside(field, known.module.index, of_chats=kinds == {"chat"})
    if reading:
        group.hold(field.declaration, "GI205", f"`{field.name}` may be read in {reading}, outside of its class")
    elif reading is None and field.is_exported:
        group.hold(field.declaration, "GI205", f"`{field.name}` is exported, so what uses it is not in sight")
    elif reading is None and place is not None and not kinds & {"model", "client", "chat"}:
        line = known.module.line(place)
        what = f"`{field.name}` may be read where objects of its class go from line {line}, which is not in sight"
        group.hold(field.declaration, "GI205", what)


def _check_expected(group: Group) -> None:
    """What ends up in one place is of one shape."""
    reached = {node: shape for trail in group.trails for node, shape in trail.reached.items()}
    for trail in group.trails:
        for node, shapes in trail.expected.items():
            if reached.get(node) not in shapes:
                group.hold(node, "GI217", "something else than such an answer may arrive here")


def _check_handed_on(group: Group) -> None:
    """Answers, and calls in them, that get into contents are followed to there, and are taken there."""
    given = {node for strand in group.strands for node in strand.given}
    taken = {node: what for strand in group.strands for node, what in strand.taken.items()}
    calls = {node for trail in group.trails for node, shape in trail.reached.items() if shape.what == "call" and not shape.promised}
    for node in given - set(taken):
        group.hold(node, "GI205", "the answer goes into something that no request of the tool's is known to be made of", CALLING_HELP)
    for node, what in taken.items():
        if what == "call" and node not in calls:
            group.hold(node, "GI200", "this is not known to be a function call of an answer, and its id is needed now", CALLING_HELP)
        elif what == "turn" and node not in given:
            group.hold(node, "GI203", "this is not known to be the turn of an answer that is rewritten", CALLING_HELP)
