"""What a module exports under a name: an expression or declared name of its own, or a name of yet another module."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.javascript.elsewhere import WHOLE, Place
from codemods.javascript.module import Module
from codemods.javascript.nodes import bare, dotted, outermost, string_value
from codemods.javascript.scopes import names_in
from codemods.javascript.syntax import Node

_VARIABLES = ("lexical_declaration", "variable_declaration")


def exported(module: Module, name: str) -> Node | Place | None:
    """What the name is; None where it is nothing, or nothing for sure."""
    found: list[Node | Place] = []
    for statement in module.root.named:
        if statement.kind == "export_statement":
            found += _exported_by(statement, name)
        elif statement.kind == "expression_statement" and statement.named and statement.named[0].kind == "assignment_expression":
            found += _assigned_by(statement.named[0], name)
    return found[0] if len(found) == 1 else None


def is_assigned_to_exports(node: Node) -> bool:
    """Whether an expression is what CommonJS exports, or is in an object that is: `module.exports = { node }`, `exports.name = node`."""
    outer = outermost(node)
    parent = outer.parent
    if parent is not None and parent.kind == "pair" and parent.field("value") is outer:
        outer, parent = parent, parent.parent
    if parent is not None and parent.kind == "object":
        outer = outermost(parent)
        parent = outer.parent
    if parent is None or parent.kind != "assignment_expression" or parent.field("right") is not outer:
        return False
    if is_assigned_to_exports(parent):  # `exports = module.exports = …`
        return True
    left = dotted(parent.must("left"))
    return left in ("module.exports", "exports") or left.startswith(("module.exports.", "exports."))


def _exported_by(statement: Node, name: str) -> Iterator[Node | Place]:
    path = string_value(statement.field("source"))
    listed = [below for below in statement.walk() if below.kind == "export_specifier"]
    for specifier in listed:
        if _unquoted(specifier.field("alias") or specifier.must("name")) == name:
            own = specifier.must("name")
            yield (path, _unquoted(own)) if path is not None else own
    if path is not None and not listed and statement.has_token("*") and name != "default":
        yield path, name
    declaration = statement.field("declaration")
    if statement.has_token("default"):
        value = statement.field("value") or (declaration.field("name") or declaration if declaration is not None else None)
        if name == "default" and value is not None:
            yield value
    elif declaration is not None:
        yield from (own for own in _declared(declaration) if own.text == name)


def _declared(declaration: Node) -> Iterator[Node]:
    if declaration.kind in _VARIABLES:
        for declarator in (child for child in declaration.named if child.kind == "variable_declarator"):
            yield from (own for own, path in names_in(declarator.must("name")) if not path)
    elif (name := declaration.field("name")) is not None:
        yield name


def _assigned_by(assignment: Node, name: str) -> Iterator[Node]:
    """`module.exports = …`, `module.exports.name = …`, `exports.name = …`."""
    left, right = dotted(assignment.must("left")), bare(assignment.must("right"))
    if left in (f"module.exports.{name}", f"exports.{name}"):
        yield right
    if left != "module.exports":
        return
    if name in ("default", WHOLE):
        yield right
    for member in right.named if right.kind == "object" else ():
        if member.kind == "pair" and _unquoted(member.must("key")) == name:
            yield member.must("value")
        elif member.kind == "shorthand_property_identifier" and member.text == name:
            yield member


def _unquoted(node: Node) -> str:
    return node.text[1:-1] if node.kind == "string" else node.text
