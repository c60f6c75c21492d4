"""A chat whose messages are not in one line: an object under its name has what every request repeats, and the id of the last answer.

The id is set behind each answer, only then, so that a message that failed leaves it as it was.
"""

from __future__ import annotations

from codemods.api.call import Call, Config
from codemods.api.nodes import Entry, Leaf, Object, Word
from codemods.javascript import layout
from codemods.javascript.chats.asking import Asking, Request, note_stored
from codemods.javascript.chats.conversation import Conversation, Said
from codemods.javascript.chats.lines import Lines
from codemods.javascript.chats.meaning import Meaning
from codemods.javascript.chats.position import braceless, function_of, is_at_once, listed, obstacle
from codemods.javascript.chats.straight import Line, can_move_history, is_alone, taken_out
from codemods.javascript.chats.terms import HELP, Made
from codemods.javascript.chats.typed import Types
from codemods.javascript.contents import key_of
from codemods.javascript.edits import Piece, Stretch, inserted, replaced
from codemods.javascript.nodes import bare, dotted, outermost, string_value
from codemods.javascript.reading import Readings
from codemods.javascript.scopes import is_function
from codemods.javascript.slots import Field, Slot
from codemods.javascript.syntax import Node

_CLIENT = "Create the client once, where every function that sends a message sees it."
_NAME_FIRST = "Give the message a name in a statement before."
STATE = "previous_interaction_id"


