"""What is read of an answer, and what that is now. The paths are those of `codemods.api.response`."""

from __future__ import annotations

from collections.abc import Callable

from codemods.api.outputs import CODE, MEDIA, TEXT, THOUGHT, THOUGHT_MEDIA, Kinds
from codemods.api.response import CANDIDATE, FINISH, RESPONSE, ResponsePath
from codemods.javascript.answer import finish, pieces, presence
from codemods.javascript.answer.chains import Step, chain, joined
from codemods.javascript.answer.lists import Lists
from codemods.javascript.answer.partreads import PartReads
from codemods.javascript.answer.places import asserted, inside, only_tested
from codemods.javascript.answer.walks import Walks
from codemods.javascript.content.modelturns import is_handed_on
from codemods.javascript.edits import Edit, inserted, replaced
from codemods.javascript.followed import Followed
from codemods.javascript.nodes import bare, dotted, is_optional, is_written, outermost
from codemods.javascript.packages import GENAI
from codemods.javascript.strand import Import
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Tracer
from codemods.javascript.trail import Shape, Trail
from codemods.javascript.values import Values

_SHOWING = frozenset("log debug info warn error dir table".split())
#: What binds an operand closer than `??` does, or cannot stand beside it.
_TIGHTER = frozenset(
    "member_expression subscript_expression binary_expression await_expression unary_expression call_expression non_null_expression".split()
)
#: The paths of an answer's text. The first is the joined text, the others the text of its first part.
_FIRST_TEXTS = ("candidates[0].content.parts[0].text", "parts[0].text")


#: Attributes that only answers of JavaScript have.
_ROWS = {
    **RESPONSE,
    "data": ResponsePath("data", "only", "output_audio", help="Read interaction.output_image?.data, or output_audio?.data."),
}
#: The turn of the model.
_TURN = f"{CANDIDATE}.content"
#: Lists and pieces of an answer.
_PIECES = frozenset({"parts", "part", "calls", "call", "blob"})
#: What the first step of a type holds.
_FIRST = {
    "executable_code": ("code_execution_call", "arguments.code"),
    "code_execution_result": ("code_execution_result", "result"),
}


