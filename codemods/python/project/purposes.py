"""What is done with a value where it is read: is it the model of a call, only shown, handed on, or something else?"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable

from codemods.python.project.scoping import FunctionNode, Scope, key_of
from codemods.python.project.summary import ASKED, INERT, MODEL, OTHER, SHOWN, TYPE, Attribute, Called, Named, Origin, Parameter, Use
from codemods.python.project.syntax import Tree

MODEL_KEYWORDS = frozenset({"model", "model_name", "model_id"})
#: Functions that only show what they are given.
SHOWING = frozenset("print display debug info warning error exception critical log".split())
_ASKING = frozenset({"generate_content", "generate_content_stream"})
#: Functions that give back their second argument when the environment says nothing.
_DEFAULTED = frozenset({"os.getenv", "getenv", "os.environ.get", "environ.get"})
_Handed = tuple[Named | Attribute | Parameter, ...]
_UNKNOWN: tuple[str, _Handed] = (OTHER, ())


class Purposes:
    """Answers for the uses of one module. ``origin`` says what an expression is in a scope."""

    def __init__(self, tree: Tree, origin: Callable[[ast.AST | None, Scope], Origin]) -> None:
        self.origin = origin
        self.parents = tree.parents
        self.functions: dict[str, list[FunctionNode]] = defaultdict(list)
        for node in tree.below:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.functions[node.name].append(node)

    def use(self, node: ast.Name | ast.Attribute, origin: Named | Attribute, scope: Scope) -> Use:
        parent = self.parents.get(node)
        if isinstance(parent, ast.Call) and parent.func is node:
            called = self.origin(parent, scope)
            assert isinstance(called, Called)
            return Use(origin, node.lineno, OTHER, (), called)
        purpose, handed = self._purpose(node, scope)
        return Use(origin, node.lineno, purpose, handed)

    def _purpose(self, node: ast.AST, scope: Scope) -> tuple[str, _Handed]:
        parent = self.parents.get(node)
        if isinstance(parent, (ast.FormattedValue, ast.JoinedStr, ast.BoolOp, ast.IfExp, ast.BinOp)):
            return self._purpose(parent, scope)
        if isinstance(parent, ast.ClassDef) or self._is_checked_against(parent, node):
            return TYPE, ()
        if isinstance(parent, ast.keyword):
            call = self.parents.get(parent)
            return self._argument(call, parent.arg or "**", 0, scope) if isinstance(call, ast.Call) else _UNKNOWN
        if isinstance(parent, ast.Call):
            return self._argument(parent, "", parent.args.index(node), scope) if node in parent.args else _UNKNOWN
        if isinstance(parent, ast.Assign):
            return self._handed(parent.targets, scope)
        if isinstance(parent, (ast.AnnAssign, ast.NamedExpr)) and parent.value is node:
            return self._handed([parent.target], scope)
        if isinstance(parent, ast.arguments):
            return self._default(parent, node, scope)
        if isinstance(parent, ast.Dict):
            return (INERT, ()) if node in parent.values else _UNKNOWN
        return (INERT, ()) if isinstance(parent, (ast.Expr, ast.If)) else _UNKNOWN

    def _is_checked_against(self, parent: ast.AST | None, node: ast.AST) -> bool:
        """`isinstance(x, C)`, `isinstance(x, (C, D))`, `except C`."""
        if isinstance(parent, ast.Tuple):
            return self._is_checked_against(self.parents.get(parent), parent)
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id in ("isinstance", "issubclass"):
            return node in parent.args[1:]
        return isinstance(parent, ast.ExceptHandler)

    def _handed(self, targets: list[ast.expr], scope: Scope) -> tuple[str, _Handed]:
        found = [self.origin(target, scope) for target in targets]
        taken = tuple(origin for origin in found if isinstance(origin, (Named, Attribute)))
        return (INERT, taken) if len(taken) == len(found) else _UNKNOWN

    def _default(self, arguments: ast.arguments, default: ast.AST, scope: Scope) -> tuple[str, _Handed]:
        function = self.parents.get(arguments)
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return _UNKNOWN
        several = [*arguments.posonlyargs, *arguments.args]
        pairs = [*zip(reversed(several), reversed(arguments.defaults), strict=False)]
        pairs += [(arg, value) for arg, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value is not None]
        names = [argument.arg for argument, value in pairs if value is default]
        return (INERT, tuple(Parameter(key_of(function), name) for name in names)) if names else _UNKNOWN

    def _argument(self, call: ast.Call, keyword: str, position: int, scope: Scope) -> tuple[str, _Handed]:
        """An argument: of an old call, of a function of this module (whose parameter takes it), or of another."""
        func = call.func
        name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        if keyword == "model" and (name in _ASKING or (name == "create" and _is_of_client(func))):
            return ASKED, ()
        own = self.functions.get(name, []) if isinstance(func, ast.Name) else []
        if len(own) == 1 and not any(isinstance(argument, ast.Starred) for argument in call.args):
            arguments = own[0].args
            several = [*arguments.posonlyargs, *arguments.args]
            names = {argument.arg for argument in (*several, *arguments.kwonlyargs)}
            taken = keyword if keyword in names else several[position].arg if not keyword and position < len(several) else ""
            return (INERT, (Parameter(key_of(own[0]), taken),)) if taken else _UNKNOWN
        if keyword in MODEL_KEYWORDS:
            return MODEL, ()
        if not keyword and position == 1 and ast.unparse(func) in _DEFAULTED:
            return self._purpose(call, scope)
        return (SHOWN, ()) if name in SHOWING else _UNKNOWN


def _is_of_client(func: ast.expr) -> bool:
    """`client.chats.create`, and `client.interactions.create`: a run that was ended half way left its ids behind."""
    return isinstance(func, ast.Attribute) and isinstance(func.value, ast.Attribute) and func.value.attr in ("chats", "interactions")
