"""Which kinds of parts a loop variable may hold at each place of the loop's body.

The old part had every attribute, most of them None; a step or a content has its own only. `if part.text:` therefore
tells what may be read below it, and what the `elif` behind it can still be.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from codemods.api.outputs import ALL, CALL, CODE, MEDIA, RESULT, TEXT, THOUGHT, THOUGHT_MEDIA, Kinds
from codemods.python.nodes import dotted, is_none
from codemods.python.tree import children, walk

TEXTS: Kinds = frozenset({TEXT, THOUGHT})
THOUGHTS: Kinds = frozenset({THOUGHT, THOUGHT_MEDIA})
ALL_MEDIA: Kinds = frozenset({MEDIA, THOUGHT_MEDIA})

#: The kinds of parts that have each attribute of the old part; in parts of other kinds it was None.
HAVING: dict[str, Kinds] = {
    "text": TEXTS,
    "thought": THOUGHTS,
    "inline_data": ALL_MEDIA,
    "function_call": frozenset({CALL}),
    "executable_code": frozenset({CODE}),
    "code_execution_result": frozenset({RESULT}),
}
#: Attributes that may be falsy in a part that has them.
_MAY_BE_EMPTY = frozenset({"text"})

_NOTHING: Kinds = frozenset()
_IMPURE = (cst.Call, cst.Await, cst.Yield, cst.NamedExpr)
_ENDS = (cst.Continue, cst.Break, cst.Return, cst.Raise)


@dataclass(frozen=True)
class Atom:
    """A condition on one attribute of a part. ``negative`` for `is None`; ``empty`` when a part of the kind may fail it too."""

    attribute: str
    name: cst.BaseExpression
    negative: bool = False
    compared: bool = False
    empty: bool = False

    def split(self, kinds: Kinds) -> tuple[Kinds, Kinds]:
        having = HAVING[self.attribute]
        true, false = kinds & having, kinds if self.empty else kinds - having
        return (false, true) if self.negative else (true, false)


def atom_of(node: cst.BaseExpression, names: frozenset[cst.BaseExpression]) -> Atom | None:
    """The condition that an expression is, when it asks for one attribute of the part: by its truth or against None."""
    if isinstance(node, cst.Comparison) and len(node.comparisons) == 1 and is_none(node.comparisons[0].comparator):
        operator = node.comparisons[0].operator
        asked = _attribute_of(node.left, names)
        if asked is None or not isinstance(operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual)):
            return None
        attribute, name = asked
        if attribute == "thought":
            return None
        return Atom(attribute, name, negative=isinstance(operator, (cst.Is, cst.Equal)), compared=True)
    asked = _attribute_of(node, names)
    return Atom(*asked, empty=asked[0] in _MAY_BE_EMPTY) if asked is not None else None


def _attribute_of(node: cst.BaseExpression, names: frozenset[cst.BaseExpression]) -> tuple[str, cst.BaseExpression] | None:
    if isinstance(node, cst.Attribute) and node.attr.value == "data":
        # Media always have data.
        media = _attribute_of(node.value, names)
        return media if media is not None and media[0] == "inline_data" else None
    if isinstance(node, cst.Attribute) and node.value in names and node.attr.value in HAVING:
        return node.attr.value, node.value
    return None


def image_asked(node: cst.BaseExpression, names: frozenset[cst.BaseExpression]) -> cst.BaseExpression | None:
    """The part of `part.as_image()`."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "as_image" and not node.args:
        part = node.func.value
        return part if part in names else None
    return None


def having_asked(node: cst.BaseExpression, names: frozenset[cst.BaseExpression]) -> cst.BaseExpression | None:
    """The part of `hasattr(part, "text")`, which was true of every part."""
    if isinstance(node, cst.Call) and dotted(node.func) == "hasattr" and len(node.args) == 2:
        part = node.args[0].value
        return part if part in names else None
    return None


