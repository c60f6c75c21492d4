"""Words: members of the SDK's enums, and texts that stand for them, as the literals of the new requests."""

from __future__ import annotations

import libcst as cst

from codemods.api.call import Leaf, Lowered, Node, Word
from codemods.api.vocabulary import Vocabulary
from codemods.python.flow import Definition
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.values import Values


class Words:
    """Reads enum members in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def literal(self, node: cst.BaseExpression, vocabulary: Vocabulary) -> str | None:
        """The new literal of a member or string that is written out."""
        path = self.values.symbol(node) or ""
        enum = f"google.genai.types.{vocabulary.enum}."
        if path.startswith(enum):
            return vocabulary.literal(path[len(enum) :])
        text = string_value(node)
        return vocabulary.literal(text) if text is not None else None

    def read(self, node: cst.BaseExpression, vocabulary: Vocabulary, depth: int) -> Node | None:
        """The literal, or what makes it at run time where the name behind it holds text or a member; None when that is not known."""
        literal = self.literal(node, vocabulary)
        if literal is not None:
            return Word(literal)
        if string_value(node) is not None or vocabulary.prefix:
            return None
        return Lowered(Leaf(node, depth)) if self._is_word(node, vocabulary) else None

    def _is_word(self, node: cst.BaseExpression, vocabulary: Vocabulary) -> bool:
        """Whether a name certainly holds a text or a member (which is a text, too), and not None."""
        definitions = self.values.module.flow.definitions_of(node) if isinstance(node, cst.Name) else ()
        return bool(definitions) and all(self._gives_word(definition, vocabulary) for definition in definitions)

    def _gives_word(self, definition: Definition, vocabulary: Vocabulary) -> bool:
        if definition.kind == "assign" and definition.value is not None:
            return self.literal(definition.value, vocabulary) is not None
        if definition.kind != "parameter" or not isinstance(definition.node, cst.Param) or definition.node.annotation is None:
            return False
        path = self.values.symbol(definition.node.annotation.annotation) or dotted(definition.node.annotation.annotation)
        return path in ("str", f"google.genai.types.{vocabulary.enum}") and not is_none(definition.value)
