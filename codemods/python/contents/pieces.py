"""What one expression contributes to the contents: a text, a part, a file, an image, or a turn of its own."""

from __future__ import annotations

import builtins
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import libcst as cst

from codemods.api.call import Array, Comments, Entry, Leaf, Node, Object, Word
from codemods.api.content import RESULT_ROLES, STEPS
from codemods.api.response import TURN
from codemods.python.contents.calling import Calling
from codemods.python.contents.fields import read_fields
from codemods.python.contents.images import Images
from codemods.python.contents.parts import Parts
from codemods.python.contents.turns import Kind as PieceKind
from codemods.python.contents.turns import Piece, arrange, turn
from codemods.python.contents.uploads import Uploads
from codemods.python.flow import Definition
from codemods.python.nodes import integer_value
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.tree import walk
from codemods.python.values import Values

if TYPE_CHECKING:
    from codemods.python.contents.contents import Contents

Kind = Literal["text", "file", "image", "part", "turn", "list"]

_CONTENT = "google.genai.types.Content"
#: Classes of turns, with the role they imply.
_TURNS = {_CONTENT: "", "google.genai.types.UserContent": "user", "google.genai.types.ModelContent": "model"}
_LISTS = (cst.List, cst.Tuple, cst.ListComp)
#: Annotations of a list that stay true when its items change.
_LOOSE_ANNOTATIONS = frozenset({"list", "List", "Any", "list[Any]", "List[Any]", "typing.Any", "list[typing.Any]"})
HELP = (
    'Pass input=[{"type": "text", "text": …}, {"type": "image", "data": <base64>, "mime_type": …}, …] for one turn, '
    'or [{"type": "user_input", "content": […]}, {"type": "model_output", "content": […]}, …] for a history.'
)


