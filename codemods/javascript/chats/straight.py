"""A chat in straight-line code: each message passes on the id of the answer before it, and the chat itself goes.

The same way goes a chat that surely gets a single message: there is nothing to pass on then.
"""

from __future__ import annotations

from dataclasses import dataclass

from codemods.api.nodes import NO_COMMENTS, leaves
from codemods.javascript.chats.asking import Asking, Request, note_stored
from codemods.javascript.chats.conversation import Conversation, Said
from codemods.javascript.chats.lines import Lines
from codemods.javascript.chats.mapped import can_move
from codemods.javascript.chats.meaning import Meaning
from codemods.javascript.chats.position import function_of, is_repeated, listed, obstacle
from codemods.javascript.chats.terms import Made
from codemods.javascript.edits import Edit, Stretch, inserted
from codemods.javascript.nodes import bare, outermost
from codemods.javascript.reading import Readings
from codemods.javascript.scopes import Binding, is_function
from codemods.javascript.syntax import Node

#: A config with one setting is repeated by every message, if that is no longer.
_SHORT = 60


@dataclass(frozen=True, eq=False)
class Line:
    """The statement that creates a chat, and for every message the statement of one block that holds it."""

    statement: Node
    statements: tuple[Node, ...]


class Straight:
    """Recognises and writes straight-line chats of one module."""

    def __init__(self, readings: Readings, asking: Asking, meaning: Meaning, lines: Lines) -> None:
        self.readings = readings
        self.module = readings.values.module
        self.asking = asking
        self.meaning = meaning
        self.lines = lines

    # -- recognising --------------------------------------------------------------------------------------------

    def line(self, chat: Conversation) -> Line | None:
        """The statements, when every message is sent for sure, once and in order; None for anything else."""
        statement = self._creating(chat)
        block = statement.parent if statement is not None else None
        if statement is None or block is None or not chat.said:
            return None
        statements = [listed(said.turn.answer) for said in chat.said]
        if any(is_repeated(said.turn.call, block) or not block.holds(said.turn.call) for said in chat.said):
            return None
        found = tuple(each for each in statements if each is not None)
        if len(chat.said) > 1 and not self._in_order(chat, found):
            return None
        return Line(statement, found)

    def _creating(self, chat: Conversation) -> Node | None:
        """`const chat = ai.chats.create(…)`, all of whose reads are messages."""
        if len(chat.begun) != 1 or len(chat.slots) != 1 or not isinstance(chat.slots[0], Binding):
            return None
        binding = chat.slots[0]
        write = binding.only_write
        if write is None or write.value is None or write.path or binding.is_exported:
            return None
        value = bare(write.value)
        value = bare(value.named[0]) if value.kind == "await_expression" else value
        chats = {bare(said.turn.chat) for said in chat.said}
        if value is not chat.begun[0].call or set(binding.reads) != chats:
            return None
        declaration = outermost(write.value).enclosing("lexical_declaration", "variable_declaration")
        alone = declaration is not None and sum(1 for each in declaration.named if each.kind == "variable_declarator") == 1
        return declaration if alone and declaration is not None and listed(write.value) is declaration else None

    def _in_order(self, chat: Conversation, statements: tuple[Node, ...]) -> bool:
        if len(set(statements)) != len(chat.said) or len({each.parent for each in statements}) != 1:
            return False
        pairs = zip(chat.said[:-1], statements, strict=False)
        certain = all(said.turn.is_awaited and not obstacle(said.turn.answer, at, self.meaning) for said, at in pairs)
        last = chat.said[-1].turn.answer
        return certain and not any(is_function(around) for around in last.ancestors() if statements[-1].holds(around))

    # -- writing ------------------------------------------------------------------------------------------------

    def can_write(self, chat: Conversation, line: Line) -> bool:
        """Whether the messages can say what the chat was created with, and pass on the ids."""
        made = chat.made[0]
        if any(said.turn.streamed for said in chat.said) and len(chat.said) > 1:
            return False
        if len(chat.said) > 1 and not _is_short(made):
            return False
        if any(node.kind == "comment" for node in line.statement.walk()):
            return False  # they would go with the chat
        written = [leaf.source for entry in made.entries for leaf in leaves(entry.value)]
        nodes = [made.receiver, *(node for node in written if isinstance(node, Node))]
        same = all(self.meaning.is_same(node, said.turn.call) for node in nodes for said in chat.said)
        return same and can_move_history(chat, self.meaning)

    def write(self, chat: Conversation, line: Line) -> None:
        made = chat.made[0]
        alone = len(chat.said) == 1
        previous = ""
        for number, said in enumerate(chat.said):
            assert said.message is not None
            store = self.readings.stored(said.strand) if alone else None
            own = said.message.config
            history = made.history if number == 0 else None
            config = made.config if own is None else own
            request = Request(made.receiver.text, made.model, config, previous, store, history, made.base)
            self.asking.write(said, request)
            if number + 1 < len(chat.said):
                previous = self._answer(said, line.statements[number], chat.said[number + 1]) + ".id"
        chat.strand.edit(self.lines.without(line.statement))
        if not alone:
            note_stored(made.call, chat.strand, is_long=False)

    def _answer(self, said: Said, statement: Node, following: Said) -> str:
        """The name that a message's answer has when the next one is sent; it gets one if it has none."""
        answer = outermost(said.turn.answer)
        parent = answer.parent
        assert parent is not None
        if (name := _named(parent)) is not None and self._is_kept(name, said, following):
            return name.text
        fresh = self.lines.fresh(statement)
        if parent is statement and statement.kind == "expression_statement":
            said.strand.edit(inserted(statement.start, f"const {fresh} = "))
        else:
            said.strand.edit(taken_out(said, statement, fresh, self.lines))
        return fresh

    def _is_kept(self, name: Node, said: Said, following: Said) -> bool:
        """Whether a name still has the answer when the next message is sent."""
        binding = self.module.scopes.binding(name)
        if binding is None or self.module.scopes.scope_at(following.turn.call).find(name.text) is not binding:
            return False
        around = function_of(said.turn.call)
        between = range(name.end, following.turn.call.start)
        others = [write for write in binding.writes if write.value is None or not write.value.holds(following.turn.call)]
        if any(write.node.start in between for write in others):
            return False
        return all(function_of(write.node) is around for write in binding.writes)


