"""What is done with a list of outputs or steps: items by their place, methods with a callback."""

from __future__ import annotations

from dataclasses import dataclass

from codemods.javascript.legacy.trail import ENTRIES, ROW, STEPS
from codemods.javascript.nodes import arguments, bare, is_called, is_null, outermost, property_name
from codemods.javascript.syntax import Node

#: Methods with a callback, and which of its parameters gets an item.
CALLBACKS = {
    **dict.fromkeys("filter find findIndex findLast findLastIndex flatMap forEach map some every".split(), 0),
    "reduce": 1,
}
#: Methods that change the list.
CHANGING = frozenset("push pop shift unshift splice sort reverse fill copyWithin".split())
#: Methods that give an item, a list like the old one, and those that do so with a list of one's own.
_ONE = frozenset({"at", "find", "findLast"})
_LISTS = frozenset({"filter", "slice", "toReversed"})
_OWN_ONE, _OWN_LISTS = frozenset({"pop", "shift"}), frozenset({"reverse", "sort"})
_FUNCTIONS = ("arrow_function", "function_expression")


@dataclass(frozen=True, eq=False)
class Item:
    """One item of a list: the whole expression, and its place where that is written out; -1 is the last one."""

    whole: Node
    place: int | None


def item_of(row: Node) -> Item | None:
    """The item that is read of a list: `row[0]`, `row[row.length - 1]`, `row.at(-1)`."""
    outer = outermost(row)
    parent = outer.parent
    if parent is not None and parent.kind == "subscript_expression" and parent.must("object") is outer:
        index = bare(parent.must("index"))
        return Item(parent, -1 if _is_last(index, row) else _number(index))
    call = is_called(parent) if parent is not None and parent.kind == "member_expression" and parent.must("object") is outer else None
    if call is None or parent is None or parent.must("property").text != "at" or len(arguments(call)) != 1:
        return None
    return Item(call, _number(bare(arguments(call)[0])))


def key(parent: Node) -> str | int | None:
    """What a member or item is called."""
    name = property_name(parent)
    return name if name is not None or parent.kind != "subscript_expression" else _number(bare(parent.must("index")))


def _number(node: Node) -> int | None:
    text = node.text.replace(" ", "")
    return int(text) if text.lstrip("-").isdigit() else None


def _is_last(index: Node, row: Node) -> bool:
    """`row.length - 1`, of the same row."""
    if index.kind != "binary_expression" or index.must("operator").text != "-" or index.must("right").text != "1":
        return False
    length = bare(index.must("left"))
    if length.kind != "member_expression" or length.must("property").text != "length":
        return False
    return _plain(bare(length.must("object"))) == _plain(row)


def _plain(node: Node) -> str:
    """An expression without what only guards against nothing."""
    return node.text.replace("?.", ".").replace("!", "")


def callback(call: Node, name: str) -> Node | None:
    """The function that a method calls for every item, when it is written out."""
    given = bare(arguments(call)[0]) if name in CALLBACKS and arguments(call) else None
    return given if given is not None and given.kind in _FUNCTIONS else None


def given(name: str, path: str, one: str) -> str:
    """The path of what a method of a list gives; empty for what needs not be followed."""
    if name in _ONE or (path == ROW and name in _OWN_ONE):
        return one
    if name == "entries" and path != STEPS:
        return ENTRIES
    if name in _LISTS or (path == ROW and name in _OWN_LISTS):
        return STEPS if path == STEPS else ROW
    return ""


def is_nothing(node: Node) -> bool:
    """`[]`, `null`: what stands for a list or answer that is missing."""
    return is_null(node) or (node.kind in ("array", "object") and not node.named)
