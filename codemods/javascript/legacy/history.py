"""The input of a call: turns of a role and a content become steps, wherever the list of them is made and grows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from codemods.api import legacy_words as words
from codemods.api.legacy import CONTENTS, ROLES, STEPS
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.edits import Piece, inserted, replaced
from codemods.javascript.legacy.calls import Request
from codemods.javascript.legacy.outputs import Outputs
from codemods.javascript.legacy.typenames import spelled
from codemods.javascript.nodes import arguments, bare, dotted, is_called, outermost, string_value
from codemods.javascript.packages import GENAI
from codemods.javascript.reading import Readings
from codemods.javascript.scopes import Binding
from codemods.javascript.slots import annotation_at
from codemods.javascript.strand import Import, Strand
from codemods.javascript.syntax import Node
from codemods.rules import RULES

_HELP = RULES["GI504"].help


class History:
    """Rewrites the input of calls in one module.

    ``handled`` are the outputs of answers that went into it as steps, ``types`` the names of types that change with it.
    """

    def __init__(self, readings: Readings, outputs: Outputs) -> None:
        self.values = readings.values
        self.module = readings.values.module
        self.renderer = readings.renderer
        self.outputs = outputs
        self.handled: set[Node] = set()
        self.types: set[Node] = set()
        self.created: Collection[Node] = ()
        self.inputs: Collection[Node] = ()

    def follow(self, request: Request, created: Collection[Node], inputs: Collection[Node]) -> Strand | None:
        """What the input of one call needs; None when it is current.

        ``created`` are outputs of answers to `create`, ``inputs`` the entries that are the input of any call.
        """
        self.created, self.inputs = created, inputs
        pair = request.pair("input")
        if pair is None:
            return None
        strand = Strand()
        strand.tie(request.call)
        self._input(bare(value_of(pair)), strand)
        return strand if strand.sites or strand.holds else None

    def _input(self, node: Node, strand: Strand) -> None:
        pieces = list(self._pieces(node))
        if any(self._has_turns(piece) for piece in pieces):
            for piece in pieces:
                self._piece(piece, strand)
        elif node.kind == "array":
            self._check_mixed(node, strand)
        elif node.kind == "object" and _type(node) in STEPS:
            strand.site(node, "GI504", "a single step is no input; a list of steps is")
            strand.edit(replaced(node, "[", node, "]"))
        elif any(self._keeps_turns(piece) for piece in pieces):
            strand.hold(node, "GI504", words.TURNS_ELSEWHERE)

    def _pieces(self, node: Node) -> Iterator[Node]:
        """The lists that an input is put together from: `turns.concat([…])`, `[...turns, …]`."""
        method = bare(node.must("function")) if node.kind == "call_expression" else node
        if method.kind == "member_expression" and node is not method and method.must("property").text == "concat":
            yield from self._pieces(bare(method.must("object")))
            for given in arguments(node):
                yield from self._pieces(bare(given))
            return
        yield node
        for element in node.named if node.kind == "array" else ():
            if element.kind == "spread_element":
                yield from self._pieces(bare(element.named[0]))

    def _has_turns(self, piece: Node) -> bool:
        binding = self._list_behind(piece)
        several = _objects(piece) if binding is None else self._turns_of(binding)
        return any(_is_turn(turn) for turn in several)

    def _piece(self, piece: Node, strand: Strand) -> None:
        binding = self._list_behind(piece)
        if piece.kind == "array":
            self._row(piece, strand)
        elif binding is not None:
            self._grown(binding, strand)
        else:
            strand.hold(piece, "GI506", "these turns are not in sight", _HELP)

    # -- lists under a name -------------------------------------------------------------------------------------

    def _list_behind(self, node: Node) -> Binding | None:
        """The one definition behind a name, when it is a list that is written out."""
        found = self.module.scopes.binding(node) if node.kind in ("identifier", "shorthand_property_identifier") else None
        write = found.only_write if found is not None else None
        if found is None or write is None or write.how != "declared" or write.path or write.value is None:
            return None
        return found if bare(write.value).kind == "array" else None

    def _turns_of(self, binding: Binding) -> list[Node]:
        """What a list begins with, and what is added to it later."""
        additions = [given for read in binding.reads if (call := _addition(read)) is not None for given in arguments(call)]
        return [*_objects(_display(binding)), *(bare(given) for given in additions if bare(given).kind == "object")]

    def _grown(self, binding: Binding, strand: Strand) -> None:
        """A list that gets turns later. Uses that are not claimed hold the group."""
        self._row(_display(binding), strand)
        self._declared(binding, strand)
        for read in binding.reads:
            addition = _addition(read)
            if addition is not None:
                for given in arguments(addition):
                    self._added(bare(given), strand)
            if addition is not None or self._is_input(read) or _is_harmless(read):
                strand.claim(binding, read)

    def _declared(self, binding: Binding, strand: Strand) -> None:
        """The type of such a list: of steps, where a type checker reads it."""
        if not self.module.is_typed:
            return
        annotation = annotation_at(binding.declaration)
        if annotation is None:
            strand.edit(inserted(binding.declaration.end, ": Interactions.Step[]"))
            strand.imports.add(Import(GENAI, "Interactions", is_type=True))
            return
        named = next((node for node in annotation.walk() if node.kind == "nested_type_identifier"), None)
        symbol = self.values.symbol(named)
        if symbol == (GENAI, "Interactions", "Turn") and named is not None:
            self.types.add(named)
            strand.edit(replaced(named.must("name"), "Step"))
        elif symbol != (GENAI, "Interactions", "Step") and annotation.text not in ("any", "any[]"):
            strand.hold(annotation, "GI506", f"the type of `{binding.name}` would have to change; this is not rewritten yet", _HELP)

    def _is_input(self, read: Node) -> bool:
        current: Node = read
        while (above := current.parent) is not None and (
            above.kind in ("spread_element", "array", "parenthesized_expression", "as_expression")
            or (above.kind == "member_expression" and above.must("property").text == "concat")
            or (above.kind in ("call_expression", "arguments") and _concatenates(above))
        ):
            current = above
        return current in self.inputs or above in self.inputs

    def _added(self, value: Node, strand: Strand) -> None:
        """One argument of `turns.push(…)`."""
        if value.kind == "object":
            self._element(value, value, strand)
        elif value.kind == "spread_element" and bare(value.named[0]).kind == "array":
            self._row(bare(value.named[0]), strand)
        else:
            strand.hold(value, "GI506", "what is added to the turns here is not in sight", _HELP)

    # -- rows of turns ------------------------------------------------------------------------------------------

    @staticmethod
    def _check_mixed(row: Node, strand: Strand) -> None:
        kinds = {_type(piece) for piece in _objects(row)}
        if kinds & CONTENTS and kinds & (STEPS | {*ROLES.values()}):
            strand.hold(row, "GI506", "contents and steps do not mix in a list any more", words.MIXED)

    def _row(self, row: Node, strand: Strand) -> None:
        """Every turn of a row; what is spread in it is a row of its own."""
        for element in row.named:
            if element.kind == "spread_element":
                continue
            if bare(element).kind == "object":
                self._element(element, bare(element), strand)
            else:
                strand.hold(element, "GI506", "this turn is not in sight", _HELP)

    def _element(self, element: Node, turn: Node, strand: Strand) -> None:
        """One of several turns or steps; outputs and calls of functions are steps of their own."""
        content = _value(turn, "content")
        if not _is_turn(turn):
            if _type(turn) not in STEPS | {*ROLES.values()}:
                strand.hold(turn, "GI506", "this is neither a turn nor a step", _HELP)
        elif content is not None and content in self.created:
            self.handled.add(content)
            strand.tie(content)
            strand.site(turn, "GI504", words.OUTPUTS_IN_TURNS)
            strand.edit(replaced(element, "...", *self._steps(content)))
        elif content is not None and _own_steps(content):
            strand.site(turn, "GI504", words.TURNS)
            strand.edit(replaced(element, *(content.named if len(content.named) == 1 else ("...", content))))
        else:
            self._turn(turn, strand)

    def _steps(self, outputs: Node) -> list[Piece]:
        """`answer.steps`, which a type checker takes for missing."""
        base = outputs.must("object")
        return ["(", base, ".steps ?? [])"] if self.module.is_typed else [base, ".steps"]

    def _turn(self, turn: Node, strand: Strand) -> None:
        """`{ role: 'user', content: '…' }` becomes `{ type: 'user_input', content: [{ type: 'text', text: '…' }] }`."""
        strand.site(turn, "GI504", words.TURNS)
        role, content = _value(turn, "role"), _value(turn, "content")
        key = next((pair.field("key") for pair in turn.named if key_of(pair) == "role"), None)
        new = ROLES.get(string_value(role) or "")
        if role is None or content is None or new is None or key is None or len(turn.named) != 2:
            strand.hold(turn, "GI506", "the role or content of this turn is not in sight", _HELP)
            return
        if content.kind == "array":
            kinds = [_type(piece) for piece in _objects(content)]
            if len(kinds) != len(content.named) or not set(kinds) <= CONTENTS:
                strand.hold(content, "GI506", "not all of this turn is content of one step", _HELP)
                return
        elif self.values.proof(content) == "text" or self.outputs.is_text(content):
            self._text_content(turn, strand)
        else:
            strand.hold(content, "GI506", "the content of this turn may be something else than text", _HELP)
            return
        strand.edit(replaced(key, "type" if key.kind == "property_identifier" else spelled(key, "type")))
        strand.edit(replaced(role, spelled(role, new)))

    def _text_content(self, turn: Node, strand: Strand) -> None:
        pair = next(pair for pair in turn.named if key_of(pair) == "content")
        value = value_of(pair)
        pad = " " if turn.text.startswith("{ ") or "\n" in turn.text else ""
        opening = f"[{{{pad}type: {self.renderer.string('text')}, text: "
        before = opening if pair.kind == "pair" else f"content: {opening}"
        strand.edit(replaced(value, before, value, f"{pad}}}]"))

    # -- what is not followed -----------------------------------------------------------------------------------

    def _keeps_turns(self, node: Node) -> bool:
        """Whether the module adds turns to what the input is called: `this.turns`, a parameter, a global."""
        wanted = dotted(node)
        if not wanted:
            return False
        for call in self.module.root.walk():
            method = bare(call.must("function")) if call.kind == "call_expression" else None
            if method is None or method.kind != "member_expression" or method.must("property").text != "push":
                continue
            if dotted(bare(method.must("object"))) == wanted and any(_is_turn(bare(given)) for given in arguments(call)):
                return True
        slot = self.values.of(node)
        written = [bare(write.value) for write in slot.writes if write.value is not None] if slot is not None else []
        return any(_is_turn(turn) for value in written for turn in _objects(value))


def _display(binding: Binding) -> Node:
    """The array that a name was given."""
    write = binding.only_write
    assert write is not None and write.value is not None
    return bare(write.value)


def _addition(read: Node) -> Node | None:
    """The call of `turns.push(…)`."""
    method = outermost(read).parent
    named = method is not None and method.kind == "member_expression" and method.must("property").text == "push"
    return is_called(method) if method is not None and named and method.must("object") is outermost(read) else None


def _concatenates(node: Node) -> bool:
    call = node if node.kind == "call_expression" else node.parent
    method = bare(call.must("function")) if call is not None and call.kind == "call_expression" else None
    return method is not None and method.kind == "member_expression" and method.must("property").text == "concat"


def _is_harmless(read: Node) -> bool:
    """`if (turns)`; what counts turns or takes one out would count and take steps."""
    parent = outermost(read).parent
    return parent is not None and parent.kind == "if_statement"


def _value(display: Node, key: str) -> Node | None:
    return next((bare(value_of(pair)) for pair in display.named if key_of(pair) == key), None)


def _type(display: Node) -> str:
    return string_value(_value(display, "type")) or "" if display.kind == "object" else ""


def _is_turn(display: Node) -> bool:
    return display.kind == "object" and _value(display, "role") is not None and _value(display, "content") is not None


def _objects(row: Node) -> list[Node]:
    return [bare(item) for item in row.named if bare(item).kind == "object"] if row.kind == "array" else []


def _own_steps(content: Node) -> bool:
    """Whether a content is a list of nothing but steps: calls of functions and their results."""
    turns = _objects(content)
    return bool(turns) and len(turns) == len(content.named) and all(_type(turn) in STEPS for turn in turns)
