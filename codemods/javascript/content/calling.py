"""Function calls and their results among the parts of turns: steps of their own now, tied together by the id of the call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codemods.api.nodes import NO_COMMENTS, Comments, Entry, Leaf, Member, Node, Object, Word
from codemods.javascript import layout
from codemods.javascript.content.keys import key_of, value_of
from codemods.javascript.nodes import arguments, bare, dotted, is_null, is_optional, string_value
from codemods.javascript.packages import GENAI
from codemods.javascript.scopes import Binding
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values

RESULT, CALL = "functionResponse", "functionCall"
_MAKER = "createPartFromFunctionResponse"
CALLING_HELP = (
    "Give { type: 'function_result', call_id: call.id, name: call.name, result: {…} } as a step of the input, behind the steps of the "
    "answer (...interaction.steps), where call is the step of type 'function_call' that asked for it."
)
_CALL_HELP = (
    "Pass the function_call step of the answer itself, or write { type: 'function_call', id: …, name: …, arguments: {…} }: "
    "the id is what the function_result says as its call_id."
)
_OBJECT_HELP = "Pass an object, such as { result: … }."

#: Takes the step of what stands under a name, where it is made.
TakeNamed = Callable[[Source, Strand], Leaf | None]


@dataclass(frozen=True)
class _Form:
    """What one kind of step is made of: its name, the new names of the old keys, the key of its id, and what else it has to say."""

    step: str
    keys: dict[str, str]
    id: str
    said: str
    help: str


_FORMS = {
    RESULT: _Form("function_result", {"id": "call_id", "name": "name", "response": "result"}, "call_id", "response", CALLING_HELP),
    CALL: _Form("function_call", {"id": "id", "name": "name", "args": "arguments"}, "id", "args", _CALL_HELP),
}


@dataclass(frozen=True)
class _Given:
    """One thing that a call or result says."""

    value: Source
    comments: Comments = NO_COMMENTS


class Calling:
    """Reads the function calls and results among the parts of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def kind(self, node: Source) -> str:
        """`functionResponse` or `functionCall` for a part that is one, else an empty string."""
        if node.kind == "call_expression":
            return RESULT if self.values.symbol(node.must("function")) == (GENAI, _MAKER) else ""
        keys = {key_of(pair) for pair in node.named} if node.kind == "object" else set()
        return next((key for key in (RESULT, CALL) if key in keys), "")

    def read(self, node: Source, strand: Strand, take: TakeNamed, *, exploded: bool) -> Node | None:
        """The step for a part; None (with a hold) when its id, or what it says, is not in sight."""
        kind = self.kind(node)
        form = _FORMS[kind]
        if node.kind == "call_expression":
            given = arguments(node)
            if len(given) != 3 or any(item.kind == "spread_element" for item in given):
                strand.hold(node, "GI200", f"`{_MAKER}` with these arguments is not rewritten yet", form.help)
                return None
            said = {key: _Given(value) for key, value in zip(("id", "name", "response"), given, strict=True)}
            return self._step(form, said, node, strand, exploded=exploded)
        listing = layout.read(node, self.module)
        if len(listing.items) != 1:
            strand.hold(node, "GI200", f"what stands beside this `{kind}` is not rewritten yet", form.help)
            return None
        inner = value_of(listing.items[0].node)
        if bare(inner).kind == "object":
            return self.inner(kind, bare(inner), strand, exploded=exploded or listing.is_exploded)
        if kind == RESULT:
            return take(inner, strand)
        strand.take(inner, "call")
        return Leaf(inner)

    def inner(self, kind: str, node: Source, strand: Strand, *, exploded: bool = False) -> Node | None:
        """The step for what stands behind the key of a part."""
        form = _FORMS[kind]
        listing = layout.read(node, self.module) if node.kind == "object" else None
        said = {key_of(item.node): _Given(value_of(item.node), item.comments) for item in listing.items} if listing is not None else {}
        if listing is None or len(said) != len(listing.items) or not set(said) <= set(form.keys):
            strand.hold(node, "GI200", f"this {kind} is not rewritten yet", form.help)
            return None
        return self._step(form, said, node, strand, exploded=exploded or listing.is_exploded, orphans=listing.orphans)

    def _step(
        self, form: _Form, said: dict[str, _Given], node: Source, strand: Strand, *, exploded: bool, orphans: tuple[str, ...] = ()
    ) -> Node | None:
        if not {"name", form.said} <= set(said):
            strand.hold(node, "GI200", f"this {form.step.replace('_', ' ')} does not say its name and what it holds", form.help)
            return None
        identifier = self._identifier(form, said, strand)
        if identifier is None or not self._is_plain(said[form.said].value, strand):
            return None
        entries = [Entry("type", Word(form.step))]
        for key, given in said.items():
            comments = given.comments
            if key == "name" and "id" not in said:
                entries.append(Entry(form.id, identifier, Comments(comments.before)))
                comments = Comments((), comments.after)
            entries.append(Entry(form.keys[key], identifier if key == "id" else Leaf(given.value), comments))
        return Object(tuple(entries), exploded, orphans)

    def _is_plain(self, said: Source, strand: Strand) -> bool:
        """Whether what is said is an object, as far as it shows."""
        literal = self.values.literal(said) or bare(said)
        if is_null(literal) or literal.kind == "array" or self.values.proof(said) == "text":
            strand.hold(said, "GI200", "this is no object, and the old API takes nothing else", _OBJECT_HELP)
            return False
        return True

    # -- ids ----------------------------------------------------------------------------------------------------

    def _identifier(self, form: _Form, said: dict[str, _Given], strand: Strand) -> Node | None:
        """The id of the call: what is given as one, or that of the call whose name is given."""
        given = said.get("id")
        if given is not None and string_value(bare(given.value)):
            return Leaf(given.value)
        asked, attribute = (given, "id") if given is not None else (said["name"], "name")
        call = self._call_behind(bare(asked.value), attribute)
        if call is None:
            strand.hold(asked.value, "GI200", "which function call this belongs to does not show, and its id is needed now", form.help)
            return None
        strand.take(call, "call")
        return Leaf(asked.value) if given is not None else Member(Leaf(call), "id")

    def _call_behind(self, node: Source, attribute: str) -> Source | None:
        """The call that `call.name` is read of, here or where the name got it, as long as it is the same one still."""
        if node.kind == "member_expression":
            call = bare(node.must("object"))
            return call if node.must("property").text == attribute and not is_optional(node) and dotted(call) else None
        binding = self._steady(node)
        write = binding.only_write if binding is not None else None
        value = bare(write.value) if write is not None and write.value is not None and write.how == "declared" else None
        if write is None or value is None:
            return None
        read = value if write.path == (attribute,) else self._object(value, attribute) if not write.path else None
        # A call that is bound once is the same one wherever its name is in reach.
        steady = self._steady(read) if read is not None else None
        return read if steady is not None and read is not None and self._reaches(steady, read.text, node) else None

    @staticmethod
    def _object(value: Source, attribute: str) -> Source | None:
        reads = value.kind == "member_expression" and value.must("property").text == attribute
        return bare(value.must("object")) if reads else None

    def _steady(self, name: Source) -> Binding | None:
        """What a name is bound to, if it is bound once each time that its block runs."""
        binding = self.module.scopes.binding(name) if name.kind in ("identifier", "shorthand_property_identifier") else None
        write = binding.only_write if binding is not None else None
        if binding is None or write is None or write.how not in ("declared", "loop", "parameter"):
            return None
        declared = next((around for around in write.node.ancestors() if around.kind in ("variable_declaration", "for_in_statement")), None)
        if write.how == "declared" and declared is not None and declared.kind == "variable_declaration":
            return None
        loops = write.how == "loop" and declared is not None
        kind = declared.field("kind") if loops and declared is not None else None
        return None if kind is not None and kind.text == "var" else binding

    def _reaches(self, binding: Binding, name: str, place: Source) -> bool:
        return self.module.scopes.scope_at(place).find(name) is binding
