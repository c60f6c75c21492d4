"""Scopes and bindings of one module: which declaration a name means, where it is read, and everything it is ever given.

A binding is followed as a whole: a name that is given several values is what all of them are, whatever the order they come in. That needs
no flow of control and is right in loops, closures and callbacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from codemods.javascript.syntax import Node

How = Literal["import", "declared", "assigned", "updated", "parameter", "loop", "caught", "function", "class", "enum"]
#: Keys and indexes that lead from a value to the piece of it that a pattern names; None for a rest or a computed key.
Path: TypeAlias = "tuple[str | int | None, ...]"

_FUNCTIONS = frozenset({
    "arrow_function", "function_declaration", "function_expression", "generator_function", "generator_function_declaration",
    "method_definition", "function_signature",
})  # fmt: skip
_BLOCKS = frozenset(
    {"statement_block", "for_statement", "for_in_statement", "catch_clause", "switch_body", "class_body", "class_static_block"}
)
_TYPES = ("type_alias_declaration", "interface_declaration")
_READ = frozenset({"identifier", "shorthand_property_identifier", "type_identifier"})


def is_function(node: Node) -> bool:
    return node.kind in _FUNCTIONS


@dataclass(eq=False)
class Scope:
    """A program, function or block with the names declared in it."""

    node: Node
    parent: Scope | None
    is_function: bool
    names: dict[str, Binding] = field(default_factory=dict)

    def find(self, name: str) -> Binding | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None


@dataclass(frozen=True, eq=False)
class Write:
    """One value a binding is given: ``value`` is the expression (of a pattern: of the whole), ``path`` leads to the piece.

    ``node`` is the name that is written. A parameter's value is its default, if it has one.
    """

    node: Node
    how: How
    value: Node | None = None
    path: Path = ()


@dataclass(eq=False)
class Binding:
    """One declared name. ``is_exported`` tells that other modules may read it."""

    name: str
    scope: Scope
    writes: list[Write] = field(default_factory=list)
    reads: list[Node] = field(default_factory=list)
    is_exported: bool = False

    @property
    def only_write(self) -> Write | None:
        return self.writes[0] if len(self.writes) == 1 else None

    @property
    def declaration(self) -> Node:
        return self.writes[0].node

    @property
    def values(self) -> list[Write]:
        """What it is given, without the declarations that give nothing (`let chat;`)."""
        return [write for write in self.writes if not (write.how == "declared" and write.value is None)]


class Scopes:
    """All scopes of a module."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.bindings: list[Binding] = []
        self._scopes: dict[Node, Scope] = {}
        self._of: dict[Node, Binding] = {}
        self._declaring: set[Node] = set()
        self._top = self._open(root, None, is_function=True)
        self._declare_all(root, self._top)
        self._resolve_all()
        self._find_exports()

    def binding(self, name: Node) -> Binding | None:
        """The binding that an identifier reads, writes or declares; None for a global."""
        return self._of.get(name)

    @property
    def top_names(self) -> frozenset[str]:
        """The names that the module itself declares, not a function or block in it."""
        return frozenset(self._top.names)

    def declared(self, name: str) -> Node | None:
        """Where the module itself declares a name, or a type of that name."""
        binding = self._top.names.get(name)
        return binding.declaration if binding is not None else self._types.get(name)

    def has_global(self, name: str) -> bool:
        """Whether a name is used somewhere that no declaration in reach is for."""
        return name in self._globals

    @cached_property
    def _types(self) -> dict[str, Node]:
        """The first declaration of each type."""
        found: dict[str, Node] = {}
        for node in self.root.walk():
            if node.kind in _TYPES:
                found.setdefault(node.named[0].text, node)
        return found

    @cached_property
    def _globals(self) -> frozenset[str]:
        return frozenset(node.text for node in self.root.walk() if node.kind in _READ and node not in self._of)

    def scope_at(self, node: Node) -> Scope:
        """The innermost scope that holds a node."""
        for around in (node, *node.ancestors()):
            if around in self._scopes:
                return self._scopes[around]
        return self._top

    # -- declarations -------------------------------------------------------------------------------------------

    def _open(self, node: Node, parent: Scope | None, *, is_function: bool) -> Scope:
        scope = Scope(node, parent, is_function)
        self._scopes[node] = scope
        return scope

    def _declare_all(self, root: Node, top: Scope) -> None:
        waiting: list[tuple[Node, Scope]] = [(child, top) for child in reversed(root.children)]
        while waiting:
            node, scope = waiting.pop()
            inner = self._enter(node, scope)
            waiting += [(child, inner) for child in reversed(node.children)]

    def _enter(self, node: Node, scope: Scope) -> Scope:
        """Declare what a node declares around itself and inside; the scope of its children."""
        declare = _DECLARES.get(node.kind)
        if declare is not None:
            declare(self, node, scope)
        if node.kind in _FUNCTIONS:
            inner = self._open(node, scope, is_function=True)
            self._declare_parameters(node, inner)
            return inner
        if node.kind in _BLOCKS and not (node.parent is not None and node.parent.kind in _FUNCTIONS and node.kind == "statement_block"):
            inner = self._open(node, scope, is_function=False)
            self._declare_block(node, inner)
            return inner
        return scope

    def _declare_parameters(self, node: Node, scope: Scope) -> None:
        if node.kind in ("function_expression", "generator_function") and (name := node.field("name")) is not None:
            self._write(name, scope, "function", node)
        single = node.field("parameter")
        if single is not None:
            self._pattern(single, scope, "parameter", None)
        parameters = node.field("parameters")
        for parameter in parameters.named if parameters is not None else ():
            pattern = parameter.field("pattern") or parameter
            self._pattern(pattern, scope, "parameter", parameter.field("value"))

    def _declare_block(self, node: Node, scope: Scope) -> None:
        if node.kind == "catch_clause" and (caught := node.field("parameter")) is not None:
            self._pattern(caught, scope, "caught", None)
        if node.kind == "for_in_statement":
            kind, left = node.field("kind"), node.must("left")
            if kind is not None:
                target = scope if kind.text != "var" else self._function_of(scope)
                self._pattern(left, target, "loop", node.field("right"))

    def _imports(self, node: Node, scope: Scope) -> None:
        for below in node.walk():
            if below.kind == "import_clause":
                for name in (child for child in below.named if child.kind == "identifier"):
                    self._write(name, scope, "import", node, ("default",))
            elif below.kind == "namespace_import":
                self._write(below.named[0], scope, "import", node)
            elif below.kind == "import_specifier":
                self._write(below.field("alias") or below.must("name"), scope, "import", node, (_unquoted(below.must("name")),))
                self._declaring.add(below.must("name"))
            elif below.kind == "import_require_clause":
                self._write(below.named[0], scope, "import", node)

    def _variables(self, node: Node, scope: Scope) -> None:
        target = self._function_of(scope) if node.kind == "variable_declaration" else scope
        for declarator in (child for child in node.named if child.kind == "variable_declarator"):
            self._pattern(declarator.must("name"), target, "declared", declarator.field("value"))

    def _named(self, node: Node, scope: Scope) -> None:
        how: How = "class" if "class" in node.kind else "enum" if node.kind == "enum_declaration" else "function"
        if (name := node.field("name")) is not None:
            self._write(name, scope, how, node)

    @staticmethod
    def _function_of(scope: Scope) -> Scope:
        while not scope.is_function and scope.parent is not None:
            scope = scope.parent
        return scope

    def _pattern(self, node: Node, scope: Scope | None, how: How, value: Node | None, path: Path = ()) -> None:
        """Every name in a pattern. Without a scope the names are assigned, not declared."""
        for name, own in names_in(node, path):
            if scope is not None:
                self._write(name, scope, how, value, own)
            else:
                self._assign(name, how, value, own)

    def _write(self, name: Node, scope: Scope, how: How, value: Node | None = None, path: Path = ()) -> None:
        binding = scope.names.get(name.text)
        if binding is None:
            binding = scope.names[name.text] = Binding(name.text, scope)
            self.bindings.append(binding)
        binding.writes.append(Write(name, how, value, path))
        self._of[name] = binding
        self._declaring.add(name)

    # -- uses ---------------------------------------------------------------------------------------------------

    def _assign(self, name: Node, how: How, value: Node | None, path: Path) -> None:
        binding = self.scope_at(name).find(name.text)
        self._declaring.add(name)
        if binding is not None:
            binding.writes.append(Write(name, how, value, path))
            self._of[name] = binding

    def _resolve_all(self) -> None:
        nodes = list(self.root.walk())
        for node in nodes:
            if node.kind == "assignment_expression":
                self._pattern(node.must("left"), None, "assigned", node.must("right"))
            elif node.kind == "for_in_statement" and node.field("kind") is None:
                self._pattern(node.must("left"), None, "loop", node.field("right"))
            elif node.kind in ("augmented_assignment_expression", "update_expression"):
                self._update(node)
        for node in nodes:
            if node.kind in _READ and node not in self._declaring and not _is_member_of_namespace(node):
                binding = self.scope_at(node).find(node.text)
                if binding is not None:
                    binding.reads.append(node)
                    self._of[node] = binding

    def _update(self, node: Node) -> None:
        target = node.field("left") or node.field("argument")
        if target is not None and target.kind == "identifier":
            self._assign(target, "updated", node, ())

    def _find_exports(self) -> None:
        for node in self.root.walk():
            if node.kind != "export_statement":
                continue
            declaration = node.field("declaration")
            if declaration is not None:
                for binding in self.scope_at(node).names.values():  # that of the module, or of a namespace
                    if declaration.holds(binding.declaration):
                        binding.is_exported = True
            value = node.field("value")
            if value is not None and value.kind == "identifier" and (bound := self._of.get(value)) is not None:
                bound.is_exported = True
            if node.field("source") is None:
                for below in (b for b in node.walk() if b.kind == "export_specifier"):
                    bound = self._top.names.get(below.must("name").text)
                    if bound is not None:
                        bound.is_exported = True


