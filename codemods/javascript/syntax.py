"""The tree of one JavaScript or TypeScript module: nodes with parents, fields and offsets, compared by identity.

ast-grep's own nodes are made anew by every question, so nothing can be keyed by them; one walk copies them. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from codemods.outcome import CannotMigrate

if TYPE_CHECKING:
    from ast_grep_py import SgNode

Language = Literal["typescript", "tsx"]

_FUNCTION = ("name", "parameters", "parameter", "return_type", "body")
_LOOP = ("initializer", "condition", "increment", "body")
#: The fields of the kinds of nodes that are asked for them.
_FIELDS: dict[str, tuple[str, ...]] = {
    "arrow_function": _FUNCTION,
    "assignment_expression": ("left", "right"),
    "assignment_pattern": ("left", "right"),
    "augmented_assignment_expression": ("left", "operator", "right"),
    "binary_expression": ("left", "operator", "right"),
    "call_expression": ("function", "arguments"),
    "catch_clause": ("parameter", "body"),
    "class": ("name", "body"),
    "class_declaration": ("name", "body"),
    "abstract_class_declaration": ("name", "body"),
    "do_statement": ("body", "condition"),
    "enum_declaration": ("name", "body"),
    "export_specifier": ("name", "alias"),
    "export_statement": ("declaration", "source", "value"),
    "field_definition": ("property", "value"),
    "for_in_statement": ("kind", "left", "operator", "right", "body"),
    "for_statement": _LOOP,
    "function_declaration": _FUNCTION,
    "function_expression": _FUNCTION,
    "function_signature": _FUNCTION,
    "generator_function": _FUNCTION,
    "generator_function_declaration": _FUNCTION,
    "generic_type": ("name", "type_arguments"),
    "if_statement": ("condition", "consequence", "alternative"),
    "import_require_clause": ("source",),
    "import_specifier": ("name", "alias"),
    "import_statement": ("source",),
    "member_expression": ("object", "property"),
    "method_definition": _FUNCTION,
    "nested_type_identifier": ("module", "name"),
    "new_expression": ("constructor", "arguments"),
    "object_assignment_pattern": ("left", "right"),
    "optional_parameter": ("pattern", "type", "value"),
    "pair": ("key", "value"),
    "pair_pattern": ("key", "value"),
    "public_field_definition": ("name", "type", "value"),
    "required_parameter": ("pattern", "type", "value"),
    "subscript_expression": ("object", "index"),
    "ternary_expression": ("condition", "consequence", "alternative"),
    "try_statement": ("body", "handler", "finalizer"),
    "unary_expression": ("operator", "argument"),
    "update_expression": ("operator", "argument"),
    "variable_declarator": ("name", "type", "value"),
    "while_statement": ("condition", "body"),
}
#: Nodes that may be empty without anything missing.
_MAY_BE_EMPTY = frozenset({"program", "empty_statement", "string_fragment", "template_string", "jsx_text", "automatic_semicolon"})


class Node:
    """One node. ``children`` are all of them, tokens included; ``named`` those that stand for something."""

    __slots__ = ("_fields", "_named", "children", "end", "is_named", "kind", "parent", "source", "start")

    def __init__(self, kind: str, start: int, end: int, is_named: bool, source: str, parent: Node | None) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.is_named = is_named
        self.source = source
        self.parent = parent
        self.children: list[Node] = []
        self._fields: dict[str, Node] = {}
        self._named: list[Node] | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text[:40]!r}>"

    @property
    def text(self) -> str:
        return self.source[self.start : self.end]

    @property
    def named(self) -> list[Node]:
        """The children that are no tokens; comments are none either."""
        if self._named is None:
            self._named = [child for child in self.children if child.is_named and child.kind != "comment"]
        return self._named

    def field(self, name: str) -> Node | None:
        return self._fields.get(name)

    def must(self, name: str) -> Node:
        """A field that every node of the kind has."""
        return self._fields[name]

    def has_token(self, text: str) -> bool:
        """Whether a token stands directly in the node (`async`, `static`, `await`)."""
        return any(not child.is_named and child.kind == text for child in self.children)

    def walk(self) -> Iterator[Node]:
        """The node and everything below, in the order of the source."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def ancestors(self) -> Iterator[Node]:
        """From the parent outwards."""
        current = self.parent
        while current is not None:
            yield current
            current = current.parent

    def enclosing(self, *kinds: str) -> Node | None:
        return next((around for around in self.ancestors() if around.kind in kinds), None)

    def holds(self, other: Node) -> bool:
        """Whether another node is this one or below it."""
        return other is self or any(around is self for around in other.ancestors())


@lru_cache(maxsize=3)
def parse(source: str, language: Language) -> Node:
    """The tree of a module. Raises `CannotMigrate` GI001 with the offset of a syntax error in ``offset``.

    The last ones are kept: a result is looked at by whoever made it, by what settles its imports, and once more before it is written.
    """
    from ast_grep_py import SgRoot

    root = _copy(SgRoot(source, language).root(), source)
    for node in root.walk():
        if node.kind == "ERROR" or (node.start == node.end and not node.children and node.kind not in _MAY_BE_EMPTY):
            raise BrokenSource(node.start)
    return root


class BrokenSource(CannotMigrate):
    """Source that does not parse, at an offset."""

    def __init__(self, offset: int) -> None:
        super().__init__("GI001", "does not parse")
        self.offset = offset


def _copy(top: SgNode, source: str) -> Node:
    root = _made(top, source, None)
    root.start, root.end = 0, len(source)
    waiting = [(top, root)]
    while waiting:
        theirs, ours = waiting.pop()
        pairs = [(child, _made(child, source, ours)) for child in theirs.children()]
        ours.children = [own for _, own in pairs]
        for name in _FIELDS.get(ours.kind, ()):
            _name_field(name, theirs, ours)
        waiting += pairs
    _part_semicolons(root)
    return root


def _part_semicolons(root: Node) -> None:
    """A `;` on a line of its own begins the next statement to those who write it there (`;[1, 2].forEach(…)`), so it is nobody's."""
    for node in list(root.walk()):
        last = node.children[-1] if len(node.children) > 1 and node.children[-1].kind == ";" else None
        if last is None or node.parent is None or "\n" not in node.source[node.children[-2].end : last.start]:
            continue
        siblings = node.parent.children
        node.children.pop()
        node.end = node.children[-1].end
        last.parent = node.parent
        siblings.insert(siblings.index(node) + 1, last)


def _made(theirs: SgNode, source: str, parent: Node | None) -> Node:
    place = theirs.range()
    return Node(theirs.kind(), place.start.index, place.end.index, theirs.is_named(), source, parent)


def _name_field(name: str, theirs: SgNode, ours: Node) -> None:
    found = theirs.field(name)
    if found is None:
        return
    place, kind = found.range(), found.kind()
    for child in ours.children:
        if (child.start, child.end, child.kind) == (place.start.index, place.end.index, kind):
            ours._fields[name] = child
            return
    if ours.kind == "member_expression":
        # Behind `typeof` in a type, the inner members of `ai.chats.create` are given the last name for their own.
        ours._fields[name] = ours.named[0 if name == "object" else -1]
