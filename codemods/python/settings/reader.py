"""What settings are made of, in Python: records, lists and words of LibCST nodes, and displays that stand under a name."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from codemods.api.nodes import Node
from codemods.api.schemas import ResponseSchema
from codemods.api.vocabulary import Vocabulary
from codemods.python.displays import Convert, Displays
from codemods.python.enums import is_choice_of_texts
from codemods.python.layout import row_listing
from codemods.python.nodes import dotted, integer_value, is_none, string_value
from codemods.python.records import Records
from codemods.python.schemas import Schemas
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.tree import walk
from codemods.python.values import Values
from codemods.python.words import Words
from codemods.settings import reader
from codemods.settings.reader import Placed
from codemods.settings.records import Place, Record, Row
from codemods.settings.schemas import Structures

_TRUTH = {"True": True, "False": False}


class Reader(reader.Reader[cst.BaseExpression, Strand]):
    """Reads the values of settings in one module."""

    def __init__(self, values: Values, texts: Texts, displays: Displays) -> None:
        self.values = values
        self.texts = texts
        self.displays = displays
        self.schemas = Schemas(values, displays, Structures(self))
        self.records = Records(values)
        self.words = Words(values)

    # -- what an expression is ----------------------------------------------------------------------------------

    @property
    def target(self) -> ResponseSchema:
        return self.values.schema

    def is_none(self, node: cst.BaseExpression) -> bool:
        return is_none(node)

    def truth(self, node: cst.BaseExpression) -> bool | None:
        return _TRUTH.get(dotted(node))

    def integer(self, node: cst.BaseExpression) -> int | None:
        return integer_value(node)

    def bare_string(self, node: cst.BaseExpression) -> str | None:
        return string_value(node)

    def exact_string(self, node: cst.BaseExpression) -> str | None:
        return self.values.exact_string(node)

    def is_text(self, node: cst.BaseExpression) -> bool:
        return self.texts.proven(node)

    def is_no_text(self, node: cst.BaseExpression) -> bool:
        return self.texts.refuted(node)

    def literal_word(self, node: cst.BaseExpression, vocabulary: Vocabulary) -> str | None:
        return self.words.literal(node, vocabulary)

    def word(self, node: cst.BaseExpression, vocabulary: Vocabulary, depth: int) -> Node | None:
        return self.words.read(node, vocabulary, depth)

    def constant(self, node: cst.BaseExpression) -> cst.BaseExpression:
        definitions = list(self.values.module.flow.definitions_of(node)) if isinstance(node, cst.Name) else []
        if len(definitions) != 1 or definitions[0].kind != "assign" or self.values.is_mutated(node):
            return node
        value = definitions[0].value
        return value if value is not None else node

    def named(self, node: cst.BaseExpression) -> str:
        return dotted(node)

    def place_elsewhere(self, node: cst.BaseExpression) -> str | None:
        place = self.values.place_elsewhere(node)
        return str(place) if place is not None else None

    # -- records, lists, names ----------------------------------------------------------------------------------

    def is_record(self, node: cst.BaseExpression, classes: frozenset[str]) -> bool:
        return self.records.is_record(node, classes)

    def read_record(self, node: cst.BaseExpression, classes: frozenset[str], beside: Place = None) -> Record[cst.BaseExpression] | None:
        return self.records.read(node, classes, beside)

    def is_list(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.List)

    def listed(self, node: cst.BaseExpression) -> Row[cst.BaseExpression] | None:
        if not isinstance(node, (cst.List, cst.Tuple)):
            return None
        return Row(tuple((element.value, isinstance(element, cst.StarredElement)) for element in node.elements), row_listing(node))

    def placed(
        self,
        node: cst.BaseExpression,
        accepts: Callable[[cst.BaseExpression], bool],
        convert: Convert,
        strand: Strand,
        depth: int,
        what: str,
    ) -> Placed | None:
        return self.displays.place(node, accepts, convert, strand, depth, code="GI107", what=what)

    # -- schemas ------------------------------------------------------------------------------------------------

    def is_object(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.Dict)

    def keywords(self, node: cst.BaseExpression) -> Record[cst.BaseExpression] | None:
        return self.records.keywords(node)

    def is_flat(self, node: cst.BaseExpression) -> bool:
        return not any(isinstance(inner, (cst.Call, cst.Dict)) for inner in walk(node))

    def schema(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        return self.schemas.read(node, strand, depth)

    def parameters(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        return self.schemas.read_display(node, strand, depth)

    def is_choice_of_texts(self, node: cst.BaseExpression) -> bool:
        return is_choice_of_texts(node, self.values)