def is_alone(chat: Conversation, line: Line | None) -> bool:
    """Whether a chat surely gets a single message, so that nothing has to be kept for another one."""
    return line is not None and len(chat.said) == 1


def can_move_history(chat: Conversation, meaning: Meaning) -> bool:
    """Whether what was said before the chat is the same where the first message is sent."""
    first = chat.said[0].turn.call
    histories = [made.history for made in chat.made if made.history is not None]
    return all(can_move(each, first, meaning) or all(meaning.is_same(node, first) for node in _texts(each)) for each in histories)


def taken_out(said: Said, statement: Node, name: str, lines: Lines, *rows: str) -> Edit:
    """`console.log((await …).text)`: the answer gets a name in a statement before, with more statements behind it."""
    whole = outermost(said.turn.answer)
    gap = lines.gap(statement)
    end = ";" if gap == " " else lines.end_of(statement)
    first: tuple[str | Node | Stretch, ...] = (f"const {name} = ", said.turn.answer, end + gap, lines.before(statement, *rows))
    return Edit(statement.start, whole.end, (*first, Stretch(statement.start, whole.start), name))


def _named(parent: Node) -> Node | None:
    """The name that a statement gives an answer."""
    if parent.kind == "variable_declarator":
        name = parent.must("name")
        return name if name.kind == "identifier" else None
    if parent.kind == "assignment_expression" and parent.parent is not None and parent.parent.kind == "expression_statement":
        left = bare(parent.must("left"))
        return left if left.kind == "identifier" else None
    return None


def _is_short(made: Made) -> bool:
    """Whether what a chat was created with is short enough to be repeated by every message."""
    config, own = made.config, made.entries[1:]
    if not own and not config.orphans:
        return True
    said = [leaf.source for entry in own for leaf in leaves(entry.value)]
    comments = [*(setting.comments for setting in config.settings), *(entry.comments for entry in own)]
    plain = not config.orphans and all(each == NO_COMMENTS for each in comments)
    single = len(own) == 1 and len(config.settings) <= 1
    return single and plain and all(isinstance(node, Node) and len(node.text) <= _SHORT for node in said)


def _texts(history: Node) -> list[Node]:
    """What is not constant in a history."""
    kinds = ("identifier", "member_expression", "call_expression", "await_expression", "subscript_expression", "spread_element")
    found: list[Node] = []
    waiting = [history]
    while waiting:
        node = waiting.pop()
        if node.kind in kinds:
            found.append(node)
        else:
            waiting += [child for child in node.named if child.kind != "property_identifier"]
    return found
