"""One JavaScript or TypeScript module, parsed and resolved: what every later step reads from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from codemods.javascript import syntax
from codemods.javascript.index import Index
from codemods.javascript.scopes import Scopes
from codemods.javascript.syntax import Language, Node
from codemods.outcome import CannotMigrate, Span
from codemods.suppressions import MARK, Suppressions, asked


@dataclass(eq=False)
class Module:
    """A parsed module. ``is_typed`` tells that a type checker reads it, so that annotations may and must be written.

    ``index`` is the project around it.
    """

    source: str
    language: Language
    root: Node
    scopes: Scopes
    is_typed: bool
    index: Index = field(default_factory=Index)

    @cached_property
    def _lines(self) -> list[int]:
        return line_starts(self.source)

    def span(self, node: Node) -> Span:
        return self.span_of(node.start, node.end)

    def span_of(self, start: int, end: int) -> Span:
        """The place of a stretch of source, with lines and columns from 1."""
        (line, column), (end_line, end_column) = place(self._lines, start), place(self._lines, end)
        return Span(line, column, end_line, end_column)

    def line(self, node: Node) -> int:
        return place(self._lines, node.start)[0]

    def indent(self, offset: int) -> str:
        """The white space that the line of an offset begins with."""
        start = self._lines[place(self._lines, offset)[0] - 1]
        line = self.source[start:].split("\n", 1)[0]
        return line[: len(line) - len(line.lstrip(" \t"))]

    @cached_property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.source else "\n"

    @cached_property
    def step(self) -> str:
        """What the module indents by: the first indented line that follows a less indented one tells."""
        previous = ""
        for line in self.source.splitlines():
            own = line[: len(line) - len(line.lstrip(" \t"))]
            if line.strip() and not line.lstrip().startswith("*"):
                if own.startswith(previous) and own != previous:
                    return own[len(previous) :]
                previous = own
        return "  "

    @cached_property
    def quote(self) -> str:
        """The quotes that most strings of the module stand in."""
        strings = [node.text[0] for node in self.root.walk() if node.kind == "string"]
        return "'" if strings.count("'") > strings.count('"') else '"'

    @cached_property
    def padding(self) -> str:
        """What stands inside of the braces of most objects on one line."""
        braces = [node for node in self.root.walk() if node.kind == "object" and node.named and "\n" not in node.text]
        spaced = sum(1 for node in braces if node.text.startswith("{ "))
        return " " if spaced * 2 >= len(braces) else ""

    @cached_property
    def ending(self) -> str:
        """What statements of the module end with."""
        statements = [node for node in self.root.walk() if node.kind == "expression_statement"]
        return ";" if sum(1 for node in statements if node.text.endswith(";")) * 2 >= len(statements) else ""

    @cached_property
    def comments(self) -> list[Node]:
        return [node for node in self.root.walk() if node.kind == "comment"]

    @cached_property
    def suppressions(self) -> Suppressions:
        """The comments that leave something alone."""
        first = next((child.start for child in self.root.children if child.kind not in ("comment", "hash_bang_line")), len(self.source))
        found = [asked(node.text, self.span(node), node.start < first) for node in self.comments if MARK in node.text]
        return Suppressions(tuple(comment for comment in found if comment is not None))

    def suppressed(self, span: Span, code: str) -> bool:
        """Whether a comment says to leave something alone."""
        return self.suppressions.silences(span, code)


def parse(source: str, language: Language, *, is_typed: bool, index: Index | None = None) -> Module:
    """Parse and resolve; raises `CannotMigrate` GI001 with the place of a syntax error."""
    try:
        root = syntax.parse(source, language)
    except syntax.BrokenSource as error:
        line, column = place(line_starts(source), error.offset)
        raise CannotMigrate("GI001", "does not parse", Span(line, column, line, column)) from None
    return Module(source, language, root, Scopes(root), is_typed, index or Index())


def line_starts(source: str) -> list[int]:
    """The offsets at which lines begin."""
    return [0, *(offset + 1 for offset, character in enumerate(source) if character == "\n")]


def place(lines: list[int], offset: int) -> tuple[int, int]:
    """Line and column of an offset, from 1."""
    line = bisect_right(lines, offset)
    return line, offset - lines[line - 1] + 1
