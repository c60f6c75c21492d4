"""Names that come from other modules of the project: which module, and what it calls them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from codemods.javascript.nodes import arguments, bare, string_value
from codemods.javascript.scopes import Write
from codemods.javascript.syntax import Node

if TYPE_CHECKING:
    from codemods.javascript.module import Module
    from codemods.javascript.slots import Slots

#: An import path and an exported name; `*` for the module as a whole.
Place: TypeAlias = "tuple[str, str]"
WHOLE = "*"


def place_of(node: Node, module: Module) -> Place | None:
    """Where an expression comes from, when it is an imported name (or a member of an imported module)."""
    node = bare(node)
    if node.kind == "member_expression":
        owner = place_of(node.must("object"), module)
        return (owner[0], node.must("property").text) if owner is not None and owner[1] == WHOLE else None
    if node.kind not in ("identifier", "shorthand_property_identifier"):
        return _loaded(node)
    binding = module.scopes.binding(node)
    write = binding.only_write if binding is not None else None
    return _written(write) if write is not None else None


def places_in(node: Node, values: Slots, seen: frozenset[object] = frozenset()) -> Iterator[Place]:
    """Where the values of other modules come from that an expression may be."""
    node = bare(node)
    if node in seen:
        return
    seen = seen | {node}
    if (place := place_of(node, values.module)) is not None:
        yield place
        return
    parts = [part for name in ("consequence", "alternative", "left", "right") if (part := node.field(name)) is not None]
    if node.kind not in ("ternary_expression", "binary_expression"):
        slot = values.of(node)
        parts = [write.value for write in slot.values if write.value is not None and not write.path] if slot is not None else []
    for part in parts:
        yield from places_in(part, values, seen)


def _written(write: Write) -> Place | None:
    if write.value is None or len(write.path) > 1 or not all(isinstance(key, str) for key in write.path):
        return None
    name = str(write.path[0]) if write.path else WHOLE
    if write.how == "import":
        clause = next((child for child in write.value.named if child.kind == "import_require_clause"), write.value)
        path = string_value(clause.field("source"))
        return (path, name) if path is not None else None
    loaded = _loaded(bare(write.value)) if write.how == "declared" else None
    return (loaded[0], name) if loaded is not None else None


def _loaded(node: Node) -> Place | None:
    """`require(path)` and `await import(path)`."""
    if node.kind == "await_expression":
        node = bare(node.named[0])
    if node.kind != "call_expression" or node.must("function").text not in ("require", "import"):
        return None
    path = string_value(next(iter(arguments(node)), None))
    return (path, WHOLE) if path is not None else None
