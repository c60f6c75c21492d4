"""Follows a chat from its creation to its messages."""

from __future__ import annotations

from dataclasses import dataclass, field

from codemods.javascript.chats.boxes import Box, Boxes
from codemods.javascript.chats.terms import HELP, Made, Terms, Turn
from codemods.javascript.clients import Client
from codemods.javascript.nodes import bare, is_called, is_null, is_optional, outermost
from codemods.javascript.reach import elsewhere, has_what_chats_lack
from codemods.javascript.slots import Field, Slot
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Tracer, fills
from codemods.javascript.trail import Shape, Trail
from codemods.javascript.values import Values

_CHAT = Shape("chat")
_HISTORY_HELP = "Keep what was said in an array of your own: the texts you send, and output_text of each answer."


@dataclass(eq=False)
class Begun:
    """One creation, with where its chat goes: the messages sent to it, and the boxes it is kept in.

    ``held`` are messages that are sent in a way that is not read.
    """

    call: Node
    client: Client
    trail: Trail
    made: Made | None = None
    turns: dict[Node, Turn] = field(default_factory=dict)
    boxes: dict[Slot, Box] = field(default_factory=dict)
    held: set[Node] = field(default_factory=set)

    @property
    def slots(self) -> list[Slot]:
        return [*self.trail.slots, *self.boxes]


class Uses:
    """Uses of the chats of one module."""

    def __init__(self, values: Values, terms: Terms) -> None:
        self.values = values
        self.terms = terms
        self.boxes = Boxes(values)
        self.tracer = Tracer(values, self.use)
        self._current: Begun | None = None

    def follow(self, call: Node, client: Client) -> Begun:
        """Follow the chat that a call creates."""
        strand = Strand()
        strand.site(call, "GI102", f"`{self.terms.create}` is the old API")
        begun = self._current = Begun(call, client, Trail(strand))
        self.tracer.trace(call, _CHAT, begun.trail)
        for slot in begun.slots:
            self._check_elsewhere(slot, strand)
        return begun

    def use(self, node: Node, shape: Shape, trail: Trail) -> None:
        """One use of a chat that does not just pass it on."""
        parent = node.parent
        if parent is None or shape.promised:
            trail.strand.hold(node, "GI205", "the promise of a chat goes to a place that is not followed", HELP)
        elif parent.kind == "member_expression" and parent.field("object") is node:
            self._member(node, parent, trail)
        elif parent.kind == "binary_expression" and parent.must("operator").text in ("||", "??"):
            self._either(node, parent, shape, trail)
        elif (box := self.boxes.put(node)) is not None:
            self._boxed(box, parent, shape, trail)
        elif fills(parent) and parent.field("right") is node and self.tracer.keep(parent.must("left"), shape, trail):
            self._filled(parent, shape, trail)
        else:
            trail.strand.hold(node, "GI205", "the chat goes to a place that is not followed", HELP)

    def _member(self, node: Node, member: Node, trail: Trail) -> None:
        assert self._current is not None
        name = member.must("property").text
        call = is_called(member)
        if name in self.terms.history:
            trail.strand.hold(member, "GI226", f"`{name}` of the chat is read here", _HISTORY_HELP)
        elif call is None or name not in (self.terms.send, self.terms.stream):
            trail.strand.hold(member, "GI205", f"`{name}` of the chat is used in a way that cannot be followed", HELP)
        elif is_optional(member) or is_optional(call):
            self._current.held.add(call)
            trail.strand.hold(member, "GI200", "a message that is sent only if there is a chat (`?.`) is not rewritten yet", HELP)
        else:
            self._turn(node, call, name == self.terms.stream, trail)

    def _turn(self, chat: Node, call: Node, streamed: bool, trail: Trail) -> None:
        assert self._current is not None
        parent = outermost(call).parent
        answer = parent if parent is not None and parent.kind == "await_expression" else call
        self._current.turns[call] = Turn(call, chat, answer, streamed)
        trail.strand.tie(call)

    @staticmethod
    def _other(node: Node, parent: Node) -> Node:
        return parent.must("right") if parent.must("left") is node else parent.must("left")

    def _either(self, node: Node, parent: Node, shape: Shape, trail: Trail) -> None:
        """`chats.get(id) ?? ai.chats.create(…)`."""
        other = self._other(node, parent)
        if not is_null(bare(other)):
            trail.expect(outermost(other), shape)
        self.tracer.trace(parent, shape, trail)

    def _boxed(self, box: Box, parent: Node, shape: Shape, trail: Trail) -> None:
        assert self._current is not None
        if box.slot not in self._current.boxes:
            self._current.boxes[box.slot] = box
            self.boxes.follow(box, shape, self.tracer, trail)
        if parent.kind != "arguments":
            self._filled(parent, shape, trail)

    def _filled(self, assignment: Node, shape: Shape, trail: Trail) -> None:
        """`(chats[id] ??= ai.chats.create(…)).sendMessage(…)`: the value of an assignment is the chat as well."""
        around = outermost(assignment).parent
        if around is not None and around.kind != "expression_statement":
            self.tracer.trace(assignment, shape, trail)

    # -- fields -------------------------------------------------------------------------------------------------

    def _check_elsewhere(self, slot: Slot, strand: Strand) -> None:
        """A field is reached by other ways than `this` of its class: another object, a class that extends it, a pattern."""
        if not isinstance(slot, Field):
            return
        for node in elsewhere(slot, self.values):
            if not has_what_chats_lack(node):
                line = self.values.module.line(node)
                strand.hold(node, "GI205", f"`{node.text}` on line {line} may be the chat that `this.{slot.name}` holds", HELP)
