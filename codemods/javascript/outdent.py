"""Values that moved out of something: their lines lose the indentation that they had more there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codemods.javascript.edits import Edit, Piece
from codemods.javascript.module import Module
from codemods.javascript.syntax import Node


def outdented(pieces: Sequence[Piece], indent: str, module: Module) -> Iterator[Edit]:
    """What the lines of the values among new pieces lose; ``indent`` is that of the line on which the first piece begins."""
    for piece in pieces:
        if isinstance(piece, str) and "\n" in piece:
            line = piece[piece.rindex("\n") + 1 :]
            indent = line[: len(line) - len(line.lstrip(" \t"))]
        elif isinstance(piece, Node) and "\n" in piece.text:
            own = module.indent(piece.start)
            if own != indent and own.startswith(indent):
                yield from _lines(piece, own, own[len(indent) :], module.source)


def _lines(value: Node, own: str, surplus: str, source: str) -> Iterator[Edit]:
    """All lines of a value but the first, outside of templates."""
    templates = [node for node in value.walk() if node.kind == "template_string"]
    at = source.find("\n", value.start, value.end)
    while at >= 0:
        line = at + 1
        if source.startswith(own, line) and not any(node.start < line <= node.end for node in templates):
            yield Edit(line, line + len(surplus), (), is_layout=True)
        at = source.find("\n", line, value.end)
