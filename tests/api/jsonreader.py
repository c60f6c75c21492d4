"""The smallest language there is: configs as values of JSON, as bodies of HTTP requests have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from codemods.api.nodes import NO_COMMENTS, Array, Leaf, Node, Object, Word
from codemods.api.schemas import STEPS, ResponseSchema
from codemods.api.vocabulary import Vocabulary
from codemods.settings.reader import Convert, Placed, Reader
from codemods.settings.records import Listing, Pair, Place, Record, Row, snake
from codemods.settings.schemas import Structures
from codemods.strands import Collected

Json: TypeAlias = Any
JsonStrand = Collected[Json]


class JsonReader(Reader[Json, JsonStrand]):
    """Nothing is behind a name here, so a value is what it is."""

    def __init__(self) -> None:
        self.structures = Structures(self)

    @property
    def target(self) -> ResponseSchema:
        return STEPS

    def is_none(self, node: Json) -> bool:
        return node is None

    def truth(self, node: Json) -> bool | None:
        return node if isinstance(node, bool) else None

    def integer(self, node: Json) -> int | None:
        return node if isinstance(node, int) and not isinstance(node, bool) else None

    def bare_string(self, node: Json) -> str | None:
        return node if isinstance(node, str) else None

    def exact_string(self, node: Json) -> str | None:
        return self.bare_string(node)

    def is_text(self, node: Json) -> bool:
        return isinstance(node, str)

    def is_no_text(self, node: Json) -> bool:
        return not self.is_text(node)

    def literal_word(self, node: Json, vocabulary: Vocabulary) -> str | None:
        return vocabulary.literal(node) if isinstance(node, str) else None

    def word(self, node: Json, vocabulary: Vocabulary, depth: int) -> Node | None:
        literal = self.literal_word(node, vocabulary)
        return Word(literal) if literal is not None else None

    def constant(self, node: Json) -> Json:
        return node

    def named(self, node: Json) -> str:
        return ""

    def is_record(self, node: Json, classes: frozenset[str]) -> bool:
        return isinstance(node, dict)

    def read_record(self, node: Json, classes: frozenset[str], beside: Place = None) -> Record[Json] | None:
        return _record(node, snake) if isinstance(node, dict) else None

    def is_list(self, node: Json) -> bool:
        return isinstance(node, list)

    def listed(self, node: Json) -> Row[Json] | None:
        return Row(tuple((item, False) for item in node), _listing(len(node))) if isinstance(node, list) else None

    def placed(
        self, node: Json, accepts: Callable[[Json], bool], convert: Convert[Json], strand: JsonStrand, depth: int, what: str
    ) -> Placed | None:
        written = convert(node, depth)
        return Placed(written, written) if written is not None else None

    def is_object(self, node: Json) -> bool:
        return isinstance(node, dict)

    def keywords(self, node: Json) -> Record[Json] | None:
        return _record(node, str) if isinstance(node, dict) else None

    def is_flat(self, node: Json) -> bool:
        return not isinstance(node, dict) and not (isinstance(node, list) and any(not self.is_flat(item) for item in node))

    def schema(self, node: Json, strand: JsonStrand, depth: int) -> Node | None:
        return self.structures.read(node, strand, depth)

    def parameters(self, node: Json, strand: JsonStrand, depth: int) -> Node | None:
        return self.structures.read(node, strand, depth)

    def is_choice_of_texts(self, node: Json) -> bool:
        return isinstance(node, dict) and node.get("type") == "STRING" and "enum" in node

    def said(self, text: str) -> str:
        return text.replace('response_mime_type="application/json"', '"responseMimeType": "application/json"')


def plain(node: Node) -> Json:
    """What a node is in JSON."""
    if isinstance(node, Leaf):
        return node.source
    if isinstance(node, Word):
        return node.value
    if isinstance(node, Object):
        return {entry.key: plain(entry.value) for entry in node.entries}
    assert isinstance(node, Array)
    return [plain(item) for item in node.items]


def _listing(length: int) -> Listing:
    return Listing(None, False, False, (NO_COMMENTS,) * length, "", ())


def _record(node: dict[str, Json], name: Callable[[str], str]) -> Record[Json]:
    return Record(tuple(Pair(name(key), value, key, NO_COMMENTS) for key, value in node.items()), _listing(len(node)))
