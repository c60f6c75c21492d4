"""Displays under a name: a config, a schema or a tool that is spelled out once and used by name is rewritten where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from codemods.api.nodes import Entry, Leaf, Node, leaves
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.layout import call_listing, dict_listing, row_listing
from codemods.python.module import Module
from codemods.python.render import Style, expression
from codemods.python.strand import Strand
from codemods.python.values import Values


def node_of(leaf: Leaf) -> cst.CSTNode:
    """The user's node behind a leaf."""
    assert isinstance(leaf.source, cst.CSTNode)
    return leaf.source


def kept(entries: Iterable[Entry]) -> tuple[cst.CSTNode, ...]:
    """The user's nodes that entries are built from."""
    return tuple(node_of(leaf) for entry in entries for leaf in leaves(entry.value))


def depth_of(node: cst.CSTNode, module: Module) -> int:
    """How far the line that starts an expression is indented inside its statement, as far as the brackets around it tell."""
    for ancestor in module.ancestors(node):
        indent = _indent_inside(ancestor)
        if indent is not None:
            return indent
        if isinstance(ancestor, cst.BaseSmallStatement):
            break
    return 0


def _indent_inside(node: cst.CSTNode) -> int | None:
    """How far the lines between the brackets of a node are indented; None when it has none."""
    if isinstance(node, cst.Call):
        return call_listing(node).indent
    if isinstance(node, cst.Dict):
        return dict_listing(node).indent
    return row_listing(node).indent if isinstance(node, (cst.List, cst.Tuple, cst.Set)) else None


def style_of(values: Values, now: Now, node: cst.CSTNode) -> Style:
    """How to write in the place of a node; inside an f-string with the quote that does not end it."""
    around = values.module.enclosing(node, cst.FormattedString)
    quote = values.quote
    if isinstance(around, cst.FormattedString):
        quote = "'" if around.quote[0] == '"' else '"'
    return Style(quote, values.unit, values.tabs, now)


def bound_display(node: cst.BaseExpression, values: Values, accepts: Callable[[cst.BaseExpression], bool]) -> Definition | None:
    """The one definition behind a name, when its value is a display of the wanted kind: the only one that can be rewritten there."""
    if not isinstance(node, cst.Name):
        return None
    reaching = list(values.module.flow.definitions_of(node))
    if len(reaching) != 1:
        return None
    definition = reaching[0]
    statement = definition.node
    plain = (isinstance(statement, cst.Assign) and len(statement.targets) == 1) or isinstance(statement, cst.AnnAssign)
    if definition.kind != "assign" or definition.scope.kind == "class" or not plain or definition.value is None:
        return None
    return definition if accepts(definition.value) else None


def rewrite_bound(
    node: cst.Name,
    definition: Definition,
    values: Values,
    strand: Strand,
    convert: Callable[[cst.BaseExpression, int], Node | None],
    *,
    code: str,
    what: str,
) -> Node | None:
    """Rewrite a display where it gets its name; what it becomes, or None (with a hold) when it cannot be told."""
    display = definition.value
    assert display is not None
    strand.claim(definition, node)
    if values.is_mutated(node):
        strand.hold(node, "GI203", f"{what} is changed after it was written")
        return None
    if isinstance(definition.node, cst.AnnAssign):
        strand.hold(definition.node.annotation, "GI200", f"the annotation of {what} would no longer be true", "Take the annotation away.")
        return None
    written = convert(display, depth_of(display, values.module))
    if written is not None:
        strand.site(display, code, f"{what} is built the old way")
        strand.edit(display_edit(display, written, values))
    return written


def display_edit(node: cst.BaseExpression, written: Node, values: Values) -> Edit:
    """Write something in the place of a call or display that spells the same out the old way."""
    depth = depth_of(node, values.module)

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        return expression(written, style_of(values, now, node), depth).with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return Edit(node, change, "display", keeps=tuple(node_of(leaf) for leaf in leaves(written)))
