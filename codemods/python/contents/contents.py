"""What a call asks: one text, one part, a list of them in one turn, or a history of turns."""

from __future__ import annotations

import libcst as cst

from codemods.api.call import Array, Leaf, Node
from codemods.python.contents.bound import Bound
from codemods.python.contents.lists import Lists
from codemods.python.contents.pieces import HELP, Pieces
from codemods.python.contents.turns import is_inside
from codemods.python.nodes import is_none
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.values import Values


class Contents:
    """Reads the contents of calls in one module."""

    def __init__(self, values: Values, texts: Texts) -> None:
        self.values = values
        self.texts = texts
        self.pieces = Pieces(values, texts, self)
        self.lists = Lists(self)
        self.names = Bound(self)

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """The new input; None (with a hold at the piece that is in the way) when it cannot be told."""
        kind = self.pieces.kind(node)
        if kind == "text":
            return Leaf(node, depth)
        if kind == "list":
            return self._list(node, strand, depth)
        if kind is not None:
            piece = self.pieces.read(node, strand, depth)
            if piece is None or is_inside(self.values.schema, piece):
                return piece.node if piece is not None else None
            if piece.role == "user" and piece.holds is not None:
                return piece.holds
            return piece.node if piece.several else Array((piece.node,))
        if is_none(node) or self.texts.refuted(node):
            strand.hold(node, "GI200", "contents that are not a single text are not rewritten yet", HELP)
            return None
        strand.assume("text", node, "the contents are not proven to be a single text")
        return Leaf(node, depth)

    def is_text(self, node: cst.BaseExpression) -> bool:
        """Whether contents are one text (or taken for one), and hold no media under a name."""
        return self.pieces.kind(node) in ("text", None)

    def _list(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        found = self.lists.read(node, strand, depth, whole=True)
        if found is not None and found.mode == "empty" and isinstance(node, cst.List):
            strand.hold(node, "GI200", "empty contents are refused by both APIs", HELP)
            return None
        if found is not None and found.mode == "calls" and not self.values.schema.apart:
            strand.hold(node, "GI200", "function calls alone are no turn of the user", HELP)
            return None
        return found.node if found is not None else None
