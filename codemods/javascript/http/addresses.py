"""Addresses in JavaScript, as texts for the rules about addresses: strings, templates, and sums of those and names."""

from __future__ import annotations

from dataclasses import dataclass

from codemods.javascript.edits import Edit, inserted
from codemods.javascript.nodes import bare
from codemods.javascript.syntax import Node
from codemods.rest import address
from codemods.rest.address import Address
from codemods.rest.text import HOLE, Char, Text


@dataclass(frozen=True, eq=False)
class Written:
    """An address as it is written. ``holes`` are the expressions in it, by their own text; ``pieces`` what it is put together of.

    What stands behind ``end`` in the source of the text is written elsewhere: a query that is added to a constant.
    """

    node: Node
    text: Text
    holes: dict[str, Node]
    pieces: tuple[Node, ...]
    end: int

    def behind(self, expansion: str) -> Node | None:
        """The expression behind what an address calls an expansion."""
        return self.holes.get(expansion)

    def edits(self, old: Address, quote: str) -> list[Edit]:
        """The new address, written as far as possible as the old one."""
        start = self.node.start
        found: list[Edit] = []
        for splice in old.splices:
            first, end = start + splice.start, start + min(splice.end, self.end)
            piece = next(piece for piece in self.pieces if piece.start <= first < piece.end)
            closing = piece.text[-1] if end == self.node.end and _is_literal(piece) else ""
            if closing == "`" and self._is_plain(piece, first) and quote not in piece.source[piece.start : first]:
                closing = quote
                found += [Edit(piece.start, piece.start + 1, ()), inserted(piece.start, quote)]
            found.append(Edit(first, end, (splice.new + closing,)))
        return found

    @staticmethod
    def _is_plain(template: Node, until: int) -> bool:
        """Whether nothing is filled into a template in front of a place."""
        return not any(child.kind == "template_substitution" and child.start < until for child in template.children)


def read(node: Node) -> Written | None:
    """The text that an expression makes; None for any other expression, and for text that is written with escapes."""
    node = bare(node)
    pieces = _pieces(node)
    chars: list[Char] = []
    holes: dict[str, Node] = {}
    for piece in pieces:
        made = _chars(piece, node.start, holes)
        if made is None:
            return None
        chars += made
    return Written(node, Text(node.text, tuple(chars)), holes, tuple(pieces), len(node.text)) if chars else None


def extended(base: Written, more: Written) -> Written:
    """A constant with what is written behind it: ``more`` begins with the name of the constant."""
    offset = len(base.text.source)
    behind = (Char(char.value, char.start + offset, char.end + offset, char.state) for char in more.text.chars[1:])
    text = Text(base.text.source + more.text.source, (*base.text.chars, *behind))
    return Written(base.node, text, {**base.holes, **more.holes}, base.pieces, base.end)


def beginning(node: Node) -> Node | None:
    """The expression that a template or a sum of texts begins with."""
    node = bare(node)
    if node.kind == "template_string":
        first = node.children[1]
        return first.named[0] if first.kind == "template_substitution" and first.named else None
    return _pieces(node)[0] if node.kind == "binary_expression" else None


def is_models(node: Node) -> bool:
    """Whether an expression makes the address of the models or of one, behind which that of a request goes on."""
    return address.MODELS.search("".join(map(_outline, _pieces(bare(node))))) is not None


def is_open(node: Node) -> bool:
    """Whether an expression makes an address of a request to a model whose verb is put into it."""
    return address.OPEN.search("".join(map(_outline, _pieces(node)))) is not None


def _outline(piece: Node) -> str:
    """What is written in a piece of a text, with holes for what is not."""
    if not _is_literal(piece):
        return HOLE
    return "".join(HOLE if child.kind == "template_substitution" else child.text for child in piece.children[1:-1])


def is_request(node: Node) -> bool:
    """Whether an expression that makes a text has the name of an old request in it."""
    literals = [piece for piece in _pieces(bare(node)) if _is_literal(piece)]
    return any(address.VERBS.search(literal.text) for literal in literals)


def _is_literal(node: Node) -> bool:
    return node.kind in ("string", "template_string")


def _pieces(node: Node) -> list[Node]:
    """The literals and other expressions that a text is put together of."""
    if node.kind == "binary_expression" and node.must("operator").text == "+":
        return [*_pieces(bare(node.must("left"))), *_pieces(bare(node.must("right")))]
    return [node]


def _chars(piece: Node, shift: int, holes: dict[str, Node]) -> list[Char] | None:
    if not _is_literal(piece):
        holes[piece.text] = piece
        return [Char(HOLE, piece.start - shift, piece.end - shift, "bare")]
    found: list[Char] = []
    for child in piece.children[1:-1]:
        if child.kind == "string_fragment" and "\n" not in child.text:
            found += [Char(sign, at - shift, at + 1 - shift, "plain") for at, sign in enumerate(child.text, child.start)]
        elif child.kind == "template_substitution" and child.named:
            holes[child.text] = child.named[0]
            found.append(Char(HOLE, child.start - shift, child.end - shift, "plain"))
        else:
            return None
    return found