class Pieces:
    """Tells the pieces of one module apart, and reads them."""

    def __init__(self, values: Values, texts: Texts, contents: Contents) -> None:
        self.values = values
        self.texts = texts
        self.parts = Parts(values, texts)
        self.calling = Calling(values, texts, self.parts)
        self.files = Uploads(values)
        self.images = Images(values)
        self.contents = contents
        self.schema = values.schema

    # -- telling apart ------------------------------------------------------------------------------------------

    def kind(self, node: cst.BaseExpression, seen: frozenset[object] = frozenset()) -> Kind | None:
        """What an expression certainly is; None when that does not show, or when it may be several things."""
        if self.texts.proven(node):
            return "text"
        if self.files.is_file(node):
            return "file"
        if self.images.is_image(node):
            return "image"
        if self.is_answered(node):
            return "turn"
        if isinstance(node, (cst.Call, cst.Dict)):
            return "part" if self.parts.is_part(node) else "turn" if self.is_turn(node) else None
        if isinstance(node, _LISTS):
            return "list"
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
            return "list" if "list" in (self.kind(node.left, seen), self.kind(node.right, seen)) else None
        if isinstance(node, cst.IfExp):
            kinds = {self.kind(node.body, seen), self.kind(node.orelse, seen)}
            return kinds.pop() if len(kinds) == 1 else None
        if isinstance(node, cst.Name):
            kinds = {self._defined(d, seen) for d in self.values.definitions(node) if d not in seen}
            return kinds.pop() if len(kinds) == 1 else None
        return None

    def _defined(self, definition: Definition, seen: frozenset[object]) -> Kind | None:
        if definition.kind == "augment" and isinstance(definition.node, cst.AugAssign):
            return self.kind(definition.node.target, seen | {definition})
        if not is_plain(definition) or definition.value is None:
            return None
        return self.kind(definition.value, seen | {definition})

    def is_turn(self, node: cst.BaseExpression) -> bool:
        """Whether an expression spells a `Content` out."""
        if isinstance(node, cst.Call):
            return self.values.symbol(node.func) in _TURNS
        fields = read_fields(node, 0)
        return isinstance(node, cst.Dict) and fields is not None and "parts" in fields.names and fields.names <= {"role", "parts"}

    def is_answered(self, node: cst.BaseExpression) -> bool:
        """Whether an expression is the turn of an answer: `response.candidates[0].content`."""
        return isinstance(node, cst.Attribute) and node.attr.value == "content" and self._is_candidate(node.value, frozenset())

    def _is_candidate(self, node: cst.BaseExpression, seen: frozenset[object]) -> bool:
        """Whether an expression has the looks of `response.candidates[0]`, perhaps under a name; following the answer proves it."""
        if isinstance(node, cst.IfExp):
            return self._is_candidate(node.body, seen)
        if isinstance(node, cst.Name):
            definitions = self.values.definitions(node)
            return bool(definitions) and all(d not in seen and self._holds_candidate(d, seen | {d}) for d in definitions)
        index = node.slice[0].slice if isinstance(node, cst.Subscript) and len(node.slice) == 1 else None
        if not isinstance(index, cst.Index) or integer_value(index.value) != 0 or not isinstance(node, cst.Subscript):
            return False
        return self._are_candidates(node.value)

    def _holds_candidate(self, definition: Definition, seen: frozenset[object]) -> bool:
        value = definition.value
        if definition.kind == "loop" and value is not None:
            return self._are_candidates(value)
        return is_plain(definition) and value is not None and self._is_candidate(value, seen)

    def _are_candidates(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.Attribute) and node.attr.value == "candidates" and node.value in self.texts.answers

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int, *, early: bool = False) -> Piece | None:
        """One item of contents; None with a hold. ``early`` ones are evaluated some time before the call is made."""
        kind = self.kind(node)
        if self.is_answered(node):
            strand.take(node, TURN)
            return Piece("turn", Leaf(node, depth), "model", several=self.schema.apart)
        if kind == "part" and self.calling.kind(node):
            return self.calling.read(node, strand, depth, early=early)
        if kind == "turn" and not isinstance(node, cst.Name):
            return self.turn(node, strand, depth, early=early)
        if kind == "list":
            found = self.contents.lists.read(node, strand, depth, early=early)
            if found is not None and found.mode != "contents":
                strand.hold(node, "GI200", "a list in a list holds parts only", HELP)
            return turn(self.schema, "user", found.node) if found is not None and found.mode == "contents" else None
        if kind in ("part", "turn") and isinstance(node, cst.Name):
            return self.contents.names.piece(node, kind, strand, depth)
        content = self._content(node, kind, strand, depth, early=early)
        return None if content is None else Piece("content", content)

    def _content(self, node: cst.BaseExpression, kind: Kind | None, strand: Strand, depth: int, *, early: bool) -> Node | None:
        if kind == "file":
            return self.files.read(node, strand, depth)
        if kind == "image":
            return self.images.read(node, strand, depth, early=early)
        if kind == "part" and isinstance(node, (cst.Call, cst.Dict)):
            return self.parts.read(node, strand, depth)
        if kind != "text":
            if kind is not None or not self._may_be_text(node):
                strand.hold(node, "GI200", "this piece of the contents is not proven to be a text or a part the tool writes", HELP)
                return None
            strand.assume("text", node, "this piece of the contents is not proven to be a text")
        return Object((Entry("type", Word("text")), Entry("text", Leaf(node, depth))), exploded=self._runs_on(node))

    def _runs_on(self, node: cst.BaseExpression) -> bool:
        """Whether a text is put together on several lines without brackets of its own."""
        several = isinstance(node, (cst.BinaryOperation, cst.ConcatenatedString)) and not node.lpar
        return several and "\n" in self.values.module.code(node)

    def _may_be_text(self, node: cst.BaseExpression, seen: frozenset[object] = frozenset()) -> bool:
        """Whether a value out of sight can be a text as far as the code tells."""
        if isinstance(node, cst.Name):
            bound = [d.value for d in self.values.definitions(node) if d.value is not None and d.kind in ("assign", "walrus", "with")]
            if any(self._loops_over_others(d.value) for d in self.values.definitions(node) if d.kind == "loop"):
                return False
            builtin = hasattr(builtins, node.value) and not self.values.module.flow.definitions_of(node)
            if builtin or not all(self.kind(v) == "text" or self._may_be_text(v, seen | set(bound)) for v in bound if v not in seen):
                return False
        if isinstance(node, cst.Call):
            # Classes make objects, and so do their class methods; what is uploaded is a file.
            path = [name.value for name in walk(node.func) if isinstance(name, cst.Name)]
            if path[-1:] == ["upload"] or any(name[:1].isupper() and not name.isupper() for name in path[-2:]):
                return False
        return isinstance(node, (cst.Name, cst.Attribute, cst.Subscript, cst.Call, cst.Await)) and not self.texts.refuted(node)

    def _loops_over_others(self, iterable: cst.BaseExpression | None, seen: frozenset[object] = frozenset()) -> bool:
        """Whether something else than texts comes out of a list in sight."""
        if isinstance(iterable, cst.ListComp):
            return self.kind(iterable.elt) not in ("text", None)
        if isinstance(iterable, (cst.List, cst.Tuple)):
            return any(self.kind(element.value) not in ("text", None) for element in iterable.elements)
        if isinstance(iterable, cst.Name):
            found = [d.value for d in self.values.definitions(iterable) if d.kind == "assign" and d.value not in seen]
            return any(self._loops_over_others(value, seen | set(found)) for value in found)
        return False

    # -- turns --------------------------------------------------------------------------------------------------

    def turn(self, node: cst.BaseExpression, strand: Strand, depth: int, *, early: bool) -> Piece | None:
        """A `Content` that is spelled out: its role and its parts."""
        implied = _TURNS.get(self.values.symbol(node.func) or "", "") if isinstance(node, cst.Call) else ""
        alone = node.args[0] if implied and isinstance(node, cst.Call) and len(node.args) == 1 else None
        if alone is not None and alone.keyword is None and not alone.star:
            held = self._parts(alone.value, implied, strand, depth, early=early, loose=True)
            return turn(self.schema, implied, held.node) if held is not None and held.kind == "content" else held
        fields = read_fields(node, depth)
        parts = fields.get("parts") if fields is not None else None
        if fields is None or parts is None or not fields.names <= ({"parts"} if implied else {"role", "parts"}):
            strand.hold(node, "GI200", "this content is not written with keywords (or keys) that are in sight", HELP)
            return None
        role = implied or self._role(fields.get("role"), strand)
        held = self._parts(parts.value, role, strand, parts.depth, early=early, loose=bool(implied)) if role else None
        if held is None:
            return None
        comments = [field.comments for field in fields.fields if field.comments != type(field.comments)()]
        if held.kind != "content":
            if comments or fields.listing.orphans or fields.listing.opening:
                strand.hold(node, "GI200", "the comments of this content would get into another order", HELP)
                return None
            return held
        role = held.role or role
        if role not in STEPS:
            strand.hold(node, "GI200", "only turns of `user` and `model` hold texts and media", HELP)
            return None
        holds = held.node
        if comments and fields.fields[-1] is not parts:
            strand.hold(node, "GI200", "the comments of this content would get into another order", HELP)
            return None
        keyed = {field.name: field.comments for field in fields.fields}
        like = Object((), fields.listing.indent is not None, fields.listing.orphans, fields.listing.opening, fields.step)
        made = turn(self.schema, role, holds, like)
        assert isinstance(made.node, Object)
        empty = type(parts.comments)()
        entries = tuple(
            Entry(entry.key, entry.value, keyed.get(old, empty)) for entry, old in zip(made.node.entries, ("role", "parts"), strict=True)
        )
        commented = replace(made.node, entries=entries)
        # Comments would be lost if only the parts were kept.
        return Piece("turn", commented, role, None if comments or like.orphans or like.opening else holds)

    def _role(self, field: object, strand: Strand) -> str:
        """`user` or `model`, or one for results; the service takes a content without a role for the user's."""
        if field is None:
            return "user"
        value = field.value  # type: ignore[attr-defined]
        role = self.values.exact_string(value) or ""
        if role not in {*STEPS, *RESULT_ROLES}:
            strand.hold(value, "GI200", "only turns of `user` and `model` are rewritten, with the role in sight", HELP)
            return ""
        return role

    def _parts(self, node: cst.BaseExpression, role: str, strand: Strand, depth: int, *, early: bool, loose: bool) -> Piece | None:
        """What one turn holds: contents, or steps for what functions were asked and gave.

        ``loose`` ones may be a single part, and texts; a plain `Content` takes a list of parts only.
        """
        if self.kind(node) != "list":
            if loose and self.kind(node) is not None:
                piece = self.read(node, strand, depth, early=early)
                return self._turned([piece], Array(()), role, node, strand) if piece is not None and piece.kind != "turn" else None
            strand.hold(node, "GI200", "the parts of this content are not in sight", HELP)
            return None
        if not loose and isinstance(node, (cst.List, cst.Tuple)):
            bare = [e.value for e in node.elements if isinstance(e, cst.Element) and self.kind(e.value) != "part"]
            if bare:
                strand.hold(bare[0], "GI200", "a `Content` holds parts, and this is not one that is in sight", HELP)
                return None
        if isinstance(node, (cst.List, cst.Tuple)):
            row = self.contents.lists.row(node, strand, depth, early=early)
            return None if row is None else self._turned(*row, role, node, strand)
        found = self.contents.lists.read(node, strand, depth, early=early)
        if found is None:
            return None
        if found.mode in ("results", "calls"):
            kind: PieceKind = "result" if found.mode == "results" else "call"
            assert isinstance(found.node, Leaf)
            return self._turned([Piece(kind, found.node, several=True)], Array(()), role, node, strand)
        if found.mode == "steps":
            strand.hold(node, "GI200", "this content holds whole turns", HELP)
            return None
        return Piece("content", found.node)

    def _turned(self, pieces: list[Piece], layout: Array, role: str, node: cst.BaseExpression, strand: Strand) -> Piece | None:
        """The parts of one turn; as steps when there are function calls or results among them."""
        kinds = {piece.kind for piece in pieces}
        if "turn" in kinds:
            strand.hold(node, "GI200", "this content holds whole turns", HELP)
            return None
        if kinds <= {"content"}:
            return Piece("content", arrange(self.schema, pieces, layout))
        strange = {"call"} if role != "model" else {"result"}
        if kinds & strange or (role not in STEPS and "content" in kinds):
            strand.hold(node, "GI200", f"a turn of `{role}` holds other parts", HELP)
            return None
        if not self.schema.apart:
            listed = len(pieces) == 1 and pieces[0].several and not layout.comments
            return Piece(
                "content", pieces[0].node if listed else arrange(self.schema, pieces, layout), "model" if role == "model" else "user"
            )
        if len(pieces) == 1 and not layout.orphans and not layout.opening and not any(own != Comments() for own in layout.comments):
            return replace(pieces[0], kind="turn")
        return Piece("turn", arrange(self.schema, pieces, layout, role), role, several=True)


def is_plain(definition: Definition) -> bool:
    """Whether a definition is `name = value`, which can be rewritten where it stands."""
    node = definition.node
    if definition.kind != "assign" or definition.scope.kind == "class":
        return False
    if isinstance(node, cst.AnnAssign):
        return cst.Module([]).code_for_node(node.annotation.annotation) in _LOOSE_ANNOTATIONS
    return isinstance(node, cst.Assign) and len(node.targets) == 1
