"""Everything that can be asked of an expression of one module: symbols, clients, functions, texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from codemods.javascript.clients import Clients, returns
from codemods.javascript.module import Module
from codemods.javascript.nodes import bare, dotted, is_called, is_null, outermost, string_value
from codemods.javascript.scopes import Binding, Write
from codemods.javascript.syntax import Node
from codemods.options import Options

Proof = Literal["text", "other", "unknown"]

#: Methods of texts (and of lists of texts) whose value is a text whatever they are called on.
_TEXT_METHODS = frozenset(
    "trim trimStart trimEnd toUpperCase toLowerCase replaceAll padStart padEnd substring substr charAt "
    "toFixed join toString normalize".split()
)
_TEXT_FUNCTIONS = frozenset({"String", "JSON.stringify", "prompt"})
_OTHER = frozenset("object array number true false new_expression arrow_function function_expression regex null".split())


class Values(Clients):
    """The one object that the later steps ask."""

    def __init__(self, module: Module, options: Options) -> None:
        super().__init__(module)
        self.options = options

    # -- functions ----------------------------------------------------------------------------------------------

    def calls_of(self, function: Node | None) -> list[Node] | None:
        """Every call of a function of the module; None when others may call it, or it is passed on."""
        name = self._name_of(function) if function is not None else None
        binding = self.module.scopes.binding(name) if name is not None else None
        if binding is None or binding.is_exported or binding.only_write is None or self._has_other_name(function, binding):
            return None
        calls = [is_called(read) for read in binding.reads]
        return [call for call in calls if call is not None] if all(calls) else None

    def _has_other_name(self, function: Node | None, binding: Binding) -> bool:
        """Whether a function is called by another name: its own in `const a = function b() {…}`, or one that got out of its block."""
        own = function.field("name") if function is not None else None
        inner = self.module.scopes.binding(own) if own is not None else None
        if inner is not None and inner is not binding and inner.reads:
            return True
        return not binding.scope.is_function and self.module.scopes.has_global(binding.name)

    @staticmethod
    def _name_of(function: Node) -> Node | None:
        if function.kind in ("function_declaration",):
            return function.field("name")
        parent = function.parent
        if function.kind in ("arrow_function", "function_expression") and parent is not None and parent.kind == "variable_declarator":
            return parent.must("name")
        return None

    def is_changed(self, node: Node) -> bool:
        """Whether something of what a name holds may be given another value: an entry is assigned, a method called, it is passed on."""
        slot = self.of(bare(node))
        return slot is None or any(_may_change(read) for read in slot.reads)

    # -- texts --------------------------------------------------------------------------------------------------

    def proof(self, node: Node, seen: frozenset[object] = frozenset()) -> Proof:
        """Whether an expression is a text: proven, something else for sure, or not known."""
        node = bare(node)
        if node in seen:
            return "unknown"
        seen = seen | {node}
        if node.kind in ("string", "template_string"):
            return "text"
        if node.kind in _OTHER:
            return "other"
        reader = _PROOFS.get(node.kind)
        return reader(self, node, seen) if reader is not None else "unknown"

    def _proof_of_binary(self, node: Node, seen: frozenset[object]) -> Proof:
        operator = node.must("operator").text
        sides = [self.proof(side, seen) for side in (node.must("left"), node.must("right"))]
        if operator == "+":
            return "text" if "text" in sides else "unknown"
        if operator in ("||", "??"):
            return sides[0] if sides[0] == sides[1] else "unknown"
        return "unknown"

    def _proof_of_choice(self, node: Node, seen: frozenset[object]) -> Proof:
        found = {self.proof(node.must(branch), seen) for branch in ("consequence", "alternative")}
        return found.pop() if len(found) == 1 else "unknown"

    def _proof_of_call(self, node: Node, seen: frozenset[object]) -> Proof:
        callee = bare(node.must("function"))
        if dotted(callee) in _TEXT_FUNCTIONS and self.is_global(callee):
            return "text"
        if callee.kind == "member_expression" and callee.must("property").text in _TEXT_METHODS:
            return "text"
        function = self.function_of(node)
        if function is None or function.has_token("async"):
            return "unknown"
        if (declared := function.field("return_type")) is not None and declared.named[0].text == "string":
            return "text"
        given = returns(function)
        return "text" if given and all(self.proof(value, seen) == "text" for value in given) else "unknown"

    def is_global(self, node: Node) -> bool:
        """Whether the name that an expression begins with is none of the module's."""
        while node.kind == "member_expression":
            node = bare(node.must("object"))
        return node.kind == "identifier" and self.module.scopes.binding(node) is None

    def _proof_of_awaited(self, node: Node, seen: frozenset[object]) -> Proof:
        inner = bare(node.named[0])
        function = self.function_of(inner) if inner.kind == "call_expression" else None
        declared = function.field("return_type") if function is not None else None
        return "text" if declared is not None and declared.named[0].text == "Promise<string>" else "unknown"

    def _proof_of_slot(self, node: Node, seen: frozenset[object]) -> Proof:
        slot = self.of(node)
        if slot is None or slot in seen:
            return "unknown"
        annotation = self.annotation(slot)
        if annotation is not None and annotation.text == "string":
            return "text"
        if slot.is_exported and any(write.how == "assigned" for write in slot.writes):
            return "unknown"
        found = {self._proof_of_write(write, seen | {slot}) for write in slot.values if not is_null(write.value)}
        return found.pop() if len(found) == 1 else "unknown"

    def _proof_of_write(self, write: Write, seen: frozenset[object]) -> Proof:
        if write.value is None or write.path:
            return "unknown"
        if write.how == "updated":
            right = write.value.field("right")
            adds = right is not None and write.value.must("operator").text == "+="
            return self.proof(right, seen) if adds and right is not None else "unknown"
        if write.how == "loop":
            return self._proof_of_items(write.value, seen)
        return self.proof(write.value, seen) if write.how in ("declared", "assigned") else "unknown"

    def _proof_of_items(self, node: Node, seen: frozenset[object]) -> Proof:
        """What the elements of a list that is looped over are."""
        listed = self.literal(node)
        if listed is None or listed.kind != "array" or not listed.named:
            return "unknown"
        found = {self.proof(item, seen) for item in listed.named}
        return found.pop() if len(found) == 1 and not self.is_changed_list(node) else "unknown"

    def is_changed_list(self, node: Node) -> bool:
        """Whether a list under a name may get other elements."""
        return self.of(bare(node)) is not None and self.is_changed(node)

    def string_literals(self, node: Node, seen: frozenset[object] = frozenset()) -> list[Node]:
        """The string literals that may be the value of an expression, as far as they are in sight."""
        node = bare(node)
        if node in seen:
            return []
        seen = seen | {node}
        if string_value(node) is not None:
            return [node]
        if node.kind == "ternary_expression":
            parts = [node.must("consequence"), node.must("alternative")]
        elif node.kind == "binary_expression" and node.must("operator").text in ("||", "??", "&&"):
            parts = [node.must("left"), node.must("right")]
        else:
            slot = self.of(node)
            parts = [write.value for write in slot.values if write.value is not None and not write.path] if slot is not None else []
        return [literal for part in parts for literal in self.string_literals(part, seen)]


def _may_change(read: Node) -> bool:
    parent = outermost(read).parent
    if parent is None or parent.kind not in ("member_expression", "subscript_expression") or parent.must("object") is not outermost(read):
        return False
    around = outermost(parent).parent
    if around is None:
        return False
    return around.kind in ("assignment_expression", "augmented_assignment_expression") or is_called(parent) is not None


_PROOFS: dict[str, Callable[[Values, Node, frozenset[object]], Proof]] = {
    "binary_expression": Values._proof_of_binary,
    "ternary_expression": Values._proof_of_choice,
    "call_expression": Values._proof_of_call,
    "await_expression": Values._proof_of_awaited,
    "identifier": Values._proof_of_slot,
    "shorthand_property_identifier": Values._proof_of_slot,
    "member_expression": Values._proof_of_slot,
}
