"""The types of parts and lists of them in TypeScript: those of the old SDK give way, and literals that have none get one."""

from __future__ import annotations

from codemods.javascript.clients import returns
from codemods.javascript.edits import inserted, replaced
from codemods.javascript.nodes import bare, casts
from codemods.javascript.packages import GENAI, GENERATIVE_AI
from codemods.javascript.slots import Slot, annotation_at
from codemods.javascript.strand import Import, Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

#: What things are called now.
_NEW = {
    "part": "Interactions.Content",
    "parts": "Interactions.Content[]",
    **dict.fromkeys(("turn", "result", "response"), "Interactions.Step"),
    **dict.fromkeys(("turns", "results"), "Interactions.Step[]"),
}
#: Types of the old SDK for what is rewritten.
_OLD = frozenset(
    "Part Content PartUnion ContentUnion PartListUnion ContentListUnion InlineDataPart FileDataPart FunctionResponse "
    "FunctionResponsePart".split()
)
_LOOSE = frozenset({"any", "any[]", "unknown", "object"})


class Types:
    """Writes types in one module, if a type checker reads it."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def declare(self, slot: Slot, kind: str, strand: Strand) -> None:
        """A name for parts says what they are."""
        if not self.module.is_typed:
            return
        declaration = slot.declaration
        annotation = annotation_at(declaration)
        value = slot.writes[0].value
        if value is not None:
            self.recast(value, kind, strand)
        if annotation is None:
            if value is not None and value.kind in ("object", "array"):
                strand.edit(inserted(declaration.end, f": {_NEW[kind]}"))
                self._import(strand)
        else:
            self._replace(annotation, kind, strand)

    def recast(self, value: Node, kind: str, strand: Strand) -> None:
        """What is said of a value where it stands: `{ … } as Content`."""
        for cast in casts(value) if self.module.is_typed else ():
            self._replace(cast, kind, strand)

    def give_back(self, function: Node, kind: str, strand: Strand) -> None:
        """A function that makes parts says so."""
        if not self.module.is_typed:
            return
        declared = function.field("return_type")
        if declared is not None:
            self._replace(declared.named[0], kind, strand)
            return
        if not any(bare(value).kind in ("object", "array") for value in returns(function)):
            return
        promised = function.has_token("async")
        parameters = function.field("parameters")
        if parameters is None:
            strand.hold(function, "GI200", "this function would have to say its type; this is not rewritten yet")
            return
        new = f"Promise<{_NEW[kind]}>" if promised else _NEW[kind]
        strand.edit(inserted(parameters.end, f": {new}"))
        self._import(strand)

    def _replace(self, annotation: Node, kind: str, strand: Strand) -> None:
        if annotation.text in _LOOSE:
            return
        inner = annotation
        if inner.kind == "generic_type" and inner.must("name").text == "Promise":
            inner = inner.must("type_arguments").named[0]
        element = inner
        if element.kind == "array_type":
            element = element.named[0]
        elif element.kind == "generic_type" and element.must("name").text == "Array":
            element = element.must("type_arguments").named[0]
        symbol = self.values.symbol(element) if element.kind in ("type_identifier", "nested_type_identifier") else None
        if symbol is None or symbol[0] not in (GENAI, GENERATIVE_AI) or symbol[-1] not in _OLD:
            strand.hold(annotation, "GI200", "the type that is said here would have to change; this is not rewritten yet")
            return
        strand.edit(replaced(inner, _NEW[kind]))
        self._import(strand)

    @staticmethod
    def _import(strand: Strand) -> None:
        strand.imports.add(Import(GENAI, "Interactions", is_type=True))
