"""Edits: functions of an updated node, keyed by the original one, applied by a single transformer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import libcst as cst

from codemods.python.module import Module
from codemods.python.tree import walk

Result: TypeAlias = "cst.CSTNode | cst.RemovalSentinel | cst.FlattenSentinel[cst.CSTNode]"
#: Where the outcome of an edit goes: in place of the node, or next to it as a statement. What stands `before` takes over the node's
#: comments and blank lines; what stands on `top` leaves them.
Where: TypeAlias = Literal["here", "top", "before", "after"]
#: Gives the updated version of an original node below the one being edited (or left earlier).
Now = Callable[[cst.CSTNode], cst.CSTNode]


#: Makes one edit: gets the node as it is after the edits below it.
Change = Callable[[cst.CSTNode, Now], Result]


@dataclass(frozen=True, eq=False)
class Edit:
    """One change to one node.

    ``keeps`` are the original nodes whose updated versions the result is built from; everything else below the node
    goes. None means the node stays and only its own fields change. ``label`` tells two identical edits, made for two
    reasons, from two that contradict each other. What is only renamed may go with what it stands in: it is ``spare``.
    """

    node: cst.CSTNode
    change: Change
    label: str
    keeps: tuple[cst.CSTNode, ...] | None = None
    where: Where = "here"
    rank: tuple[int, ...] = ()
    spare: bool = False


class Overlap(Exception):
    """Two edits want the same place. ``node`` is where."""

    def __init__(self, node: cst.CSTNode, first: str, second: str) -> None:
        super().__init__(f"two rewrites meet: {first} and {second}")
        self.node = node


def combine(edits: Iterable[Edit]) -> dict[cst.CSTNode, list[Edit]]:
    """Edits by node, identical ones once; raises `Overlap` where one would lose another."""
    by_node: dict[cst.CSTNode, list[Edit]] = {}
    for edit in edits:
        present = by_node.setdefault(edit.node, [])
        if any(other.label == edit.label for other in present):
            continue
        replacing = [other for other in (*present, edit) if other.keeps is not None]
        if len(replacing) > 1:
            raise Overlap(edit.node, replacing[0].label, replacing[1].label)
        # A replacement comes first, so that changes of the node itself apply to what it became.
        present.insert(0 if edit.keeps is not None else len(present), edit)
    _refuse_losses(by_node)
    return by_node


def _refuse_losses(by_node: Mapping[cst.CSTNode, list[Edit]]) -> None:
    for node, edits in by_node.items():
        for edit in edits:
            if edit.keeps is None:
                continue
            kept = {below for keep in edit.keeps for below in walk(keep)}
            for below in walk(node):
                lost = [other for other in by_node.get(below, ()) if not other.spare]
                if below is not node and lost and below not in kept:
                    raise Overlap(below, edit.label, lost[0].label)


class _Applier(cst.CSTTransformer):
    """Goes only where an edit is: most statements of a module have none, and LibCST makes anew whatever it passes through."""

    def __init__(
        self,
        edits: Mapping[cst.CSTNode, list[Edit]],
        parents: Mapping[cst.CSTNode, cst.CSTNode],
        made_from: dict[cst.CSTNode, cst.CSTNode] | None = None,
    ) -> None:
        super().__init__()
        self.made_from = made_from
        self.edits = edits
        self.watched = {keep for several in edits.values() for edit in several for keep in edit.keeps or ()}
        self.updated: dict[cst.CSTNode, cst.CSTNode] = {}
        self.way = _way_to({*edits, *self.watched}, parents)

    def on_visit(self, node: cst.CSTNode) -> bool:
        return id(node) in self.way

    def on_visit_attribute(self, node: cst.CSTNode, attribute: str) -> None:
        """LibCST looks for a method of the field's name here, and below: for every field of every node."""

    def on_leave_attribute(self, original_node: cst.CSTNode, attribute: str) -> None:
        pass

    def now(self, original: cst.CSTNode) -> cst.CSTNode:
        """The updated version of a node; of one that comes later in the file, made ahead of its time."""
        if original not in self.updated and original in self.watched:
            ahead = original.visit(self)
            if isinstance(ahead, cst.CSTNode):
                self.updated[original] = ahead
        return self.updated.get(original, original)

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> Result:  # type: ignore[override]
        if id(original_node) not in self.way:
            return updated_node
        edits = self.edits.get(original_node, ())
        result: Result = updated_node
        for edit in edits:
            if isinstance(result, cst.CSTNode) and edit.where == "here":
                result = edit.change(result, self.now)
        if original_node in self.watched and isinstance(result, cst.CSTNode):
            self.updated[original_node] = result
        if self.made_from is not None and isinstance(result, cst.CSTNode):
            self.made_from[result] = original_node
        if all(edit.where == "here" for edit in edits):
            return result
        beside = {place: self._beside(updated_node, edits, place) for place in ("top", "before", "after")}
        if self.made_from is not None:
            self.made_from.update((made, original_node) for several in beside.values() for made in several)
        return _in_order(result, **beside)

    def _beside(self, updated: cst.CSTNode, edits: Iterable[Edit], place: str) -> list[cst.CSTNode]:
        chosen = sorted((edit for edit in edits if edit.where == place), key=lambda edit: edit.rank)
        made = [edit.change(updated, self.now) for edit in chosen]
        return [node for node in made if isinstance(node, cst.CSTNode)]


def _way_to(nodes: Iterable[cst.CSTNode], parents: Mapping[cst.CSTNode, cst.CSTNode]) -> set[int]:
    """The `id` of some nodes of a tree, and of all nodes above them."""
    way: set[int] = set()
    for node in nodes:
        current: cst.CSTNode | None = node
        while current is not None and id(current) not in way:
            way.add(id(current))
            current = parents.get(current)
    return way


def _in_order(
    result: Result, *, top: list[cst.CSTNode], before: list[cst.CSTNode], after: list[cst.CSTNode]
) -> cst.FlattenSentinel[cst.CSTNode]:
    """A statement, or those in its place, with those next to it."""
    there = [*result] if isinstance(result, cst.FlattenSentinel) else [result] if isinstance(result, cst.CSTNode) else []
    if before and there and hasattr(there[0], "leading_lines"):
        before = [before[0].with_changes(leading_lines=there[0].leading_lines), *before[1:]]
        there[0] = there[0].with_changes(leading_lines=())
    return cst.FlattenSentinel([*top, *before, *there, *after])


def apply(module: Module, edits: Mapping[cst.CSTNode, list[Edit]], made_from: dict[cst.CSTNode, cst.CSTNode] | None = None) -> cst.Module:
    """The tree of a module with every edit made. The old node of each one that is new is put into ``made_from``."""
    result = module.tree.visit(_Applier(edits, module.parents, made_from))
    assert isinstance(result, cst.Module)
    return result


def bind_in_place(name: str) -> Change:
    """A change that gives an expression a name where it stands: `f()` becomes `(name := f())`."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        bare = updated.with_changes(lpar=[], rpar=[])
        return cst.NamedExpr(cst.Name(name), bare, lpar=[cst.LeftParen()], rpar=[cst.RightParen()])

    return change


def in_its_place(kept: cst.CSTNode) -> Change:
    """A change that leaves of an expression only this part of it."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        value = now(kept)
        assert isinstance(updated, cst.BaseExpression) and isinstance(value, cst.BaseExpression)
        return value.with_changes(lpar=[*updated.lpar, *value.lpar], rpar=[*value.rpar, *updated.rpar])

    return change
