"""Types in TypeScript that say what an answer is: those of its old shape would not hold any more."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.javascript.nodes import bare, casts
from codemods.javascript.scopes import is_function
from codemods.javascript.slots import annotation_at
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Shape, Trail
from codemods.javascript.values import Values

#: What says nothing about the JSON.
_LOOSE = frozenset({"any", "Response", "globalThis.Response", "AxiosResponse", "AxiosResponse<any>"})


def said(trail: Trail, values: Values) -> Iterator[Node]:
    """The types of names, functions and casts that an answer goes through."""
    if not values.module.is_typed:
        return
    found: list[Node | None] = [values.annotation(slot) for slot, shape in trail.slots.items() if _is_answer(shape)]
    for node, shape in trail.reached.items():
        if _is_answer(shape):
            found += [*casts(node), *_of_function(node)]
            found += [argument for child in bare(node).children if child.kind == "type_arguments" for argument in child.named]
    yield from dict.fromkeys(place for place in found if place is not None and not _is_loose(place))


def _is_answer(shape: Shape) -> bool:
    return shape.what in ("posted", "json")


def _of_function(node: Node) -> Iterator[Node | None]:
    """The type that the function says which gives an answer back."""
    parent = node.parent
    function = next((around for around in node.ancestors() if is_function(around)), None)
    gives = parent is not None and (parent.kind == "return_statement" or (parent is function and parent.field("body") is node))
    if function is None or not gives:
        return
    declared = function.field("return_type")
    yield declared.named[0] if declared is not None and declared.named else None
    holder = function.parent
    yield annotation_at(holder.must("name")) if holder is not None and holder.kind == "variable_declarator" else None


def _is_loose(place: Node) -> bool:
    text = place.text
    inner = text.removeprefix("Promise<").removesuffix(">") if text.startswith("Promise<") else text
    return text in _LOOSE or inner in _LOOSE
