"""Following a stream from the call that opens it to every loop and expression that takes its pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import libcst as cst

from codemods.python.answers import AWAITABLE, MANY, Answers, Shape, Trail
from codemods.python.nodes import dotted
from codemods.python.scopes import Comprehension
from codemods.python.streaming.timing import FUNCTIONS, Timing
from codemods.python.streaming.words import HELP, UNREAD
from codemods.python.tree import walk

STREAM, ASYNC_STREAM = "stream", "async stream"
#: Paths of what a stream gives: events where it is looped over, and the deltas of text made of them elsewhere.
EVENT, DELTA = "event", "delta"
TEXTS = Shape((MANY,), DELTA)

_ELSEWHERE = "a stream that is not simply looped over is not rewritten yet"
_FIRST = "the first event of a stream brings no text, so its first piece cannot be asked for"
_LATER = "what this makes of the stream may be taken later, but the request is sent where the stream is opened now"


def stream_shape(*, asynchronous: bool) -> Shape:
    return Shape((ASYNC_STREAM if asynchronous else STREAM,), EVENT)


@dataclass(eq=False)
class Taking:
    """Where the pieces of a stream are taken: loops over its events, and expressions in whose place its deltas of text go.

    ``deltas`` are the variables that such deltas are given, each with the loop or comprehension around it.
    """

    loops: list[cst.For] = field(default_factory=list)
    filtered: list[cst.BaseExpression] = field(default_factory=list)
    deltas: list[tuple[cst.BaseExpression, cst.CSTNode]] = field(default_factory=list)


@dataclass(eq=False)
class _Way:
    """One stretch on the way of a stream: what it opened with in this function, and where everything found is kept."""

    opened: cst.CSTNode
    trail: Trail
    taking: Taking


class StreamTrace:
    """Follows the streams of one module."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.values = answers.values
        self.module = answers.module
        self.functions = answers.functions
        self.timing = Timing(answers.values)

    def trace(self, node: cst.CSTNode, shape: Shape, trail: Trail) -> Taking:
        """Everything that takes pieces of the stream that this expression opens; holds where it cannot be followed."""
        taking = Taking()
        self._follow(node, shape, _Way(node, trail, taking))
        return taking

    def _follow(self, node: cst.CSTNode, shape: Shape, way: _Way) -> None:
        trail = way.trail
        if node in trail.shapes:
            if trail.shapes[node] != shape:
                trail.strand.hold(node, "GI217", "what this holds depends on the way it was reached")
            return
        trail.shapes[node] = shape
        trail.strand.ties.add(node)
        parent = self.module.parent(node)
        handler = _HANDLERS.get(type(parent)) if parent is not None else None
        if handler is None or not handler(self, node, parent, shape, way):
            trail.strand.hold(node, "GI200", self._departure(parent), HELP)

    def _departure(self, parent: cst.CSTNode | None) -> str:
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        return _FIRST if isinstance(call, cst.Call) and dotted(call.func) in ("next", "iter", "anext", "aiter") else _ELSEWHERE

    def _in_time(self, node: cst.CSTNode, shape: Shape, way: _Way) -> bool:
        """Whether it makes no difference that the request is sent earlier; holds where it does. Deltas in a list have all come."""
        problem = self.timing.problem(way.opened, node) if shape.path == EVENT else ""
        if problem:
            way.trail.strand.hold(node, "GI200", problem, HELP)
        return not problem

    # -- names --------------------------------------------------------------------------------------------------

    def _define(self, target: cst.BaseExpression, shape: Shape, way: _Way) -> bool:
        definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
        if definition is None or definition.scope.kind == "class" or self.values.exported_to(definition):
            return False
        way.trail.definitions[definition] = shape
        way.trail.strand.ties.add(definition)
        if not definition.uses:
            way.trail.strand.hold(definition.name, "GI200", UNREAD, HELP)
        for use in definition.uses:
            if self._function(use) is not self._function(definition.name):
                way.trail.strand.hold(use, "GI200", "a stream that another function reads is not rewritten yet", HELP)
            else:
                self._follow(use, shape, way)
        return True

    def _function(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The function that a place belongs to, and a parameter as well."""
        return self.module.enclosing(node, *FUNCTIONS)

    def _assigned(self, node: cst.CSTNode, parent: cst.Assign, shape: Shape, way: _Way) -> bool:
        return len(parent.targets) == 1 and self._define(parent.targets[0].target, shape, way)

    def _annotated(self, node: cst.CSTNode, parent: cst.AnnAssign, shape: Shape, way: _Way) -> bool:
        self.answers.annotations.change(parent.annotation, shape.path, way.trail.strand)
        return self._define(parent.target, shape, way)

    # -- taking -------------------------------------------------------------------------------------------------

    def _awaited(self, node: cst.CSTNode, parent: cst.Await, shape: Shape, way: _Way) -> bool:
        if shape.outer != AWAITABLE:
            return False
        self._follow(parent, shape.peeled(), _Way(parent, way.trail, way.taking))
        return True

    def _looped(self, node: cst.CSTNode, parent: cst.For, shape: Shape, way: _Way) -> bool:
        if parent.iter is not node or shape.outer == AWAITABLE:
            return False
        if (parent.asynchronous is not None) != (shape.outer == ASYNC_STREAM):
            way.trail.strand.hold(parent, "GI200", "this loop and the stream do not go together", HELP)
        elif self._in_time(node, shape, way):
            if shape.path == EVENT:
                way.taking.loops.append(parent)
            else:
                way.taking.deltas.append((parent.target, parent))
        return True

    def _comprehended(self, node: cst.CSTNode, parent: cst.CompFor, shape: Shape, way: _Way) -> bool:
        if parent.iter is not node or (parent.asynchronous is not None) != (shape.outer == ASYNC_STREAM) or shape.outer == AWAITABLE:
            return False
        whole = self.module.enclosing(parent, *Comprehension)
        if whole is None or not self._in_time(node, shape, way):
            return whole is not None
        if isinstance(whole, cst.GeneratorExp) and shape.path == EVENT and not self.timing.at_once(whole):
            way.trail.strand.hold(whole, "GI200", _LATER, HELP)
            return True
        self._filter(node, shape, way)
        way.taking.deltas.append((parent.target, whole))
        return True

    def _filter(self, node: cst.CSTNode, shape: Shape, way: _Way) -> None:
        if shape.path == EVENT and isinstance(node, cst.BaseExpression):
            way.taking.filtered.append(node)

    def _argument(self, node: cst.CSTNode, parent: cst.Arg, shape: Shape, way: _Way) -> bool:
        call = self.module.parent(parent)
        if not isinstance(call, cst.Call) or parent.star or call.func is node:
            return False
        if self.functions.called(call) is not None:
            return self._passed(call, parent, shape, way)
        name = dotted(call.func)
        builtin = isinstance(call.func, cst.Name) and not self.module.flow.definitions_of(call.func)
        if not builtin or shape.outer not in (STREAM, MANY) or call.args[0] is not parent:
            return False
        if name in ("list", "tuple") and len(call.args) == 1:
            return self._listed(node, call, shape, way)
        return name == "enumerate" and self._counted(node, call, shape, way)

    def _listed(self, node: cst.CSTNode, call: cst.Call, shape: Shape, way: _Way) -> bool:
        """`list(stream)`: all deltas of text, for as many readings as you like."""
        if self._in_time(node, shape, way):
            self._filter(node, shape, way)
            self._follow(call, TEXTS, _Way(call, way.trail, way.taking))
        return True

    def _counted(self, node: cst.CSTNode, call: cst.Call, shape: Shape, way: _Way) -> bool:
        """`for number, chunk in enumerate(stream)`."""
        loop = self.module.parent(call)
        if not isinstance(loop, (cst.For, cst.CompFor)) or loop.iter is not call or loop.asynchronous is not None:
            return False
        if not isinstance(loop.target, cst.Tuple) or len(loop.target.elements) != 2:
            return False
        whole = loop if isinstance(loop, cst.For) else self.module.enclosing(loop, *Comprehension)
        lazy = isinstance(whole, cst.GeneratorExp) and shape.path == EVENT and not self.timing.at_once(whole)
        if whole is None or lazy:
            return False
        if self._in_time(node, shape, way):
            self._filter(node, shape, way)
            way.taking.deltas.append((loop.target.elements[1].value, whole))
        return True

    # -- functions ----------------------------------------------------------------------------------------------

    def _passed(self, call: cst.Call, argument: cst.Arg, shape: Shape, way: _Way) -> bool:
        """A stream that is given to a function of this module is read there."""
        taken = self.functions.taken(call, argument)
        if taken is None or not self._in_time(argument.value, shape, way):
            return taken is not None
        if problem := self.functions.problem(taken.function) or self._run_later(taken.function, call):
            way.trail.strand.hold(argument.value, "GI200", f"the stream is passed to a function, but {problem}", HELP)
            return True
        way.trail.taken.append(taken)
        parameter = taken.definition.node
        if isinstance(parameter, cst.Param) and parameter.annotation is not None:
            self.answers.annotations.change(parameter.annotation, shape.path, way.trail.strand)
        return self._define(taken.definition.name, shape, _Way(taken.function, way.trail, way.taking))

    def _run_later(self, function: cst.FunctionDef, call: cst.Call) -> str:
        """Why the function does not run where it is called, or an empty string."""
        name, generator = function.name.value, any(isinstance(node, cst.Yield) for node in walk(function.body))
        if generator and not self.timing.at_once(call):
            return f"`{name}` is a generator that may run later"
        if function.asynchronous is not None and not generator and not isinstance(self.module.parent(call), cst.Await):
            return f"`{name}` is not awaited where it is called"
        return ""

    def _returned(self, node: cst.CSTNode, parent: cst.Return, shape: Shape, way: _Way) -> bool:
        """A stream that a function of this module gives back is read where the function is called."""
        function = self.module.enclosing(parent, cst.FunctionDef)
        if not isinstance(function, cst.FunctionDef) or any(isinstance(below, cst.Yield) for below in walk(function.body)):
            return False
        if not self._in_time(node, shape, way):
            return True
        lazy = shape.path == EVENT and shape.outer != AWAITABLE
        if problem := self.functions.problem(function) or (self.timing.returned(parent) if lazy else ""):
            way.trail.strand.hold(node, "GI200", f"the stream is returned, but {problem}", HELP)
            return True
        way.trail.returned += self.values.returns(function)
        if function.returns is not None:
            self.answers.annotations.change(function.returns, shape.path, way.trail.strand)
        given = shape.wrapped(AWAITABLE) if function.asynchronous is not None else shape
        calls = self.functions.calls(function) or ()
        if not calls:
            way.trail.strand.hold(node, "GI200", "the stream is returned to nobody in sight", HELP)
        for call in calls:
            self._follow(call, given, _Way(call, way.trail, way.taking))
        return True


#: What follows a stream into each kind of node above it: trace, node, parent, shape, way. False: it cannot be followed there.
_HANDLERS: dict[type[cst.CSTNode], Callable[..., bool]] = {
    cst.Assign: StreamTrace._assigned,
    cst.AnnAssign: StreamTrace._annotated,
    cst.Await: StreamTrace._awaited,
    cst.For: StreamTrace._looped,
    cst.CompFor: StreamTrace._comprehended,
    cst.Arg: StreamTrace._argument,
    cst.Return: StreamTrace._returned,
}
