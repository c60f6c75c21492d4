"""Histories that are made of the program's own messages: `history.map((m) => ({ role: m.role, parts: [{ text: m.text }] }))`."""

from __future__ import annotations

from codemods.api import content
from codemods.api.nodes import Array, Entry, Leaf, Rest
from codemods.api.nodes import Node as Value
from codemods.javascript.chats.meaning import Meaning
from codemods.javascript.chats.position import function_of
from codemods.javascript.contents import key_of, text_part, value_of
from codemods.javascript.edits import inserted, replaced
from codemods.javascript.nodes import arguments, bare, dotted, string_value
from codemods.javascript.packages import GENAI
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Import, Strand
from codemods.javascript.syntax import Node

#: What may change something.
_RUNNING = frozenset({
    "call_expression", "await_expression", "yield_expression", "new_expression", "assignment_expression", "update_expression",
    "augmented_assignment_expression", "unary_expression",
})  # fmt: skip
_STEP = "Interactions.Step"


def turn_of(history: Node) -> Node | None:
    """The object that a history makes of each message; None for histories of another form."""
    call = bare(history)
    function = bare(call.must("function")) if call.kind == "call_expression" else call
    given = arguments(call) if call.kind == "call_expression" else ()
    if function.kind != "member_expression" or function.must("property").text != "map" or len(given) != 1:
        return None
    body = given[0].field("body") if given[0].kind == "arrow_function" else None
    turn = bare(body) if body is not None else None
    is_turn = turn is not None and turn.kind == "object" and [key_of(pair) for pair in turn.named] in (["role", "parts"], ["parts", "role"])
    return turn if is_turn and dotted(bare(function.must("object"))) else None


def can_move(history: Node, to: Node, meaning: Meaning) -> bool:
    """Whether such a history is the same at a later place of its function: nothing runs in between that could change it."""
    turn = turn_of(history)
    if turn is None or function_of(history) is not function_of(to):
        return False
    between = (node for node in (function_of(history) or meaning.module.root).walk() if history.end <= node.start < to.start)
    return not any(node.kind in _RUNNING and not node.holds(to) for node in between)


def read(history: Node, readings: Readings, strand: Strand) -> Array | None:
    """The turns as steps: `...history.map((m) => ({ type: …, content: […] }))`; None (with a hold) when a piece cannot be carried over."""
    turn = turn_of(history)
    assert turn is not None
    said = {key_of(pair): value_of(pair) for pair in turn.named}
    parts = _parts(said["parts"], strand)
    kind = _kind(said["role"], readings, strand)
    if parts is None or kind is None:
        return None
    for pair in turn.named:
        entry = Entry("type", kind) if key_of(pair) == "role" else Entry("content", parts)
        strand.edit(replaced(pair, *readings.renderer.entry(entry, readings.values.module.indent(pair.start))))
    method = bare(bare(history).must("function")).must("property")
    if readings.values.module.is_typed:
        # A type checker would take the words in it for any texts.
        strand.edit(inserted(method.end, f"<{_STEP}>"))
        strand.imports.add(Import(GENAI, "Interactions", is_type=True))
    return Array((Rest(Leaf(history)),))


def _parts(parts: Node, strand: Strand) -> Array | None:
    listed = bare(parts)
    items = [bare(item) for item in listed.named] if listed.kind == "array" else []
    texts = [value_of(item.named[0]) for item in items if item.kind == "object" and [key_of(pair) for pair in item.named] == ["text"]]
    if not items or len(texts) != len(items):
        strand.hold(parts, "GI200", "the parts of these turns are not texts in sight")
        return None
    return Array(tuple(text_part(Leaf(text)) for text in texts))


def _kind(role: Node, readings: Readings, strand: Strand) -> Value | None:
    """What a role is now: a word for a word, both for a choice, a question for what is known only at run time."""
    value = bare(role)
    if value.kind == "ternary_expression":
        for branch in (bare(value.must("consequence")), bare(value.must("alternative"))):
            name = string_value(branch)
            if name not in content.STEPS:
                strand.hold(branch, "GI200", "this role is not one of a turn")
                return None
            strand.edit(replaced(branch, readings.renderer.string(content.STEPS[str(name)])))
        return Leaf(role)
    if not dotted(value):
        strand.hold(role, "GI200", "the role of these turns is not in sight")
        return None
    model, user = (readings.renderer.string(content.STEPS[name]) for name in ("model", "user"))
    return Leaf(f"{role.text} === {readings.renderer.string('model')} ? {model} : {user}")
