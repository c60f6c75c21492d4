"""Reaching definitions: for each use of a name, the bindings whose value it may hold.

A value is a definition, not a name: `response` is often bound again to something else a few lines later. Inside one
function (or the module body, or a class body) the analysis follows the order of execution; a name of an outer
function or of the module, read from inside a function, may hold any definition that scope ever gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

import libcst as cst

from codemods.python.scopes import (
    Comprehension,
    Scope,
    build_scopes,
    import_name,
    parameters,
    pattern_names,
    target_names,
)
from codemods.python.swallowing import swallowing_names, swallows
from codemods.python.tree import children, walk

DefinitionKind = Literal[
    "assign", "unpack", "augment", "walrus", "parameter", "import", "loop", "with", "except", "function", "class", "pattern", "declare"
]


@dataclass(eq=False)
class Definition:
    """One binding of one name.

    ``name`` is the node that names it, ``node`` the statement, parameter or import alias it belongs to, ``value`` the
    expression bound (the iterable for loops, the context manager for `with`, the whole right side for an unpacking).
    ``order`` counts the definitions of the module; ``uses`` are the loads it may reach.
    """

    name: cst.Name
    kind: DefinitionKind
    scope: Scope
    node: cst.CSTNode
    value: cst.BaseExpression | None
    order: int
    uses: list[cst.Name] = field(default_factory=list)


Definitions = frozenset[Definition]
Environment = dict[str, Definitions]
_NONE: Definitions = frozenset()


@dataclass(eq=False)
class Flow:
    """The result. ``foreign`` are names that some inner function binds through `global` or `nonlocal`."""

    scopes: dict[cst.CSTNode, Scope]
    definitions: list[Definition]
    reaching: dict[cst.Name, Definitions]
    by_scope: dict[tuple[Scope, str], list[Definition]]
    by_name: dict[cst.Name, Definition]
    foreign: set[tuple[Scope, str]]

    def definition_at(self, name: cst.Name) -> Definition | None:
        """The definition that this binding occurrence of a name makes."""
        return self.by_name.get(name)

    def definitions_of(self, name: cst.Name) -> Definitions:
        return self.reaching.get(name, _NONE)


def analyse(tree: cst.Module) -> Flow:
    """Follow every name of the module."""
    walker = _Walker(build_scopes(tree), swallowing_names(tree))
    walker.run(tree)
    return Flow(walker.scopes, walker.definitions, walker.finish(), walker.by_scope, walker.known, walker.foreign)


def _merge(*environments: Environment | None) -> Environment | None:
    live = [environment for environment in environments if environment is not None]
    if not live:
        return None
    merged = dict(live[0])
    for environment in live[1:]:
        for name, definitions in environment.items():
            merged[name] = merged[name] | definitions if name in merged else definitions
    return merged


class _Walker:
    """Executes the module once over sets of definitions; loops twice, which is enough for a union to settle."""

    def __init__(self, scopes: dict[cst.CSTNode, Scope], swallowing: frozenset[str]) -> None:
        self.scopes = scopes
        self.swallowing = swallowing
        self.definitions: list[Definition] = []
        self.by_scope: dict[tuple[Scope, str], list[Definition]] = {}
        self.known: dict[cst.Name, Definition] = {}
        self.direct: dict[cst.Name, set[Definition]] = {}
        self.anywhere: dict[cst.Name, tuple[Scope, str]] = {}
        self.foreign: set[tuple[Scope, str]] = set()
        self.scope: Scope
        self.live: dict[Scope, Environment | None] = {}
        self.deferred: list[tuple[cst.FunctionDef | cst.Lambda, Scope]] = []
        self.handlers: list[tuple[Scope, Environment]] = []
        self.breaks: list[list[Environment | None]] = []
        self.continues: list[list[Environment | None]] = []
        self.kept_generators: set[cst.CSTNode] = set()
        self.running_later: list[Scope] = []

    # -- running ------------------------------------------------------------------------------------------------

    def run(self, tree: cst.Module) -> None:
        self.scope = self.scopes[tree]
        self.live = {self.scope: {}}
        self.block(tree.body)
        while self.deferred:
            node, _ = self.deferred.pop(0)
            self.function(node)

    def function(self, node: cst.FunctionDef | cst.Lambda) -> None:
        """A body runs later: only its own names are followed in order."""
        self.scope = self.scopes[node]
        self.live = {self.scope: {}}
        self.handlers, self.breaks, self.continues = [], [], []
        for param in parameters(node):
            self.bind(param.name, "parameter", param, param.default)
        if isinstance(node, cst.Lambda):
            self.expression(node.body)
        else:
            self.block([node.body])

    def finish(self) -> dict[cst.Name, Definitions]:
        """Loads from an inner function see every definition of the outer name; so do names bound through `global`."""
        reaching: dict[cst.Name, Definitions] = {}
        for name, (scope, text) in self.anywhere.items():
            reaching[name] = frozenset(self.by_scope.get((scope, text), ()))
        for name, definitions in self.direct.items():
            owner = next(iter(definitions)).scope if definitions else None
            found = set(definitions)
            if owner is not None and (owner, name.value) in self.foreign:
                found.update(self.by_scope[owner, name.value])
            reaching[name] = reaching.get(name, _NONE) | found
        for name, all_definitions in reaching.items():
            for definition in all_definitions:
                definition.uses.append(name)
        return reaching

    # -- names --------------------------------------------------------------------------------------------------

    @property
    def environment(self) -> Environment | None:
        return self.live[self.scope]

    @environment.setter
    def environment(self, value: Environment | None) -> None:
        self.live[self.scope] = value

    def bind(self, name: cst.Name, kind: DefinitionKind, node: cst.CSTNode, value: cst.BaseExpression | None = None) -> None:
        scope = self.scope
        if kind == "walrus":
            while scope.kind == "comprehension" and scope.parent is not None:
                scope = scope.parent
        owner = scope
        if name.value in scope.globals or name.value in scope.nonlocals:
            owner = scope.owner(name.value) or scope
        definition = self.known.get(name)
        if definition is None:
            definition = Definition(name, kind, owner, node, value, len(self.definitions))
            self.known[name] = definition
            self.definitions.append(definition)
            self.by_scope.setdefault((owner, name.value), []).append(definition)
        if owner is not scope:
            self.foreign.add((owner, name.value))
            return
        environment = self.live.get(scope)
        if environment is not None:
            environment[name.value] = frozenset((definition,))
        for handler_scope, accumulated in self.handlers:
            if handler_scope is scope:
                accumulated[name.value] = accumulated.get(name.value, _NONE) | {definition}

    def load(self, name: cst.Name) -> None:
        owner = self.scope.owner(name.value)
        if owner is not None and owner.kind == "class" and name.value not in (self.live.get(owner) or {}):
            # A class body that has not bound the name yet reads the one around it.
            owner = owner.parent.owner(name.value) if owner.parent is not None else None
        if owner is None:
            return
        environment = self.live.get(owner)
        if environment is None or (name.value in self.scope.globals and owner is not self.scope):
            self.anywhere[name] = (owner, name.value)
            return
        found = environment.get(name.value, _NONE)
        if not found:
            self.anywhere.setdefault(name, (owner, name.value))
        self.direct.setdefault(name, set()).update(found)
        if any(owner in outside.chain for outside in self.running_later):
            self.anywhere[name] = (owner, name.value)

    # -- expressions --------------------------------------------------------------------------------------------

    def expression(self, node: cst.CSTNode) -> None:
        """Evaluate an expression: record its loads, make its bindings."""
        if isinstance(node, cst.Name):
            self.load(node)
        elif isinstance(node, (cst.Attribute, cst.Arg)):
            self.expression(node.value)
        elif isinstance(node, (cst.Element, cst.DictElement)):
            self.keep(node.value)
            for child in children(node):
                self.expression(child)
        elif isinstance(node, cst.NamedExpr):
            self.keep(node.value)
            self.expression(node.value)
            for name in target_names(node.target):
                self.bind(name, "walrus", node, node.value)
        elif isinstance(node, cst.IfExp):
            self.conditional(node)
        elif isinstance(node, cst.BooleanOperation):
            self.boolean(node)
        elif isinstance(node, cst.Comparison):
            self.comparison(node)
        elif isinstance(node, cst.Lambda):
            for param in parameters(node):
                if param.default is not None:
                    self.expression(param.default)
            self.deferred.append((node, self.scope))
        elif isinstance(node, Comprehension):
            self.comprehension(node)
        else:
            for child in children(node):
                self.expression(child)

    def conditional(self, node: cst.IfExp) -> None:
        self.expression(node.test)
        before = _merge(self.environment)
        self.expression(node.body)
        after_body, self.environment = self.environment, before
        self.expression(node.orelse)
        self.environment = _merge(self.environment, after_body)

    def comprehension(self, node: cst.ListComp | cst.SetComp | cst.DictComp | cst.GeneratorExp) -> None:
        # The first iterable is evaluated where the comprehension stands, the rest perhaps not at all.
        self.expression(node.for_in.iter)
        before = {scope: _merge(environment) for scope, environment in self.live.items()}
        outer, self.scope = self.scope, self.scopes[node]
        self.live[self.scope] = {}
        if node in self.kept_generators:
            self.running_later.append(outer)
        clause: cst.CompFor | None = node.for_in
        while clause is not None:
            if clause is not node.for_in:
                self.expression(clause.iter)
            for name in target_names(clause.target):
                self.bind(name, "loop", clause, clause.iter)
            for condition in clause.ifs:
                self.expression(condition.test)
            clause = clause.inner_for_in
        if isinstance(node, cst.DictComp):
            self.expression(node.key)
            self.expression(node.value)
        else:
            self.expression(node.elt)
        self.live.pop(self.scope, None)
        self.scope = outer
        if node in self.kept_generators:
            self.running_later.pop()
        for scope, environment in before.items():
            self.live[scope] = _merge(self.live.get(scope), environment)

    def boolean(self, node: cst.BooleanOperation) -> None:
        """The right operand is evaluated only sometimes."""
        self.expression(node.left)
        before = _merge(self.environment)
        self.expression(node.right)
        self.environment = _merge(before, self.environment)

    def comparison(self, node: cst.Comparison) -> None:
        """`a < b < c` evaluates `c` only when the first comparison holds."""
        self.expression(node.left)
        first, *others = node.comparisons
        self.expression(first)
        before = _merge(self.environment)
        for target in others:
            self.expression(target)
        self.environment = _merge(before, self.environment)

    def keep(self, value: cst.BaseExpression) -> None:
        """A generator that is given a name or put somewhere runs later, when the names in it may hold something else."""
        if isinstance(value, cst.GeneratorExp):
            self.kept_generators.add(value)

    # -- statements ---------------------------------------------------------------------------------------------

    def block(self, body: Iterable[cst.CSTNode]) -> None:
        for statement in body:
            self.statement(statement)

    def statement(self, node: cst.CSTNode) -> None:
        handler = _STATEMENTS.get(type(node))
        if handler is not None:
            handler(self, node)
        else:
            self.expression(node)

    def assign(self, node: cst.Assign) -> None:
        self.keep(node.value)
        self.expression(node.value)
        for target in node.targets:
            self.target(target.target, node, node.value)

    def target(self, target: cst.BaseExpression, node: cst.CSTNode, value: cst.BaseExpression | None) -> None:
        """Bind what an assignment target names; evaluate what it only reaches through."""
        if isinstance(target, cst.Name):
            self.bind(target, "assign", node, value)
            return
        if not isinstance(target, (cst.Tuple, cst.List)):
            self.expression(target)
        for name in target_names(target):
            self.bind(name, "unpack", node, value)

    def annotated(self, node: cst.AnnAssign) -> None:
        self.expression(node.annotation)
        if node.value is not None:
            self.keep(node.value)
            self.expression(node.value)
            self.target(node.target, node, node.value)
        elif isinstance(node.target, cst.Name):
            if self.scope.kind != "function":
                self.bind(node.target, "declare", node)
        else:
            self.expression(node.target)

    def augmented(self, node: cst.AugAssign) -> None:
        self.expression(node.target)
        self.expression(node.value)
        if isinstance(node.target, cst.Name):
            self.bind(node.target, "augment", node, node.value)

    def imported(self, node: cst.Import | cst.ImportFrom) -> None:
        if isinstance(node.names, cst.ImportStar):
            return
        for alias in node.names:
            name = import_name(alias)
            if name is not None:
                self.bind(name, "import", alias)

    def define(self, node: cst.FunctionDef) -> None:
        for outside in node.decorators:
            self.expression(outside.decorator)
        for param in parameters(node):
            if param.default is not None:
                self.expression(param.default)
            if param.annotation is not None:
                self.expression(param.annotation)
        if node.returns is not None:
            self.expression(node.returns)
        self.bind(node.name, "function", node)
        self.deferred.append((node, self.scope))

    def classdef(self, node: cst.ClassDef) -> None:
        for decorator in node.decorators:
            self.expression(decorator.decorator)
        for argument in (*node.bases, *node.keywords):
            self.expression(argument)
        outer, self.scope = self.scope, self.scopes[node]
        self.live[self.scope] = {}
        self.block([node.body])
        self.live.pop(self.scope, None)
        self.scope = outer
        self.bind(node.name, "class", node)

    def suite(self, node: cst.IndentedBlock | cst.SimpleStatementSuite | cst.SimpleStatementLine | cst.Else | cst.Finally) -> None:
        body = node.body
        self.block([body] if isinstance(body, cst.CSTNode) else body)

    def branch(self, node: cst.If) -> None:
        self.expression(node.test)
        before = _merge(self.environment)
        self.statement(node.body)
        after_body, self.environment = self.environment, before
        if node.orelse is not None:
            self.statement(node.orelse)
        self.environment = _merge(after_body, self.environment)

    def loop(self, node: cst.For | cst.While) -> None:
        if isinstance(node, cst.For):
            self.expression(node.iter)
        entry = _merge(self.environment)
        exits: list[Environment | None] = []
        for _ in range(2):
            self.breaks.append(exits)
            ends: list[Environment | None] = []
            self.continues.append(ends)
            if isinstance(node, cst.For):
                exits.append(_merge(self.environment))
                self.loop_target(node)
            else:
                self.expression(node.test)
                exits.append(_merge(self.environment))
            self.statement(node.body)
            self.breaks.pop()
            self.continues.pop()
            self.environment = _merge(entry, self.environment, *ends)
        if isinstance(node, cst.While):
            self.expression(node.test)
        if node.orelse is not None:
            self.statement(node.orelse)
        self.environment = _merge(self.environment, *exits)

    def loop_target(self, node: cst.For) -> None:
        if not isinstance(node.target, (cst.Name, cst.Tuple, cst.List)):
            self.expression(node.target)
        for name in target_names(node.target):
            self.bind(name, "loop", node, node.iter)

    def jump(self, node: cst.CSTNode) -> None:
        for child in children(node):
            self.expression(child)
        stack = self.breaks if isinstance(node, cst.Break) else self.continues if isinstance(node, cst.Continue) else None
        if stack:
            stack[-1].append(_merge(self.environment))
        self.environment = None

    def context(self, node: cst.With) -> None:
        for item in node.items:
            self.expression(item.item)
            if item.asname is not None:
                # The type says names and tuples only, but `with f() as self.x` gives an attribute.
                target: cst.CSTNode = item.asname.name
                if not isinstance(target, (cst.Name, cst.Tuple, cst.List)):
                    self.expression(target)
                for name in target_names(target):
                    self.bind(name, "with", item, item.item)
        accumulated = dict(self.environment or {})
        self.handlers.append((self.scope, accumulated))
        self.statement(node.body)
        self.handlers.pop()
        if any(swallows(item.item, self.swallowing) for item in node.items):
            self.environment = _merge(self.environment, accumulated)

    def attempt(self, node: cst.Try | cst.TryStar) -> None:
        accumulated = dict(self.environment or {})
        everything = dict(accumulated)
        left = [(stack, len(stack)) for stack in (*self.breaks, *self.continues)]
        self.handlers += [(self.scope, accumulated), (self.scope, everything)]
        self.statement(node.body)
        self.handlers = [pair for pair in self.handlers if pair[1] is not accumulated]
        after_body = self.environment
        outcomes: list[Environment | None] = []
        for handler in node.handlers:
            self.environment = dict(accumulated)
            if handler.type is not None:
                self.expression(handler.type)
            if handler.name is not None:
                for name in target_names(handler.name.name):
                    self.bind(name, "except", handler, handler.type)
            self.statement(handler.body)
            outcomes.append(self.environment)
        self.environment = after_body
        if node.orelse is not None:
            self.statement(node.orelse)
        outcomes.append(self.environment)
        self.handlers = [pair for pair in self.handlers if pair[1] is not everything]
        self.environment = _merge(*outcomes)
        if node.finalbody is not None:
            self.through(node.finalbody, left)
            self.finally_(node.finalbody, everything)

    def through(self, node: cst.Finally, left: list[tuple[list[Environment | None], int]]) -> None:
        """A `break` or `continue` inside a `try` runs the `finally` on its way out."""
        normal = self.environment
        for stack, count in left:
            for position in range(count, len(stack)):
                self.environment = stack[position]
                self.statement(node)
                stack[position] = self.environment
        self.environment = normal

    def finally_(self, node: cst.Finally, accumulated: Environment) -> None:
        """Runs after every way out; what follows it is reached only by the ordinary one."""
        normal = self.environment
        self.environment = _merge(normal, accumulated)
        self.statement(node)
        if normal is None:
            self.environment = None

    def choice(self, node: cst.Match) -> None:
        self.expression(node.subject)
        before = _merge(self.environment)
        outcomes: list[Environment | None] = []
        for case in node.cases:
            self.environment = _merge(before)
            for node_in_pattern in walk(case.pattern):
                if isinstance(node_in_pattern, cst.MatchClass):
                    self.expression(node_in_pattern.cls)
                elif isinstance(node_in_pattern, cst.MatchValue):
                    self.expression(node_in_pattern.value)
            for name in pattern_names(case.pattern):
                self.bind(name, "pattern", case, node.subject)
            if case.guard is not None:
                self.expression(case.guard)
                # What a pattern captured stays when its guard fails.
                before = _merge(before, self.environment)
            self.statement(case.body)
            outcomes.append(self.environment)
        self.environment = _merge(before, *outcomes)

    def delete(self, node: cst.Del) -> None:
        self.expression(node.target)
        environment = self.live.get(self.scope) or {}
        for name in target_names(node.target):
            environment.pop(name.value, None)

    def nothing(self, node: cst.CSTNode) -> None:
        """Declarations bind nothing by themselves."""


#: What executes each kind of statement; the walker is passed as the first argument.
_STATEMENTS: dict[type[cst.CSTNode], Callable[..., None]] = {
    cst.Assign: _Walker.assign,
    cst.AnnAssign: _Walker.annotated,
    cst.AugAssign: _Walker.augmented,
    cst.Import: _Walker.imported,
    cst.ImportFrom: _Walker.imported,
    cst.FunctionDef: _Walker.define,
    cst.ClassDef: _Walker.classdef,
    cst.IndentedBlock: _Walker.suite,
    cst.SimpleStatementSuite: _Walker.suite,
    cst.SimpleStatementLine: _Walker.suite,
    cst.Else: _Walker.suite,
    cst.Finally: _Walker.suite,
    cst.If: _Walker.branch,
    cst.For: _Walker.loop,
    cst.While: _Walker.loop,
    cst.Return: _Walker.jump,
    cst.Raise: _Walker.jump,
    cst.Break: _Walker.jump,
    cst.Continue: _Walker.jump,
    cst.With: _Walker.context,
    cst.Try: _Walker.attempt,
    cst.TryStar: _Walker.attempt,
    cst.Match: _Walker.choice,
    cst.Del: _Walker.delete,
    cst.Global: _Walker.nothing,
    cst.Nonlocal: _Walker.nothing,
}
