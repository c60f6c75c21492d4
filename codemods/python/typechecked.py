"""What a type checker has to be told about rewritten code, in projects that run one.

The SDK's types are narrower than what its API takes: a model has to be a literal, a list of contents does not choose
between two list types, an id may be None. Where they do not match, the checker takes another signature of
`interactions.create`, whose answer may also be a stream, and every reading of the answer becomes an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import libcst as cst

from codemods.api.call import Config, Setting
from codemods.api.nodes import Array, Leaf, Lowered, Node, Object, Word
from codemods.python.classes import Attributes
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.imports import name_taken, stands_behind
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.strand import CAST, Import, Strand
from codemods.python.tree import walk
from codemods.python.values import Values

ANY = Import("typing", "Any")
FINAL = Import("typing", "Final")
MODEL = Import("google.genai.interactions", "ModelParam")
CONTENT = Import("google.genai.interactions", "ContentParam")
STEP = Import("google.genai.interactions", "StepParam")

#: Lists that a call computes.
_COMPUTED = (cst.ListComp, cst.BinaryOperation, cst.IfExp)
_CONTENTS = frozenset({"text", "image", "audio", "video", "document"})
#: Displays whose type shows in what a call makes of them: a config, and parts of one, but no schema.
_DECLARED = frozenset({"GI105", "GI107"})
#: What the new API's settings are declared as. Both APIs leave out a None, only the old one's types allow it.
_SETTINGS = {
    "system_instruction": "str",
    "cached_content": "str",
    "temperature": "float",
    "top_p": "float",
    "max_output_tokens": "int",
    "seed": "int",
    "stop_sequences": "list[str]",
    "labels": "dict[str, str]",
}


class TypeChecked:
    """Writes down types in one module, where a checker reads and needs them. Each method changes nothing where it does not."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def reads(self, node: cst.CSTNode) -> bool:
        """Whether a checker looks at this place: it leaves out functions without any annotation."""
        functions = [around for around in self.module.ancestors(node) if isinstance(around, cst.FunctionDef)]
        return self.values.options.typed and all(_is_annotated(function) for function in functions)

    # -- arguments ----------------------------------------------------------------------------------------------

    def model(self, model: Leaf, strand: Strand) -> Leaf:
        """A model id that is not written as a literal: its constant is final, or the call says that it is a model."""
        node = model.source
        if not isinstance(node, cst.BaseExpression) or not self.reads(node) or _is_literal(node) or self._is_any(node):
            return model
        constant = self._constant(node)
        if constant is not None and stands_behind(constant, self.module) and self._available(FINAL):
            strand.imports.add(FINAL)
            strand.edit(annotation(constant, FINAL.bound))
            return model
        return replace(model, declared=MODEL.bound) if self._take(strand, CAST, MODEL) else model

    def model_variable(self, model: Leaf, at: cst.CSTNode, strand: Strand) -> Leaf:
        """A model id in a variable that the rewrite makes."""
        return replace(model, declared=MODEL.bound) if self.reads(at) and self._take(strand, CAST, MODEL) else model

    def contents(self, asked: Node, at: cst.CSTNode, strand: Strand) -> Node:
        """A list of contents or of steps, or media with an address or kind that only shows when the code runs."""
        if isinstance(asked, Leaf) and isinstance(at, _COMPUTED) and self.reads(at):
            return replace(asked, declared=f"list[{ANY.bound}]") if self._take(strand, CAST, ANY) else asked
        if not isinstance(asked, (Array, Object)) or not self.reads(at):
            return asked
        if isinstance(asked, Object):
            plain = all(entry.key in ("type", "text") for entry in asked.entries)
            return asked if plain or not self._take(strand, CAST, CONTENT) else replace(asked, declared=CONTENT.bound)
        words = {_type_word(item) for item in asked.items} - {""}
        item = ANY if not words else CONTENT if words <= _CONTENTS else STEP if self.values.schema.apart else ANY
        return replace(asked, declared=f"list[{item.bound}]") if self._take(strand, CAST, item) else asked

    def computed(self, tools: Leaf, at: cst.CSTNode, strand: Strand, *, several: bool) -> Leaf:
        """A tool, or a list of them, that only shows when the code runs; a name has its own annotation."""
        if isinstance(at, cst.Name) or not self.reads(at) or not self._take(strand, CAST, ANY):
            return tools
        return replace(tools, declared=f"list[{ANY.bound}]" if several else ANY.bound)

    def previous(self, identifier: Leaf, at: cst.CSTNode, strand: Strand) -> Leaf:
        """The id of an answer, which its class declares as one that may be None."""
        return replace(identifier, declared="str") if self.reads(at) and self._take(strand, CAST) else identifier

    def surely(self, at: cst.CSTNode, strand: Strand) -> bool:
        """Whether to cast what is read at this place: its class declares it as a value that may be None."""
        return self.reads(at) and self._take(strand, CAST)

    def settings(self, config: Config, strand: Strand) -> Config:
        """The settings of one call: some may be None, others are words that only show when the code runs."""
        return replace(config, settings=tuple(self._setting(setting, strand) for setting in config.settings))

    def _setting(self, setting: Setting, strand: Strand) -> Setting:
        declared, value = _SETTINGS.get(setting.key.old), self._words(setting.value, strand)
        setting = replace(setting, value=value)
        if declared is None or not isinstance(value, Leaf) or not isinstance(value.source, cst.CSTNode) or not self.reads(value.source):
            return setting
        if not self._may_be_none(value.source) or not self._take(strand, CAST):
            return setting
        return replace(setting, value=replace(value, declared=declared))

    def _words(self, value: Node, strand: Strand) -> Node:
        """A value with its computed words cast: their types are literals."""
        if isinstance(value, Object):
            return replace(value, entries=tuple(replace(entry, value=self._words(entry.value, strand)) for entry in value.entries))
        if isinstance(value, Array):
            return replace(value, items=tuple(self._words(item, strand) for item in value.items))
        source = value.source.source if isinstance(value, Lowered) else None
        if not isinstance(value, Lowered) or not isinstance(source, cst.CSTNode) or not self.reads(source):
            return value
        return replace(value, declared=ANY.bound) if self._take(strand, CAST, ANY) else value

    def _may_be_none(self, node: cst.CSTNode) -> bool:
        """Whether a parameter, or the attribute it was kept in, is declared as one that may be None."""
        if not isinstance(node, cst.Attribute):
            return isinstance(node, cst.Name) and self._named_may_be_none(node)
        owner = self.values.owner_class(node.value)
        attributes = self.values.attributes(owner) if owner is not None else Attributes()
        annotations = attributes.annotations.get(node.attr.value)
        if annotations:
            return any(_allows_none(annotation) for annotation in annotations)
        values = attributes.values.get(node.attr.value, [])
        return any(isinstance(value, cst.Name) and self._named_may_be_none(value) for value in values)

    def _named_may_be_none(self, node: cst.Name) -> bool:
        definitions = list(self.module.flow.definitions_of(node))
        binding = definitions[0].node if len(definitions) == 1 else None
        declared = binding.annotation if isinstance(binding, (cst.Param, cst.AnnAssign)) else None
        return declared is not None and _allows_none(declared.annotation)

    # -- names --------------------------------------------------------------------------------------------------

    def display(self, definition: Definition, code: str, written: Node, strand: Strand) -> str:
        """The annotation for the name of a display that is rewritten under it; its values are of several types."""
        if code not in _DECLARED or not self.reads(definition.node) or not self._may_declare(definition) or not self._take(strand, ANY):
            return ""
        if isinstance(written, Array):
            return f"list[{ANY.bound}]"
        return self.mapping if code == "GI105" else ANY.bound

    def piece(self, definition: Definition, strand: Strand, *, several: bool) -> None:
        """A name that holds contents, one piece or a list of them."""
        assignment = definition.node
        if isinstance(assignment, (cst.Assign, cst.AnnAssign)) and self.reads(assignment) and self._may_declare(definition):
            if len(getattr(assignment, "targets", (None,))) == 1 and self._take(strand, ANY):
                strand.edit(annotation(assignment, f"list[{ANY.bound}]" if several else ANY.bound))

    #: What a config is: its keys are arguments of a call.
    mapping = f"dict[str, {ANY.bound}]"

    def new_mapping(self, assignment: cst.CSTNode, strand: Strand) -> None:
        """A config that gets a name of its own."""
        if isinstance(assignment, cst.Assign) and self.reads(assignment) and self._take(strand, ANY):
            strand.edit(annotation(assignment, self.mapping))

    def new_config(self, at: cst.CSTNode, strand: Strand) -> str:
        """The annotation for a config that gets a name of its own beside a statement, if it needs one."""
        return self.mapping if self.reads(at) and self._take(strand, ANY) else ""

    def _may_declare(self, definition: Definition) -> bool:
        """Whether a definition is the first of its name, in the scope it stands in, and the imports are above it."""
        if not stands_behind(definition.node, self.module):
            return False
        if isinstance(self.module.parent(definition.name), cst.Attribute):
            return isinstance(definition.node, cst.Assign)
        return definition.scope is self.values.scope_at(definition.node) and self._all_of(definition)[0] is definition

    def _all_of(self, definition: Definition) -> list[Definition]:
        return sorted(self.module.flow.by_scope[definition.scope, definition.name.value], key=lambda d: d.order)

    def _constant(self, node: cst.CSTNode) -> cst.Assign | None:
        """The one assignment of a literal to the name, outside of loops and forms, that could be declared final."""
        definitions = self.module.flow.definitions_of(node) if isinstance(node, cst.Name) else frozenset()
        if len(definitions) != 1:
            return None
        (definition,) = definitions
        assignment, line = definition.node, self.module.enclosing(definition.node, cst.SimpleStatementLine)
        if not isinstance(assignment, cst.Assign) or len(assignment.targets) != 1 or not isinstance(line, cst.SimpleStatementLine):
            return None
        alone = len(self._all_of(definition)) == 1 and not self.values.is_deleted(definition.name.value)
        block = self.module.parent(line)
        straight = isinstance(block, cst.Module) or isinstance(self.module.parent(block), cst.FunctionDef) if block is not None else False
        comment = line.trailing_whitespace.comment
        spoken = comment is not None and ("@param" in comment.value or "type:" in comment.value)
        plain = string_value(definition.value) is not None and definition.scope is self.values.scope_at(assignment)
        foreign = (definition.scope, definition.name.value) in self.module.flow.foreign
        return assignment if alone and straight and plain and not spoken and not foreign else None

    def _is_any(self, node: cst.CSTNode, seen: frozenset[object] = frozenset()) -> bool:
        """Whether a checker takes the value for one of any type: it comes from a parameter or function without types, or from argparse."""
        if node in seen:
            return False
        seen = seen | {node}
        if isinstance(node, cst.Attribute):
            owner = self.values.owner_class(node.value)
            if owner is not None:
                assigned = self.values.attributes(owner).values.get(node.attr.value, [])
                return bool(assigned) and all(self._is_any(value, seen) for value in assigned)
            return self._of_names(node.value, _is_parsed_line)
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
            functions = [d.node for d in self.values.definitions(node.func)]
            return bool(functions) and all(isinstance(f, cst.FunctionDef) and not _is_annotated(f) for f in functions)
        return self._of_names(node, lambda value: self._is_any(value, seen))

    def _of_names(self, node: cst.CSTNode, holds: Callable[[cst.CSTNode], bool]) -> bool:
        """Whether a name may hold only parameters without a type, and values for which something holds."""
        definitions = self.values.definitions(node) if isinstance(node, cst.Name) else []
        return bool(definitions) and all(self._of_definition(d, holds) for d in definitions)

    @staticmethod
    def _of_definition(definition: Definition, holds: Callable[[cst.CSTNode], bool]) -> bool:
        if definition.kind == "parameter":
            return isinstance(definition.node, cst.Param) and definition.node.annotation is None
        return (
            definition.kind == "assign"
            and isinstance(definition.node, cst.Assign)
            and definition.value is not None
            and holds(definition.value)
        )

    # -- imports ------------------------------------------------------------------------------------------------

    def _available(self, needed: Import) -> bool:
        """Whether the name is free in the whole module. A type is never a reason to leave a call as it is."""
        return not name_taken(needed, self.module, set(self.module.flow.scopes.values())) and not self.values.is_deleted(needed.bound)

    def _take(self, strand: Strand, *needed: Import) -> bool:
        if not all(self._available(item) for item in needed):
            return False
        strand.imports.update(needed)
        return True


