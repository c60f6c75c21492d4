"""Following values: what an imported name, a client or a constant is, wherever the code put it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import libcst as cst

from codemods.options import Options
from codemods.python.flow import Definition
from codemods.python.handles import FOREIGN, Foreign, Handle
from codemods.python.index import ProjectIndex
from codemods.python.module import Module
from codemods.python.scopes import Scope, parameters, target_names
from codemods.python.tree import walk

_CLIENTS = frozenset({"google.genai.Client", "google.genai.client.Client"})
_ASYNC_CLIENTS = frozenset({"google.genai.client.AsyncClient"})
_ENTERPRISE_VARIABLES = frozenset({"GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE"})
#: Packages whose objects are certainly not google-genai clients.
_FOREIGN_PACKAGES = frozenset(
    [
        "openai",
        "anthropic",
        "mistralai",
        "cohere",
        "groq",
        "litellm",
        "langchain",
        "langchain_core",
        "langchain_google_genai",
        "boto3",
        "requests",
        "httpx",
        "google.generativeai",
        "vertexai",
        "unittest",
        "mock",
        "telegram",
        "discord",
        "slack_sdk",
        "twilio",
        "flask",
        "fastapi",
        "django",
    ]
)


def dotted(node: cst.CSTNode) -> str:
    """`a.b.c` for a name or attribute chain, else an empty string."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr.value}" if left else ""
    return ""


def is_none(node: cst.CSTNode | None) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"


def string_value(node: cst.CSTNode | None) -> str | None:
    """The text of a plain string literal (not bytes, not an f-string)."""
    if isinstance(node, cst.SimpleString) and "b" not in node.prefix.lower():
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return None


def keyword(call: cst.Call, name: str) -> cst.Arg | None:
    return next((arg for arg in call.args if arg.keyword is not None and arg.keyword.value == name), None)


@dataclass(frozen=True, eq=False)
class Attributes:
    """What a class stores under each attribute name: values assigned and annotations given, bases included."""

    values: dict[str, list[cst.BaseExpression]] = field(default_factory=dict)
    annotations: dict[str, list[cst.BaseExpression]] = field(default_factory=dict)


#: Attributes that belong to an SDK's client, not to what people hang on some object.
_OWN_ATTRIBUTES = frozenset("models chats aio generate_content generate_content_stream create send_message send_message_stream".split())


_MUTATORS = frozenset("append extend insert remove pop clear sort reverse update setdefault popitem add discard".split())


