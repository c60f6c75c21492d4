"""Lists of contents: spelled out, made by a comprehension, added up, or under a name that things are appended to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import libcst as cst

from codemods.api.call import Array, Comments, Leaf, Node, Rest
from codemods.python.contents.turns import Mode, Piece, arrange, is_even, join, mode_of
from codemods.python.displays import piece_edit
from codemods.python.layout import read
from codemods.python.strand import Strand

if TYPE_CHECKING:
    from codemods.python.contents.contents import Contents

_CODE = "GI107"
_CALLS = ("GI101", "GI102", "GI103")


@dataclass(frozen=True, eq=False)
class Listed:
    """A list in the new shape. ``even`` lists have one new item for each old one, so that more may be appended."""

    node: Node
    mode: Mode
    even: bool = True


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
        opening, closing = _brackets(node)
        listing = read(opening, node.elements, closing)
        inner = depth if listing.indent is None else listing.indent
        found = [self._item(element, strand, inner, early=early) for element in node.elements]
        pieces = [piece for piece in found if piece is not None]
        if len(pieces) != len(found):
            return None
        if isinstance(node, cst.Tuple) and mode_of(pieces) == "steps":
            strand.hold(node, "GI200", "the old SDK refuses turns in a tuple; write a list")
            return None
        layout = Array((), listing.stacked, listing.comments, listing.orphans, listing.opening, max(inner - depth, 0))
        if whole and len(pieces) == 1 and not self._has_comments(layout):
            only = pieces[0]
            if only.kind == "turn" and only.role == "user" and only.holds is not None:
                return Listed(only.holds, "contents", even=False)
        return Listed(arrange(pieces, layout), mode_of(pieces), is_even(pieces))

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
        return Piece("turn" if found.mode == "steps" else "content", Rest(Leaf(element.value, depth)))

    # -- in place -----------------------------------------------------------------------------------------------

    def placed(self, node: cst.BaseExpression, strand: Strand, depth: int, *, early: bool) -> Listed | None:
        """A list that stays where it is and is written anew there."""
        found = self.read(node, strand, depth, early=early)
        if found is None:
            return None
        self.write(node, found.node, strand, depth)
        return replace(found, node=Leaf(node, depth))

    def write(self, node: cst.BaseExpression, written: Node, strand: Strand, depth: int) -> None:
        """Write contents in the place of what says the same the old way; a name that stays is no change."""
        if isinstance(written, Leaf) and written.source is node:
            return
        if self.values.module.enclosing(node, cst.BaseSmallStatement) not in self._asking(strand):
            strand.site(node, _CODE, "these contents are built the old way")
        strand.edit(piece_edit(node, written, self.values, depth))

    def _asking(self, strand: Strand) -> set[cst.CSTNode | None]:
        """The statements that hold the calls of a strand: what is written in them is no place of its own."""
        return {self.values.module.enclosing(site.node, cst.BaseSmallStatement) for site in strand.sites if site.code in _CALLS}

    def put(self, node: cst.BaseExpression, strand: Strand, depth: int, *, early: bool) -> Mode | None:
        """One item that stays where it is (an argument of `append`, the element of a comprehension)."""
        piece = self.contents.pieces.read(node, strand, depth, early=early)
        if piece is None:
            return None
        self.write(node, piece.node, strand, depth)
        return mode_of([piece])

    def _comprehension(self, node: cst.ListComp, strand: Strand, depth: int, *, early: bool) -> Listed | None:
        mode = self.put(node.elt, strand, depth, early=early)
        return None if mode is None else Listed(Leaf(node, depth), mode)

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
        mode = join([listed.mode for listed in lists])
        if mode is None:
            strand.hold(node, "GI200", "parts and whole turns come together here, and the parts would have to be put into turns")
            return None
        return Listed(Leaf(node, depth), mode, all(listed.even for listed in lists))


def _brackets(node: cst.List | cst.Tuple) -> tuple[cst.BaseParenthesizableWhitespace, cst.BaseParenthesizableWhitespace]:
    """The space behind the opening and before the closing bracket."""
    if isinstance(node, cst.List):
        return node.lbracket.whitespace_after, node.rbracket.whitespace_before
    nothing = cst.SimpleWhitespace("")
    return (node.lpar[-1].whitespace_after, node.rpar[0].whitespace_before) if node.lpar else (nothing, nothing)
