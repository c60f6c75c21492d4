"""Renders api nodes as JavaScript: pieces of new text with holes for the user's source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codemods.api import nodes as api
from codemods.javascript.edits import Piece
from codemods.javascript.module import Module
from codemods.javascript.syntax import Node


@dataclass(frozen=True)
class Place:
    """Where something is rendered: the white space its line begins with."""

    indent: str


class Renderer:
    """Writes in the style of one module: its quotes, its indentation, spaces inside of braces as it has them."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.newline = module.newline
        self.step = module.step

    def string(self, text: str) -> str:
        quote = self.module.quote
        return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote).replace("\n", "\\n") + quote

    @property
    def padding(self) -> str:
        """What stands inside of the braces of an object on one line."""
        return self.module.padding

    def node(self, node: api.Node, indent: str) -> list[Piece]:
        """The pieces of a value; ``indent`` is that of the line it begins on."""
        if isinstance(node, api.Leaf):
            assert isinstance(node.source, (Node, str))
            return [node.source]
        if isinstance(node, api.Word):
            return [self.string(node.value)]
        if isinstance(node, api.Constant):
            return ["true" if node.value else "false"]
        if isinstance(node, api.Member):
            return [*self.node(node.source, indent), f".{node.name}"]
        if isinstance(node, (api.Spread, api.Rest)):
            return ["...", *self.node(node.source, indent)]
        if isinstance(node, api.Lowered):
            return [*self.node(node.source, indent), ".toLowerCase()"]
        if isinstance(node, api.Lines):
            return [*self.node(node.source, indent), f".join({self.string(chr(10))})"]
        if isinstance(node, api.KindOf):
            return self._kind(self.node(node.source, indent))
        if isinstance(node, api.Object):
            return self._object(node, indent)
        if isinstance(node, api.Array):
            return self._array(node, indent)
        raise NotImplementedError(type(node).__name__)

    def _kind(self, mime_type: list[Piece]) -> list[Piece]:
        """The type of content that a mime type makes, which may be missing where it is read of something."""
        dot = "?." if any(isinstance(piece, Node) and piece.kind == "member_expression" for piece in mime_type) else "."
        found: list[Piece] = []
        for kind in ("image", "audio", "video"):
            found += [*mime_type, f"{dot}startsWith({self.string(kind + '/')}) ? {self.string(kind)} : "]
        return [*found, self.string("document")]

    def key(self, name: str) -> str:
        """The key of an entry."""
        return name

    def entry(self, entry: api.Entry, indent: str) -> list[Piece]:
        """`key: value`, in the short form where the value is a name like the key."""
        value = self.node(entry.value, indent)
        if not entry.key:
            return value
        key = self.key(entry.key)
        if len(value) == 1 and isinstance(value[0], Node) and value[0].kind in _NAMES and value[0].text == key:
            return [key]
        gap = self.newline + indent + self.step if self._begins_a_line(entry.value) else " "
        return [f"{key}:{gap}", *value]

    def _begins_a_line(self, value: api.Node) -> bool:
        """Whether the user put a value on the line below its key."""
        source = value.source if isinstance(value, api.Leaf) else None
        pair = source.parent if isinstance(source, Node) else None
        if pair is None or pair.kind != "pair" or pair.field("value") is not source:
            return False
        return "\n" in self.module.source[pair.must("key").end : pair.must("value").start]

    def entries(self, entries: Sequence[api.Entry], indent: str, *, exploded: bool) -> list[Piece]:
        """Several entries in a row, with their comments, without a comma behind the last one."""
        found: list[Piece] = []
        for number, entry in enumerate(entries):
            last = number == len(entries) - 1
            rows = [self.entry(entry, indent)]
            found += self._commented(rows[0], entry.comments, indent, exploded=exploded, last=last)
            if not last:
                found.append(self.newline + indent if exploded else " ")
        return found

    def _commented(self, pieces: list[Piece], comments: api.Comments, indent: str, *, exploded: bool, last: bool) -> list[Piece]:
        comma = "" if last else ","
        if not exploded:
            around = [f"{_block(text)} " for text in comments.before]
            after = [f" {_block(comments.after)}"] if comments.after else []
            return [*around, *pieces, *after, comma]
        before = [text + self.newline + indent for text in comments.before]
        after = [f" {comments.after}"] if comments.after else []
        return [*before, *pieces, comma, *after]

    def _object(self, node: api.Object, indent: str) -> list[Piece]:
        if not node.entries and not node.orphans:
            return ["{}"]
        if not node.exploded and not node.orphans:
            padding = self.padding
            return ["{" + padding, *self.entries(node.entries, indent, exploded=False), padding + "}"]
        inner = indent + self.step
        rows: list[Piece] = [self.newline + inner, *self.entries(node.entries, inner, exploded=True)] if node.entries else []
        trailing = "," if node.entries and not node.entries[-1].comments.after else ""
        return ["{", *rows, trailing, *(self.newline + inner + text for text in node.orphans), self.newline + indent + "}"]

    def _array(self, node: api.Array, indent: str) -> list[Piece]:
        if not node.exploded:
            return ["[", *joined([self.node(item, indent) for item in node.items]), "]"]
        inner = indent + self.step
        comments = node.comments or (api.NO_COMMENTS,) * len(node.items)
        rows: list[Piece] = []
        for item, own in zip(node.items, comments, strict=True):
            rows += [self.newline + inner, *(text + self.newline + inner for text in own.before), *self.node(item, inner), ","]
            rows += [f" {own.after}"] if own.after else []
        return ["[", *rows, *(self.newline + inner + text for text in node.orphans), self.newline + indent + "]"]


_NAMES = ("identifier", "shorthand_property_identifier")


def joined(rows: Iterable[list[Piece]], separator: str = ", ") -> list[Piece]:
    """Values in a row."""
    found: list[Piece] = []
    for row in rows:
        found += [*([separator] if found else []), *row]
    return found


def _block(comment: str) -> str:
    """A comment that may stand in the middle of a line."""
    return f"/* {comment[2:].strip()} */" if comment.startswith("//") else comment
