"""A chat whose turns are not in one line: a state variable takes its place, and holds the id of the last answer.

It is None at first and set after each answer, only then, so that a turn that failed leaves it as it was. Where the code asks whether
there is a chat, and does more than creating one, an empty id stands for a chat without an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import libcst as cst

from codemods.api.call import Call, Config, Leaf, Node
from codemods.python.chats.beginnings import Beginnings
from codemods.python.chats.declared import Declarations
from codemods.python.chats.leaving import removed
from codemods.python.chats.meaning import Meaning
from codemods.python.chats.model import Found, Loops, Made, Slot, Turn
from codemods.python.chats.position import Host, host_of
from codemods.python.chats.presence import Presence
from codemods.python.chats.reading import Message, Reading
from codemods.python.chats.statements import as_target, assign, beside
from codemods.python.chats.terms import Terms
from codemods.python.chats.uses import HELP, Uses
from codemods.python.edits import Change, Edit, Now
from codemods.python.layout import shift
from codemods.python.names import Names
from codemods.python.request import Requests, is_impure
from codemods.python.strand import Strand
from codemods.python.streams import Streams
from codemods.python.tree import walk


@dataclass(frozen=True, eq=False)
class Sending:
    """One turn with everything it says."""

    slot: Slot
    turn: Turn
    message: Message
    model: Leaf
    config: Config
    asked: Node
    terms: Terms


class Kept(Beginnings):
    """Writes such chats of one module."""

    def __init__(self, requests: Requests, reading: Reading, names: Names, streams: Streams) -> None:
        super().__init__(requests)
        self.reading = reading
        self.meaning = Meaning(requests.values)
        self.names = names
        self.streams = streams
        self.presence = Presence(requests.values)
        self.declarations = Declarations(requests.values)
        self._answer = ""
        self._taken_from: set[cst.CSTNode] = set()

    def write(
        self,
        slot: Slot,
        found: Found,
        made: Sequence[Made],
        uses: Uses,
        messages: Sequence[Message],
        loops: Loops,
        terms: Terms,
        strand: Strand,
    ) -> None:
        """Every edit of one slot; a hold where one cannot be made."""
        self.ask_presence(slot, found, uses, terms, strand)
        for cleared in found.cleared:
            self.clear(slot, cleared, terms, strand)
        for one in made:
            self.create(slot, one, terms, strand)
        for annotation in found.annotations:
            self.annotate(annotation, strand)
        for alias in found.aliases:
            strand.edit(Edit(alias.statement, removed, "alias goes", keeps=()))
        names = [slot.renamed(made[0].creation.call, suffix) for suffix in (self.suffix, terms.model_slot, terms.config_slot) if suffix]
        self.declarations.edits(slot, found, uses, [name.value for name in names if isinstance(name, cst.Name)], strand)
        answers = {turn.answer for turn in uses.turns}
        pairs = sorted(zip(uses.turns, messages, strict=True), key=lambda pair: self.end(pair[0]))
        for turn, message in pairs:
            self._turn(slot, turn, message, loops, terms, answers, strand)
        self.note(slot, made[0], strand)

    def end(self, turn: Turn) -> tuple[int, int]:
        """Turns are taken out in the order in which they are sent: what is inside of a message first."""
        span = self.module.span(turn.answer)
        return span.end_line, span.end_column

    def ask_presence(self, slot: Slot, found: Found, uses: Uses, terms: Terms, strand: Strand) -> None:
        """Questions whether there is a chat, asked of an id that comes with the first answer."""
        if terms.marked:
            self.presence.exact(slot, uses, self.state, strand)
        else:
            self.presence.plain(slot, found, uses, self.state, strand)

    def note(self, slot: Slot, made: Made, strand: Strand) -> None:
        stored = "the service stores this conversation, which generateContent's chat never did"
        long = "; a chat that lives long loses it when the id expires (after a day on a free key)" if slot.life == "long" else ""
        strand.note(made.creation.call, "GI401", stored + long)

    # -- turns --------------------------------------------------------------------------------------------------

    def _turn(
        self,
        slot: Slot,
        turn: Turn,
        message: Message,
        loops: Loops,
        terms: Terms,
        answers: set[cst.BaseExpression],
        strand: Strand,
    ) -> None:
        model = terms.call_model
        if terms.model_slot:
            named = replace(model, source=slot.renamed(turn.place.expression, terms.model_slot))
            model = self.requests.checked.model_variable(named, turn.call, strand)
        shared = terms.call_config
        if terms.config_slot:
            shared = Config(shared.settings, spread=Leaf(slot.renamed(turn.place.expression, terms.config_slot)))
        chosen = message.config or shared
        asked = self.requests.contents(message.message, chosen, strand, self.reading.depth(message.message))
        if asked is None:
            return
        self.send(Sending(slot, turn, message, model, chosen, asked, terms), loops, answers, strand)

    def send(self, sending: Sending, loops: Loops, answers: set[cst.BaseExpression], strand: Strand) -> None:
        """Write one turn, and the state behind it."""
        turn, terms = sending.turn, sending.terms
        state = self.state(sending.slot, turn.place.expression)
        known = cst.BooleanOperation(state, cst.Or(), cst.Name("None")) if terms.marked else state
        previous = self.requests.checked.previous(Leaf(known), turn.call, strand)
        call = Call(sending.model, sending.asked, sending.config, sending.message.order, previous, stream=turn.streamed)
        strand.edit(self.requests.call_edit(turn.call, call, sending.message.arguments, terms.receiver, stack=terms.stack))
        if turn in loops:
            self.streams.rewrite(loops[turn], strand, [f"{self.module.code(state)} = {{event}}.interaction.id"])
        else:
            self.settle(sending, state, answers, strand)

    def settle(self, sending: Sending, state: cst.BaseExpression, answers: set[cst.BaseExpression], strand: Strand) -> None:
        """Set the state right behind the answer."""
        turn = sending.turn
        parent = self.module.parent(turn.answer)
        named = _only_name(parent)
        if isinstance(parent, cst.Expr):
            self.alone(parent, sending, state, strand)
        elif isinstance(parent, (cst.Assign, cst.AnnAssign)) and named is not None:
            self._set_behind(parent, named, sending, state, strand)
        elif (host := self._host(sending, answers)).statement is not None:
            self._take_out(host.statement, sending, state, strand)
        else:
            strand.hold(turn.call, "GI200", host.problem, HELP)

    def _host(self, sending: Sending, answers: set[cst.BaseExpression]) -> Host:
        """The statement that an answer can be taken out of."""
        turn = sending.turn
        computes = any(is_impure(argument.value) for argument in turn.call.args)
        return host_of(turn.answer, self.module, answers - {turn.answer}, self.meaning.may_change if computes else lambda node: False)

    def alone(self, statement: cst.Expr, sending: Sending, state: cst.BaseExpression, strand: Strand) -> None:
        """`chat.send_message(x)`, of whose answer nothing else is read."""
        strand.edit(Edit(statement, _id_of(sending.turn.answer, state), "state of the answer", keeps=(sending.turn.answer,)))

    def after(self, name: str, sending: Sending) -> cst.BaseExpression:
        """What the state is after an answer that has a name."""
        return cst.Attribute(cst.Name(name), cst.Name("id"))

    def _set_behind(self, statement: cst.CSTNode, named: cst.Name, sending: Sending, state: cst.BaseExpression, strand: Strand) -> None:
        if any(isinstance(node, cst.Name) and node.value == named.value for node in walk(state)):
            strand.hold(statement, "GI200", f"`{named.value}` is bound here to the answer, and needed for the state as it was before")
        value = self.after(named.value, sending)
        strand.edit(beside(statement, self.module, "after", lambda now: assign(state, value), f"state after {named.value}"))

    def answer_name(self, statement: cst.CSTNode) -> str:
        """A name for an answer that is taken out of a statement; another one for each answer of one statement."""
        self._answer = self._answer or self.names.fresh("interaction")
        name = self.names.fresh("interaction") if statement in self._taken_from else self._answer
        self._taken_from.add(statement)
        return name

    def _take_out(self, statement: cst.CSTNode, sending: Sending, state: cst.BaseExpression, strand: Strand) -> None:
        """`print(chat.send_message(x).text)`: the answer gets a name in a statement before, and the state is set there."""
        turn, name = sending.turn, self.answer_name(statement)
        box: list[cst.BaseExpression] = []
        depth = self.reading.depth(turn.answer)

        def take(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.BaseExpression)
            box[:] = [shift(updated.with_changes(lpar=[], rpar=[]), -depth)]
            return cst.Name(name)

        line = self.module.span(turn.call)
        strand.edit(Edit(turn.answer, take, f"take out {name}"))
        label, rank = f"{name} of {line.line}:{line.column}", self.end(turn)
        value = self.after(name, sending)
        strand.edit(beside(statement, self.module, "before", lambda now: assign(cst.Name(name), box[0]), label, rank))
        strand.edit(beside(statement, self.module, "before", lambda now: assign(state, value), f"state {label}", rank))


def _only_name(parent: cst.CSTNode | None) -> cst.Name | None:
    """The one name that a statement gives its value."""
    if isinstance(parent, cst.AnnAssign):
        return parent.target if isinstance(parent.target, cst.Name) else None
    if isinstance(parent, cst.Assign) and len(parent.targets) == 1:
        target = parent.targets[0].target
        return target if isinstance(target, cst.Name) else None
    return None


def _id_of(answer: cst.BaseExpression, state: cst.BaseExpression) -> Change:
    """`chat.send_message(x)` becomes `state = ….create(…).id`."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        value = now(answer)
        assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.Expr)
        if isinstance(value, cst.Await) and not value.lpar:
            value = value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        return cst.Assign([cst.AssignTarget(as_target(state))], cst.Attribute(value, cst.Name("id")), semicolon=updated.semicolon)

    return change
