"""Addresses in Python, as texts for the rules about addresses: literals, f-strings, and sums of those and names."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.python.module import Module
from codemods.python.tree import walk
from codemods.rest import address
from codemods.rest.address import Address
from codemods.rest.text import HOLE, Char, State, Text
from codemods.splices import spliced

_STATES: dict[str, State] = {'"': "double", "'": "single"}


@dataclass(frozen=True, eq=False)
class Written:
    """An address as it is written. ``holes`` are the expressions in it, by their own text.

    What stands behind ``end`` in the source of the text is written elsewhere: a query that is added to a constant.
    """

    node: cst.BaseExpression
    text: Text
    holes: dict[str, cst.BaseExpression]
    end: int

    def behind(self, expansion: str) -> cst.BaseExpression | None:
        """The expression behind what an address calls an expansion."""
        return self.holes.get(expansion)

    def rewritten(self, old: Address) -> cst.BaseExpression | None:
        """The new address, written as far as possible as the old one; None where its pieces do not come apart."""
        try:
            # In brackets it may go over several lines, as it did.
            found = cst.parse_expression(f"({spliced(self.text.source[: self.end], old.splices)})").visit(_Plain())
        except cst.ParserSyntaxError:
            return None
        return found.with_changes(lpar=self.node.lpar, rpar=self.node.rpar) if isinstance(found, cst.BaseExpression) else None


class _Plain(cst.CSTTransformer):
    """F-strings in which nothing is filled in any more become plain strings."""

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        if not isinstance(updated_node, cst.FormattedString):
            return updated_node
        if any(not isinstance(part, cst.FormattedStringText) for part in updated_node.parts):
            return updated_node
        code = cst.Module([]).code_for_node(updated_node.with_changes(lpar=[], rpar=[]))
        return cst.SimpleString(code.lstrip("fF"), updated_node.lpar, updated_node.rpar)


def read(node: cst.BaseExpression, module: Module) -> Written | None:
    """The text that an expression makes; None for any other expression, and for text that is written with escapes."""
    source = module.code(node.with_changes(lpar=[], rpar=[]))
    chars: list[Char] = []
    holes: dict[str, cst.BaseExpression] = {}
    at = 0
    for piece in _pieces(node):
        code = module.code(piece.with_changes(lpar=[], rpar=[]))
        start = source.index(code, at)
        at = start + len(code)
        made = _chars(piece, code, start, holes, module)
        if made is None:
            return None
        chars += made
    return Written(node, Text(source, tuple(chars)), holes, len(source)) if chars else None


def extended(base: Written, more: Written) -> Written:
    """A constant with what is written behind it: ``more`` begins with the name of the constant."""
    offset = len(base.text.source)
    behind = (Char(char.value, char.start + offset, char.end + offset, char.state) for char in more.text.chars[1:])
    return Written(
        base.node, Text(base.text.source + more.text.source, (*base.text.chars, *behind)), {**base.holes, **more.holes}, base.end
    )


def beginning(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """The name that an f-string or a sum of texts begins with."""
    piece = _pieces(node)[0]
    if isinstance(piece, cst.FormattedString):
        first = piece.parts[0] if piece.parts else None
        return first.expression if isinstance(first, cst.FormattedStringExpression) else None
    return piece if isinstance(node, cst.BinaryOperation) else None


def _pieces(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    """The strings and other expressions that a text is put together of."""
    if isinstance(node, cst.ConcatenatedString):
        return [*_pieces(node.left), *_pieces(node.right)]
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        return [*_pieces(node.left), *_pieces(node.right)]
    return [node]


def _chars(piece: cst.BaseExpression, code: str, start: int, holes: dict[str, cst.BaseExpression], module: Module) -> list[Char] | None:
    if isinstance(piece, cst.SimpleString):
        return _literal(piece.raw_value, start + code.index(piece.raw_value), piece.quote, piece.prefix)
    if not isinstance(piece, cst.FormattedString):
        holes[code] = piece
        return [Char(HOLE, start, start + len(code), "bare")]
    found: list[Char] = []
    at = start + len(piece.start)
    for part in piece.parts:
        if isinstance(part, cst.FormattedStringText):
            made = _literal(part.value, at, piece.quote, piece.prefix)
        elif isinstance(part, cst.FormattedStringExpression) and _is_plain(part):
            own = module.code(part)
            holes[own] = part.expression
            made = [Char(HOLE, at, at + len(own), _STATES.get(piece.quote, "plain"))]
        else:
            made = None
        if made is None:
            return None
        found += made
        at += len(module.code(part))
    return found


def _literal(raw: str, start: int, quote: str, prefix: str) -> list[Char] | None:
    """The signs of a literal; None where what is written is not what it says."""
    state = _STATES.get(quote)
    if state is None or set(raw) & set("\\{}\n") or set(prefix.lower()) - {"f"}:
        return None
    return [Char(sign, start + at, start + at + 1, state) for at, sign in enumerate(raw)]


def _is_plain(part: cst.FormattedStringExpression) -> bool:
    return part.conversion is None and part.format_spec is None and part.equal is None


def is_models(node: cst.BaseExpression) -> bool:
    """Whether an expression is the address of the models or of one, behind which that of a request goes on: a text that ends so."""
    return address.MODELS.search("".join(map(_outline, _pieces(node)))) is not None


def _outline(piece: cst.BaseExpression) -> str:
    """What is written in a piece of a text, with holes for what is not."""
    if isinstance(piece, cst.SimpleString):
        return piece.raw_value
    if not isinstance(piece, cst.FormattedString):
        return HOLE
    return "".join(part.value if isinstance(part, cst.FormattedStringText) else HOLE for part in piece.parts)


def is_request(node: cst.CSTNode) -> bool:
    """Whether an expression has the name of an old request in one of its strings."""
    texts = (n.value for n in walk(node) if isinstance(n, (cst.SimpleString, cst.FormattedStringText)))
    return any("enerateContent" in text for text in texts)
