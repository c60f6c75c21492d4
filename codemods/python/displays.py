"""Writing in the place of a display: a config or a schema that stands under a name becomes a mapping there."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from codemods.api.call import Entry, Leaf, Node, Object, leaves
from codemods.python.edits import Edit, Now
from codemods.python.layout import call_listing
from codemods.python.module import Module
from codemods.python.render import Style, expression, mapping
from codemods.python.values import Values


def node_of(leaf: Leaf) -> cst.CSTNode:
    """The user's node behind a leaf."""
    assert isinstance(leaf.source, cst.CSTNode)
    return leaf.source


def kept(entries: Iterable[Entry]) -> tuple[cst.CSTNode, ...]:
    """The user's nodes that entries are built from."""
    return tuple(node_of(leaf) for entry in entries for leaf in leaves(entry.value))


def depth_of(node: cst.CSTNode, module: Module) -> int:
    """How far the line that starts an expression is indented inside its statement, as far as call layouts tell."""
    for ancestor in module.ancestors(node):
        if isinstance(ancestor, cst.Call) and ancestor is not node:
            indent = call_listing(ancestor).indent
            if indent is not None:
                return indent
        if isinstance(ancestor, cst.BaseSmallStatement):
            break
    return 0


def style_of(values: Values, now: Now, node: cst.CSTNode) -> Style:
    """How to write in the place of a node; inside an f-string with the quote that does not end it."""
    around = values.module.enclosing(node, cst.FormattedString)
    quote = values.quote
    if isinstance(around, cst.FormattedString):
        quote = "'" if around.quote[0] == '"' else '"'
    return Style(quote, values.unit, values.tabs, now)


def display_edit(node: cst.BaseExpression, written: Object, values: Values) -> Edit:
    """Write a mapping in the place of a call or dictionary that spells the same out the old way."""
    depth = depth_of(node, values.module)

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        return mapping(written, style_of(values, now, node), depth).with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return Edit(node, change, "mapping", keeps=kept(written.entries))


def piece_edit(node: cst.BaseExpression, written: Node, values: Values, depth: int) -> Edit:
    """Write a piece of contents in the place of an expression (which may be a part of it), on a line indented by ``depth``."""
    keeps = tuple(node_of(leaf) for leaf in leaves(written))

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        style = style_of(values, lambda original: updated if original is node else now(original), node)
        made = expression(written, style, depth)
        # What stays inside keeps its own parentheses, and those of a tuple were its brackets.
        return made if node in keeps or isinstance(node, cst.Tuple) else made.with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return Edit(node, change, "contents", keeps=keeps)
