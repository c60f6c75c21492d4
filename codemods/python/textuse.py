"""What is done with the text of an answer: the old `.text` was None without text, the new one is an empty string."""

from __future__ import annotations

import libcst as cst

from codemods.python.edits import Change, Edit, Now
from codemods.python.flow import Definition
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.scopes import assigned_targets
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.tree import walk
from codemods.python.values import Values

_NOTE = "GI402"
_UNFIT = "JSON that does not fit the schema"


class TextUses:
    """Looks at the uses of answer texts in one module."""

    def __init__(self, values: Values, texts: Texts) -> None:
        self.values = values
        self.module = values.module
        self.texts = texts
        self._following: set[Definition] = set()

    def use(self, node: cst.CSTNode, strand: Strand, mixed: bool = False) -> None:
        """One place that reads the text. ``mixed`` tells that the value may be some other text as well, empty or not."""
        self.check_handlers(node, strand)
        parent = self.module.parent(node)
        if isinstance(parent, cst.ComparisonTarget):
            parent = self.module.parent(parent)
        if isinstance(parent, cst.Comparison):
            self._compare(node, parent, strand, mixed)
        elif isinstance(parent, cst.Param):
            strand.hold(node, "GI219", 'this text becomes the default of a parameter, where a missing one is "" now, not None')
        elif isinstance(parent, (cst.Assign, cst.AnnAssign, cst.NamedExpr)):
            self._stored(node, parent, strand, mixed)
        elif isinstance(parent, cst.Arg):
            self._passed(node, parent, strand)
        elif isinstance(parent, cst.Match):
            strand.hold(parent.subject, "GI219", 'the cases tell no text from an empty one; the new text is "" in both cases')
        elif isinstance(parent, cst.Return):
            strand.note(node, _NOTE, 'without text this is returned as "" now, not as None')
        elif isinstance(parent, cst.Element) and self._unpacked(parent) is not None:
            self._named(self._unpacked(parent), node, strand, mixed)
        elif isinstance(parent, (cst.Yield, cst.Element, cst.DictElement)):
            if isinstance(self.module.enclosing(node, cst.Match, cst.BaseSmallStatement), cst.Match):
                strand.hold(node, "GI219", 'the cases tell no text from an empty one; the new text is "" in both cases')
            strand.note(node, _NOTE, 'without text this is "" now, not None')
        elif isinstance(parent, cst.BooleanOperation):
            self._combined(node, parent, strand, mixed)
        elif isinstance(parent, cst.IfExp) and parent.test is not node:
            other = parent.orelse if parent.body is node else parent.body
            self.use(parent, strand, mixed or not is_none(other))

    def _combined(self, node: cst.CSTNode, parent: cst.BooleanOperation, strand: Strand, mixed: bool) -> None:
        """`a and text` may be the text, `text or a` never the missing one."""
        if parent.right is node or isinstance(parent.operator, cst.And):
            self.use(parent, strand, mixed=True)

    # -- comparisons --------------------------------------------------------------------------------------------

    def _compare(self, node: cst.CSTNode, parent: cst.Comparison, strand: Strand, mixed: bool) -> None:
        sides = [parent.left, *(target.comparator for target in parent.comparisons)]
        others = [side for side in sides if side is not node]
        choices = [e.value for other in others if isinstance(other, (cst.Tuple, cst.List, cst.Set)) for e in other.elements]
        if any(is_none(choice) for choice in choices) or any(self._empty(other) for other in (*others, *choices)):
            strand.hold(parent, "GI219", 'this tells an empty text from no text; the new text is "" in both cases')
        if not any(is_none(other) for other in others):
            return
        operator = parent.comparisons[0].operator
        plain = len(parent.comparisons) == 1 and isinstance(operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual))
        if mixed or not plain:
            strand.hold(parent, "GI219", "this test for None also sees values that do not come from an answer")
            return
        negative = isinstance(operator, (cst.Is, cst.Equal))
        bare = negative or self.module.only_tested(parent)
        strand.edit(Edit(parent, truth(node, negative=negative, bare=bare), "test for emptiness", keeps=(node,)))

    def _empty(self, node: cst.BaseExpression) -> bool:
        return self.values.exact_string(node) == ""

    def check_handlers(self, node: cst.CSTNode, strand: Strand, missing: str = "text") -> None:
        """A handler for the errors that using None raises: an empty text raises none of them."""
        raised = {"TypeError"} if self._parsed_as_json(node) else {"AttributeError", "TypeError", "IndexError"}
        child = node
        for around in self.module.ancestors(node):
            if isinstance(around, (cst.FunctionDef, cst.Lambda)):
                return
            caught: set[str] = set()
            if isinstance(around, (cst.Try, cst.TryStar)) and around.body is child:
                caught = {name for handler in around.handlers for name in caught_names(handler)}
            elif isinstance(around, cst.With):
                caught = {n.value for item in around.items for n in walk(item.item) if isinstance(n, cst.Name)}
                caught = caught if "suppress" in caught else set()
            if caught & raised and not (self._parsed_as_json(node) and caught & {"ValueError", "JSONDecodeError"}):
                instead = 'the new text is ""' if missing == "text" else "what is there now is empty"
                strand.hold(
                    node, "GI219", f"a missing {missing} is caught here as the error that using None raises; {instead} and raises none"
                )
                return
            child = around

    def _parsed_as_json(self, node: cst.CSTNode) -> bool:
        parent = self.module.parent(node)
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        return isinstance(call, cst.Call) and dotted(call.func).endswith("loads")

    # -- storing ------------------------------------------------------------------------------------------------

    def _stored(self, node: cst.CSTNode, parent: cst.Assign | cst.AnnAssign | cst.NamedExpr, strand: Strand, mixed: bool) -> None:
        for target in assigned_targets(parent):
            definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
            if definition is None:
                strand.note(node, _NOTE, 'without text "" is stored now, not None')
                continue
            if definition in self._following:
                continue
            self._following.add(definition)
            for use in definition.uses:
                self._later(use, definition, strand, mixed)
            self._following.discard(definition)
        if isinstance(parent, cst.NamedExpr):
            self.use(parent, strand, mixed)

    def _named(self, target: cst.BaseExpression | None, node: cst.CSTNode, strand: Strand, mixed: bool) -> None:
        """Text under a name is followed; under anything else nobody can see who looks."""
        definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
        if definition is None:
            strand.note(node, _NOTE, 'without text "" is stored now, not None')
        elif definition not in self._following:
            self._following.add(definition)
            for use in definition.uses:
                self._later(use, definition, strand, mixed)
            self._following.discard(definition)

    def _unpacked(self, element: cst.Element) -> cst.BaseExpression | None:
        """The target that an element of `a, b = text, 1` goes to."""
        whole = self.module.parent(element)
        statement = self.module.parent(whole) if whole is not None else None
        if not isinstance(whole, cst.Tuple) or not isinstance(statement, cst.Assign) or len(statement.targets) != 1:
            return None
        target = statement.targets[0].target
        same = isinstance(target, (cst.Tuple, cst.List)) and len(target.elements) == len(whole.elements)
        return target.elements[whole.elements.index(element)].value if same and isinstance(target, (cst.Tuple, cst.List)) else None

    def _later(self, use: cst.Name, definition: Definition, strand: Strand, mixed: bool) -> None:
        """Text under a name: what asks for None later, perhaps under another name, and what else arrives there."""
        strand.ties.add(use)
        parent = self.module.parent(use)
        if isinstance(parent, cst.Arg) and not self._asks_type(parent):
            return
        self.use(use, strand, mixed or self._mixed(use, definition))

    def _mixed(self, use: cst.Name, definition: Definition) -> bool:
        """Whether the name may hold something else here for which emptiness and None are two things."""
        others = [d for d in self.module.flow.definitions_of(use) if d is not definition]
        return any(not (is_none(d.value) or string_value(d.value)) and not self._answer_text(d) for d in others)

    def _answer_text(self, definition: Definition) -> bool:
        value = definition.value
        return isinstance(value, cst.Attribute) and value.attr.value == "text" and value.value in self.texts.answers

    # -- passing ------------------------------------------------------------------------------------------------

    def _passed(self, node: cst.CSTNode, parent: cst.Arg, strand: Strand) -> None:
        if self._asks_type(parent):
            strand.hold(node, "GI219", 'this asks whether there was any text; the new text is "" when there was none')
            return
        call = self.module.parent(parent)
        if isinstance(call, cst.Call) and dotted(call.func) not in ("print", "str", "bool", "display", "Markdown", "display.Markdown"):
            strand.note(node, _NOTE, 'without text "" is passed on now, not None')

    def _asks_type(self, parent: cst.Arg) -> bool:
        call = self.module.parent(parent)
        return isinstance(call, cst.Call) and dotted(call.func) in ("isinstance", "type")

    # -- parsed -------------------------------------------------------------------------------------------------

    def parsed_use(self, node: cst.CSTNode, strand: Strand, what: str = "`.parsed`", bad: str = _UNFIT) -> None:
        """`.parsed` was None when the JSON did not fit; reading it raises now. Code that looks for None needs the None."""
        if self._asks_truth(node):
            strand.hold(node, "GI218", f"this looks for None in {what}; reading the JSON raises instead")
            return
        strand.note(node, "GI403", f"{bad} raises here now; {what} was None")
        parent = self.module.parent(node)
        self.check_handlers(node, strand)
        targets = assigned_targets(parent)
        if isinstance(parent, cst.Element) and (target := self._unpacked(parent)) is not None:
            targets = [target]
        for target in targets:
            self._look_for_none(target, strand, what, frozenset())

    def _look_for_none(self, target: cst.BaseExpression, strand: Strand, what: str, seen: frozenset[object]) -> None:
        """Hold where a parsed answer, under this name or one it is given to, is tested for None."""
        definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
        if definition is None or definition in seen:
            return
        for use in definition.uses:
            if self._asks_truth(use):
                strand.hold(use, "GI218", f"this looks for None in {what}; reading the JSON raises instead")
            for further in assigned_targets(self.module.parent(use)):
                self._look_for_none(further, strand, what, seen | {definition})

    def _asks_truth(self, node: cst.CSTNode) -> bool:
        parent = self.module.parent(node)
        if isinstance(parent, cst.Comparison):
            return any(is_none(target.comparator) for target in parent.comparisons)
        if isinstance(parent, cst.UnaryOperation):
            return isinstance(parent.operator, cst.Not)
        if isinstance(parent, cst.NamedExpr):
            return self._asks_truth(parent)
        if isinstance(parent, cst.Arg):
            return self._asks_type(parent)
        return isinstance(parent, cst.BooleanOperation) or (
            isinstance(parent, (cst.If, cst.While, cst.IfExp, cst.Assert, cst.CompIf)) and parent.test is node
        )


def truth(text: cst.CSTNode, *, negative: bool, bare: bool) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Comparison)
        value = now(text)
        assert isinstance(value, cst.BaseExpression)
        if negative:
            return cst.UnaryOperation(cst.Not(), value, lpar=updated.lpar, rpar=updated.rpar)
        if bare:
            return value.with_changes(lpar=[*updated.lpar, *value.lpar], rpar=[*value.rpar, *updated.rpar])
        return cst.Call(cst.Name("bool"), [cst.Arg(value)], lpar=updated.lpar, rpar=updated.rpar)

    return change


def caught_names(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> set[str]:
    """The names in what a handler catches."""
    return {node.value for node in walk(handler.type) if isinstance(node, cst.Name)} if handler.type is not None else set()
