"""Function calls and data of an answer: their attributes have other names now."""

from __future__ import annotations

from codemods.javascript.answer.chains import chain
from codemods.javascript.content.keys import key_of
from codemods.javascript.edits import replaced
from codemods.javascript.nodes import is_written, outermost, property_name
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Shape, Trail, What

_NAMES: dict[What, dict[str, str]] = {
    "call": {"name": "name", "args": "arguments", "id": "id"},
    "blob": {"data": "data", "mimeType": "mime_type"},
}
_HELP = (
    "A function call is a step with type 'function_call': .name, .arguments and .id; data of an image are .data (base64) and .mime_type."
)


def use(node: Node, shape: Shape, trail: Trail) -> None:
    """One use of a call, or of the data of a part."""
    pattern = node if node.kind == "object_pattern" else _pattern_of(node)
    if pattern is not None:
        _taken(pattern, shape, trail)
        return
    if shape.what == "call" and _is_a_part(node):
        trail.strand.site(node, "GI104", "a function call of the old answer is a part of a turn")
        trail.strand.give(node)
        return
    steps = chain(node, "")
    name = property_name(steps[0].node) if steps else None
    new = _NAMES[shape.what].get(name or "")
    if new is None or steps[0].node.kind != "member_expression" or is_written(steps[0].node):
        trail.strand.hold(node, "GI205", "a function call or the data of an answer go to a place that is not followed", _HELP)
    elif new != name:
        trail.strand.site(steps[0].node, "GI104", f"`{name}` is an attribute of the old answer")
        trail.strand.edit(replaced(steps[0].node.must("property"), new))


def _pattern_of(node: Node) -> Node | None:
    parent = node.parent
    if parent is None or parent.kind != "variable_declarator" or parent.field("value") is not node:
        return None
    return parent.must("name") if parent.must("name").kind == "object_pattern" else None


def _is_a_part(node: Node) -> bool:
    """Whether a call is all that a part says: `{ functionCall: call }`, `{ functionCall }`."""
    pair = node if node.kind == "shorthand_property_identifier" else outermost(node).parent
    return pair is not None and pair.kind in ("pair", "shorthand_property_identifier") and key_of(pair) == "functionCall"


def _taken(pattern: Node, shape: Shape, trail: Trail) -> None:
    """`const { name, args } = call`: every key gets its new name."""
    for item in pattern.named:
        short = item.kind == "shorthand_property_identifier_pattern"
        key = item if short else item.field("key")
        new = _NAMES[shape.what].get(key.text) if key is not None else None
        if key is None or new is None:
            trail.strand.hold(item, "GI200", f"what `{item.text}` takes of the answer is not rewritten yet", _HELP)
        elif new != key.text:
            trail.strand.site(item, "GI104", f"`{key.text}` is an attribute of the old answer")
            trail.strand.edit(replaced(key, f"{new}: {key.text}" if short else new))
