"""What a retired SDK did of its own accord with some settings, which the same words do not say today."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.nodes import string_value
from codemods.python.older.receivers import Receivers
from codemods.python.strand import Strand
from codemods.python.tree import walk

_FENCED = "`.text` of the retired SDK shows the code that was run and its output as well, each between fences on lines of their own"
_FENCED_HELP = "Put the text together from the steps: model_output, code_execution_call and code_execution_result."
_WHOLE = "numbers in the arguments of a function call were always floats; whole numbers are integers now"
_COPIED = "the model has its own copy of these settings, so this change did not reach it"
_COPIED_HELP = "Make the settings complete before the model is made, or write a second dictionary."
_REQUIRED = "the retired SDK left `required` out of the schema of a class; now all fields that the class requires are asked for"
#: What a schema can name that has no fields.
_PLAIN = frozenset({"str", "int", "float", "bool"})
_NUMBERS = frozenset({"integer", "number"})
_ENUMS = frozenset({"enum.Enum", "enum.StrEnum", "enum.IntEnum"})


class Differences:
    """Reports them. ``behind`` finds the definition that a name got its value from."""

    def __init__(self, values: Receivers, behind: Callable[[cst.BaseExpression], Definition | None]) -> None:
        self.values = values
        self.behind = behind

    def of_tools(self, node: cst.BaseExpression, strand: Strand) -> None:
        """Code that is run shows in the text; arguments of functions are counted otherwise."""
        words = set(self._words(node))
        if "code_execution" in words and self._reads_texts():
            strand.hold(node, "GI200", _FENCED, _FENCED_HELP)
        if words & _NUMBERS:
            strand.note(node, "GI411", _WHOLE)

    def of_config(self, display: cst.BaseExpression, strand: Strand) -> None:
        """The class of a response schema loses its `required`."""
        schema = _value_of("response_schema", display)
        if schema is not None and self._has_fields(schema):
            strand.assume("required-fields", schema, _REQUIRED)

    def of_copies(self, node: cst.BaseExpression, model: cst.Call, strand: Strand) -> None:
        """A model keeps a copy of what it gets; what takes its place looks anew at each call."""
        definition = self.behind(node)
        for use in definition.uses if definition is not None else ():
            if self._changes(use) and not self._precedes(use, model):
                strand.hold(use, "GI200", _COPIED, _COPIED_HELP)

    def _changes(self, use: cst.CSTNode) -> bool:
        parent = self.values.module.parent(use)
        return isinstance(parent, cst.Subscript) and parent.value is use and self.values.module.is_stored(parent)

    def _precedes(self, use: cst.CSTNode, model: cst.Call) -> bool:
        module = self.values.module
        same = module.enclosing(use, cst.FunctionDef) is module.enclosing(model, cst.FunctionDef)
        return same and module.span(use) < module.span(model)

    def _words(self, node: cst.BaseExpression, seen: frozenset[cst.CSTNode] = frozenset()) -> Iterator[str]:
        """The keys, keywords, texts and names of an expression, and those of what its names got."""
        for part in walk(node):
            if isinstance(part, cst.SimpleString):
                yield (string_value(part) or "").lower()
            elif isinstance(part, cst.Arg) and part.keyword is not None:
                yield part.keyword.value
            elif isinstance(part, (cst.Name, cst.Attribute)):
                yield (part.attr if isinstance(part, cst.Attribute) else part).value.lower()
                definition = self.behind(part)
                if definition is not None and definition.value is not None and definition.value not in seen:
                    yield from self._words(definition.value, seen | {definition.value})

    def _reads_texts(self) -> bool:
        module = self.values.module
        return any(not module.is_stored(node) for node in module.attributes("text"))

    def _has_fields(self, schema: cst.BaseExpression) -> bool:
        """Whether an expression may be a class with fields, or a list of such."""
        if isinstance(schema, cst.Subscript):
            inner = [part.slice.value for part in schema.slice if isinstance(part.slice, cst.Index)]
            return any(map(self._has_fields, inner))
        if not isinstance(schema, (cst.Name, cst.Attribute)) or self.values.older(schema) is not None:
            return False
        definitions = list(self.values.definitions(schema)) if isinstance(schema, cst.Name) else []
        if not definitions:
            return not (isinstance(schema, cst.Name) and schema.value in _PLAIN)
        return any(self._defines_fields(definition) for definition in definitions)

    def _defines_fields(self, definition: Definition) -> bool:
        if isinstance(definition.node, cst.ClassDef):
            return not any(self.values.symbol(base.value) in _ENUMS for base in definition.node.bases)
        return definition.value is None or self._has_fields(definition.value)


def _value_of(key: str, display: cst.BaseExpression) -> cst.BaseExpression | None:
    """What a dictionary or a call with keywords has under a key."""
    if isinstance(display, cst.Dict):
        return next((e.value for e in display.elements if isinstance(e, cst.DictElement) and string_value(e.key) == key), None)
    found = display.args if isinstance(display, cst.Call) else ()
    return next((arg.value for arg in found if arg.keyword is not None and arg.keyword.value == key), None)


class NoDifferences(Differences):
    """For the vertexai SDK: it keeps what it is given and looks at it again for each request, and its whole numbers are integers."""

    def of_tools(self, node: cst.BaseExpression, strand: Strand) -> None:
        """Nothing."""

    def of_config(self, display: cst.BaseExpression, strand: Strand) -> None:
        """Nothing: it takes no classes for schemas."""

    def of_copies(self, node: cst.BaseExpression, model: cst.Call, strand: Strand) -> None:
        """Nothing: what is changed later counts, then and now."""
