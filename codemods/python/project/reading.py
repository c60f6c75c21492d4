"""Reading one module: from its source to its summary, with the standard library's parser."""

from __future__ import annotations

import ast
import re
import warnings
from collections import defaultdict

from codemods.api.models import is_retired
from codemods.python.project.purposes import Purposes
from codemods.python.project.scoping import ComprehensionNode, FunctionNode, Scope, module_scope
from codemods.python.project.summary import (
    BROKEN,
    Argument,
    Attribute,
    Binding,
    Called,
    Class,
    ClassAt,
    Either,
    Formatted,
    Function,
    FunctionAt,
    Imported,
    Literal,
    Named,
    Nothing,
    Opaque,
    Origin,
    Param,
    Parameter,
    Self,
    Star,
    Store,
    Summary,
    Text,
    Typed,
    Use,
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
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def summarise(source: str | None) -> Summary:
    """The summary of a module; of one that cannot be read or parsed, that it is broken."""
    if source is None:
        return BROKEN
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        return _Reader(tree, source).summary()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return BROKEN


class _Reader:
    """Visits every node once, in its scope."""

    def __init__(self, tree: ast.Module, source: str) -> None:
        self.tree = tree
        self.lines = source.splitlines() if _PRAGMA.search(source) else []
        self.names: dict[tuple[str, str], list[Binding]] = defaultdict(list)
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        self.stored: dict[str, dict[str, list[Binding]]] = defaultdict(lambda: defaultdict(list))
        self.declared: dict[str, dict[str, list[Origin]]] = defaultdict(lambda: defaultdict(list))
        self.uses: dict[str, list[Use]] = defaultdict(list)
        self.stores: list[Store] = []
        self.stars: list[Star] = []
        self.imports: list[Imported] = []
        self.retired: list[Literal] = []
        self.returns: dict[str, list[Origin]] = defaultdict(list)
        self.generators: set[str] = set()
        self.listed: set[str] | None = None
        self.purposes = Purposes(tree, self.origin)

    def summary(self) -> Summary:
        root = module_scope(self.tree)
        for statement in self.tree.body:
            self.visit(statement, root)
        return Summary(
            {key: tuple(found) for key, found in self.names.items()},
            self.functions,
            self.classes,
            {name: tuple(found) for name, found in self.uses.items()},
            tuple(self.stores),
            tuple(self.stars),
            tuple(self.imports),
            frozenset(self.listed) if self.listed is not None else None,
            tuple(self.retired),
        )

    # -- expressions --------------------------------------------------------------------------------------------

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

    # -- visiting -----------------------------------------------------------------------------------------------

    def visit(self, node: ast.AST, scope: Scope) -> None:
        """Record what a node binds, stores and uses, and go on below it."""
        if isinstance(node, _FUNCTIONS):
            self.function(node, scope)
        elif isinstance(node, ast.ClassDef):
            self.classdef(node, scope)
        elif isinstance(node, ast.Lambda):
            self.defaults(node.args, scope)
            self.visit(node.body, scope.inner(node))
        elif isinstance(node, _COMPREHENSIONS):
            self.comprehension(node, scope)
        else:
            self.record(node, scope)
            for child in ast.iter_child_nodes(node):
                if not (isinstance(node, ast.AnnAssign) and child is node.annotation):
                    self.visit(child, scope)

    def record(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, (ast.Name, ast.Attribute)):
            self.use(node, scope)
        elif isinstance(node, ast.Constant):
            self.note_retired(node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self.assign(target, node.value, scope)
        elif isinstance(node, ast.AnnAssign):
            self.annotated(node, scope)
        elif isinstance(node, ast.AugAssign):
            added = Formatted((self.origin(node.value, scope),)) if isinstance(node.op, ast.Add) else Opaque()
            self.bind(node.target, added, scope)
        elif isinstance(node, ast.NamedExpr):
            self.bind(node.target, self.origin(node.value, scope), scope)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            self.bind(node.target, Opaque(), scope)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                if item.optional_vars is not None:
                    self.bind(item.optional_vars, self.origin(item.context_expr, scope), scope)
        elif isinstance(node, ast.Import):
            self.imported(node, scope)
        elif isinstance(node, ast.ImportFrom):
            self.imported_from(node, scope)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            self.give(node.name, Opaque(), node.lineno, scope)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            self.give(node.rest, Opaque(), node.lineno, scope)
        elif isinstance(node, ast.Return):
            if node.value is not None:
                self.returns[scope.key].append(self.origin(node.value, scope))
        elif isinstance(node, (ast.Yield, ast.YieldFrom)):
            self.generators.add(scope.key)

    def use(self, node: ast.Name | ast.Attribute, scope: Scope) -> None:
        if isinstance(node.ctx, ast.Load):
            origin = self.origin(node, scope)
            assert isinstance(origin, (Named, Attribute))
            self.uses[origin.name].append(self.purposes.use(node, origin, scope))

    def note_retired(self, node: ast.Constant) -> None:
        found = self.constant(node)
        if isinstance(found, Literal) and is_retired(found.value):
            self.retired.append(found)

    def comprehension(self, node: ComprehensionNode, scope: Scope) -> None:
        inner = scope.inner(node)
        first = node.generators[0]
        self.visit(first.iter, scope)
        for generator in node.generators:
            self.record(generator, inner)
            for part in (generator.target, *generator.ifs, *([generator.iter] if generator is not first else [])):
                self.visit(part, inner)
        for result in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self.visit(result, inner)

    # -- bindings -----------------------------------------------------------------------------------------------

    def give(self, name: str, origin: Origin, line: int, scope: Scope) -> None:
        owner = scope.owner(name)
        self.names[owner, name].append(Binding(origin, line))
        if name == "__all__" and owner == "":
            self.listed = self.listed or set()

    def assign(self, target: ast.AST, value: ast.expr, scope: Scope) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            paired = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
            if paired and not any(isinstance(e, ast.Starred) for e in (*target.elts, *value.elts)):  # type: ignore[attr-defined]
                for single, given in zip(target.elts, value.elts, strict=True):  # type: ignore[attr-defined]
                    self.assign(single, given, scope)
                return
        self.bind(target, self.origin(value, scope), scope)
        if isinstance(target, ast.Name) and target.id == "__all__" and scope.key == "":
            self.list_names(value)

    def list_names(self, value: ast.expr) -> None:
        found = {node.value for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        self.listed = (self.listed or set()) | found

    def bind(self, target: ast.AST, origin: Origin, scope: Scope) -> None:
        """Give a target a value; what is unpacked is not known piece by piece."""
        if isinstance(target, ast.Name):
            self.give(target.id, origin, target.lineno, scope)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, Opaque(), scope)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for element in target.elts:
                self.bind(element, Opaque(), scope)
        elif isinstance(target, ast.Attribute):
            owner = self.class_of_self(target.value, scope)
            if owner:
                self.stored[owner][target.attr].append(Binding(origin, target.lineno))
            else:
                self.stores.append(Store(Attribute(self.origin(target.value, scope), target.attr), origin, target.lineno))

    def class_of_self(self, node: ast.AST, scope: Scope) -> str:
        """The key of the class whose method has this name as its first parameter."""
        if not isinstance(node, ast.Name):
            return ""
        around: Scope | None = scope
        while around is not None and around.key != scope.owner(node.id):
            around = around.parent
        if around is None or not isinstance(around.node, _FUNCTIONS) or around.parent is None or not around.parent.is_class:
            return ""
        arguments = [*around.node.args.posonlyargs, *around.node.args.args]
        static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in around.node.decorator_list)
        return around.parent.key if arguments and arguments[0].arg == node.id and not static else ""

    def annotated(self, node: ast.AnnAssign, scope: Scope) -> None:
        types = self.types(node.annotation, scope)
        given = self.origin(node.value, scope) if node.value is not None else None
        if isinstance(node.target, ast.Name):
            if scope.is_class:
                self.declared[scope.key][node.target.id].append(Typed(types, given))
            if given is not None or not isinstance(scope.node, _FUNCTIONS):
                self.give(node.target.id, Typed(types, given), node.lineno, scope)
        elif isinstance(node.target, ast.Attribute):
            owner = self.class_of_self(node.target.value, scope)
            if owner:
                self.declared[owner][node.target.attr].append(Typed(types, given))
            if given is not None or owner:
                self.bind(node.target, Typed(types, given), scope)

    def imported(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            whole = Imported(alias.name, 0, "", node.lineno)
            self.imports.append(whole)
            head = alias.name.split(".")[0]
            self.give(alias.asname or head, whole if alias.asname else Imported(head, 0, "", node.lineno), node.lineno, scope)

    def imported_from(self, node: ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(Star(node.module or "", node.level, node.lineno))
                continue
            found = Imported(node.module or "", node.level, alias.name, alias.lineno)
            self.imports.append(found)
            self.give(alias.asname or alias.name, found, alias.lineno, scope)

    # -- definitions --------------------------------------------------------------------------------------------

    def defaults(self, arguments: ast.arguments, scope: Scope) -> None:
        for default in (*arguments.defaults, *arguments.kw_defaults):
            if default is not None:
                self.visit(default, scope)

    def function(self, node: FunctionNode, scope: Scope) -> None:
        inner = scope.inner(node)
        self.give(node.name, FunctionAt(inner.key), node.lineno, scope)
        for decorator in node.decorator_list:
            self.visit(decorator, scope)
        self.defaults(node.args, scope)
        params = self.parameters(node, scope)
        owner = scope.key if scope.is_class else ""
        decorators = tuple(_last_name(decorator) for decorator in node.decorator_list)
        for position, param in enumerate(params):
            own = position == 0 and owner and param.kind == "positional" and "staticmethod" not in decorators
            value: Origin = Parameter(inner.key, param.name)
            if own:
                value = ClassAt(owner) if "classmethod" in decorators else Self(owner)
            self.names[inner.key, param.name].append(Binding(value, node.lineno))
        for statement in node.body:
            self.visit(statement, inner)
        self.functions[inner.key] = Function(
            inner.key,
            inner.qualname,
            node.lineno,
            tuple(params),
            tuple(self.returns.get(inner.key, ())),
            self.types(node.returns, scope) if node.returns is not None else None,
            decorators,
            owner,
            isinstance(node, ast.AsyncFunctionDef),
            inner.key in self.generators,
        )

    def parameters(self, node: FunctionNode, scope: Scope) -> list[Param]:
        several = [*node.args.posonlyargs, *node.args.args]
        defaults: list[ast.expr | None] = [None] * (len(several) - len(node.args.defaults)) + list(node.args.defaults)
        found = [self.parameter(argument, "positional", default, scope) for argument, default in zip(several, defaults, strict=True)]
        for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
            found.append(self.parameter(argument, "keyword", default, scope))
        rest = [extra for extra in (node.args.vararg, node.args.kwarg) if extra is not None]
        return found + [Param(extra.arg, "rest", (Opaque(),), None) for extra in rest]

    def parameter(self, argument: ast.arg, kind: str, default: ast.expr | None, scope: Scope) -> Param:
        annotation = self.types(argument.annotation, scope) if argument.annotation is not None else None
        return Param(argument.arg, kind, annotation, self.origin(default, scope) if default is not None else None)

    def classdef(self, node: ast.ClassDef, scope: Scope) -> None:
        inner = scope.inner(node)
        self.give(node.name, ClassAt(inner.key), node.lineno, scope)
        for outside in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.visit(outside, scope)
        for statement in node.body:
            self.visit(statement, inner)
        bases = tuple(self.origin(base.value if isinstance(base, ast.Subscript) else base, scope) for base in node.bases)
        stored = {name: tuple(found) for name, found in self.stored[inner.key].items()}
        declared = {name: tuple(found) for name, found in self.declared[inner.key].items()}
        self.classes[inner.key] = Class(inner.key, inner.qualname, node.lineno, bases, bool(node.keywords), stored, declared)


def _last_name(decorator: ast.expr) -> str:
    """`cache` of `@functools.cache` and `lru_cache` of `@lru_cache(maxsize=1)`."""
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    return named.attr if isinstance(named, ast.Attribute) else named.id if isinstance(named, ast.Name) else "?"
