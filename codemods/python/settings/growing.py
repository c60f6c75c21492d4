"""Lists of tools that are put together before the call: `tools = []`, `tools.append(…)`, `tools += […]`, one list or another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import libcst as cst

from codemods.api.nodes import Array, Leaf, Node, Rest
from codemods.python.displays import depth_of, display_edit
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.growth import changed_later, is_change
from codemods.python.nodes import is_none
from codemods.python.settings.reader import Reader
from codemods.python.strand import Strand

#: What one element of a list becomes, or what a whole display does; None (with a hold) when it cannot be told.
Element: TypeAlias = "Callable[[cst.BaseExpression, Strand, int], Sequence[Node] | None]"
Display: TypeAlias = "Callable[[cst.List, Strand, int], Node | None]"

_CODE = "GI107"
_NOT_IN_SIGHT = "the tools are not in sight"


class Growing:
    """Rewrites such lists of one module where they stand. Every method is false, with a hold, when something cannot be rewritten."""

    def __init__(self, reader: Reader, element: Element, display: Display) -> None:
        self.reader = reader
        self.values = reader.values
        self.module = reader.values.module
        self.element = element
        self.display = display
        self._following: set[Definition] = set()

    def concerns(self, node: cst.BaseExpression) -> bool:
        """Whether an expression is not simply a list, or the name of one that stays as it was made."""
        if isinstance(node, (cst.IfExp, cst.BinaryOperation, cst.BooleanOperation)):
            return True
        if not isinstance(node, cst.Name):
            return False
        bound = self.reader.displays.bound(node, self.reader.is_list)
        return any(is_change(use, self.values) for use in bound.uses) if bound is not None else self._is_built(node)

    def _is_built(self, name: cst.Name) -> bool:
        """Whether each value of a name is one that can be followed; an argument or import is reported as what it is."""
        definitions = self.module.flow.definitions_of(name)
        return bool(definitions) and all(definition.kind in ("assign", "augment") for definition in definitions)

    def rewrite(self, node: cst.BaseExpression, strand: Strand, depth: int) -> bool:
        """A list of tools where a config takes it."""
        if self.reader.displays.is_spelling:
            strand.hold(node, "GI203", "the list of tools is part of something that has to stay as it is")
            return False
        if not self._whole(node, strand, depth):
            return False
        if changed_later(node, self.values):
            strand.hold(node, "GI200", "the config had a copy of this list of tools, which is changed after it")
            return False
        return True

    # -- lists --------------------------------------------------------------------------------------------------

    def _whole(self, node: cst.BaseExpression, strand: Strand, depth: int, *, shared: bool = True) -> bool:
        """An expression that gives a list, or None. One that is ``shared`` may be the list of another name, and not a list of its own."""
        if isinstance(node, cst.List):
            return self._spelled_out(node, strand, depth)
        if is_none(node):
            return True
        if isinstance(node, cst.IfExp):
            return self._both(node.body, node.orelse, strand, depth, shared=shared)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
            return self._both(node.left, node.right, strand, depth, shared=True)
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or) and is_none(node.right):
            return self._whole(node.left, strand, depth, shared=shared)
        if isinstance(node, cst.Name) and shared:
            return self._named(node, strand)
        strand.hold(node, "GI203", _NOT_IN_SIGHT)
        return False

    def _both(self, one: cst.BaseExpression, other: cst.BaseExpression, strand: Strand, depth: int, *, shared: bool) -> bool:
        found = [self._whole(side, strand, depth, shared=shared) for side in (one, other)]
        return all(found)

    def _spelled_out(self, node: cst.List, strand: Strand, depth: int) -> bool:
        written = self.display(node, strand, depth)
        if written is None:
            return False
        if node.elements:
            self._write(node, written, strand)
        return True

    def _write(self, node: cst.BaseExpression, written: Node, strand: Strand) -> None:
        """Write the new tools in the place of the old; a name that stays is no change."""
        if isinstance(written, Leaf) and written.source is node:
            return
        if not self._in_a_call(node, strand):
            strand.site(node, _CODE, "the tools are built the old way")
        strand.edit(display_edit(node, written, self.values))

    def _in_a_call(self, node: cst.CSTNode, strand: Strand) -> bool:
        """Whether the node stands in a call that is rewritten anyway."""
        around = set(self.module.ancestors(node))
        return any(site.node in around for site in strand.sites)

    # -- names --------------------------------------------------------------------------------------------------

    def _named(self, name: cst.Name, strand: Strand) -> bool:
        """A list under a name: every list it may be, with everything that is added to it."""
        definitions = self.module.flow.definitions_of(name)
        for definition in definitions:
            strand.claim(definition, name)
        found = [self._followed(definition, name, strand) for definition in sorted(definitions, key=lambda d: d.order)]
        return bool(found) and all(found)

    def _followed(self, definition: Definition, name: cst.Name, strand: Strand) -> bool:
        if definition in self._following:
            return True
        foreign = (definition.scope, definition.name.value) in self.module.flow.foreign
        if foreign or definition.scope.kind == "class" or definition.value is None:
            strand.hold(name, "GI203", _NOT_IN_SIGHT)
            return False
        self._following.add(definition)
        found = self._given(definition, strand) and self._added(definition, strand)
        self._following.discard(definition)
        return found

    def _given(self, definition: Definition, strand: Strand) -> bool:
        """What a definition gives the name."""
        statement, value = definition.node, definition.value
        assert value is not None
        if isinstance(statement, cst.AugAssign) and isinstance(statement.target, cst.Name):
            return self._more(statement, strand) and self._named(statement.target, strand)
        plain = (isinstance(statement, cst.Assign) and len(statement.targets) == 1) or isinstance(statement, cst.AnnAssign)
        if definition.kind != "assign" or not plain or not self._whole(value, strand, depth_of(value, self.module), shared=False):
            strand.hold(value, "GI203", _NOT_IN_SIGHT)
            return False
        self.reader.displays.retype(definition, _CODE, Array(()) if not is_none(value) else Leaf(value), strand)
        return True

    def _more(self, statement: cst.AugAssign, strand: Strand) -> bool:
        """`tools += more`."""
        if not isinstance(statement.operator, cst.AddAssign):
            strand.hold(statement, "GI203", _NOT_IN_SIGHT)
            return False
        return self._whole(statement.value, strand, depth_of(statement.value, self.module))

    # -- uses ---------------------------------------------------------------------------------------------------

    def _added(self, definition: Definition, strand: Strand) -> bool:
        """What all uses of a definition do to the list. A use of another kind is not taken care of, and holds the group."""
        found = [self._used(use, definition, strand) for use in definition.uses]
        return all(found)

    def _used(self, use: cst.Name, definition: Definition, strand: Strand) -> bool:
        parent = self.module.parent(use)
        none = isinstance(parent, cst.Comparison) and all(is_none(target.comparator) for target in parent.comparisons)
        if none or self.module.only_tested(use):
            strand.claim(definition, use)
            return True
        if isinstance(parent, cst.AugAssign) and parent.target is use:
            strand.claim(definition, use)
            # The name has the same list afterwards, so what is done with it there counts too.
            again = self.module.flow.definition_at(use)
            if again is None:
                return False
            strand.ties.add(again)
            strand.claims.setdefault(again, set())
            return self._followed(again, use, strand)
        call = self.module.parent(parent) if isinstance(parent, cst.Attribute) and parent.value is use else None
        if isinstance(parent, cst.Attribute) and isinstance(call, cst.Call) and isinstance(self.module.parent(call), cst.Expr):
            return self._called(call, parent.attr.value, use, definition, strand)
        return True

    def _called(self, call: cst.Call, method: str, use: cst.Name, definition: Definition, strand: Strand) -> bool:
        """`tools.append(…)` and `tools.extend(…)` on a line of their own."""
        if method not in ("append", "extend") or len(call.args) != 1 or call.args[0].star or call.args[0].keyword is not None:
            return True
        strand.claim(definition, use)
        value = call.args[0].value
        if method == "extend":
            return self._whole(value, strand, depth_of(value, self.module))
        return self._appended(call, value, strand)

    def _appended(self, call: cst.Call, value: cst.BaseExpression, strand: Strand) -> bool:
        depth = depth_of(value, self.module)
        nodes = self.element(value, strand, depth)
        if nodes is None:
            return False
        if len(nodes) == 1 and not isinstance(nodes[0], Rest):
            self._write(value, nodes[0], strand)
            return True
        if not nodes:
            strand.hold(value, "GI203", "the tool is empty, so what it stands for is not clear")
            return False
        alone = isinstance(nodes[0], Rest) and len(nodes) == 1
        self._write(value, nodes[0].source if alone and isinstance(nodes[0], Rest) else Array(tuple(nodes)), strand)
        strand.edit(Edit(call, _extend, "extend"))
        return True

    # -- elements -----------------------------------------------------------------------------------------------

    def choice(self, node: cst.IfExp, strand: Strand, depth: int) -> Sequence[Node] | None:
        """One tool or another as an element of a list."""
        if self.reader.displays.is_spelling:
            strand.hold(node, "GI203", "the tool is part of something that has to stay as it is")
            return None
        for side in (node.body, node.orelse):
            nodes = self.element(side, strand, depth)
            if nodes is None:
                return None
            if len(nodes) != 1 or isinstance(nodes[0], Rest):
                strand.hold(side, "GI200", "one tool is several here, and a choice between them is not rewritten yet")
                return None
            self._write(side, nodes[0], strand)
        return [self.reader.displays.checked.computed(Leaf(node, depth), node, strand, several=False)]


def _extend(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    """`tools.append(…)` becomes `tools.extend(…)`."""
    assert isinstance(updated, cst.Call) and isinstance(updated.func, cst.Attribute)
    return updated.with_changes(func=updated.func.with_changes(attr=cst.Name("extend")))
