"""Tools that only Python has: lists that grow before the call, one tool or another, functions that the old SDK calls by itself."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.api.nodes import Leaf, Node
from codemods.python.settings.growing import Growing
from codemods.python.settings.reader import Reader
from codemods.python.strand import Strand
from codemods.settings import tools
from codemods.settings.reader import Placed


class Tools(tools.Tools[cst.BaseExpression, Strand]):
    """Reads the tools of one module."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.values = reader.values
        self.checked = reader.displays.checked
        self.growing = Growing(reader, self.element, self.display)

    def whole(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Placed | None:
        if not self.growing.concerns(node):
            return super().whole(node, strand, depth)
        leaf = self.checked.computed(Leaf(node, depth), node, strand, several=True)
        return Placed(leaf, leaf) if self.growing.rewrite(node, strand, depth) else None

    def element(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Sequence[Node] | None:
        if self._is_function(node):
            strand.hold(node, "GI206", "Python functions are given as tools: Interactions does not call them by itself")
            return None
        if isinstance(node, cst.IfExp):
            return self.growing.choice(node, strand, depth)
        return super().element(node, strand, depth)

    def _is_function(self, node: cst.BaseExpression) -> bool:
        """A function or method of this module, or a lambda: the old SDK calls it by itself."""
        if isinstance(node, cst.Lambda):
            return True
        if isinstance(node, cst.Attribute):
            owner = self.values.owner_class(node.value)
            return owner is not None and node.attr.value in self.values.methods(owner)
        definitions = self.values.definitions(node) if isinstance(node, cst.Name) else []
        return any(isinstance(definition.node, cst.FunctionDef) for definition in definitions)
