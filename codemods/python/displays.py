"""Displays under a name: a config, a schema or a tool that is spelled out once and used by name is rewritten where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import libcst as cst

from codemods.api.nodes import Entry, Leaf, Node, leaves
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.handles import Handle
from codemods.python.layout import call_listing, dict_listing, row_listing
from codemods.python.module import Module
from codemods.python.nodes import dotted, string_value
from codemods.python.render import Style, expression
from codemods.python.strand import Strand
from codemods.python.tree import walk
from codemods.python.typechecked import TypeChecked, annotation
from codemods.python.values import Values
from codemods.settings import carried
from codemods.settings.reader import Placed

#: Uses that set a key of a display later, each with the key and the statement.
Stepped: TypeAlias = "dict[cst.Name, tuple[str, cst.Assign]]"
#: Converts such uses: the definition, the uses, what the display becomes. False (with a hold) when one cannot be converted.
Steps: TypeAlias = "Callable[[Definition, Stepped, Node, Strand], bool]"
#: Reads an expression whose lines are indented by so much; None (with a hold) when it cannot be told.
Convert: TypeAlias = "Callable[[cst.BaseExpression, int], Node | None]"


def node_of(leaf: Leaf) -> cst.CSTNode:
    """The user's node behind a leaf."""
    assert isinstance(leaf.source, cst.CSTNode)
    return leaf.source


def kept(entries: Iterable[Entry]) -> tuple[cst.CSTNode, ...]:
    """The user's nodes that entries are built from."""
    return tuple(node_of(leaf) for entry in entries for leaf in leaves(entry.value))


def depth_of(node: cst.CSTNode, module: Module) -> int:
    """How far the line that starts an expression is indented inside its statement, as far as the brackets around it tell."""
    for ancestor in module.ancestors(node):
        indent = _indent_inside(ancestor)
        if indent is not None:
            return indent
        if isinstance(ancestor, cst.BaseSmallStatement):
            break
    return 0


def _indent_inside(node: cst.CSTNode) -> int | None:
    """How far the lines between the brackets of a node are indented; None when it has none."""
    if isinstance(node, cst.Call):
        return call_listing(node).indent
    if isinstance(node, cst.Dict):
        return dict_listing(node).indent
    return row_listing(node).indent if isinstance(node, (cst.List, cst.Tuple, cst.Set)) else None


def style_of(values: Values, now: Now, node: cst.CSTNode) -> Style:
    """How to write in the place of a node; inside an f-string with the quote that does not end it."""
    around = values.module.enclosing(node, cst.FormattedString)
    quote = values.quote
    if isinstance(around, cst.FormattedString):
        quote = "'" if around.quote[0] == '"' else '"'
    return Style(quote, _unit_of(node, values), values.tabs, now, values.schema)


def _unit_of(node: cst.CSTNode, values: Values) -> int:
    """How far the user indents the lines inside of a node; elsewhere one step of the module."""
    inside = _indent_inside(node)
    step = inside - depth_of(node, values.module) if inside is not None else 0
    return step if 0 < step <= _DEEPEST else values.unit


