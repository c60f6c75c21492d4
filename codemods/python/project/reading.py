"""Reading one module: from its source to its summary, with the standard library's parser."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable

from codemods.python.project.origins import Origins
from codemods.python.project.purposes import Purposes
from codemods.python.project.scoping import ComprehensionNode, FunctionNode, Scope, module_scope
from codemods.python.project.summary import (
    BROKEN,
    Attribute,
    Binding,
    Class,
    ClassAt,
    Formatted,
    Function,
    FunctionAt,
    Imported,
    Named,
    Opaque,
    Origin,
    Param,
    Parameter,
    Self,
    Star,
    Store,
    Summary,
    Typed,
    Use,
)
from codemods.python.project.syntax import Tree, parsed

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def summarise(source: str | None) -> Summary:
    """The summary of a module; of one that cannot be read or parsed, that it is broken."""
    if source is None:
        return BROKEN
    try:
        return _Reader(parsed(source), source).summary()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return BROKEN


class _Reader:
    """Visits every node once, in its scope."""

    def __init__(self, tree: ast.Module, source: str) -> None:
        self.tree = Tree(tree)
        origins = Origins(source)
        self.origin, self.types = origins.origin, origins.types
        self.names: dict[tuple[str, str], list[Binding]] = defaultdict(list)
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        self.stored: dict[str, dict[str, list[Binding]]] = defaultdict(lambda: defaultdict(list))
        self.declared: dict[str, dict[str, list[Origin]]] = defaultdict(lambda: defaultdict(list))
        self.uses: dict[str, list[Use]] = defaultdict(list)
        self.stores: list[Store] = []
        self.stars: list[Star] = []
        self.imports: list[Imported] = []
        self.returns: dict[str, list[Origin]] = defaultdict(list)
        self.generators: set[str] = set()
        self.listed: set[str] | None = None
        self.purposes = Purposes(self.tree, self.origin)

    def summary(self) -> Summary:
        root = module_scope(self.tree)
        for statement in self.tree.root.body:
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
        )

    # -- visiting -----------------------------------------------------------------------------------------------

    def visit(self, node: ast.AST, scope: Scope) -> None:
        """Record what a node binds, stores and uses, and go on below it."""
        opener = _OPENERS.get(type(node))
        if opener is not None:
            opener(self, node, scope)
            return
        recorder = _RECORDERS.get(type(node))
        if recorder is not None:
            recorder(self, node, scope)
        for child in self.tree.below[node]:
            if not (isinstance(node, ast.AnnAssign) and child is node.annotation):
                self.visit(child, scope)

    def anonymous(self, node: ast.Lambda, scope: Scope) -> None:
        self.defaults(node.args, scope)
        self.visit(node.body, scope.inner(node))

    def assigned(self, node: ast.Assign, scope: Scope) -> None:
        for target in node.targets:
            self.assign(target, node.value, scope)

    def augmented(self, node: ast.AugAssign, scope: Scope) -> None:
        added = Formatted((self.origin(node.value, scope),)) if isinstance(node.op, ast.Add) else Opaque()
        self.bind(node.target, added, scope)

    def walrus(self, node: ast.NamedExpr, scope: Scope) -> None:
        self.bind(node.target, self.origin(node.value, scope), scope)

    def looped(self, node: ast.For | ast.AsyncFor | ast.comprehension, scope: Scope) -> None:
        self.bind(node.target, Opaque(), scope)

    def entered(self, node: ast.With | ast.AsyncWith, scope: Scope) -> None:
        for item in node.items:
            if item.optional_vars is not None:
                self.bind(item.optional_vars, self.origin(item.context_expr, scope), scope)

    def captured(self, node: ast.ExceptHandler | ast.MatchAs | ast.MatchStar | ast.MatchMapping, scope: Scope) -> None:
        name = node.rest if isinstance(node, ast.MatchMapping) else node.name
        if name:
            self.give(name, Opaque(), node.lineno, scope)

    def returned(self, node: ast.Return, scope: Scope) -> None:
        if node.value is not None:
            self.returns[scope.key].append(self.origin(node.value, scope))

    def yielded(self, node: ast.Yield | ast.YieldFrom, scope: Scope) -> None:
        self.generators.add(scope.key)

    def use(self, node: ast.Name | ast.Attribute, scope: Scope) -> None:
        if isinstance(node.ctx, ast.Load):
            origin = self.origin(node, scope)
            assert isinstance(origin, (Named, Attribute))
            self.uses[origin.name].append(self.purposes.use(node, origin, scope))

    def comprehension(self, node: ComprehensionNode, scope: Scope) -> None:
        inner = scope.inner(node)
        first = node.generators[0]
        self.visit(first.iter, scope)
        for generator in node.generators:
            self.looped(generator, inner)
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


#: What a node of each kind is recorded by, and what opens a scope of its own: reader, node, scope.
_RECORDERS: dict[type[ast.AST], Callable[..., None]] = {
    ast.Name: _Reader.use,
    ast.Attribute: _Reader.use,
    ast.Assign: _Reader.assigned,
    ast.AnnAssign: _Reader.annotated,
    ast.AugAssign: _Reader.augmented,
    ast.NamedExpr: _Reader.walrus,
    ast.For: _Reader.looped,
    ast.AsyncFor: _Reader.looped,
    ast.With: _Reader.entered,
    ast.AsyncWith: _Reader.entered,
    ast.Import: _Reader.imported,
    ast.ImportFrom: _Reader.imported_from,
    ast.ExceptHandler: _Reader.captured,
    ast.MatchAs: _Reader.captured,
    ast.MatchStar: _Reader.captured,
    ast.MatchMapping: _Reader.captured,
    ast.Return: _Reader.returned,
    ast.Yield: _Reader.yielded,
    ast.YieldFrom: _Reader.yielded,
}
_OPENERS: dict[type[ast.AST], Callable[..., None]] = {
    ast.FunctionDef: _Reader.function,
    ast.AsyncFunctionDef: _Reader.function,
    ast.ClassDef: _Reader.classdef,
    ast.Lambda: _Reader.anonymous,
    ast.ListComp: _Reader.comprehension,
    ast.SetComp: _Reader.comprehension,
    ast.DictComp: _Reader.comprehension,
    ast.GeneratorExp: _Reader.comprehension,
}
