"""What is done with a chat at each place that reads it: a message, a question whether there is one, or something else."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from codemods.python.chats.model import Found, Guard, Place, Slot, Turn
from codemods.python.module import Module
from codemods.python.nodes import is_none
from codemods.python.strand import Strand

HELP = "Keep the id of the last answer in a variable (None at first) and pass it as previous_interaction_id on every turn."
_HISTORY = frozenset({"get_history", "history", "_curated_history", "_comprehensive_history", "record_history"})
_HISTORY_HELP = (
    "Keep what was said yourself: the texts you send, and output_text of each answer. client.interactions.get(id, include_input=True) "
    "gives one turn with its input and steps, and its previous_interaction_id leads to the turn before."
)


@dataclass(eq=False)
class Uses:
    """The turns in source order, and the questions."""

    turns: list[Turn] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)


def sort_out(slot: Slot, found: Found, module: Module, asynchronous: bool, strand: Strand) -> Uses:
    """Tell messages and questions apart; every other use holds the chat."""
    uses = Uses()
    for place in found.reads:
        _sort(slot, place, module, asynchronous, uses, strand)
    uses.turns.sort(key=lambda turn: module.span(turn.call))
    return uses


def _sort(slot: Slot, place: Place, module: Module, asynchronous: bool, uses: Uses, strand: Strand) -> None:
    parent = module.parent(place.node)
    call = module.parent(parent) if isinstance(parent, cst.Attribute) else None
    if isinstance(parent, cst.Attribute) and parent.value is place.node:
        name = parent.attr.value
        if name in ("send_message", "send_message_stream") and isinstance(call, cst.Call) and call.func is parent:
            _turn(place, call, name == "send_message_stream", module, asynchronous, uses, strand)
        elif name in _HISTORY:
            strand.hold(parent, "GI226", f"`{name}` of the chat {slot.label} is read here", _HISTORY_HELP)
        else:
            strand.hold(place.node, "GI205", f"the chat {slot.label} is used in a way that cannot be followed", HELP)
        return
    guard = guard_at(place, parent, module)
    if guard is None:
        strand.hold(place.node, "GI205", f"the chat {slot.label} is used in a way that cannot be followed", HELP)
    else:
        uses.guards.append(guard)


def _turn(place: Place, call: cst.Call, streamed: bool, module: Module, asynchronous: bool, uses: Uses, strand: Strand) -> None:
    around = module.parent(call)
    if asynchronous and not isinstance(around, cst.Await):
        strand.hold(call, "GI200", "a message that is not awaited where it is sent is not rewritten yet", HELP)
    answer = around if asynchronous and isinstance(around, cst.Await) else call
    uses.turns.append(Turn(call, answer, place, streamed))


def guard_at(place: Place, parent: cst.CSTNode | None, module: Module) -> Guard | None:
    """`chat is None`, `chat is not None`, `if chat`, `not chat`."""
    if isinstance(parent, cst.Comparison) and parent.left is place.node and len(parent.comparisons) == 1:
        comparison = parent.comparisons[0]
        if is_none(comparison.comparator) and isinstance(comparison.operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual)):
            return Guard(place, parent, isinstance(comparison.operator, (cst.Is, cst.Equal)))
    if isinstance(parent, cst.UnaryOperation) and isinstance(parent.operator, cst.Not):
        return Guard(place, parent, True)
    return Guard(place, place.node, False) if module.only_tested(place.node) else None