class Displays:
    """Converts displays of one module, where they stand or where the name they have was given to them.

    Displays in ``apart`` keep their name and their old shape, for something that stays needs them so: calls that are rewritten
    spell them out themselves, as long as they are short and mean the same everywhere.
    """

    def __init__(self, values: Values, apart: frozenset[Definition] = frozenset()) -> None:
        self.values = values
        self.apart = apart
        self.checked = TypeChecked(values)
        self._spelling = 0
        self._stepped: dict[Definition, Stepped] = {}

    def bound(self, node: cst.BaseExpression, accepts: Callable[[cst.BaseExpression], bool]) -> Definition | None:
        """The one definition behind a name, when its value is a display of the wanted kind: the only one that can be rewritten there."""
        if isinstance(node, cst.Attribute):
            definition = self.values.attribute_definition(node)
            return definition if definition is not None and definition.value is not None and accepts(definition.value) else None
        reaching = list(self.values.module.flow.definitions_of(node)) if isinstance(node, cst.Name) else []
        if len(reaching) != 1:
            return None
        definition = reaching[0]
        statement = definition.node
        plain = (isinstance(statement, cst.Assign) and len(statement.targets) == 1) or isinstance(statement, cst.AnnAssign)
        if definition.kind != "assign" or definition.scope.kind == "class" or not plain or definition.value is None:
            return None
        return definition if accepts(definition.value) else None

    def place(
        self,
        node: cst.BaseExpression,
        accepts: Callable[[cst.BaseExpression], bool],
        convert: Convert,
        strand: Strand,
        depth: int,
        *,
        code: str,
        what: str,
        steps: Steps | None = None,
    ) -> Placed | None:
        """Convert an expression; None (with a hold) when what it becomes cannot be told.

        ``steps`` converts what is set in a display after it was written; without it such a display stays.
        """
        definition = self.bound(node, accepts)
        display = definition.value if definition is not None else None
        if definition is None or display is None or not isinstance(node, (cst.Name, cst.Attribute)):
            written = self._converted(node, convert, depth, strand)
            return None if written is None else Placed(written, written)
        if definition in self.apart or self._spelling:
            if self._repeatable(display) and all(self._only_read(use) for use in definition.uses):
                return self._spelled(definition, display, node, convert, strand)
            if self._spelling:
                strand.hold(node, "GI203", f"{what} is part of something that has to stay as it is")
                return None
        strand.claim(definition, node)
        stepped = self._assignments_into(definition) if steps is not None else {}
        if any(use not in stepped for use in self.values.changes(definition)):
            strand.hold(node, "GI203", f"{what} is changed after it was written")
            return None
        written = self._converted(display, convert, depth_of(display, self.values.module), strand)
        if written is None or (steps is not None and stepped and not steps(definition, stepped, written, strand)):
            return None
        self.retype(definition, code, written, strand)
        strand.site(display, code, f"{what} is built the old way")
        strand.edit(display_edit(display, written, self.values))
        return Placed(Leaf(node, depth), written)

    def _assignments_into(self, definition: Definition) -> Stepped:
        """Asked again by each call that shares the display."""
        if definition not in self._stepped:
            self._stepped[definition] = assignments_into(definition, self.values)
        return self._stepped[definition]

    @property
    def is_spelling(self) -> bool:
        """Whether what is converted is written out at the call, and stays where it is, too."""
        return bool(self._spelling)

    def retype(self, definition: Definition, code: str, written: Node, strand: Strand) -> None:
        """Annotate a name anew that holds something else now, where that is needed; an annotation that is wrong now goes."""
        declared = self.checked.display(definition, code, written, strand)
        if isinstance(definition.node, cst.Assign) and declared:
            strand.edit(annotation(definition.node, declared))
        if isinstance(definition.node, cst.AnnAssign) and not self._stays_true(definition.node.annotation.annotation):
            strand.edit(annotation(definition.node, declared) if declared else _without_annotation(definition.node))

    def _converted(self, display: cst.BaseExpression, convert: Convert, depth: int, strand: Strand) -> Node | None:
        """What a display becomes, with a hold for what the schema has no place for."""
        written = convert(display, depth)
        if written is not None:
            carried.check(written, self.values.schema, strand, display)
        return written

    def _spelled(
        self, definition: Definition, display: cst.BaseExpression, node: cst.CSTNode, convert: Convert, strand: Strand
    ) -> Placed | None:
        """What a call spells out itself; whatever has a name inside of it belongs to what stays, and is spelled out with it."""
        if not self._spelling:
            strand.spelled.setdefault(definition, set()).add(node)
        self._spelling += 1
        written = self._converted(display, convert, depth_of(display, self.values.module), strand)
        self._spelling -= 1
        return None if written is None else Placed(written, written)

    def _stays_true(self, annotation: cst.BaseExpression) -> bool:
        """Whether an annotation says no more than that it is a dictionary or list of something."""
        outer = annotation.value if isinstance(annotation, cst.Subscript) else annotation
        inner = [element.slice for element in annotation.slice] if isinstance(annotation, cst.Subscript) else []
        plain = all(isinstance(item, cst.Index) and dotted(item.value).rpartition(".")[2] in _ANYTHING for item in inner)
        return dotted(outer).rpartition(".")[2] in ("dict", "Dict", "list", "List", "Mapping") and plain

    def _repeatable(self, display: cst.BaseExpression) -> bool:
        """Whether a display can be spelled out at each call: short, and made of literals, the SDK and names that never change."""
        if len(self.values.module.code(display)) > _SHORT:
            return False
        for node in walk(display):
            if isinstance(node, cst.Call) and not (self.values.symbol(node.func) or "").startswith("google.genai.types."):
                return False
            if isinstance(node, (cst.Await, cst.Yield, cst.NamedExpr, cst.Lambda, cst.ListComp, cst.GeneratorExp, cst.DictComp)):
                return False
            if isinstance(node, cst.Name) and not self._is_stable(node):
                return False
            if isinstance(node, (cst.Attribute, cst.Subscript)) and not self._is_settled(node):
                return False
        return not self.values.is_mutated(display)

    def _only_read(self, use: cst.CSTNode) -> bool:
        """Whether a use cannot change the object: one of its attributes is read, it is part of a display, or the SDK is given it."""
        parent = self.values.module.parent(use)
        if isinstance(parent, cst.Attribute):
            return not isinstance(self.values.module.parent(parent), (cst.AssignTarget, cst.AugAssign, cst.Call, cst.Del, cst.Subscript))
        call = self.values.module.parent(parent) if isinstance(parent, cst.Arg) else None
        if not isinstance(call, cst.Call):
            return isinstance(parent, cst.Element)
        return isinstance(self.values.handle(call.func), Handle) or (self.values.symbol(call.func) or "").startswith("google.genai.types.")

    def _is_settled(self, node: cst.Attribute | cst.Subscript) -> bool:
        """Whether an attribute or item is what it was when the display was made: nothing in the module sets it."""
        if isinstance(node, cst.Subscript):
            return True
        return (self.values.symbol(node) or "").startswith("google.genai.") or node.attr.value not in self.values.stored_attributes

    def _is_stable(self, name: cst.Name) -> bool:
        """Whether a name means the same in the whole module: it is given once, at the top level, or is no variable at all."""
        flow = self.values.module.flow
        if name not in flow.reaching:
            return True
        definitions = flow.definitions_of(name)
        return all(d.scope.kind == "module" and len(flow.by_scope[d.scope, d.name.value]) == 1 for d in definitions)


