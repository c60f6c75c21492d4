"""The code blocks of a document as one program: joined with markers between them, and split again after the rewrite.

A marker is a lone name as a statement: no transform moves it, so the migrated text falls apart where it was joined. What Python
cannot parse (a line for IPython, a whole block) is a *mask* in the program: a statement with a name of its own that stands for it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from codemods.outcome import CannotMigrate, Finding, Place, Span
from migrate_interactions.documents.source import parses

#: What all names of markers and masks begin with.
OWN = "__migrate_interactions_"
#: What takes the value of a block's last expression where later blocks may read it (`_`, `Out[3]`).
KEPT = f"{OWN}kept__"
#: A block that did nothing but create a chat says what became of it: under its heading an empty one would be a riddle.
_CHAT = re.compile(r"\b(?:chats\.create|start_chat)\b")
_BEGINS = "# The conversation begins with its first message."
_OUTPUT = re.compile(r"(?:_{1,3}|_\d+|Out)$")
_LINE = re.compile(r"(?<=\b(?:by|on|of) )line (\d+)|(?<=\bwhich )line (\d+)|(?<=\()line (\d+)(?=\))")


@dataclass(frozen=True)
class Origin:
    """Where a line of the program is in the document. Columns of the document are ``shift`` to the right."""

    line: int
    cell: int | None = None
    shift: int = 0


@dataclass(frozen=True)
class Mask:
    """A piece of a block that is not for Python, and what stands for it in the program."""

    stand_in: str
    text: str


@dataclass(frozen=True)
class Shown:
    """What stands around the last expression of a block: a call that also takes ``name``, and a bracket more where it ends with a comma."""

    name: str
    comma: bool = False

    @property
    def opening(self) -> str:
        return "((" if self.comma else "("

    @property
    def closing(self) -> str:
        return f"{')' if self.comma else ''}, {self.name})"


@dataclass(frozen=True)
class Block:
    """The code of one cell or fence, ready for the parser.

    ``lines`` are those of the program, each with its origin; ``masks`` what to put back into them, and ``shown`` what to take away.
    """

    lines: tuple[tuple[str, Origin], ...]
    masks: tuple[Mask, ...] = ()
    shown: Shown | None = None

    @property
    def text(self) -> str:
        return "\n".join(line for line, _ in self.lines)


@dataclass(frozen=True)
class Program:
    """The blocks of one document in order. ``gaps`` are empty lines above each block, which keep the document's line numbers."""

    blocks: tuple[Block, ...]
    gaps: tuple[int, ...] = ()
    text: str = field(init=False)
    origins: tuple[Origin, ...] = field(init=False)

    def __post_init__(self) -> None:
        lines = list(self._joined())
        object.__setattr__(self, "text", "".join(line + "\n" for line, _ in lines))
        object.__setattr__(self, "origins", tuple(origin for _, origin in lines))

    def _joined(self) -> Iterator[tuple[str, Origin]]:
        last = Origin(1)
        for number, block in enumerate(self.blocks):
            for _ in range(self.gaps[number] if self.gaps else 0):
                yield "", last
            yield from block.lines
            last = block.lines[-1][1] if block.lines else last
            yield marker(number), last

    # -- findings -----------------------------------------------------------------------------------------------

    def finding(self, finding: Finding) -> Finding:
        """A finding about the program as one about the document."""
        place = self.place(Place(finding.span))
        return replace(finding, span=place.span, cell=place.cell, message=self.message(finding.message))

    def place(self, place: Place) -> Place:
        """A place in the program as one in the document."""
        start, end = self._origin(place.span.line), self._origin(place.span.end_line)
        span = Span(start.line, max(1, place.span.column + start.shift), end.line, max(1, place.span.end_column + end.shift))
        return Place(span, start.cell)

    def message(self, text: str) -> str:
        """A message with the lines of the document in it."""
        return _LINE.sub(lambda match: self._named(int(match[1] or match[2] or match[3])), text)

    def _named(self, line: int) -> str:
        origin = self._origin(line)
        return f"line {origin.line}" if origin.cell is None else f"cell {origin.cell}, line {origin.line}"

    def _origin(self, line: int) -> Origin:
        return self.origins[min(max(line, 1), len(self.origins)) - 1]

    # -- the way back -------------------------------------------------------------------------------------------

    def split(self, output: str) -> list[str]:
        """The text of each block after the rewrite, masks put back. Raises `CannotMigrate` GI005 when it does not fall apart."""
        return [_settled(block, text) for block, text in zip(self.blocks, self._pieces(output), strict=True)]

    def _pieces(self, output: str) -> Iterator[str]:
        lines = output.split("\n")
        names = [marker(number) for number in range(len(self.blocks))]
        if [line for line in lines if line.startswith(f"{OWN}block_")] != names or any(output.count(name) != 1 for name in names):
            raise CannotMigrate("GI005", "the rewritten code does not fall apart into its blocks")
        start = 0
        for name, block in zip(names, self.blocks, strict=True):
            end = lines.index(name, start)
            yield _like(block.text, "\n".join(lines[start:end]))
            start = end + 1
        if "".join(lines[start:]).strip():
            raise CannotMigrate("GI005", "the rewritten code has something behind its last block")