class Answers:
    """Reads of answers in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.tracer = Tracer(values, self.use, Followed())
        self.walks = Walks(self.module)
        self.parts = PartReads(values, self.walks, self.tracer.trace)
        self.lists = Lists(values, self._follow, self.parts.narrowing)

    def _follow(self, node: Node, shape: Shape, trail: Trail) -> None:
        """Follow an expression; a pattern takes apart where it stands."""
        if node.kind == "object_pattern":
            self.use(node, shape, trail)
        else:
            self.tracer.trace(node, shape, trail)

    def use(self, node: Node, shape: Shape, trail: Trail) -> None:
        """One use of an answer, or of something in it, that does not just pass it on."""
        if shape.what in _PIECES:
            self._piece(node, shape, trail)
            return
        if node.kind == "object_pattern" or self._pattern_of(node) is not None:
            self._destructured(self._pattern_of(node) or node, shape, trail)
            return
        if shape.promised:
            trail.strand.hold(node, "GI205", "the promise of the answer goes to a place that is not followed")
            return
        steps = chain(node, shape.path)
        kinds = trail.outputs.kinds
        if steps:
            self._read(node, steps, shape, trail)
        elif shape.path == _TURN and is_handed_on(node):
            trail.strand.give(node)
        elif shape.path.startswith(CANDIDATE) and presence.ask(inside(node), inside(node), self.walks.any_part(kinds), trail.strand):
            return
        elif self._is_shown(node):
            self._shown(node, trail)
        else:
            trail.strand.hold(node, "GI205", "the answer goes to a place that is not followed")

    def _piece(self, node: Node, shape: Shape, trail: Trail) -> None:
        """One use of a part or call, or of a list of them."""
        if self._is_shown(node):
            self._shown(node, trail)
        elif shape.what in ("parts", "calls"):
            self.lists.use(node, shape, trail)
        elif shape.what == "part":
            self.parts.use(node, shape, trail)
        else:
            pieces.use(node, shape, trail)

    # -- reading ------------------------------------------------------------------------------------------------

    def _read(self, node: Node, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """The longest known path of a chain is what is read."""
        known = [step for step in steps if step.path in _ROWS]
        last = known[-1] if known else steps[-1]
        row = _ROWS.get(last.path)
        if row is None:
            trail.strand.hold(last.node, "GI214", f"`{last.path}` of the answer is not known to have a counterpart")
            return
        trail.strand.site(last.whole, "GI104", f"`{self._said(last)}` is an attribute of the old answer")
        if is_written(last.whole):
            trail.strand.hold(last.node, "GI205", "the answer is changed here")
            return
        if (last.called is not None) != (trail.by_methods and row.kind == "calls") and row.kind != "text":
            trail.strand.hold(last.node, "GI216", f"`{self._said(last)}` is no method of the SDK's answer", row.help)
            return
        handler = _READS.get(row.kind)
        if handler is None:
            self._unwritten(row, node, last, trail)
            return
        handler(self, row, node, last, steps, shape, trail)

    @staticmethod
    def _said(step: Step) -> str:
        return step.node.must("property").text if step.node.kind == "member_expression" else step.path

    def _text(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        if row.old in _FIRST_TEXTS and trail.outputs.seen and (trail.outputs.joined or trail.outputs.kinds - {TEXT}):
            self._only(row, node, last, steps, shape, trail)
            return
        if (last.called is not None) != (trail.by_methods and last.path == "text"):
            trail.strand.hold(last.node, "GI216", "the text is read in a way that the SDK does not have", row.help)
            return
        dot = self._dot(steps[0])
        if trail.outputs.seen and (trail.outputs.joined or trail.outputs.kinds & {CODE, MEDIA}):
            if trail.by_methods and CODE in trail.outputs.kinds:
                trail.strand.hold(last.node, "GI200", "the text of the older SDK has code and its results in it; this is not rewritten yet")
                return
            self._all_texts(node, last, steps, trail)
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

    def _all_texts(self, node: Node, last: Step, steps: list[Step], trail: Trail) -> None:
        """The text beside tools and media: that of all steps, which `output_text` would not be."""
        # Without any it was missing, which a method did not say.
        whole, end = last.whole, asserted(last.whole)
        above = outermost(end).parent
        read_on = (
            above is not None and above.kind == "member_expression" and above.must("object") is outermost(end) and not is_optional(above)
        )
        missing = "" if last.called is not None or read_on or self._is_defaulted(end) else " || undefined"
        parent = whole.parent if end is not whole else above
        before, after = ("(", ")") if missing and parent is not None and parent.kind in _TIGHTER else ("", "")
        if before:
            trail.strand.edit(inserted(node.start, before))
        replaced_to = whole.end if missing else end.end
        trail.strand.edit(Edit(node.end, replaced_to, (f"{self._lenient(steps)}{self.walks.texts()}{missing}{after}",)))

    @staticmethod
    def _is_defaulted(node: Node) -> bool:
        """Whether an empty text does as well as none."""
        outer = outermost(node)
        parent = outer.parent
        is_left = parent is not None and parent.kind == "binary_expression" and parent.must("left") is outer
        return only_tested(node) or (is_left and parent is not None and parent.must("operator").text == "||")

    @staticmethod
    def _lenient(steps: list[Step], shape: Shape | None = None) -> str:
        """The question mark of `response?.candidates`; a candidate that has a name is the answer itself."""
        return "?" if is_optional(steps[0].node) and (shape is None or not shape.path) else ""

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

    # -- what else it holds -------------------------------------------------------------------------------------

    def _kinds(self, last: Step, trail: Trail) -> Kinds | None:
        """The kinds of parts that the answer may have; None (with a hold) for those that are not told apart yet."""
        kinds = trail.outputs.kinds
        if not trail.outputs.seen:
            trail.strand.hold(last.node, "GI200", "what this answer may hold is not in sight", RESPONSE["candidates"].help)
            return None
        if kinds & {THOUGHT, THOUGHT_MEDIA}:
            trail.strand.hold(last.node, "GI200", "the parts of an answer with thoughts are not rewritten yet", RESPONSE["candidates"].help)
            return None
        return kinds

    def _asked(self, node: Node, last: Step, steps: list[Step], shape: Shape, kinds: Kinds, trail: Trail) -> bool:
        """Whether all that is done with something is to ask whether it is there."""
        return presence.ask(node, last.node, self._lenient(steps, shape) + self.walks.any_part(kinds), trail.strand)

    def _candidates(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """`response.candidates`, which people ask for, and little else."""
        kinds = self._kinds(last, trail)
        if kinds is not None and not self._asked(node, last, steps, shape, kinds, trail):
            self._unwritten(row, node, last, trail)

    def _self(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """The candidate, and its content: what is read of them is read of the interaction now."""
        if last.path == _TURN and steps[-1] is last and not self._lenient(steps, shape) and is_handed_on(last.node):
            trail.strand.give(last.node)
            return
        kinds = self._kinds(last, trail)
        if kinds is None or self._asked(node, last, steps, shape, kinds, trail):
            return
        whole = asserted(last.node)
        parent = outermost(whole).parent
        if parent is None or parent.kind != "variable_declarator" or steps[-1] is not last:
            self._unwritten(row, node, last, trail)
            return
        trail.strand.edit(Edit(node.end, whole.end, ()))
        self.tracer.trace(whole, Shape("answer", row.old), trail)

    def _parts(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """The parts themselves."""
        kinds = self._kinds(last, trail)
        if kinds is None or self._asked(node, last, steps, shape, kinds, trail):
            return
        if self.module.is_typed and len(kinds) > 1 and kinds - {TEXT, MEDIA}:
            trail.strand.imports.add(Import(GENAI, "Interactions", is_type=True))
        whole = asserted(last.node)
        trail.strand.edit(Edit(node.end, whole.end, (self._lenient(steps, shape) + self.walks.parts(kinds),)))
        self.lists.use(whole, Shape("parts"), trail, written=True)

    def _calls(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """The function calls: a list that was missing without any."""
        if presence.ask(node, last.whole, self._lenient(steps) + self.walks.of_type("some", "function_call"), trail.strand):
            return
        whole = asserted(last.whole)
        item = outermost(whole).parent
        first = item if item is not None and item.kind == "subscript_expression" and item.must("index").text == "0" else None
        if first is not None and first.must("object") is outermost(whole):
            sure = "!" if self.module.is_typed and not is_optional(first) and asserted(first) is first else ""
            trail.strand.edit(Edit(node.end, first.end, (self._lenient(steps) + self.walks.of_type("find", "function_call") + sure,)))
            self.tracer.trace(first, Shape("call"), trail)
            return
        trail.strand.edit(Edit(node.end, whole.end, (self._lenient(steps) + self.walks.of_type("filter", "function_call"),)))
        if self._is_shown(outermost(whole)):
            self._shown(whole, trail)
        else:
            self.lists.use(whole, Shape("calls"), trail, written=True)

    def _first(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """`executableCode` and its result: of the first step that has one."""
        found = _FIRST.get(last.path)
        if found is None:
            self._unwritten(row, node, last, trail)
            return
        kind, path = found
        if kind == "code_execution_result" and self.module.is_typed and not self._is_shown(outermost(last.node)):
            trail.strand.hold(
                last.node, "GI200", "the result of code is a text or a list of contents now; this is not rewritten yet", row.help
            )
            return
        trail.strand.edit(Edit(node.end, asserted(last.node).end, (self._lenient(steps) + self.walks.of_type("find", kind), f"?.{path}")))

    def _only(self, row: ResponsePath, node: Node, last: Step, steps: list[Step], shape: Shape, trail: Trail) -> None:
        """The only part of an answer that is nothing but audio, else the first of its parts."""
        own = steps[: steps.index(last)]
        parts = next((step for step in own if step.path.endswith("parts")), None)
        if trail.outputs.seen and trail.outputs.only_audio and row.kind == "only":
            whole = asserted(last.node)
            if last.path == "data":
                trail.strand.edit(Edit(node.end, whole.end, (f"{self._dot(steps[0])}output_audio?.data",)))
                return
            trail.strand.edit(Edit(node.end, whole.end, (f"{self._dot(steps[0])}output_audio",)))
            self.tracer.trace(whole, Shape("blob"), trail)
        elif parts is None:
            self._unwritten(row, node, last, trail)
        else:
            self._parts(RESPONSE[parts.path], node, parts, steps, shape, trail)

    def _unwritten(self, row: ResponsePath, node: Node, last: Step, trail: Trail) -> None:
        """What has no counterpart; people may be shown something else."""
        dot = self._dot(chain(node, "")[0])
        if last.path == FINISH and finish.compare(node, last.node, dot, self.values, self.walks, trail):
            return
        if row.shown and self._is_shown(outermost(last.node)):
            trail.strand.edit(Edit(node.end, asserted(last.node).end, (f"{dot}{row.shown}",)))
            self._shown(last.node, trail)
            return
        code = row.code if row.kind in ("none", "later") else "GI200"
        message = f"`{last.path}` has no counterpart that this version writes in JavaScript"
        trail.strand.hold(last.node, code, message, row.help)

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
        if row.kind == "text" and trail.by_methods:
            trail.strand.hold(
                item, "GI200", "the method of the answer is taken out here, not what it gives; this is not rewritten yet", row.help
            )
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
        trail.taken.add(target)
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
    "candidates": Answers._candidates,
    "candidate": Answers._self,
    "turn": Answers._self,
    "parts": Answers._parts,
    "calls": Answers._calls,
    "first": Answers._first,
    "only": Answers._only,
}
__all__ = ["CANDIDATE", "Answers", "Step", "chain", "joined"]
