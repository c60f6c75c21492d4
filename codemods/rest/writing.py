"""From the parts of a request to JSON text, in the layout of the old body and in the way its surroundings need."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from codemods.api.nodes import Array, Constant, Entry, Leaf, Node, Object, Word
from codemods.rest.jsontext import Value
from codemods.rest.text import Text, Unreadable, expanded, written


@dataclass(frozen=True)
class Said:
    """A string that is put together of literal text and of what the shell expands, as (text, expansion) in turns."""

    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Layout:
    """How a body is laid out: columns of its first line and of one step, what indents, and what is between keys, values and members."""

    depth: int
    unit: int
    sign: str
    colon: str
    comma: str


def layout_of(text: Text, body: Value) -> Layout:
    """The layout that the user gave a body."""
    value = text.value
    closing = _indent(value, body.end - 1)
    inner = _indent(value, body.keys[0].start) if body.keys else ""
    sign = "\t" if "\t" in inner or "\t" in closing else " "
    unit = len(inner) - len(closing)
    step = unit if 0 < unit <= 8 and body.exploded else 1 if sign == "\t" else 2
    spaced = re.search(r"[\"'] *: ", value) is not None
    own_line = not value[: body.end - 1].rpartition("\n")[2].strip()
    depth = len(closing) if own_line else max(0, len(inner) - step)
    tight = not spaced and bool(body.pairs)
    return Layout(depth, step, sign, ":" if tight else ": ", "," if tight and ", " not in value else ", ")


def _indent(value: str, at: int) -> str:
    line = value[:at].rpartition("\n")[2]
    return line[: len(line) - len(line.lstrip())]


@dataclass(frozen=True)
class Writer:
    """Writes nodes for one body. Raises `Unreadable` for what cannot be written in its surroundings."""

    text: Text
    layout: Layout

    def body(self, entries: Sequence[Entry], *, exploded: bool) -> str:
        """The whole new body."""
        return self._object(Object(tuple(entries), exploded), self.layout.depth)

    def written(self, node: Node, depth: int) -> str:
        """A part of a body, on a line that is indented by ``depth``."""
        return self._node(node, depth)

    def _node(self, node: Node, depth: int) -> str:
        if isinstance(node, Word):
            return self._new(json.dumps(node.value, ensure_ascii=False))
        if isinstance(node, Constant):
            return "true" if node.value else "false"
        if isinstance(node, Object):
            return self._object(node, depth)
        if isinstance(node, Array):
            return self._bracketed([self._node(item, self._inner(node, depth)) for item in node.items], "[]", node.exploded, depth)
        if isinstance(node, Leaf) and isinstance(node.source, Said):
            return self._said(node.source)
        if isinstance(node, Leaf) and isinstance(node.source, Value):
            return self._value(node.source, depth, depth - len(_indent(self.text.value, node.source.start)))
        raise TypeError(f"{type(node).__name__} has no form in JSON")

    def _inner(self, node: Object | Array, depth: int) -> int:
        return depth + self.layout.unit if node.exploded else depth

    def _object(self, node: Object, depth: int) -> str:
        inner = self._inner(node, depth)
        members = [
            f"{self._new(json.dumps(e.key, ensure_ascii=False))}{self.layout.colon}{self._node(e.value, inner)}" for e in node.entries
        ]
        return self._bracketed(members, "{}", node.exploded, depth)

    def _bracketed(self, members: Sequence[str], brackets: str, exploded: bool, depth: int) -> str:
        if not exploded or not members:
            return brackets[0] + self.layout.comma.join(members) + brackets[1]
        inner = "\n" + self.layout.sign * (depth + self.layout.unit)
        return brackets[0] + inner + f",{inner}".join(members) + "\n" + self.layout.sign * depth + brackets[1]

    def _new(self, text: str) -> str:
        return written(text, self.text.state)

    def _said(self, said: Said) -> str:
        pieces = []
        for literal, expansion in said.pieces:
            pieces.append(self._new(json.dumps(literal, ensure_ascii=False)[1:-1]))
            if expansion:
                own = expanded(expansion, self.text.state)
                if own is None:
                    raise Unreadable("the shell expands no variables here, and the model is one")
                pieces.append(own)
        return self._new('"') + "".join(pieces) + self._new('"')

    # -- what the user wrote ------------------------------------------------------------------------------------

    def _value(self, value: Value, depth: int, shift: int) -> str:
        """A value of the user's, ``shift`` columns to the right; as JSON that any parser reads."""
        if value.strict:
            return self._shifted(value, shift)
        if value.kind == "string":
            return self._string(value)
        inner = depth + self.layout.unit if value.exploded else depth
        if value.kind == "array":
            return self._bracketed([self._value(item, inner, shift) for item in value.items], "[]", value.exploded, depth)
        pairs = zip(value.keys, (own for _, own in value.pairs), strict=True)
        members = [f"{self._value(key, inner, shift)}{self.layout.colon}{self._value(own, inner, shift)}" for key, own in pairs]
        return self._bracketed(members, "{}", value.exploded, depth)

    def _shifted(self, value: Value, shift: int) -> str:
        """A stretch of the source; lines that begin in it move along."""
        said = self.text.value
        inside = {at for string in value.strings() for at in range(string.start, string.end)}
        breaks = [at for at in range(value.start, value.end) if said[at] == "\n" and at not in inside]
        if not shift or not breaks:
            return self.text.slice(value.start, value.end)
        pieces, start = [], value.start
        for at in breaks:
            pieces.append(self.text.slice(start, at + 1))
            start = at + 1
            while said[start] in " \t":
                start += 1
            pieces.append(self.layout.sign * max(0, start - at - 1 + shift))
        return "".join([*pieces, self.text.slice(start, value.end)])

    def _string(self, value: Value) -> str:
        """A string between single quotes, or with line breaks in it, as any parser reads it."""
        said, state = self.text.value, self.text.state
        quote = said[value.start]
        pieces, start, at = [], value.start + 1, value.start + 1
        while at < value.end - 1:
            new, width = _mended(said[at : at + 2], quote)
            if new is None:
                at += width
                continue
            if any(char.state != state for char in self.text.chars[at : at + width]):
                raise Unreadable("a sign that JSON does not have here stands between other quotes")
            pieces += [self.text.slice(start, at) if at > start else "", self._new(new)]
            at += width
            start = at
        pieces.append(self.text.slice(start, at) if at > start else "")
        return self._new('"') + "".join(pieces) + self._new('"')


def _mended(two: str, quote: str) -> tuple[str | None, int]:
    """What takes the place of a sign, and how many signs that is; None for what stays."""
    if two[0] in "\n\r\t":
        return json.dumps(two[0])[1:-1], 1
    if two == "\\'":
        return "'", 2
    if two[0] == "\\":
        return None, 2
    return ('\\"', 1) if two[0] == '"' and quote == "'" else (None, 1)
