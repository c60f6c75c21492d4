"""Contents under a name: parts, turns and lists that are rewritten where they are bound, when everything done with the name allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from codemods.api.call import Array, Leaf, Rest
from codemods.api.response import TURN
from codemods.python.contents.lists import Listed
from codemods.python.contents.turns import Piece, join, mode_of
from codemods.python.displays import depth_of
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.nodes import is_none
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
        pieces = []
        for definition in self.values.definitions(name):
            strand.claim(definition, name)
            piece = self._once(definition, strand)
            if piece is None:
                return None
            pieces.append(piece)
            answered = definition.value is not None and strand.takes.get(definition.value) == TURN
            if answered:
                strand.take(name, TURN)
            for use in definition.uses:
                if self._only_asked(use) or (answered and self._is_read(use)):
                    strand.claim(definition, use)
        if len({(piece.kind, piece.several) for piece in pieces}) != 1:
            strand.hold(name, "GI200", f"`{name.value}` holds one step on one way to this line and several, or a part, on another")
            return None
        return Piece(pieces[0].kind, Leaf(name, depth), several=pieces[0].several)

    def _once(self, definition: Definition, strand: Strand) -> Piece | None:
        """Rewrite a definition where it stands."""
        value = definition.value
        assert value is not None
        depth = depth_of(value, self.module)
        piece = self.contents.pieces.read(value, strand, depth, early=True)
        if piece is None:
            return None
        copied = piece.several and isinstance(piece.node, Leaf) and piece.node.source is not value
        written = Array((Rest(piece.node),)) if copied and isinstance(piece.node, Leaf) else piece.node
        self.contents.lists.write(value, written, strand, depth)
        self.checked.piece(definition, strand, several=piece.several)
        return piece

    # -- lists --------------------------------------------------------------------------------------------------

    def listing(self, name: cst.Name, strand: Strand, depth: int) -> Listed | None:
        """A list under a name, with everything that is appended to it."""
        lists: list[Listed] = []
        for definition in self.values.definitions(name):
            strand.claim(definition, name)
            if definition in self._following:
                continue
            self._following.add(definition)
            found = self._defined(definition, strand)
            self._following.discard(definition)
            if found is None:
                return None
            lists.append(found)
        mode = join(self.values.schema, [found.mode for found in lists])
        if mode is None:
            strand.hold(name, "GI200", f"`{name.value}` holds parts on one way to this line and whole turns on another")
            return None
        return Listed(Leaf(name, depth), mode, all(found.even for found in lists), all(found.counted for found in lists))

    def _defined(self, definition: Definition, strand: Strand) -> Listed | None:
        """What one definition holds, and what is done to it."""
        changes: list[Listed] = []
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
        mode = join(self.values.schema, [found.mode, *(change.mode for change in changes)])
        asked = [use for use in definition.uses if self._only_asked(use)]
        if mode is None or ((changes or asked) and not found.even):
            strand.hold(
                definition.name,
                "GI200",
                f"`{definition.name.value}` mixes parts with whole turns, and the parts would have to be put into turns",
            )
            return None
        counted = all(listed.counted for listed in (found, *changes))
        numbers = [use for use in asked if self._is_counted(use)]
        if numbers and not counted:
            strand.hold(numbers[0], "GI200", "this counts turns, and one turn can be several steps now")
            return None
        return Listed(found.node, mode, found.even, counted)

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

    def _added(self, use: cst.Name, definition: Definition, strand: Strand) -> list[Listed] | None:
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

    def _called(self, call: cst.Call, method: str, use: cst.Name, definition: Definition, strand: Strand) -> list[Listed] | None:
        """`contents.append(…)` and its like, on a line of their own."""
        given = [arg.value for arg in call.args if arg.keyword is None and not arg.star]
        if len(given) != len(call.args) or len(given) != _TAKES.get(method, -1):
            return []
        if method == "extend":
            return self._extended(given[-1], use, definition, strand)
        strand.claim(definition, use)
        if method == "clear":
            return []
        piece = self.contents.lists.put(given[-1], strand, depth_of(given[-1], self.module), early=True)
        if piece is not None and piece.several:
            if method != "append":
                strand.hold(call, "GI200", f"this puts a turn in by `{method}`, and the turn is several steps now")
                return None
            strand.edit(Edit(call, _extend, "extend"))
        return None if piece is None else [Listed(piece.node, mode_of(self.values.schema, [piece]), counted=not piece.several)]

    def _extended(self, value: cst.BaseExpression, use: cst.Name, definition: Definition, strand: Strand) -> list[Listed] | None:
        strand.claim(definition, use)
        if self.contents.pieces.kind(value) != "list":
            strand.hold(value, "GI200", "what this adds to the contents is not in sight")
            return None
        found = self.contents.lists.placed(value, strand, depth_of(value, self.module), early=True, copied=True)
        if found is not None and not found.even:
            strand.hold(value, "GI200", "this mixes parts with whole turns, and the parts would have to be put into turns")
            return None
        return None if found is None else [found]

    def _only_asked(self, use: cst.Name) -> bool:
        """Whether a use only asks whether there is anything, or how many."""
        parent = self.module.parent(use)
        if self._is_counted(use) or self._is_given_to(use, "bool"):
            return True
        none = isinstance(parent, cst.Comparison) and all(is_none(target.comparator) for target in parent.comparisons)
        return none or self.module.only_tested(use)

    def _is_read(self, use: cst.Name) -> bool:
        """`content.parts`, of the turn of an answer: whoever follows the answer rewrites it."""
        parent = self.module.parent(use)
        return isinstance(parent, cst.Attribute) and parent.attr.value == "parts"

    def _is_counted(self, use: cst.Name) -> bool:
        return self._is_given_to(use, "len")

    def _is_given_to(self, use: cst.Name, function: str) -> bool:
        parent = self.module.parent(use)
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        return isinstance(call, cst.Call) and self.values.called_name(call.func) == function


def _extend(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    """`contents.append(…)` becomes `contents.extend(…)`."""
    assert isinstance(updated, cst.Call) and isinstance(updated.func, cst.Attribute)
    return updated.with_changes(func=updated.func.with_changes(attr=cst.Name("extend")))


def _is_asked(parent: cst.CSTNode | None) -> bool:
    """Whether a use is the whole contents of some call."""
    return isinstance(parent, cst.Arg) and parent.keyword is not None and parent.keyword.value == "contents"
