"""Statements beside others: on lines of their own, or on the same line where the code has them so."""

from __future__ import annotations

from functools import cached_property

from codemods.javascript.edits import Edit, Piece, Stretch, inserted
from codemods.javascript.module import Module
from codemods.javascript.nodes import outermost
from codemods.javascript.syntax import Node


class Lines:
    """Places statements in one module, and gives names to answers that have none."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._given: dict[Node, set[str]] = {}

    def fresh(self, statement: Node, base: str = "interaction") -> str:
        """A name that means nothing around a statement, nor in the block that it stands in."""
        block = statement.parent or statement
        given = self._given.setdefault(block, set())
        if not given:
            given |= {node.text for node in block.walk() if "identifier" in node.kind}
        scope = self.module.scopes.scope_at(statement)
        number = 1
        while (name := base if number == 1 else f"{base}{number}") in given or scope.find(name) is not None:
            number += 1
        given.add(name)
        return name

    def end_of(self, statement: Node) -> str:
        """What the statement ends with: a semicolon, or nothing."""
        return ";" if statement.text.endswith(";") else ""

    def gap(self, statement: Node) -> str:
        """What stands between a statement and one that comes before it."""
        before = self.module.source[: statement.start].rpartition("\n")[2]
        return self.module.newline + self.module.indent(statement.start) if not before.strip() else " "

    def before(self, statement: Node, *rows: str) -> str:
        """Statements before another one, as text."""
        gap = self.gap(statement)
        end = ";" if gap == " " else self.end_of(statement)
        return "".join(row + end + gap for row in rows)

    def with_braces(self, body: Node, answer: Node, name: str, state: str) -> Edit:
        """The expression that an arrow function gives, as statements: the answer first, then the rest of it."""
        outer = self.module.newline + self.module.indent(body.start)
        inner, end = outer + self.module.step, self.usual_end
        whole, whole_body = outermost(answer), outermost(body)
        rest = ("return ", Stretch(body.start, whole.start), name, Stretch(whole.end, body.end), end)
        rows = (f"const {name} = ", answer, end, f"{inner}{state} = {name}.id{end}{inner}", *rest)
        return Edit(whole_body.start, whole_body.end, ("{" + inner, *rows, outer + "}"))

    def in_braces(self, lone: Node, *rows: Node | str | tuple[Piece, ...]) -> Edit:
        """Statements in place of the one behind `for (…)` or `else`. A row is new text, a node or pieces that end as they have to."""
        parent = lone.parent
        assert parent is not None
        outer = self.module.newline + self.module.indent(parent.start)
        inner = outer + self.module.step
        pieces: list[Piece] = ["{"]
        for row in rows:
            own = (row + self.end_of(lone),) if isinstance(row, str) else row if isinstance(row, tuple) else (row,)
            pieces += [inner, *own]
        before = parent.children[parent.children.index(lone) - 1]
        start = before.end if before.kind != "comment" else lone.start
        return Edit(start, lone.end, ("" if start == lone.start else " ", *pieces, outer + "}"))

    @cached_property
    def usual_end(self) -> str:
        """What most statements of the module end with."""
        statements = [node for node in self.module.root.walk() if node.kind in ("expression_statement", "lexical_declaration")]
        return ";" if sum(1 for node in statements if node.text.endswith(";")) * 2 >= len(statements) else ""

    def behind(self, statement: Node, row: str) -> Edit:
        """A statement behind another one, and behind the comment at the end of its line."""
        siblings = statement.parent.children if statement.parent is not None else []
        following = siblings[siblings.index(statement) + 1 :]
        at = statement.end
        for sibling in following:
            if "\n" in self.module.source[at : sibling.start]:
                break
            if sibling.kind != "comment":
                # Everything is on one line.
                return inserted(statement.end, ("" if statement.text.endswith(";") else ";") + f" {row};")
            at = sibling.end
        indent = self.module.newline + self.module.indent(statement.start)
        return inserted(at, indent + row + self.end_of(statement))

    def without(self, statement: Node) -> Edit:
        """A statement goes with its line, and with one of two blank lines around it."""
        source = self.module.source
        start, end = statement.start, statement.end
        line = source.rfind("\n", 0, start) + 1
        rest = source.find("\n", end)
        rest = len(source) if rest < 0 else rest
        if source[line:start].strip():
            return Edit(start, end, ())
        if source[end:rest].strip():
            return Edit(start, end + len(source[end:rest]) - len(source[end:rest].lstrip()), ())
        end = min(rest + 1, len(source))
        if self._is_blank_before(line) and self._is_blank_at(end):
            end = source.find("\n", end) + 1
        return Edit(line, end, ())

    def _is_blank_before(self, line: int) -> bool:
        previous = self.module.source.rfind("\n", 0, line - 1) + 1
        text = self.module.source[previous:line].strip()
        return not text or text.endswith(("{", "*/")) or text.startswith("//")

    def _is_blank_at(self, line: int) -> bool:
        end = self.module.source.find("\n", line)
        return end >= 0 and not self.module.source[line:end].strip()