@dataclass
class Narrowing:
    """Runs a loop body over sets of kinds. ``at`` are the kinds at each use, ``acted_on`` those for which anything is done."""

    names: frozenset[cst.BaseExpression]
    at: dict[cst.BaseExpression, Kinds] = field(default_factory=dict)
    acted_on: Kinds = _NOTHING

    def loop(self, node: cst.For | cst.CompFor, kinds: Kinds) -> None:
        if isinstance(node, cst.For):
            self.block(node.body, kinds)
            if node.orelse is not None:
                self._act(node.orelse, kinds)
            return
        for condition in node.ifs:
            kinds = self.test(condition.test, kinds)[0]
        if node.inner_for_in is not None:
            self._act(node.inner_for_in, kinds)
        self.acted_on |= kinds
        self._inner = kinds

    def element(self, node: cst.CSTNode) -> None:
        """What a comprehension makes of each part that passed its conditions."""
        self._mark(node, self._inner)

    # -- statements ---------------------------------------------------------------------------------------------

    def block(self, node: cst.CSTNode, kinds: Kinds) -> Kinds:
        """The kinds that reach the end of a block."""
        body = getattr(node, "body", ())
        for statement in body if not isinstance(body, cst.CSTNode) else (body,):
            kinds = self._statement(statement, kinds)
        return kinds

    def _statement(self, node: cst.CSTNode, kinds: Kinds) -> Kinds:
        if isinstance(node, cst.If):
            return self._branch(node, kinds)
        if isinstance(node, cst.SimpleStatementLine):
            return self.block(node, kinds)
        if isinstance(node, cst.With):
            for item in node.items:
                self._act(item, kinds)
            self.block(node.body, kinds)
            return kinds
        if isinstance(node, (cst.For, cst.While, cst.Try, cst.TryStar)):
            return self._compound(node, kinds)
        if isinstance(node, cst.Continue):
            return _NOTHING
        if isinstance(node, cst.Assert):
            true = self.test(node.test, kinds)[0]
            self.acted_on |= kinds
            if node.msg is not None:
                self._act(node.msg, kinds)
            return true
        if not isinstance(node, cst.Pass):
            self._act(node, kinds)
        return _NOTHING if isinstance(node, _ENDS) else kinds

    def _branch(self, node: cst.If, kinds: Kinds) -> Kinds:
        true, false = self.test(node.test, kinds)
        after = self.block(node.body, true)
        if isinstance(node.orelse, cst.If):
            return after | self._branch(node.orelse, false)
        return after | (self.block(node.orelse, false) if node.orelse is not None else false)

    def _compound(self, node: cst.For | cst.While | cst.Try | cst.TryStar, kinds: Kinds) -> Kinds:
        """Loops and handlers: what is narrowed inside is forgotten behind them."""
        for child in children(node):
            if isinstance(child, (cst.BaseSuite, cst.Else, cst.Finally, cst.ExceptHandler, cst.ExceptStarHandler)):
                inner = child if isinstance(child, cst.BaseSuite) else child.body
                self.block(inner, kinds)
                if isinstance(child, (cst.ExceptHandler, cst.ExceptStarHandler)) and child.type is not None:
                    self._act(child.type, kinds)
            else:
                self._act(child, kinds)
        self.acted_on |= kinds
        return kinds

    # -- expressions --------------------------------------------------------------------------------------------

    def test(self, node: cst.BaseExpression, kinds: Kinds) -> tuple[Kinds, Kinds]:
        """The kinds for which a condition may hold, and for which it may fail."""
        if isinstance(node, cst.BooleanOperation):
            true, false = self.test(node.left, kinds)
            if isinstance(node.operator, cst.And):
                further, failed = self.test(node.right, true)
                return further, false | failed
            further, failed = self.test(node.right, false)
            return true | further, failed
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not):
            true, false = self.test(node.expression, kinds)
            return false, true
        self._mark(node, kinds)
        atom = atom_of(node, self.names)
        if atom is not None:
            return atom.split(kinds)
        image = node.left if isinstance(node, cst.Comparison) and is_none(node.comparisons[0].comparator) else node
        if image_asked(image, self.names) is not None:
            negative = isinstance(node, cst.Comparison) and isinstance(node.comparisons[0].operator, (cst.Is, cst.Equal))
            return (kinds, kinds & ALL_MEDIA) if negative else (kinds & ALL_MEDIA, kinds)
        if having_asked(node, self.names) is not None:
            return kinds, _NOTHING
        if any(isinstance(below, _IMPURE) for below in walk(node)):
            self.acted_on |= kinds
        return kinds, kinds

    def _act(self, node: cst.CSTNode, kinds: Kinds) -> None:
        self.acted_on |= kinds
        self._mark(node, kinds)

    def _mark(self, node: cst.CSTNode, kinds: Kinds) -> None:
        """Note the kinds at every use below a node; inside of it, conditions narrow them as well."""
        if isinstance(node, cst.IfExp):
            true, false = self.test(node.test, kinds)
            self._mark(node.body, true)
            self._mark(node.orelse, false)
            return
        if isinstance(node, cst.BooleanOperation):
            true, false = self.test(node.left, kinds)
            self._mark(node.right, true if isinstance(node.operator, cst.And) else false)
            return
        if isinstance(node, (cst.Lambda, cst.FunctionDef, cst.ClassDef)):
            # Runs later, when the name may hold another part.
            kinds = ALL
        if isinstance(node, cst.BaseExpression) and node in self.names:
            self.at[node] = self.at.get(node, _NOTHING) | kinds
        for child in children(node):
            self._mark(child, kinds)
