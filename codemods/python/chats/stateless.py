"""Conversations that the program keeps itself: a growing list of steps takes the chat's place, and the service stores nothing.

The list is replaced after each answer, only then, so that a turn that failed leaves it as it was.
"""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from codemods.api.call import Array, Call, Leaf, Node, Rest, leaves
from codemods.python.answeredits import as_turn
from codemods.python.chats.beginnings import Begin
from codemods.python.chats.kept import Kept, Sending
from codemods.python.chats.model import Found, Loops, Made, Slot
from codemods.python.chats.reading import Reading
from codemods.python.chats.statements import assign, beside
from codemods.python.chats.stepped import Stepped
from codemods.python.chats.terms import Terms
from codemods.python.chats.uses import HELP, Uses
from codemods.python.displays import node_of, style_of
from codemods.python.edits import Edit, Now
from codemods.python.names import Names
from codemods.python.render import expression
from codemods.python.request import Requests, is_impure
from codemods.python.strand import Strand
from codemods.python.streams import Streams


class Stateless(Kept):
    """Writes such chats of one module."""

    suffix = "history"
    declared = "list"

    def __init__(self, requests: Requests, reading: Reading, names: Names, streams: Streams) -> None:
        super().__init__(requests, reading, names, streams)
        self.stepped = Stepped(requests)
        self._input = ""
        self._message = ""

    def note(self, slot: Slot, made: Made, strand: Strand) -> None:
        """The service stores nothing, so there is nothing to say."""

    def ask_presence(self, slot: Slot, found: Found, uses: Uses, terms: Terms, strand: Strand) -> None:
        """A history is there from the beginning, as its chat was; it is only empty at first."""
        self.presence.exact(slot, uses, self.state, strand)

    def beginning(self, made: Made, terms: Terms, strand: Strand) -> Begin:
        history = self.stepped.history(made.history, strand) if made.history is not None else Array(())
        if history is None:
            return lambda now: cst.Name("None")
        written, call = history, made.creation.call
        return lambda now: _copied(expression(written, style_of(self.values, now, call), 0))

    def send(self, sending: Sending, loops: Loops, answers: set[cst.BaseExpression], strand: Strand) -> None:
        turn, terms = sending.turn, sending.terms
        if turn.streamed:
            strand.hold(turn.call, "GI200", "a streamed message is not rewritten yet where the program keeps the history", HELP)
            return
        said = self.stepped.said(sending.asked, sending.message.message, strand)
        if said is None:
            return
        own = sending.message.arguments.value("config")
        if own is not None and is_impure(own):
            strand.hold(own, "GI200", "the config of this message would be computed after the message", "Compute it before.")
        self._input = self._input or self.names.fresh("chat_input")
        given = Leaf(cst.Name(self._input))
        call = Call(sending.model, given, sending.config, sending.message.order, store=False)
        strand.stateless += 1
        edit = self.requests.call_edit(turn.call, call, sending.message.arguments, terms.receiver, stack=terms.stack)
        strand.edit(replace(edit, keeps=(*(edit.keeps or ()), *(node_of(leaf) for leaf in leaves(said)))))
        state = self.state(sending.slot, turn.place.expression)
        self._ask(sending, Array((Rest(Leaf(state)), said)), strand)
        self.settle(sending, state, answers, strand)

    def _ask(self, sending: Sending, asked: Array, strand: Strand) -> None:
        """`chat_input = [*chat_history, {…}]` before the statement of a turn."""
        turn = sending.turn
        kinds = (cst.BaseSmallStatement, cst.BaseCompoundStatement)
        statement = next(a for a in self.module.ancestors(turn.answer) if isinstance(a, kinds))
        place = self.module.span(turn.call)
        if is_impure(sending.message.message):
            # What is computed for the message may send messages itself: the history is read after that.
            self._message = self._message or self.names.fresh("chat_message")
            rest, said = asked.items
            strand.edit(self._assigned(self._message, said, statement, sending, f"message of {place.line}:{place.column}"))
            asked = Array((rest, Leaf(cst.Name(self._message))))
        strand.edit(self._assigned(self._input, asked, statement, sending, f"input of {place.line}:{place.column}"))

    def _assigned(self, name: str, value: Node, statement: cst.CSTNode, sending: Sending, label: str) -> Edit:
        """A variable that gets a part of the input before the statement of a turn."""
        turn = sending.turn

        def build(now: Now) -> cst.BaseSmallStatement:
            return assign(cst.Name(name), expression(value, style_of(self.values, now, turn.call), 0))

        return beside(statement, self.module, "before", build, label, self.end(turn))

    def alone(self, statement: cst.Expr, sending: Sending, state: cst.BaseExpression, strand: Strand) -> None:
        name, answer = self.answer_name(statement), sending.turn.answer

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            value = now(answer)
            assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.Expr)
            return cst.Assign([cst.AssignTarget(cst.Name(name))], value, semicolon=updated.semicolon)

        strand.edit(Edit(statement, change, f"bind {name}", keeps=(answer,)))
        value = self.after(name, sending)
        strand.edit(beside(statement, self.module, "after", lambda now: assign(state, value), f"state after {name}"))

    def after(self, name: str, sending: Sending) -> cst.BaseExpression:
        schema = self.values.schema
        said = f"{name}.{schema.items} or []"
        if schema.apart:
            return cst.parse_expression(f"[*{self._input}, *({said})]")
        turn = as_turn(cst.parse_expression(said), schema, self.values.quote)
        return cst.List([cst.StarredElement(cst.Name(self._input)), cst.Element(turn)])


def _copied(history: cst.BaseExpression) -> cst.BaseExpression:
    """A list that is spelled out is a new one; another is copied, as the chat did."""
    return history if isinstance(history, cst.List) else cst.List([cst.StarredElement(history)])
