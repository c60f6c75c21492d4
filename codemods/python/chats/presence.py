"""Questions whether there is a chat: an id is missing longer than its chat was, until the first answer."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from codemods.python.chats.leaving import removed
from codemods.python.chats.model import Found, Guard, Slot
from codemods.python.chats.uses import Uses
from codemods.python.edits import Edit, Now
from codemods.python.strand import Strand
from codemods.python.values import Values

State = Callable[[Slot, cst.BaseExpression], cst.BaseExpression]


class Presence:
    """Rewrites such questions in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def is_plain(self, found: Found, uses: Uses) -> bool:
        """Whether every question only sees to it that there is a chat, so that a missing id can stand for a missing chat."""
        return all(self._is_plain(guard, found) for guard in uses.guards)

    def _is_plain(self, guard: Guard, found: Found) -> bool:
        branch = self._branch(guard)
        return branch is not None and (self._only_creates(branch.body, found) or self._calls_maker(branch.body, found))

    def plain(self, slot: Slot, found: Found, uses: Uses, state: State, strand: Strand) -> None:
        """Rewrite such questions: what only created the chat has nothing left to do."""
        for guard in uses.guards:
            branch = self._branch(guard)
            if branch is not None and self._only_creates(branch.body, found):
                strand.edit(Edit(branch, removed, "nothing to make", keeps=(branch.body,)))
                self._hand_down(branch, strand)
            else:
                strand.edit(self._renamed(slot, guard, state))

    def exact(self, slot: Slot, uses: Uses, state: State, strand: Strand) -> None:
        """Rewrite any question for a state that is None only without a chat: whether it is true is no question any more."""
        for guard in uses.guards:
            strand.edit(self._compared(slot, guard, state))

    def _compared(self, slot: Slot, guard: Guard, state: State) -> Edit:
        """`if not chat:` becomes `if chat_interaction_id is None:`."""
        target = state(slot, guard.place.expression)
        if isinstance(guard.test, cst.Comparison):
            return self._renamed(slot, guard, state)
        operator = cst.Is() if guard.missing else cst.IsNot()

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.BaseExpression)
            return cst.Comparison(target, [cst.ComparisonTarget(operator, cst.Name("None"))], lpar=updated.lpar, rpar=updated.rpar)

        return Edit(guard.test, change, "ask whether it is None", keeps=())

    def _branch(self, guard: Guard) -> cst.If | None:
        """`if chat is None:` without an `else`, and nothing else in its condition."""
        parent = self.module.parent(guard.test)
        if not isinstance(parent, cst.If) or parent.test is not guard.test or parent.orelse is not None or not guard.missing:
            return None
        return None if isinstance(self.module.parent(parent), cst.If) else parent

    def _only_creates(self, body: cst.BaseSuite, found: Found) -> bool:
        """Whether all that a block does is creating the chat."""
        made = {creation.statement for creation in found.creations if creation.statement is not None}
        return all(small in made for small in _statements(body))

    def _calls_maker(self, body: cst.BaseSuite, found: Found) -> bool:
        """Whether all that a block does is calling a function that only creates the chat."""
        own_body = _statements(body)
        first = own_body[0] if len(own_body) == 1 else None
        call = first.value if isinstance(first, cst.Expr) else None
        if isinstance(call, cst.Await):
            call = call.expression
        if not isinstance(call, cst.Call) or call.args:
            return False
        function = self._function(call.func)
        if function is None or function.decorators:
            return False
        own = [small for small in _statements(function.body) if not isinstance(small, (cst.Global, cst.Nonlocal)) and not _is_text(small)]
        made = {creation.statement for creation in found.creations if creation.statement is not None}
        return bool(own) and all(small in made for small in own)

    def _function(self, func: cst.BaseExpression) -> cst.FunctionDef | None:
        if isinstance(func, cst.Name):
            definitions = self.module.flow.definitions_of(func)
            node = next(iter(definitions)).node if len(definitions) == 1 else None
            return node if isinstance(node, cst.FunctionDef) else None
        owner = self.values.owner_class(func.value) if isinstance(func, cst.Attribute) else None
        if owner is None or not isinstance(func, cst.Attribute) or self.values.subclasses(owner):
            return None
        return self.values.method(owner, func.attr.value)

    def _renamed(self, slot: Slot, guard: Guard, state: State) -> Edit:
        target = state(slot, guard.place.expression)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.BaseExpression)
            return target.with_changes(lpar=updated.lpar, rpar=updated.rpar)

        return Edit(guard.place.node, change, "ask for the id", keeps=())

    def _hand_down(self, branch: cst.If, strand: Strand) -> None:
        """Comments above a branch that goes are handed to the statement behind it."""
        if not any(line.comment for line in branch.leading_lines):
            return
        body = list(getattr(self.module.parent(branch), "body", ()))
        following = body[body.index(branch) + 1] if branch in body[:-1] else None
        if following is None:
            strand.hold(branch, "GI200", "a commented block that has nothing left to do is not rewritten yet")
            return
        lines = list(branch.leading_lines)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            return updated.with_changes(leading_lines=[*lines, *getattr(updated, "leading_lines", ())])

        strand.edit(Edit(following, change, f"comments of line {self.module.span(branch).line}"))


def _statements(body: cst.BaseSuite) -> list[cst.CSTNode]:
    """The small statements of a block, and its compound ones as they are."""
    found: list[cst.CSTNode] = []
    for statement in body.body:
        found += statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement]
    return found


def _is_text(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.Expr) and isinstance(statement.value, cst.SimpleString)
