"""What a name leads to: packages and what they export, by `import`, `require` and `await import`."""

from __future__ import annotations

from functools import cached_property
from typing import TypeAlias

from codemods.javascript.module import Module
from codemods.javascript.nodes import arguments, bare, property_name, string_value
from codemods.javascript.packages import package_of
from codemods.javascript.scopes import Write
from codemods.javascript.slots import Slots
from codemods.javascript.syntax import Node

#: A package of ours and what is taken of it: ("@google/genai", "Type", "OBJECT").
Symbol: TypeAlias = "tuple[str, ...]"


class Symbols(Slots):
    """Slots, and what is imported into them."""

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._symbols: dict[Node, Symbol | None] = {}

    @cached_property
    def packages(self) -> frozenset[str]:
        """The packages of ours that the module imports anything of."""
        found = (self._loaded(node) for node in self.module.root.walk())
        return frozenset(package for package in found if package is not None)

    def symbol(self, node: Node | None) -> Symbol | None:
        """What of which package an expression is; None for anything that is not imported from one of ours."""
        if node is None:
            return None
        node = bare(node)
        if node not in self._symbols:
            self._symbols[node] = None  # an alias of itself is nothing
            self._symbols[node] = self._find(node)
        return self._symbols[node]

    def is_symbol(self, node: Node | None, package: str, *names: str) -> bool:
        return self.symbol(node) == (package, *names)

    def _find(self, node: Node) -> Symbol | None:
        if node.kind in ("identifier", "shorthand_property_identifier", "type_identifier"):
            return self._bound(node)
        if node.kind in ("member_expression", "subscript_expression"):
            return self._extended(self.symbol(node.must("object")), property_name(node))
        if node.kind == "nested_type_identifier":
            return self._extended(self.symbol(node.must("module")), node.must("name").text)
        if node.kind == "await_expression":
            return self.symbol(node.named[0])
        package = self._loaded(node)
        return (package,) if package is not None else None

    def _bound(self, node: Node) -> Symbol | None:
        binding = self.module.scopes.binding(node)
        write = binding.only_write if binding is not None else None
        if write is None or any(key is None or isinstance(key, int) for key in write.path):
            return None
        start = self._origin(write)
        for key in write.path:
            start = self._extended(start, str(key))
        return start

    def _origin(self, write: Write) -> Symbol | None:
        if write.how == "import" and write.value is not None:
            package = self._loaded(write.value)
            return (package,) if package is not None else None
        return self.symbol(write.value) if write.how == "declared" else None

    @staticmethod
    def _extended(start: Symbol | None, name: str | None) -> Symbol | None:
        if start is None or name is None:
            return None
        # A default import (or `.default` of a loaded module) is the package itself.
        return start if name == "default" and len(start) == 1 else (*start, name)

    @staticmethod
    def _loaded(node: Node) -> str | None:
        """The package that a statement or expression loads."""
        path = None
        if node.kind in ("import_statement", "export_statement"):
            clause = next((child for child in node.named if child.kind == "import_require_clause"), node)
            path = string_value(clause.field("source"))
        elif node.kind == "call_expression" and node.must("function").text in ("require", "import"):
            path = string_value(next(iter(arguments(node)), None))
        return package_of(path) if path is not None else None
