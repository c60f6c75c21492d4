"""Contents under a name: parts, turns and lists that are rewritten where they are bound, when everything done with the name allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from codemods.api.call import Leaf
from codemods.python.contents.lists import Listed
from codemods.python.contents.turns import Mode, Piece, join
from codemods.python.displays import depth_of
from codemods.python.flow import Definition
from codemods.python.nodes import dotted, is_none
from codemods.python.strand import Strand
from codemods.python.typechecked import TypeChecked

if TYPE_CHECKING:
    from codemods.python.contents.contents import Contents
    from codemods.python.contents.pieces import Kind

#: Methods that add to a list (or empty it), with how many arguments they take.
_TAKES = {"append": 1, "extend": 1, "insert": 2, "clear": 0}


class Bound:
    """Follows the names of one module that hold contents."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.values = contents.values
        self.module = contents.values.module
        self.checked = TypeChecked(self.values)
        self._following: set[Definition] = set()

    # -- single pieces ------------------------------------------------------------------------------------------

    def piece(self, name: cst.Name, kind: Kind, strand: Strand, depth: int) -> Piece | None:
        """A part or turn under a name: rewritten at each place where it is bound."""
        for definition in self.values.definitions(name):
            strand.claim(definition, name)
            if not self._once(definition, strand):
                return None
            for use in definition.uses:
                if self._only_asked(use):
                    strand.claim(definition, use)
        return Piece("turn" if kind == "turn" else "content", Leaf(name, depth))

    def _once(self, definition: Definition, strand: Strand) -> bool:
        """Rewrite a definition where it stands."""
        value = definition.value
        assert value is not None
        depth = depth_of(value, self.module)
        piece = self.contents.pieces.read(value, strand, depth, early=True)
        if piece is None:
            return False
        self.contents.lists.write(value, piece.node, strand, depth)
        self.checked.piece(definition, strand, several=False)
        return True

    # -- lists --------------------------------------------------------------------------------------------------

    def listing(self, name: cst.Name, strand: Strand, depth: int) -> Listed | None:
        """A list under a name, with everything that is appended to it."""
        modes: list[Mode] = []
        even = True
        for definition in self.values.definitions(name):
            strand.claim(definition, name)
            if definition in self._following:
                continue
            self._following.add(definition)
            found = self._defined(definition, strand)
            self._following.discard(definition)
            if found is None:
                return None
            modes.append(found.mode)
            even = even and found.even
        mode = join(modes)
        if mode is None:
            strand.hold(name, "GI200", f"`{name.value}` holds parts on one way to this line and whole turns on another")
            return None
        return Listed(Leaf(name, depth), mode, even)

    def _defined(self, definition: Definition, strand: Strand) -> Listed | None:
        """What one definition holds, and what is done to it."""
        changes: list[Mode] = []
        for use in definition.uses:
            added = self._added(use, definition, strand)
            if added is None:
                return None
            changes += added
        if isinstance(definition.node, cst.AugAssign):
            target = definition.node.target
            assert isinstance(target, cst.Name)
            found = self.listing(target, strand, 0)
        else:
            found = self._bound(definition, strand, alone=not changes)
        if found is None:
            return None
        mode = join([found.mode, *changes])
        counted = any(self._only_asked(use) for use in definition.uses)
        if mode is None or ((changes or counted) and not found.even):
            strand.hold(
                definition.name,
                "GI200",
                f"`{definition.name.value}` mixes parts with whole turns, and the parts would have to be put into turns",
            )
            return None
        return Listed(found.node, mode, found.even)

    def _bound(self, definition: Definition, strand: Strand, *, alone: bool) -> Listed | None:
        value = definition.value
        assert value is not None
        depth = depth_of(value, self.module)
        whole = alone and all(_is_asked(self.module.parent(use)) for use in definition.uses)
        found = self.contents.lists.read(value, strand, depth, early=True, whole=whole)
        if found is not None and found.mode != "empty":
            self.contents.lists.write(value, found.node, strand, depth)
        if found is not None:
            self.checked.piece(definition, strand, several=True)
        return found

    # -- uses ---------------------------------------------------------------------------------------------------

    def _added(self, use: cst.Name, definition: Definition, strand: Strand) -> list[Mode] | None:
        """What a use adds to the list: nothing when it is of another kind; None (with a hold) when that cannot be told."""
        if self._only_asked(use):
            strand.claim(definition, use)
            return []
        parent = self.module.parent(use)
        if isinstance(parent, cst.AugAssign) and parent.target is use:
            return self._extended(parent.value, use, definition, strand) if isinstance(parent.operator, cst.AddAssign) else []
        call = self.module.parent(parent) if isinstance(parent, cst.Attribute) and parent.value is use else None
        if not isinstance(parent, cst.Attribute) or not isinstance(call, cst.Call) or not isinstance(self.module.parent(call), cst.Expr):
            return []
        return self._called(call, parent.attr.value, use, definition, strand)

    def _called(self, call: cst.Call, method: str, use: cst.Name, definition: Definition, strand: Strand) -> list[Mode] | None:
        """`contents.append(…)` and its like, on a line of their own."""
        given = [arg.value for arg in call.args if arg.keyword is None and not arg.star]
        if len(given) != len(call.args) or len(given) != _TAKES.get(method, -1):
            return []
        if method == "extend":
            return self._extended(given[-1], use, definition, strand)
        strand.claim(definition, use)
        if method == "clear":
            return []
        mode = self.contents.lists.put(given[-1], strand, depth_of(given[-1], self.module), early=True)
        return None if mode is None else [mode]

    def _extended(self, value: cst.BaseExpression, use: cst.Name, definition: Definition, strand: Strand) -> list[Mode] | None:
        strand.claim(definition, use)
        if self.contents.pieces.kind(value) != "list":
            strand.hold(value, "GI200", "what this adds to the contents is not in sight")
            return None
        found = self.contents.lists.placed(value, strand, depth_of(value, self.module), early=True)
        return None if found is None else [found.mode]

    def _only_asked(self, use: cst.Name) -> bool:
        """Whether a use only asks whether there is anything, or how many."""
        parent = self.module.parent(use)
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        if isinstance(call, cst.Call) and dotted(call.func) in ("len", "bool"):
            return True
        none = isinstance(parent, cst.Comparison) and all(is_none(target.comparator) for target in parent.comparisons)
        return none or self.module.only_tested(use)


def _is_asked(parent: cst.CSTNode | None) -> bool:
    """Whether a use is the whole contents of some call."""
    return isinstance(parent, cst.Arg) and parent.keyword is not None and parent.keyword.value == "contents"
