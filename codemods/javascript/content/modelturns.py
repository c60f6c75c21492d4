"""The turn of the model in a list of turns: `response.candidates[0].content`, whose place all steps of the answer take."""

from __future__ import annotations

from codemods.javascript.nodes import bare, outermost, string_value
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

#: From the end to the beginning.
_PATH: tuple[str | int, ...] = ("content", 0, "candidates")


def answer_of(node: Node, values: Values) -> Node | None:
    """The expression that is the interaction once `candidates[0].content` of it is gone; None for anything but such a turn."""
    return _peeled(bare(node), _PATH, values)


def is_handed_on(node: Node) -> bool:
    """Whether an expression stands where lists get their items: `[…]`, `push(…)`."""
    parent = outermost(node).parent
    return parent is not None and parent.kind in ("arguments", "array")


def _peeled(node: Node, path: tuple[str | int, ...], values: Values) -> Node | None:
    """What is left of an expression without its last steps. A name may have got the first ones where it was declared."""
    rest = node
    for number, key in enumerate(path):
        if rest.kind == "identifier":
            behind = _value(rest, values)
            return rest if behind is not None and _peeled(bare(behind), path[number:], values) is not None else None
        if not _reads(rest, key):
            return None
        rest = bare(rest.must("object"))
    return rest


def _value(name: Node, values: Values) -> Node | None:
    binding = values.module.scopes.binding(name)
    write = binding.only_write if binding is not None else None
    return write.value if write is not None and write.how == "declared" and not write.path else None


def _reads(node: Node, key: str | int) -> bool:
    if node.kind == "member_expression":
        return node.must("property").text == key
    if node.kind != "subscript_expression":
        return False
    index = node.must("index")
    return index.text == str(key) if isinstance(key, int) else string_value(index) == key
