"""The types of settings under names in TypeScript: those of the old SDK give way, and literals whose words would be any texts get one."""

from __future__ import annotations

from dataclasses import dataclass

from codemods.api.nodes import Array, Lowered, Node, Object, Word
from codemods.javascript.edits import Edit, inserted, replaced
from codemods.javascript.nodes import casts
from codemods.javascript.packages import GENAI, GENERATIVE_AI
from codemods.javascript.slots import Slot, annotation_at
from codemods.javascript.strand import Import, Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values


@dataclass(frozen=True)
class _Type:
    """What a kind of display is called now, and was called. ``beside`` the literal it says what that has to fit, no more."""

    new: str
    old: frozenset[str]
    beside: bool = False


#: By what is said of the display in findings.
_TYPES = {
    "the config": _Type(
        "Partial<Interactions.CreateModelInteractionParamsNonStreaming>", frozenset({"GenerateContentConfig"}), beside=True
    ),
    "the list of tools": _Type("Interactions.Tool[]", frozenset({"Tool", "ToolUnion", "ToolListUnion"})),
    "the tool": _Type("Interactions.Tool", frozenset({"Tool", "ToolUnion"})),
    "the list of functions": _Type("Interactions.Tool[]", frozenset({"FunctionDeclaration"})),
    "the function declaration": _Type("Interactions.Tool", frozenset({"FunctionDeclaration"})),
    "the list of safety settings": _Type("Interactions.SafetySetting[]", frozenset({"SafetySetting"})),
    "the safety setting": _Type("Interactions.SafetySetting", frozenset({"SafetySetting"})),
    "the thinking config": _Type("Interactions.GenerationConfig", frozenset({"ThinkingConfig"})),
    "the response schema": _Type("Record<string, unknown>", frozenset({"Schema", "SchemaUnion"})),
}


#: What says nothing.
_LOOSE = frozenset({"any", "unknown", "any[]"})


def declare(slot: Slot, display: Source, written: Node, what: str, values: Values, strand: Strand) -> None:
    """Say the type of a display that is rewritten, where a type checker reads it."""
    if not values.module.is_typed:
        return
    annotation = annotation_at(slot.declaration)
    known = _TYPES.get(what)
    if (said := casts(display)) and not _recast(said, known, values, strand):
        return
    if known is None or (annotation is not None and not _says(annotation, known, values)):
        if annotation is not None:
            strand.hold(annotation, "GI200", f"the type of `{slot.name}` would have to change; this is not rewritten yet")
        return
    if annotation is None and (said or not _has_words(written) or what == "the response schema"):
        return
    if known.new.find("Interactions.") >= 0:
        strand.imports.add(Import(GENAI, "Interactions", is_type=True))
    if known.beside:
        if annotation is not None:
            strand.edit(Edit(slot.declaration.end, annotation.end, ()))
        if not said:
            strand.edit(inserted(display.end, f" satisfies {known.new}"))
    elif annotation is not None:
        strand.edit(replaced(annotation, known.new))
    else:
        strand.edit(inserted(slot.declaration.end, f": {known.new}"))


def _recast(said: list[Source], known: _Type | None, values: Values, strand: Strand) -> bool:
    """Write the new type where one is said of the display itself; false with a hold."""
    for cast in said:
        if cast.text in _LOOSE:
            continue
        written = cast.parent
        word = next((child for child in written.children if child.kind == "as"), None) if written is not None else None
        if known is None or not _says(cast, known, values) or (known.beside and cast.enclosing("type_assertion") is not None):
            strand.hold(cast, "GI200", f"the type `{cast.text}` that is said here would have to change; this is not rewritten yet")
            return False
        strand.edit(replaced(cast, known.new))
        if known.beside and word is not None:  # what it has to fit, no more
            strand.edit(replaced(word, "satisfies"))
        if "Interactions." in known.new:
            strand.imports.add(Import(GENAI, "Interactions", is_type=True))
    return True


def _says(annotation: Source, known: _Type, values: Values) -> bool:
    """Whether a type is one of the old SDK's for this, or a list of those."""
    element = annotation
    if element.kind == "array_type":
        element = element.named[0]
    elif element.kind == "generic_type" and element.must("name").text in ("Array", "ReadonlyArray"):
        element = element.must("type_arguments").named[0]
    symbol = values.symbol(element) if element.kind in ("type_identifier", "nested_type_identifier") else None
    return symbol is not None and symbol[0] in (GENAI, GENERATIVE_AI) and symbol[-1] in known.old


def _has_words(node: Node) -> bool:
    if isinstance(node, (Word, Lowered)):
        return True
    if isinstance(node, Array):
        return any(_has_words(item) for item in node.items)
    return isinstance(node, Object) and any(_has_words(entry.value) for entry in node.entries if entry.key not in ("parameters", "schema"))
