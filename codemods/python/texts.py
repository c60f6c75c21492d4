"""Is this expression proven to be text?

`contents="…"` and `contents=[…]` are the same argument with different shapes; `input=` takes text as it is, everything
else needs another form. Where prompts come from in real code decides which proofs are worth having.
"""

from __future__ import annotations

import sys
from functools import cached_property

import libcst as cst

from codemods.api.response import TEXT_PATHS
from codemods.python.flow import Definition
from codemods.python.functions import Functions
from codemods.python.handles import Handle
from codemods.python.nodes import dotted, is_none, keyword, string_value
from codemods.python.project.things import Other, TextThing
from codemods.python.scopes import target_names
from codemods.python.tree import walk
from codemods.python.values import Values

#: Methods whose result is text whatever readable object they are called on.
_TEXT_METHODS = frozenset(
    [
        "format",
        "format_map",
        "join",
        "strip",
        "lstrip",
        "rstrip",
        "lower",
        "upper",
        "title",
        "capitalize",
        "casefold",
        "replace",
        "removeprefix",
        "removesuffix",
        "center",
        "ljust",
        "rjust",
        "zfill",
        "expandtabs",
        "swapcase",
        "translate",
        "decode",
        "read",
        "read_text",
        "readline",
        "getvalue",
        "hexdigest",
        "isoformat",
        "strftime",
    ]
)
#: Builtins that return text, and functions of libraries by their import path.
_TEXT_BUILTINS = frozenset("str repr input ascii chr format".split())
_TEXT_FUNCTIONS = frozenset(
    "os.getenv os.environ.get os.path.join os.path.basename json.dumps textwrap.dedent textwrap.indent textwrap.fill "
    "inspect.cleandoc inspect.getsource getpass.getpass string.capwords html.escape html.unescape streamlit.text_input "
    "streamlit.text_area streamlit.chat_input typer.prompt click.prompt rich.prompt.Prompt.ask".split()
)
#: Decorators that give back a function with the same result.
_TRANSPARENT = frozenset(
    "staticmethod classmethod property cache lru_cache cached_property cache_data cache_resource override wraps".split()
)
_LINES = frozenset({"splitlines", "split", "rsplit", "readlines"})
#: Classes of other libraries whose attributes of these names are text.
_TEXT_FIELDS = {
    "discord.Message": {"content"},
    "telegram.Message": {"text"},
    "telegram.Update": {"message.text"},
    "pathlib.Path": {"name", "stem", "suffix"},
}
#: Functions of libraries whose result has a `.text` that is text.
_RESPONSES = frozenset(f"{package}.{method}" for package in ("requests", "httpx") for method in ("get", "post", "put", "request"))
_ENUMS = frozenset({"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"})
_OTHER_TYPES = frozenset("list dict tuple set bytes bytearray int float bool object".split())
_TEXT_TYPES = frozenset({"str", "builtins.str", "typing.LiteralString", "LiteralString"})
_LIST_TYPES = frozenset(
    ["list", "List", "Sequence", "Iterable", "tuple", "Tuple", "set", "Set", "frozenset", "Iterator", "Generator", "Collection"]
)


def _of_answer(node: cst.CSTNode) -> bool:
    """Whether an expression has the looks of a candidate, its turn, or a function call of an answer."""
    if isinstance(node, cst.Attribute) and node.attr.value == "content":
        node = node.value
    while isinstance(node, cst.Subscript):
        node = node.value
    return isinstance(node, cst.Attribute) and node.attr.value in ("candidates", "function_calls")


