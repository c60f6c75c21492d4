"""The types of chats in TypeScript: `Chat` becomes that of what a request takes."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from codemods.javascript.chats.conversation import Conversation
from codemods.javascript.chats.terms import Made
from codemods.javascript.edits import inserted, replaced
from codemods.javascript.nodes import outermost
from codemods.javascript.packages import GENAI, GENERATIVE_AI
from codemods.javascript.slots import annotation_at
from codemods.javascript.strand import Import, Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

#: What `interactions.create` takes, without a stream: in its type the `input` may be left out.
TYPE = "Interactions.InteractionCreateParams.CreateModelInteractionParamsNonStreaming"
_CLASSES = {GENAI: "Chat", GENERATIVE_AI: "ChatSession"}
#: Types that anything goes with.
_OPEN = frozenset({"any", "unknown"})


class Types:
    """Writes types of the chats of some packages in one module, if a type checker reads it."""

    def __init__(self, values: Values, packages: frozenset[str]) -> None:
        self.values = values
        self.packages = packages
        self.module = values.module

    @cached_property
    def _mentions(self) -> list[Node]:
        """The places that say the type of a chat."""
        found = [node for node in self.module.root.walk() if node.kind in ("type_identifier", "nested_type_identifier")]
        return [node for node in found if self._is_chat(node)]

    def _is_chat(self, node: Node) -> bool:
        symbol = self.values.symbol(node)
        inside = node.parent is not None and node.parent.kind in ("nested_type_identifier", "import_specifier")
        known = symbol is not None and len(symbol) == 2 and symbol[0] in self.packages and _CLASSES.get(symbol[0]) == symbol[1]
        return known and not inside

    def says_chat(self, annotation: Node) -> bool:
        """Whether a type is, or may be, that of a chat."""
        return any(annotation.holds(node) for node in self._mentions)

    def check(self, chat: Conversation) -> None:
        """Hold for a name that is declared to be something else than a chat of the SDK by that name."""
        for slot in chat.slots if self.module.is_typed else ():
            declared = self.values.annotation(slot)
            if declared is not None and not self.says_chat(declared) and not _OPEN & {node.text for node in declared.walk()}:
                what = f"`{slot.name}` is declared to be `{declared.text[:60]}`, which the object in place of the chat may not be"
                chat.strand.hold(declared, "GI200", what)

    def tie(self, strand: Strand, around: Node | None = None) -> None:
        """What the type is said of in a module (or in one statement) goes together."""
        strand.tie(*(node for node in self._mentions if around is None or around.holds(node)))

    def mention(self, chat: Conversation) -> None:
        """Every mention of the type says the new one."""
        for node in self._mentions:
            # One may stand where another chat of the group is created, and go with that.
            chat.strand.edit(replace(replaced(node, TYPE), is_layout=True))
            chat.strand.imports.add(Import(GENAI, "Interactions", is_type=True))

    def nothing(self, made: Made, chat: Conversation) -> str:
        """The id before the first answer; in TypeScript it has to say that it will be a text, unless a type says so."""
        return "undefined" if not self.module.is_typed or self._mentions or made.config.settings else "undefined as string | undefined"

    def annotate(self, made: Made, chat: Conversation) -> None:
        """A chat with a config gets a type: the words in it would be any texts without."""
        if not self.module.is_typed or self._mentions or not made.config.settings:
            return
        value = outermost(made.call)
        if value.parent is not None and value.parent.kind == "await_expression":
            value = outermost(value.parent)
        parent = value.parent
        chat.strand.imports.add(Import(GENAI, "Interactions", is_type=True))
        if parent is not None and parent.kind == "variable_declarator" and annotation_at(parent.must("name")) is None:
            chat.strand.edit(inserted(parent.must("name").end, f": {TYPE}"))
        else:
            chat.strand.edit(inserted(value.end, f" as {TYPE}"))