def marker(number: int) -> str:
    """The statement behind a block."""
    return f"{OWN}block_{number}__"


def refuse_own_names(text: str) -> None:
    """A document that holds names such as ours cannot be told apart from them."""
    if OWN in text:
        raise CannotMigrate("GI004", f"names that begin with `{OWN}` are needed for its blocks")


def _like(old: str, new: str) -> str:
    """New text with the empty lines that the old one had above and below: only those belong to the block."""
    if new.strip("\n") == old.strip("\n"):
        return old
    lines = new.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    above = old[: len(old) - len(old.lstrip("\n"))] if old.strip() else ""
    return above + "\n".join(lines).rstrip() + old[len(old.rstrip()) :]


def _settled(block: Block, text: str) -> str:
    """The block's new text. Imports alone that nothing uses any more stay: an empty cell helps nobody, and they do no harm."""
    if text == block.text or (not text.strip() and _only_imports(block.text)):
        return _unmasked(block, block.text)
    if not text.strip() and _CHAT.search(block.text):
        text = _BEGINS + text
    if not parses(text):
        raise CannotMigrate("GI005", "a rewritten block would not parse")
    return _unmasked(block, text)


def _only_imports(text: str) -> bool:
    return all(isinstance(statement, (ast.Import, ast.ImportFrom)) for statement in ast.parse(text).body)


def _unmasked(block: Block, text: str) -> str:
    if block.shown is not None:
        text = _unshown(text, block.shown)
    for mask in block.masks:
        if text.count(mask.stand_in) != 1:
            raise CannotMigrate("GI005", "a line that is not for Python was lost")
        text = text.replace(mask.stand_in, mask.text)
    if OWN in text:
        raise CannotMigrate("GI005", "a line that is not for Python was lost")
    return text


# -- the value of the last expression ------------------------------------------------------------------------------


def showing(block: Block, number: int, answering: frozenset[str], printing: str) -> Block:
    """The block with its last expression given to ``printing``, for that is what becomes of it.

    ``answering`` are functions of the document, which may give answers.
    """
    statement = _last_expression(block.text)
    if statement is None or not _may_be_answer(statement.value, answering):
        return block
    assert statement.end_lineno is not None and statement.end_col_offset is not None
    lines = list(block.lines)
    text, origin = lines[statement.end_lineno - 1]
    end = len(text.encode()[: statement.end_col_offset].decode())
    if text[end:].lstrip().startswith(";"):
        return block
    shown = Shown(f"{OWN}shown_{number}__", text[:end].endswith(","))
    lines[statement.end_lineno - 1] = (text[:end] + shown.closing + text[end:], origin)
    text, origin = lines[statement.lineno - 1]
    start = len(text.encode()[: statement.col_offset].decode())
    before = printing + shown.opening
    lines[statement.lineno - 1] = (text[:start] + before + text[start:], replace(origin, shift=origin.shift - len(before)))
    return replace(block, lines=tuple(lines), shown=shown)


