"""Following an answer: from the call that gives it to every place that reads it."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from codemods.api.formats import ENUM_HELP
from codemods.api.outputs import TEXT, Outputs
from codemods.api.response import CALL, CANDIDATE, FINISH, PIECES, RESPONSE, TURN, ResponsePath, known_prefix, row_for
from codemods.python.annotations import Annotations
from codemods.python.answeredits import rename, replace_string, turn_of
from codemods.python.candidates import Candidates
from codemods.python.displays import style_of
from codemods.python.edits import Edit, in_its_place
from codemods.python.emptiness import Emptiness
from codemods.python.finish import Finish
from codemods.python.functions import Functions
from codemods.python.handles import Handle
from codemods.python.names import Names
from codemods.python.narrowing import TEXTS
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.parsed import ENUM_TEXT
from codemods.python.partreads import PartReads
from codemods.python.parts import Parts, Source
from codemods.python.pieces import CALLED, Pieces
from codemods.python.presence import Presence
from codemods.python.rereading import Rereading
from codemods.python.showing import is_shown, is_told
from codemods.python.stepsread import StepsRead
from codemods.python.textuse import TextUses, truth
from codemods.python.trail import ANSWER, AWAITABLE, MANY, PART, Shape, Trail
from codemods.python.tree import walk
from codemods.python.typechecked import TypeChecked
from codemods.python.values import Values

__all__ = ["ANSWER", "AWAITABLE", "MANY", "PART", "Answers", "Shape", "Trail"]

#: Pieces of answers that go into the contents of another call.
_GIVEN = frozenset({TURN, CALL})

_LEAVES = "GI205"
#: Kinds of readings whose new names can be asked for with `hasattr`.
_HAD = frozenset({"text", "rename", "object", "candidates", "turn"})
_FIRST = "Read interaction.output_text, or look for the first content of the type you need in the model_output steps."
#: Parts of an answer that may be printed whole: what the print then shows.
_SHOWN = {
    "usage_metadata": "the counts of tokens are shown",
    "call": "function calls are shown",
    "detail": "the counts of tokens are shown",
}
#: Functions that hand their awaitable on.
_SAME_AWAITABLE = frozenset({"asyncio.wait_for", "asyncio.create_task", "asyncio.ensure_future", "asyncio.shield"})


class Answers:
    """Follows answers through one module."""

    def __init__(self, values: Values, texts: TextUses, names: Names) -> None:
        self.values = values
        self.module = values.module
        self.texts = texts
        self.rereading = Rereading(values)
        self.parts = Parts(values, names, PartReads(values))
        self.pieces = Pieces(values)
        self.steps = StepsRead(values)
        self.finish = Finish(values)
        self.presence = Presence(values, self.step)
        self.candidates = Candidates(values, self.follow)
        self.functions = Functions(values)
        self.annotations = Annotations(values)
        self.checked = TypeChecked(values)
        self.schema = values.schema
        self.emptiness = Emptiness(values, texts)

    def trace(self, node: cst.CSTNode, shape: Shape, trail: Trail) -> None:
        """Follow an answer from its call to its end, and decide what its parts are."""
        self.follow(node, shape, trail)
        self.parts.finish(trail.parts, trail.outputs, trail.strand, lambda found, kind: self.follow(found, Shape((), kind), trail))

    def follow(self, node: cst.CSTNode, shape: Shape, trail: Trail) -> None:
        """Follow the value of an expression to whatever is done with it."""
        if node in trail.shapes:
            if trail.shapes[node] != shape:
                trail.strand.hold(node, "GI217", "what this holds depends on the way it was reached")
            return
        trail.shapes[node] = shape
        trail.strand.ties.add(node)
        parent = self.module.parent(node)
        handler = _HANDLERS.get(type(parent)) if parent is not None else None
        # By name, so that a front for another kind of answer can read in its own way.
        if handler is None or not getattr(self, handler.__name__)(node, parent, shape, trail):
            self._leaves(node, parent, shape, trail)

    def _leaves(self, node: cst.CSTNode, parent: cst.CSTNode | None, shape: Shape, trail: Trail) -> None:
        if shape.path == FINISH and self._told(node, parent):
            trail.strand.assume("shown", node, f"`{FINISH}` is shown; the status in its place looks different")
            return
        if shape.path in (TURN, FINISH):
            row = RESPONSE["candidates[0].content" if shape.path == TURN else FINISH]
            trail.strand.hold(node, row.code, f"`{row.old}` {departs(parent)}, where it cannot be followed", row.help)
            return
        subject = CALLED.get(shape.path) or f"`{shape.path}`"
        subject = f"{subject} of the answer" if shape.path else "the answer"
        if shape.path in _SHOWN and self._shown(node, parent):
            trail.strand.note(node, "GI406", f"{_SHOWN[shape.path]} under other names here now")
            return
        if shape.path in ("", CANDIDATE) and not shape.wrappers and self._shown(node, parent):
            trail.strand.assume("shown", node, "the answer is shown as a whole, which will look different")
            return
        departure = "is printed as a whole" if self._shown(node, parent) else departs(parent)
        trail.strand.hold(node, _LEAVES, f"{subject} {departure}, where it cannot be followed")

    def _shown(self, node: cst.CSTNode, parent: cst.CSTNode | None) -> bool:
        """Whether something is printed or logged, for people to read: `print(x)`, `print(f"{x}")`, `logger.info("…", x)`."""
        return is_shown(parent, self.values)

    def _called(self, argument: cst.Arg) -> str:
        call = self.module.parent(argument)
        return dotted(call.func) if isinstance(call, cst.Call) else ""

    # -- names --------------------------------------------------------------------------------------------------

    def define(self, target: cst.CSTNode, node: cst.CSTNode, shape: Shape, trail: Trail) -> bool:
        """Follow what an assignment target names, use by use."""
        if not isinstance(target, cst.Name):
            return False
        definition = self.module.flow.definition_at(target)
        if definition is None:
            return False
        trail.definitions[definition] = shape
        trail.strand.ties.add(definition)
        if how := self.values.exported_to(definition):
            trail.strand.hold(target, _LEAVES, f"`{target.value}` {how}")
        if definition.scope.kind == "class":
            trail.strand.hold(target, _LEAVES, f"`{target.value}` is an attribute of a class, which other code can read")
        for use in definition.uses:
            self.follow(use, shape, trail)
        return True

    def assign(self, node: cst.CSTNode, parent: cst.Assign, shape: Shape, trail: Trail) -> bool:
        done = [self._assign_target(t.target, node, shape, trail) for t in parent.targets]
        return all(done)

    def _assign_target(self, target: cst.BaseExpression, node: cst.CSTNode, shape: Shape, trail: Trail) -> bool:
        if isinstance(target, (cst.Tuple, cst.List)) and shape.outer == MANY:
            if any(isinstance(e, cst.StarredElement) for e in target.elements):
                return False
            done = [self.define(element.value, node, shape.peeled(), trail) for element in target.elements]
            return all(done)
        return self.define(target, node, shape, trail)

    def walrus(self, node: cst.CSTNode, parent: cst.NamedExpr, shape: Shape, trail: Trail) -> bool:
        self.follow(parent, shape, trail)
        return self.define(parent.target, node, shape, trail)

    def display(self, node: cst.CSTNode, parent: cst.Element, shape: Shape, trail: Trail) -> bool:
        """`a, b = call(), call()` pairs up; a list of calls is a collection of answers."""
        whole = self.module.parent(parent)
        statement = self.module.parent(whole) if whole is not None else None
        if isinstance(whole, (cst.Tuple, cst.List)) and isinstance(statement, cst.Assign):
            target = statement.targets[0].target
            position = whole.elements.index(parent)
            if isinstance(target, (cst.Tuple, cst.List)) and len(target.elements) == len(whole.elements):
                return len(statement.targets) == 1 and self.define(target.elements[position].value, node, shape, trail)
        if isinstance(whole, (cst.Tuple, cst.List)) and all(self._same_call(e.value, node) for e in whole.elements):
            self.follow(whole, shape.wrapped(MANY), trail)
            return True
        return shape.path in _GIVEN and self._given(node, shape, trail)

    def _same_call(self, other: cst.BaseExpression, node: cst.CSTNode) -> bool:
        """Whether another element of a display is a call of the same method, so that all elements have one shape."""
        while isinstance(node, cst.Await) and isinstance(other, cst.Await):
            node, other = node.expression, other.expression
        if not (isinstance(node, cst.Call) and isinstance(other, cst.Call)):
            return False
        own = self.functions.called(node)
        if own is not None:
            return self.functions.called(other) is own
        handle = self.values.handle(node.func)
        return isinstance(handle, Handle) and self.values.handle(other.func) == handle

    def _given(self, node: cst.CSTNode, shape: Shape, trail: Trail) -> bool:
        """A turn or a function call among other contents: the call that takes them says what becomes of it."""
        if shape.wrappers:
            return False
        trail.given.append(node)
        return True

    # -- wrappers -----------------------------------------------------------------------------------------------

    def awaited(self, node: cst.CSTNode, parent: cst.Await, shape: Shape, trail: Trail) -> bool:
        if shape.outer != AWAITABLE:
            return False
        self.follow(parent, shape.peeled(), trail)
        return True

    def collected(self, node: cst.CSTNode, parent: cst.ListComp | cst.GeneratorExp, shape: Shape, trail: Trail) -> bool:
        if parent.elt is not node:
            return False
        self.follow(parent, shape.wrapped(MANY), trail)
        return True

    def iterated(self, node: cst.CSTNode, parent: cst.For | cst.CompFor, shape: Shape, trail: Trail) -> bool:
        if parent.iter is not node or shape.outer != MANY:
            return False
        return self.define(parent.target, node, shape.peeled(), trail)

    def argument(self, node: cst.CSTNode, parent: cst.Arg, shape: Shape, trail: Trail) -> bool:
        call = self.module.parent(parent)
        if not isinstance(call, cst.Call):
            return False
        name = self.values.called_name(call.func)
        if shape.path in _GIVEN and not shape.wrappers and _collects(call, parent, name):
            return self._given(node, shape, trail)
        if name == "asyncio.gather":
            return self._gathered(parent, call, shape, trail)
        if name in _SAME_AWAITABLE and shape.outer == AWAITABLE:
            self.follow(call, shape, trail)
            return True
        if name in ("list", "tuple") and shape.outer == MANY:
            self.follow(call, shape, trail)
            return True
        if name in ("enumerate", "zip") and shape.outer == MANY:
            return self._paired(parent, call, name, shape, trail)
        if (name == "len" and shape.outer == MANY) or (name == "bool" and shape.outer != AWAITABLE):
            return True
        if name == "hasattr" and shape == Shape((), PART) and call.args[0] is parent:
            trail.parts.uses.append(node)
            return True
        if name == "getattr" and call.args[0] is parent and self._without_counterpart(call, shape, trail):
            return True
        if name != "hasattr" and self.functions.called(call) is not None:
            return self._taken(call, parent, shape, trail)
        return name == "hasattr" and not shape.wrappers and self._asked(node, call, shape, trail)

    # -- functions ----------------------------------------------------------------------------------------------

    def _taken(self, call: cst.Call, argument: cst.Arg, shape: Shape, trail: Trail) -> bool:
        """An answer that is given to a function of this module is read there."""
        taken = self.functions.taken(call, argument)
        if taken is None or shape.path in (PART, TURN):
            return False
        problem = self.functions.problem(taken.function)
        if problem:
            trail.strand.hold(argument.value, _LEAVES, f"the answer is passed to a function, but {problem}")
            return True
        trail.taken.append(taken)
        if isinstance(taken.definition.node, cst.Param) and taken.definition.node.annotation is not None:
            self.annotations.change(taken.definition.node.annotation, shape.path, trail.strand)
        return self.define(taken.definition.name, argument.value, shape, trail)

    def returned(self, node: cst.CSTNode, parent: cst.Return, shape: Shape, trail: Trail) -> bool:
        """An answer that a function of this module gives back is read where the function is called."""
        function = self.module.enclosing(parent, cst.FunctionDef)
        if not isinstance(function, cst.FunctionDef) or shape.path in (PART, TURN):
            return False
        if any(isinstance(below, cst.Yield) for below in walk(function.body)):
            return False
        problem = self.functions.problem(function)
        if problem:
            trail.strand.hold(node, _LEAVES, f"the answer is returned, but {problem}")
            return True
        trail.returned += self.values.returns(function)
        if function.returns is not None:
            self.annotations.change(function.returns, shape.path, trail.strand)
        given = shape.wrapped(AWAITABLE) if function.asynchronous is not None else shape
        for call in self.functions.calls(function) or ():
            self.follow(call, given, trail)
        return True

    def _gathered(self, argument: cst.Arg, call: cst.Call, shape: Shape, trail: Trail) -> bool:
        """`gather(a, b)` and `gather(*many)` give one awaitable of a list, in the order of the arguments."""
        if any(arg.keyword is not None for arg in call.args):
            return False
        if argument.star == "*" and shape.wrappers[:2] == (MANY, AWAITABLE) and len(call.args) == 1:
            inner = shape.peeled().peeled()
        elif argument.star == "" and shape.outer == AWAITABLE and all(self._same_call(a.value, argument.value) for a in call.args):
            inner = shape.peeled()
        else:
            return False
        self.follow(call, inner.wrapped(AWAITABLE, MANY), trail)
        return True

    def _paired(self, argument: cst.Arg, call: cst.Call, name: str, shape: Shape, trail: Trail) -> bool:
        """`for i, r in enumerate(answers)`, `for p, r in zip(prompts, answers)`."""
        loop = self.module.parent(call)
        if not isinstance(loop, (cst.For, cst.CompFor)) or loop.iter is not call or not isinstance(loop.target, cst.Tuple):
            return False
        position = 1 if name == "enumerate" else call.args.index(argument)
        if position >= len(loop.target.elements) or any(arg.star for arg in call.args):
            return False
        return self.define(loop.target.elements[position].value, call, shape.peeled(), trail)

    def _asked(self, node: cst.CSTNode, call: cst.Call, shape: Shape, trail: Trail) -> bool:
        """`hasattr(response, "text")` asks for the new name."""
        literal = call.args[1].value if len(call.args) == 2 else None
        path = string_value(literal) or ""
        row = RESPONSE.get(f"{shape.path}.{path}" if shape.path else path) if shape.path in ("", CANDIDATE) else None
        if row is None or row.kind not in _HAD or not isinstance(literal, cst.SimpleString):
            return False
        new = self.schema.attribute(row.new)
        trail.strand.edit(Edit(literal, replace_string(new), f"ask for {new}"))
        return True

    def _without_counterpart(self, call: cst.Call, shape: Shape, trail: Trail) -> bool:
        """`getattr(candidate, "finish_reason", None)` stays for the reason that `candidate.finish_reason` would."""
        name = string_value(call.args[1].value) if len(call.args) > 1 else None
        row = RESPONSE.get(f"{shape.path}.{name}" if shape.path else name or "") if not shape.wrappers else None
        if row is None or row.kind != "none":
            return False
        trail.strand.hold(call, row.code, f"`{row.old}` has no counterpart in Interactions", row.help)
        return True

    # -- questions that do not change ---------------------------------------------------------------------------

    def tested(self, node: cst.CSTNode, parent: cst.CSTNode, shape: Shape, trail: Trail) -> bool:
        """An answer is always true; one that may be missing is missing as before."""
        return (
            not self._is_hidden(node, shape)
            and shape.outer != AWAITABLE
            and shape.path != FINISH
            and (not isinstance(parent, (cst.If, cst.While, cst.Assert, cst.IfExp, cst.CompIf)) or parent.test is node)
        )

    def chosen(self, node: cst.CSTNode, parent: cst.IfExp, shape: Shape, trail: Trail) -> bool:
        if parent.test is node:
            return shape.path != FINISH
        if shape.path == TURN:
            return False
        other = parent.orelse if parent.body is node else parent.body
        if not is_none(other):
            return False
        self.follow(parent, shape, trail)
        return True

    def combined(self, node: cst.CSTNode, parent: cst.BooleanOperation, shape: Shape, trail: Trail) -> bool:
        if shape.outer == MANY and shape.path and parent.left is node and isinstance(parent.operator, cst.Or):
            # `parts or []`, for parts that may be missing.
            if not (isinstance(parent.right, (cst.List, cst.Tuple)) and not parent.right.elements):
                return False
            if shape.path == "call" and not isinstance(node, cst.Name):
                trail.strand.edit(Edit(parent, in_its_place(node), "never missing", keeps=(node,)))
            self.follow(parent, shape, trail)
            return True
        if shape.wrappers and not shape.path:
            return False
        if shape.path == TURN:
            return not self._is_hidden(node, shape) and self.module.only_tested(parent)
        if shape.path == FINISH:
            return False
        if parent.left is node and isinstance(parent.operator, cst.And):
            return True
        return self.module.only_tested(parent)

    def compared(self, node: cst.CSTNode, parent: cst.Comparison, shape: Shape, trail: Trail) -> bool:
        if shape.path == FINISH:
            return not shape.wrappers and self.finish.compare(node, trail.outputs, trail.strand)
        if len(parent.comparisons) != 1 or not is_none(parent.comparisons[0].comparator) or self._is_hidden(node, shape):
            return False
        if (shape.outer == MANY and shape.path in (PART, CALL, CANDIDATE)) or shape.path == TURN:
            return self._missing(node, parent, trail)
        return shape.path != CALL

    def _is_hidden(self, node: cst.CSTNode, shape: Shape) -> bool:
        """Whether something is a turn under a name, which does not show whether there is any where it says its role as well."""
        return shape.path == TURN and not self.schema.apart and isinstance(node, cst.Name)

    def _missing(self, node: cst.CSTNode, parent: cst.Comparison, trail: Trail) -> bool:
        """`response.parts is None`: what was missing is an empty list now."""
        operator = parent.comparisons[0].operator
        if parent.left is not node or not isinstance(operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual)):
            return False
        negative = isinstance(operator, (cst.Is, cst.Equal))
        change = truth(node, negative=negative, bare=negative or self.module.only_tested(parent))
        trail.strand.edit(Edit(parent, change, "test for emptiness", keeps=(node,)))
        return True

    def nothing(self, node: cst.CSTNode, parent: cst.CSTNode, shape: Shape, trail: Trail) -> bool:
        """The value is not used."""
        return True

    # -- reading ------------------------------------------------------------------------------------------------

    def subscript(self, node: cst.CSTNode, parent: cst.Subscript, shape: Shape, trail: Trail) -> bool:
        if shape.outer != MANY or parent.value is not node:
            return False
        sliced = any(isinstance(element.slice, cst.Slice) for element in parent.slice)
        self.follow(parent, shape if sliced else shape.peeled(), trail)
        return True

    def attribute(self, node: cst.CSTNode, parent: cst.Attribute, shape: Shape, trail: Trail) -> bool:
        if shape.wrappers:
            return False
        if shape.path == TURN:
            return self._of_turn(node, parent, trail)
        if shape.path == PART:
            trail.parts.uses.append(node)
            return True
        if shape.path in PIECES:
            self._piece(node, parent, shape, trail)
            return True
        current: cst.CSTNode = node
        path = shape.path
        best = (current, path)
        while (step := self.step(current, path)) is not None:
            current, path = step
            best = step if path in RESPONSE else best
        if path not in RESPONSE and best[0] is not node:
            current, path = best
        row = RESPONSE.get(path) or row_for(path)
        if row is None or (current is node and path == shape.path):
            name = parent.attr.value
            trail.strand.hold(parent, _LEAVES, f"`.{name}` of an answer is not one of the parts the tool knows")
            return True
        self._read(node, current, row, shape, trail)
        return True

    def _of_turn(self, node: cst.CSTNode, parent: cst.Attribute, trail: Trail) -> bool:
        """`content.parts`, of a turn that has a name: a list of steps now."""
        if parent.attr.value != "parts" or self._unreadable(parent, "parts"):
            return False
        trail.strand.site(parent, "GI104", "`parts` of a turn is read the old way")
        self.texts.check_handlers(parent, trail.strand, "answer")
        trail.parts.sources.append(Source(node, parent, turn=True))
        self.follow(parent, Shape((MANY,), PART), trail)
        return True

    def step(self, current: cst.CSTNode, path: str) -> tuple[cst.CSTNode, str] | None:
        """One attribute or literal index further, as long as the table knows the way."""
        parent = self.module.parent(current)
        if isinstance(parent, cst.Attribute) and parent.value is current:
            further = f"{path}.{parent.attr.value}" if path else parent.attr.value
        elif isinstance(parent, cst.Subscript) and parent.value is current and len(parent.slice) == 1:
            index = parent.slice[0].slice
            if not (isinstance(index, cst.Index) and isinstance(index.value, cst.Integer)):
                return None
            further = f"{path}[{index.value.value}]"
        else:
            return None
        return (parent, further) if further in RESPONSE or known_prefix(further) else None

    def _read(self, node: cst.CSTNode, current: cst.CSTNode, row: ResponsePath, shape: Shape, trail: Trail) -> None:
        strand = trail.strand
        problem = self._unreadable(current, row.old)
        if problem:
            strand.hold(current, _LEAVES, problem)
            return
        if row.kind in ("candidates", "candidate", "turn") and self._asked_for(node, current, shape, trail):
            return
        if row.shown and shape.path in ("", CANDIDATE) and self._shown(current, self.module.parent(current)):
            shown = self.schema.attribute(row.shown)
            strand.site(current, "GI104", f"`{row.old}` of an answer is read the old way")
            strand.assume("shown", current, f"`{row.old}` is shown as a whole; `{shown}` in its place looks different")
            strand.edit(Edit(current, rename(node, shown), f"show {shown}", keeps=(node,)))
            return
        if row.old == FINISH and current is not node and self._finish(node, current, trail):
            return
        if row.kind in ("none", "later"):
            state = "has no counterpart in Interactions" if row.kind == "none" else "is not rewritten yet"
            strand.hold(current, row.code, f"`{row.old}` {state}", row.help)
            return
        if trail.parsed.enum and row.kind not in ("text", "parsed", "rename", "object", "details"):
            strand.hold(current, "GI200", f"`{row.old}` of an enum answer is not rewritten yet", ENUM_HELP)
            return
        if row.kind == "candidates":
            self.texts.check_handlers(current, strand, "answer")
            self.candidates.all(node, current, trail)
            return
        strand.site(current, "GI104", f"`{row.old}` of an answer is read the old way")
        if row.kind == "candidate":
            self.texts.check_handlers(current, strand, "answer")
            self.candidates.one(node, current, trail)
            return
        if trail.parsed.enum and row.kind == "text":
            self._enum_text(node, current, trail)
            return
        if row.kind == "turn":
            self.texts.check_handlers(current, strand, "answer")
            bare = self.module.only_tested(current) or isinstance(self.module.parent(current), (cst.Expr, cst.Comparison))
            turn = turn_of(node, self.schema, style_of(self.values, lambda below: below, current).quote, bare=bare)
            strand.edit(Edit(current, turn, "read the turn", keeps=(node,)))
            self.follow(current, Shape((), TURN), trail)
            return
        if row.kind == "parts":
            self.texts.check_handlers(current, strand, "answer")
            trail.parts.sources.append(Source(node, current))
            self.follow(current, Shape((MANY,), PART), trail)
            return
        if row.kind == "queries" and isinstance(self.module.parent(current), (cst.Comparison, cst.ComparisonTarget)):
            strand.hold(current, "GI200", f"`{row.old}` was None without a search; it is an empty list now")
            return
        if row.kind in ("calls", "first", "queries") or (row.old == "text" and self._gathers(current, trail.outputs)):
            self.steps.read(node, current, row, strand)
            if row.kind == "calls":
                self.texts.check_handlers(current, strand, "call")
                self.follow(current, Shape((MANY,), "call"), trail)
            elif row.kind == "queries":
                self.texts.check_handlers(current, strand, "search")
            else:
                self.texts.use(current, strand)
            return
        if row.kind == "text" and row.old != "text" and trail.outputs.kinds != {TEXT} and trail.outputs.seen:
            strand.hold(current, "GI200", "the first part of this answer may be something else than its text", _FIRST)
            return
        if row.kind == "only" and trail.outputs.seen and not trail.outputs.only_audio:
            strand.hold(current, "GI200", "which content of this answer the first part is now cannot be told", _FIRST)
            return
        new = {"text": self.schema.text, "only": self.schema.audio}.get(row.kind, row.new)
        if shape.path and shape.path != CANDIDATE:
            new = new.removeprefix(RESPONSE[shape.path].new + ".")
        if row.kind == "parsed":
            self.parse(node, current, trail)
            return
        strand.edit(Edit(current, rename(node, new), f"read {new}", keeps=(node,)))
        if row.kind == "text":
            self.emptiness.use(current, strand)
        elif row.kind == "object":
            self._part(current, row, trail)
        elif row.kind == "only":
            self.texts.check_handlers(current, strand, "answer")
            self.follow(current, Shape((), "blob"), trail)
        elif row.kind == "details":
            self.follow(current, Shape((MANY,), "detail"), trail)

    def _gathers(self, current: cst.CSTNode, outputs: Outputs) -> bool:
        """Whether all texts have to be gathered: there may be several, or none where the path of one would raise."""
        return outputs.joined or (self.schema.may_raise and (bool(outputs.kinds - TEXTS) or self.emptiness.matters(current)))

    def _asked_for(self, node: cst.CSTNode, current: cst.CSTNode, shape: Shape, trail: Trail) -> bool:
        """`if response.candidates:`; asking for more than that raised an error where there were none."""
        if not self.presence.rewrite(node, shape.path, current, trail.strand):
            return False
        if isinstance(current, cst.Subscript) or shape.path:
            self.texts.check_handlers(current, trail.strand, "answer")
        return True

    def _finish(self, node: cst.CSTNode, current: cst.CSTNode, trail: Trail) -> bool:
        """`finish_reason` that is compared, or has a name under which it is compared and shown."""
        named = isinstance(self.module.parent(current), (cst.Assign, cst.NamedExpr))
        said = self._told(current, self.module.parent(current))
        if not (named or said or self.finish.is_compared(current)):
            return False
        if not self.finish.is_compared(current):
            trail.strand.site(current, "GI104", "`finish_reason` of an answer is read the old way")
        trail.strand.edit(Edit(current, rename(node, "status"), "read status", keeps=(node,)))
        self.texts.check_handlers(current, trail.strand, "answer")
        self.follow(current, Shape((), FINISH), trail)
        return True

    def _told(self, node: cst.CSTNode, parent: cst.CSTNode | None) -> bool:
        """Whether something is shown, or part of the message of an error."""
        return is_told(parent, self.values)

    def _unreadable(self, current: cst.CSTNode, name: str) -> str:
        """Why this is not a plain reading of the path, or an empty string."""
        if self.module.is_stored(current):
            return f"`{name}` of an answer is changed here"
        if any(isinstance(a, cst.FormattedStringExpression) and a.equal is not None for a in self.module.ancestors(current)):
            return "the expression itself is printed here (`{…=}`), so it cannot be written another way"
        return ""

    def _part(self, current: cst.CSTNode, row: ResponsePath, trail: Trail) -> None:
        """A part of an answer is followed as an answer is."""
        self.follow(current, Shape((), row.old), trail)

    def _piece(self, node: cst.CSTNode, parent: cst.Attribute, shape: Shape, trail: Trail) -> None:
        problem = self._unreadable(parent, parent.attr.value)
        if problem:
            trail.strand.hold(parent, _LEAVES, problem)
            return
        self.pieces.read(node, parent, shape.path, trail.outputs, trail.strand)

    def _enum_text(self, node: cst.CSTNode, current: cst.CSTNode, trail: Trail) -> None:
        """The text of an enum answer is JSON now: the same text, in quotes."""
        if trail.outputs.joined or trail.outputs.kinds != {TEXT}:
            trail.strand.hold(current, "GI200", "an enum answer with tools, thoughts or media beside it is not rewritten yet", ENUM_HELP)
            return
        trail.strand.imports.update(ENUM_TEXT.imports)
        trail.strand.edit(ENUM_TEXT.edit(node, current, self.schema.text, self.values.quote * 2 if self.checked.reads(current) else ""))
        self.texts.parsed_use(current, trail.strand, "the text of an enum answer", "an answer without any text")

    def parse(self, node: cst.CSTNode, current: cst.CSTNode, trail: Trail) -> None:
        if trail.parsed.kind == "unseen":
            return
        gathers = trail.outputs.joined or (self.schema.may_raise and bool(trail.outputs.kinds - TEXTS))
        whole = self.steps.all_texts(node, current) if gathers else None
        if gathers and whole is None:
            trail.strand.hold(current, "GI200", "the answer is given a name in the expression that is read here; bind it before")
            return
        problem = trail.parsed.problem() or self.rereading.problem(current, trail.parsed, trail.parsings)
        if problem:
            trail.strand.hold(current, "GI218", problem)
            return
        trail.parsings.append(current)
        trail.strand.imports.update(trail.parsed.imports)
        trail.strand.edit(
            trail.parsed.edit(node, current, self.schema.text, self.values.quote * 2 if self.checked.reads(current) else "", whole)
        )
        self.texts.parsed_use(current, trail.strand)


def _collects(call: cst.Call, argument: cst.Arg, name: str) -> bool:
    """Whether a call puts its argument into a list, or a function call into a part."""
    if name == "google.genai.types.Part":
        return argument.keyword is not None and argument.keyword.value == "function_call"
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    return method in ("append", "insert") and argument is call.args[-1]


def departs(parent: cst.CSTNode | None) -> str:
    """In words: where an answer goes when it leaves."""
    if isinstance(parent, cst.Arg):
        return "is passed to a function as a whole"
    if isinstance(parent, cst.Return):
        return "is returned as a whole"
    if isinstance(parent, (cst.Yield, cst.From)):
        return "is yielded as a whole"
    if isinstance(parent, cst.FormattedStringExpression):
        return "is printed as a whole"
    if isinstance(parent, (cst.Assign, cst.AnnAssign)):
        return "is stored"
    if isinstance(parent, (cst.Element, cst.DictElement)):
        return "is put into a collection"
    return "is used as a whole"


#: What follows an answer into each kind of node above it: answers, node, parent, shape, trail. False: it cannot be followed there.
_HANDLERS: dict[type[cst.CSTNode], Callable[..., bool]] = {
    cst.Await: Answers.awaited,
    cst.Attribute: Answers.attribute,
    cst.Subscript: Answers.subscript,
    cst.Assign: Answers.assign,
    cst.NamedExpr: Answers.walrus,
    cst.Element: Answers.display,
    cst.ListComp: Answers.collected,
    cst.GeneratorExp: Answers.collected,
    cst.For: Answers.iterated,
    cst.CompFor: Answers.iterated,
    cst.Arg: Answers.argument,
    cst.If: Answers.tested,
    cst.While: Answers.tested,
    cst.Assert: Answers.tested,
    cst.CompIf: Answers.tested,
    cst.UnaryOperation: Answers.tested,
    cst.IfExp: Answers.chosen,
    cst.BooleanOperation: Answers.combined,
    cst.Comparison: Answers.compared,
    cst.Return: Answers.returned,
    cst.Expr: Answers.nothing,
    cst.Del: Answers.nothing,
}
