"""What a request of the older SDK gives: an object that has the answer as `response`, or the stream as `stream`."""

from __future__ import annotations

from codemods.javascript.chats.lines import Lines
from codemods.javascript.edits import Edit, replaced
from codemods.javascript.nodes import bare, is_optional, is_written, outermost, property_name
from codemods.javascript.reading import Readings
from codemods.javascript.slots import annotation_at
from codemods.javascript.streaming import HELP as STREAM_HELP
from codemods.javascript.streaming import Streams
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Tracer
from codemods.javascript.trail import Shape, Trail

RESULT, STREAMED = Shape("result", promised=True), Shape("streamed", promised=True)
#: What each kind of result has, under its key.
_INSIDE = {"result": ("response", Shape("answer")), "streamed": ("stream", Shape("stream"))}
_READING = ("member_expression", "subscript_expression")


class Results:
    """Follows results of one module to their answers and streams.

    ``merges`` allows a result that only leads to its answer to go, so that the answer's name stands for both.
    """

    def __init__(self, readings: Readings, state: str = "", *, merges: bool = False) -> None:
        self.merges = merges
        self.lines = Lines(readings.values.module)
        self.readings = readings
        self.values = readings.values
        self.streams = Streams(readings, state)
        self.tracer = Tracer(readings.values, self.use, readings.followed["results", state, merges])

    def use(self, node: Node, shape: Shape, trail: Trail) -> None:
        """One use of a result, an answer or a stream that does not just pass it on."""
        if shape.what == "stream":
            self.streams.use(node, shape, trail)
        elif shape.what == "answer":
            self.readings.answers.use(node, shape, trail)
        elif (pattern := self._pattern(node)) is not None:
            self._taken(pattern, shape, trail)
        elif not shape.promised and (member := self._member(node)) is not None:
            self._read(node, member, shape, trail)
        else:
            self.readings.answers.use(node, Shape("answer", promised=shape.promised), trail)

    @staticmethod
    def _member(node: Node) -> Node | None:
        parent = node.parent
        return parent if parent is not None and parent.kind in _READING and parent.must("object") is node else None

    # -- members ------------------------------------------------------------------------------------------------

    def _read(self, node: Node, member: Node, shape: Shape, trail: Trail) -> None:
        key, inner = _INSIDE[shape.what]
        name = property_name(member)
        if name != key:
            what = STREAM_HELP if shape.what == "streamed" else ""
            trail.strand.hold(member, "GI200", f"`{name or member.text}` of the result is not rewritten yet", what)
            return
        if is_written(member) or is_optional(member):
            trail.strand.hold(member, "GI205", f"the `{key}` of the result is used in a way that is not followed")
            return
        self._strip(node, member, trail)
        self.tracer.trace(member, inner, trail)

    def _strip(self, node: Node, member: Node, trail: Trail) -> None:
        """The result is the answer now: `.response` goes, and an `await` of it, which waited for nothing."""
        whole = outermost(member)
        awaited = whole.parent if whole.parent is not None and whole.parent.kind == "await_expression" else None
        if awaited is not None:
            whole = outermost(awaited)
        elif _is_read(whole):
            trail.strand.edit(Edit(node.end, member.end, ()))
            return
        if self.merges and (names := self._only_leads_on(node, whole)) is not None:
            (result, answer, statement) = names
            trail.strand.edit(replaced(result, answer.text), self.lines.without(statement))
            return
        stays = node if _is_read(whole) else bare(node)
        trail.strand.edit(replaced(whole, stays))

    def _only_leads_on(self, node: Node, whole: Node) -> tuple[Node, Node, Node] | None:
        """`const response = await result.response;`, the one use of `result`: its name, the answer's, and this statement."""
        scopes = self.values.module.scopes
        read, declarator = bare(node), whole.parent
        statement = _alone(declarator)
        binding = scopes.binding(read) if read.kind == "identifier" else None
        if binding is None or statement is None or declarator is None or binding.reads != [read] or binding.only_write is None:
            return None
        answer, first = declarator.must("name"), _alone(binding.declaration.parent)
        kept = scopes.binding(answer) if answer.kind == "identifier" else None
        if first is None or kept is None or kept.only_write is None or kept.scope is not binding.scope:
            return None
        is_plain = first.parent is statement.parent and annotation_at(answer) is None and annotation_at(binding.declaration) is None
        return (binding.declaration, answer, statement) if is_plain else None

    # -- patterns -----------------------------------------------------------------------------------------------

    @staticmethod
    def _pattern(node: Node) -> Node | None:
        parent = node.parent
        if node.kind == "object_pattern":
            return node
        if parent is None or parent.kind != "variable_declarator" or parent.field("value") is not node:
            return None
        return parent.must("name") if parent.must("name").kind == "object_pattern" else None

    def _taken(self, pattern: Node, shape: Shape, trail: Trail) -> None:
        """`const { response } = …`: the name is that of the answer itself."""
        key, inner = _INSIDE[shape.what]
        items = pattern.named
        name = _taken_as(items[0], key) if len(items) == 1 else None
        if shape.promised or name is None or name.kind not in _NAMES or pattern.parent is None or pattern.parent.field("type") is not None:
            trail.strand.hold(pattern, "GI200", "what is taken of this result is not rewritten yet")
            return
        trail.strand.edit(replaced(pattern, name.text))
        trail.taken.add(name)
        self.tracer.keep(name, inner, trail)


_NAMES = ("identifier", "shorthand_property_identifier_pattern")


def _taken_as(item: Node, key: str) -> Node | None:
    """The name that a pattern gives what is under a key."""
    if item.kind == "shorthand_property_identifier_pattern":
        return item if item.text == key else None
    return item.must("value") if item.kind == "pair_pattern" and item.must("key").text == key else None


def _alone(declarator: Node | None) -> Node | None:
    """The statement that a declaration is all there is to."""
    statement = declarator.parent if declarator is not None and declarator.kind == "variable_declarator" else None
    alone = statement is not None and statement.kind == "lexical_declaration" and len(statement.named) == 1
    return statement if alone else None


def _is_read(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.kind in _READING and parent.must("object") is node