class Texts:
    """Proofs about expressions of one module. ``answers`` are the loads known to hold an answer of the SDK."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.answers: set[cst.CSTNode] = set()
        self._known: dict[Definition, bool] = {}

    def note_answer(self, method: cst.CSTNode) -> None:
        """Names bound straight to a call of this method hold answers: `response.text` is text when it goes into the next prompt."""
        module = self.values.module
        call = module.parent(method)
        whole = module.parent(call) if call is not None else None
        if isinstance(whole, cst.Await):
            call, whole = whole, module.parent(whole)
        if not isinstance(call, cst.BaseExpression):
            return
        self.answers.add(call)
        for target in whole.targets if isinstance(whole, cst.Assign) else ():
            definition = module.flow.definition_at(target.target) if isinstance(target.target, cst.Name) else None
            if definition is not None:
                self.answers.update(definition.uses)

    def proven(self, node: cst.CSTNode | None, seen: frozenset[object] = frozenset()) -> bool:
        """Whether the expression is certainly a `str` (or None, which both APIs refuse or drop)."""
        if node is None or node in seen:
            return False
        seen = seen | {node}
        if isinstance(node, (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)):
            return not self._bytes(node)
        if isinstance(node, cst.BinaryOperation):
            return self._operation(node, seen)
        if isinstance(node, cst.IfExp):
            return self.proven(node.body, seen) and self.proven(node.orelse, seen)
        if isinstance(node, cst.BooleanOperation):
            return self.proven(node.left, seen) and self.proven(node.right, seen)
        if isinstance(node, cst.NamedExpr):
            return self.proven(node.value, seen)
        if isinstance(node, cst.Call):
            return self._call(node, seen)
        if isinstance(node, cst.Subscript):
            return self._subscript(node, seen)
        if isinstance(node, cst.Attribute):
            return self._attribute(node, seen)
        if isinstance(node, cst.Name):
            definitions = self.values.definitions(node)
            return bool(definitions) and all(self._definition(d, seen) for d in definitions)
        return False

    def refuted(self, node: cst.CSTNode | None, seen: frozenset[object] = frozenset()) -> bool:
        """Whether the expression certainly is (or may be, in sight) something else: a list, a part, a file, an image."""
        if node is None or node in seen:
            return False
        seen = seen | {node}
        if isinstance(node, (cst.List, cst.Tuple, cst.Dict, cst.Set, cst.ListComp, cst.DictComp, cst.GeneratorExp)):
            return True
        if _of_answer(node):
            return True
        if isinstance(node, cst.Call):
            return self._refuted_call(node, seen)
        if isinstance(node, cst.IfExp):
            return self.refuted(node.body, seen) or self.refuted(node.orelse, seen)
        if isinstance(node, (cst.BinaryOperation, cst.BooleanOperation)):
            return self.refuted(node.left, seen) or self.refuted(node.right, seen)
        if isinstance(node, cst.Await):
            return self.refuted(node.expression, seen)
        if isinstance(node, cst.Subscript):
            sliced = isinstance(node.slice[0].slice, cst.Slice)
            return self.refuted(node.value, seen) if sliced else self._refuted_item(node.value, seen)
        if isinstance(node, cst.Attribute):
            owner = self.values.owner_class(node.value)
            if owner is None:
                return isinstance(self.values.thing(node), Other)
            return any(self.refuted(v, seen) for v in self.values.attributes(owner).values.get(node.attr.value, ()))
        if isinstance(node, cst.Name):
            return any(self._refuted_definition(d, seen) for d in self.values.definitions(node))
        return False

    def _refuted_call(self, node: cst.Call, seen: frozenset[object]) -> bool:
        path = self.values.symbol(node.func) or ""
        if path.startswith(("google.genai.types.", "PIL.")) or isinstance(self.values.handle(node.func), Handle):
            return True
        definitions = self.values.definitions(node.func) if isinstance(node.func, cst.Name) else []
        if isinstance(node.func, cst.Name) and not definitions:
            return node.func.value in ("list", "tuple", "dict", "set", "sorted", "bytes", "open")
        if any(isinstance(d.value, cst.Lambda) and self.refuted(d.value.body, seen) for d in definitions if d.kind == "assign"):
            return True
        if isinstance(self.values.thing(node), Other):
            return True
        for function in self._functions_called(node):
            if function.returns is not None and self._other_type(function.returns.annotation):
                return True
            if any(self.refuted(value, seen) for value in self.values.returns(function)):
                return True
        return False

    def _functions_called(self, node: cst.Call) -> list[cst.FunctionDef]:
        """The functions and methods of this module that a call may run."""
        if isinstance(node.func, cst.Name):
            return [d.node for d in self.values.definitions(node.func) if isinstance(d.node, cst.FunctionDef)]
        if not isinstance(node.func, cst.Attribute):
            return []
        owner = self.values.owner_class(node.func.value) or self.values.instance_class(node.func.value)
        method = self.values.method(owner, node.func.attr.value) if owner is not None else None
        return [method] if method is not None else []

    def _refuted_item(self, collection: cst.BaseExpression, seen: frozenset[object]) -> bool:
        """Whether something else than texts is among the items of a display in sight."""
        values = [collection]
        if isinstance(collection, cst.Name):
            values = [d.value for d in self.values.definitions(collection) if d.kind == "assign" and d.value is not None]
        displays = [value for value in values if isinstance(value, (cst.Dict, cst.List, cst.Tuple))]
        return any(self.refuted(element.value, seen) for display in displays for element in display.elements)

    def _refuted_parameter(self, definition: Definition, param: cst.Param, seen: frozenset[object]) -> bool:
        if param.star != "" or (param.annotation is not None and self._other_type(param.annotation.annotation)):
            return True
        if self.refuted(param.default, seen) or self.values.changes(definition):
            return True
        if isinstance(self.values.passed_thing(definition), Other):
            return True
        return any(self.refuted(value, seen | {definition}) for value in self._functions.given(definition) if definition not in seen)

    @cached_property
    def _functions(self) -> Functions:
        return Functions(self.values)

    def _refuted_definition(self, definition: Definition, seen: frozenset[object]) -> bool:
        if definition.kind in ("assign", "walrus", "with"):
            return self.refuted(definition.value, seen) or bool(self.values.changes(definition))
        if definition.kind == "parameter" and isinstance(definition.node, cst.Param):
            return self._refuted_parameter(definition, definition.node, seen)
        if definition.kind == "unpack":
            return isinstance(self.values.module.parent(definition.name), cst.StarredElement)
        if definition.kind == "import":
            return isinstance(self.values.imported_thing(definition), Other)
        if definition.kind == "loop" and isinstance(definition.value, (cst.List, cst.Tuple)):
            return any(self.refuted(element.value, seen) for element in definition.value.elements)
        return False

    def _other_type(self, annotation: cst.BaseExpression) -> bool:
        """Whether an annotation names something that is not text."""
        if isinstance(annotation, cst.Subscript) and dotted(annotation.value).rpartition(".")[2] in _LIST_TYPES:
            return True
        symbols = self.values.annotated_symbols(annotation)
        return any(symbol is not None and (symbol in _OTHER_TYPES or symbol.startswith(("google.genai.", "PIL."))) for symbol in symbols)

    def annotated(self, annotation: cst.BaseExpression) -> bool:
        symbols = self.values.annotated_symbols(annotation)
        return bool(symbols) and all(symbol in _TEXT_TYPES for symbol in symbols)

    # -- single forms -------------------------------------------------------------------------------------------

    @staticmethod
    def _bytes(node: cst.CSTNode) -> bool:
        return any(isinstance(n, cst.SimpleString) and "b" in n.prefix.lower() for n in walk(node))

    def _operation(self, node: cst.BinaryOperation, seen: frozenset[object]) -> bool:
        if isinstance(node.operator, cst.Add):
            return self.proven(node.left, seen) or self.proven(node.right, seen)
        if isinstance(node.operator, (cst.Modulo, cst.Multiply)):
            return self.proven(node.left, seen)
        return False

    def _call(self, node: cst.Call, seen: frozenset[object]) -> bool:
        if self.values.symbol(node.func) in _TEXT_FUNCTIONS or isinstance(self.values.thing(node), TextThing):
            return True
        if isinstance(node.func, cst.Name):
            builtin = not self.values.module.flow.definitions_of(node.func)
            return (builtin and node.func.value in _TEXT_BUILTINS) or self._returns_text(node.func, seen)
        if isinstance(node.func, cst.Attribute):
            return self._method(node.func, seen)
        return False

    def _method(self, func: cst.Attribute, seen: frozenset[object]) -> bool:
        """`x.strip()` gives text unless the object is of a class that may mean something of its own by it."""
        if self._method_returns_text(func):
            return True
        if func.attr.value not in _TEXT_METHODS:
            return False
        if func.attr.value == "read" and self.binary_file(func.value):
            return False
        return self.proven(func.value, seen) or not self._own_object(func.value)

    def _own_object(self, node: cst.BaseExpression) -> bool:
        """An instance of a class of this module, or of one that is imported and not of the standard library."""
        if self.values.instance_class(node) is not None or self.values.owner_class(node) is not None:
            return True
        made = [node]
        if isinstance(node, cst.Name):
            made = [d.value for d in self.values.definitions(node) if d.kind in ("assign", "walrus") and d.value is not None]
        for value in made:
            if isinstance(value, cst.Call):
                returned = [given for function in self._functions_called(value) for given in self.values.returns(function)]
                if any(isinstance(given, cst.Call) and self.values.instance_class(given) is not None for given in returned):
                    return True
                path = self.values.symbol(value.func) or dotted(value.func)
                if path.rpartition(".")[2][:1].isupper() and path.split(".")[0] not in sys.stdlib_module_names:
                    return True
        return False

    def binary_file(self, node: cst.BaseExpression) -> bool:
        """`open(path, "rb")`, directly or through the name of a `with`."""
        if isinstance(node, cst.Name):
            return any(d.value is not None and self.binary_file(d.value) for d in self.values.definitions(node))
        if not isinstance(node, cst.Call) or not dotted(node.func).endswith("open"):
            return False
        mode = keyword(node, "mode")
        positional = [arg for arg in node.args if arg.keyword is None]
        written = mode.value if mode is not None else positional[1].value if len(positional) > 1 else None
        return "b" in (string_value(written) or "") if written is not None else False

    def _returns_text(self, name: cst.Name, seen: frozenset[object]) -> bool:
        definitions = self.values.definitions(name)
        return bool(definitions) and all(self._function_text(d.node, seen) for d in definitions)

    def _function_text(self, function: cst.CSTNode, seen: frozenset[object]) -> bool:
        if not isinstance(function, cst.FunctionDef) or function in seen or function.asynchronous is not None:
            return False
        if not self._transparent(function):
            return False
        if function.returns is not None:
            return self.annotated(function.returns.annotation)
        returned = self.values.returns(function)
        generator = any(isinstance(node, cst.Yield) for node in walk(function.body))
        return bool(returned) and not generator and all(self.proven(value, seen | {function}) for value in returned)

    @staticmethod
    def _transparent(function: cst.FunctionDef) -> bool:
        """Whether the function's decorators are known to hand its result on."""
        named = [d.decorator.func if isinstance(d.decorator, cst.Call) else d.decorator for d in function.decorators]
        return all(dotted(name).rpartition(".")[2] in _TRANSPARENT for name in named)

    def _method_returns_text(self, func: cst.Attribute) -> bool:
        owner = self.values.owner_class(func.value)
        if owner is None or not isinstance(owner.body, cst.IndentedBlock):
            return False
        methods = [n for n in owner.body.body if isinstance(n, cst.FunctionDef) and n.name.value == func.attr.value]
        return bool(methods) and all(
            m.returns is not None and self.annotated(m.returns.annotation) and self._transparent(m) for m in methods
        )

    def _subscript(self, node: cst.Subscript, seen: frozenset[object]) -> bool:
        if self.values.symbol(node.value) in ("os.environ", "sys.argv"):
            return not isinstance(node.slice[0].slice, cst.Slice)
        if isinstance(node.slice[0].slice, cst.Slice):
            return self.proven(node.value, seen)
        return self.elements(node.value, seen)

    def _attribute(self, node: cst.Attribute, seen: frozenset[object]) -> bool:
        if (node.attr.value in TEXT_PATHS and node.value in self.answers) or self._of_library(node):
            return True
        owner = self.values.owner_class(node.value)
        if owner is not None:
            return self._field(owner, node.attr.value, seen)
        if isinstance(node.value, cst.Name):
            definitions = self.values.definitions(node.value)
            if definitions and all(self._field_of(d, node, seen) for d in definitions):
                return True
        return isinstance(self.values.thing(node), TextThing)

    def _of_library(self, node: cst.Attribute) -> bool:
        """`response.text` of a web request, `update.message.text` of a messenger."""
        root: cst.BaseExpression = node
        while isinstance(root, cst.Attribute):
            root = root.value
        if not isinstance(root, cst.Name):
            return node.attr.value == "text" and isinstance(root, cst.Call) and self.values.symbol(root.func) in _RESPONSES
        path = dotted(node).partition(".")[2]
        definitions = self.values.definitions(root)
        return bool(definitions) and all(self._library_field(definition, path) for definition in definitions)

    def _library_field(self, definition: Definition, path: str) -> bool:
        if isinstance(definition.node, cst.Param) and definition.node.annotation is not None:
            known = self.values.annotated_symbols(definition.node.annotation.annotation)
            return len(known) == 1 and path in _TEXT_FIELDS.get(known[0] or "", ())
        made = definition.value if definition.kind in ("assign", "walrus") else None
        return path == "text" and isinstance(made, cst.Call) and self.values.symbol(made.func) in _RESPONSES

    def _field(self, owner: cst.ClassDef, name: str, seen: frozenset[object]) -> bool:
        if any(dotted(base.value).rpartition(".")[2] in _ENUMS for base in owner.bases):
            # A member is formatted as `Kind.NAME`, and is a text only where the class says so.
            return False
        attributes = self.values.attributes(owner)
        annotations = attributes.annotations.get(name, ())
        if annotations:
            return all(self.annotated(annotation) for annotation in annotations)
        if name in self.values.stored_outside or "setattr(" in self.values.module.source:
            return False
        assigned = list(attributes.values.get(name, ()))
        for subclass in self.values.subclasses(owner):
            assigned += self.values.attributes(subclass).values.get(name, ())
        return bool(assigned) and all(self.proven(value, seen) for value in assigned)

    def _field_of(self, definition: Definition, node: cst.Attribute, seen: frozenset[object]) -> bool:
        """An attribute of an object: an argparse result, or an instance of a class whose fields are in sight."""
        if definition.value is not None and isinstance(definition.value, cst.Call):
            if isinstance(definition.value.func, cst.Attribute) and definition.value.func.attr.value == "parse_args":
                return self._argument_is_text(node.attr.value)
        owner: cst.CSTNode | None = None
        if definition.kind == "parameter" and isinstance(definition.node, cst.Param) and definition.node.annotation is not None:
            annotation = definition.node.annotation.annotation
            owner = self._class_named(annotation)
        elif isinstance(definition.value, cst.Call):
            owner = self._class_named(definition.value.func)
        return isinstance(owner, cst.ClassDef) and self._field(owner, node.attr.value, seen)

    def _class_named(self, node: cst.CSTNode) -> cst.CSTNode | None:
        definitions = self.values.definitions(node) if isinstance(node, cst.Name) else []
        return definitions[0].node if len(definitions) == 1 else None

    def _argument_is_text(self, name: str) -> bool:
        """Whether the module's `add_argument` for this destination leaves it a single string."""
        found = False
        for call in self.values.module.every(cst.Call):
            if not (isinstance(call.func, cst.Attribute) and call.func.attr.value == "add_argument"):
                continue
            flags = [string_value(arg.value) or "" for arg in call.args if arg.keyword is None]
            destination = keyword(call, "dest")
            names = [string_value(destination.value)] if destination else [flag.lstrip("-").replace("-", "_") for flag in flags]
            if name in names:
                found = True
                kind, default = keyword(call, "type"), keyword(call, "default")
                if default is not None and not (is_none(default.value) or self.proven(default.value)):
                    return False
                if keyword(call, "nargs") or keyword(call, "action") or (kind is not None and dotted(kind.value) != "str"):
                    return False
        return found

    # -- definitions --------------------------------------------------------------------------------------------

    def _definition(self, definition: Definition, seen: frozenset[object]) -> bool:
        """Whether every value of a definition is text; one that rests on itself (`p = p + "x"`) is if the rest is."""
        if definition not in self._known:
            count = len(self._known)
            self._known[definition] = True
            proven = self._examined(definition, seen)
            if not proven:
                # What was concluded meanwhile may rest on the opposite.
                for later in list(self._known)[count:]:
                    del self._known[later]
            self._known[definition] = proven
        return self._known[definition]

    def _examined(self, definition: Definition, seen: frozenset[object]) -> bool:
        if definition.kind in ("assign", "walrus"):
            if isinstance(definition.node, cst.AnnAssign) and self.annotated(definition.node.annotation.annotation):
                return True
            return self.proven(definition.value, seen)
        if definition.kind == "import":
            return isinstance(self.values.imported_thing(definition), TextThing)
        if definition.kind == "augment":
            return isinstance(definition.node, cst.AugAssign) and self._augmented(definition, seen)
        if definition.kind == "parameter" and isinstance(definition.node, cst.Param):
            annotation = definition.node.annotation
            return annotation is not None and definition.node.star == "" and self.annotated(annotation.annotation)
        if definition.kind == "loop" and isinstance(definition.node, (cst.For, cst.CompFor)):
            return self._loop_text(definition, definition.node, seen)
        return False

    def _augmented(self, definition: Definition, seen: frozenset[object]) -> bool:
        statement = definition.node
        assert isinstance(statement, cst.AugAssign)
        if not isinstance(statement.operator, (cst.AddAssign, cst.ModuloAssign)):
            return False
        # A list takes the letters of a text.
        return (self.proven(statement.value, seen) and not self.refuted(statement.target)) or self.proven(statement.target, seen)

    def _loop_text(self, definition: Definition, loop: cst.For | cst.CompFor, seen: frozenset[object]) -> bool:
        iterable = loop.iter
        if isinstance(loop.target, cst.Name):
            return self.elements(iterable, seen)
        if isinstance(iterable, cst.Call) and self.values.called_name(iterable.func) == "enumerate" and isinstance(loop.target, cst.Tuple):
            last = loop.target.elements[-1].value
            return definition.name in target_names(last) and isinstance(last, cst.Name) and self.elements(iterable.args[0].value, seen)
        return False

    # -- collections of text ------------------------------------------------------------------------------------

    def elements(self, node: cst.CSTNode | None, seen: frozenset[object] = frozenset()) -> bool:
        """Whether everything that iterating the expression yields is text."""
        if node is None or node in seen:
            return False
        seen = seen | {node}
        if isinstance(node, (cst.List, cst.Tuple, cst.Set)):
            return bool(node.elements) and all(
                self.elements(e.value, seen) if isinstance(e, cst.StarredElement) else self.proven(e.value, seen) for e in node.elements
            )
        if isinstance(node, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
            return self.proven(node.elt, seen)
        if isinstance(node, cst.Call):
            return self._iterable_call(node, seen)
        if self.values.symbol(node) == "sys.stdin":
            return True
        if isinstance(node, cst.Name):
            definitions = self.values.definitions(node)
            return bool(definitions) and all(self._iterable_definition(d, seen) for d in definitions)
        return False

    def _iterable_call(self, node: cst.Call, seen: frozenset[object]) -> bool:
        name = self.values.called_name(node.func)
        if name in ("sorted", "list", "tuple", "set", "reversed", "iter") and node.args:
            return self.elements(node.args[0].value, seen)
        if name == "open":
            return not self.binary_file(node)
        return isinstance(node.func, cst.Attribute) and node.func.attr.value in _LINES and self._method_of_text(node.func.value, seen)

    def _method_of_text(self, node: cst.BaseExpression, seen: frozenset[object]) -> bool:
        """`.split()` is a method of images and arrays as well."""
        return self.proven(node, seen) or (isinstance(node, cst.Name) and any(self._file(d.value) for d in self.values.definitions(node)))

    def _file(self, value: cst.BaseExpression | None) -> bool:
        return isinstance(value, cst.Call) and dotted(value.func).endswith("open") and not self.binary_file(value)

    def _iterable_definition(self, definition: Definition, seen: frozenset[object]) -> bool:
        if definition.kind == "parameter" and isinstance(definition.node, cst.Param):
            annotation = definition.node.annotation
            if annotation is None:
                return False
            if definition.node.star == "*":
                return self.annotated(annotation.annotation)
            return self._text_collection(annotation.annotation)
        if definition.kind not in ("assign", "walrus", "with"):
            return False
        if isinstance(definition.node, cst.AnnAssign) and self._text_collection(definition.node.annotation.annotation):
            return True
        if self.values.changes(definition):
            return False
        return self.elements(definition.value, seen)

    def _text_collection(self, annotation: cst.BaseExpression) -> bool:
        if not isinstance(annotation, cst.Subscript) or dotted(annotation.value).rpartition(".")[2] not in _LIST_TYPES:
            return False
        index = annotation.slice[0].slice
        return isinstance(index, cst.Index) and self.annotated(index.value)
