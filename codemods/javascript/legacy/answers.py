"""Following answers and streams of interactions: which of their uses are spelled the legacy way."""

from __future__ import annotations

from collections.abc import Callable

from codemods.api.legacy import ENDED as ENDED_FIELDS
from codemods.api.legacy import FIELDS, GONE_FROM_ANSWERS, GONE_FROM_DELTAS
from codemods.api.legacy import USAGE as COUNTS
from codemods.api.legacy_words import CALLS, COLLECT, OUTPUTS_CHANGED, STARTED
from codemods.javascript.edits import replaced
from codemods.javascript.followed import Followed
from codemods.javascript.legacy import lists
from codemods.javascript.legacy.trail import (
    ANSWER,
    DELTA,
    DELTA_TYPE,
    ENDED,
    ENTRIES,
    EVENT,
    EVENT_TYPE,
    OUTPUT,
    OUTPUT_TYPE,
    OUTPUTS,
    ROW,
    STEP,
    STEPS,
    STREAM,
    USAGE,
    LegacyTrail,
    Reading,
    shape,
)
from codemods.javascript.legacy.typenames import TypeNames, other_side
from codemods.javascript.nodes import arguments, bare, dotted, is_called, is_null, is_written, outermost, property_name, string_value
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Tracer
from codemods.javascript.trail import Shape, Trail
from codemods.javascript.values import Values

_COMPARING = frozenset({"==", "===", "!=", "!=="})
_SHOWING = frozenset("log debug info warn error dir table".split())
#: Kinds of nodes that only ask whether there is something.
_TESTING = frozenset({"if_statement", "while_statement", "ternary_expression", "expression_statement", "type_predicate"})
#: What a piece of an answer is called.
_SUBJECTS = {
    OUTPUT: "an output of the answer",
    OUTPUTS: "the list of outputs",
    ROW: "a list of outputs",
    STREAM: "the stream",
    EVENT: "an event of the stream",
    EVENT_TYPE: "the type of an event",
    DELTA: "the delta of an event",
    DELTA_TYPE: "the type of a delta",
}
_LISTS = (OUTPUTS, ROW, STEPS)
#: What is the same in both schemas, wherever it goes.
_SAME = (USAGE, ENDED, STEP, STEPS, OUTPUT_TYPE)