def _allows_none(annotation: cst.BaseExpression) -> bool:
    """`X | None`, `Optional[X]`, `Union[X, None]`, and the same as a string."""
    text = string_value(annotation)
    if text is not None:
        return "Optional[" in text or "None" in text
    if isinstance(annotation, cst.BinaryOperation):
        return _allows_none(annotation.left) or _allows_none(annotation.right)
    if isinstance(annotation, cst.Subscript):
        outer = dotted(annotation.value).rpartition(".")[2]
        inner = [element.slice.value for element in annotation.slice if isinstance(element.slice, cst.Index)]
        return outer == "Optional" or (outer in ("Union", "Final", "Annotated") and any(_allows_none(item) for item in inner))
    return is_none(annotation)


def _is_annotated(function: cst.FunctionDef) -> bool:
    return function.returns is not None or any(
        isinstance(node, cst.Param) and node.annotation is not None for node in walk(function.params)
    )


def _is_literal(node: cst.BaseExpression) -> bool:
    """Whether a checker sees the text: a literal, or a choice between literals."""
    if isinstance(node, cst.IfExp):
        return _is_literal(node.body) and _is_literal(node.orelse)
    if isinstance(node, cst.ConcatenatedString):
        return _is_literal(node.left) and _is_literal(node.right)
    return string_value(node) is not None or is_none(node)


def _type_word(item: Node) -> str:
    """The `type` an item of the input is written with."""
    entries: Iterable[Node] = (entry.value for entry in item.entries if entry.key == "type") if isinstance(item, Object) else ()
    return next((value.value for value in entries if isinstance(value, Word)), "")


def _is_parsed_line(node: cst.CSTNode) -> bool:
    """The result of argparse, whose attributes are of any type."""
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "parse_args"


def annotation(assignment: cst.Assign | cst.AnnAssign, written: str) -> Edit:
    """`name = value` becomes `name: type = value`, and so does `name: other = value`."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        if isinstance(updated, cst.AnnAssign):
            return updated.with_changes(annotation=updated.annotation.with_changes(annotation=cst.parse_expression(written)))
        assert isinstance(updated, cst.Assign)
        (target,) = updated.targets
        equal = cst.AssignEqual(whitespace_before=target.whitespace_before_equal, whitespace_after=target.whitespace_after_equal)
        declared = cst.Annotation(cst.parse_expression(written))
        return cst.AnnAssign(target.target, declared, updated.value, equal=equal, semicolon=updated.semicolon)

    return Edit(assignment, change, f"declare {written}")