def _last_expression(text: str) -> ast.Expr | None:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError):
        return None
    last = body[-1] if body else None
    return last if isinstance(last, ast.Expr) else None


_ANSWERING = frozenset({"generate_content", "generate_content_async", "send_message", "send_message_async", "get"})


def _may_be_answer(value: ast.expr, answering: frozenset[str]) -> bool:
    """Whether the value itself may be an answer or a part of one; what a function makes of it is the function's."""
    if isinstance(value, ast.Await):
        return _may_be_answer(value.value, answering)
    if isinstance(value, ast.Tuple):
        return any(_may_be_answer(item, answering) for item in value.elts)
    if isinstance(value, ast.IfExp):
        return _may_be_answer(value.body, answering) or _may_be_answer(value.orelse, answering)
    if isinstance(value, ast.BoolOp):
        return any(_may_be_answer(item, answering) for item in value.values)
    if isinstance(value, (ast.ListComp, ast.GeneratorExp)):
        return _may_be_answer(value.elt, answering)
    if isinstance(value, (ast.Starred, ast.NamedExpr)):
        return _may_be_answer(value.value, answering)
    if isinstance(value, ast.Call):
        if isinstance(value.func, ast.Attribute):
            return value.func.attr in _ANSWERING
        return isinstance(value.func, ast.Name) and value.func.id in answering
    if isinstance(value, ast.Name):
        return not value.id.startswith(OWN)
    return isinstance(value, (ast.Attribute, ast.Subscript))


def _unshown(text: str, shown: Shown) -> str:
    """The text without the call around its last expression."""
    tree = ast.parse(text)
    calls = [node.value for node in tree.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    found = [call for call in calls if call.args and isinstance(call.args[-1], ast.Name) and call.args[-1].id == shown.name]
    if len(found) != 1 or text.count(shown.closing) != 1:
        raise CannotMigrate("GI005", "the value that a block shows was lost")
    call = found[0]
    lines = text.split("\n")
    first = lines[call.lineno - 1].encode()
    before, after = first[: call.col_offset].decode(), first[call.col_offset :].decode()
    lines[call.lineno - 1] = before + after.partition(shown.opening)[2]
    return "\n".join(lines).replace(shown.closing, "")


# -- names ---------------------------------------------------------------------------------------------------------


def bound_names(texts: Iterable[str]) -> frozenset[str]:
    """The names that code gives a value; what it imports is not among them."""
    return frozenset(name for text in texts for name in _bound(text))


def imported_names(texts: Iterable[str]) -> frozenset[str]:
    """The names that code imports."""
    aliases = (alias for text in texts for node in _nodes(text) if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names)
    return frozenset((alias.asname or alias.name).split(".")[0] for alias in aliases)


def function_names(texts: Iterable[str]) -> frozenset[str]:
    """The functions that code defines."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for text in texts for node in _nodes(text) if isinstance(node, kinds))


def reads_outputs(texts: Sequence[str]) -> bool:
    """Whether some block reads what another one showed: `_.text`, `Out[3]`."""
    names = [node for text in texts for node in _nodes(text) if isinstance(node, ast.Name) and _OUTPUT.match(node.id)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return any(node.id not in stored for node in names)


def _bound(text: str) -> Iterator[str]:
    for node in _nodes(text):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name


def _nodes(text: str) -> Iterable[ast.AST]:
    try:
        return ast.walk(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError):
        return ()


def stand_in(name: str, used: Sequence[str], bound: Sequence[str] = ()) -> str:
    """A statement for code that cannot be read: it takes what that code may use, and gives what it may bind."""
    call = f"{name}({', '.join(used)})" if used or bound else name
    return "".join(f"{target} = " for target in bound) + call
