"""Clients: which expressions are an object of an SDK that makes requests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from codemods.javascript.elsewhere import place_of
from codemods.javascript.module import Module
from codemods.javascript.nodes import arguments, bare, is_null, string_value
from codemods.javascript.packages import CLIENTS, GENAI, GENERATIVE_AI, VERTEX_AI
from codemods.javascript.scopes import Write, is_function
from codemods.javascript.slots import Slot
from codemods.javascript.symbols import Symbols
from codemods.javascript.syntax import Node


@dataclass(frozen=True)
class Client:
    """A client of one package, and the assumptions that a rewrite of its calls rests on."""

    package: str
    assumptions: frozenset[str] = frozenset()


#: What is assumed about every client of a package.
_OF_PACKAGE = {GENAI: frozenset[str](), GENERATIVE_AI: frozenset[str](), VERTEX_AI: frozenset({"enterprise"})}


class Clients(Symbols):
    """Symbols, and the clients made of them."""

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._clients: dict[Slot, Client | None] = {}

    def client(self, node: Node, seen: frozenset[object] = frozenset()) -> Client | None:
        """The client that an expression is, whatever way it takes; None when it is not one for sure."""
        node = bare(node)
        if node in seen:
            return None
        seen = seen | {node}
        if node.kind == "new_expression":
            return self._made(node)
        if node.kind == "await_expression":
            return self.client(node.named[0], seen)
        if node.kind == "ternary_expression":
            return self._same([node.must("consequence"), node.must("alternative")], seen)
        if node.kind == "binary_expression" and node.must("operator").text in ("||", "??"):
            return self._same([node.must("left"), node.must("right")], seen)
        if node.kind in ("assignment_expression", "augmented_assignment_expression"):
            return self.client(node.must("right"), seen)
        if node.kind == "call_expression":
            return self._given(node, seen)
        place = place_of(node, self.module)
        if place is not None and (known := self.module.index.client(place, seen)) is not None:
            return known
        slot = self.of(node)
        if slot is None or slot in seen:
            return None
        if len(seen) > 1:  # a part of the answer to another question
            return self._kept(slot, seen)
        if slot not in self._clients:
            self._clients[slot] = self._kept(slot, seen)
        return self._clients[slot]

    def _made(self, node: Node) -> Client | None:
        symbol = self.symbol(node.must("constructor"))
        for package, name in CLIENTS.items():
            if symbol == (package, name):
                return Client(package, self._platform(node) if package == GENAI else _OF_PACKAGE[package])
        return None

    def _platform(self, node: Node) -> frozenset[str]:
        """An enterprise client, or one that may be."""
        given = list(arguments(node))
        if not given:
            return frozenset()
        options = self.literal(given[0])
        if options is None or options.kind != "object":
            return frozenset({"enterprise"})
        for pair in options.named:
            name = pair.must("key").text.strip("'\"") if pair.kind == "pair" else pair.text
            if pair.kind == "spread_element":
                return frozenset({"enterprise"})
            if name in ("vertexai", "enterprise"):
                value = bare(pair.must("value")) if pair.kind == "pair" else pair
                return frozenset() if value.text == "false" or is_null(value) else frozenset({"enterprise"})
        return frozenset()

    def literal(self, node: Node) -> Node | None:
        """The expression that a name with one value, given where it is declared, stands for; others stand for themselves."""
        node = bare(node)
        seen = {node}
        while node.kind in ("identifier", "shorthand_property_identifier"):
            binding = self.module.scopes.binding(node)
            write = binding.only_write if binding is not None else None
            if write is None or write.how != "declared" or write.value is None or write.path:
                return None
            node = bare(write.value)
            if node in seen:
                return None
            seen.add(node)
        return node

    # -- following ----------------------------------------------------------------------------------------------

    def _same(self, nodes: Iterable[Node], seen: frozenset[object]) -> Client | None:
        found = [self.client(node, seen) for node in nodes if not is_null(bare(node))]
        return _together(found)

    def _kept(self, slot: Slot, seen: frozenset[object]) -> Client | None:
        annotation = self.annotation(slot)
        if annotation is not None and (declared := self._declared(annotation)) is not None:
            known = [self._written(write, seen | {slot}) for write in slot.values if write.how != "parameter"]
            return _together([declared, *(client for client in known if client is not None)])
        return _together([self._written(write, seen | {slot}) for write in slot.values if not is_null(write.value)])

    def _declared(self, annotation: Node) -> Client | None:
        """The client that a type says: `GoogleGenAI`, `GoogleGenAI | null`, `genai.GoogleGenAI`."""
        if annotation.kind == "union_type":
            found = [self._declared(part) for part in annotation.named]
            return next((client for client in found if client is not None), None)
        symbol = self.symbol(annotation) if annotation.kind in ("type_identifier", "nested_type_identifier") else None
        package = next((package for package, name in CLIENTS.items() if symbol == (package, name)), None)
        return Client(package, _OF_PACKAGE[package]) if package is not None else None

    def _written(self, write: Write, seen: frozenset[object]) -> Client | None:
        if write.path or write.value is None or write.how not in ("declared", "assigned", "updated", "parameter"):
            return None
        value = write.value
        if write.how == "updated":  # `client ??= new GoogleGenAI(…)`
            return self.client(value, seen) if value.kind == "augmented_assignment_expression" else None
        return self.client(value, seen)

    def _given(self, call: Node, seen: frozenset[object]) -> Client | None:
        """The client that a function hands out, by every `return`."""
        function = self.function_of(call)
        if function is not None:
            return self.handed_out(function, seen)
        place = place_of(call.must("function"), self.module)
        return self.module.index.returned(place, seen) if place is not None else None

    def handed_out(self, function: Node, seen: frozenset[object]) -> Client | None:
        """The client that a function of the module (or what a name stands for, when it is one) hands out."""
        if function.kind == "identifier":
            binding = self.module.scopes.binding(function)
            write = binding.only_write if binding is not None else None
            if write is None or write.path or write.value is None or write.how not in ("function", "declared"):
                return None
            function = bare(write.value)
        returned = returns(function) if is_function(function) and function not in seen else []
        return self._same(returned, seen | {function}) if returned else None

    def function_of(self, call: Node) -> Node | None:
        """The function of the module that a call runs, when its name means nothing else."""
        name = bare(call.must("function"))
        binding = self.module.scopes.binding(name) if name.kind == "identifier" else None
        write = binding.only_write if binding is not None else None
        if write is None or write.path or write.value is None:
            return None
        value = bare(write.value)
        if write.how == "function":
            return value
        return value if value.kind in ("arrow_function", "function_expression") and write.how == "declared" else None

    def exact_string(self, node: Node | None) -> str | None:
        """The one text that an expression can be."""
        literal = self.literal(node) if node is not None else None
        return string_value(literal)


def returns(function: Node) -> list[Node]:
    """What a function returns: its expression body, or every `return` with a value."""
    body = function.field("body")
    if body is None:
        return []
    if body.kind != "statement_block":
        return [body]
    found: list[Node] = []
    waiting = list(body.children)
    while waiting:
        node = waiting.pop()
        if node.kind == "return_statement":
            found += node.named[:1]
        elif node.kind not in ("arrow_function", "function_expression", "function_declaration", "method_definition", "class_body"):
            waiting += node.children
    return sorted(found, key=lambda node: node.start)


def _together(found: list[Client | None]) -> Client | None:
    """One client out of all that a place may hold; None when one of them is something else."""
    if not found or any(client is None for client in found):
        return None
    known = [client for client in found if client is not None]
    if len({client.package for client in known}) > 1:
        return None
    return replace(known[0], assumptions=frozenset().union(*(client.assumptions for client in known)))