class Values:
    """Answers questions about expressions of one module. Holds only caches."""

    def __init__(self, module: Module, index: ProjectIndex, options: Options) -> None:
        self.module = module
        self.index = index
        self.options = options
        self._attributes: dict[cst.ClassDef, Attributes] = {}

    @cached_property
    def quote(self) -> str:
        """The quote the module writes its strings with."""
        quotes = [node.quote for node in walk(self.module.tree) if isinstance(node, cst.SimpleString)]
        return "'" if quotes.count("'") > quotes.count('"') else '"'

    @property
    def unit(self) -> int:
        """One step of the module's indentation, in characters."""
        return len(self.module.tree.default_indent)

    @property
    def tabs(self) -> bool:
        return "\t" in self.module.tree.default_indent

    @cached_property
    def exported(self) -> frozenset[str]:
        """Names of this module that other files are told of: `__all__`, and what the index has seen imported."""
        found = set(self.index.exported)
        root = self.module.flow.scopes[self.module.tree]
        for definition in self.module.flow.by_scope.get((root, "__all__"), ()):
            if definition.value is not None:
                found.update(text for node in walk(definition.value) if (text := string_value(node)))
        return frozenset(found)

    def is_exported(self, definition: Definition) -> bool:
        """Whether other modules may use what this name holds."""
        return definition.scope.kind == "module" and definition.name.value in self.exported

    @cached_property
    def imports(self) -> frozenset[str]:
        """The path of everything the module imports, anywhere in it."""
        paths = (self.import_path(d) for d in self.module.flow.definitions if d.kind == "import")
        return frozenset(path for path in paths if path)

    @cached_property
    def uses_sdk(self) -> bool:
        return any(path == "google.genai" or path.startswith("google.genai.") or path == "google" for path in self.imports)

    # -- imported symbols ---------------------------------------------------------------------------------------

    def symbol(self, node: cst.CSTNode) -> str | None:
        """The dotted path an expression was imported from: `genai.types.Part` → `google.genai.types.Part`."""
        if isinstance(node, cst.Attribute):
            base = self.symbol(node.value)
            return f"{base}.{node.attr.value}" if base else None
        if not isinstance(node, cst.Name):
            return None
        paths = {self.import_path(definition) for definition in self.definitions(node)}
        return paths.pop() if len(paths) == 1 else None

    def import_path(self, definition: Definition) -> str | None:
        if not isinstance(definition.node, cst.ImportAlias):
            return None
        alias = definition.node
        statement = self.module.parent(alias)
        path = dotted(alias.name)
        if isinstance(statement, cst.ImportFrom):
            origin = "." * len(statement.relative) + (dotted(statement.module) if statement.module else "")
            return f"{origin}.{path}" if not origin.endswith(".") else origin + path
        return path if alias.asname is not None else path.split(".")[0]

    def symbol_named(self, text: str) -> str | None:
        """The import path of a dotted name written in a string annotation."""
        head, _, rest = text.strip().partition(".")
        root = self.module.flow.scopes[self.module.tree]
        paths = {self.import_path(definition) for definition in self.module.flow.by_scope.get((root, head), ())}
        path = paths.pop() if len(paths) == 1 else None
        return f"{path}.{rest}" if path and rest else path

    def definitions(self, name: cst.Name) -> list[Definition]:
        """What the name may hold, without the `None` it was given first."""
        found = self.module.flow.definitions_of(name)
        real = [d for d in found if not (d.kind in ("assign", "walrus") and is_none(d.value)) and d.kind != "declare"]
        return sorted(real, key=lambda d: d.order)

    # -- annotations --------------------------------------------------------------------------------------------

    def annotated_symbols(self, annotation: cst.BaseExpression) -> list[str | None]:
        """The types an annotation allows besides None: `Optional[genai.Client]`, `A | B`, `"genai.Client"`."""
        text = string_value(annotation)
        if text is not None:
            pieces = [piece.strip() for piece in text.split("|")]
            return [self.symbol_named(piece) or piece for piece in pieces if piece != "None"]
        if isinstance(annotation, cst.BinaryOperation) and isinstance(annotation.operator, cst.BitOr):
            return [*self.annotated_symbols(annotation.left), *self.annotated_symbols(annotation.right)]
        if isinstance(annotation, cst.Subscript):
            outer = dotted(annotation.value).rpartition(".")[2]
            inner = [e.slice.value for e in annotation.slice if isinstance(e.slice, cst.Index)]
            if outer in ("Optional", "Union"):
                return [symbol for item in inner for symbol in self.annotated_symbols(item)]
            return self.annotated_symbols(inner[0]) if outer in ("Annotated", "Final", "ClassVar") and inner else [None]
        if is_none(annotation):
            return []
        return [self.symbol(annotation) or dotted(annotation) or None]

    # -- clients ------------------------------------------------------------------------------------------------

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
        if definition.kind == "parameter" and self.class_of_self(definition) is not None:
            return FOREIGN
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
        if path is not None:
            return self._imported_handle(path)
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
        made = self._property(owner, name)
        if made is not None:
            # A property that makes a client at each reading leaves nobody to keep it alive.
            fresh = any(isinstance(value, cst.Call) for value in self.returns(made))
            cached = any("cache" in dotted(decorator.decorator) for decorator in made.decorators)
            return None if fresh and not cached else self._returned_handle(made, seen)
        return FOREIGN if self._whole(owner) else None

    def _property(self, owner: cst.ClassDef, name: str) -> cst.FunctionDef | None:
        """The function behind a property of the class."""
        for node in walk(owner.body):
            if isinstance(node, cst.FunctionDef) and node.name.value == name and node.decorators:
                return node
        return None

    def _whole(self, owner: cst.ClassDef) -> bool:
        """Whether everything an instance of the class has is in sight."""
        if (
            self.methods(owner) & {"__getattr__", "__getattribute__"}
            or "setattr(" in self.module.source
            or "__dict__" in self.module.source
        ):
            return False
        return not self.subclasses(owner) and all(
            dotted(base.value) == "object" or ((found := self._class_named(base.value)) is not None and self._whole_base(found))
            for base in owner.bases
        )

    def _whole_base(self, owner: cst.ClassDef) -> bool:
        return not self.methods(owner) & {"__getattr__", "__getattribute__"} and all(
            dotted(base.value) == "object" or self._class_named(base.value) is not None for base in owner.bases
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

    # -- platforms ----------------------------------------------------------------------------------------------

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

    # -- classes and functions ----------------------------------------------------------------------------------

    def owner_class(self, node: cst.CSTNode) -> cst.ClassDef | None:
        """The class whose attributes `node.x` reads: for `self`, `cls`, or the name of a class of this module."""
        if not isinstance(node, cst.Name):
            return None
        definitions = self.definitions(node)
        if len(definitions) != 1:
            return None
        definition = definitions[0]
        return definition.node if isinstance(definition.node, cst.ClassDef) else self.class_of_self(definition)

    def class_of_self(self, definition: Definition) -> cst.ClassDef | None:
        """The class whose method has this definition as its first parameter."""
        if definition.kind != "parameter":
            return None
        function = definition.scope.node
        if not isinstance(function, cst.FunctionDef) or parameters(function)[:1] != [definition.node]:
            return None
        if any(dotted(decorator.decorator) == "staticmethod" for decorator in function.decorators):
            return None
        block = self.module.parent(function)
        owner = self.module.parent(block) if block is not None else None
        return owner if isinstance(owner, cst.ClassDef) else None

    def instance_class(self, node: cst.BaseExpression) -> cst.ClassDef | None:
        """The class of this module that an expression is surely an instance of: made here, annotated so, or stored in an attribute."""
        if isinstance(node, cst.Attribute):
            owner = self.owner_class(node.value)
            values = self.attributes(owner).values.get(node.attr.value, []) if owner is not None else []
            return self._common_class([value for value in values if not is_none(value)])
        if isinstance(node, cst.Call):
            return self._class_named(node.func)
        if not isinstance(node, cst.Name):
            return None
        definitions = self.definitions(node)
        if len(definitions) == 1 and isinstance(definitions[0].node, cst.Param) and definitions[0].node.annotation is not None:
            return self._class_named(definitions[0].node.annotation.annotation)
        assigned = [d.value for d in definitions if d.kind in ("assign", "walrus", "with") and d.value is not None]
        return self._common_class(assigned) if len(assigned) == len(definitions) else None

    def _common_class(self, values: list[cst.BaseExpression]) -> cst.ClassDef | None:
        classes = [self._class_named(value.func) if isinstance(value, cst.Call) else None for value in values]
        return classes[0] if classes and all(found is classes[0] for found in classes) else None

    def _class_named(self, node: cst.CSTNode) -> cst.ClassDef | None:
        definitions = self.definitions(node) if isinstance(node, cst.Name) else []
        found = definitions[0].node if len(definitions) == 1 else None
        return found if isinstance(found, cst.ClassDef) else None

    def _is_client_class(self, owner: cst.ClassDef) -> bool:
        """A class of this module that is a google-genai client itself."""
        return any(self.symbol(base.value) in _CLIENTS for base in owner.bases)

    def subclasses(self, owner: cst.ClassDef) -> list[cst.ClassDef]:
        classes = [d.node for d in self.module.flow.definitions if isinstance(d.node, cst.ClassDef)]
        return [c for c in classes if any(self._class_named(base.value) is owner for base in c.bases)]

    def initialiser(self, owner: cst.ClassDef) -> cst.FunctionDef | None:
        """The `__init__` a class defines itself."""
        for node in walk(owner.body):
            if isinstance(node, cst.FunctionDef) and node.name.value == "__init__":
                return node
        return None

    def methods(self, owner: cst.ClassDef) -> set[str]:
        """The names of functions a class defines, its bases in this module included."""
        found = {node.name.value for node in walk(owner.body) if isinstance(node, cst.FunctionDef)}
        for base in owner.bases:
            inherited = self._class_named(base.value)
            found |= self.methods(inherited) if inherited is not None and inherited is not owner else set()
        return found

    def is_deleted(self, name: str) -> bool:
        """Whether the module deletes a name anywhere."""
        return name in self._deleted

    @cached_property
    def _deleted(self) -> frozenset[str]:
        targets = [node.target for node in walk(self.module.tree) if isinstance(node, cst.Del)]
        return frozenset(name.value for target in targets for name in target_names(target))

    @cached_property
    def stored_outside(self) -> frozenset[str]:
        """Attribute names that the module assigns on something else than `self`."""
        targets = [node.target for node in walk(self.module.tree) if isinstance(node, cst.AssignTarget)]
        return frozenset(t.attr.value for t in targets if isinstance(t, cst.Attribute) and not self._is_self(t.value))

    def _is_self(self, node: cst.BaseExpression) -> bool:
        definitions = self.definitions(node) if isinstance(node, cst.Name) else []
        return len(definitions) == 1 and self.class_of_self(definitions[0]) is not None

    def is_changed(self, use: cst.CSTNode) -> bool:
        """`names.append(x)`, `names[0] = x` and `names["a"]["b"] = x` put something else into a collection."""
        parent = self.module.parent(use)
        if isinstance(parent, cst.Attribute):
            return parent.attr.value in _MUTATORS
        if isinstance(parent, cst.Subscript) and parent.value is use:
            above = self.module.parent(parent)
            stored = isinstance(above, (cst.AssignTarget, cst.Del)) or (isinstance(above, cst.AugAssign) and above.target is parent)
            return stored or self.is_changed(parent)
        return False

    def is_mutated(self, node: cst.CSTNode) -> bool:
        """Whether a name in an expression holds a collection that the module changes somewhere."""
        names = [below for below in walk(node) if isinstance(below, cst.Name)]
        uses = [use for name in names for d in self.module.flow.definitions_of(name) for use in d.uses]
        return any(self.is_changed(use) for use in uses)

    def attributes(self, owner: cst.ClassDef) -> Attributes:
        """Everything the class and its bases in this module assign to an attribute, in any method or the body."""
        if owner not in self._attributes:
            self._attributes[owner] = found = Attributes()
            for base in owner.bases:
                for definition in self.definitions(base.value) if isinstance(base.value, cst.Name) else ():
                    if isinstance(definition.node, cst.ClassDef) and definition.node is not owner:
                        inherited = self.attributes(definition.node)
                        for name, values in inherited.values.items():
                            found.values.setdefault(name, []).extend(values)
                        for name, values in inherited.annotations.items():
                            found.annotations.setdefault(name, []).extend(values)
            self._collect_attributes(owner, found)
        return self._attributes[owner]

    def _collect_attributes(self, owner: cst.ClassDef, found: Attributes) -> None:
        scope = self.module.flow.scopes[owner]
        for node in walk(owner.body):
            if isinstance(node, cst.Assign):
                for target in node.targets:
                    # Of `self.a, self.b = …` only the whole right side is known.
                    unpacked = isinstance(target.target, (cst.Tuple, cst.List))
                    several = [element.value for element in target.target.elements] if unpacked else [target.target]  # type: ignore[attr-defined]
                    for single in several:
                        name = self._attribute_name(single, owner, scope)
                        if name is not None:
                            found.values.setdefault(name, []).append(node.value)
            elif isinstance(node, (cst.For, cst.CompFor, cst.WithItem)):
                bound = node.asname.name if isinstance(node, cst.WithItem) and node.asname is not None else getattr(node, "target", None)
                name = self._attribute_name(bound, owner, scope) if isinstance(bound, cst.Attribute) else None
                if name is not None:
                    found.values.setdefault(name, []).append(node.item if isinstance(node, cst.WithItem) else node.iter)
            elif isinstance(node, cst.AnnAssign):
                name = self._attribute_name(node.target, owner, scope)
                if name is not None:
                    found.annotations.setdefault(name, []).append(node.annotation.annotation)
                    if node.value is not None:
                        found.values.setdefault(name, []).append(node.value)

    def _attribute_name(self, target: cst.BaseExpression, owner: cst.ClassDef, scope: object) -> str | None:
        if isinstance(target, cst.Attribute) and isinstance(target.value, cst.Name) and self.owner_class(target.value) is owner:
            return target.attr.value
        if isinstance(target, cst.Name):
            definition = self.module.flow.definition_at(target)
            return target.value if definition is not None and definition.scope is scope else None
        return None

    def scope_at(self, node: cst.CSTNode) -> Scope:
        """The scope an expression is evaluated in."""
        scopes = self.module.flow.scopes
        return next((scopes[around] for around in self.module.ancestors(node) if around in scopes), scopes[self.module.tree])

    def returns(self, function: cst.FunctionDef) -> list[cst.BaseExpression]:
        """The values a function returns, those of functions inside it left out."""
        found = []
        for node in walk(function.body):
            if isinstance(node, cst.Return) and node.value is not None:
                if self.module.enclosing(node, cst.FunctionDef, cst.Lambda) is function:
                    found.append(node.value)
        return found

    # -- constants ----------------------------------------------------------------------------------------------

    def string_literals(self, node: cst.CSTNode | None, seen: frozenset[object] = frozenset()) -> list[cst.SimpleString]:
        """The string literals that may be the value of an expression, as far as they are in sight."""
        if node is None or node in seen:
            return []
        seen = seen | {node}
        if isinstance(node, cst.SimpleString):
            return [node] if string_value(node) is not None else []
        if isinstance(node, cst.IfExp):
            return [*self.string_literals(node.body, seen), *self.string_literals(node.orelse, seen)]
        if isinstance(node, cst.BooleanOperation):
            return [*self.string_literals(node.left, seen), *self.string_literals(node.right, seen)]
        if isinstance(node, cst.Call):
            return self._default_literal(node)
        if isinstance(node, cst.Attribute):
            owner = self.owner_class(node.value)
            values = self.attributes(owner).values.get(node.attr.value, ()) if owner is not None else ()
            return [literal for value in values for literal in self.string_literals(value, seen)]
        if not isinstance(node, cst.Name):
            return []
        found: list[cst.SimpleString] = []
        for definition in self.definitions(node):
            if definition.kind in ("assign", "walrus", "parameter"):
                found += [literal for literal in self.string_literals(definition.value, seen) if literal not in found]
        return found

    def exact_string(self, node: cst.BaseExpression) -> str | None:
        """The one text an expression surely is; None when it may be anything else."""
        if isinstance(node, cst.Name):
            definitions = self.module.flow.definitions_of(node)
            plain = all(d.kind == "assign" and isinstance(d.value, cst.SimpleString) for d in definitions)
            values = {string_value(d.value) for d in definitions} if plain else set()
            return values.pop() if len(values) == 1 else None
        return string_value(node)

    def _default_literal(self, node: cst.Call) -> list[cst.SimpleString]:
        """`os.getenv("MODEL", "gemini-x")` and `os.environ.get(…)` fall back to their second argument."""
        if self.symbol(node.func) in ("os.getenv", "os.environ.get") and len(node.args) > 1:
            return self.string_literals(node.args[1].value)
        return []
