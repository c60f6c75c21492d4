"""Which types an output may have at a place, by the conditions around it: `if output.type == "text":`."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from codemods.api.legacy import OUTPUTS
from codemods.python.module import Module
from codemods.python.nodes import string_value
from codemods.python.parts import Loop
from codemods.python.tree import walk

Types = frozenset[str]
ALL: Types = frozenset(OUTPUTS)
_NOTHING: Types = frozenset()
#: What does something for every output it is evaluated for.
_IMPURE = (cst.Call, cst.Await, cst.Yield, cst.NamedExpr)


class Narrowing:
    """Answers for one module."""

    def __init__(self, module: Module) -> None:
        self.module = module

    # -- conditions ---------------------------------------------------------------------------------------------

    def told(self, test: cst.BaseExpression, name: str) -> Types | None:
        """The types for which a condition on `name.type` may hold; None when it does not depend on the type."""
        if isinstance(test, cst.BooleanOperation):
            left, right = self.told(test.left, name), self.told(test.right, name)
            if isinstance(test.operator, cst.And):
                if left is None and any(isinstance(node, _IMPURE) for node in walk(test.left)):
                    return None
                return left & right if left is not None and right is not None else left if right is None else right
            return left | right if left is not None and right is not None else None
        if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1 or not self._type_of(test.left, name):
            return None
        target = test.comparisons[0]
        several = target.comparator.elements if isinstance(target.comparator, (cst.Tuple, cst.List, cst.Set)) else ()
        texts = {string_value(element.value) for element in several} or {string_value(target.comparator)}
        if None in texts:
            return None
        found = frozenset(text for text in texts if text is not None)
        if isinstance(target.operator, (cst.Equal, cst.In)):
            return found
        return ALL - found if isinstance(target.operator, (cst.NotEqual, cst.NotIn)) else None

    @staticmethod
    def _type_of(node: cst.CSTNode, name: str) -> bool:
        return (
            isinstance(node, cst.Attribute) and node.attr.value == "type" and isinstance(node.value, cst.Name) and node.value.value == name
        )

    # -- places -------------------------------------------------------------------------------------------------

    def at(self, use: cst.CSTNode) -> Types:
        """The types an output may have where it is used, by the conditions that lead there."""
        types = ALL
        if not isinstance(use, cst.Name):
            return types
        below: cst.CSTNode = use
        for around in self.module.ancestors(use):
            for test in self._passed(around, below):
                told = self.told(test, use.value)
                types &= told if told is not None else ALL
            if isinstance(around, (cst.FunctionDef, cst.Lambda)):
                break
            below = around
        return types

    @staticmethod
    def _passed(around: cst.CSTNode, below: cst.CSTNode) -> list[cst.BaseExpression]:
        """The conditions that hold below a node."""
        if isinstance(around, (cst.If, cst.While, cst.IfExp)) and around.body is below:
            return [around.test]
        if isinstance(around, cst.BooleanOperation) and isinstance(around.operator, cst.And) and around.right is below:
            return [around.left]
        if isinstance(around, (cst.ListComp, cst.SetComp, cst.GeneratorExp, cst.DictComp)) and around.for_in is not below:
            clause: cst.CompFor | None = around.for_in
            found = []
            while clause is not None:
                found += [condition.test for condition in clause.ifs]
                clause = clause.inner_for_in
            return found
        return []

    # -- loops --------------------------------------------------------------------------------------------------

    def acted_on(self, loop: Loop, name: str) -> Types:
        """The types of the outputs for which a loop does anything at all."""
        if isinstance(loop, cst.CompFor):
            told = [types for condition in loop.ifs if (types := self.told(condition.test, name)) is not None]
            return frozenset.intersection(ALL, *told)
        if isinstance(loop.body, cst.SimpleStatementSuite):
            return ALL
        return self._block(loop.body.body, name, ALL)

    def _block(self, statements: Iterable[cst.CSTNode], name: str, types: Types) -> Types:
        acted = _NOTHING
        for statement in statements:
            if isinstance(statement, cst.If) and self._skips(statement):
                skipped = self._skipped(statement.test, name)
                acted |= types if skipped is None else _NOTHING
                types -= skipped or _NOTHING
            elif isinstance(statement, cst.If):
                acted |= self._branch(statement, name, types)
            elif isinstance(statement, cst.Match) and self._type_of(statement.subject, name):
                acted |= self._cases(statement, types)
            else:
                return acted | types
        return acted

    @staticmethod
    def _skips(statement: cst.If) -> bool:
        """`if …: continue`, without anything else."""
        body = statement.body.body
        line = body[0] if len(body) == 1 else None
        small = line.body if isinstance(line, cst.SimpleStatementLine) else body
        return statement.orelse is None and len(small) == 1 and isinstance(small[0], cst.Continue)

    def _skipped(self, test: cst.BaseExpression, name: str) -> Types | None:
        """The types that a condition surely skips; None where it does not begin with a question for the type."""
        first = test
        while isinstance(first, cst.BooleanOperation) and isinstance(first.operator, cst.Or):
            first = first.left
        return self.told(first, name) if isinstance(first, cst.Comparison) else None

    def _branch(self, statement: cst.If, name: str, types: Types) -> Types:
        told = self.told(statement.test, name)
        if told is None:
            return types
        # A condition on more than the type may fail for an output of it.
        rest = types - told if isinstance(statement.test, cst.Comparison) else types
        if isinstance(statement.orelse, cst.If):
            return (types & told) | self._branch(statement.orelse, name, rest)
        return (types & told) | (rest if statement.orelse is not None else _NOTHING)

    @staticmethod
    def _cases(match: cst.Match, types: Types) -> Types:
        found: Types = _NOTHING
        for case in match.cases:
            values = [node for node in walk(case.pattern) if isinstance(node, cst.MatchValue)]
            texts = frozenset(text for node in values if (text := string_value(node.value)) is not None)
            if not texts:
                return types
            found |= texts
        return found & types