class LegacyAnswers:
    """Follows answers of `interactions.create` and `interactions.get` through one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.types = TypeNames(values)
        self.tracer = Tracer(values, self.use, Followed())

    def trace(self, node: Node, what: Shape, trail: LegacyTrail) -> None:
        self.tracer.trace(node, what, trail)

    def use(self, node: Node, what: Shape, trail: Trail) -> None:
        """One use of an answer, or of something in it, that does not just pass it on."""
        assert isinstance(trail, LegacyTrail)
        pattern = node if node.kind == "object_pattern" else _pattern_of(node)
        handler = _USES.get(node.parent.kind) if node.parent is not None else None
        if what.promised:
            trail.left.append((node, "the promise of the answer goes to a place that is not followed"))
        elif pattern is not None:
            self._taken_apart(pattern, what, trail)
        elif handler is None or node.kind == "shorthand_property_identifier" or not handler(self, node, what, trail):
            self._leaves(node, what, trail)

    def _leaves(self, node: Node, what: Shape, trail: LegacyTrail) -> None:
        if what.path in _SAME:
            return
        if self._is_shown(node):
            trail.shown.append(node)
        else:
            trail.left.append((node, f"{_SUBJECTS.get(what.path, 'the answer')} goes to a place that is not followed"))

    # -- members ------------------------------------------------------------------------------------------------

    def _member(self, node: Node, what: Shape, trail: LegacyTrail) -> bool:
        parent = node.parent
        assert parent is not None
        if parent.must("object") is not node:
            return False
        if what.path in _LISTS:
            return self._item(parent, what, trail)
        name = property_name(parent)
        if name is None:
            return False
        following = self._read(node, parent, name, what.path, trail)
        if following is not None:
            self.trace(parent, shape(following), trail)
        return True

    def _read(self, node: Node, place: Node, name: str, path: str, trail: LegacyTrail) -> str | None:
        """Note that a field is read; the path of what it holds, when that has to be followed."""
        reader = _READERS.get(path)
        return reader(self, node, place, name, trail) if reader is not None else None

    def _read_answer(self, node: Node, place: Node, name: str, trail: LegacyTrail) -> str | None:
        if name == "outputs":
            trail.legacy = True
            (trail.sources if place.kind == "member_expression" else trail.unpacked).append(place)
        elif name in ("steps", "output_text"):
            trail.current.append(place)
            if name == "steps" and place.kind == "member_expression":
                self._fragile(node, place, trail)
        elif name == "error":
            self._error(place, trail)
        elif name in GONE_FROM_ANSWERS:
            trail.left.append((place, f"`.{name}` of an answer has no counterpart"))
        return {"outputs": OUTPUTS, "steps": STEPS, "usage": USAGE}.get(name)

    def _error(self, place: Node, trail: LegacyTrail) -> None:
        """`interaction.error` is `.errors`, a list; where it is shown that makes no difference."""
        trail.apart.site(place, "GI516", "an answer has no `.error`")
        if place.kind == "member_expression" and self._is_shown(outermost(place)):
            trail.apart.edit(replaced(place.must("property"), "errors"))
        else:
            trail.apart.hold(place, "GI516", "`.errors` is a list, and what this reads of an error is not")

    def _fragile(self, node: Node, place: Node, trail: LegacyTrail) -> None:
        """`interaction.steps.at(-1).content[0].text`."""
        item = lists.item_of(place)
        if item is None or item.place != -1:
            return
        current = item.whole
        for wanted in ("content", 0, "text"):
            parent = outermost(current).parent
            if parent is None or parent.kind not in ("member_expression", "subscript_expression") or lists.key(parent) != wanted:
                return
            current = parent
        trail.fragile.append((node, current))

    def _read_usage(self, node: Node, place: Node, name: str, trail: LegacyTrail) -> None:
        if name not in COUNTS:
            return
        trail.site(place, "GI505", f"`{name}` has another name")
        if place.kind == "member_expression":
            trail.strand.edit(replaced(place.must("property"), COUNTS[name]))
        elif place.kind in ("shorthand_property_identifier_pattern", "pair_pattern"):
            short = place.kind == "shorthand_property_identifier_pattern"
            trail.strand.edit(replaced(place if short else place.must("key"), COUNTS[name] + (f": {name}" if short else "")))
        else:
            trail.hold(place, "GI505", f"`{name}` is read in a way that is not rewritten yet")

    def _read_output(self, node: Node, place: Node, name: str, trail: LegacyTrail) -> str | None:
        if name == "type":
            return OUTPUT_TYPE
        if name not in FIELDS:
            trail.hold(place, "GI506", f"`.{name}` was no field of an output, so what it is now cannot be told")
        elif is_written(place):
            trail.hold(place, "GI506", f"`.{name}` of an output is changed here")
        else:
            trail.readings.append(Reading(node, place, name))
        return None

    def _read_step(self, node: Node, place: Node, name: str, trail: LegacyTrail) -> None:
        if name == "tool_calls":
            trail.apart.hold(place, "GI511", "no step has `.tool_calls`", CALLS)

    # -- streams ------------------------------------------------------------------------------------------------

    def _read_event(self, node: Node, place: Node, name: str, trail: LegacyTrail) -> str | None:
        if name == "content":
            trail.hold(place, "GI506", "the event that starts a piece of an answer has its step now, not a content", STARTED)
        elif name in ("steps", "outputs"):
            trail.apart.hold(place, "GI512", f"no event has `.{name}`")
        return {"event_type": EVENT_TYPE, "delta": DELTA, "interaction": ENDED}.get(name)

    def _read_delta(self, node: Node, place: Node, name: str, trail: LegacyTrail) -> str | None:
        if name in GONE_FROM_DELTAS:
            trail.left.append((place, f"`.{name}` of a delta is on the step that `step.start` announces now"))
        return DELTA_TYPE if name == "type" else None

    def _read_ended(self, node: Node, place: Node, name: str, trail: LegacyTrail) -> str | None:
        if name == "outputs":
            trail.hold(place, "GI506", "the interaction of an event has no outputs", COLLECT)
        elif name not in ENDED_FIELDS:
            trail.left.append((place, f"the interaction of an event has no `.{name}` any more"))
        return USAGE if name == "usage" else None

    def _read_type(self, node: Node, place: Node, name: str, trail: LegacyTrail) -> None:
        if place.kind == "member_expression":
            self.types.method(place, trail.reached[node].path, trail)

    # -- lists --------------------------------------------------------------------------------------------------

    def _item(self, parent: Node, what: Shape, trail: LegacyTrail) -> bool:
        """A member of a list of outputs or steps, or one of them."""
        one = STEP if what.path == STEPS else OUTPUT
        name = property_name(parent) if parent.kind == "member_expression" else None
        call = is_called(parent)
        if parent.kind == "subscript_expression" and not is_written(parent):
            self.trace(parent, shape(one), trail)
            return True
        if name == "length":
            return not is_written(parent)
        if call is None or name is None:
            return False
        if name in lists.CHANGING and what.path == OUTPUTS:
            trail.hold(parent, "GI506", OUTPUTS_CHANGED)
            return True
        callback = lists.callback(call, name)
        if callback is not None and not self._into(callback, lists.CALLBACKS[name], one, trail):
            return False
        given = lists.given(name, what.path, one)
        if given:
            self.trace(call, shape(given), trail)
        return bool(given) or callback is not None

    def _into(self, function: Node, place: int, path: str, trail: LegacyTrail) -> bool:
        """A callback gets an output as one of its parameters."""
        single, listed = function.field("parameter"), function.field("parameters")
        parameters = [single] if single is not None else listed.named if listed is not None else []
        if place < len(parameters):
            pattern = parameters[place].field("pattern") or parameters[place]
            return self._bind(pattern, path, trail)
        return True

    def _bind(self, target: Node, path: str, trail: LegacyTrail) -> bool:
        """Follow every read of a name that gets such a value and no other."""
        if target.kind == "object_pattern":
            self._taken_apart(target, shape(path), trail)
            return True
        binding = self.module.scopes.binding(target)
        if binding is None or binding.only_write is None or binding.is_exported:
            return False
        trail.strand.tie(binding)
        for read in binding.reads:
            if read.kind == "shorthand_property_identifier":
                self.use(read, shape(path), trail)
            else:
                self.trace(read, shape(path), trail)
        return True

    def _taken_apart(self, pattern: Node, what: Shape, trail: LegacyTrail) -> None:
        """`const { outputs, usage } = interaction`: every key is a field that is read."""
        for item in pattern.named:
            short = item.kind == "shorthand_property_identifier_pattern"
            key = item if short else item.field("key")
            name = (string_value(key) or key.text) if key is not None and key.kind != "computed_property_name" else ""
            if not name:
                self._leaves(item, what, trail)
                continue
            following = self._read(pattern, item, name, what.path, trail)
            target = item.field("value") or item
            if following is not None and not self._bind(target, following, trail):
                self._leaves(item, shape(following), trail)

    # -- everything else ----------------------------------------------------------------------------------------

    def _binary(self, node: Node, what: Shape, trail: LegacyTrail) -> bool:
        parent = node.parent
        assert parent is not None
        operator = parent.must("operator").text
        if operator in _COMPARING:
            other = other_side(node)
            if what.path in (EVENT_TYPE, DELTA_TYPE, OUTPUT_TYPE):
                return self.types.compared(other, what.path, trail)
            return is_null(bare(other))
        if operator == "in":
            return parent.must("right") is node and self._asked(parent, what, trail)
        if operator == "&&" and parent.must("right") is not node:
            return True
        if operator == "&&" or (operator in ("||", "??") and parent.must("left") is node and lists.is_nothing(bare(parent.must("right")))):
            self.trace(parent, what, trail)
            return True
        return False

    def _asked(self, question: Node, what: Shape, trail: LegacyTrail) -> bool:
        """`'outputs' in interaction`, `'text' in output`."""
        literal = bare(question.must("left"))
        name = string_value(literal)
        if name is None:
            return False
        if what.path == ANSWER and name == "outputs":
            trail.legacy = True
            trail.asks.append(literal)
        elif what.path == ANSWER and name in ("steps", "output_text"):
            trail.current.append(literal)
        elif what.path == EVENT and name in ("content", "steps", "outputs"):
            trail.left.append((question, f"`{name}` of an event is asked for"))
        elif what.path == USAGE and name in COUNTS:
            self._read_usage(question, literal, name, trail)
        elif what.path == OUTPUT:
            trail.readings += [Reading(bare(question.must("right")), question, name)] if name in FIELDS else []
        return True

    def _looped(self, node: Node, what: Shape, trail: LegacyTrail) -> bool:
        """`for (const output of outputs)`, `for await (const event of stream)`."""
        loop = node.parent
        assert loop is not None
        one = {OUTPUTS: OUTPUT, ROW: OUTPUT, STEPS: STEP, STREAM: EVENT, ENTRIES: OUTPUT}.get(what.path)
        fits = loop.must("operator").text == "of" and loop.has_token("await") == (what.path == STREAM)
        if loop.field("right") is not node or loop.field("kind") is None or one is None or not fits:
            return False
        target = loop.must("left")
        if what.path == ENTRIES:
            if target.kind != "array_pattern" or len(target.named) != 2:
                return False
            target = target.named[1]
        return self._bind(target, one, trail)

    def _argument(self, node: Node, what: Shape, trail: LegacyTrail) -> bool:
        listed = node.parent
        call = listed.parent if listed is not None else None
        if call is None or call.kind != "call_expression":
            return False
        if what.path in (EVENT_TYPE, DELTA_TYPE, OUTPUT_TYPE) and self.types.listed(call, node, what.path, trail):
            return True
        if dotted(bare(call.must("function"))) == "JSON.stringify" and not self._is_shown(node):
            trail.dumped = True
        return what.path in (OUTPUTS, ROW) and dotted(bare(call.must("function"))) == "Array.isArray"

    def _spread(self, node: Node, what: Shape, trail: LegacyTrail) -> bool:
        """`[...outputs]`."""
        row = node.parent.parent if node.parent is not None else None
        if row is None or row.kind != "array" or len(row.named) != 1 or what.path not in _LISTS:
            return False
        self.trace(row, what if what.path == STEPS else shape(ROW), trail)
        return True

    def _switched(self, node: Node, what: Shape, trail: LegacyTrail) -> bool:
        switch = node.parent
        assert switch is not None
        return what.path in (EVENT_TYPE, DELTA_TYPE, OUTPUT_TYPE) and self.types.switched(switch, what.path, trail)

    def _tested(self, node: Node, what: Shape, trail: LegacyTrail) -> bool:
        return True

    def _negated(self, node: Node, what: Shape, trail: LegacyTrail) -> bool:
        return node.parent is not None and node.parent.must("operator").text in ("!", "typeof")

    def _is_shown(self, node: Node) -> bool:
        """Whether an expression is printed as a whole: in a text, as an argument of `console.log`, by itself or as JSON."""
        around = node.parent
        if around is None:
            return False
        if around.kind == "template_substitution":
            return True
        call = around.parent if around.kind == "arguments" else None
        if call is None or call.kind != "call_expression":
            return False
        name = dotted(bare(call.must("function")))
        if name == "JSON.stringify":
            return arguments(call)[0] is node and self._is_shown(outermost(call))
        owner, _, method = name.rpartition(".")
        return owner == "console" and method in _SHOWING


def _pattern_of(node: Node) -> Node | None:
    """The pattern that takes an expression apart."""
    parent = node.parent
    name = parent.field("name") if parent is not None and parent.kind == "variable_declarator" else None
    return name if name is not None and name.kind == "object_pattern" else None


#: What reads each kind of thing that is followed: answers, the thing, the expression that reads it, the name of the field, the trail.
_READERS: dict[str, Callable[[LegacyAnswers, Node, Node, str, LegacyTrail], str | None]] = {
    ANSWER: LegacyAnswers._read_answer,
    USAGE: LegacyAnswers._read_usage,
    OUTPUT: LegacyAnswers._read_output,
    STEP: LegacyAnswers._read_step,
    EVENT: LegacyAnswers._read_event,
    DELTA: LegacyAnswers._read_delta,
    ENDED: LegacyAnswers._read_ended,
    EVENT_TYPE: LegacyAnswers._read_type,
    DELTA_TYPE: LegacyAnswers._read_type,
}
_USES: dict[str, Callable[[LegacyAnswers, Node, Shape, LegacyTrail], bool]] = {
    "member_expression": LegacyAnswers._member,
    "subscript_expression": LegacyAnswers._member,
    "binary_expression": LegacyAnswers._binary,
    "for_in_statement": LegacyAnswers._looped,
    "arguments": LegacyAnswers._argument,
    "spread_element": LegacyAnswers._spread,
    "switch_statement": LegacyAnswers._switched,
    "unary_expression": LegacyAnswers._negated,
    **dict.fromkeys(_TESTING, LegacyAnswers._tested),
}
