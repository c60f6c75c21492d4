"""Functions of one module that answers go through: which parameter takes an argument, who calls a function, who else could."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.nodes import dotted, is_none
from codemods.python.scopes import parameters
from codemods.python.values import Values

_METHOD_DECORATORS = frozenset({"staticmethod", "classmethod"})


@dataclass(frozen=True, eq=False)
class Taken:
    """A parameter that takes an answer, and what each call of its function gives it (None where the default holds)."""

    function: cst.FunctionDef
    definition: Definition
    given: tuple[tuple[cst.Call, cst.BaseExpression | None], ...]


class Functions:
    """Answers questions about the functions of one module and their calls."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    # -- resolving ----------------------------------------------------------------------------------------------

    def called(self, call: cst.Call) -> cst.FunctionDef | None:
        """The function or method of this module that a call surely runs."""
        if isinstance(call.func, cst.Name):
            definitions = self.module.flow.definitions_of(call.func)
            found = next(iter(definitions)).node if len(definitions) == 1 else None
            return found if isinstance(found, cst.FunctionDef) and self.owner_of(found) is None else None
        if isinstance(call.func, cst.Attribute):
            owner = self._owner(call.func.value)
            return self._method(owner, call.func.attr.value) if owner is not None else None
        return None

    def _owner(self, node: cst.BaseExpression) -> cst.ClassDef | None:
        return self.values.owner_class(node) or self.values.instance_class(node)

    def _method(self, owner: cst.ClassDef, name: str) -> cst.FunctionDef | None:
        """A method that a class defines itself, once, and that no class of this module overrides."""
        body = owner.body.body if isinstance(owner.body, cst.IndentedBlock) else ()
        found = [node for node in body if isinstance(node, cst.FunctionDef) and node.name.value == name]
        if len(found) != 1 or any(name in self.values.methods(inheriting) for inheriting in self.values.subclasses(owner)):
            return None
        return found[0]

    def owner_of(self, function: cst.FunctionDef) -> cst.ClassDef | None:
        block = self.module.parent(function)
        owner = self.module.parent(block) if block is not None else None
        return owner if isinstance(owner, cst.ClassDef) else None

    # -- calls --------------------------------------------------------------------------------------------------

    def problem(self, function: cst.FunctionDef) -> str:
        """Why not everything that calls a function is in sight, or an empty string."""
        name = function.name.value
        if any(dotted(d.decorator) not in _METHOD_DECORATORS for d in function.decorators):
            return f"`{name}` is decorated"
        if (owner := self.owner_of(function)) is not None and (how := self._method_problem(owner, name)):
            return f"`{name}` {how}"
        if how := self.values.reached_from_outside(function):
            return f"`{name}` {how}"
        if self.calls(function) is None:
            return f"`{name}` is also used without being called"
        return ""

    def _method_problem(self, owner: cst.ClassDef, name: str) -> str:
        if name.startswith("__") and name.endswith("__"):
            return "is called by Python itself"
        if self.values.by_name.attribute(name):
            return "may be reached by its name (`getattr`)"
        other = self.values.index.overriding_class(self.values.qualname(owner), name)
        return f"is another method in a class in {other}" if other is not None else ""

    def calls(self, function: cst.FunctionDef) -> list[cst.Call] | None:
        """Every call of a function; None when it is used in another way as well."""
        uses = self._uses(function)
        calls = [self.module.parent(use) for use in uses]
        found = [call for call, use in zip(calls, uses, strict=True) if isinstance(call, cst.Call) and call.func is use]
        return found if len(found) == len(uses) and all(self.called(call) is function for call in found) else None

    def _uses(self, function: cst.FunctionDef) -> list[cst.BaseExpression]:
        definition = self.module.flow.definition_at(function.name)
        named: list[cst.BaseExpression] = list(definition.uses) if definition is not None else []
        if self.owner_of(function) is not None:
            return [*self.module.attributes(function.name.value), *named]
        return named

    # -- parameters ---------------------------------------------------------------------------------------------

    def taken(self, call: cst.Call, argument: cst.Arg) -> Taken | None:
        """The parameter that an argument goes to; None when that cannot be told."""
        function = self.called(call)
        parameter = self._parameter(function, call, argument) if function is not None else None
        definition = self.module.flow.definition_at(parameter.name) if parameter is not None else None
        if function is None or parameter is None or definition is None or parameter.star:
            return None
        if parameter.default is not None and not is_none(parameter.default):
            return None
        given = [(other, self._argument(function, other, parameter)) for other in self.calls(function) or ()]
        if any(arg.star for other, _ in given for arg in other.args):
            return None
        return Taken(function, definition, tuple(given))

    def given(self, definition: Definition) -> list[cst.BaseExpression]:
        """What the calls in this module give a parameter, as far as that is in sight."""
        function, parameter = definition.scope.node, definition.node
        if not isinstance(function, cst.FunctionDef) or not isinstance(parameter, cst.Param):
            return []
        calls = [call for use in self._uses(function) if isinstance(call := self.module.parent(use), cst.Call) and call.func is use]
        whole = [call for call in calls if self.called(call) is function and not any(argument.star for argument in call.args)]
        values = [self._argument(function, call, parameter) for call in whole]
        return [value for value in values if value is not None]

    def _positional(self, function: cst.FunctionDef) -> list[cst.Param]:
        """The parameters that arguments without a keyword go to, without `self`."""
        found = [*function.params.posonly_params, *function.params.params]
        bound = self.owner_of(function) is not None and not any(dotted(d.decorator) == "staticmethod" for d in function.decorators)
        return found[1:] if bound else found

    def _parameter(self, function: cst.FunctionDef, call: cst.Call, argument: cst.Arg) -> cst.Param | None:
        return next((p for p in parameters(function) if self._argument(function, call, p) is argument.value), None)

    def _argument(self, function: cst.FunctionDef, call: cst.Call, parameter: cst.Param) -> cst.BaseExpression | None:
        """What a call gives a parameter."""
        for argument in call.args:
            if argument.keyword is not None and argument.keyword.value == parameter.name.value:
                return argument.value
        positional = self._positional(function)
        plain = [argument for argument in call.args if argument.keyword is None]
        position = positional.index(parameter) if parameter in positional else len(plain)
        return plain[position].value if position < len(plain) else None