_DECLARES = {
    "import_statement": Scopes._imports,
    "lexical_declaration": Scopes._variables,
    "variable_declaration": Scopes._variables,
    "function_declaration": Scopes._named,
    "generator_function_declaration": Scopes._named,
    "class_declaration": Scopes._named,
    "abstract_class_declaration": Scopes._named,
    "enum_declaration": Scopes._named,
}


def names_in(pattern: Node, path: Path = ()) -> Iterator[tuple[Node, Path]]:
    """The names that a pattern binds, each with the way to its piece of the value."""
    kind = pattern.kind
    if kind in ("identifier", "shorthand_property_identifier_pattern"):
        yield pattern, (*path, pattern.text) if kind.startswith("shorthand") else path
    elif kind in ("object_pattern", "object"):
        for item in pattern.named:
            yield from names_in(item, path)
    elif kind in ("pair_pattern", "pair"):
        key = pattern.must("key")
        known = key.text if key.kind == "property_identifier" else _unquoted(key) if key.kind == "string" else None
        yield from names_in(pattern.must("value"), (*path, known))
    elif kind in ("assignment_pattern", "object_assignment_pattern"):
        yield from names_in(pattern.must("left"), path)
    elif kind in ("array_pattern", "array"):
        for index, place in enumerate(_places(pattern)):
            if place is not None:
                yield from names_in(place, (*path, index))
    elif kind in ("rest_pattern", "spread_element"):
        yield from names_in(pattern.named[0], (*path, None))
    elif kind in ("non_null_expression", "as_expression", "parenthesized_expression"):
        yield from names_in(pattern.named[0], path)


def _places(array: Node) -> list[Node | None]:
    """The items of an array pattern by their index; None for a hole."""
    found: list[Node | None] = []
    waiting: Node | None = None
    for child in array.children[1:-1]:
        if child.kind == ",":
            found.append(waiting)
            waiting = None
        elif child.is_named and child.kind != "comment":
            waiting = child
    return [*found, waiting]


def _is_member_of_namespace(node: Node) -> bool:
    """Whether a type is that of a namespace: the second name of `Interactions.Content`."""
    parent = node.parent
    return parent is not None and parent.kind == "nested_type_identifier" and parent.field("name") is node


def _unquoted(node: Node) -> str:
    return node.text[1:-1] if node.kind == "string" else node.text
