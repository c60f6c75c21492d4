"""Following clients: which expressions are a google-genai client, or hang on one, wherever the code put it."""

from __future__ import annotations

import libcst as cst

from codemods.python.classes import Classes
from codemods.python.flow import Definition
from codemods.python.handles import FOREIGN, Foreign, Handle
from codemods.python.misnamed import CLIENT, misnamed
from codemods.python.nodes import dotted, is_none, keyword
from codemods.python.project.sdk import ASYNC_CLIENTS, CACHES, CLIENTS, ENTERPRISE_VARIABLES, TRANSPARENT, is_foreign_path
from codemods.python.project.things import ClassThing, External, Thing, is_foreign, join

#: Attributes that belong to an SDK's client, not to what people hang on some object.
_OWN_ATTRIBUTES = frozenset("models chats aio generate_content generate_content_stream create send_message send_message_stream".split())


class Clients(Classes):
    """Answers what client an expression is."""

    def handle(self, node: cst.CSTNode) -> Handle | Foreign | None:
        """The client (or what hangs on one) that an expression is; None when its origin is not in sight."""
        thing = self.thing(node)
        return thing if isinstance(thing, Handle) else FOREIGN if is_foreign(thing) else None

    def thing(self, node: cst.CSTNode, seen: frozenset[object] = frozenset()) -> Thing | None:
        """What an expression is: a client, somebody else's, or something that another file of the project defines."""
        if node in seen:
            return None
        seen = seen | {node}
        if isinstance(node, cst.Name):
            return self._named_thing(node, seen)
        if isinstance(node, cst.Attribute):
            return self._attribute_thing(node, seen)
        if isinstance(node, cst.Call):
            return self._called_thing(node, seen)
        if isinstance(node, cst.IfExp):
            return join(self.thing(n, seen) for n in (node.body, node.orelse) if not is_none(n))
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or):
            return join(self.thing(n, seen) for n in (node.left, node.right))
        if isinstance(node, cst.NamedExpr):
            return self.thing(node.value, seen)
        return None

    def _named_thing(self, node: cst.Name, seen: frozenset[object]) -> Thing | None:
        """What a name holds, whoever gave it to it: other files may put something else under a name of this module."""
        definitions = self.definitions(node)
        found = join(self._defined_thing(d, seen) for d in definitions)
        ours = isinstance(found, Handle) and any(d.scope.kind == "module" and d.kind != "import" for d in definitions)
        return join([found, *map(self.settled, self.index.put_on_module(node.value))]) if ours else found

    def _defined_thing(self, definition: Definition, seen: frozenset[object]) -> Thing | None:
        if definition in seen:
            return None
        own = self.class_of_self(definition)
        if own is not None:
            return Handle((), self._platform_assumptions(enterprise=True)) if self._is_client_class(own) else FOREIGN
        seen = seen | {definition}
        if definition.kind in ("assign", "walrus", "with") and definition.value is not None:
            return self.thing(definition.value, seen)
        if definition.kind == "import":
            return self.imported_thing(definition)
        if definition.kind == "parameter" and isinstance(definition.node, cst.Param):
            annotation = definition.node.annotation
            known = self._annotated_handle(annotation.annotation) if annotation is not None else None
            return known if known is not None else self.passed_thing(definition)
        if definition.kind in ("class", "function"):
            return FOREIGN
        if definition.kind == "loop" and self._spelled_out(definition):
            return join(self.thing(element.value, seen) for element in definition.value.elements)  # type: ignore[union-attr]
        if definition.kind in ("loop", "unpack") and definition.value is not None:
            # What comes out of another SDK's object is that SDK's too.
            return FOREIGN if self.thing(definition.value, seen) == FOREIGN else None
        return None

    @staticmethod
    def _spelled_out(definition: Definition) -> bool:
        """`for client in (first, second)`: each of them is in sight."""
        loop, row = definition.node, definition.value
        if not isinstance(loop, (cst.For, cst.CompFor)) or loop.target is not definition.name or not isinstance(row, (cst.List, cst.Tuple)):
            return False
        return bool(row.elements) and not any(isinstance(element, cst.StarredElement) for element in row.elements)

    def imported_thing(self, definition: Definition) -> Thing | None:
        """What an import binds: something of another SDK, or of another file of the project."""
        path = self.import_path(definition)
        if path and is_foreign_path(path):
            return FOREIGN
        origin = self.import_origin(definition)
        return self.settled(self.index.imported(*origin)) if origin is not None else None

    def passed_thing(self, definition: Definition) -> Thing | None:
        """What a parameter receives from every caller in sight, in this file and in others."""
        function = definition.scope.node
        name = self.qualname(function) if isinstance(function, cst.FunctionDef) else ""
        return self.settled(self.index.parameter(name, definition.name.value)) if name else None

    def settled(self, thing: Thing | None) -> Thing | None:
        """A thing that the index found, without the assumptions that the project has settled."""
        if isinstance(thing, Handle) and self.options.platform is not None:
            return Handle(thing.path, thing.assumptions - {"enterprise"})
        return thing

    def _annotated_handle(self, annotation: cst.BaseExpression) -> Handle | Foreign | None:
        symbols = self.annotated_symbols(annotation)
        if symbols and all(symbol in CLIENTS for symbol in symbols):
            return Handle((), self._platform_assumptions(enterprise=self._enterprise_by_environment))
        if symbols and all(symbol in ASYNC_CLIENTS for symbol in symbols):
            return Handle(("aio",), self._platform_assumptions(enterprise=self._enterprise_by_environment))
        if symbols and all(symbol is not None and is_foreign_path(symbol) for symbol in symbols):
            return FOREIGN
        return None

    def _attribute_thing(self, node: cst.Attribute, seen: frozenset[object]) -> Thing | None:
        name = node.attr.value
        owner = self.owner_class(node.value) or self.instance_class(node.value)
        if owner is not None and not self._is_client_class(owner):
            return self._stored_thing(owner, name, seen)
        base = self.thing(node.value, seen)
        if isinstance(base, Handle):
            return base.attribute(name)
        if base == FOREIGN:
            # Another SDK's object is not ours, and neither are its methods; what people hang on it may be.
            return base if name in _OWN_ATTRIBUTES else None
        return self.settled(self.index.attribute(base, name))

    def _stored_thing(self, owner: cst.ClassDef, name: str, seen: frozenset[object]) -> Thing | None:
        attributes = self.attributes(owner)
        if name in self.stored_outside:
            return None
        values = [value for value in attributes.values.get(name, ()) if not is_none(value)]
        for subclass in self.subclasses(owner):
            values += [value for value in self.attributes(subclass).values.get(name, ()) if not is_none(value)]
        inherited = self._inherited_thing(owner, name, seen)
        if values:
            found = [self.thing(value, seen) for value in values]
            found += [self.settled(thing) for thing in self.index.put_elsewhere(self.qualname(owner), name)]
            return join(found if inherited is None or is_foreign(inherited) else [*found, inherited])
        if attributes.annotations.get(name):
            known = join(self._annotated_handle(a) for a in attributes.annotations[name])
            return known if known is not None else self.settled(self.index.own_attribute(self.qualname(owner), name))
        made = self.property_function(owner, name)
        if made is not None:
            # A property that makes a client at each reading leaves nobody to keep it alive.
            return None if self._makes_anew(made) else self._returned_thing(made, seen)
        if inherited is not None:
            return inherited
        if name in self.body_names(owner):
            return FOREIGN if self._whole(owner) else None
        # What no class in sight sets comes from a class that inherits from it.
        elsewhere = [self.settled(thing) for thing in self.index.put_elsewhere(self.qualname(owner), name)]
        return join(elsewhere) if elsewhere else None

    def _inherited_thing(self, owner: cst.ClassDef, name: str, seen: frozenset[object]) -> Thing | None:
        """What a class gets from bases in other files of the project."""
        bases = [self.thing(base.value, seen) for base in owner.bases if self.class_named(base.value) is None]
        found = [self.settled(self.index.attribute(base, name)) for base in bases if isinstance(base, ClassThing)]
        return next((thing for thing in found if thing is not None), None)

    def _makes_anew(self, function: cst.FunctionDef) -> bool:
        """Whether a function makes what it gives at each call."""
        cached = any(dotted(_decorator(d)).rpartition(".")[2] in CACHES for d in function.decorators)
        return not cached and any(isinstance(value, cst.Call) for value in self.returns(function))

    def gives_shared(self, call: cst.Call) -> bool:
        """Whether a call of a function of this module gives a client that something else keeps: a global, a cached one."""
        definitions = self.definitions(call.func) if isinstance(call.func, cst.Name) else []
        functions = [d.node for d in definitions if isinstance(d.node, cst.FunctionDef)]
        return bool(functions) and len(functions) == len(definitions) and all(self._shares(function) for function in functions)

    def _shares(self, function: cst.FunctionDef) -> bool:
        if any(dotted(_decorator(d)).rpartition(".")[2] in CACHES for d in function.decorators):
            return True
        returned = [value for value in self.returns(function) if not is_none(value)]
        return bool(returned) and all(isinstance(value, cst.Name) and self._of_module(value) for value in returned)

    def _of_module(self, name: cst.Name) -> bool:
        definitions = self.definitions(name)
        return bool(definitions) and all(definition.scope.kind == "module" for definition in definitions)

    def _whole(self, owner: cst.ClassDef) -> bool:
        """Whether everything an instance of the class has is in sight."""
        if (
            self.methods(owner) & {"__getattr__", "__getattribute__"}
            or "setattr(" in self.module.source
            or "__dict__" in self.module.source
        ):
            return False
        return not self.subclasses(owner) and all(
            dotted(base.value) == "object" or ((found := self.class_named(base.value)) is not None and self._whole_base(found))
            for base in owner.bases
        )

    def _whole_base(self, owner: cst.ClassDef) -> bool:
        return not self.methods(owner) & {"__getattr__", "__getattribute__"} and all(
            dotted(base.value) == "object" or self.class_named(base.value) is not None for base in owner.bases
        )

    def _called_thing(self, node: cst.Call, seen: frozenset[object]) -> Thing | None:
        path = self.symbol(node.func)
        if path in CLIENTS:
            return Handle((), self._client_assumptions(node))
        if path == CLIENT and self._is_misnamed(node.func):
            return Handle((), self._client_assumptions(node) | {"wrong-import"})
        if path is not None and is_foreign_path(path):
            return FOREIGN
        if isinstance(node.func, cst.Name):
            return join(self._made_thing(definition, seen) for definition in self.definitions(node.func))
        method = self._own_method_called(node.func)
        if method is not None:
            return self._made_by(method, seen)
        func = self.thing(node.func, seen)
        if isinstance(func, External) and func.path in CLIENTS:
            return Handle((), self._client_assumptions(node))
        return self._result_of(func)

    def _result_of(self, func: Thing | None) -> Thing | None:
        return func if func == FOREIGN else self.settled(self.index.called(func))

    def _own_method_called(self, func: cst.BaseExpression) -> cst.FunctionDef | None:
        """The method of a class of this module that a call names."""
        owner = self.owner_class(func.value) or self.instance_class(func.value) if isinstance(func, cst.Attribute) else None
        return self.method(owner, func.attr.value) if owner is not None and isinstance(func, cst.Attribute) else None

    def _made_thing(self, definition: Definition, seen: frozenset[object]) -> Thing | None:
        """What calling a function or class of this module gives: a factory's client, or an object of that class."""
        if isinstance(definition.node, cst.ClassDef):
            made_client = self._is_client_class(definition.node)
            return Handle((), self._platform_assumptions(enterprise=True)) if made_client else FOREIGN
        if definition.kind == "import":
            return self._result_of(self.imported_thing(definition))
        return self._made_by(definition.node, seen) if isinstance(definition.node, cst.FunctionDef) else None

    def _made_by(self, function: cst.FunctionDef, seen: frozenset[object]) -> Thing | None:
        """What calling a function gives, where its decorators hand its result on."""
        transparent = all(dotted(_decorator(d)).rpartition(".")[2] in TRANSPARENT for d in function.decorators)
        return self._returned_thing(function, seen) if transparent and function.asynchronous is None else None

    def _returned_thing(self, function: cst.FunctionDef, seen: frozenset[object]) -> Thing | None:
        """What a function gives back: the client it returns or says it does."""
        returned = [value for value in self.returns(function) if not is_none(value)]
        found = join(self.thing(value, seen) for value in returned)
        if found is None and function.returns is not None:
            return self._annotated_handle(function.returns.annotation)
        return found

    def _is_client_class(self, owner: cst.ClassDef) -> bool:
        """A class of this module that is a google-genai client itself."""
        return any(self.symbol(base.value) in CLIENTS for base in owner.bases)

    def _is_misnamed(self, func: cst.BaseExpression) -> bool:
        """Whether a client is made of the import of the older SDK, which is to be repaired."""
        definitions = self.definitions(func.value) if isinstance(func, cst.Attribute) and isinstance(func.value, cst.Name) else []
        return bool(definitions) and all(misnamed(definition, self.module) for definition in definitions)

    def _client_assumptions(self, call: cst.Call) -> frozenset[str]:
        for name in ("vertexai", "enterprise"):
            argument = keyword(call, name)
            if argument is not None:
                return self._platform_assumptions(enterprise=dotted(argument.value) != "False")
        unseen = any(arg.star for arg in call.args)
        return self._platform_assumptions(enterprise=unseen or self._enterprise_by_environment)

    def _platform_assumptions(self, *, enterprise: bool) -> frozenset[str]:
        if self.options.platform is not None or not enterprise:
            return frozenset()
        return frozenset({"enterprise"})

    @property
    def _enterprise_by_environment(self) -> bool:
        """Whether the module, or a file that concerns it, switches the SDK to the enterprise platform."""
        return any(name in self.module.source for name in ENTERPRISE_VARIABLES) or self.index.enterprise


def _decorator(node: cst.Decorator) -> cst.BaseExpression:
    """`@cache_resource(ttl=60)` is the decorator that `cache_resource` makes."""
    return node.decorator.func if isinstance(node.decorator, cst.Call) else node.decorator
