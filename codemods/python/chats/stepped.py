"""Messages and histories as steps of the Interactions API."""

from __future__ import annotations

import libcst as cst

from codemods.api.call import Array, Entry, Leaf, Node, Object, Rest, Word
from codemods.python.contents.turns import turn
from codemods.python.displays import depth_of
from codemods.python.nodes import is_none
from codemods.python.request import Requests
from codemods.python.strand import Strand

_HELP = "Put the history into the first turn's input as steps of type user_input and model_output."


class Stepped:
    """Writes steps in one module."""

    def __init__(self, requests: Requests) -> None:
        self.requests = requests
        self.module = requests.module
        self.schema = requests.values.schema

    def said(self, asked: Node, message: cst.BaseExpression, strand: Strand) -> Node | None:
        """A message as one step; None (with a hold) when what it holds only shows when the code runs."""
        if isinstance(asked, Array):
            return turn(self.schema, "user", asked).node
        if self.requests.is_text(message) and isinstance(asked, Leaf):
            return turn(self.schema, "user", Array((Object((Entry("type", Word("text")), Entry("text", asked))),))).node
        strand.hold(message, "GI200", "a message under a name beside a history is not rewritten yet", _HELP)
        return None

    def history(self, node: cst.BaseExpression, strand: Strand) -> Node | None:
        """A history as a list of steps; None (with a hold) when it is not in sight."""
        return self.requests.history(node, strand, depth_of(node, self.module))


def joined(history: Node, said: Node) -> Array:
    """The history with one step more."""
    if isinstance(history, Array):
        comments = (*history.comments, *(history.comments and (type(history.comments[0])(),)))
        return Array((*history.items, said), history.exploded, comments, history.orphans, history.opening, history.step)
    assert isinstance(history, Leaf)
    return Array((Rest(history), said))


def is_empty(history: cst.BaseExpression | None) -> bool:
    """Whether a chat begins without anything said before."""
    return history is None or is_none(history) or (isinstance(history, cst.List) and not history.elements)
