"""What is read of an answer, and what that is now. The paths are those of `codemods.api.response`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codemods.api.outputs import CODE, MEDIA
from codemods.api.response import CANDIDATE, RESPONSE, ResponsePath
from codemods.javascript.edits import Edit, replaced
from codemods.javascript.nodes import bare, dotted, is_called, is_optional, is_written, outermost, property_name
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Tracer
from codemods.javascript.trail import Shape, Trail
from codemods.javascript.values import Values
from codemods.settings.records import snake

_SHOWING = frozenset("log debug info warn error dir table".split())
#: What binds an operand closer than `??` does, or cannot stand beside it.
_TIGHTER = frozenset("member_expression subscript_expression binary_expression await_expression unary_expression call_expression".split())
#: The paths of an answer's text. The first is the joined text, the others the text of its first part.
_FIRST_TEXTS = ("candidates[0].content.parts[0].text", "parts[0].text")


def joined(path: str, key: str | int) -> str:
    """A path and one more step of it."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{snake(key)}" if path else snake(key)


@dataclass(frozen=True)
class Step:
    """One step of a chain of reads: the expression up to there, and the path it leads to. ``called`` is the call of a method."""

    node: Node
    path: str
    called: Node | None = None

    @property
    def whole(self) -> Node:
        return self.called or self.node


def chain(node: Node, path: str) -> list[Step]:
    """The members, items and calls that are read of an expression, one after the other, as long as they are known by name."""
    steps: list[Step] = []
    current = outermost(node)
    while (parent := current.parent) is not None and parent.kind in ("member_expression", "subscript_expression"):
        if parent.must("object") is not current:
            break
        name = property_name(parent)
        key: str | int | None = name
        if name is None and parent.kind == "subscript_expression" and parent.must("index").kind == "number":
            key = int(parent.must("index").text)
        if key is None:
            break
        path = joined(path, key)
        call = is_called(parent)
        steps.append(Step(parent, path, call))
        current = outermost(call or parent)
    return steps