def assignments_into(definition: Definition, values: Values) -> Stepped:
    """Uses through which a single key of a display is set later: `config.tools = …`, `config["tools"] = …`."""
    found: Stepped = {}
    for use in definition.uses:
        target = values.module.parent(use)
        key = _key(target, use)
        assign_target = values.module.parent(target) if target is not None else None
        statement = values.module.parent(assign_target) if isinstance(assign_target, cst.AssignTarget) else None
        if key and isinstance(statement, cst.Assign) and len(statement.targets) == 1:
            found[use] = (key, statement)
    return found


def _key(target: cst.CSTNode | None, use: cst.CSTNode) -> str:
    """The key that `use.key` or `use["key"]` names."""
    if isinstance(target, cst.Attribute) and target.value is use:
        return target.attr.value
    index = target.slice[0].slice if isinstance(target, cst.Subscript) and target.value is use else None
    return string_value(index.value) or "" if isinstance(index, cst.Index) else ""


def _without_annotation(assignment: cst.AnnAssign) -> Edit:
    """`name: Type = value` becomes `name = value`."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.AnnAssign) and updated.value is not None
        return cst.Assign([cst.AssignTarget(updated.target)], updated.value, semicolon=updated.semicolon)

    assert assignment.value is not None
    return Edit(assignment, change, "the annotation goes", keeps=(assignment.target, assignment.value))


#: More than this is no step of an indentation, but aligned with an opening bracket.
_DEEPEST = 8
#: A display longer than this many characters is not repeated.
_SHORT = 240
_ANYTHING = frozenset({"str", "Any", "dict", "Dict", "object"})


def display_edit(node: cst.BaseExpression, written: Node, values: Values) -> Edit:
    """Write something in the place of a call or display that spells the same out the old way."""
    depth = depth_of(node, values.module)

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        return expression(written, style_of(values, now, node), depth).with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return Edit(node, change, "display", keeps=tuple(node_of(leaf) for leaf in leaves(written)))


def piece_edit(node: cst.BaseExpression, written: Node, values: Values, depth: int) -> Edit:
    """Write a piece of contents in the place of an expression (which may be a part of it), on a line indented by ``depth``."""
    keeps = tuple(node_of(leaf) for leaf in leaves(written))

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        style = style_of(values, lambda original: updated if original is node else now(original), node)
        made = expression(written, style, depth)
        # What stays inside keeps its own parentheses, and those of a tuple were its brackets.
        return made if node in keeps or isinstance(node, cst.Tuple) else made.with_changes(lpar=updated.lpar, rpar=updated.rpar)

    # What is only wrapped may have been replaced by something else before.
    return Edit(node, change, "contents", keeps=None if node in keeps else keeps)
