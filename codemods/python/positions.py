"""Where each node of a tree stands. LibCST finds out by writing the code."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TypeAlias

import libcst as cst
from libcst._nodes.internal import CodegenState

from codemods.outcome import Span

#: The line (from 1) and column (from 0) of the beginning, and those of the end.
Range: TypeAlias = tuple[int, int, int, int]
#: By the `id` of a node, which is as good as the node as long as its tree is there: LibCST's own hash is a function of Python.
Ranges: TypeAlias = Mapping[int, Range]


class _Writing(CodegenState):
    """What LibCST's `PositionProvider` does, with plain numbers: that makes two objects for each node, and a generator for most."""

    def __init__(self, tree: cst.Module) -> None:
        super().__init__(default_indent=tree.default_indent, default_newline=tree.default_newline)
        self.line, self.column = 1, 0
        self.ranges: dict[int, Range] = {}
        self._begun: list[tuple[int, int]] = []

    def add_indent_tokens(self) -> None:
        self.tokens.extend(self.indent_tokens)
        self.column += sum(map(len, self.indent_tokens))

    def add_token(self, value: str) -> None:
        self.tokens.append(value)
        if "\n" in value or "\r" in value:
            lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self.line += len(lines) - 1
            self.column = len(lines[-1])
        else:
            self.column += len(value)

    def before_codegen(self, node: cst.CSTNode) -> None:
        self._begun.append((self.line, self.column))

    def after_codegen(self, node: cst.CSTNode) -> None:
        line, column = self._begun.pop()
        # What the node itself recorded leaves out the white space that it owns.
        self.ranges.setdefault(id(node), (line, column, self.line, self.column))

    def record_syntactic_position(  # type: ignore[override]
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> AbstractContextManager[None]:
        return _Recording(self, node, start_node, end_node)


class _Recording(AbstractContextManager[None]):
    """The range of a node, from here to where the block ends, or between two of its parts."""

    def __init__(self, writing: _Writing, node: cst.CSTNode, first: cst.CSTNode | None, last: cst.CSTNode | None) -> None:
        self.writing, self.node, self.first, self.last = writing, node, first, last
        self.begin = writing.line, writing.column

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        ranges = self.writing.ranges
        begin = ranges[id(self.first)][:2] if self.first is not None else self.begin
        end = ranges[id(self.last)][2:] if self.last is not None else (self.writing.line, self.writing.column)
        ranges[id(self.node)] = (*begin, *end)


def span_of(range: Range) -> Span:
    """A range with columns from 1."""
    line, column, end_line, end_column = range
    return Span(line, column + 1, end_line, end_column + 1)


def written(tree: cst.Module) -> tuple[str, Ranges]:
    """The code of a tree, and the range of every node of it without the white space around."""
    writing = _Writing(tree)
    tree._codegen(writing)
    return "".join(writing.tokens), writing.ranges
