"""Lists of contents: spelled out, made by a comprehension, added up, or under a name that things are appended to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import libcst as cst

from codemods.api.call import Array, Comments, Leaf, Node, Rest
from codemods.api.response import TURN
from codemods.python.contents.turns import Kind, Mode, Piece, arrange, asked_apart, is_ambiguous, is_even, is_misplaced, join, mode_of
from codemods.python.displays import piece_edit
from codemods.python.layout import read
from codemods.python.strand import Strand
from codemods.settings import carried

if TYPE_CHECKING:
    from codemods.python.contents.contents import Contents

_CODE = "GI107"
_CALLS = ("GI101", "GI102", "GI103")
#: What the items of a list inside of another are.
_PIECES: dict[Mode, Kind] = {"steps": "turn", "results": "result", "calls": "call", "contents": "content", "empty": "content"}


@dataclass(frozen=True, eq=False)
class Listed:
    """A list in the new shape.

    ``even`` lists have no parts that had to be put into turns, so that more may be appended; ``counted`` ones have as many items as before.
    """

    node: Node
    mode: Mode
    even: bool = True
    counted: bool = True


class Lists:
    """Reads the lists of one module."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.values = contents.values

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int, *, early: bool = False, whole: bool = False) -> Listed | None:
        """A list of contents; None with a hold. ``whole`` ones are all that is asked, so that a single turn can become its contents."""
        if isinstance(node, (cst.List, cst.Tuple)):
            return self._display(node, strand, depth, early=early, whole=whole)
        if isinstance(node, cst.Name):
            return self.contents.names.listing(node, strand, depth)
        if isinstance(node, cst.ListComp):
            return self._comprehension(node, strand, depth, early=early)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
            return self._sum(node, strand, depth, early=early)
        if isinstance(node, cst.IfExp):
            return self._choice(node, strand, depth, early=early)
        strand.hold(node, "GI200", "this list of contents is not in sight")
        return None

    # -- displays -----------------------------------------------------------------------------------------------

    def _display(self, node: cst.List | cst.Tuple, strand: Strand, depth: int, *, early: bool, whole: bool) -> Listed | None:
        row = self.row(node, strand, depth, early=early)
        if row is None:
            return None
        pieces, layout = asked_apart(self.values.schema, row[0]), row[1]
        if isinstance(node, cst.Tuple) and any(piece.kind == "turn" for piece in pieces):
            strand.hold(node, "GI200", "the old SDK refuses turns in a tuple; write a list")
            return None
        if whole and len(pieces) == 1 and not self._has_comments(layout):
            only = pieces[0]
            if only.kind == "turn" and only.role == "user" and only.holds is not None:
                return Listed(only.holds, "contents", even=False)
        even = is_even(self.values.schema, pieces)
        return Listed(
            arrange(self.values.schema, pieces, layout),
            mode_of(self.values.schema, pieces),
            even,
            even and not any(piece.several for piece in pieces),
        )

    def row(self, node: cst.List | cst.Tuple, strand: Strand, depth: int, *, early: bool) -> tuple[list[Piece], Array] | None:
        """The pieces of a display, and how it is laid out; None with a hold."""
        opening, closing = _brackets(node)
        listing = read(opening, node.elements, closing)
        inner = depth if listing.indent is None else listing.indent
        found = self._items(node, strand, inner, early=early)
        pieces = [piece for piece in found if piece is not None]
        if len(pieces) != len(found):
            return None
        if is_misplaced(self.values.schema, pieces):
            strand.hold(node, "GI200", "the result of a function follows other parts of the same turn here; put it first")
            return None
        if is_ambiguous(pieces):
            strand.hold(node, "GI200", "which function call each of these results belongs to does not show, and its id is needed now")
            return None
        return pieces, Array((), listing.stacked, listing.comments, listing.orphans, listing.opening, max(inner - depth, 0))

    def _items(self, node: cst.List | cst.Tuple, strand: Strand, depth: int, *, early: bool) -> list[Piece | None]:
        """The pieces one by one, each with an eye on the turn of an answer that stands right before it (or before the turn around it)."""
        calling, found = self.contents.pieces.calling, []
        around = calling.answered if len(node.elements) == 1 else None
        outer, calling.answered = calling.answered, around
        for element in node.elements:
            found.append(self._item(element, strand, depth, early=early))
            calling.answered = element.value if strand.takes.get(element.value) == TURN else None
        calling.answered = outer
        return found

    @staticmethod
    def _has_comments(layout: Array) -> bool:
        return bool(layout.orphans or layout.opening) or any(own != Comments() for own in layout.comments)

    def _item(self, element: cst.BaseElement, strand: Strand, depth: int, *, early: bool) -> Piece | None:
        if not isinstance(element, cst.StarredElement):
            return self.contents.pieces.read(element.value, strand, depth, early=early)
        if self.contents.pieces.kind(element.value) != "list":
            strand.hold(element.value, "GI200", "what this adds to the contents is not in sight")
            return None
        found = self.placed(element.value, strand, depth, early=early)
        if found is None:
            return None
        if found.mode == "steps" and not found.even:
            strand.hold(element.value, "GI200", "this mixes parts with whole turns, and the parts would have to be put into turns")
            return None
        leaf = Leaf(element.value, depth)
        return Piece(_PIECES[found.mode], Rest(leaf)) if found.counted else Piece(_PIECES[found.mode], leaf, several=True)

    # -- in place -----------------------------------------------------------------------------------------------

    def placed(self, node: cst.BaseExpression, strand: Strand, depth: int, *, early: bool, copied: bool = False) -> Listed | None:
        """A list that stays where it is and is written anew there. ``copied`` ones need not be lists of their own."""
        found = self.read(node, strand, depth, early=early)
        if found is None:
            return None
        self.write(node, _inner(found.node) if copied else found.node, strand, depth)
        return replace(found, node=Leaf(node, depth))

    def write(self, node: cst.BaseExpression, written: Node, strand: Strand, depth: int) -> None:
        """Write contents in the place of what says the same the old way; a name that stays is no change."""
        if isinstance(written, Leaf) and written.source is node:
            return
        carried.check(written, self.values.schema, strand, node)
        if self.values.module.enclosing(node, cst.BaseSmallStatement) not in self._asking(strand):
            strand.site(node, _CODE, "these contents are built the old way")
        strand.edit(piece_edit(node, written, self.values, depth))

    def _asking(self, strand: Strand) -> set[cst.CSTNode | None]:
        """The statements that hold the calls of a strand: what is written in them is no place of its own."""
        return {self.values.module.enclosing(site.node, cst.BaseSmallStatement) for site in strand.sites if site.code in _CALLS}

    def put(self, node: cst.BaseExpression, strand: Strand, depth: int, *, early: bool) -> Piece | None:
        """One item that stays where it is (an argument of `append`, the element of a comprehension)."""
        piece = self.contents.pieces.read(node, strand, depth, early=early)
        if piece is not None:
            self.write(node, piece.node, strand, depth)
        return piece

    def _comprehension(self, node: cst.ListComp, strand: Strand, depth: int, *, early: bool) -> Listed | None:
        piece = self.put(node.elt, strand, depth, early=early)
        if piece is not None and piece.several:
            strand.hold(node.elt, "GI200", "this makes several steps of one item, which a comprehension cannot")
            return None
        return None if piece is None else Listed(Leaf(node, depth), mode_of(self.values.schema, [piece]))

    def _sum(self, node: cst.BinaryOperation, strand: Strand, depth: int, *, early: bool) -> Listed | None:
        return self._together(node, (node.left, node.right), strand, depth, early=early)

    def _choice(self, node: cst.IfExp, strand: Strand, depth: int, *, early: bool) -> Listed | None:
        return self._together(node, (node.body, node.orelse), strand, depth, early=early)

    def _together(
        self, node: cst.BaseExpression, sides: tuple[cst.BaseExpression, ...], strand: Strand, depth: int, *, early: bool
    ) -> Listed | None:
        found = [self.placed(side, strand, depth, early=early) for side in sides]
        lists = [listed for listed in found if listed is not None]
        if len(lists) != len(sides):
            return None
        mode = join(self.values.schema, [listed.mode for listed in lists])
        if mode is None:
            strand.hold(node, "GI200", "parts and whole turns come together here, and the parts would have to be put into turns")
            return None
        even = all(listed.even for listed in lists)
        if not even and len({listed.mode for listed in lists} - {"empty"}) > 1:
            strand.hold(node, "GI200", "parts and whole turns come together here, and the parts would have to be put into turns")
            return None
        return Listed(Leaf(node, depth), mode, even, all(listed.counted for listed in lists))


def _inner(node: Node) -> Node:
    """`steps` for `[*steps]`."""
    alone = (
        isinstance(node, Array)
        and len(node.items) == 1
        and not (node.exploded or node.orphans or node.opening or any(own != Comments() for own in node.comments))
    )
    only = node.items[0] if alone and isinstance(node, Array) else None
    return only.source if isinstance(only, Rest) else node


def _brackets(node: cst.List | cst.Tuple) -> tuple[cst.BaseParenthesizableWhitespace, cst.BaseParenthesizableWhitespace]:
    """The space behind the opening and before the closing bracket."""
    if isinstance(node, cst.List):
        return node.lbracket.whitespace_after, node.rbracket.whitespace_before
    nothing = cst.SimpleWhitespace("")
    return (node.lpar[-1].whitespace_after, node.rpar[0].whitespace_before) if node.lpar else (nothing, nothing)
