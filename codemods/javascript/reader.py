"""What settings are made of, in JavaScript: object and array literals, words, and displays that stand under a name."""

from __future__ import annotations

from collections.abc import Callable

from codemods.api.nodes import Leaf, Lowered, Node, Word
from codemods.api.schemas import STEPS, ResponseSchema
from codemods.api.vocabulary import Vocabulary
from codemods.javascript import layout
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.displays import Convert, Displays
from codemods.javascript.nodes import bare, dotted, is_null, string_value
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values
from codemods.javascript.wording import in_javascript
from codemods.settings import reader
from codemods.settings.reader import Placed
from codemods.settings.records import Listing, Pair, Place, Record, Row, snake
from codemods.settings.schemas import Structures

_TRUTH = {"true": True, "false": False}
#: Enums of the JavaScript SDKs that have other names there than in `google.genai.types`.
_INVENTED = frozenset({"Type", "SchemaType", "FunctionCallingMode"})


class Reader(reader.Reader[Source, Strand]):
    """Reads the values of settings in one module."""

    def __init__(self, values: Values, displays: Displays) -> None:
        self.values = values
        self.module = values.module
        self.displays = displays
        self.structures = Structures(self)

    # -- what an expression is ----------------------------------------------------------------------------------

    @property
    def target(self) -> ResponseSchema:
        return STEPS

    def is_none(self, node: Source) -> bool:
        return is_null(bare(node))

    def truth(self, node: Source) -> bool | None:
        return _TRUTH.get(bare(node).kind)

    def integer(self, node: Source) -> int | None:
        text = bare(node).text.replace(" ", "").replace("_", "")
        return int(text) if text.lstrip("-").isdigit() else None

    def bare_string(self, node: Source) -> str | None:
        return string_value(bare(node))

    def exact_string(self, node: Source) -> str | None:
        return self.values.exact_string(node)

    def is_text(self, node: Source) -> bool:
        return self.values.proof(node) == "text"

    def is_no_text(self, node: Source) -> bool:
        return self.values.proof(node) == "other"

    def literal_word(self, node: Source, vocabulary: Vocabulary) -> str | None:
        symbol = self.values.symbol(node)
        if symbol is not None and len(symbol) == 3 and (symbol[1] == vocabulary.enum or symbol[1] in _INVENTED):
            return vocabulary.literal(symbol[2])
        text = string_value(bare(node))
        return vocabulary.literal(text) if text is not None else None

    def word(self, node: Source, vocabulary: Vocabulary, depth: int) -> Node | None:
        word = self.literal_word(node, vocabulary)
        if word is not None:
            return Word(word)
        literal = self.values.literal(node)
        if literal is not None and self.literal_word(literal, vocabulary) is not None and not vocabulary.prefix:
            return Lowered(Leaf(node, depth))
        return None

    def constant(self, node: Source) -> Source:
        found = self.values.literal(node)
        return node if found is None or self.values.is_changed(node) else found

    def named(self, node: Source) -> str:
        return dotted(bare(node))

    def said(self, text: str) -> str:
        return in_javascript(text)

    # -- records, lists, names ----------------------------------------------------------------------------------

    def is_record(self, node: Source, classes: frozenset[str]) -> bool:
        return bare(node).kind == "object"

    def read_record(self, node: Source, classes: frozenset[str], beside: Place = None) -> Record[Source] | None:
        record = self._spelled_out(node, snake)
        if record is None or not all(pair.name for pair in record.pairs):
            return None
        names = [pair.name for pair in record.pairs]
        return record if len(set(names)) == len(names) else None

    def _spelled_out(self, node: Source, spelled: Callable[[str], str]) -> Record[Source] | None:
        node = bare(node)
        if node.kind != "object":
            return None
        listing = layout.read(node, self.module)
        pairs = tuple(Pair(spelled(key_of(item.node)), value_of(item.node), item.node, item.comments) for item in listing.items)
        return Record(pairs, self._listing(listing))

    @staticmethod
    def _listing(found: layout.Listing) -> Listing:
        indent = len(found.indent) if found.is_exploded else None
        comments = tuple(item.comments for item in found.items)
        return Listing(indent, found.is_exploded, "\t" in found.indent, comments, found.opening, found.orphans)

    def is_list(self, node: Source) -> bool:
        return bare(node).kind == "array"

    def listed(self, node: Source) -> Row[Source] | None:
        node = bare(node)
        if node.kind != "array":
            return None
        listing = layout.read(node, self.module)
        spread = [item.node.kind == "spread_element" for item in listing.items]
        values = [item.node.named[0] if added else item.node for item, added in zip(listing.items, spread, strict=True)]
        return Row(tuple(zip(values, spread, strict=True)), self._listing(listing))

    def placed(
        self, node: Source, accepts: Callable[[Source], bool], convert: Convert, strand: Strand, depth: int, what: str
    ) -> Placed | None:
        return self.displays.place(node, accepts, convert, strand, "GI107", what)

    # -- schemas ------------------------------------------------------------------------------------------------

    def is_object(self, node: Source) -> bool:
        return bare(node).kind == "object"

    def keywords(self, node: Source) -> Record[Source] | None:
        return self._spelled_out(node, lambda name: name)

    def is_flat(self, node: Source) -> bool:
        return not any(inner.kind in ("call_expression", "object", "new_expression") for inner in node.walk())

    def schema(self, node: Source, strand: Strand, depth: int) -> Node | None:
        placed = self.displays.place(
            node, self.is_object, lambda value, inner: self.structures.read(value, strand, inner), strand, "GI106", "the response schema"
        )
        return placed.use if placed is not None else None

    def parameters(self, node: Source, strand: Strand, depth: int) -> Node | None:
        return self.schema(node, strand, depth)

    def is_choice_of_texts(self, node: Source) -> bool:
        return False
