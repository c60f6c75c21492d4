"""Following clients: which expressions are a google-genai client, or hang on one, wherever the code put it."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from codemods.python.classes import Classes
from codemods.python.flow import Definition
from codemods.python.handles import FOREIGN, Foreign, Handle
from codemods.python.nodes import dotted, is_none, keyword

_CLIENTS = frozenset({"google.genai.Client", "google.genai.client.Client"})
_ASYNC_CLIENTS = frozenset({"google.genai.client.AsyncClient"})
_ENTERPRISE_VARIABLES = frozenset({"GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE"})
#: Packages whose objects are certainly not google-genai clients.
_FOREIGN_PACKAGES = frozenset(
    "openai anthropic mistralai cohere groq litellm langchain langchain_core "
    "langchain_google_genai boto3 requests httpx google.generativeai vertexai unittest mock "
    "telegram discord slack_sdk twilio flask fastapi django".split()
)
#: Attributes that belong to an SDK's client, not to what people hang on some object.
_OWN_ATTRIBUTES = frozenset("models chats aio generate_content generate_content_stream create send_message send_message_stream".split())


class Clients(Classes):
    """Answers what client an expression is."""

    def handle(self, node: cst.CSTNode, seen: frozenset[object] = frozenset()) -> Handle | Foreign | None:
        """The client (or what hangs on one) that an expression is; None when its origin is not in sight."""
        if node in seen:
            return None
        seen = seen | {node}
        if isinstance(node, cst.Name):
            return self._agree(self._defined_handle(d, seen) for d in self.definitions(node))
        if isinstance(node, cst.Attribute):
            return self._attribute_handle(node, seen)
        if isinstance(node, cst.Call):
            return self._called_handle(node, seen)
        if isinstance(node, cst.IfExp):
            return self._agree(self.handle(n, seen) for n in (node.body, node.orelse) if not is_none(n))
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or):
            return self._agree(self.handle(n, seen) for n in (node.left, node.right))
        if isinstance(node, cst.NamedExpr):
            return self.handle(node.value, seen)
        return None

    @staticmethod
    def _agree(handles: Iterable[Handle | Foreign | None]) -> Handle | Foreign | None:
        """One answer for a value with several origins: they must be the same thing."""
        found = list(handles)
        if not found or any(handle is None for handle in found):
            return None
        if all(handle == FOREIGN for handle in found):
            return FOREIGN
        real = [handle for handle in found if isinstance(handle, Handle)]
        if len(real) != len(found) or len({handle.path for handle in real}) != 1:
            return None
        return Handle(real[0].path, frozenset[str]().union(*(handle.assumptions for handle in real)))

    def _defined_handle(self, definition: Definition, seen: frozenset[object]) -> Handle | Foreign | None:
        if definition in seen:
            return None
        own = self.class_of_self(definition)
        if own is not None:
            return Handle((), self._platform_assumptions(enterprise=True)) if self._is_client_class(own) else FOREIGN
        seen = seen | {definition}
        if definition.kind in ("assign", "walrus", "with") and definition.value is not None:
            return self.handle(definition.value, seen)
        if definition.kind == "import":
            path = self.import_path(definition)
            return self._imported_handle(path) if path else None
        if definition.kind == "parameter" and isinstance(definition.node, cst.Param):
            annotation = definition.node.annotation
            return self._annotated_handle(annotation.annotation) if annotation is not None else None
        if definition.kind in ("class", "function"):
            return FOREIGN
        if definition.kind in ("loop", "unpack") and definition.value is not None:
            # What comes out of another SDK's object is that SDK's too.
            return FOREIGN if self.handle(definition.value, seen) == FOREIGN else None
        return None

    def _imported_handle(self, path: str) -> Handle | Foreign | None:
        known = self.index.lookup(path)
        if known is not None:
            return known
        packages = {path.split(".")[0], ".".join(path.split(".")[:2])}
        return FOREIGN if packages & _FOREIGN_PACKAGES else None

    def _annotated_handle(self, annotation: cst.BaseExpression) -> Handle | Foreign | None:
        symbols = self.annotated_symbols(annotation)
        if symbols and all(symbol in _CLIENTS for symbol in symbols):
            return Handle((), self._platform_assumptions(enterprise=self._enterprise_by_environment))
        if symbols and all(symbol in _ASYNC_CLIENTS for symbol in symbols):
            return Handle(("aio",), self._platform_assumptions(enterprise=self._enterprise_by_environment))
        if symbols and all(symbol is not None and self._imported_handle(symbol) == FOREIGN for symbol in symbols):
            return FOREIGN
        return None

    def _attribute_handle(self, node: cst.Attribute, seen: frozenset[object]) -> Handle | Foreign | None:
        name = node.attr.value
        owner = self.owner_class(node.value) or self.instance_class(node.value)
        if owner is not None and not self._is_client_class(owner):
            return self._stored_handle(owner, name, seen)
        path = self.symbol(node)
        if path is not None and (known := self.index.lookup(path)) is not None:
            return known
        if path is not None and name not in _OWN_ATTRIBUTES:
            # `settings.GENAI`: an attribute of something imported may hold anything.
            return None
        base = self.handle(node.value, seen)
        if isinstance(base, Handle):
            return base.attribute(name)
        # Another SDK's object is not ours, and neither are its methods; what people hang on it may be.
        return base if name in _OWN_ATTRIBUTES else None

    def _stored_handle(self, owner: cst.ClassDef, name: str, seen: frozenset[object]) -> Handle | Foreign | None:
        attributes = self.attributes(owner)
        if name in self.stored_outside:
            return None
        values = [value for value in attributes.values.get(name, ()) if not is_none(value)]
        for subclass in self.subclasses(owner):
            values += [value for value in self.attributes(subclass).values.get(name, ()) if not is_none(value)]
        if values:
            return self._agree(self.handle(value, seen) for value in values)
        if attributes.annotations.get(name):
            return self._agree(self._annotated_handle(a) for a in attributes.annotations[name])
        made = self.property_function(owner, name)
        if made is not None:
            # A property that makes a client at each reading leaves nobody to keep it alive.
            fresh = any(isinstance(value, cst.Call) for value in self.returns(made))
            cached = any("cache" in dotted(decorator.decorator) for decorator in made.decorators)
            return None if fresh and not cached else self._returned_handle(made, seen)
        return FOREIGN if self._whole(owner) else None

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

    def _called_handle(self, node: cst.Call, seen: frozenset[object]) -> Handle | Foreign | None:
        path = self.symbol(node.func)
        if path in _CLIENTS:
            return Handle((), self._client_assumptions(node))
        if path is not None:
            return self._imported_handle(path)
        if isinstance(node.func, cst.Name):
            found = [self._made_handle(definition, seen) for definition in self.definitions(node.func)]
            return self._agree(found)
        return None

    def _made_handle(self, definition: Definition, seen: frozenset[object]) -> Handle | Foreign | None:
        """What calling a function or class of this module gives: a factory's client, or an object of that class."""
        if isinstance(definition.node, cst.ClassDef):
            made_client = self._is_client_class(definition.node)
            return Handle((), self._platform_assumptions(enterprise=True)) if made_client else FOREIGN
        if not isinstance(definition.node, cst.FunctionDef) or definition.node.asynchronous is not None:
            return None
        return self._returned_handle(definition.node, seen)

    def _returned_handle(self, function: cst.FunctionDef, seen: frozenset[object]) -> Handle | Foreign | None:
        """What a function gives back: the client it returns or says it does."""
        returned = [value for value in self.returns(function) if not is_none(value)]
        found = self._agree(self.handle(value, seen) for value in returned)
        if found is None and function.returns is not None:
            return self._annotated_handle(function.returns.annotation)
        return found

    def _is_client_class(self, owner: cst.ClassDef) -> bool:
        """A class of this module that is a google-genai client itself."""
        return any(self.symbol(base.value) in _CLIENTS for base in owner.bases)

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
        """Whether the module itself switches the SDK to the enterprise platform."""
        return any(name in self.module.source for name in _ENTERPRISE_VARIABLES)
