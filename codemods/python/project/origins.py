"""From expressions to symbols: what an expression is, as far as its module can say."""

from __future__ import annotations

import ast
import re

from codemods.python.project.scoping import Scope
from codemods.python.project.summary import (
    Argument,
    Attribute,
    Called,
    Either,
    Formatted,
    Literal,
    Named,
    Nothing,
    Opaque,
    Origin,
    Text,
)

_PRAGMA = re.compile(r"#\s*migrate-interactions:\s*ignore")
_DISPLAYS: dict[type[ast.AST], str] = {
    ast.List: "a list",
    ast.Tuple: "a tuple",
    ast.Dict: "a dictionary",
    ast.Set: "a set",
    ast.ListComp: "a list",
    ast.DictComp: "a dictionary",
    ast.SetComp: "a set",
    ast.Lambda: "a function",
}


class Origins:
    """Reads the expressions of one module."""

    def __init__(self, source: str) -> None:
        self.lines = source.split("\n") if _PRAGMA.search(source) else []

    def origin(self, node: ast.AST | None, scope: Scope) -> Origin:
        """What an expression is, in symbols."""
        if isinstance(node, ast.Name):
            return Named(scope.owner(node.id), node.id)
        if isinstance(node, ast.Attribute):
            return Attribute(self.origin(node.value, scope), node.attr)
        if isinstance(node, ast.Call):
            return self.called(node, scope)
        if isinstance(node, ast.IfExp):
            return Either((self.origin(node.body, scope), self.origin(node.orelse, scope)))
        if isinstance(node, ast.BoolOp):
            return Either(tuple(self.origin(value, scope) for value in node.values))
        if isinstance(node, ast.NamedExpr):
            return self.origin(node.value, scope)
        if isinstance(node, ast.Constant):
            return self.constant(node)
        if isinstance(node, ast.JoinedStr):
            return Text()
        if isinstance(node, ast.BinOp):
            return self.operation(node, scope)
        return Opaque(_DISPLAYS.get(type(node), "") if node is not None else "")

    def called(self, node: ast.Call, scope: Scope) -> Called:
        arguments = [
            Argument("*", self.origin(value.value, scope)) if isinstance(value, ast.Starred) else Argument("", self.origin(value, scope))
            for value in node.args
        ]
        arguments += [Argument(keyword.arg or "**", self.origin(keyword.value, scope)) for keyword in node.keywords]
        return Called(self.origin(node.func, scope), tuple(arguments), node.lineno)

    def constant(self, node: ast.Constant) -> Origin:
        if node.value is None:
            return Nothing()
        if not isinstance(node.value, str):
            return Opaque(f"the constant {node.value!r}" if isinstance(node.value, (bool, int, float)) else "a constant")
        ends = {node.lineno, node.end_lineno or node.lineno}
        ignored = bool(self.lines) and any(_PRAGMA.search(self.lines[line - 1]) for line in ends if line <= len(self.lines))
        return Literal(node.value, node.lineno, ignored)

    def operation(self, node: ast.BinOp, scope: Scope) -> Origin:
        if isinstance(node.op, ast.Add):
            return Formatted((self.origin(node.left, scope), self.origin(node.right, scope)))
        return Formatted((self.origin(node.left, scope),)) if isinstance(node.op, (ast.Mod, ast.Mult)) else Opaque()

    def types(self, annotation: ast.AST | None, scope: Scope) -> tuple[Origin, ...]:
        """The types an annotation allows besides None."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            try:
                return self.types(ast.parse(annotation.value, mode="eval").body, scope)
            except SyntaxError:
                return (Opaque(),)
        if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
            return (*self.types(annotation.left, scope), *self.types(annotation.right, scope))
        if isinstance(annotation, ast.Subscript):
            outer = annotation.value
            name = outer.attr if isinstance(outer, ast.Attribute) else outer.id if isinstance(outer, ast.Name) else ""
            inner = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
            if name in ("Optional", "Union"):
                return tuple(found for item in inner for found in self.types(item, scope))
            return self.types(inner[0], scope) if name in ("Annotated", "Final", "ClassVar") and inner else (Opaque(),)
        if isinstance(annotation, ast.Constant) and annotation.value is None:
            return ()
        return (self.origin(annotation, scope),)