class Kept:
    """Writes such chats of one module."""

    def __init__(self, readings: Readings, asking: Asking, meaning: Meaning, lines: Lines) -> None:
        self.readings = readings
        self.module = readings.values.module
        self.asking = asking
        self.meaning = meaning
        self.lines = lines
        self.types = Types(readings.values, asking.terms.packages)

    def write(self, chat: Conversation, line: Line | None) -> None:
        """Every edit of one conversation; a hold where one cannot be made."""
        self.types.mention(chat)
        self.types.check(chat)
        if not chat.said:
            chat.strand.hold(chat.begun[0].call, "GI200", "no message that is sent to this chat is in sight", HELP)
            return
        first = chat.said[0] if line is not None and can_move_history(chat, self.meaning) else None
        for made in chat.made:
            self._create(made, chat, first, keeps_id=not is_alone(chat, line))
        for said in chat.said:
            if self._check(said, chat, line):
                self._turn(said, chat, first, alone=is_alone(chat, line))
                if not said.turn.streamed and (line is None or said is not chat.said[-1]):
                    self._settle(said, f"{said.name}.{STATE}")
        if is_alone(chat, line):
            return
        is_long = any(_outlives(slot, said.turn.call) for slot in chat.slots for said in chat.said)
        note_stored(chat.begun[0].call, chat.strand, is_long=is_long)

    # -- creations ----------------------------------------------------------------------------------------------

    def _create(self, made: Made, chat: Conversation, first: Said | None, *, keeps_id: bool) -> None:
        """`ai.chats.create({ model, config })` becomes an object with these."""
        strand = chat.strand
        if made.history is not None and first is None:
            strand.hold(
                made.history,
                "GI200",
                "which message comes first, and takes this history with it, depends on the way through the code",
                HELP,
            )
            return
        if made.history is not None and first is not None and first.turn.streamed and _may_break(first.turn.call):
            what = "the first answer may not be read to its end, and the next message would go without this history"
            strand.hold(made.history, "GI200", what, HELP)
            return
        whole = self._whole(made.call)
        parent = outermost(whole).parent
        braces = parent is not None and parent.kind == "arrow_function" and parent.field("body") is whole
        in_place = made.options is not None and not made.base
        written = self._in_place(made, chat, keeps_id=keeps_id) if in_place else self._anew(made, chat, whole, keeps_id=keeps_id)
        strand.edit(replaced(whole, *(("(", *written, ")") if braces else written)))
        self.types.annotate(made, chat)

    def _anew(self, made: Made, chat: Conversation, whole: Node, *, keeps_id: bool) -> list[Piece]:
        """An object for a chat that was made of something else than its options."""
        state = Entry(STATE, Leaf(self.types.nothing(made, chat)))
        exploded = made.options is not None and layout.read(made.options, self.module).is_exploded
        display = Object((*made.entries, *((state,) if keeps_id else ())), exploded, made.config.orphans, made.config.opening)
        return self.readings.renderer.node(display, self.module.indent(whole.start))

    def _in_place(self, made: Made, chat: Conversation, *, keeps_id: bool) -> list[Piece]:
        """The options of a chat, rewritten where they stand."""
        strand, options = chat.strand, made.options
        assert options is not None
        keys = [key_of(pair) for pair in options.named]
        order = tuple(key for key in keys if key != "history")
        requests = self.readings.requests
        requests.rewrite(options, Call(made.model, Word(""), made.config, order), strand)
        requests.drop(options, "history", strand)
        listing = layout.read(options, self.module)
        kept = [item for item in listing.items if key_of(item.node) == "model" or (key_of(item.node) == "config" and made.config.settings)]
        state = Entry(STATE, Leaf(self.types.nothing(made, chat)))
        requests.append(options, listing, kept, (state,) if keeps_id else (), strand, exploded=listing.is_exploded)
        return [options]

    @staticmethod
    def _whole(call: Node) -> Node:
        """The call with the `await` that creating a chat never needed."""
        parent = outermost(call).parent
        return parent if parent is not None and parent.kind == "await_expression" else call

    # -- messages -----------------------------------------------------------------------------------------------

    def _check(self, said: Said, chat: Conversation, line: Line | None) -> bool:
        """Whether client and chat can be named where a message is sent."""
        turn = said.turn
        if not turn.is_awaited and not is_alone(chat, line):
            said.strand.hold(turn.call, "GI200", "a message that is not awaited where it is sent is not rewritten yet", HELP)
        elif len({made.receiver.text for made in chat.made}) > 1:
            said.strand.hold(turn.call, "GI200", "the chats that this may be sent to were created by different clients", HELP)
        elif not all(self.meaning.is_same(made.receiver, turn.call, chat.slots) for made in chat.made):
            name = chat.made[0].receiver.text
            said.strand.hold(turn.call, "GI200", f"`{name}`, which created the chat, is not in reach here, or may be another one", _CLIENT)
        elif self._waits(said, chat):
            said.strand.hold(turn.call, "GI200", "what the message says is awaited, and the chat may go on meanwhile", _NAME_FIRST)
        elif is_at_once(turn.call):
            said.strand.hold(turn.call, "GI200", "these messages are sent at the same time, and the conversation would split", HELP)
        elif not self._has_name(turn.chat) and not self._can_name(said):
            said.strand.hold(
                turn.chat, "GI200", "the chat has no name here that its next message could use", "Bind the chat to a name first."
            )
        else:
            return True
        return False

    @staticmethod
    def _waits(said: Said, chat: Conversation) -> bool:
        """Whether something is awaited between the look at the chat and the request, other than a message that goes before it."""
        assert said.message is not None
        own = {each.turn.answer for each in chat.said}
        awaited = (
            node for node in (said.message.options or said.message.said).walk() if node.kind in ("await_expression", "yield_expression")
        )
        return any(node not in own for node in awaited)

    def name_of(self, said: Said) -> str:
        """What the chat is called where a message is sent: as the code has it, or a new name for what a call gives."""
        statement = listed(said.turn.answer)
        if self._has_name(said.turn.chat) or statement is None or not self._can_name(said):
            return said.turn.chat.text
        return self.lines.fresh(statement, "chat")

    def _can_name(self, said: Said) -> bool:
        """Whether `getChat().sendMessage(…)` can have a statement before that gives the chat a name."""
        answer = said.turn.answer
        statement = listed(answer)
        if statement is None or braceless(answer) is not None or bare(said.turn.chat).kind != "call_expression":
            return False
        return not obstacle(answer, statement, self.meaning)

    def _has_name(self, chat: Node) -> bool:
        """Whether an expression may be written again, right behind the message."""
        node = bare(chat)
        if node.kind == "subscript_expression":
            index = bare(node.must("index"))
            constant = string_value(index) is not None or (
                index.kind == "identifier" and self.meaning.is_steady(self.readings.values.of(index))
            )
            return constant and bool(dotted(bare(node.must("object"))))
        return bool(dotted(node))

    def _turn(self, said: Said, chat: Conversation, first: Said | None, *, alone: bool) -> None:
        assert said.message is not None
        name = said.name
        if not self._has_name(said.turn.chat):
            statement = listed(said.turn.answer)
            assert statement is not None
            end = self.lines.gap(statement)
            said.strand.edit(
                inserted(statement.start, f"const {name} = ", said.turn.chat, (";" if end == " " else self.lines.end_of(statement)) + end)
            )
        client = chat.made[0].receiver.text
        history = chat.made[0].history if said is first else None
        own = said.message.config
        store = self.readings.stored(said.strand) if alone else None
        if own is None:
            request = Request(client, None, Config(spread=Leaf(name)), store=store, history=history)
        else:
            previous = "" if alone else f"{name}.{STATE}"
            request = Request(client, Leaf(f"{name}.model"), own, previous, store, history)
        self.asking.write(said, request)

    def _settle(self, said: Said, state: str) -> None:
        """Set the id right behind the answer."""
        turn = said.turn
        answer = outermost(turn.answer)
        parent = answer.parent
        lone = braceless(turn.answer)
        statement = lone or listed(turn.answer)
        if parent is not None and parent.kind == "expression_statement":
            said.strand.edit(inserted(answer.start, f"{state} = ("), inserted(answer.end, ").id"))
        elif statement is None:
            self._settle_body(said, state)
        elif (name := self._bound(answer, statement)) is not None:
            row = f"{state} = {name}.id"
            said.strand.edit(self.lines.in_braces(lone, lone, row) if lone is not None else self.lines.behind(statement, row))
        elif problem := obstacle(turn.answer, statement, self.meaning):
            said.strand.hold(turn.call, "GI200", f"{problem}, so that nothing can be set behind it", HELP)
        elif lone is not None:
            fresh, whole = self.lines.fresh(lone), answer
            first: tuple[Piece, ...] = (f"const {fresh} = ", turn.answer, self.lines.end_of(lone))
            rest: tuple[Piece, ...] = (Stretch(lone.start, whole.start), fresh, Stretch(whole.end, lone.end))
            said.strand.edit(self.lines.in_braces(lone, first, f"{state} = {fresh}.id", rest))
        else:
            fresh = self.lines.fresh(statement)
            said.strand.edit(taken_out(said, statement, fresh, self.lines, f"{state} = {fresh}.id"))

    def _settle_body(self, said: Said, state: str) -> None:
        """`async (q) => (await chat.sendMessage(…)).text`: the function gets braces."""
        answer = said.turn.answer
        function = function_of(answer)
        body = function.field("body") if function is not None and function.kind == "arrow_function" else None
        if function is None or body is None or not body.holds(answer):
            said.strand.hold(said.turn.call, "GI200", "this message is sent in a place that a statement cannot come before", HELP)
        elif problem := obstacle(answer, function, self.meaning):
            said.strand.hold(said.turn.call, "GI200", f"{problem}, so that nothing can be set behind it", HELP)
        else:
            said.strand.edit(self.lines.with_braces(body, said.turn.answer, self.lines.fresh(body), state))

    @staticmethod
    def _bound(answer: Node, statement: Node) -> str | None:
        """The name that a whole statement gives an answer."""
        parent = answer.parent
        assert parent is not None
        if parent.kind == "variable_declarator" and parent.parent is statement:
            name = parent.must("name")
            alone = [each for each in statement.named if each.kind == "variable_declarator"] == [parent]
            return name.text if name.kind == "identifier" and alone else None
        if parent.kind == "assignment_expression" and parent.parent is statement:
            left = bare(parent.must("left"))
            return dotted(left) or None
        return None


def _outlives(slot: Slot, call: Node) -> bool:
    """Whether a chat in a slot lives longer than a run of the function that sends a message."""
    if isinstance(slot, Field):
        return True
    scope = slot.scope.node
    return function_of(call) is not (scope if is_function(scope) else function_of(scope))


def _may_break(call: Node) -> bool:
    """Whether a loop behind a streamed message may end early."""
    function = function_of(call)
    around = function if function is not None else list(call.ancestors())[-1]
    return any(node.kind == "break_statement" and node.start > call.start for node in around.walk())
