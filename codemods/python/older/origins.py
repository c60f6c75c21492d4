"""Where the pieces of a rewritten module came from: spans of the new source back to spans of the old one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import libcst as cst

from codemods.outcome import Span
from codemods.python.module import Module
from codemods.python.positions import span_of, written
from codemods.python.tree import explored

_LINE = re.compile(r"\b(on|by) line (\d+)")


@dataclass(frozen=True)
class Origins:
    """The old span of each new one."""

    spans: Mapping[Span, Span]

    def of(self, span: Span) -> Span:
        """The old span of a new one, or that of the smallest piece around it that is known."""
        if span in self.spans:
            return self.spans[span]
        around = [known for known in self.spans if _holds(known, span)]
        return self.spans[min(around, key=_size)] if around else span

    def line(self, new: int) -> int:
        """The old line of a new one."""
        starting = [known for known in self.spans if known.line == new]
        return self.spans[min(starting, key=_size)].line if starting else new

    def message(self, text: str) -> str:
        """A message about the new source, with lines of the old one. A line of another file comes behind its name, and stays."""
        return _LINE.sub(lambda match: f"{match[1]} line {self.line(int(match[2]))}", text)


def origins(tree: cst.Module, module: Module, made_from: Mapping[cst.CSTNode, cst.CSTNode]) -> Origins:
    """The origins of a tree; ``made_from`` gives the old node of each one that was made anew."""
    spans: dict[Span, Span] = {}
    _, ranges = written(tree)
    for new in reversed(explored(tree)[0]):
        old = made_from.get(new, new)
        if id(new) not in ranges or not module.has_span(old):
            continue
        place = span_of(ranges[id(new)])
        # Of several nodes in one place an expression says most.
        if isinstance(new, cst.BaseExpression) or place not in spans:
            spans[place] = module.span(old)
    return Origins(spans)


def _holds(outer: Span, inner: Span) -> bool:
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _size(span: Span) -> tuple[int, int]:
    return span.end_line - span.line, span.end_column - span.column
