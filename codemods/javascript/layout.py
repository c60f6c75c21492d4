"""How objects and arrays are laid out: their entries with comments, and whether they stand on lines of their own."""

from __future__ import annotations

from dataclasses import dataclass

from codemods.api.nodes import NO_COMMENTS, Array, Comments, Object
from codemods.api.nodes import Node as Value
from codemods.javascript.module import Module
from codemods.javascript.syntax import Node


@dataclass(frozen=True, eq=False)
class Item:
    """One entry of an object, array or list of arguments. ``comma`` is the one behind it."""

    node: Node
    comments: Comments
    comma: Node | None


@dataclass(frozen=True, eq=False)
class Listing:
    """``is_exploded`` when every entry has a line of its own; ``indent`` is then that of the entries. ``orphans`` belong to no entry."""

    items: tuple[Item, ...]
    is_exploded: bool
    indent: str
    orphans: tuple[str, ...] = ()
    opening: str = ""


def read(node: Node, module: Module) -> Listing:
    """The entries of an object, an array or the parentheses of a call."""
    inside = node.children[1:-1]
    entries = [child for child in inside if child.is_named and child.kind != "comment"]
    comments = _comments(node, entries, module)
    items = tuple(Item(entry, comments.get(entry, NO_COMMENTS), _comma(entry, inside)) for entry in entries)
    exploded = bool(entries) and "\n" in module.source[node.start : entries[0].start]
    indent = module.indent(entries[0].start) if exploded else module.indent(node.start)
    opening, orphans = _loose(node, entries, comments, module)
    return Listing(items, exploded, indent, orphans, opening)


def is_exploded(node: Value) -> bool:
    """Whether something in a new value stands on lines of its own."""
    if isinstance(node, Object):
        return node.exploded or any(is_exploded(entry.value) for entry in node.entries)
    return isinstance(node, Array) and (node.exploded or any(is_exploded(item) for item in node.items))


def _comma(entry: Node, inside: list[Node]) -> Node | None:
    place = inside.index(entry)
    return next((child for child in inside[place + 1 :] if child.kind != "comment"), None)


def _comments(node: Node, entries: list[Node], module: Module) -> dict[Node, Comments]:
    """The comments of each entry: those above it, and the one at the end of its line."""
    before: dict[Node, list[str]] = {entry: [] for entry in entries}
    after: dict[Node, str] = {}
    for comment in (child for child in node.children[1:-1] if child.kind == "comment"):
        owner = _owner(comment, entries, module)
        if owner is None:
            continue
        if owner.end <= comment.start:
            after[owner] = " ".join(filter(None, (after.get(owner, ""), comment.text)))
        else:
            before[owner].append(comment.text)
    return {entry: Comments(tuple(before[entry]), after.get(entry, "")) for entry in entries}


def _owner(comment: Node, entries: list[Node], module: Module) -> Node | None:
    """The entry that a comment belongs to: the last one on its line, or the next one."""
    line = module.line(comment)
    for entry in reversed(entries):
        if entry.end <= comment.start:
            if module.span(entry).end_line == line:
                return entry
            break
    return next((entry for entry in entries if entry.start >= comment.end), None)


def _loose(node: Node, entries: list[Node], owned: dict[Node, Comments], module: Module) -> tuple[str, tuple[str, ...]]:
    """The comment behind the opening bracket, and those behind the last entry."""
    found = [child for child in node.children[1:-1] if child.kind == "comment" and _owner(child, entries, module) is None]
    return "", tuple(comment.text for comment in found)
