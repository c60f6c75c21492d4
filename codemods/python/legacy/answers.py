"""Following answers and streams of interactions: which of their uses are spelled the legacy way."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from codemods.api.legacy import ENDED as ENDED_FIELDS
from codemods.api.legacy import FIELDS, GONE_FROM_ANSWERS, GONE_FROM_DELTAS, USAGE
from codemods.api.legacy_words import CALLS, COLLECT, STARTED
from codemods.python.answers import MANY, Answers, Shape, Trail, departs
from codemods.python.edits import Change, Edit, Now
from codemods.python.legacy.trail import (
    ANSWER,
    DELTA,
    DELTA_TYPE,
    ENDED,
    EVENT,
    EVENT_TYPE,
    OUTPUT,
    OUTPUT_TYPE,
    STEP,
    LegacyTrail,
    Reading,
)
from codemods.python.legacy.trail import USAGE as USAGE_PATH
from codemods.python.legacy.typenames import TypeNames
from codemods.python.names import Names
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.parts import Source
from codemods.python.textuse import TextUses
from codemods.python.tree import walk
from codemods.python.values import Values

_TAKING = frozenset({"next", "reversed", "iter"})
_DUMPS = frozenset({"model_dump", "model_dump_json", "dict", "json", "to_dict", "to_json"})
#: What a piece of an answer is called.
_SUBJECTS = {
    ANSWER: "the answer",
    OUTPUT: "an output of the answer",
    EVENT: "an event of the stream",
    EVENT_TYPE: "the type of an event",
    DELTA: "the delta of an event",
    DELTA_TYPE: "the type of a delta",
}


class LegacyAnswers(Answers):
    """Follows answers of `interactions.create` and `interactions.get` through one module."""

    def __init__(self, values: Values, texts: TextUses, names: Names) -> None:
        super().__init__(values, texts, names)
        self.types = TypeNames(values)

    def attribute(self, node: cst.CSTNode, parent: cst.Attribute, shape: Shape, trail: Trail) -> bool:
        assert isinstance(trail, LegacyTrail)
        if shape.wrappers:
            # A stream is closed, a list is changed.
            return shape.path in (EVENT, STEP)
        reader = _READERS.get(shape.path)
        if reader is not None:
            reader(self, node, parent, parent.attr.value, trail)
        return True

    # -- answers ------------------------------------------------------------------------------------------------

    def read_answer(self, node: cst.CSTNode, parent: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        if name == "outputs":
            trail.legacy = True
            trail.sources.append(Source(node, parent))
            trail.tries |= self._tried(node)
            self.follow(parent, Shape((MANY,), OUTPUT), trail)
        elif name == "steps":
            trail.current = True
            self._fragile(node, parent, trail)
            self.follow(parent, Shape((MANY,), STEP), trail)
        elif name == "output_text":
            trail.current = True
        elif name == "usage":
            self.follow(parent, Shape((), USAGE_PATH), trail)
        elif name == "error" and isinstance(parent, cst.Attribute):
            self._error(parent, trail)
        elif name in _DUMPS:
            self._dumped(parent, trail)
        elif name in GONE_FROM_ANSWERS:
            trail.left.append((parent, f"`.{name}` of an answer has no counterpart"))

    def _dumped(self, method: cst.CSTNode, trail: LegacyTrail) -> None:
        """`interaction.model_dump()` has other keys."""
        trail.dumped = True
        call = self.module.parent(method)
        if isinstance(call, cst.Call) and self._shown(call, self.module.parent(call)):
            trail.shown.append(call)
        else:
            trail.left.append((method, "the answer is made into something whose keys are others now"))

    def _error(self, parent: cst.Attribute, trail: LegacyTrail) -> None:
        """`interaction.error` is `.errors`, a list; where it is shown that makes no difference."""
        trail.apart.site(parent, "GI516", "an answer has no `.error`")
        if self._shown(parent, self.module.parent(parent)):
            trail.apart.edit(Edit(parent.attr, _named("errors"), "read errors"))
        else:
            trail.apart.hold(parent, "GI516", "`.errors` is a list, and what this reads of an error is not")

    def _fragile(self, node: cst.CSTNode, parent: cst.CSTNode, trail: LegacyTrail) -> None:
        """`interaction.steps[-1].content[0].text`."""
        if isinstance(node, cst.BaseExpression) and isinstance(parent, cst.Attribute):
            whole: cst.CSTNode | None = parent
            for _ in range(4):
                whole = self.module.parent(whole) if whole is not None else None
            if isinstance(whole, cst.Attribute) and self.module.code(whole) == f"{self.module.code(parent)}[-1].content[0].text":
                trail.fragile.append((node, whole))

    def _tried(self, node: cst.CSTNode) -> bool:
        """Whether a missing attribute is caught here."""
        around = [a for a in self.module.ancestors(node) if isinstance(a, (cst.Try, cst.TryStar))]
        caught = {n.value for a in around for h in a.handlers if h.type is not None for n in walk(h.type) if isinstance(n, cst.Name)}
        return "AttributeError" in caught

    def read_usage(self, node: cst.CSTNode, parent: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        if name in USAGE and isinstance(parent, cst.Attribute):
            trail.site(parent, "GI505", f"`{name}` has another name")
            trail.strand.edit(Edit(parent.attr, _named(USAGE[name]), f"read {USAGE[name]}"))

    def read_output(self, node: cst.CSTNode, parent: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        if name == "type":
            self.follow(parent, Shape((), OUTPUT_TYPE), trail)
        elif name not in FIELDS:
            trail.hold(parent, "GI506", f"`.{name}` was no field of an output, so what it is now cannot be told")
        elif self.module.is_stored(parent):
            trail.hold(parent, "GI506", f"`.{name}` of an output is changed here")
        else:
            trail.readings.append(Reading(node, parent, name))

    def read_step(self, node: cst.CSTNode, parent: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        if name == "tool_calls":
            trail.apart.hold(parent, "GI511", "no step has `.tool_calls`", CALLS)

    # -- streams ------------------------------------------------------------------------------------------------

    def read_event(self, node: cst.CSTNode, parent: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        if name == "event_type":
            self.follow(parent, Shape((), EVENT_TYPE), trail)
        elif name == "delta":
            self.follow(parent, Shape((), DELTA), trail)
        elif name == "interaction":
            self.follow(parent, Shape((), ENDED), trail)
        elif name == "content":
            trail.hold(parent, "GI506", "the event that starts a piece of an answer has its step now, not a content", STARTED)
        elif name in ("steps", "outputs"):
            trail.apart.hold(parent, "GI512", f"no event has `.{name}`")

    def read_delta(self, node: cst.CSTNode, parent: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        if name == "type":
            self.follow(parent, Shape((), DELTA_TYPE), trail)
        elif name in GONE_FROM_DELTAS:
            trail.left.append((parent, f"`.{name}` of a delta is on the step that `step.start` announces now"))

    def read_ended(self, node: cst.CSTNode, parent: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        if name == "usage":
            self.follow(parent, Shape((), USAGE_PATH), trail)
        elif name == "outputs":
            trail.hold(parent, "GI506", "the interaction of an event has no outputs", COLLECT)
        elif name not in ENDED_FIELDS:
            trail.left.append((parent, f"the interaction of an event has no `.{name}` any more"))

    def read_type(self, node: cst.CSTNode, parent: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        shape = trail.shapes[node]
        self.types.method(self.module.parent(parent), name, parent, shape.path, trail)

    # -- comparisons --------------------------------------------------------------------------------------------

    def compared(self, node: cst.CSTNode, parent: cst.Comparison, shape: Shape, trail: Trail) -> bool:
        assert isinstance(trail, LegacyTrail)
        if shape.path in (EVENT_TYPE, DELTA_TYPE, OUTPUT_TYPE):
            return self.types.compared(parent, shape.path, trail)
        if shape.path == OUTPUT and shape.outer == MANY and all(source.node is not node for source in trail.sources):
            # Outputs under a name are a list now, be it an empty one; they may have been None.
            return False
        return super().compared(node, parent, shape, trail)

    def argument(self, node: cst.CSTNode, parent: cst.Arg, shape: Shape, trail: Trail) -> bool:
        call = self.module.parent(parent)
        if isinstance(call, cst.Call) and dotted(call.func) in _TAKING and shape.outer == MANY and not parent.keyword and not parent.star:
            return self._taken_from(call, parent, shape, trail)
        if not isinstance(call, cst.Call) or dotted(call.func) not in ("getattr", "hasattr") or call.args[0] is not parent:
            return super().argument(node, parent, shape, trail)
        assert isinstance(trail, LegacyTrail)
        literal = call.args[1].value if len(call.args) > 1 else None
        name = string_value(literal)
        if shape.wrappers or name is None or not isinstance(literal, cst.SimpleString):
            return False
        if dotted(call.func) == "hasattr":
            self._having(name, literal, call, node, shape, trail)
        else:
            self._getting(name, literal, call, node, shape, trail)
        return True

    def _taken_from(self, call: cst.Call, argument: cst.Arg, shape: Shape, trail: Trail) -> bool:
        """`next(generator, None)`, `reversed(outputs)`."""
        if call.args[0] is not argument or not all(is_none(other.value) for other in call.args[1:]):
            return False
        self.follow(call, shape.peeled() if dotted(call.func) == "next" else shape, trail)
        return True

    def _having(self, name: str, literal: cst.SimpleString, call: cst.Call, node: cst.CSTNode, shape: Shape, trail: LegacyTrail) -> None:
        """`hasattr(interaction, "outputs")`: a program that asks for both spellings knows both."""
        if shape.path == ANSWER and name in ("outputs", "steps", "output_text"):
            trail.asks.append(literal)
            trail.legacy |= name == "outputs"
            trail.current |= name != "outputs"
        elif shape.path == OUTPUT and name in FIELDS:
            trail.readings.append(Reading(node, call, name))
        elif shape.path == EVENT and name in ("content", "steps", "outputs"):
            trail.left.append((call, f"`{name}` of an event is asked for"))

    def _getting(self, name: str, literal: cst.SimpleString, call: cst.Call, node: cst.CSTNode, shape: Shape, trail: LegacyTrail) -> None:
        """`getattr(event, "event_type", None)` reads what the attribute is."""
        if shape.path == ANSWER and name == "outputs":
            trail.asks.append(literal)
            trail.hold(call, "GI506", "outputs are taken by their name here")
        elif shape.path == ANSWER and name in ("steps", "output_text"):
            trail.asks.append(literal)
            trail.current = True
        elif (reader := _READERS.get(shape.path)) is not None and name not in USAGE:
            reader(self, node, call, name, trail)
        elif name in USAGE:
            trail.site(literal, "GI505", f"`{name}` has another name")
            trail.strand.edit(Edit(literal, self.types.spelled(USAGE[name]), f"read {USAGE[name]}"))

    # -- ends ---------------------------------------------------------------------------------------------------

    def _leaves(self, node: cst.CSTNode, parent: cst.CSTNode | None, shape: Shape, trail: Trail) -> None:
        assert isinstance(trail, LegacyTrail)
        if shape.path in (USAGE_PATH, ENDED, STEP, OUTPUT_TYPE):
            return
        if isinstance(parent, cst.ComparisonTarget) and shape.path in (EVENT_TYPE, DELTA_TYPE):
            comparison = self.module.parent(parent)
            if isinstance(comparison, cst.Comparison) and self.types.compared(comparison, shape.path, trail):
                return
        if isinstance(parent, cst.Match) and shape.path in (EVENT_TYPE, DELTA_TYPE):
            self.types.matched(parent, shape.path, trail)
            return
        if isinstance(parent, cst.WithItem) and shape.path == EVENT:
            if parent.asname is None or self.define(parent.asname.name, node, shape, trail):
                return
        if self._shown(node, parent):
            trail.shown.append(node)
            return
        trail.left.append((node, f"{_SUBJECTS.get(shape.path, 'the answer')} {departs(parent)}, where it cannot be followed"))


def _named(name: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Name)
        return updated.with_changes(value=name)

    return change


#: What reads each kind of thing that is followed: answers, the thing, the expression that reads it, the name of the field, the trail.
_READERS: dict[str, Callable[[LegacyAnswers, cst.CSTNode, cst.CSTNode, str, LegacyTrail], None]] = {
    ANSWER: LegacyAnswers.read_answer,
    USAGE_PATH: LegacyAnswers.read_usage,
    OUTPUT: LegacyAnswers.read_output,
    STEP: LegacyAnswers.read_step,
    EVENT: LegacyAnswers.read_event,
    DELTA: LegacyAnswers.read_delta,
    ENDED: LegacyAnswers.read_ended,
    EVENT_TYPE: LegacyAnswers.read_type,
    DELTA_TYPE: LegacyAnswers.read_type,
}
