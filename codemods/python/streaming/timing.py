"""When the request of a stream is sent: with the first piece that is asked for, in the old API; where the stream is opened, in the new one.

A loop that takes the pieces right there shows no difference. One further down may: it stands under other handlers, it may
never run, or what the request says has changed until then.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemods.outcome import Span
from codemods.python.nodes import dotted
from codemods.python.tree import children, walk
from codemods.python.values import Values

_CATCHING = (cst.Try, cst.TryStar, cst.With, cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally)
_CONDITIONS = (cst.If, cst.Else, cst.For, cst.While, cst.IfExp, cst.BooleanOperation, cst.Match, cst.MatchCase)
FUNCTIONS = (cst.FunctionDef, cst.Lambda)
#: What runs an iterator to its end, or as far as it needs, before anything else happens.
_CONSUMERS = frozenset("list tuple set frozenset dict sorted sum any all max min".split())
_CONSUMING_METHODS = frozenset("join extend writelines update".split())
_SKIPPED = "the request is sent where the stream is opened now, and from there not every way leads here"


class Timing:
    """Answers questions about the order in which one module does things."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def problem(self, opened: cst.CSTNode, taken: cst.CSTNode) -> str:
        """Why it makes a difference that the request is sent at ``opened`` and not at ``taken``, in the same function; or nothing.

        A stream that comes as a parameter is opened where its function begins.
        """
        if opened is taken:
            return ""
        before = [] if isinstance(opened, cst.FunctionDef) else self._around(opened)
        differing = set(before) ^ set(self._around(taken))
        if any(isinstance(node, _CATCHING) for node in differing):
            return "errors of the request are raised where the stream is opened now, under other handlers than here"
        if differing or self._may_be_left(opened, taken):
            return _SKIPPED
        if changed := self._changed(opened, taken):
            return f"`{changed}` is changed before the stream is read, but the request is sent where the stream is opened now"
        return ""

    def returned(self, statement: cst.CSTNode) -> str:
        """Why it makes a difference that a stream that is returned is opened inside of its function already; or nothing."""
        caught = any(isinstance(node, _CATCHING) for node in self._around(statement))
        return "errors of the request are raised inside of this function now, under its handlers" if caught else ""

    def at_once(self, node: cst.CSTNode) -> bool:
        """Whether what an iterator yields is taken where the iterator is made."""
        parent = self.module.parent(node)
        if isinstance(parent, (cst.For, cst.CompFor)):
            return parent.iter is node
        if isinstance(parent, cst.Arg):
            call = self.module.parent(parent)
            return isinstance(call, cst.Call) and (parent.star != "" or self._consumes(call.func))
        return isinstance(parent, (cst.From, cst.StarredElement))

    def _consumes(self, func: cst.BaseExpression) -> bool:
        if isinstance(func, cst.Attribute):
            return func.attr.value in _CONSUMING_METHODS
        return isinstance(func, cst.Name) and func.value in _CONSUMERS and not self.module.flow.definitions_of(func)

    # -- the way from one to the other --------------------------------------------------------------------------

    def _around(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        """The statements and operators in the same function that decide whether a node runs, and what becomes of its errors."""
        found: list[cst.CSTNode] = []
        below = node
        for above in self.module.ancestors(node):
            if isinstance(above, FUNCTIONS):
                break
            if isinstance(above, (*_CATCHING, *_CONDITIONS)) and not _comes_first(above, below):
                found.append(above)
            below = above
        return found

    def _may_be_left(self, opened: cst.CSTNode, taken: cst.CSTNode) -> bool:
        """Whether the function may be left, or the round of a loop be over, between the two."""
        loops = [node for node in self.module.ancestors(opened) if isinstance(node, (cst.For, cst.While))]
        for node in self._between(opened, taken):
            if isinstance(node, (cst.Return, cst.Raise, cst.Assert)):
                return True
            if isinstance(node, (cst.Break, cst.Continue)) and self.module.enclosing(node, cst.For, cst.While) in loops:
                return True
        return False

    def _changed(self, opened: cst.CSTNode, taken: cst.CSTNode) -> str:
        """What the request names and something changes in place before the stream is read."""
        if isinstance(opened, cst.FunctionDef):
            return ""
        named = {dotted(node) for node in walk(opened)} - {""}
        changed = (dotted(node) for node in self._between(opened, taken) if dotted(node) in named and self.values.is_changed(node))
        return next(changed, "")

    def _between(self, opened: cst.CSTNode, taken: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """What stands between the two in the same function, without the functions in it."""
        function = opened if isinstance(opened, cst.FunctionDef) else self.module.enclosing(opened, *FUNCTIONS) or self.module.tree
        start, end = self._begin(opened), _first(self.module.span(taken))
        pending = list(children(function))
        while pending:
            node = pending.pop()
            if isinstance(node, FUNCTIONS):
                continue
            if isinstance(node, (cst.BaseStatement, cst.BaseSmallStatement, cst.BaseExpression)):
                if start <= _first(self.module.span(node)) < end:
                    yield node
            pending.extend(children(node))

    def _begin(self, opened: cst.CSTNode) -> tuple[int, int]:
        span = self.module.span(opened)
        return _first(span) if isinstance(opened, cst.FunctionDef) else (span.end_line, span.end_column)


def _first(span: Span) -> tuple[int, int]:
    return span.line, span.column


def _comes_first(above: cst.CSTNode, below: cst.CSTNode) -> bool:
    """Whether a part of a statement or operator runs in any case, before anything is decided."""
    if isinstance(above, (cst.For, cst.CompFor)):
        return above.iter is below
    if isinstance(above, (cst.If, cst.IfExp)):
        return above.test is below
    return isinstance(above, cst.BooleanOperation) and above.left is below
