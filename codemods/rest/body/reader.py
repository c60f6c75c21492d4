"""Settings and contents of a body: JSON as a language of its own, in which shell variables stand for what is not in sight."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from codemods.api.nodes import NO_COMMENTS, Leaf, Node, Word
from codemods.api.schemas import STEPS, ResponseSchema
from codemods.api.vocabulary import Vocabulary
from codemods.rest.body.reading import BodyReader, spelled
from codemods.rest.jsontext import Value
from codemods.rest.text import HOLE, Text, is_variable
from codemods.settings.reader import Convert, Placed
from codemods.settings.records import Listing, Pair, Place, Record, Row
from codemods.settings.schemas import Structures
from codemods.strands import Collected

Strand: TypeAlias = Collected[Value]

_ASSIGNED = re.compile(r"\b([a-z_]+)=(?=[\[{\"<…])")


@dataclass(frozen=True)
class Remark:
    """Something about a stretch of the source: why a request is left, what its rewrite rests on, or what else to know."""

    start: int
    end: int
    code: str
    message: str
    help: str = ""
    assumption: str = ""


class JsonReader(BodyReader[Value, Strand]):
    """One body. ``variables`` are those of the script that are one literal text for sure."""

    def __init__(self, text: Text, variables: Mapping[str, str]) -> None:
        self.text = text
        self.variables = variables
        self.structures = Structures(self)

    @property
    def target(self) -> ResponseSchema:
        return STEPS

    # -- what a value is ----------------------------------------------------------------------------------------

    def is_none(self, node: Value) -> bool:
        return node.is_null

    def truth(self, node: Value) -> bool | None:
        return {"true": True, "false": False}.get(node.literal or "") if node.kind == "bare" else None

    def integer(self, node: Value) -> int | None:
        literal = node.literal if node.kind == "bare" else None
        return int(literal) if literal is not None and re.fullmatch(r"-?\d+", literal) else None

    def bare_string(self, node: Value) -> str | None:
        return node.literal if node.kind == "string" else None

    def exact_string(self, node: Value) -> str | None:
        """What a string says: as it stands here, or as the one variable in it has it."""
        if node.kind != "string" or node.literal is not None:
            return self.bare_string(node)
        if self.text.value[node.start + 1 : node.end - 1] != HOLE:
            return None
        char = self.text.chars[node.start + 1]
        expansion = self.text.source[char.start : char.end]
        return self.variables.get(expansion.strip("${}")) if is_variable(expansion) else None

    def is_text(self, node: Value) -> bool:
        return node.kind == "string"

    def is_no_text(self, node: Value) -> bool:
        return node.kind in ("object", "array") or (node.kind == "bare" and node.literal is not None)

    def literal_word(self, node: Value, vocabulary: Vocabulary) -> str | None:
        said = self.exact_string(node)
        return vocabulary.literal(said) if said is not None else None

    def word(self, node: Value, vocabulary: Vocabulary, depth: int) -> Node | None:
        literal = self.literal_word(node, vocabulary)
        return Word(literal) if literal is not None else None

    def constant(self, node: Value) -> Value:
        return node

    def named(self, node: Value) -> str:
        return ""

    # -- records and lists --------------------------------------------------------------------------------------

    def is_record(self, node: Value, classes: frozenset[str]) -> bool:
        return node.kind == "object"

    def read_record(self, node: Value, classes: frozenset[str], beside: Place = None) -> Record[Value] | None:
        record = self._record(node, spelled)
        return record if record is not None and len({pair.name for pair in record.pairs}) == len(record.pairs) else None

    def is_list(self, node: Value) -> bool:
        return node.kind in ("array", "object")

    def listed(self, node: Value) -> Row[Value]:
        items = node.items if node.kind == "array" else (node,)
        return Row(tuple((item, False) for item in items), self._listing(node, len(items), stacked=node.kind == "array" and node.exploded))

    def placed(
        self, node: Value, accepts: Callable[[Value], bool], convert: Convert[Value], strand: Strand, depth: int, what: str
    ) -> Placed | None:
        written = convert(node, depth)
        return Placed(written, written) if written is not None else None

    def is_row(self, node: Value) -> bool:
        return node.kind == "array"

    def has_lines(self, node: Value) -> bool:
        return node.exploded

    def rows(self, node: Value) -> Sequence[Value]:
        return [item for item, _ in self.listed(node).elements]

    def _record(self, node: Value, name: Callable[[str], str]) -> Record[Value] | None:
        if node.kind != "object":
            return None
        pairs = tuple(Pair(name(key), value, value, NO_COMMENTS, self.depth(value)) for key, value in node.pairs)
        return Record(pairs, self._listing(node, len(pairs), stacked=node.exploded))

    def _listing(self, node: Value, length: int, *, stacked: bool) -> Listing:
        indent = self.depth(node.keys[0] if node.keys else node.items[0] if node.items else node) if node.exploded else None
        return Listing(indent, stacked, False, (NO_COMMENTS,) * length, "", ())

    # -- schemas ------------------------------------------------------------------------------------------------

    def is_object(self, node: Value) -> bool:
        return node.kind == "object"

    def keywords(self, node: Value) -> Record[Value] | None:
        return self._record(node, str)

    def is_flat(self, node: Value) -> bool:
        return node.kind != "object" and all(self.is_flat(item) for item in node.items)

    def schema(self, node: Value, strand: Strand, depth: int) -> Node | None:
        return self.structures.read(node, strand, depth)

    def parameters(self, node: Value, strand: Strand, depth: int) -> Node | None:
        return self.structures.read(node, strand, depth)

    def is_choice_of_texts(self, node: Value) -> bool:
        return False  # the raw text of such an answer is read as it is, without the quotes that JSON has

    def said(self, text: str) -> str:
        return _ASSIGNED.sub(r'"\1": ', text)

    # -- places -------------------------------------------------------------------------------------------------

    def leaf(self, node: Value) -> Leaf:
        """A value as the user wrote it."""
        return Leaf(node)

    def depth(self, node: Value) -> int:
        """How far the line is indented on which a value begins."""
        line = self.text.value[: node.start].rpartition("\n")[2]
        return len(line) - len(line.lstrip())

    def remark(self, node: Value, code: str, message: str, help: str = "", assumption: str = "") -> Remark:
        """A remark in the place of a value."""
        chars = self.text.chars
        return Remark(chars[node.start].start, chars[node.end - 1].end, code, message, help, assumption)