class Answers:
    """Reads of answers in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.tracer = Tracer(values, self.use)

    def use(self, node: Node, shape: Shape, trail: Trail) -> None:
        """One use of an answer, or of something in it, that does not just pass it on."""
        if node.kind == "object_pattern" or self._pattern_of(node) is not None:
            self._destructured(self._pattern_of(node) or node, shape, trail)
            return
        if shape.promised:
            trail.strand.hold(node, "GI205", "the promise of the answer goes to a place that is not followed")
            return
        steps = chain(node, shape.path)
        if steps:
            self._read(node, steps, shape, trail)
        elif self._is_shown(node):
            self._shown(node, trail)
        else:
            trail.strand.hold(node, "GI205", "the answer goes to a place that is not followed")

    # -- reading ------------------------------------------------------------------------------------------------

    def _read(self, node: Node, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """The longest known path of a chain is what is read."""
        known = [step for step in steps if step.path in RESPONSE]
        last = known[-1] if known else steps[-1]
        row = RESPONSE.get(last.path)
        if row is None:
            trail.strand.hold(last.node, "GI214", f"`{last.path}` of the answer is not known to have a counterpart")
            return
        trail.strand.site(last.whole, "GI104", f"`{self._said(last)}` is an attribute of the old answer")
        if is_written(last.whole):
            trail.strand.hold(last.node, "GI205", "the answer is changed here")
            return
        handler = _READS.get(row.kind)
        if handler is None:
            code = row.code if row.kind in ("none", "later") else "GI200"
            trail.strand.hold(last.node, code, f"`{last.path}` has no counterpart that this version writes in JavaScript", row.help)
            return
        handler(self, row, node, last, steps, shape, trail)

    @staticmethod
    def _said(step: Step) -> str:
        return step.node.must("property").text if step.node.kind == "member_expression" else step.path

    def _text(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        if row.old in _FIRST_TEXTS and trail.outputs.seen and trail.outputs.kinds - {"text"}:
            trail.strand.hold(last.node, "GI200", "the first part of this answer may be something else than its text", row.help)
            return
        if (last.called is not None) != (trail.by_methods and last.path == "text"):
            trail.strand.hold(last.node, "GI216", "the text is read in a way that the SDK does not have", row.help)
            return
        dot = self._dot(steps[0])
        if trail.outputs.seen and (trail.outputs.joined or trail.outputs.kinds & {CODE, MEDIA}):
            self._all_texts(node, last, trail)
            return
        trail.strand.edit(Edit(node.end, last.whole.end, (f"{dot}{row.new}",)))
        if last.called is not None:
            self._never_missing(node, last, trail)

    def _never_missing(self, node: Node, last: Step, trail: Trail) -> None:
        """The method of the older SDKs gave a text, empty or not; the property is absent without one."""
        outer = outermost(last.whole)
        parent = outer.parent
        tight = parent is not None and parent.kind in _TIGHTER
        before, after = ("(", ' ?? "")') if tight else ("", ' ?? ""')
        quote = self.module.quote
        trail.strand.edit(replaced(last.whole, before, last.whole, after.replace('"', quote)))

    def _all_texts(self, node: Node, last: Step, trail: Trail) -> None:
        trail.strand.hold(last.node, "GI200", "the text of an answer with something else in it is not put together yet")

    def _rename(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """Each property that the path goes through gets its new name; `?.` and `!` between them stay."""
        own = steps[: steps.index(last) + 1]
        # What is kept in a name of its own has the first part of the path behind it.
        new = row.new.split(".")[-len(own) :] if shape.path else row.new.split(".")
        if len(own) != len(new):
            trail.strand.hold(last.node, "GI200", f"`{last.path}` is not rewritten here yet", row.help)
            return
        for step, name in zip(own, new, strict=True):
            if step.node.kind != "member_expression":
                trail.strand.hold(step.node, "GI200", "a property in brackets is not rewritten yet", row.help)
                return
            trail.strand.edit(replaced(step.node.must("property"), name))

    def _object(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """`usageMetadata` by itself: followed, so that what is read of it is renamed."""
        property_ = last.node.field("property")
        if property_ is None:
            trail.strand.hold(last.node, "GI200", f"`{last.path}` is not rewritten here yet", row.help)
            return
        trail.strand.edit(replaced(property_, row.new))
        self.tracer.trace(last.node, Shape("answer", last.path), trail)

    @staticmethod
    def _dot(step: Step) -> str:
        return "?." if is_optional(step.node) else "."

    # -- patterns -----------------------------------------------------------------------------------------------

    @staticmethod
    def _pattern_of(node: Node) -> Node | None:
        parent = node.parent
        if parent is None:
            return None
        if parent.kind == "variable_declarator" and parent.field("value") is node and parent.must("name").kind == "object_pattern":
            return parent.must("name")
        if parent.kind == "assignment_expression" and parent.must("right") is node and parent.must("left").kind == "object_pattern":
            return parent.must("left")
        return None

    def _destructured(self, pattern: Node, shape: Shape, trail: Trail) -> None:
        """`const { text, usageMetadata: usage } = …`: every key gets its new name."""
        if shape.promised:
            trail.strand.hold(pattern, "GI205", "a promise is taken apart here")
            return
        for item in pattern.named:
            self._taken(item, shape, trail)

    def _taken(self, item: Node, shape: Shape, trail: Trail) -> None:
        short = item.kind == "shorthand_property_identifier_pattern"
        key = item if short else item.field("key")
        row = RESPONSE.get(joined(shape.path, key.text)) if key is not None else None
        if key is None or row is None or row.kind not in ("text", "rename", "object"):
            trail.strand.hold(item, "GI200", f"what `{item.text}` takes of the answer is not rewritten yet", row.help if row else "")
            return
        if row.kind == "text" and trail.outputs.seen and (trail.outputs.joined or trail.outputs.kinds - {"text"}):
            trail.strand.hold(item, "GI200", "the text of an answer with something else in it is not put together yet")
            return
        trail.strand.site(item, "GI104", f"`{key.text}` is an attribute of the old answer")
        new = row.new.rpartition(".")[2]
        trail.strand.edit(replaced(key, f"{new}: {key.text}" if short else new))
        if row.kind == "object":
            self._taken_object(item, Shape("answer", row.old), trail)

    def _taken_object(self, item: Node, shape: Shape, trail: Trail) -> None:
        """What a key with something more inside is given to: a name, or another pattern."""
        target = item.field("value") or item
        if target.kind == "object_pattern":
            self._destructured(target, shape, trail)
        elif target.kind not in ("identifier", "shorthand_property_identifier_pattern") or not self.tracer.keep(target, shape, trail):
            trail.strand.hold(item, "GI200", f"what `{item.text}` takes of the answer is not rewritten yet")

    # -- showing ------------------------------------------------------------------------------------------------

    def _is_shown(self, node: Node) -> bool:
        """Whether an expression is printed as a whole: an argument of `console.log`, by itself or as JSON."""
        listed = node.parent
        call = listed.parent if listed is not None and listed.kind == "arguments" else None
        if call is None or call.kind != "call_expression":
            return False
        name = dotted(bare(call.must("function")))
        if name == "JSON.stringify":
            return self._is_shown(outermost(call))
        owner, _, method = name.rpartition(".")
        return owner == "console" and method in _SHOWING

    @staticmethod
    def _shown(node: Node, trail: Trail) -> None:
        trail.strand.assume("shown", node, "the answer is printed as a whole, and looks different now")


_READS: dict[str, Callable[[Answers, ResponsePath, Node, Step, list[Step], Shape, Trail], None]] = {
    "text": Answers._text,
    "rename": Answers._rename,
    "object": Answers._object,
}
__all__ = ["CANDIDATE", "Answers", "Step", "chain", "joined"]
